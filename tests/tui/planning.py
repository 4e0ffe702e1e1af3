"""A loop on disk, and the screens that plan it."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from tests.builders import T0
from tests.tui.test_home import settled
from textual.widgets import Static

from interviewloop.interview.loops import apply
from interviewloop.model.loop import Loop
from interviewloop.tui.screens.dialogs import Choose
from interviewloop.tui.screens.home import HomeScreen
from interviewloop.tui.screens.loops import LoopsScreen
from interviewloop.tui.screens.plan_loop import PlanLoopScreen
from interviewloop.tui.widgets.name_field import NameField
from interviewloop.tui.widgets.table_list import TableList

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path
    from typing import Any

    from tests.tui.conftest import Stand
    from textual.pilot import Pilot

    from interviewloop.interview.loop_events import LoopEvent
    from interviewloop.tui.app import InterviewloopApp
    from interviewloop.tui.screens.new_loop import NewLoopScreen
    from interviewloop.tui.screens.plan_interview import PlanInterviewScreen

CASE = "feat-test"
MARA, IVO = "Mara Lindqvist", "Ivo Brandt"
COVERED = ("problem-framing", "modeling-depth", "leadership")


def loop_on(stand: Stand, *events: LoopEvent, **changes: Any) -> Path:
    """A loop on disk after ``events``."""
    fields = {"name": "C-014", "candidate": "C-014", "rubric": "test-rubric", "created_at": T0}
    loop = Loop.model_validate({**fields, **changes})
    path = stand.workspace.create_loop(loop)
    sessions = [one.session for one in stand.workspace.listing().sessions]
    for event in events:
        loop = apply(loop, event, T0, sessions)
    stand.workspace.save_loop(path, loop)
    return path


def on_disk(stand: Stand, path: Path) -> list[tuple[str, str, tuple[str, ...], bool]]:
    planned = stand.workspace.load_loop(path).planned.values()
    return [(one.interviewer, one.case, one.dimensions, one.shadow) for one in planned]


@asynccontextmanager
async def loops(
    stand: Stand, size: tuple[int, int] = (120, 40), viewer: str = MARA
) -> AsyncIterator[tuple[InterviewloopApp, Pilot[int], LoopsScreen]]:
    stand.settings = replace(stand.settings, interviewer=viewer)
    app = stand.app()
    async with app.run_test(size=size) as pilot:
        await settled(app, pilot)
        assert isinstance(app.screen, HomeScreen)
        app.screen.action_loops()
        await settled(app, pilot)
        assert isinstance(app.screen, LoopsScreen)
        yield app, pilot, app.screen


@asynccontextmanager
async def planning(
    stand: Stand, size: tuple[int, int] = (120, 40), viewer: str = MARA
) -> AsyncIterator[tuple[InterviewloopApp, Pilot[int], PlanLoopScreen]]:
    """The plan of the first loop, above home."""
    stand.settings = replace(stand.settings, interviewer=viewer)
    app = stand.app()
    async with app.run_test(size=size) as pilot:
        await settled(app, pilot)
        first = stand.workspace.listing().loops[0]
        screen = PlanLoopScreen(first.path, first.loop)
        app.push_screen(screen)
        await settled(app, pilot)
        yield app, pilot, screen


def rows(screen: PlanLoopScreen) -> list[str]:
    return ["  ".join(line.cells) for line in screen.query_one(TableList)._lines]


def said(screen: PlanLoopScreen) -> str:
    parts = (screen.query_one(name, Static).content for name in ("#panel", "#covered"))
    return "\n".join(map(str, parts))


def field(screen: NewLoopScreen | PlanInterviewScreen, name: str) -> NameField:
    return screen.query_one(f"#{name}", NameField)


def below(screen: NewLoopScreen | PlanInterviewScreen, name: str) -> str:
    return str(field(screen, name).query_one(".below", Static).content)


def question(app: InterviewloopApp) -> str:
    """A question with its answers, as text."""
    assert isinstance(app.screen, Choose)
    parts = [app.screen._title, app.screen._question, *(words for _, words in app.screen._answers)]
    return "\n".join(parts)


async def answer(app: InterviewloopApp, pilot: Pilot[int], number: int) -> None:
    assert isinstance(app.screen, Choose)
    app.screen.action_pick(number)
    await settled(app, pilot)
