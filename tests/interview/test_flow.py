"""Stages and clock: what runs, what stands still, what is recorded."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.builders import after, at, plan, session

from interviewloop.interview.clock import (
    advanced,
    budget_s,
    interrupted,
    overrun_text,
    slot_s,
    ticking,
)
from interviewloop.interview.engine import apply
from interviewloop.interview.events import (
    BeginScoring,
    Event,
    GoTo,
    Pause,
    ReopenInterview,
    Resume,
    SkipStage,
    Start,
    Tick,
)
from interviewloop.interview.flow import next_stage, previous_stage
from interviewloop.model.errors import Problem
from interviewloop.model.session import Session


def test_clock_runs_from_start_and_not_before() -> None:
    begun = after(session(), Tick(), start=50)
    assert begun.clock.elapsed_s == 0
    begun = after(begun, Start(), start=60)
    begun = apply(begun, Tick(), at(100), plan())
    assert begun.clock.elapsed_s == 40
    assert begun.stages["brief"].used_s == 40


def test_paused_time_does_not_count() -> None:
    begun = after(session(), Start(), Pause(), step=30)
    assert begun.clock.elapsed_s == 30
    begun = apply(begun, Tick(), at(500), plan())
    assert begun.clock.elapsed_s == 30
    begun = apply(begun, Resume(), at(600), plan())
    assert advanced(begun, at(610)).clock.elapsed_s == 40


def test_time_is_booked_to_the_stage_it_passed_in() -> None:
    begun = after(session(), Start(), GoTo("frame"), GoTo("brief"), Tick(), step=10)
    assert begun.stages["brief"].used_s == 20
    assert begun.stages["frame"].used_s == 10


def test_wall_clock_set_back_does_not_disturb_durations() -> None:
    begun = after(session(), Start())
    later = at(20)
    set_back = type(later)(at(-3600).wall, later.mono)
    assert apply(begun, Tick(), set_back, plan()).clock.elapsed_s == 20


def test_a_stored_session_stands_still_until_resumed() -> None:
    running = after(session(), Start(), Tick(), step=25)
    stored = Session.model_validate(running.model_dump())
    assert interrupted(stored)
    assert not ticking(stored)
    assert apply(stored, Tick(), at(9999), plan()).clock.elapsed_s == 25
    resumed = apply(stored, Resume(), at(10000), plan())
    assert advanced(resumed, at(10005)).clock.elapsed_s == 30


def test_back_next_jump_and_skip_are_recorded() -> None:
    moved = after(
        session(), Start(), GoTo("frame"), GoTo("brief"), SkipStage(), GoTo("close"), GoTo("data")
    )
    assert [entry.what for entry in moved.log.values()] == [
        "start", "next", "back", "skip", "jump", "back",
    ]  # fmt: skip
    assert moved.stages["brief"].skipped
    assert moved.stages["data"].visited
    assert not moved.stages["data"].skipped


def test_jumping_over_a_stage_marks_it_skipped_until_visited() -> None:
    jumped = after(session(), Start(), GoTo("close"))
    assert jumped.stages["frame"].skipped
    assert jumped.stages["data"].skipped
    assert not after(jumped, GoTo("data"), start=10).stages["data"].skipped


def test_last_stage_cannot_be_skipped() -> None:
    with pytest.raises(Problem, match="no stage after"):
        after(session(), Start(), GoTo("close"), SkipStage())


def test_unknown_stage_is_refused_with_the_known_ones() -> None:
    with pytest.raises(Problem) as caught:
        after(session(), GoTo("nowhere"))
    assert "frame" in caught.value.mend


def test_moving_starts_the_interview() -> None:
    assert after(session(), GoTo("frame")).phase == "interview"


def test_scoring_stops_the_clock_and_reopening_does_not_start_it() -> None:
    scoring = after(session(), Start(), BeginScoring(), step=10)
    assert scoring.phase == "scoring"
    assert scoring.clock.elapsed_s == 10
    reopened = after(scoring, ReopenInterview(), Tick(), start=100, step=10)
    assert reopened.phase == "interview"
    assert reopened.clock.elapsed_s == 10


def test_neighbours_of_a_stage() -> None:
    begun = session()
    assert previous_stage(begun, plan()) is None
    assert next_stage(begun, plan()) == "frame"
    last = after(begun, GoTo("close"))
    assert next_stage(last, plan()) is None
    assert previous_stage(last, plan()) == "data"


def test_stretch_multiplies_budgets() -> None:
    assert budget_s(session(stretch=1.5), plan(), "frame") == 900
    assert slot_s(session(stretch=1.25), plan()) == 30 * 60 * 1.25


@pytest.mark.parametrize(
    ("used", "words"),
    [(599, ""), (600.9, ""), (601, "1 s over"), (660, "1 min 00 s over"), (742, "2 min 22 s over")],
)
def test_overrun_in_words(used: float, words: str) -> None:
    assert overrun_text(used, 600) == words


_moves = st.sampled_from(
    [Start(), Tick(), Pause(), Resume(), GoTo("brief"), GoTo("data"), GoTo("close"), SkipStage()]
)


@given(st.lists(st.tuples(_moves, st.floats(0, 300)), max_size=30))
def test_stage_times_always_add_up_to_the_clock(moves: list[tuple[Event, float]]) -> None:
    begun, seconds = session(), 0.0
    for event, passed in moves:
        seconds += passed
        try:
            begun = apply(begun, event, at(seconds), plan())
        except Problem:
            continue
    total = sum(use.used_s for use in begun.stages.values())
    assert total == pytest.approx(begun.clock.elapsed_s)
    assert begun.clock.elapsed_s <= seconds + 1e-6
