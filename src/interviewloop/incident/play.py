"""Playing a list of events, with a record after each, and a script's expectations checked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from interviewloop.incident.engine import apply, start, verdicts
from interviewloop.incident.events import event_of
from interviewloop.model.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from interviewloop.incident.events import Event
    from interviewloop.incident.state import State, Told
    from interviewloop.incident.world import World
    from interviewloop.model.incident import Expectation, Playthrough, Verdict

CHANGE = "_change"
WITHIN_CHANGE = 0.002
"""A change against normal, as a share, is as expected within a fifth of a percent."""
WITHIN = 0.01
"""Any other figure is as expected within one percent of itself."""


@dataclass(frozen=True)
class Record:
    """The world after an event, with what was told since the one before."""

    event: Event
    state: State
    told: tuple[Told, ...]
    milestones: Mapping[str, Verdict]


@dataclass(frozen=True)
class Played:
    """A script that was played: a record for each event, and a sentence for each expectation that
    did not come true."""

    records: tuple[Record, ...]
    failures: tuple[str, ...]


def records(world: World, events: Sequence[Event]) -> Iterator[Record]:
    """A record after each event. Milestones end with the last one: pending becomes missed, or
    avoided. Raises Problem, with the number of the event, for one that is not possible."""
    state = start(world)
    known = 0
    for number, event in enumerate(events, 1):
        try:
            state = apply(world, state, event)
        except Problem as problem:
            problem.where = f"event {number}, {event}"
            raise
        over = number == len(events)
        milestones = verdicts(world, state, over=over)
        yield Record(event, state, state.told[known:], milestones)
        known = len(state.told)


def play(world: World, script: Playthrough) -> Played:
    """``script`` played from the start. Raises Problem for an event that is not possible."""
    events: list[Event] = []
    ends: list[int] = []
    for number, step in enumerate(script.step, 1):
        try:
            events += map(event_of, step.do)
        except Problem as problem:
            problem.where = f"step {number}"
            raise
        ends.append(len(events))
    played = tuple(records(world, events))
    failures = [
        f"step {number} at minute {played[end - 1].state.t}: {failure}"
        for number, (step, end) in enumerate(zip(script.step, ends, strict=True), 1)
        if step.expect is not None
        for failure in failed(world, played[end - 1].state, step.expect)
    ]
    return Played(played, tuple(failures))


def failed(world: World, state: State, expect: Expectation) -> Iterator[str]:
    """A sentence for each thing that is not as expected."""
    if expect.t is not None and expect.t != state.t:
        yield f"expected minute {expect.t}"
    for flag, value in expect.flags.items():
        if flag not in state.flags:
            yield f"there is no flag {flag}"
        elif state.flags[flag] != value:
            yield f"expected {flag} to be {_said(value)}"
    if expect.injects is not None and expect.injects != state.fired:
        wanted, came = (" ".join(ids) or "none" for ids in (expect.injects, state.fired))
        yield f"expected the injects {wanted}; came: {came}"
    now, at_the_end = (verdicts(world, state, over=over) for over in (False, True))
    for id_, verdict in expect.milestones.items():
        if id_ not in now:
            yield f"there is no milestone {id_}"
        elif verdict not in (now[id_], at_the_end[id_]):
            yield f"expected milestone {id_} to be {verdict}; it is {at_the_end[id_]}"
    for name, figure in expect.metrics.items():
        yield from _off(world, state, name, figure)


def changes(world: World, state: State) -> dict[str, float]:
    """How far each metric with a normal value is from it, as a share of it."""
    return {
        name: state.signals[name] / metric.normal - 1
        for name, metric in world.incident.metrics.items()
        if metric.normal
    }


def _off(world: World, state: State, name: str, expected: float) -> Iterator[str]:
    if name in state.signals:
        has, within = state.signals[name], WITHIN * abs(expected) + 1e-9
    else:
        by_name = {f"{metric}{CHANGE}": share for metric, share in changes(world, state).items()}
        if name not in by_name:
            yield f"there is no metric {name}"
            return
        has, within = by_name[name], WITHIN_CHANGE
    if abs(has - expected) > within:
        yield f"expected {name} = {expected:g}; it is {has:.5g}"


def _said(value: bool) -> str:
    return "true" if value else "false"
