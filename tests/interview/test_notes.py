"""Notes: kept exactly, undone exactly, never lost."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.builders import DIMS, T0, after, at, plan, session

from interviewloop.interview.engine import apply
from interviewloop.interview.events import (
    AddNote,
    DeleteNote,
    EditNote,
    Event,
    GoTo,
    RestoreNote,
    SetDraft,
    Start,
)
from interviewloop.interview.notes import inverse, last_deleted
from interviewloop.model.errors import Problem

if TYPE_CHECKING:
    from interviewloop.model.session import Session


def test_a_note_carries_time_stage_signal_and_dimension() -> None:
    noted = after(
        session(), Start(), GoTo("frame"), AddNote("asks who", "strong", "problem-framing"), step=7
    )
    note = noted.notes["n1"]
    assert (note.text, note.signal, note.dim) == ("asks who", "strong", "problem-framing")
    assert (note.stage, note.clock_s) == ("frame", 14)
    assert note.at.tzinfo == UTC


def test_a_note_can_be_taken_before_the_start() -> None:
    noted = after(session(), AddNote("late by two minutes"))
    assert noted.notes["n1"].stage == "brief"
    assert noted.phase == "ready"


@pytest.mark.parametrize("blank", ["", "   ", "\n\t"])
def test_an_empty_note_is_refused(blank: str) -> None:
    with pytest.raises(Problem, match="nothing to write"):
        after(session(), AddNote(blank))


def test_an_unknown_dimension_is_refused() -> None:
    with pytest.raises(Problem, match="no dimension 'charm'"):
        after(session(), AddNote("x", "strong", "charm"))


def test_editing_keeps_time_and_stage() -> None:
    noted = after(session(), Start(), AddNote("first"), GoTo("frame"), step=5)
    edited = after(noted, EditNote("n1", "second", "weak", "leadership"), start=60)
    before, now = noted.notes["n1"], edited.notes["n1"]
    assert (now.text, now.signal, now.dim) == ("second", "weak", "leadership")
    assert (now.at, now.stage, now.clock_s) == (before.at, before.stage, before.clock_s)
    assert now.edited_at is not None


def test_a_deleted_note_stays_restorable_and_its_name_is_not_reused() -> None:
    noted = after(session(), AddNote("one"), AddNote("two"), DeleteNote("n2"), AddNote("three"))
    assert list(noted.live_notes()) == ["n1", "n3"]
    assert last_deleted(noted) == "n2"
    assert list(after(noted, RestoreNote("n2"), start=9).live_notes()) == ["n1", "n2", "n3"]


def test_half_a_surrogate_becomes_a_replacement_and_all_else_stays() -> None:
    noted = after(session(), AddNote("a\ud800b \x00\x1b[2J \u202e [bold]x[/]"))
    assert noted.notes["n1"].text == "a\ufffdb \x00\x1b[2J \u202e [bold]x[/]"


def test_a_draft_remembers_what_it_edits_only_while_that_exists() -> None:
    drafted = after(session(), AddNote("x"), SetDraft("+pf hal", "n1"))
    assert (drafted.draft.note, drafted.draft.editing) == ("+pf hal", "n1")
    assert after(drafted, SetDraft("y", "n9"), start=5).draft.editing is None


def _content(of: Session) -> dict[str, tuple[str, str, str | None, bool]]:
    return {
        name: (note.text, note.signal, note.dim, note.deleted_at is None)
        for name, note in of.notes.items()
    }


_signals = st.sampled_from(["strong", "weak", "red-flag", "note"])
_dims = st.one_of(st.none(), st.sampled_from(DIMS))
_texts = st.text(min_size=1).filter(lambda text: text.strip())
_names = st.sampled_from(["n1", "n2", "n3"])
_changes = st.one_of(
    st.builds(AddNote, _texts, _signals, _dims),
    st.builds(EditNote, _names, _texts, _signals, _dims),
    st.builds(DeleteNote, _names),
    st.builds(RestoreNote, _names),
)


@given(st.lists(_changes, max_size=12), _changes)
def test_undo_restores_what_was_seen(history: list[Event], change: Event) -> None:
    noted = session()
    for event in history:
        try:
            noted = apply(noted, event, at(1), plan())
        except Problem:
            continue
    try:
        undoing = inverse(noted, change)
        changed = apply(noted, change, at(2), plan())
    except Problem:
        return
    undone = changed if undoing is None else apply(changed, undoing, at(3), plan())
    seen = {k: v for k, v in _content(undone).items() if v[3]}
    assert seen == {k: v for k, v in _content(noted).items() if v[3]}
    assert set(undone.notes) >= set(noted.notes)


def test_now_is_a_parameter() -> None:
    assert after(session(), AddNote("x"), start=90).notes["n1"].at == at(90).wall
    assert at(0).wall == T0
