"""Turns of an incident and talk with a simulated candidate: kept, taken back, done again."""

from __future__ import annotations

import pytest
from pydantic import ValidationError
from tests.builders import after, at, plan, session

from interviewloop.interview.engine import apply
from interviewloop.interview.events import (
    BeginScoring,
    RedoTurn,
    Start,
    TakeBackTurn,
    TakeTurn,
    Talk,
)
from interviewloop.interview.playing import inverse, last_turn
from interviewloop.model.errors import Problem
from interviewloop.workspace.codec import decode_session, encode


def test_turns_stand_in_order_with_what_was_said() -> None:
    played = after(
        session(), Start(), TakeTurn("what changed?\x1b[2J", "ask:changes"), TakeTurn("tea?", None)
    )
    assert [(one.said, one.event) for one in played.live_turns().values()] == [
        ("what changed?\x1b[2J", "ask:changes"),
        ("tea?", None),
    ]
    assert decode_session(encode(played), "x").incident == played.incident


def test_the_last_turn_is_taken_back_and_taken_again() -> None:
    played = after(session(), TakeTurn("a", "ask:a"), TakeTurn("b", "act:b"))
    back = after(played, TakeBackTurn("t2"), start=10)
    assert last_turn(back) == "t1"
    again = after(back, RedoTurn("t2"), start=20)
    assert list(again.live_turns()) == ["t1", "t2"]
    assert inverse(played, TakeBackTurn("t2")) == RedoTurn("t2")
    assert inverse(played, TakeTurn("c", None)) == TakeBackTurn("t3")


def test_only_the_last_turn_can_be_taken_back() -> None:
    played = after(session(), TakeTurn("a", "ask:a"), TakeTurn("b", "act:b"))
    for wrong in ("t1", "t9"):
        with pytest.raises(Problem, match="only the last turn"):
            after(played, TakeBackTurn(wrong))


def test_a_turn_is_not_done_again_once_others_were_taken() -> None:
    played = after(session(), TakeTurn("a", "ask:a"), TakeBackTurn("t1"), TakeTurn("b", "ask:b"))
    for late in ("t1", "t2", "t9"):
        with pytest.raises(Problem, match="other turns"):
            after(played, RedoTurn(late))


def test_a_turn_is_an_event_of_the_machine() -> None:
    with pytest.raises(ValidationError):
        apply(session(), TakeTurn("x", "drop:tables"), at(0), plan())


def test_nobody_is_talked_to_before_the_interview_or_after_it() -> None:
    with pytest.raises(Problem, match="while the interview runs"):
        after(session(), Talk("hello"))
    with pytest.raises(Problem, match="while the interview runs"):
        after(session(), Start(), BeginScoring(), Talk("one more"))


def test_an_answer_to_a_probe_means_it_was_asked() -> None:
    talked = after(session(), Start(), Talk("which number?", "p-metric"), Talk("hm", None))
    assert talked.probes["p-metric"].rung == 2
    assert [one.answer for one in talked.talk.values()] == ["p-metric", None]
    with pytest.raises(Problem, match="no stage or probe 'nowhere'"):
        after(talked, Talk("x", "nowhere"))
