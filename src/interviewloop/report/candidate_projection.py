"""From a session to what its candidate may see: the only way across, field by field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from interviewloop.incident.minute import title_of
from interviewloop.incident.tiles import tiles
from interviewloop.interview.branches import read_out
from interviewloop.interview.on_screen import on_screen
from interviewloop.model.errors import Problem
from interviewloop.report.candidate_view import (
    CandidateView,
    ShownExhibit,
    ShownIncident,
    ShownTile,
    ShownTold,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from interviewloop.incident.running import Running
    from interviewloop.incident.state import State, Told
    from interviewloop.incident.world import World
    from interviewloop.library.library import LoadedCase
    from interviewloop.model.case import Exhibit
    from interviewloop.model.session import Session

UNREADABLE = "This cannot be shown just now."


def candidate_view(session: Session, loaded: LoadedCase, running: Running | None) -> CandidateView:
    """What the candidate of ``session`` may see. ``running`` is the incident of the case, if any.

    Raises Problem when the session has interviewer material on screen, and for an event that its
    incident does not know.
    """
    if session.phase == "ready":
        return CandidateView("before")
    if session.phase != "interview":
        return CandidateView("over")
    case, here = loaded.case, session.stage or ""
    # What is read beforehand is the interviewer's own; whoever looks back at it shows no question.
    stage = case.stages[here] if here in case.slot_stages else None
    turns = [] if running is None else list(_turns(session, running))
    return CandidateView(
        "under way",
        part=case.slot_stages.index(here) + 1 if stage else 1,
        parts=len(case.slot_stages),
        prompts=(stage.prompt, *read_out(session, case)) if stage else (),
        brief=case.case.candidate_brief,
        exhibits=tuple(_exhibits(session, loaded, turns)),
        incident=None if running is None else _incident(running, turns),
    )


@dataclass(frozen=True, slots=True)
class _Turn:
    """A turn of the incident: when it was taken, the world after it, and what it told."""

    at: datetime
    state: State
    told: tuple[Told, ...]


def _turns(session: Session, running: Running) -> Iterator[_Turn]:
    events: tuple[str, ...] = ()
    known = len(running.after(()).told)
    for turn in session.live_turns().values():
        if turn.event is not None:
            events = (*events, turn.event)
            state = running.after(events)
            yield _Turn(turn.at, state, state.told[known:])
            known = len(state.told)


def _exhibits(session: Session, loaded: LoadedCase, turns: list[_Turn]) -> Iterator[ShownExhibit]:
    """What is on screen, the latest first."""
    told = [(one.exhibit, turn.at) for turn in turns for one in turn.told if one.exhibit]
    for name in on_screen(session, told):
        exhibit = loaded.case.exhibits.get(name)
        # A case that was edited since may have lost it.
        if exhibit is not None:
            yield _exhibit(loaded, name, exhibit)


def _exhibit(loaded: LoadedCase, name: str, exhibit: Exhibit) -> ShownExhibit:
    if exhibit.audience != "candidate":
        raise Problem(
            "For the interviewer only",
            "an exhibit that the session has on screen is never shown to a candidate",
            "take it off the screen, or mend the case",
        )
    try:
        return ShownExhibit(exhibit.title, loaded.material(name))
    except Problem:
        # What is wrong with the file is for the interviewer to read.
        return ShownExhibit(exhibit.title, UNREADABLE)


def _incident(running: Running, turns: list[_Turn]) -> ShownIncident:
    world, card = running.world, running.world.incident.incident
    start = running.after(())
    state = turns[-1].state if turns else start
    told = [ShownTold(one.t, _about(world, one), _text(world, one), False) for one in start.told]
    for turn in turns:
        new = turn is turns[-1]
        told += [ShownTold(one.t, _about(world, one), _text(world, one), new) for one in turn.told]
    return ShownIncident(
        began=card.page_at,
        minute=state.t,
        alert=card.page_text,
        tiles=tuple(_tiles(world, state)),
        told=tuple(reversed(told)),
    )


def _tiles(world: World, state: State) -> Iterator[ShownTile]:
    for number, tile in enumerate(tiles(world, state), 1):
        # Without a label a tile goes by the metric's id, which was not written for candidates.
        label = world.incident.metrics[tile.id].label or f"Metric {number}"
        yield ShownTile(label, tile.text, tile.change, tile.normal, tile.history)


def _about(world: World, told: Told) -> str:
    """Who says it; of an answer, what was asked for."""
    if told.kind == "evidence":
        return world.incident.evidence[told.id].title
    return told.sender or ""


def _text(world: World, told: Told) -> str:
    """What was told. An action without a title goes by its id there, which is left out."""
    if told.kind in {"ordered", "effect"} and world.incident.actions[told.id].title is None:
        return told.text.replace(f": {title_of(world, told.id)}.", ".")
    return told.text
