"""What happens in a simulation: turns of an incident, exchanges with a simulated candidate.

The session keeps what was said and what it was taken for. What came of it is not kept: the incident
machine and the persona's file give the same answer again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewloop.interview.entries import next_id, where
from interviewloop.interview.events import (
    Event,
    PlayEvent,
    RedoTurn,
    TakeBackTurn,
    TakeTurn,
    Talk,
)
from interviewloop.model.errors import Problem
from interviewloop.model.session import Exchange, Help, Turn
from interviewloop.model.text import storable

if TYPE_CHECKING:
    from interviewloop.interview.moment import Moment
    from interviewloop.interview.plan import Plan
    from interviewloop.model.session import Session


def apply(session: Session, event: PlayEvent, now: Moment, plan: Plan) -> Session:
    """``session`` after a turn or an exchange. Only the last turn that stands can be taken back."""
    match event:
        case TakeTurn(said, what):
            turn = Turn(**where(session, now), said=storable(said), event=what)
            return _with_turn(session, next_id("t", session.incident), turn)
        case TakeBackTurn(name):
            if name != last_turn(session):
                raise Problem("Not the last turn", "only the last turn can be taken back")
            back = session.incident[name].model_copy(update={"taken_back_at": now.wall})
            return _with_turn(session, name, back)
        case RedoTurn(name):
            if name not in session.incident or _stands_later(session, name):
                raise Problem("Too late", "other turns have been taken since")
            again = session.incident[name].model_copy(update={"taken_back_at": None})
            return _with_turn(session, name, again)
        case Talk():
            return _talked(session, event, now, plan)


def inverse(before: Session, event: Event) -> Event | None:
    """The event that undoes a turn, which is about to be applied to ``before``; else None."""
    match event:
        case TakeTurn():
            return TakeBackTurn(next_id("t", before.incident))
        case TakeBackTurn(name):
            return RedoTurn(name)
        case RedoTurn(name):
            return TakeBackTurn(name)
        case _:
            return None


def last_turn(session: Session) -> str | None:
    """The last turn that stands, for an undo after a restart too."""
    return next(reversed(session.live_turns()), None)


def _stands_later(session: Session, name: str) -> bool:
    """Whether a turn at or after ``name`` stands."""
    names = list(session.incident)
    return any(one in session.live_turns() for one in names[names.index(name) :])


def _talked(session: Session, talk: Talk, now: Moment, plan: Plan) -> Session:
    """An answer to a probe means that the probe was asked."""
    if session.phase != "interview":
        raise Problem(
            "Not begun yet" if session.phase == "ready" else "The interview is over",
            "a candidate is talked to while the interview runs",
            "F2 starts the clock." if session.phase == "ready" else "Go back to the interview.",
        )
    case, answer = plan.case, talk.answer
    if answer is not None and answer not in case.stages and answer not in case.probes:
        raise Problem("Unknown answer", f"this case has no stage or probe {answer!r}")
    entry = Exchange(**where(session, now), said=storable(talk.said), answer=answer, move=talk.move)
    update: dict[str, object] = {"talk": {**session.talk, next_id("x", session.talk): entry}}
    if answer in case.probes and answer not in session.probes:
        help_ = Help(**where(session, now), rung=case.probes[answer].rung)
        update["probes"] = {**session.probes, answer: help_}
    return session.model_copy(update=update)


def _with_turn(session: Session, name: str, turn: Turn) -> Session:
    return session.model_copy(update={"incident": {**session.incident, name: turn}})
