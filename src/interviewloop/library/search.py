"""Finding a case by a few letters of what one remembers of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewloop.library.words import spaced
from interviewloop.model.case import KIND_NAMES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from interviewloop.library.library import LoadedCase
    from interviewloop.model.case import Case

CUTOFF = 60
"""Likeness, 0 to 100, below which a case is not what was meant."""
_TITLE_LEAD = 10


def search_cases(cases: Mapping[str, LoadedCase], query: str, limit: int = 20) -> list[LoadedCase]:
    """The cases that ``query`` may mean, best first; all of them, in order, for a blank query.

    Every word of the query is sought on its own, typing errors allowed, in title, kind, dimensions,
    settings and pitfalls. A match in the title counts a little more.
    """
    wanted = _words(query)
    if not wanted:
        return list(cases.values())[:limit]
    scored = []
    for loaded in cases.values():
        score = _likeness(wanted, _words(_about(loaded.case)))
        if score >= CUTOFF:
            in_title = _likeness(wanted, _words(loaded.case.case.title)) >= CUTOFF
            scored.append((-score - _TITLE_LEAD * in_title, loaded.case.id, loaded))
    return [loaded for *_, loaded in sorted(scored, key=lambda entry: entry[:2])[:limit]]


def _words(text: str) -> list[str]:
    return spaced(text).split()


def _likeness(wanted: list[str], words: list[str]) -> float:
    """How well the worst of the wanted words is matched, 0 to 100."""
    from rapidfuzz import fuzz  # only a search needs it

    def closeness(one: str, word: str) -> float:
        # A beginning is as good as the word: people search while they type.
        return 100.0 if word.startswith(one) else fuzz.ratio(one, word)

    return min(max((closeness(one, word) for word in words), default=0.0) for one in wanted)


def _about(case: Case) -> str:
    card = case.case
    pitfalls = (pitfall.kind for pitfall in case.pitfalls.values())
    parts = (card.id, card.title, KIND_NAMES[card.kind], *case.dims, *card.settings, *pitfalls)
    return " ".join(parts)
