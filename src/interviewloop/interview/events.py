"""Everything that can happen to a session. Events are small values; the engine applies them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from interviewloop.model.scorecard import Confidence, Recommendation, Score
    from interviewloop.model.session import Rung, Signal, Way


@dataclass(frozen=True, slots=True)
class Start:
    """The interview begins; the clock runs."""


@dataclass(frozen=True, slots=True)
class Tick:
    """Time has passed and nothing else; a heartbeat that brings the stored clock up to date."""


@dataclass(frozen=True, slots=True)
class Pause:
    """The clock stops."""


@dataclass(frozen=True, slots=True)
class Resume:
    """The clock goes on, after a pause or in a new process."""


@dataclass(frozen=True, slots=True)
class GoTo:
    """Move to any stage, forward or back."""

    stage: str


@dataclass(frozen=True, slots=True)
class SkipStage:
    """Leave the current stage out and move to the next one."""


@dataclass(frozen=True, slots=True)
class AddNote:
    """A new note in the current stage. ``source`` is the suggestion it was taken over from."""

    text: str
    signal: Signal = "note"
    dim: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class EditNote:
    """New words, signal and dimension for a note; its time and stage stay."""

    note: str
    text: str
    signal: Signal
    dim: str | None


@dataclass(frozen=True, slots=True)
class DeleteNote:
    """Take a note out of sight; it can be restored."""

    note: str


@dataclass(frozen=True, slots=True)
class RestoreNote:
    """Bring a deleted note back."""

    note: str


@dataclass(frozen=True, slots=True)
class AskProbe:
    """A probe was asked, or was marked as asked by mistake."""

    probe: str
    asked: bool = True


@dataclass(frozen=True, slots=True)
class SeeLookFor:
    """A look-for was seen, or not after all. Without a rung the probes asked so far decide it."""

    look_for: str
    seen: bool = True
    rung: Rung | None = None


@dataclass(frozen=True, slots=True)
class RaiseFlag:
    """A red flag of the case was observed, or withdrawn."""

    flag: str
    raised: bool = True


@dataclass(frozen=True, slots=True)
class ShowExhibit:
    """Put an exhibit before the candidate, or take it away."""

    exhibit: str
    on_screen: bool = True


@dataclass(frozen=True, slots=True)
class SetDraft:
    """The half-typed note line, kept so that a crash loses nothing."""

    note: str
    editing: str | None = None


@dataclass(frozen=True, slots=True)
class TakeTurn:
    """The candidate asked, ordered or believed something in an incident.

    ``event`` is what it was taken for, such as ``ask:segments``; None when nothing at hand was
    meant. Whether the incident knows it is for the incident machine to say, before this is applied.
    """

    said: str
    event: str | None


@dataclass(frozen=True, slots=True)
class TakeBackTurn:
    """The last turn that stands did not happen."""

    turn: str


@dataclass(frozen=True, slots=True)
class RedoTurn:
    """The turn taken back last happened after all."""

    turn: str


@dataclass(frozen=True, slots=True)
class Talk:
    """A trainee asked a simulated candidate something.

    ``answer`` is the stage or probe whose answer was given, ``move`` the move of its policy that
    it made; with neither it was a holding line.
    """

    said: str
    answer: str | None = None
    move: str | None = None


@dataclass(frozen=True, slots=True)
class HandOver:
    """The task of a take-home was sent to the candidate, or their work was received.

    ``at`` is when that was, None for now. Once there is a time it can only be corrected, and
    ``why`` says for what reason.
    """

    way: Way
    at: datetime | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class BeginScoring:
    """The interview is over; the clock stops and the scorecard opens."""


@dataclass(frozen=True, slots=True)
class ReopenInterview:
    """Back from the scorecard to the interview; the clock stays stopped until it is resumed."""


@dataclass(frozen=True, slots=True)
class SetScore:
    """A score for a dimension."""

    dim: str
    score: Score


@dataclass(frozen=True, slots=True)
class NoSignalForRest:
    """Every dimension without a score gets "no signal"."""


@dataclass(frozen=True, slots=True)
class SetRationale:
    """Why this score, in the interviewer's words."""

    dim: str
    text: str


@dataclass(frozen=True, slots=True)
class SetConfidence:
    """How sure the interviewer is of a score."""

    dim: str
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class LinkEvidence:
    """A note is, or is not, evidence for a dimension's score."""

    dim: str
    note: str
    linked: bool = True


@dataclass(frozen=True, slots=True)
class SetRecommendation:
    """The overall recommendation."""

    recommendation: Recommendation


@dataclass(frozen=True, slots=True)
class Restore:
    """Put scores, confidences, links or the recommendation back as they were, for an undo.

    Each by dimension (the recommendation under ``recommendation``); None where there was none.
    """

    scores: Mapping[str, Score | None] = field(default_factory=dict)
    confidence: Mapping[str, Confidence | None] = field(default_factory=dict)
    evidence: Mapping[str, tuple[str, ...] | None] = field(default_factory=dict)
    recommendation: Mapping[str, Recommendation | None] = field(default_factory=dict)

    @property
    def fields(self) -> tuple[str, ...]:
        """What it touches: dimensions, or the recommendation."""
        return tuple({**self.scores, **self.confidence, **self.evidence, **self.recommendation})


@dataclass(frozen=True, slots=True)
class SetSummary:
    """A few sentences on the whole interview."""

    text: str


@dataclass(frozen=True, slots=True)
class Submit:
    """Seal the scorecard. Refused while something is missing."""


@dataclass(frozen=True, slots=True)
class Amend:
    """Change a sealed score or the recommendation; the original stays beside it."""

    field: str
    after: Score | Recommendation
    by: str
    why: str


FlowEvent = Start | Tick | Pause | Resume | GoTo | SkipStage | BeginScoring | ReopenInterview
NoteEvent = AddNote | EditNote | DeleteNote | RestoreNote | SetDraft
ObservationEvent = AskProbe | SeeLookFor | RaiseFlag | ShowExhibit
TurnEvent = TakeTurn | TakeBackTurn | RedoTurn
PlayEvent = TurnEvent | Talk
ScoringEvent = (
    SetScore
    | NoSignalForRest
    | SetRationale
    | SetConfidence
    | LinkEvidence
    | SetRecommendation
    | SetSummary
    | Restore
)
SealEvent = Submit | Amend
Event = FlowEvent | NoteEvent | ObservationEvent | PlayEvent | HandOver | ScoringEvent | SealEvent
