"""The library screen: the ways in and out, keys, what a press does, and edits while it is open."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest
from tests.builders import T0, rubric
from tests.tui.planning import loop_on
from tests.tui.small_library import FEED, QUEUE, WIN, small_library, write_case
from tests.tui.test_home import settled, told
from textual import events
from textual.widgets import Static

from interviewloop.library.library import Library
from interviewloop.model.library_marks import Retirement
from interviewloop.model.loop import Loop
from interviewloop.tui.new_session_form import offered_rubrics
from interviewloop.tui.screens.dialogs import AskLine
from interviewloop.tui.screens.home import HomeScreen
from interviewloop.tui.screens.library import LibraryScreen
from interviewloop.tui.screens.live import LiveScreen
from interviewloop.tui.screens.new_loop import NewLoopScreen
from interviewloop.tui.screens.new_session import NewSessionScreen
from interviewloop.tui.screens.plan_interview import PlanInterviewScreen
from interviewloop.tui.screens.plan_loop import PlanLoopScreen
from interviewloop.tui.screens.practise import PractiseScreen
from interviewloop.tui.services import Services
from interviewloop.tui.widgets.case_picker import CasePicker
from interviewloop.tui.widgets.name_field import NameField
from interviewloop.tui.widgets.table_list import TableList
from interviewloop.tui.widgets.typing import LineInput
from interviewloop.workspace.listing import Listing, StoredLoop
from interviewloop.workspace.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.tui.conftest import Stand
    from textual.pilot import Pilot

    from interviewloop.tui.app import InterviewloopApp


def app_on(stand: Stand) -> InterviewloopApp:
    app = stand.app()
    library = Library.open([stand.root])
    app.services = Services(stand.root, stand.config, stand.settings, lambda: library, stand.now)
    return app


@asynccontextmanager
async def at_home(
    stand: Stand, size: tuple[int, int] = (120, 40)
) -> AsyncIterator[tuple[InterviewloopApp, Pilot[int]]]:
    app = app_on(stand)
    async with app.run_test(size=size) as pilot:
        await settled(app, pilot)
        yield app, pilot


@asynccontextmanager
async def opened(
    stand: Stand, size: tuple[int, int] = (120, 40)
) -> AsyncIterator[tuple[InterviewloopApp, Pilot[int], LibraryScreen]]:
    small_library(stand.root)
    async with at_home(stand, size) as (app, pilot):
        screen = LibraryScreen()
        app.push_screen(screen)
        await settled(app, pilot)
        yield app, pilot, screen


def key(stand: Stand, id_: str) -> str:
    return str(stand.root / "cases" / id_ / "case.toml")


def page(screen: LibraryScreen) -> str:
    return str(screen.query_one("#page", Static).content)


def listed(screen: LibraryScreen) -> list[str]:
    assert screen.state is not None
    return [entry.id for entry in screen.state.found.entries.values()]


def point_at(screen: LibraryScreen, stand: Stand, id_: str) -> None:
    screen.query_one(TableList).point_at(key(stand, id_))


async def answer(pilot: Pilot[int], words: str) -> None:
    dialog = pilot.app.screen
    assert isinstance(dialog, AskLine)
    dialog.query_one(LineInput).value = words
    await dialog.query_one(LineInput).action_submit()
    await pilot.pause()


async def test_keys_alone_open_search_filter_and_leave(stand: Stand) -> None:
    small_library(stand.root)
    async with at_home(stand, (80, 24)) as (app, pilot):
        await pilot.press("b")
        await settled(app, pilot)
        screen = app.screen
        assert isinstance(screen, LibraryScreen)
        assert listed(screen) == [WIN, FEED, QUEUE]
        await pilot.press("slash", *"coupn")
        assert listed(screen) == [WIN]
        assert "An early win" in page(screen)
        await pilot.press("escape", "e")
        assert listed(screen) == [FEED, WIN]
        await pilot.press("f3", "right", "minus", "space", "space")
        assert screen.state is not None
        assert screen.state.filters.setting == "b2b-saas"
        await pilot.press("escape", "slash", "escape")
        assert app.screen is screen
        await pilot.press("escape")
        await settled(app, pilot)
        assert isinstance(app.screen, HomeScreen)


@pytest.mark.parametrize("library", [True, False], ids=["library", "home"])
async def test_letters_right_after_the_search_key_are_searched(stand: Stand, library: bool) -> None:
    small_library(stand.root)
    stand.store()
    async with at_home(stand) as (app, pilot):
        if library:
            app.push_screen(LibraryScreen())
            await settled(app, pilot)
        screen = app.screen
        for name, sign in (("slash", "/"), ("n", "n"), ("s", "s")):
            app.post_message(events.Key(name, sign))
        await settled(app, pilot)
        assert app.screen is screen
        assert screen.query_one("#search", LineInput).value == "ns"


async def test_the_answer_is_shown_and_moving_on_hides_it(stand: Stand) -> None:
    async with opened(stand) as (app, pilot, screen):
        await settled(app, pilot)
        assert "Nobody looked at" not in page(screen)
        await pilot.press("s")
        assert "Nobody looked at" in page(screen)
        await pilot.press("down")
        assert "The metric is wrong" not in page(screen)
        await pilot.press("up")
        assert "Nobody looked at" not in page(screen)


async def test_enter_begins_an_interview_with_the_case(stand: Stand) -> None:
    async with opened(stand) as (app, pilot, screen):
        point_at(screen, stand, FEED)
        await pilot.press("enter")
        await settled(app, pilot)
        form = app.screen
        assert isinstance(form, NewSessionScreen)
        assert form.answers().case == FEED
        assert form.answers().rubric == "short-rubric"
        form.query_one("#candidate", NameField).value = "C-9"
        form.action_create()
        await settled(app, pilot)
        assert isinstance(app.screen, LiveScreen)
        app.close_desk()
        await settled(app, pilot)
        assert isinstance(app.screen, HomeScreen)


async def test_practice_needs_somebody_to_practise_with(stand: Stand) -> None:
    async with opened(stand) as (app, pilot, screen):
        point_at(screen, stand, WIN)
        screen.action_practise()
        await pilot.pause()
        assert any("Nobody to practise with" in line for line in told(app))
        point_at(screen, stand, FEED)
        await pilot.press("p")
        await settled(app, pilot)
        assert isinstance(app.screen, PractiseScreen)


async def test_retiring_asks_why_survives_a_restart_and_is_taken_back(stand: Stand) -> None:
    async with opened(stand) as (app, pilot, screen):
        await pilot.press("r")
        await answer(pilot, "its figures are on a forum")
        await settled(app, pilot)
        assert listed(screen) == [FEED, QUEUE]
    mark = Workspace(stand.root).library_marks().retired_cases[WIN]
    assert (mark.why, mark.by) == ("its figures are on a forum", "Mara Lindqvist")
    async with at_home(stand) as (app, pilot):
        screen = LibraryScreen()
        app.push_screen(screen)
        await settled(app, pilot)
        assert listed(screen) == [FEED, QUEUE]
        await pilot.press("t")
        assert listed(screen) == [WIN, FEED, QUEUE]
        point_at(screen, stand, WIN)
        await pilot.press("r")
        await settled(app, pilot)
        assert Workspace(stand.root).library_marks().retired_cases == {}
        assert "Retired" not in page(screen)


async def test_retiring_without_a_reason_is_not_possible(stand: Stand) -> None:
    async with opened(stand) as (app, pilot, screen):
        screen.action_retire()
        await pilot.pause()
        await answer(pilot, "  ")
        assert isinstance(app.screen, AskLine)
        await pilot.press("escape")
        assert listed(screen) == [WIN, FEED, QUEUE]
        assert not (stand.root / "library.toml").exists()


async def test_damaged_marks_are_told_once_and_not_written_over(stand: Stand) -> None:
    stand.root.mkdir(parents=True, exist_ok=True)
    marks = stand.root / "library.toml"
    marks.write_text("what = 1\n", encoding="utf-8")
    async with opened(stand) as (app, pilot, screen):
        assert len([line for line in told(app) if "library.toml" in line]) == 1
        screen.action_retire()
        await pilot.pause()
        await answer(pilot, "leaked")
        await settled(app, pilot)
        assert len([line for line in told(app) if "library.toml" in line]) == 2
        assert listed(screen) == [WIN, FEED, QUEUE]
    assert marks.read_text(encoding="utf-8") == "what = 1\n"


async def test_rubrics_are_retired_too(stand: Stand) -> None:
    async with opened(stand) as (app, pilot, screen):
        await pilot.press("f6")
        assert listed(screen) == ["short-rubric", "test-rubric"]
        assert screen.check_action("new", ()) is False
        await pilot.press("r")
        await answer(pilot, "replaced")
        await settled(app, pilot)
        assert listed(screen) == ["test-rubric"]
        app.push_screen(NewSessionScreen(case=FEED))
        await settled(app, pilot)
        assert isinstance(app.screen, NewSessionScreen)
        assert app.screen.answers().rubric == "test-rubric"


async def test_an_edit_beside_is_shown_where_one_is(stand: Stand) -> None:
    async with opened(stand) as (app, pilot, screen):
        screen.query_one("#search", LineInput).value = "shop"
        await settled(app, pilot)
        assert screen.query_one(TableList).current_key == key(stand, FEED)
        write_case(stand.root, FEED, title="A shop, edited", primary=["no-such-dimension"])
        screen._watch()
        await settled(app, pilot)
        await settled(app, pilot)
        assert screen.query_one(TableList).current_key == key(stand, FEED)
        assert screen.query_one("#search", LineInput).value == "shop"
        assert "A shop, edited" in page(screen)
        assert "no-such-dimension" in page(screen)
        assert screen.state is not None
        assert "edited: " in screen.state.cells(key(stand, FEED))[-1]
        (stand.root / "cases" / FEED / "case.toml").write_text("[case\n", encoding="utf-8")
        screen.query_one("#search", LineInput).value = FEED
        screen.look_at_files()
        await settled(app, pilot)
        await settled(app, pilot)
        assert "This file cannot be used" in page(screen)
        assert "case.toml:1" in page(screen)


async def test_nothing_is_read_while_nothing_changes(
    stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(stand) as (app, pilot, screen):
        view = screen.state.view if screen.state else None
        monkeypatch.setattr(
            "interviewloop.tui.library_reading.read_library", lambda _: pytest.fail("read anew")
        )
        screen.look_at_files()
        await settled(app, pilot)
        assert screen.state is not None
        assert screen.state.view is view


async def test_behind_another_screen_no_file_is_looked_at(stand: Stand) -> None:
    async with opened(stand) as (app, pilot, screen):
        screen.action_new()
        await settled(app, pilot)
        write_case(stand.root, FEED, title="Edited meanwhile")
        screen._watch()
        await settled(app, pilot)
        assert screen.state is not None
        assert "Edited meanwhile" not in [entry.title for entry in screen.state.view.cases.values()]
        await pilot.press("escape")
        await settled(app, pilot)
        assert "Edited meanwhile" in [entry.title for entry in screen.state.view.cases.values()]


async def test_an_empty_library_says_what_to_do(stand: Stand) -> None:
    async with at_home(stand) as (app, pilot):
        screen = LibraryScreen()
        app.push_screen(screen)
        await settled(app, pilot)
        assert "No cases and no rubrics here" in page(screen)
        await pilot.press("s", "n", "p", "r", "k", "f6", "escape")
        await settled(app, pilot)
        assert isinstance(app.screen, HomeScreen)


async def test_the_palette_offers_what_the_keys_do(stand: Stand) -> None:
    async with at_home(stand) as (app, pilot):
        names = [command.title for command in app.get_system_commands(app.screen)]
        assert "sessions: Library" in names
        app.push_screen(LibraryScreen())
        await settled(app, pilot)
        names = [command.title for command in app.get_system_commands(app.screen)]
        assert {"library: Retire", "library: Answer", "library: Kind"} <= {*names}


# --- retired cases elsewhere -------------------------------------------------------------------


def retire(stand: Stand, id_: str) -> None:
    mark = Retirement(at=stand.now().wall, why="leaked")
    stand.workspace.change_library_marks(lambda marks: marks.with_retired("cases", id_, mark))


async def test_a_retired_case_is_offered_for_a_new_interview_only_when_asked(stand: Stand) -> None:
    small_library(stand.root)
    retire(stand, WIN)
    async with at_home(stand) as (app, pilot):
        screen = NewSessionScreen()
        app.push_screen(screen)
        await settled(app, pilot)
        picker = screen.query_one(CasePicker)
        assert [line.key for line in picker.query_one(TableList)._lines] == [FEED, QUEUE]
        assert "1 retired, F6 offers it" in str(screen.query_one("#case-chosen", Static).content)
        await pilot.press("f6")
        titles = [line.cells[0] for line in picker.query_one(TableList)._lines]
        assert titles[0] == "An early win for the coupon (retired)"
        await pilot.press("f6")
        assert len(picker.query_one(TableList)._lines) == 2
    async with at_home(stand) as (app, pilot):
        chosen = NewSessionScreen(case=WIN)
        app.push_screen(chosen)
        await settled(app, pilot)
        assert chosen.answers().case == WIN


async def test_a_plan_neither_proposes_nor_offers_a_retired_case(stand: Stand) -> None:
    small_library(stand.root)
    retire(stand, WIN)
    retire(stand, FEED)
    path = loop_on(stand)
    loop = stand.workspace.load_loop(path)
    async with at_home(stand) as (app, pilot):
        screen = PlanLoopScreen(path, loop)
        app.push_screen(screen)
        await settled(app, pilot)
        assert screen.plan is not None
        assert {one.interview.case for one in screen.plan.proposals} == {QUEUE}
        screen.action_add()
        await settled(app, pilot)
        form = app.screen
        assert isinstance(form, PlanInterviewScreen)
        assert [line.key for line in form.query_one(TableList)._lines] == [QUEUE]
        assert "2 retired, F6 offers them" in str(form.query_one("#case-chosen", Static).content)
        form.action_retired()
        assert len(form.query_one(TableList)._lines) == 3


async def test_a_retired_rubric_is_not_offered_for_a_new_loop(stand: Stand) -> None:
    small_library(stand.root)
    mark = Retirement(at=stand.now().wall, why="replaced")
    stand.workspace.change_library_marks(
        lambda marks: marks.with_retired("rubrics", "short-rubric", mark)
    )
    async with at_home(stand) as (app, pilot):
        screen = NewLoopScreen(lambda _: None)
        app.push_screen(screen)
        await settled(app, pilot)
        assert screen.answers().rubric == "test-rubric"


async def test_a_session_of_a_retired_case_opens_as_ever(stand: Stand) -> None:
    small_library(stand.root)
    path = stand.store()
    retire(stand, FEED)
    async with at_home(stand) as (app, pilot):
        app.open_session(path)
        await settled(app, pilot)
        assert isinstance(app.screen, LiveScreen)


async def test_damaged_marks_do_not_stop_an_interview(stand: Stand) -> None:
    small_library(stand.root)
    (stand.root / "library.toml").write_text("what = 1\n", encoding="utf-8")
    async with at_home(stand) as (app, pilot):
        screen = NewSessionScreen()
        app.push_screen(screen)
        await settled(app, pilot)
        assert any("library.toml" in line for line in told(app))
        assert len(screen.query_one(CasePicker).query_one(TableList)._lines) == 3


def test_a_loop_keeps_its_rubric_even_when_that_is_retired() -> None:
    rubrics = {"test-rubric": rubric(), "other": rubric()}
    loop = Loop(name="C-1", candidate="C-1", rubric="test-rubric", created_at=T0)
    listing = Listing((), (), (StoredLoop(None, loop),))  # type: ignore[arg-type]
    assert [*offered_rubrics(rubrics, {"test-rubric"}, "C-1", listing)] == ["test-rubric", "other"]
    assert [*offered_rubrics(rubrics, {"test-rubric"}, "C-2", listing)] == ["other"]
