"""The engine: one function that applies an event to a state. A run is a fold over its events."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

from interviewloop.incident.events import Act, Ask, Name, Undo, Wait
from interviewloop.incident.expressions import mark_key
from interviewloop.incident.minute import Moving
from interviewloop.incident.state import Belief, Told
from interviewloop.incident.world import id_of
from interviewloop.model.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from interviewloop.incident.events import Event
    from interviewloop.incident.state import State
    from interviewloop.incident.world import World
    from interviewloop.model.incident import Verdict

BLOCKED = "That cannot be done yet."
_SPACES: dict[type[Event], str] = {Ask: "seen", Act: "did", Undo: "did", Name: "named"}
_WORDS = {"seen": "evidence topic", "did": "action", "named": "hypothesis"}


def start(world: World) -> State:
    """The world at minute 0: effects at their first level at once, injects and milestones looked
    at. Raises Problem when a figure of the file leads beyond any number."""
    moving = Moving.new(world)
    moving.settle(at_once=True)
    return moving.state()


def apply(world: World, state: State, event: Event) -> State:
    """``state`` after ``event``.

    Raises Problem for an id the incident does not have, and for a division by zero in a formula;
    the state is then as it was.
    """
    moving = Moving(world, state)
    match event:
        case Wait(minutes):
            moving.run(minutes)
        case Ask():
            _ask(moving, known_id(world, event))
        case Act():
            _act(moving, known_id(world, event))
        case Undo():
            id_ = known_id(world, event)
            moving.run(world.incident.actions[id_].cost)
            moving.order(id_, undo=True)
            moving.judge()
        case Name():
            _name(moving, known_id(world, event))
    return moving.state()


def run(world: World, events: Iterable[Event]) -> State:
    """The state after all ``events``. Raises Problem as :func:`apply` does."""
    return reduce(lambda state, event: apply(world, state, event), events, start(world))


def verdicts(world: World, state: State, *, over: bool) -> dict[str, Verdict]:
    """How each milestone stands. When the run is ``over``, what is pending was missed, or
    avoided where that was the aim."""
    found: dict[str, Verdict] = {}
    for id_, one in state.milestones.items():
        end: Verdict = "avoided" if world.incident.milestones[id_].avoid else "missed"
        found[id_] = end if over and one.verdict == "pending" else one.verdict
    return found


def blocked(world: World, state: State, event: Event) -> bool:
    """Whether ``event`` would be answered with "not yet" just now."""
    if not isinstance(event, Ask | Act):
        return False
    table = "evidence" if isinstance(event, Ask) else "actions"
    needs = world.needs.get((table, known_id(world, event)))
    return needs is not None and not needs.holds(Moving(world, state))


def known_id(world: World, event: Ask | Act | Undo | Name) -> str:
    """The id an event means. Hyphens and underscores count alike.

    Raises Problem for one that the incident does not have.
    """
    space = _SPACES[type(event)]
    found = id_of(world, space, event.id)
    if found is None:
        what = f"the incident has no {_WORDS[space]} {event.id!r}"
        raise Problem("No such event", what, "the ids stand in incident.toml", str(event))
    return found


def _refused(moving: Moving, table: str, id_: str, said: str | None) -> bool:
    """Whether needs are unmet; a refusal takes a minute."""
    needs = moving.world.needs.get((table, id_))
    if needs is None or needs.holds(moving):
        return False
    moving.run(1)
    moving.told.append(Told(moving.t, "blocked", id_, said or BLOCKED))
    return True


def _ask(moving: Moving, id_: str) -> None:
    evidence = moving.world.incident.evidence[id_]
    if _refused(moving, "evidence", id_, evidence.blocked):
        return
    moving.run(evidence.cost)
    moving.mark("seen", id_)
    moving.judge()
    later = (text for when, text in moving.world.later[id_] if when.holds(moving))
    text = next(later, evidence.text)
    moving.told.append(Told(moving.t, "evidence", id_, text, exhibit=evidence.exhibit))


def _act(moving: Moving, id_: str) -> None:
    action = moving.world.incident.actions[id_]
    if _refused(moving, "actions", id_, action.blocked):
        return
    moving.run(action.cost)
    moving.mark("did", id_)
    moving.order(id_, undo=False)
    moving.judge()


def _name(moving: Moving, id_: str) -> None:
    founded = any(
        id_ in evidence.supports and moving.marked("seen", mark_key(topic))
        for topic, evidence in moving.world.incident.evidence.items()
    )
    moving.beliefs.append(Belief(moving.t, id_, founded))
    moving.mark("named", id_)
    moving.judge()
