"""The head of a session: what lists and figures need of it, without notes, evidence and talk.

A head is light, so that ten thousand of them are there at once. Whatever takes a `SessionHead`
works with whole sessions as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from interviewloop.model.scorecard import NO_SIGNAL

if TYPE_CHECKING:
    from collections.abc import Container, Mapping
    from datetime import datetime

    from interviewloop.model.scorecard import Amendment, Recommendation, Score
    from interviewloop.model.session import Handover, Phase, Session, SessionKind

NO_MARK = "0"
_SCORES: dict[str, Score] = {NO_MARK: NO_SIGNAL, "1": 1, "2": 2, "3": 3, "4": 4, "5": 5}
_MARKS = {score: mark for mark, score in _SCORES.items()}


class CardHead(Protocol):
    """What was scored, without the evidence for it."""

    @property
    def recommendation(self) -> Recommendation | None: ...
    @property
    def scores(self) -> Mapping[str, Score]: ...


class ClockHead(Protocol):
    """Where the clock stood when the file was written."""

    @property
    def elapsed_s(self) -> float: ...
    @property
    def running(self) -> bool: ...


class SessionHead(Protocol):
    """What a `Head` and a `Session` have in common; see there."""

    @property
    def kind(self) -> SessionKind: ...
    @property
    def phase(self) -> Phase: ...
    @property
    def loop(self) -> str: ...
    @property
    def candidate(self) -> str: ...
    @property
    def interviewer(self) -> str: ...
    @property
    def case(self) -> str: ...
    @property
    def case_version(self) -> int: ...
    @property
    def rubric(self) -> str: ...
    @property
    def rubric_version(self) -> int: ...
    @property
    def created_at(self) -> datetime: ...
    @property
    def started_at(self) -> datetime | None: ...
    @property
    def sealed_at(self) -> datetime | None: ...
    @property
    def stretch(self) -> float: ...
    @property
    def persona(self) -> str | None: ...
    @property
    def stage(self) -> str | None: ...
    @property
    def scorecard(self) -> CardHead: ...
    @property
    def amendments(self) -> Mapping[str, Amendment]: ...
    @property
    def clock(self) -> ClockHead: ...
    @property
    def red_flags(self) -> Container[str]: ...
    @property
    def handovers(self) -> Mapping[str, Handover]: ...
    @property
    def sealed(self) -> bool: ...
    @property
    def key(self) -> tuple[str, str, str]: ...


class Card(NamedTuple):
    """A scorecard in few characters: one mark for each of ``dims``, ``NO_MARK`` for no signal."""

    recommendation: Recommendation | None
    dims: tuple[str, ...]
    marks: str

    @property
    def scores(self) -> dict[str, Score]:
        return {dim: _SCORES[mark] for dim, mark in zip(self.dims, self.marks, strict=True)}


class Stand(NamedTuple):
    """Where the clock stood."""

    elapsed_s: float
    running: bool


class Head(NamedTuple):
    """The fields of a session that are its head, as they are there."""

    kind: SessionKind
    phase: Phase
    loop: str
    candidate: str
    interviewer: str
    case: str
    case_version: int
    rubric: str
    rubric_version: int
    created_at: datetime
    started_at: datetime | None
    sealed_at: datetime | None
    stretch: float
    persona: str | None
    stage: str | None
    scorecard: Card
    clock: Stand
    red_flags: tuple[str, ...]
    amendments: Mapping[str, Amendment]
    handovers: Mapping[str, Handover]

    @property
    def sealed(self) -> bool:
        return self.phase == "sealed"

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes a session the same one: loop, interviewer, case."""
        return (self.loop, self.interviewer, self.case)


def card_of(recommendation: Recommendation | None, scores: Mapping[str, Score]) -> Card:
    """The card with these ``scores``."""
    return Card(recommendation, tuple(scores), "".join(map(_MARKS.__getitem__, scores.values())))


def head_of(session: Session) -> Head:
    """The head of a whole session."""
    return Head(
        session.kind,
        session.phase,
        session.loop,
        session.candidate,
        session.interviewer,
        session.case,
        session.case_version,
        session.rubric,
        session.rubric_version,
        session.created_at,
        session.started_at,
        session.sealed_at,
        session.stretch,
        session.persona,
        session.stage,
        card_of(session.scorecard.recommendation, session.scorecard.scores),
        Stand(session.clock.elapsed_s, session.clock.running),
        tuple(session.red_flags),
        session.amendments,
        session.handovers,
    )
