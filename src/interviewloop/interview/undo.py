"""Undo: for an event that can be taken back, the event that does it.

Notes, the scorecard and the incident each have a history of their own: whoever takes back a note
must not take back a score that was given since. The clock and the record of the interview only go
forward.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

from interviewloop.interview import notes, playing, scoring
from interviewloop.interview.events import NoteEvent, ScoringEvent, TurnEvent

if TYPE_CHECKING:
    from interviewloop.interview.events import Event
    from interviewloop.interview.plan import Plan
    from interviewloop.model.session import Session

History = Literal["notes", "scorecard", "incident"]
_NOTES = get_args(NoteEvent)
_SCORING = get_args(ScoringEvent)
_TURNS = get_args(TurnEvent)


def history_of(event: Event) -> History | None:
    """Which history ``event`` belongs to; None for what is never undone."""
    if isinstance(event, _NOTES):
        return "notes"
    if isinstance(event, _TURNS):
        return "incident"
    return "scorecard" if isinstance(event, _SCORING) else None


def inverse(before: Session, event: Event, plan: Plan) -> Event | None:
    """The event that undoes ``event``, which is about to be applied to ``before``.

    None for what changes nothing that is undone. Texts are not: they have their own undo while
    they are written.
    """
    if isinstance(event, _NOTES):
        return notes.inverse(before, event)
    if isinstance(event, _TURNS):
        return playing.inverse(before, event)
    return scoring.inverse(before, event, plan) if isinstance(event, _SCORING) else None
