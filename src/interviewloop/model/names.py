"""Comparing names that people typed."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST_NAME = 200
"""Characters in a person's name, a candidate's code or a loop's name, at most."""
NEAR = 82.0
"""Similarity (0 to 100) from which two names are asked about. One wrong letter in a name of six
letters gives 83, two different short names stay below 75."""
_SHORTENED = 90.0
"""What it counts when one name is the other with words left out."""
_TWINS = str.maketrans(
    # Cyrillic, then Greek letters that most fonts draw like Latin ones.
    "АВЕЅІЈКМНОРСТУХавеѕіјкмнорстух" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαεικνορτυχ",
    "ABESIJKMHOPCTYXabesijkmhopctyx" + "ABEZHIKMNOPTYXaeikvoptyx",
)
_LIKE_DIGITS = str.maketrans("OoIl|", "00111")
_LIKE_DIGITS_IN_CODES = str.maketrans("oil|", "0111")


@lru_cache(maxsize=1 << 17)
def folded(name: str) -> str:
    """``name`` without differences nobody means: case, width, spacing, composition.

    Remembered, because the same few names are compared ten thousand times.
    """
    return fold(name)


def fold(name: str) -> str:
    """As :func:`folded`, for texts that are seldom seen twice."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def same_name(one: str, other: str) -> bool:
    """Whether two names are the same but for case, spacing and Unicode composition."""
    return folded(one) == folded(other)


def near_misses(typed: str, known: Iterable[str], limit: int = 3) -> tuple[str, ...]:
    """Known names that ``typed`` may have been meant to be, nearest first.

    A known name itself is no near miss. Codes that differ in a number (C-014, C-015) are different
    codes on purpose; the same number written differently (C-14, C-014) is a near miss. So are
    names that look alike (C-0l4), the same words in another order, and a name that is one or more
    whole words of the other (Ada, Ada Lovelace).
    """
    names = list(dict.fromkeys(known))
    if typed in names:
        return ()
    scored = [(_similarity(typed, name), name) for name in names]
    scored.sort(key=lambda pair: -pair[0])
    return tuple(name for similarity, name in scored[:limit] if similarity >= NEAR)


def _similarity(one: str, other: str) -> float:
    """How likely two names mean the same, 0 to 101."""
    from rapidfuzz import fuzz  # deferred: only a form that is being submitted needs it

    if _looks(one) & _looks(other):
        return 101.0
    if _numbers(one) != _numbers(other):
        return 0.0
    mine, theirs = _words(one), _words(other)
    in_any_order = fuzz.ratio(" ".join(sorted(mine)), " ".join(sorted(theirs)))
    similarity = max(fuzz.ratio(folded(one), folded(other)), in_any_order)
    fewer, more = sorted((set(mine), set(theirs)), key=len)
    if fewer < more and any(len(word) > 1 for word in fewer):
        similarity = max(similarity, _SHORTENED)
    return similarity


def _numbers(name: str) -> list[int]:
    return [int(digits) for digits in re.findall(r"[0-9]+", name)]


def _words(name: str) -> list[str]:
    return re.findall(r"[^\W_]+", folded(name))


def _looks(name: str) -> set[str]:
    """What letters and numbers alone look like, with and without leading zeros.

    Letters count as the digits they look like. In a name of letters only, ``i`` and ``L`` do not
    look like 1: Ian and Lan are two people.
    """
    plain = unicodedata.normalize("NFKC", name).translate(_TWINS)
    short = re.sub(r"[0-9]+", lambda digits: str(int(digits.group())), plain)
    return {_look(plain), _look(short)}


def _look(name: str) -> str:
    if re.search(r"[0-9]", name):
        drawn = name.casefold().translate(_LIKE_DIGITS_IN_CODES)
    else:
        drawn = name.translate(_LIKE_DIGITS).casefold()
    return re.sub(r"[\W_]+", "", drawn)
