"""A take-home on its way: its times, what they come to, and the stage before the interview."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.builders import T0, plan, session
from tests.take_homes import gone_on, take_home, take_home_plan

from interviewloop.interview.clock import slot_s
from interviewloop.interview.engine import apply
from interviewloop.interview.events import (
    AddNote,
    GoTo,
    HandOver,
    SeeLookFor,
    SkipStage,
    Start,
    Tick,
)
from interviewloop.interview.moment import Moment
from interviewloop.interview.take_home import (
    corrections,
    length_text,
    next_way,
    read_stamp,
    travel_text,
    travelled,
)
from interviewloop.interview.undo import history_of
from interviewloop.model.errors import Problem
from interviewloop.workspace.codec import decode_session, encode

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def stamped(*stamps: tuple[str, datetime, str], begun=None, now: datetime = NOON):
    begun = begun or take_home()
    for way, at, why in stamps:
        begun = apply(begun, HandOver(way, at, why), Moment(now, 0.0), take_home_plan())
    return begun


def minutes(count: float) -> datetime:
    return T0 - timedelta(days=10) + timedelta(minutes=count)


# --- times ----------------------------------------------------------------------------------------


def test_sent_and_received_give_the_time_it_took() -> None:
    begun = take_home()
    assert (travelled(begun), next_way(begun)) == (None, "sent")
    assert travel_text(travelled(begun)) == "not sent yet"
    begun = stamped(("sent", minutes(0), ""))
    assert travel_text(travelled(begun)) == "out, 3 h to take"
    assert next_way(begun) == "received"
    begun = stamped(("received", minutes(170), ""), begun=begun)
    assert travel_text(travelled(begun)) == "took 2 h 50 of 3 h"
    assert travelled(begun).late_min == 0


@pytest.mark.parametrize(
    ("took", "words"),
    [
        (180.9, "took 3 h of 3 h"),
        (181, "took 3 h 01 of 3 h, 1 min late"),
        (200, "took 3 h 20 of 3 h, 20 min late"),
        (45, "took 45 min of 3 h"),
        (4 * 24 * 60, "took 4 days of 3 h, 3 days late"),
    ],
)
def test_late_is_whole_minutes_over_the_box(took: float, words: str) -> None:
    begun = stamped(("sent", minutes(0), ""), ("received", minutes(took), ""))
    assert travel_text(travelled(begun)) == words


def test_more_time_for_a_candidate_lengthens_the_box_that_is_kept() -> None:
    begun = stamped(
        ("sent", minutes(0), ""), ("received", minutes(220), ""), begun=take_home(stretch=1.25)
    )
    assert travel_text(travelled(begun)) == "took 3 h 40 of 3 h 45"


def test_without_a_time_it_is_now() -> None:
    begun = gone_on(take_home(), HandOver("sent"), HandOver("received"))
    assert travelled(begun).sent_at == T0
    assert travelled(begun).received_at == T0 + timedelta(seconds=1)


@pytest.mark.parametrize(
    ("stamps", "why"),
    [
        ([("received", minutes(0), "")], "Not sent yet"),
        ([("sent", NOON + timedelta(minutes=1), "")], "Not yet"),
        ([("sent", minutes(9), ""), ("received", minutes(8), "")], "Back before it was sent"),
        ([("sent", minutes(0), ""), ("sent", minutes(1), " ")], "There is a time already"),
        (
            [("sent", minutes(0), ""), ("received", minutes(5), ""), ("received", minutes(6), "")],
            "There is a time already",
        ),
        (
            [("sent", minutes(0), ""), ("received", minutes(5), ""), ("sent", minutes(6), "slip")],
            "Back before it was sent",
        ),
    ],
)
def test_times_that_cannot_be_are_refused(stamps, why: str) -> None:
    *before, last = stamps
    begun = stamped(*before)
    with pytest.raises(Problem) as refused:
        stamped(last, begun=begun)
    assert refused.value.title == why


def test_a_correction_needs_a_reason_and_keeps_what_was_there() -> None:
    begun = stamped(
        ("sent", minutes(0), ""), ("received", minutes(150), ""), ("sent", minutes(30), "bounced")
    )
    assert travel_text(travelled(begun)) == "took 2 h of 3 h"
    ((wrong, right),) = corrections(begun)
    assert (wrong.at, right.at, right.why) == (minutes(0), minutes(30), "bounced")
    assert len(begun.handovers) == 3


def test_another_kind_of_case_hands_nothing_out() -> None:
    with pytest.raises(Problem, match="nothing is handed out"):
        apply(session(), HandOver("sent"), Moment(NOON, 0.0), plan())


def test_times_are_never_undone() -> None:
    assert history_of(HandOver("sent")) is None


@given(st.lists(st.tuples(st.sampled_from(["sent", "received"]), st.integers(0, 3000), st.text())))
def test_whatever_is_entered_the_times_stay_in_order_and_on_disk(stamps) -> None:
    begun = take_home()
    for way, minute, why in stamps:
        try:
            begun = stamped((way, minutes(minute), why), begun=begun)
        except Problem:
            continue
    travel = travelled(begun)
    if travel is not None and travel.took_min is not None:
        assert travel.took_min >= 0
        assert 0 <= travel.late_min <= travel.took_min
    assert decode_session(encode(begun), "memory") == begun


# --- reading what was typed -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "at", "why"),
    [
        ("", NOON, ""),
        ("  sent by mail ", NOON, "sent by mail"),
        ("09:05", datetime(2026, 3, 2, 9, 5, tzinfo=UTC), ""),
        ("9:05 wrong mail", datetime(2026, 3, 2, 9, 5, tzinfo=UTC), "wrong mail"),
        ("23:30", datetime(2026, 3, 1, 23, 30, tzinfo=UTC), ""),
        ("2026-02-27 17:00", datetime(2026, 2, 27, 17, 0, tzinfo=UTC), ""),
        ("2026-02-27T17:00 late", datetime(2026, 2, 27, 17, 0, tzinfo=UTC), "late"),
        ("3:10pm was wrong", NOON, "3:10pm was wrong"),
    ],
)
def test_a_time_and_a_reason_are_read(typed: str, at: datetime, why: str) -> None:
    assert read_stamp(typed, NOON, UTC) == (at, why)


def test_a_time_is_read_in_the_zone_of_its_reader() -> None:
    tokyo = timezone(timedelta(hours=9))
    assert read_stamp("20:30", NOON, tokyo)[0] == NOON - timedelta(minutes=30)
    assert read_stamp("22:00", NOON, tokyo)[0] == NOON - timedelta(hours=23)


@pytest.mark.parametrize("typed", ["25:00", "09:60", "2026-02-30 09:00", "2026-13-01 09:00"])
def test_a_time_no_clock_shows_is_refused(typed: str) -> None:
    with pytest.raises(Problem, match="no time"):
        read_stamp(typed, NOON, UTC)


@given(st.floats(0, 1e7))
def test_a_length_says_no_more_than_it_is(length: float) -> None:
    words = length_text(length)
    if "days" in words:
        assert int(words.split()[0]) * 24 * 60 <= length
    else:
        hours, _, rest = words.rpartition(" h") if " h" in words else ("0", "", words)
        said = int(hours) * 60 + int(rest.removesuffix(" min") or 0)
        assert said <= length < said + 1


# --- the stage before the interview ---------------------------------------------------------------


def test_reading_has_no_clock_and_is_not_of_the_slot() -> None:
    begun = gone_on(take_home(), SeeLookFor("pf3-memo"), AddNote("memo is short"), Tick())
    assert (begun.phase, begun.stage, begun.clock.elapsed_s) == ("ready", "memo", 0)
    assert begun.notes["n1"].stage == begun.look_fors["pf3-memo"].stage == "memo"
    assert slot_s(begun, take_home_plan()) == 30 * 60


@pytest.mark.parametrize("event", [Start(), GoTo("brief"), SkipStage()])
def test_the_interview_begins_with_the_first_stage_with_the_candidate(event) -> None:
    begun = gone_on(take_home(), event)
    assert (begun.phase, begun.stage) == ("interview", "brief")
    begun = gone_on(begun, Tick(), start=60)
    assert begun.stages["brief"].used_s == 60
    assert begun.stages["memo"].used_s == 0
    assert not begun.stages["brief"].skipped
    assert begun.stages["memo"].skipped is isinstance(event, SkipStage)


def test_to_look_at_the_memo_again_before_the_interview_does_not_begin_it() -> None:
    assert gone_on(take_home(), GoTo("memo")).phase == "ready"


def test_one_may_go_back_to_the_memo_during_the_interview() -> None:
    begun = gone_on(take_home(), Start(), GoTo("memo"), SeeLookFor("pf3-memo"))
    assert (begun.phase, begun.stage) == ("interview", "memo")
    assert "pf3-memo" in begun.look_fors
