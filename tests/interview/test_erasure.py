"""What is left of an erased candidate: the scores, and not a word."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.builders import DIMS, T0, after, at, scored, session

from interviewloop.exchange.session_ratings import rows_from_sessions
from interviewloop.interview.erasure import remains
from interviewloop.interview.events import AddNote, Amend, LinkEvidence, SetRationale, Submit
from interviewloop.interview.loop_events import ForceOpen, Hold, Release, Retain
from interviewloop.interview.loops import apply, broken_record
from interviewloop.interview.sealing import broken_seals
from interviewloop.model.errors import Problem
from interviewloop.model.loop import Loop
from interviewloop.workspace.codec import encode

if TYPE_CHECKING:
    from interviewloop.model.session import Session

LOOP = Loop(name="C-014", candidate="C-014", rubric="test-rubric", created_at=T0, role="Baker")
SAID = "told of the house in Elm Street"


def card(interviewer: str = "Mara Lindqvist", start: float = 90) -> Session:
    one = after(
        scored(interviewer=interviewer, candidate="C-014", loop="C-014"),
        AddNote(SAID, "strong", DIMS[0]),
        LinkEvidence(DIMS[0], "n1"),
        *(SetRationale(dim, SAID) for dim in DIMS),
    )
    return after(one, Submit(), start=start)


def test_scores_stay_and_words_go() -> None:
    cards = [
        after(card(), Amend(DIMS[0], 5, "Mara Lindqvist", SAID), start=200),
        card("Ivo Brandt"),
    ]
    left = remains(LOOP, cards, "erased-1")
    written = b"".join(map(encode, [left.loop, *left.sessions]))
    for word in (b"C-014", b"Elm", b"Baker"):
        assert word not in written
    assert (left.dropped, left.notes) == (0, 2)
    for before, kept in zip(cards, left.sessions, strict=True):
        assert kept.scorecard.scores == before.scorecard.scores
        assert kept.sealed_at == before.sealed_at
        assert broken_seals(kept) == ()
    assert left.sessions[0].amendments["a1"].after == 5


def test_figures_stand_on_what_is_left() -> None:
    cards = [card(), card("Ivo Brandt", start=95)]
    left = remains(LOOP, cards, "erased-1")
    before, now = (
        rows_from_sessions(cards, loops=[LOOP]),
        rows_from_sessions(left.sessions, loops=[left.loop]),
    )
    assert [row._replace(candidate="x") for row in now.rows] == [
        row._replace(candidate="x") for row in before.rows
    ]
    assert {row.candidate for row in now.rows} == {"erased-1"}


def test_what_does_not_count_is_dropped() -> None:
    opened = apply(LOOP, ForceOpen("Tove", "late"), at(1).wall, [])
    left = remains(opened, [card(start=90), session(candidate="C-014", loop="C-014")], "erased-1")
    assert left.sessions == ()
    assert left.dropped == 2
    assert left.loop.record == {}


def test_a_hold_is_put_once_ended_once_and_stays_on_the_record() -> None:
    held = apply(LOOP, Hold("Tove", "a claim"), T0, [])
    assert held.hold is not None
    with pytest.raises(Problem, match="already"):
        apply(held, Hold("Tove", "again"), T0, [])
    released = apply(held, Release("Tove", "settled"), T0, [])
    assert released.hold is None
    with pytest.raises(Problem, match="has none"):
        apply(released, Release("Tove", "again"), T0, [])
    assert [entry.what for entry in released.record.values()] == ["held", "released"]
    assert broken_record(released) == ()


def test_a_day_can_be_noted_and_taken_back() -> None:
    day = T0.date()
    kept = apply(LOOP, Retain(day), T0, [])
    assert kept.retain_until == day
    assert apply(kept, Retain(None), T0, []).retain_until is None
