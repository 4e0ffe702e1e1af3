"""Loop: all interviews of one candidate for one role, and what was decided about them."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from interviewloop.model.base import Frozen, Id, Instant, Name, Typed, version

LOOP_VERSION = 2
"""The format of loop files. A higher one needs a step in ``workspace/migrations.py``."""

Outcome = Literal["hire", "no-hire", "hold"]
OUTCOMES: tuple[Outcome, ...] = ("hire", "no-hire", "hold")
OUTCOME_NAMES: dict[str, str] = {"hire": "Hire", "no-hire": "No hire", "hold": "Not decided yet"}
Deed = Literal["waived", "opened", "decided", "held", "released"]


class PlannedInterview(Frozen):
    """Who is to run which case, and the dimensions that interview must cover."""

    interviewer: Name
    case: Id
    dimensions: tuple[Id, ...] = ()
    shadow: bool = False
    """Sits beside a colleague and scores too: counts for calibration, not for the candidate."""


class Dissent(Frozen):
    """Somebody who would have decided otherwise, and why."""

    by: Name
    why: Typed = Field(min_length=1, pattern=r"\S")


class LoopEntry(Frozen):
    """One thing done to the loop as a whole, never changed afterwards.

    ``waived``: the debrief does not wait for ``interviewer`` with ``case``. ``opened``: scores were
    opened before every scorecard was in. ``decided``: ``outcome``, with ``why`` as its basis.
    ``held``: a legal hold, nothing of the candidate may be erased until it is ``released``.
    """

    at: Instant
    by: Name
    what: Deed
    why: Typed = Field(min_length=1, pattern=r"\S")
    interviewer: Name | None = None
    case: Id | None = None
    outcome: Outcome | None = None
    dissent: dict[Id, Dissent] = {}
    seal: str
    """Digest over this entry and the seal before it, so that an edited or removed one is found."""


class Loop(Frozen):
    """A loop file, ``sessions/<loop>/loop.toml``."""

    schema_version: Annotated[int, version(LOOP_VERSION)] = LOOP_VERSION
    name: Name
    candidate: Name
    rubric: Id
    created_at: Instant
    role: Name | None = None
    example: bool = False
    """Made-up data. Never pooled with real loops in any figure."""
    planned: dict[Id, PlannedInterview] = Field(default={})
    retain_until: date | None = None
    """The day after which the candidate's data is due to be erased."""
    record: dict[Id, LoopEntry] = {}
    """What was done to the loop, oldest first."""

    @property
    def hold(self) -> LoopEntry | None:
        """The legal hold that stands, if there is one."""
        holds = [entry for entry in self.record.values() if entry.what in ("held", "released")]
        return holds[-1] if holds and holds[-1].what == "held" else None

    @property
    def decision(self) -> LoopEntry | None:
        """The decision that stands: the last one recorded."""
        decided = [entry for entry in self.record.values() if entry.what == "decided"]
        return decided[-1] if decided else None
