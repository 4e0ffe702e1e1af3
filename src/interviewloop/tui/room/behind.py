"""The sealed sessions behind a figure."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from interviewloop.model.scorecard import NO_SIGNAL

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from interviewloop.model.session import Session
    from interviewloop.tui.room.sheet import Subject

    Place = tuple[str, str]


class Source(NamedTuple):
    """A session that counts, with the labels that its candidate and interviewer have in figures."""

    path: Path
    session: Session
    candidate: str
    interviewer: str


class Behind:
    """Leads from what a figure is about to the sessions that it was made from."""

    def __init__(
        self, places: Mapping[Place, Iterable[Session]], paths: Mapping[tuple[str, str, str], Path]
    ) -> None:
        """``places`` are by (candidate, interviewer) as in the rows; ``paths`` by session key."""
        self._sources = tuple(
            Source(paths[session.key], session, candidate, interviewer)
            for (candidate, interviewer), sessions in places.items()
            for session in sessions
        )

    def __len__(self) -> int:
        return len(self._sources)

    def of(self, subject: Subject) -> tuple[Source, ...]:
        """The sessions behind ``subject``, in the order in which they were sealed. Of a pair, those
        of candidates whom both have scored."""
        found = (one for one in self._sources if self._concerns(one, subject))
        if subject.about == "pair":
            both = list(found)
            shared = [
                {one.candidate for one in both if one.interviewer == label}
                for label in subject.labels
            ]
            found = (one for one in both if all(one.candidate in met for met in shared))
        return tuple(sorted(found, key=_order))

    @staticmethod
    def _concerns(one: Source, subject: Subject) -> bool:
        labels = subject.labels
        if subject.about == "dimension":
            return any(
                one.session.scorecard.scores.get(label, NO_SIGNAL) != NO_SIGNAL for label in labels
            )
        if subject.about == "case":
            return one.session.case in labels
        if subject.about == "candidate":
            return one.candidate in labels
        return subject.about == "panel" or one.interviewer in labels


def _order(one: Source) -> tuple[str, str, str]:
    """By time, then by labels: the order of files would be that of names behind codes."""
    sealed_at = one.session.sealed_at
    return (sealed_at.isoformat() if sealed_at else "", one.candidate, one.interviewer)
