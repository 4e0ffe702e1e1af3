"""Session: one interviewer running one case with one candidate.

The order of the fields is the order of the file: identity and scores first, notes last, so that a
reader that needs only scores can stop early. Everything that grows is a table of named entries
(``n1``, ``n2`` ...): adding one entry changes only its own lines, which keeps diffs small.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from interviewloop.model.base import WHOLE, Frozen, Id, Instant, Name, Typed, version
from interviewloop.model.scorecard import Amendment, Scorecard

SESSION_VERSION = 2
"""The format of session files. A higher one needs a step in ``workspace/migrations.py``."""

SessionKind = Literal["live", "mock", "shadow", "example"]
SESSION_KINDS: tuple[SessionKind, ...] = ("live", "mock", "shadow", "example")
Phase = Literal["ready", "interview", "scoring", "sealed"]
Signal = Literal["strong", "weak", "red-flag", "note"]
Move = Literal["start", "next", "back", "skip", "jump", "pause", "resume", "score", "reopen"]
Rung = Annotated[Literal[0, 1, 2, 3], WHOLE]
"""How much help came before: 0 unprompted, 1 neutral probe, 2 pointed probe, 3 a hint."""
Seconds = Annotated[float, Field(ge=0)]


class Clock(Frozen):
    """Interview time. ``elapsed_s`` is what has run so far; pauses and crashes do not count."""

    elapsed_s: Seconds = 0.0
    running: bool = False
    anchor: float | None = Field(default=None, exclude=True)
    """Monotonic seconds up to which ``elapsed_s`` is right. Means nothing to another process, so it
    is not stored: a session read from a file stands still until it is resumed."""


class StageUse(Frozen):
    """How long a stage has run, and whether it was skipped."""

    used_s: Seconds = 0.0
    visited: bool = False
    skipped: bool = False


class Mark(Frozen):
    """When something happened: wall time, interview clock, stage."""

    at: Instant
    clock_s: Seconds
    stage: Id


NoteSource = Annotated[str, StringConstraints(pattern=r"^(?:milestone|belief):\S{1,200}$")]


class Note(Mark):
    """What the interviewer wrote down, with its signal and, if tagged, its dimension."""

    signal: Signal = "note"
    dim: Id | None = None
    text: Typed
    edited_at: Instant | None = None
    source: NoteSource | None = None
    """The suggestion of an incident that was taken over as this note."""
    deleted_at: Instant | None = None
    """A deleted note stays in the file, so that undo can bring it back even after a restart."""


class Help(Mark):
    """Something observed or asked, with the rung of help that went before it."""

    rung: Rung = 0


class Showing(Mark):
    """An exhibit put before the candidate, and whether it still is."""

    on_screen: bool = True


class LogEntry(Mark):
    """A move through the interview: next, back, skip, pause ..."""

    what: Move


EventText = Annotated[
    str, StringConstraints(pattern=r"^(?:(?:ask|act|undo|name):\S+|wait:[0-9]{1,4})$")
]
"""An event of the incident machine as text, such as ``ask:segments`` or ``wait:5``."""


class Turn(Mark):
    """What the candidate asked, ordered or believed in an incident, and the event it was taken for.

    Without an event nothing at hand was meant; the words are kept for the author of the case.
    """

    said: Typed = ""
    event: EventText | None = None
    taken_back_at: Instant | None = None
    """A turn taken back stays in the file, so that it can be done again after a restart."""


class Exchange(Mark):
    """What a trainee asked a simulated candidate, and which of its answers was given.

    ``answer`` is the stage or probe whose answer it was, ``move`` what it did next in an incident;
    with neither a holding line was said.
    """

    said: Typed = ""
    answer: Id | None = None
    move: Id | None = None


Way = Literal["sent", "received"]


class Handover(Frozen):
    """The task of a take-home went out to the candidate, or what they made of it came back.

    ``at`` is when it happened, ``entered_at`` when that was written down. A later entry of the same
    way corrects an earlier one and says ``why``; the earlier one stays.
    """

    way: Way
    at: Instant
    entered_at: Instant
    box_min: Annotated[float, Field(gt=0)] | None = None
    """Minutes the candidate was told to take; only with ``sent``."""
    why: Typed = ""


class Draft(Frozen):
    """Typing that has not been entered yet."""

    note: Typed = ""
    editing: Id | None = None
    """The note being edited, if the line holds an edit and not a new note."""


class Session(Frozen):
    """A session file, ``sessions/<loop>/<interviewer>--<case>.toml``."""

    schema_version: Annotated[int, version(SESSION_VERSION)] = SESSION_VERSION
    kind: SessionKind
    phase: Phase = "ready"
    loop: Name
    candidate: Name
    interviewer: Name
    case: Id
    case_version: Annotated[int, Field(ge=1)]
    rubric: Id
    rubric_version: Annotated[int, Field(ge=1)]
    created_at: Instant
    started_at: Instant | None = None
    sealed_at: Instant | None = None
    seal: str | None = None
    stretch: Annotated[float, Field(ge=1, le=2)] = 1.0
    """Accommodation: stage budgets are multiplied by this."""
    persona: Id | None = None
    """The simulated candidate of the case that a mock session was run against."""
    stage: Id | None = None
    scorecard: Scorecard = Scorecard()
    amendments: dict[Id, Amendment] = {}
    clock: Clock = Clock()
    stages: dict[Id, StageUse] = {}
    probes: dict[Id, Help] = {}
    look_fors: dict[Id, Help] = {}
    red_flags: dict[Id, Help] = {}
    exhibits: dict[Id, Showing] = {}
    incident: dict[Id, Turn] = {}
    """The run through the incident, in order: its state is the fold over the turns that stand."""
    talk: dict[Id, Exchange] = {}
    handovers: dict[Id, Handover] = {}
    draft: Draft = Draft()
    log: dict[Id, LogEntry] = {}
    notes: dict[Id, Note] = {}

    @property
    def sealed(self) -> bool:
        return self.phase == "sealed"

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes a session the same one: loop, interviewer, case."""
        return (self.loop, self.interviewer, self.case)

    def live_notes(self) -> dict[str, Note]:
        """Notes that are not deleted, oldest first."""
        return {id_: note for id_, note in self.notes.items() if note.deleted_at is None}

    def live_turns(self) -> dict[str, Turn]:
        """Turns of the incident that were not taken back, oldest first."""
        return {id_: turn for id_, turn in self.incident.items() if turn.taken_back_at is None}

    @model_validator(mode="after")
    def _phase_fits(self) -> Session:
        if self.sealed != (self.sealed_at is not None and self.seal is not None):
            raise ValueError(
                "a sealed session has sealed_at and seal, and no other session has them"
            )
        if self.amendments and not self.sealed:
            raise ValueError("only a sealed session can have amendments")
        if self.phase != "ready" and self.stage is None:
            raise ValueError("a session that has started names its stage")
        return self
