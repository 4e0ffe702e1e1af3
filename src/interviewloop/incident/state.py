"""The state of a run: an immutable value that a screen can show and a replay can compare."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from interviewloop.model.incident import Verdict

ToldKind = Literal["evidence", "blocked", "ordered", "effect", "inject"]
Marks = frozenset[tuple[str, str]]
"""What is marked: pairs of a space (seen, did, eff, named) and a key as expressions spell it."""


@dataclass(frozen=True, slots=True)
class Told:
    """Something the candidate was told, at minute ``t``: an answer, a reply, an inject."""

    t: int
    kind: ToldKind
    id: str
    text: str
    sender: str | None = None
    exhibit: str | None = None


@dataclass(frozen=True, slots=True)
class Pending:
    """An action, or its undoing, that takes effect at minute ``due``."""

    action: str
    due: int
    undo: bool


@dataclass(frozen=True, slots=True)
class Glide:
    """The strength of an effect: ``target``, reached in a straight line from ``start``."""

    start: float
    target: float
    since: int
    minutes: int

    def at(self, t: int) -> float:
        """The strength at minute ``t``."""
        passed = t - self.since
        if passed >= self.minutes:
            return self.target
        return self.start + (self.target - self.start) * passed / self.minutes


@dataclass(frozen=True, slots=True)
class InjectState:
    """An inject: the minute its guard first held, and when it fired or was spent unfired."""

    armed: int | None = None
    spent: bool = False
    fired: int | None = None


@dataclass(frozen=True, slots=True)
class MilestoneState:
    """How far a milestone is: spoiled for strong, the minute its guard has held since, its end."""

    spoiled: bool = False
    since: int | None = None
    verdict: Verdict = "pending"
    at: int | None = None


@dataclass(frozen=True, slots=True)
class Belief:
    """A hypothesis the candidate named, and whether evidence for it had been seen by then."""

    t: int
    id: str
    founded: bool


@dataclass(frozen=True)
class State:
    """A run after some events. Equal states are equal runs."""

    t: int
    flags: Mapping[str, bool]
    marks: Marks
    pending: tuple[Pending, ...]
    strengths: tuple[Glide, ...]
    """One for each effect, in file order."""
    signals: Mapping[str, float]
    """Every metric now, without display noise."""
    injects: Mapping[str, InjectState]
    fired: tuple[str, ...]
    """Ids of injects in the order they fired."""
    milestones: Mapping[str, MilestoneState]
    hint_at: int | None
    told: tuple[Told, ...]
    beliefs: tuple[Belief, ...]
    history: tuple[tuple[float, ...], ...]
    """Signals at the end of each minute from 0 on, in the order of the metrics."""
