"""Comparing names that people typed."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

NEAR = 82.0
"""Similarity (0 to 100) from which two names are asked about. One wrong letter in a name of six
letters gives 83, two different short names stay below 75."""


def folded(name: str) -> str:
    """``name`` without differences nobody means: case, width, spacing, composition."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def same_name(one: str, other: str) -> bool:
    """Whether two names are the same but for case, spacing and Unicode composition."""
    return folded(one) == folded(other)


def near_misses(typed: str, known: Iterable[str], limit: int = 3) -> tuple[str, ...]:
    """Known names that ``typed`` may have been meant to be, nearest first.

    A known name itself is no near miss. Codes that differ in a number (C-014, C-015) are different
    codes on purpose; the same number written differently (C-14, C-014) is a near miss.
    """
    from rapidfuzz import fuzz  # deferred: only a form that is being submitted needs it

    names = list(dict.fromkeys(known))
    if typed in names:
        return ()
    scored = []
    for name in names:
        if _code(typed) == _code(name):
            scored.append((101.0, name))
        elif _numbers(typed) == _numbers(name):
            similarity = fuzz.ratio(folded(typed), folded(name))
            if similarity >= NEAR:
                scored.append((similarity, name))
    scored.sort(key=lambda pair: -pair[0])
    return tuple(name for _, name in scored[:limit])


def _numbers(name: str) -> list[int]:
    return [int(digits) for digits in re.findall(r"[0-9]+", name)]


def _code(name: str) -> str:
    """Letters and numbers alone: ``c14`` for ``C-014`` and ``c 14``."""
    bare = re.sub(r"[^\w]|_", "", folded(name))
    return re.sub(r"[0-9]+", lambda digits: str(int(digits.group())), bare)
