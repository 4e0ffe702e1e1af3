"""The calibration room on screen: tabs, drill-down, reasons, codes, what leaves it."""

from __future__ import annotations

import time
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from tests.builders import DIMS, session
from tests.tui.test_calibration import pair
from tests.tui.test_home import ME, OTHER, sealed, settled, told
from textual.widgets import OptionList, SelectionList, Static

from interviewloop.apart.process import Abandoned
from interviewloop.interview.events import SetScore
from interviewloop.model.errors import Problem
from interviewloop.tui.room.found import First
from interviewloop.tui.room.measuring import measured
from interviewloop.tui.room.query import Filters, Query
from interviewloop.tui.room.tabs import TABS, tab_line
from interviewloop.tui.room.working import work_out
from interviewloop.tui.screens.behind import BehindScreen
from interviewloop.tui.screens.calibration import CalibrationScreen
from interviewloop.tui.screens.filters import FilterDialog, Several
from interviewloop.tui.screens.why import Why
from interviewloop.tui.widgets.choice import Choice
from interviewloop.tui.widgets.reading_list import ReadingList
from interviewloop.tui.widgets.table_list import TableList
from interviewloop.workspace.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from typing import Any

    import pytest
    from tests.tui.conftest import Stand
    from textual.pilot import Pilot

    from interviewloop.model.session import Session
    from interviewloop.tui.app import InterviewloopApp
    from interviewloop.workspace.listing import Listing


@asynccontextmanager
async def room(
    stand: Stand, size: tuple[int, int] = (120, 40)
) -> AsyncIterator[tuple[InterviewloopApp, Pilot[int], CalibrationScreen]]:
    app = stand.app()
    async with app.run_test(size=size) as pilot:
        await settled(app, pilot)
        await pilot.press("c")
        await settled(app, pilot)
        assert isinstance(app.screen, CalibrationScreen)
        yield app, pilot, app.screen


def store(stand: Stand, *sessions: Session) -> None:
    for one in sessions:
        stand.store(one)


def text(screen: CalibrationScreen) -> str:
    """Everything that can be read on the tab one is on."""
    seen = [
        one for one in screen.query(Static) if all(it.display for it in one.ancestors_with_self)
    ]
    top = [str(one.content) for one in seen]
    rows = screen.query_one(ReadingList)
    if screen.room.tab == "overview":
        top += [str(rows.get_option_at_index(n).prompt) for n in range(rows.option_count)]
    plot = screen.stage.plot if screen.stage is not None and screen.stage.display else None
    if plot is not None:
        top += [plot.render_line(y).text for y in range(plot.size.height)]
    return "\n".join(top)


def read(screen: BehindScreen) -> str:
    """Everything that can be read behind a figure."""
    lines = [" ".join(line.cells) for line in screen.query_one(TableList)._lines]
    return "\n".join([*(str(one.content) for one in screen.query(Static)), *lines])


async def everything(app: InterviewloopApp, pilot: Pilot[int], screen: CalibrationScreen) -> str:
    """Every tab and table, and all the sessions behind."""
    seen = []
    for tab in TABS:
        screen.action_tab(tab)
        for _ in range(max(1, len(screen.room.sheets))):
            await pilot.pause()
            seen.append(text(screen))
            screen.action_view()
    screen.action_tab("agreement")
    screen.action_behind()
    await settled(app, pilot)
    if isinstance(app.screen, BehindScreen):
        seen.append(read(app.screen))
        app.pop_screen()
    return "\n".join(seen)


async def test_the_overview_says_what_was_measured_and_the_kind_changes_with_a_key(
    stand: Stand,
) -> None:
    store(stand, *pair("A"), *pair("B"))
    async with room(stand) as (app, pilot, screen):
        assert "32 scores, 2 candidates, 2 interviewers" in text(screen)
        assert screen.query_one("#pool", Choice).value == "panel"
        await pilot.press("f3")
        await settled(app, pilot)
        assert "no scorecard of a mock session" in text(screen)
        assert "MOCK" in text(screen)
        await pilot.press("escape")
        await pilot.pause()
        assert not isinstance(app.screen, CalibrationScreen)


async def test_digits_arrows_and_f4_change_the_tab(stand: Stand) -> None:
    store(stand, *pair("A"))
    async with room(stand) as (_, pilot, screen):
        seen = [screen.room.tab]
        for key in ("right", "f4", "left", "6", "8", "right", "1", "left"):
            await pilot.press(key)
            seen.append(screen.room.tab)
        assert seen == [
            "overview", "agreement", "interviewers", "agreement", "candidates", "mock",
            "overview", "overview", "mock",
        ]  # fmt: skip
        assert "Only mock sessions have a key" in text(screen)


def test_tabs_keep_their_places_and_fit(stand: Stand) -> None:
    for width in (80, 110):
        lines = [tab_line(tab, TABS, width).plain for tab in TABS]
        assert all(len(line) <= width for line in lines)
        assert all(line.replace("[", " ").replace("]", " ").split() == lines[0][1:].replace(
            "]", " ").split() for line in lines)  # fmt: skip


async def test_why_something_is_withheld_is_told_with_what_would_mend_it(stand: Stand) -> None:
    store(stand, *pair("A"), *pair("B"))
    async with room(stand) as (app, pilot, screen):
        screen.action_tab("interviewers")
        await pilot.pause()
        assert "withheld: few-shared-candidates" in text(screen)
        await pilot.press("f2")
        assert isinstance(app.screen, Why)
        said = app.screen.text
        assert "severity, raw: withheld (few-shared-candidates)" in said
        assert "Fewer than 3 candidates shared with colleagues" in said
        assert "Plan interviews with colleagues on at least 3 candidates." in said
        assert "drift: withheld" in said
        await pilot.press("escape")
        assert app.screen is screen
        screen.action_tab("dimensions")
        await pilot.pause()
        await pilot.press("right", "f2")
        assert "Nothing is withheld here." in told(app)[-1]


async def test_why_a_cell_of_the_heat_map_is_withheld_is_told_for_that_cell(stand: Stand) -> None:
    store(stand, *pair("A"), *pair("B"))
    async with room(stand) as (app, pilot, screen):
        screen.action_tab("dimensions")
        screen.action_view()
        await pilot.pause()
        await pilot.press("right", "right", "f2")
        assert isinstance(app.screen, Why)
        assert screen.subject is not None
        assert screen.subject.about == "lean"
        dimension = screen.subject.labels[1]
        assert app.screen.text.startswith(f"lean on {dimension}: withheld (")
        assert "severity" not in app.screen.text.split("\n")[0]


async def test_a_remark_is_told_in_full(stand: Stand) -> None:
    store(stand, *pair("A"))
    async with room(stand) as (app, pilot, screen):
        rows = screen.query_one(ReadingList)
        rows.point_at("notice-0")
        await pilot.press("enter")
        assert isinstance(app.screen, Why)
        notice = screen.room.notices[0]
        assert notice.message in app.screen.text
        assert notice.mend in app.screen.text


async def test_names_come_when_asked_for_and_go_again(stand: Stand) -> None:
    store(stand, *pair("A"), sealed(interviewer=ME, candidate="A", loop="A"))
    async with room(stand) as (app, pilot, screen):
        coded = await everything(app, pilot, screen)
        assert OTHER not in coded
        assert "Ada" not in coded
        assert "names as codes" in coded
        await pilot.press("f8")
        await settled(app, pilot)
        named = await everything(app, pilot, screen)
        assert OTHER in named
        assert "NAMES SHOWN" in named
        screen.action_names()
        await settled(app, pilot)
        screen.action_tab("interviewers")
        await pilot.pause()
        assert OTHER not in text(screen)


async def test_others_scores_change_nothing_in_the_room_of_who_owes(stand: Stand) -> None:
    """On every tab and table, with two different sets of a colleague's scores."""
    store(stand, *pair("B"), session(candidate="A", loop="A", interviewer=ME))
    seen = []
    for score in (1, 5):
        theirs = [SetScore(dim, score) for dim in DIMS]  # type: ignore[arg-type]
        path = stand.store(sealed(*theirs, interviewer=OTHER, candidate="A", loop="A"))
        async with room(stand) as (app, pilot, screen):
            seen.append(await everything(app, pilot, screen))
        path.unlink()
    assert seen[0] == seen[1]
    assert "1 loop is left out" in seen[0]


async def test_filters_are_chosen_in_a_dialog_and_told_above(stand: Stand) -> None:
    store(stand, *pair("A"), *pair("B"))
    async with room(stand) as (app, pilot, screen):
        await pilot.press("f10")
        dialog = app.screen
        assert isinstance(dialog, FilterDialog)
        options = dialog.query_one(OptionList)
        options.highlighted = options.get_option_index("interviewers")
        await pilot.press("enter")
        assert isinstance(app.screen, Several)
        prompts = app.screen.query_one(SelectionList)
        assert "Ada" not in str([prompts.get_option_at_index(n).prompt for n in range(2)])
        prompts.toggle(prompts.get_option_at_index(0))
        await pilot.press("escape")
        options.highlighted = options.get_option_index("since")
        await pilot.press("enter")
        await pilot.press(*"2026-03-01", "enter")
        assert dialog.filters.since == date(2026, 3, 1)
        await pilot.press("f10")
        await settled(app, pilot)
        assert "16 scores, 2 candidates, 1 interviewer," in text(screen)
        assert "only since 2026-03-01, 1 interviewer" in text(screen)
        screen.action_pool()
        await settled(app, pilot)
        assert screen.room.query.filters == Filters()


async def test_a_day_that_is_none_is_refused_and_a_filter_can_be_cleared(stand: Stand) -> None:
    store(stand, *pair("A"))
    async with room(stand) as (app, pilot, screen):
        screen.room.query = replace(screen.room.query, filters=Filters(case="feat-test"))
        screen.action_filter()
        await pilot.pause()
        dialog = app.screen
        assert isinstance(dialog, FilterDialog)
        options = dialog.query_one(OptionList)
        options.highlighted = options.get_option_index("until")
        await pilot.press("enter")
        await pilot.press(*"soon", "enter")
        assert dialog.filters.until is None
        assert "not a day" in told(app)[-1]
        options.highlighted = options.get_option_index("case")
        await pilot.press("enter", "1")
        assert dialog.filters == Filters()


async def test_what_cannot_be_read_is_said(stand: Stand, monkeypatch: pytest.MonkeyPatch) -> None:
    async with room(stand) as (app, pilot, screen):

        def broken(self: Workspace, progress: Any = None) -> Listing:
            raise Problem("No access", "permission denied")

        monkeypatch.setattr(Workspace, "survey", broken)
        screen.action_reload()
        assert "More is being computed" in text(screen)
        await settled(app, pilot)
        assert "permission denied" in text(screen)
        screen.action_tab("pairs")
        assert "permission denied" in text(screen)


async def test_news_of_an_older_question_is_dropped(stand: Stand) -> None:
    store(stand, *pair("A"), *pair("B"))
    async with room(stand) as (_, pilot, screen):
        late = measured(stand.workspace.listing(), Query("mock"), ME)
        screen.post_message(screen.News(screen.room.turn - 1, late))
        await pilot.pause()
        assert screen.room.pool == "panel"


def test_the_work_tells_of_every_step_and_stops_when_nobody_waits(stand: Stand) -> None:
    store(stand, *pair("A"))
    services = stand.app().services
    heard: list[Any] = []
    work_out(services, Query("panel"), lambda: False, heard.append)
    words = [one for one in heard if isinstance(one, str)]
    assert any("agreement, step 1 of 6" in word for word in words)
    first, last = (one for one in heard if not isinstance(one, str))
    assert set(first.sheets) == {"overview", "agreement"}
    assert last.calibration is not None
    begun = len(heard)
    for allowed in range(1, 12):
        asked = iter(range(99))
        heard.clear()
        try:
            work_out(services, Query("panel"), lambda: next(asked) >= allowed, heard.append)  # noqa: B023
        except Abandoned:
            assert len(heard) < begun
            assert all(not hasattr(one, "calibration") for one in heard)


async def test_leaving_ends_the_work(stand: Stand, monkeypatch: pytest.MonkeyPatch) -> None:
    store(stand, *pair("A"))
    ended: list[str] = []
    from interviewloop.tui.room import working

    def slow(*_: Any, progress: Any, **__: Any) -> None:
        try:
            while True:
                progress("counting", 0, 1)
                time.sleep(0.005)
        except Abandoned:
            ended.append("abandoned")
            raise

    async with room(stand) as (app, pilot, screen):
        monkeypatch.setattr(working, "measured", slow)
        screen.action_reload()
        await pilot.pause()
        screen.action_leave()
        await settled(app, pilot)
        assert ended == ["abandoned"]


async def test_while_figures_are_computed_keys_say_so(
    stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    store(stand, *pair("A"))
    async with room(stand) as (app, pilot, screen):
        assert screen.room.measured is not None
        monkeypatch.setattr(screen, "_compute", lambda *_: None)
        first = screen.room.measured
        screen.action_reload()
        screen.room.first = First("panel", first.sheets)
        screen.action_tab("agreement")
        await pilot.pause()
        for key in ("f2", "f6", "f7", "f10", "enter"):
            before = len(told(app))
            await pilot.press(key)
            assert len(told(app)) == before + 1
            assert "Not yet" in told(app)[-1]
        assert app.screen is screen


async def test_the_palette_offers_what_the_keys_do(stand: Stand) -> None:
    store(stand, *pair("A"))
    async with room(stand) as (app, _, screen):
        offered = {command.title for command in app.get_system_commands(screen)}
        assert {"calibration: Clear exports", "calibration: Export", "calibration: Copy"} <= offered


async def test_the_overview_is_laid_out_for_its_width_whatever_happened_while_it_was_hidden(
    stand: Stand,
) -> None:
    store(stand, *pair("A"))
    async with room(stand, (80, 24)) as (app, pilot, screen):
        rows = screen.query_one(ReadingList)

        def misfits() -> list[str]:
            width = rows.scrollable_content_region.width
            prompts = [rows.get_option_at_index(n).prompt for n in range(rows.option_count)]
            fits = [row.laid_out(width).plain for row in rows._rows]
            assert len(fits) > 5
            return [str(prompt) for prompt, fit in zip(prompts, fits, strict=True)
                    if str(prompt) != fit]  # fmt: skip

        assert misfits() == []
        for size in ((80, 24), (120, 40)):
            screen.action_tab("agreement")
            await pilot.pause()
            screen.action_reload()
            await settled(app, pilot)
            await pilot.resize_terminal(*size)
            screen.action_tab("overview")
            await pilot.pause()
            assert misfits() == []


async def test_enter_before_any_arrow_shows_where_the_cursor_begins(stand: Stand) -> None:
    store(stand, *pair("A"))
    async with room(stand) as (_, pilot, screen):
        rows = screen.query_one(ReadingList)
        rows.focus()
        assert rows.current_key is None
        await pilot.press("enter")
        first = rows.current_key
        assert first is not None
        assert rows.highlighted == min(n for n, row in enumerate(rows._rows) if row.key)
