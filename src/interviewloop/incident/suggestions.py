"""What an incident suggests as evidence: milestones and beliefs, by dimension, as sentences.

A suggestion is material for the interviewer. It becomes evidence when somebody takes it, and no
score is made of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from interviewloop.incident.matching import readable
from interviewloop.incident.running import events_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from interviewloop.incident.running import Running
    from interviewloop.incident.state import Belief, MilestoneState, State
    from interviewloop.incident.world import World
    from interviewloop.model.incident import Milestone
    from interviewloop.model.session import Rung, Session, Signal

Standing = Literal["strong", "ok", "late", "harmed", "missed", "open", "founded", "guess"]
"""A milestone's verdict, ``open`` when the run ended before its time was up; or what a belief
rested on."""
HINTED: Rung = 3
_SIGNALS: dict[Standing, Signal] = {"strong": "strong", "ok": "note", "open": "note"}
"""What a milestone is as a note; any other verdict is weak."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something seen in the run that speaks to dimension ``dim``.

    ``key`` is the same for the same thing in every run. ``minute`` is when it came about; what
    never did carries the last minute of the run. ``rung`` is the help before it: 3 after a hint,
    else 0.
    """

    key: str
    dim: str
    minute: int
    sentence: str
    standing: Standing
    rung: Rung
    signal: Signal
    """Of the note that it becomes."""

    @property
    def happened(self) -> bool:
        """Whether the candidate did it, so that the help before it means something."""
        return self.standing not in ("missed", "open")


def of_session(running: Running, session: Session) -> tuple[Suggestion, ...]:
    """What the incident of ``session`` suggests; nothing when it was never begun.

    Raises Problem for an event the incident does not know.
    """
    return suggestions(running.world, running.state(session)) if events_in(session) else ()


def suggestions(world: World, state: State) -> tuple[Suggestion, ...]:
    """What the run that ended in ``state`` suggests, in the order in which it came about.

    Harm that was avoided suggests nothing: perhaps it never came near.
    """
    found = [
        *_from_milestones(world, state),
        *_from_beliefs(world, state),
    ]
    return tuple(sorted(found, key=lambda one: (not one.happened, one.minute)))


def _from_milestones(world: World, state: State) -> Iterator[Suggestion]:
    for id_, one in state.milestones.items():
        rule = world.incident.milestones[id_]
        standing = _standing(rule, one, state)
        if standing is None:
            continue
        what = rule.text or readable(id_)
        if one.at is None:
            minute, text = state.t, _not_reached(rule, standing, state.t, what)
        else:
            minute, text = one.at, f"T+{one.at} {what}: {_reached_words(rule, one, standing)}"
        rung, signal = _rung(state, one.at), _SIGNALS.get(standing, "weak")
        yield Suggestion(f"milestone:{id_}", rule.dim, minute, text, standing, rung, signal)


def _standing(rule: Milestone, one: MilestoneState, state: State) -> Standing | None:
    """How it ended; None for harm that was avoided."""
    match one.verdict:
        case "strong" | "ok" | "late" | "harmed":
            return one.verdict
    if rule.avoid:
        return None
    return "open" if rule.ok_by is not None and state.t < rule.ok_by else "missed"


def _not_reached(rule: Milestone, standing: Standing, end: int, what: str) -> str:
    spare = f", with time until T+{rule.ok_by}" if standing == "open" else ""
    return f"Not reached when the run ended at T+{end}{spare}: “{what}”"


def _reached_words(rule: Milestone, one: MilestoneState, standing: Standing) -> str:
    if standing == "ok":
        return _why_not_strong(rule, one)
    return "harm done" if standing == "harmed" else standing


def _why_not_strong(rule: Milestone, one: MilestoneState) -> str:
    """What kept it from strong. Help that came before is said by its rung."""
    if rule.strong_by is None or (one.at or 0) > rule.strong_by:
        return "in time, not early"
    return "in time, but out of order" if one.spoiled else "in time"


def _from_beliefs(world: World, state: State) -> Iterator[Suggestion]:
    """Each belief once, and again when evidence for it had been seen since it was a guess."""
    dims = _dims_of_beliefs(world)
    told: set[tuple[str, bool]] = set()
    for belief in state.beliefs:
        if (belief.id, belief.founded) in told:
            continue
        told.add((belief.id, belief.founded))
        right = world.incident.hypotheses[belief.id].correct
        standing: Standing = "founded" if belief.founded else "guess"
        signal: Signal = "note"
        if right == belief.founded:
            signal = "strong" if right else "weak"
        rung, text = _rung(state, belief.t), _belief_words(belief, right=right)
        for dim in dims:
            key = f"belief:{belief.id}:{standing}"
            yield Suggestion(key, dim, belief.t, text, standing, rung, signal)


def _belief_words(belief: Belief, *, right: bool) -> str:
    cause = "the cause" if right else "not the cause"
    grounds = "with evidence for it seen" if belief.founded else "a guess"
    return f"T+{belief.t} Believed “{readable(belief.id)}” ({cause}): {grounds}"


def _dims_of_beliefs(world: World) -> tuple[str, ...]:
    """The dimensions of milestones that ask for a named cause: beliefs speak to those."""
    dims = [
        world.incident.milestones[guards.id].dim
        for guards in world.milestones
        if any(space == "named" for space, _, _ in guards.when.marks)
    ]
    return tuple(dict.fromkeys(dims))


def _rung(state: State, minute: int | None) -> Rung:
    hinted = state.hint_at is not None and minute is not None and state.hint_at <= minute
    return HINTED if hinted else 0
