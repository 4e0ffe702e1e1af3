"""A take-home on the screens: reading before the clock runs, and the times of the task."""

from __future__ import annotations

from contextlib import asynccontextmanager
from datetime import UTC
from typing import TYPE_CHECKING

import pytest
from tests.builders import DIMS, T0, case
from tests.take_homes import gone_on, take_home, take_home_case, take_home_plan
from tests.tui.conftest import Stand

from interviewloop.interview.events import (
    BeginScoring,
    HandOver,
    SetRationale,
    SetRecommendation,
    SetScore,
    Start,
    Submit,
)
from interviewloop.interview.take_home import travelled
from interviewloop.tui import sealed_views, views
from interviewloop.tui.home_rows import overview
from interviewloop.tui.screens.live import LiveScreen
from interviewloop.workspace.listing import Listing, Stored

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from textual.pilot import Pilot

    from interviewloop.model.session import Session
    from interviewloop.tui.app import InterviewloopApp


@asynccontextmanager
async def live(
    tmp_path: Path, begun: Session | None = None, size: tuple[int, int] = (120, 40)
) -> AsyncIterator[tuple[InterviewloopApp, Pilot[int], LiveScreen]]:
    stand = Stand(tmp_path, case=take_home_case(), seconds=600)
    path = stand.store(begun or take_home())
    app = stand.app()
    async with app.run_test(size=size) as pilot:
        app.open_session(path)
        await pilot.pause()
        assert isinstance(app.screen, LiveScreen)
        yield app, pilot, app.screen


async def enter(pilot: Pilot[int], screen: LiveScreen, line: str) -> None:
    screen.note_line.line = line
    screen.note_line.focus()
    await pilot.press("enter")
    await pilot.pause()


def plain(rows: list[views.Row]) -> str:
    return "\n".join(row.content.plain for row in rows)


async def test_the_memo_is_read_first_and_the_next_key_begins_the_interview(tmp_path) -> None:
    async with live(tmp_path) as (app, pilot, screen):
        await enter(pilot, screen, "/seen 1")
        assert app.desk.session.phase == "ready"
        assert "pf3-memo" in app.desk.session.look_fors
        await pilot.press("f4")
        assert (app.desk.session.phase, app.desk.session.stage) == ("interview", "brief")


async def test_the_key_begins_the_command_that_is_due_and_enter_takes_now(tmp_path) -> None:
    async with live(tmp_path) as (app, pilot, screen):
        await pilot.press("ctrl+o")
        assert screen.note_line.line == "/sent "
        await pilot.press("enter")
        await pilot.pause()
        assert travelled(app.desk.session).sent_at == T0.replace(minute=10)
        await pilot.press("ctrl+o")
        assert screen.note_line.line == "/received "


async def test_a_refused_time_stays_in_the_line(tmp_path) -> None:
    begun = gone_on(take_home(), HandOver("sent"))
    async with live(tmp_path, begun) as (app, pilot, screen):
        await enter(pilot, screen, "/sent 09:30")
        assert len(app.desk.session.handovers) == 1
        assert screen.note_line.line == "/sent 09:30"
        await enter(pilot, screen, "/sent 09:30 the mail went earlier")
        assert travelled(app.desk.session).sent_at == T0.replace(hour=9, minute=30)
        assert screen.note_line.line == ""


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_the_reading_stage_is_readable(tmp_path, size) -> None:
    begun = gone_on(take_home(), HandOver("sent"), HandOver("received"))
    async with live(tmp_path, begun, size) as (_, _, screen):
        shown = plain(views.script_rows(screen.desk.session, screen.desk.plan))
    for words in ("MEMO · Answer", "Writes the goal", "took 0 min of 3 h", "0.610", "A memo."):
        assert words in shown


async def test_other_cases_have_neither_key_nor_commands(tmp_path) -> None:
    stand = Stand(tmp_path)
    path = stand.store()
    app = stand.app()
    async with app.run_test(size=(120, 40)) as pilot:
        app.open_session(path)
        await pilot.pause()
        assert isinstance(app.screen, LiveScreen)
        await pilot.press("ctrl+o")
        assert app.screen.note_line.line == ""
        offered = [command.title for command in app.screen.palette_commands()]
        assert not any("/sent" in title for title in offered)
        await enter(pilot, app.screen, "/sent")
        assert app.desk.session.handovers == {}


def test_the_stage_row_says_where_the_take_home_is() -> None:
    begun = take_home()
    assert "not sent yet" in views.stage_rows(begun, take_home_plan())[0].content.plain
    begun = gone_on(begun, HandOver("sent", T0.replace(hour=6)), HandOver("received"), start=60)
    first = views.stage_rows(begun, take_home_plan())[0].content.plain
    assert "before" in first
    assert "took 4 h 01 of 3 h, 1 h 01 late" in first
    assert views.stage_line(begun, take_home_plan()) == "1 · Memo   beforehand, about 20 min"


def test_the_list_of_sessions_says_where_it_is(tmp_path) -> None:
    begun = take_home()
    states = []
    for more in ((), (HandOver("sent"),), (HandOver("received"),), (Start(),)):
        begun = gone_on(begun, *more)
        listing = Listing((Stored(tmp_path / "one.toml", begun),), ())
        states.append(overview(listing, {"feat-test": case()}, "", T0, UTC).rows[0].state)
    assert states[:3] == [
        "ready to start", "take-home out, 3 h to take", "ready, work in: took 0 min of 3 h"
    ]  # fmt: skip
    assert "take" not in states[3]


def test_the_sealed_page_and_its_copy_tell_the_times() -> None:
    begun = gone_on(
        take_home(),
        HandOver("sent", T0.replace(hour=6)),
        HandOver("sent", T0.replace(hour=7), "\x1b[31mred[/b]"),
        HandOver("received"),
        BeginScoring(),
        *(SetScore(dim, 3) for dim in DIMS),
        *(SetRationale(dim, "read") for dim in DIMS),
        SetRecommendation("yes"),
        Submit(),
    )
    assert "took 3 h of 3 h" in sealed_views.as_text(begun, take_home_plan())
    times = sealed_views.times(begun, take_home_plan(), 100).plain
    assert "1 Memo" in times
    assert "beforehand" in times
    assert "sent: 2026-03-02 06:00 was corrected to 2026-03-02 07:00" in times
    assert "\x1b" not in times
