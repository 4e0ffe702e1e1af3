"""A simulated candidate that works through its policy by itself, for the tests of shipped ones."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from interviewloop.incident.engine import apply, start, verdicts
from interviewloop.incident.events import Wait, event_of
from interviewloop.incident.policy import next_move
from interviewloop.library.incidents import open_incident
from interviewloop.library.load import Loaded, load_persona

if TYPE_CHECKING:
    from pathlib import Path

    from interviewloop.incident.state import State
    from interviewloop.incident.world import World
    from interviewloop.model.incident import Verdict
    from interviewloop.model.persona import Persona

IDLE = Wait(3)
"""What passes when a candidate has nothing to do."""
MADE_GOOD = ("strong", "ok")


@dataclass(frozen=True)
class Run:
    """A candidate left alone until the horizon: its moves with their minutes, and the end."""

    world: World
    persona: Persona
    made: dict[str, int]
    state: State

    @property
    def verdicts(self) -> dict[str, Verdict]:
        return verdicts(self.world, self.state, over=True)

    @property
    def harmed(self) -> set[str]:
        return {id_ for id_, verdict in self.verdicts.items() if verdict == "harmed"}

    @property
    def shown(self) -> set[str]:
        return {name for move in self.made for name in self.persona.policy[move].shows}

    def made_good(self, *dims: str) -> int:
        """How many milestones, of ``dims`` if any are named, were reached in time."""
        return sum(
            verdict in MADE_GOOD and (not dims or self.world.incident.milestones[id_].dim in dims)
            for id_, verdict in self.verdicts.items()
        )


@cache
def alone(case: Path, id_: str) -> Run:
    loaded = load_persona(case / "personas" / f"{id_}.toml")
    assert isinstance(loaded, Loaded)
    world = open_incident(case).world()
    persona, state, made = loaded.value, start(world), dict[str, int]()
    while state.t < world.incident.incident.horizon_min:
        move = next_move(world, state, persona.policy, made)
        if move is None:
            state = apply(world, state, IDLE)
            continue
        made[move] = state.t
        for text in persona.policy[move].do:
            state = apply(world, state, event_of(text))
    return Run(world, persona, made, state)
