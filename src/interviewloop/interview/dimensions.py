"""Finding a dimension by a few typed letters."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from interviewloop.model.rubric import Dimension

SHORTEST = 2
SHORTEST_BEGINNING = 3
SHORTEST_TYPO = 5
TYPO_RATIO = 80.0
"""Similarity from which a mistyped beginning still counts: one wrong letter in five gives 80."""


def matching(letters: str, dimensions: Mapping[str, Dimension]) -> tuple[str, ...]:
    """Ids that ``letters`` may stand for, from the first rule that finds any.

    The rules, in order: the id itself; its initials (``pf``); a word of it (``ml``); the beginning
    of the id; the beginning of a word; a mistyped beginning. The fewer the letters, the stricter
    the rule: "a" and "in" are more often words of the note than tags.
    """
    typed = letters.casefold()
    if len(typed) < SHORTEST:
        return ()
    if typed in dimensions:
        return (typed,)
    begins = len(typed) >= SHORTEST_BEGINNING
    rules: tuple[Callable[[str], bool], ...] = (
        lambda id_: typed == _initials(id_),
        lambda id_: typed in _words(id_, dimensions[id_]),
        lambda id_: begins and id_.startswith(typed),
        lambda id_: begins and any(w.startswith(typed) for w in _words(id_, dimensions[id_])),
    )
    for rule in rules:
        if found := tuple(id_ for id_ in dimensions if rule(id_)):
            return found
    return _mistyped(typed, dimensions)


def only(letters: str, dimensions: Mapping[str, Dimension]) -> str | None:
    """The one dimension that ``letters`` stands for, or None when there are none or several."""
    found = matching(letters, dimensions)
    return found[0] if len(found) == 1 else None


def _initials(id_: str) -> str:
    return "".join(word[0] for word in re.split(r"[-_]", id_))


def _words(id_: str, dimension: Dimension) -> list[str]:
    return re.findall(
        r"\w+", f"{id_.replace('-', ' ').replace('_', ' ')} {dimension.name}".casefold()
    )


def _mistyped(typed: str, dimensions: Mapping[str, Dimension]) -> tuple[str, ...]:
    if len(typed) < SHORTEST_TYPO:
        return ()
    from rapidfuzz import fuzz  # deferred: most tags are prefixes and need no fuzzy matching

    scored = [
        (max(fuzz.ratio(typed, word[: len(typed)]) for word in [id_, *_words(id_, dimension)]), id_)
        for id_, dimension in dimensions.items()
    ]
    best = max((score for score, _ in scored), default=0.0)
    return tuple(id_ for score, id_ in scored if score == best) if best >= TYPO_RATIO else ()
