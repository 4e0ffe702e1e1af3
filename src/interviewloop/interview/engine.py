"""The engine: one function that applies an event to a session.

Everything it needs comes in as a parameter, so every flow can be tested without a screen, and a
live session is a fold over its events.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from interviewloop.interview import flow, notes, observing, playing, scoring, sealing, take_home
from interviewloop.interview.clock import advanced
from interviewloop.interview.events import (
    Amend,
    Event,
    FlowEvent,
    HandOver,
    NoteEvent,
    ObservationEvent,
    PlayEvent,
    ScoringEvent,
    Submit,
)
from interviewloop.model.errors import Problem

if TYPE_CHECKING:
    from interviewloop.interview.moment import Moment
    from interviewloop.interview.plan import Plan
    from interviewloop.model.session import Session

_FLOW = get_args(FlowEvent)
_NOTES = get_args(NoteEvent)
_OBSERVING = get_args(ObservationEvent)
_PLAYING = get_args(PlayEvent)
_SCORING = get_args(ScoringEvent)


def apply(session: Session, event: Event, now: Moment, plan: Plan) -> Session:
    """``session`` after ``event`` at ``now``.

    Raises :class:`~interviewloop.model.errors.Problem` when the event is not possible in the
    session's phase or names something the plan does not have; the session is then unchanged.
    """
    if isinstance(event, Amend):
        return sealing.amend(session, event, now, plan)
    if session.sealed:
        raise Problem(
            "Scorecard is sealed",
            "it was submitted and can no longer be changed",
            "Write an amendment: it records who, when, why, before and after.",
        )
    session = advanced(session, now)
    if isinstance(event, _FLOW):
        return flow.apply(session, event, now, plan)
    if isinstance(event, _NOTES):
        return notes.apply(session, event, now, plan)
    if isinstance(event, _OBSERVING):
        return observing.apply(session, event, now, plan)
    if isinstance(event, _PLAYING):
        return playing.apply(session, event, now, plan)
    if isinstance(event, HandOver):
        return take_home.apply(session, event, now, plan)
    if isinstance(event, _SCORING):
        return scoring.apply(session, event, plan)
    assert isinstance(event, Submit)  # noqa: S101 - the union is exhausted; this tells mypy so
    return sealing.submit(session, now, plan)
