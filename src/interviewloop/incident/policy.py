"""A simulated candidate at work on an incident: which move of its policy comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewloop.incident.engine import apply, start
from interviewloop.incident.events import Wait, event_of
from interviewloop.incident.expressions import parse
from interviewloop.incident.minute import Moving

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from interviewloop.incident.state import State
    from interviewloop.incident.world import World
    from interviewloop.model.persona import PolicyMove


IDLE_MIN = 5
"""Minutes that pass when a candidate has nothing to do."""


def next_move(
    world: World, state: State, policy: Mapping[str, PolicyMove], made: Collection[str]
) -> str | None:
    """The id of the first move that is not ``made`` and whose guard holds in ``state``.

    None when there is nothing it would do just now. Raises Unreadable for a guard that is no
    expression and Problem for a division by zero; the linter finds both before.
    """
    moving = Moving(world, state)
    for id_, move in policy.items():
        if id_ not in made and (move.when is None or parse(move.when).holds(moving)):
            return id_
    return None


def alone(world: World, policy: Mapping[str, PolicyMove]) -> Iterator[tuple[str, State]]:
    """Each move that is made and the world after it, when the candidate works by itself.

    Whenever nothing is to be done, five minutes pass; the run ends at the incident's horizon or
    with the last move. Raises as :func:`next_move` does, and Problem for an event that is unknown.
    """
    state = start(world)
    made: set[str] = set()
    while len(made) < len(policy):
        move = next_move(world, state, policy, made)
        if move is not None:
            for text in policy[move].do:
                state = apply(world, state, event_of(text))
            made.add(move)
            yield move, state
        elif state.t >= world.incident.incident.horizon_min:
            return
        else:
            state = apply(world, state, Wait(IDLE_MIN))
