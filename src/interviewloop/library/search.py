"""Finding a case or a rubric by a few letters of what one remembers of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from interviewloop.library.words import content_words, spaced
from interviewloop.model.case import KIND_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from interviewloop.model.case import Case
    from interviewloop.model.rubric import Rubric

_LIKE, _LIKE_IN_PROSE = 70.0, 85.0
"""Likeness, 0 to 100, below which a word is not what was meant."""
_TITLE_LEAD, _LABEL_LEAD = 20.0, 10.0
"""What a match there counts more."""


class _Field(NamedTuple):
    """Words of one part of a file, the ``cutoff`` of likeness and the ``lead`` of a match in it."""

    words: tuple[str, ...]
    cutoff: float
    lead: float = 0.0


@dataclass(frozen=True, slots=True)
class _Entry:
    key: str
    fields: tuple[_Field, ...]


class Index:
    """What there is to find, made once and searched at every key."""

    def __init__(self, entries: Iterable[_Entry] = ()) -> None:
        self._entries = tuple(entries)

    def find(self, query: str) -> list[str]:
        """Keys of what ``query`` may mean, best first; all of them, in order, for a blank query.

        Every word of the query is sought on its own, typing errors allowed, and must be found. A
        match in title or id counts most, then one in kind, settings, dimensions and kinds of
        pitfalls, then one in the words of an expected critique.
        """
        wanted = _words(query)
        if not wanted:
            return [entry.key for entry in self._entries]
        scored = []
        for place, entry in enumerate(self._entries):
            marks = [_mark(word, entry.fields) for word in wanted]
            if all(marks):
                scored.append((-sum(marks), place, entry.key))
        return [key for *_, key in sorted(scored)]


def index_of_cases(cases: Mapping[str, Case], rubrics: Iterable[Rubric] = ()) -> Index:
    """Cases to be found by title, id, kind, settings, dimensions (their names in ``rubrics``, too),
    kinds of pitfalls and words of the critiques expected. The keys are those of ``cases``."""
    names: dict[str, set[str]] = {}
    for rubric in rubrics:
        for dim, one in rubric.dimensions.items():
            names.setdefault(dim, set()).add(one.name)
    return Index(_case_entry(key, case, names) for key, case in cases.items())


def index_of_rubrics(rubrics: Mapping[str, Rubric]) -> Index:
    """Rubrics to be found by title, id, role, dimensions and words of their summaries."""
    return Index(_rubric_entry(key, one) for key, one in rubrics.items())


def _case_entry(key: str, case: Case, names: Mapping[str, set[str]]) -> _Entry:
    card = case.case
    pitfalls = case.pitfalls.values()
    labels = [KIND_NAMES[card.kind], *card.settings, *case.variants, *case.dims]
    labels += [name for dim in case.dims for name in names.get(dim, ())]
    labels += [pitfall.kind for pitfall in pitfalls]
    return _Entry(
        key,
        (
            _field([card.title, card.id], _LIKE, _TITLE_LEAD),
            _field(labels, _LIKE, _LABEL_LEAD),
            _prose([pitfall.critique for pitfall in pitfalls]),
        ),
    )


def _rubric_entry(key: str, rubric: Rubric) -> _Entry:
    card = rubric.rubric
    names = [one.name for one in rubric.dimensions.values()]
    return _Entry(
        key,
        (
            _field([card.title, card.id], _LIKE, _TITLE_LEAD),
            _field([card.role, *rubric.dimensions, *names], _LIKE, _LABEL_LEAD),
            _prose([card.summary]),
        ),
    )


def _field(texts: Iterable[str], cutoff: float, lead: float) -> _Field:
    return _Field(tuple(dict.fromkeys(_words(" ".join(texts)))), cutoff, lead)


def _prose(texts: Iterable[str]) -> _Field:
    """Among hundreds of words one is always a little like what was typed."""
    return _Field(tuple(sorted(content_words(" ".join(texts)))), _LIKE_IN_PROSE)


def _words(text: str) -> list[str]:
    return spaced(text).split()


def _mark(word: str, fields: Iterable[_Field]) -> float:
    """How well ``word`` is matched where it is matched best; 0 where it is not."""
    return max((_match(word, field) for field in fields), default=0.0)


def _match(word: str, field: _Field) -> float:
    # A beginning is as good as the word: people search while they type.
    if any(one.startswith(word) for one in field.words):
        return 100.0 + field.lead
    from rapidfuzz import fuzz, process  # deferred: only a search needs it

    found = process.extractOne(word, field.words, scorer=fuzz.ratio, score_cutoff=field.cutoff)
    return float(found[1]) + field.lead if found else 0.0
