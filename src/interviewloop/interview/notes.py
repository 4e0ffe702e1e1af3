"""Notes: add, edit, retag, delete, restore; and the half-typed line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewloop.interview.entries import next_id, where
from interviewloop.interview.events import (
    AddNote,
    DeleteNote,
    EditNote,
    Event,
    NoteEvent,
    RestoreNote,
    SetDraft,
)
from interviewloop.model.errors import Problem
from interviewloop.model.session import Draft, Note
from interviewloop.model.text import storable

if TYPE_CHECKING:
    from interviewloop.interview.moment import Moment
    from interviewloop.interview.plan import Plan
    from interviewloop.model.session import Session


def apply(session: Session, event: NoteEvent, now: Moment, plan: Plan) -> Session:
    """``session`` after a change of its notes."""
    match event:
        case AddNote(text, signal, dim, source):
            plan.need_dim(dim)
            words = _something(storable(text))
            note = Note(**where(session, now), signal=signal, dim=dim, text=words, source=source)
            return _with_note(session, next_id("n", session.notes), note)
        case EditNote(name, text, signal, dim):
            plan.need_dim(dim)
            change = {
                "text": _something(storable(text)),
                "signal": signal,
                "dim": dim,
                "edited_at": now.wall,
            }
            return _with_note(session, name, _note(session, name).model_copy(update=change))
        case DeleteNote(name):
            gone = _note(session, name).model_copy(update={"deleted_at": now.wall})
            return _with_note(session, name, gone)
        case RestoreNote(name):
            back = _note(session, name).model_copy(update={"deleted_at": None})
            return _with_note(session, name, back)
        case SetDraft(text, editing):
            draft = Draft(
                note=storable(text), editing=editing if editing in session.notes else None
            )
            return session.model_copy(update={"draft": draft})


def inverse(before: Session, event: Event) -> Event | None:
    """The event that undoes ``event``, which is about to be applied to ``before``.

    None for what changes no note and for what is not undone: the clock and the record of the
    interview only go forward.
    """
    match event:
        case AddNote():
            return DeleteNote(next_id("n", before.notes))
        case EditNote(name):
            old = _note(before, name)
            return EditNote(name, old.text, old.signal, old.dim)
        case DeleteNote(name):
            return RestoreNote(name) if name in before.live_notes() else None
        case RestoreNote(name):
            return None if name in before.live_notes() else DeleteNote(name)
        case _:
            return None


def last_deleted(session: Session) -> str | None:
    """The note deleted last, for an undo after a restart."""
    deleted = [(note.deleted_at, name) for name, note in session.notes.items() if note.deleted_at]
    return max(deleted)[1] if deleted else None


def _something(text: str) -> str:
    if not text.strip():
        raise Problem("Empty note", "there is nothing to write down", "Type a few words first.")
    return text


def _note(session: Session, name: str) -> Note:
    try:
        return session.notes[name]
    except KeyError:
        raise Problem("Unknown note", f"there is no note {name!r} in this session") from None


def _with_note(session: Session, name: str, note: Note) -> Session:
    return session.model_copy(update={"notes": {**session.notes, name: note}})
