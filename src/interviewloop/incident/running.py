"""The incident of one session: its state after the turns that stand, each turn played once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewloop.incident.engine import apply, start
from interviewloop.incident.events import event_of

if TYPE_CHECKING:
    from interviewloop.incident.state import State
    from interviewloop.incident.world import World
    from interviewloop.model.session import Session


class Running:
    """A fold that remembers every state on its way, so that a turn, or its undo, costs one step."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._played: list[str] = []
        self._states = [start(world)]

    def state(self, session: Session) -> State:
        """The world as ``session`` has left it. Raises Problem for an event it does not know."""
        return self.after(events_in(session))

    def states(self, session: Session) -> tuple[State, ...]:
        """The world at the start and after each event that stands. Raises Problem as above."""
        events = events_in(session)
        self.after(events)
        return tuple(self._states[: len(events) + 1])

    def after(self, events: tuple[str, ...]) -> State:
        """The world after ``events``. Raises Problem for one that is not possible."""
        kept = 0
        while kept < min(len(events), len(self._played)) and events[kept] == self._played[kept]:
            kept += 1
        if kept < len(events):
            del self._played[kept:], self._states[kept + 1 :]
            for text in events[kept:]:
                self._states.append(apply(self.world, self._states[-1], event_of(text)))
                self._played.append(text)
        return self._states[len(events)]


def events_in(session: Session) -> tuple[str, ...]:
    """The events of the turns that stand, in order."""
    return tuple(turn.event for turn in session.live_turns().values() if turn.event is not None)
