"""The sealed sessions behind a figure, and what was given in them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from interviewloop.model.names import same_name
from interviewloop.model.scorecard import NO_SIGNAL

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from interviewloop.model.head import SessionHead
    from interviewloop.model.session import Session
    from interviewloop.tui.room.sheet import Subject

    Place = tuple[str, str]
    Paths = Mapping[tuple[str, str, str], Path]
    Key = Mapping[tuple[str, str], float]

_Value = TypeVar("_Value")


class Source(NamedTuple):
    """A session that counts, with the labels that its candidate and interviewer have in figures,
    and its scores that count, by dimension. Its notes stay in its file: thousands of these are
    handed from one process to another.

    ``own`` says that it is the viewer's."""

    path: Path
    key: tuple[str, str, str]
    case: str
    kind: str
    sealed_at: datetime | None
    own: bool
    candidate: str
    interviewer: str
    scores: Mapping[str, int]

    def is_of(self, session: Session) -> bool:
        """Whether ``session``, read from the file by now, is still the one that was measured."""
        return session.sealed and (session.key, session.sealed_at) == (self.key, self.sealed_at)

    def mean(self, dimensions: Collection[str]) -> float | None:
        """The mean of its scores on ``dimensions``, on all where none is named."""
        return _mean(_chosen(self.scores, dimensions).values())


class Behind:
    """Leads from what a figure is about to the sessions that it was made from."""

    def __init__(self, sources: Iterable[Source], practice: Iterable[Source], key: Key) -> None:
        """``practice`` links groups of a panel and counts for nothing else. ``key`` is by candidate
        and dimension."""
        self._sources = tuple(sources)
        self._practice = tuple(practice)
        self._key = key
        self._of: defaultdict[tuple[bool, str], list[Source]] = defaultdict(list)
        for one in (*self._sources, *self._practice):
            self._of[_judged(one)].append(one)

    def __reduce__(self) -> tuple[type[Behind], tuple[object, ...]]:
        """What it was made from is all there is to hand on."""
        return Behind, (self._sources, self._practice, self._key)

    def __len__(self) -> int:
        return len(self._sources)

    @property
    def keyed(self) -> bool:
        """Whether there is a key to hold scores against."""
        return bool(self._key)

    @property
    def linked(self) -> bool:
        """Whether practice links groups of the panel."""
        return bool(self._practice)

    def of(self, subject: Subject) -> tuple[Source, ...]:
        """The sessions behind ``subject``, in the order in which they were sealed. Of a pair, those
        in which both scored the same thing."""
        labels = subject.labels
        if subject.about == "linked":
            every = (*self._sources, *self._practice)
            found = [one for one in every if one.interviewer in labels]
        elif subject.about == "shared":
            found = _shared(self._sources, 2, labels)
        elif subject.about == "pair":
            found = _shared([one for one in self._sources if one.interviewer in labels], 2)
        else:
            found = [one for one in self._sources if concerns(one, subject)]
        return tuple(sorted(found, key=_order))

    def colleagues(self, one: Source, dimensions: Collection[str] = ()) -> float | None:
        """The mean of what others gave the same candidate, on the dimensions that ``one`` scored,
        of ``dimensions`` where some are named; None where nobody did."""
        own = _chosen(one.scores, dimensions)
        return _mean(
            [
                other.scores[dimension]
                for other in self._of[_judged(one)]
                if other.interviewer != one.interviewer
                for dimension in own.keys() & other.scores.keys()
            ]
        )

    def key(self, one: Source, dimensions: Collection[str] = ()) -> float | None:
        """The mean of the key for the scores of ``one``, as in ``colleagues``."""
        own = _chosen(one.scores, dimensions)
        places = {(one.candidate, dimension) for dimension in own}
        return _mean([self._key[place] for place in places & self._key.keys()])


def dimensions_of(subject: Subject) -> tuple[str, ...]:
    """The dimensions that ``subject`` is confined to, none for all."""
    if subject.about in ("dimension", "shared"):
        return subject.labels
    if subject.about == "lean":
        return subject.labels[1:]
    return subject.labels[:1] if subject.about == "score" else ()


def sources_of(
    places: Mapping[Place, Iterable[SessionHead]],
    paths: Paths,
    dimensions: Collection[str],
    viewer: str,
) -> Iterator[Source]:
    """Those sessions of ``places`` of which a score counts, each with its scores on ``dimensions``
    (none named: on all). What somebody scores twice counts once. ``places`` are by candidate and
    interviewer as in figures."""
    for (candidate, interviewer), sessions in places.items():
        counted: set[str] = set()
        for session in sessions:
            scores = {
                dimension: score
                for dimension, score in _chosen(session.scorecard.scores, dimensions).items()
                if score != NO_SIGNAL and dimension not in counted
            }
            counted |= scores.keys()
            if scores:
                yield Source(
                    paths[session.key],
                    session.key,
                    session.case,
                    session.kind,
                    session.sealed_at,
                    same_name(session.interviewer, viewer),
                    candidate,
                    interviewer,
                    scores,
                )


def concerns(one: Source, subject: Subject) -> bool:
    """Whether a figure about ``subject`` is made from ``one`` alone, without colleagues."""
    labels = subject.labels
    match subject.about:
        case "dimension":
            return any(label in one.scores for label in labels)
        case "score":
            return str(one.scores.get(labels[0])) == labels[1]
        case "lean":
            return one.interviewer == labels[0] and labels[1] in one.scores
        case "session":
            return (one.interviewer, one.candidate) == labels
        case "case":
            return one.case in labels
        case "candidate":
            return one.candidate in labels
    return subject.about == "panel" or one.interviewer in labels


def _shared(
    sources: Sequence[Source], people: int, dimensions: Collection[str] = ()
) -> list[Source]:
    """Those of ``sources`` with a score where ``people`` or more scored the same candidate on the
    same dimension."""
    met: dict[tuple[str, str], set[str]] = {}
    for one in sources:
        for dimension in _chosen(one.scores, dimensions):
            met.setdefault((one.candidate, dimension), set()).add(one.interviewer)
    return [
        one
        for one in sources
        if any(
            len(met[one.candidate, dimension]) >= people
            for dimension in _chosen(one.scores, dimensions)
        )
    ]


def _judged(one: Source) -> tuple[bool, str]:
    """Whom it judges; a persona is never taken for a candidate of the same name."""
    return one.kind == "mock", one.candidate


def _chosen(scores: Mapping[str, _Value], dimensions: Collection[str]) -> dict[str, _Value]:
    return {dim: score for dim, score in scores.items() if not dimensions or dim in dimensions}


def _mean(numbers: Collection[float]) -> float | None:
    return sum(numbers) / len(numbers) if numbers else None


def _order(one: Source) -> tuple[str, str, str]:
    """By time, then by labels: the order of files would be that of names behind codes."""
    return (one.sealed_at.isoformat() if one.sealed_at else "", one.candidate, one.interviewer)
