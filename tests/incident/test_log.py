"""The log of a session's incident: what was told, asked in vain and believed, in its order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.builders import after, session
from tests.incident.worlds import shipped, small

from interviewloop.incident.log import PAGE_FROM, Line, log, not_at_hand
from interviewloop.incident.running import Running
from interviewloop.interview.events import Start, TakeBackTurn, TakeTurn

if TYPE_CHECKING:
    from interviewloop.interview.events import Event
    from interviewloop.model.session import Session

EVENTS = st.sampled_from(
    [
        *(f"ask:{id_}" for id_ in shipped().incident.evidence),
        *(f"act:{id_}" for id_ in shipped().incident.actions),
        *(f"name:{id_}" for id_ in shipped().incident.hypotheses),
        "undo:popular-all",
        "wait:9",
        None,
    ]
)


def turns(*events: Event) -> Session:
    return after(session(), Start(), *events)


def brief(lines: tuple[Line, ...]) -> list[tuple[int, str, str, str]]:
    return [(line.t, line.kind, line.title, line.turn) for line in lines]


def test_every_kind_of_turn_has_its_line_at_its_minute() -> None:
    played = turns(
        TakeTurn("what do you see", "ask:look"),
        TakeTurn("ship it", "act:fix"),
        TakeTurn("the weather", None),
        TakeTurn("show me everything", "wait:1"),
        TakeTurn("it is the truth", "name:truth"),
        TakeTurn("waits 4 min", "wait:4"),
    )
    assert brief(log(Running(small()), played)) == [
        (0, "page", PAGE_FROM, ""),
        (3, "evidence", "Look", "t1"),
        (5, "inject", "Boss", "t2"),
        (5, "ordered", "fix", "t2"),
        (5, "nothing", "We do not have that at hand.", "t3"),
        (6, "broad", "What first, and why?", "t4"),
        (6, "belief", "truth", "t5"),
        (9, "effect", "fix", "t6"),
        (10, "wait", "4 min pass", "t6"),
    ]
    assert not_at_hand(played) == ("the weather",)


def test_inject_comes_before_the_answer_it_came_with_and_names_its_sender() -> None:
    lines = log(Running(small()), turns(TakeTurn("a", "ask:look"), TakeTurn("b", "ask:deep")))
    assert [(line.t, line.kind, line.title) for line in lines[-2:]] == [
        (5, "inject", "Boss"),
        (8, "evidence", "Deep"),
    ]


def test_minutes_of_a_real_clock_and_turns_taken_back_leave_no_line() -> None:
    played = turns(TakeTurn("", "wait:1"), TakeTurn("a slip", "ask:look"), TakeBackTurn("t2"))
    assert brief(log(Running(small()), played)) == [(0, "page", PAGE_FROM, "")]


@given(st.lists(EVENTS, max_size=12))
@settings(max_examples=60, deadline=None)
def test_the_log_holds_all_that_was_told_and_nothing_else(events: list[str | None]) -> None:
    running = Running(shipped())
    played = turns(*(TakeTurn("said", event) for event in events))
    lines = log(running, played)
    told = [line for line in lines if line.kind in
            ("evidence", "blocked", "ordered", "effect", "inject")]  # fmt: skip
    assert [(line.t, line.text) for line in told] == [
        (one.t, one.text) for one in running.state(played).told
    ]
    assert [line.t for line in lines] == sorted(line.t for line in lines)
    assert sum(line.kind == "nothing" for line in lines) == events.count(None)
