"""Everything that can happen to a loop. Events are small values; ``loops.apply`` applies them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from interviewloop.model.loop import Outcome


@dataclass(frozen=True, slots=True)
class PlanInterview:
    """Somebody is to run a case, covering some dimensions."""

    interviewer: str
    case: str
    dimensions: tuple[str, ...] = ()
    shadow: bool = False


@dataclass(frozen=True, slots=True)
class DropInterview:
    """A planned interview, by its name in the plan, will not take place."""

    planned: str


@dataclass(frozen=True, slots=True)
class Waive:
    """The debrief does not wait for a scorecard. ``by`` is not the one who owes it."""

    interviewer: str
    case: str
    by: str
    why: str


@dataclass(frozen=True, slots=True)
class ForceOpen:
    """Scores are opened before every scorecard is in, by somebody who owes none."""

    by: str
    why: str


@dataclass(frozen=True, slots=True)
class Decide:
    """The loop's decision. ``dissent`` is why, by the name of who would have decided otherwise."""

    outcome: Outcome
    by: str
    why: str
    dissent: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Hold:
    """A legal hold: nothing of the candidate may be erased."""

    by: str
    why: str


@dataclass(frozen=True, slots=True)
class Release:
    """The legal hold ends."""

    by: str
    why: str


@dataclass(frozen=True, slots=True)
class Retain:
    """When the candidate's data is due to be erased; None for no day."""

    until: date | None


LoopEvent = PlanInterview | DropInterview | Waive | ForceOpen | Decide | Hold | Release | Retain
