"""What happened in an incident, line by line, as an interviewer reads it afterwards or at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from interviewloop.incident.broad import is_broad
from interviewloop.incident.events import Name, Wait, event_of
from interviewloop.incident.matching import BROAD_EVENT, BROAD_REPLY, NOTHING_REPLY, readable
from interviewloop.incident.minute import title_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from interviewloop.incident.running import Running
    from interviewloop.incident.state import State, Told
    from interviewloop.incident.world import World
    from interviewloop.model.session import Session, Turn

LineKind = Literal[
    "page",
    "evidence",
    "blocked",
    "ordered",
    "effect",
    "inject",
    "belief",
    "broad",
    "nothing",
    "wait",
]
REAL_MINUTE = Wait(1)
"""The event of a minute that passed on its own, where the clock is real. Nothing was said then."""
PAGE_FROM = "The alert"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was told, believed, or asked for in vain, at minute ``t``.

    ``title`` names what it is about, or who says it; ``text`` is what was told, or for ``belief``,
    ``broad`` and ``nothing`` what the candidate said. ``turn`` is the turn it came with, empty
    for the page.
    """

    t: int
    kind: LineKind
    title: str
    text: str
    exhibit: str | None = None
    turn: str = ""


def log(running: Running, session: Session) -> tuple[Line, ...]:
    """Everything from the page on, oldest first. Raises Problem for an event it does not know."""
    page = Line(0, "page", PAGE_FROM, running.world.incident.incident.page_text)
    lines = [page, *_told(running.world, running.states(session)[0].told, "")]
    after = iter(running.states(session))
    before = next(after)
    for name, turn in session.live_turns().items():
        state = before if turn.event is None else next(after)
        lines += _of_turn(running.world, before, state, name, turn)
        before = state
    return tuple(lines)


def not_at_hand(session: Session) -> tuple[str, ...]:
    """What was asked for and nothing at hand was meant, in order: for the author of the case."""
    return tuple(turn.said for turn in session.live_turns().values() if turn.event is None)


def passed_by_itself(turn: Turn) -> bool:
    """Whether a turn is only a minute of a real clock."""
    return not turn.said and turn.event == str(REAL_MINUTE)


def _of_turn(world: World, before: State, after: State, name: str, turn: Turn) -> Iterator[Line]:
    if turn.event is None:
        yield Line(after.t, "nothing", NOTHING_REPLY, turn.said, turn=name)
        return
    yield from _told(world, after.told[len(before.told) :], name)
    event = event_of(turn.event)
    if isinstance(event, Name):
        for belief in after.beliefs[len(before.beliefs) :]:
            yield Line(after.t, "belief", readable(belief.id), turn.said, turn=name)
    elif event == BROAD_EVENT and is_broad(turn.said):
        yield Line(after.t, "broad", BROAD_REPLY, turn.said, turn=name)
    elif isinstance(event, Wait) and not passed_by_itself(turn):
        yield Line(after.t, "wait", f"{after.t - before.t} min pass", "", turn=name)


def _told(world: World, told: tuple[Told, ...], turn: str) -> Iterator[Line]:
    for one in told:
        yield Line(one.t, one.kind, _title(world, one), one.text, one.exhibit, turn)


def _title(world: World, told: Told) -> str:
    if told.kind == "inject":
        return told.sender or readable(told.id)
    if told.id in world.incident.evidence and told.kind in ("evidence", "blocked"):
        return world.incident.evidence[told.id].title
    return title_of(world, told.id)
