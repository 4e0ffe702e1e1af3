"""The form for a new loop: what it asks, doubts and writes."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from tests.builders import T0
from tests.tui.planning import (
    CASE,
    IVO,
    answer,
    below,
    field,
    loop_on,
    loops,
    question,
    rows,
)
from tests.tui.test_home import HOSTILE, settled, told
from textual.widgets import Static

from interviewloop.interview.loop_events import PlanInterview
from interviewloop.tui.screens.loops import LoopsScreen
from interviewloop.tui.screens.new_loop import NewLoopScreen
from interviewloop.tui.screens.plan_loop import PlanLoopScreen
from interviewloop.tui.widgets.table_list import TableList

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.tui.conftest import Stand
    from textual.pilot import Pilot

    from interviewloop.tui.app import InterviewloopApp


async def test_the_keyboard_alone_makes_a_loop_and_plans_it(stand: Stand) -> None:
    app = stand.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(app, pilot)
        await pilot.press("l")
        await settled(app, pilot)
        await pilot.press("n")
        await settled(app, pilot)
        await pilot.press("C", "7", "f8")
        await settled(app, pilot)
        assert isinstance(app.screen, PlanLoopScreen)
        await pilot.press("a")
        await pilot.press("I", "v", "o", "tab", "tab", "down", "f8")
        await settled(app, pilot)
        screen = app.screen
        assert isinstance(screen, PlanLoopScreen)
        assert rows(screen) == ["Ivo  A feed for a small shop  scores  ○ not begun"]
        await pilot.press("d", "2")
        await settled(app, pilot)
        assert rows(screen) == []
        await pilot.press("escape")
        await settled(app, pilot)
        assert isinstance(app.screen, LoopsScreen)
        assert app.screen.query_one(TableList).current_key == str(screen.path)
    loop = stand.workspace.load_loop(screen.path)
    assert (loop.name, loop.candidate, loop.rubric) == ("C7", "C7", "test-rubric")


@asynccontextmanager
async def new_loop(
    stand: Stand, **answers: str
) -> AsyncIterator[tuple[InterviewloopApp, Pilot[int], NewLoopScreen]]:
    async with loops(stand) as (app, pilot, screen):
        screen.action_new()
        await settled(app, pilot)
        form = app.screen
        assert isinstance(form, NewLoopScreen)
        for name, text in answers.items():
            field(form, name).value = text
        await pilot.pause()
        yield app, pilot, form


async def create(app: InterviewloopApp, pilot: Pilot[int]) -> None:
    assert isinstance(app.screen, NewLoopScreen)
    app.screen.action_create()
    await pilot.pause()
    await pilot.pause()


async def test_every_answer_reaches_the_file(stand: Stand) -> None:
    async with new_loop(stand, candidate="=1+1", role=HOSTILE, name="spring") as (app, pilot, _):
        await create(app, pilot)
        await settled(app, pilot)
        assert isinstance(app.screen, PlanLoopScreen)
        title = str(app.screen.query_one("TopBar", Static).content)
        assert title.startswith(" Plan · =1+1 · spring · [bold red]Eve[/] ␛[2J"[1:])
        assert "\x1b" not in title
    loop = stand.workspace.load_loop(stand.workspace.loop_path("spring"))
    assert (loop.candidate, loop.role, loop.created_at) == ("=1+1", HOSTILE, T0)


async def test_what_is_missing_or_too_long_stands_beside_its_field(stand: Stand) -> None:
    async with new_loop(stand, role="x" * 201) as (app, pilot, form):
        await create(app, pilot)
        assert app.screen is form
        assert "Missing" in below(form, "candidate")
        assert "201" in below(form, "role")
        assert field(form, "candidate").has_focus_within
    assert stand.workspace.listing().loops == ()


async def test_a_loop_that_is_there_is_told_and_left_as_it_is(stand: Stand) -> None:
    path = loop_on(stand, PlanInterview(IVO, CASE))
    before = path.read_bytes()
    async with new_loop(stand, candidate="C-014", role="Scientist") as (app, pilot, form):
        await create(app, pilot)
        assert app.screen is form
        assert "exists already" in told(app)[0]
        assert field(form, "role").value == "Scientist"
    assert path.read_bytes() == before


async def test_a_candidate_that_is_nearly_one_from_before_is_asked_about(stand: Stand) -> None:
    loop_on(stand)
    async with new_loop(stand, candidate="C-14") as (app, pilot, form):
        await create(app, pilot)
        assert "Did you mean “C-014”?" in question(app)
        await pilot.press("escape")
        await pilot.pause()
        assert app.screen is form
        assert len(stand.workspace.listing().loops) == 1


async def test_a_half_filled_form_asks_before_it_closes(stand: Stand) -> None:
    async with new_loop(stand, role="Scientist") as (app, pilot, form):
        await pilot.press("escape")
        await answer(app, pilot, 1)
        assert app.screen is form
        assert field(form, "role").value == "Scientist"
        field(form, "role").value = ""
        form.action_leave()
        await settled(app, pilot)
        assert isinstance(app.screen, LoopsScreen)
