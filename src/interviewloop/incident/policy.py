"""A simulated candidate at work on an incident: which move of its policy comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewloop.incident.expressions import parse
from interviewloop.incident.minute import Moving

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from interviewloop.incident.state import State
    from interviewloop.incident.world import World
    from interviewloop.model.persona import PolicyMove


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
