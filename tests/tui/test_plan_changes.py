"""Interviews added to a plan and dropped from it, and what refuses."""

from __future__ import annotations

import errno
import os
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest
from tests.builders import T0, session
from tests.tui.planning import (
    CASE,
    COVERED,
    IVO,
    MARA,
    answer,
    below,
    field,
    loop_on,
    on_disk,
    planning,
    question,
    rows,
)
from tests.tui.test_home import HOSTILE, OTHER, settled, told
from textual.widgets import Static

from interviewloop.interview.loop_events import PlanInterview
from interviewloop.interview.loops import apply
from interviewloop.tui.screens.plan_interview import PlanInterviewScreen
from interviewloop.tui.screens.plan_loop import PlanLoopScreen
from interviewloop.tui.widgets.case_picker import CasePicker
from interviewloop.tui.widgets.choice import Choice
from interviewloop.tui.widgets.table_list import TableList

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from typing import Any

    from tests.tui.conftest import Stand
    from textual.pilot import Pilot

    from interviewloop.tui.app import InterviewloopApp


@asynccontextmanager
async def adding(
    stand: Stand, who: str = "", size: tuple[int, int] = (120, 40)
) -> AsyncIterator[tuple[InterviewloopApp, Pilot[int], PlanInterviewScreen]]:
    """The form that plans an interview, with the case chosen if ``who`` is given."""
    async with planning(stand, size) as (app, pilot, screen):
        screen.action_add()
        await settled(app, pilot)
        form = app.screen
        assert isinstance(form, PlanInterviewScreen)
        if who:
            field(form, "interviewer").value = who
            form.query_one(CasePicker).choose(CASE)
        await pilot.pause()
        yield app, pilot, form


async def test_an_interview_is_added_as_filled_in(stand: Stand) -> None:
    path = loop_on(stand, *(PlanInterview(name, CASE, COVERED[2:]) for name in ("Tove", "Oto")))
    async with adding(stand, HOSTILE) as (app, pilot, form):
        covers = form.query_one("#covers", Choice)
        assert str(covers.content) == (
            "● what the loop needs (2 dimensions)\n○ all it assesses (3)"
        )
        covers.choose("1")
        form.query_one("#part", Choice).choose("shadow")
        await pilot.pause()
        assert "Leadership" in str(form.query_one("#case-chosen", Static).content)
        form.action_add()
        await settled(app, pilot)
        screen = app.screen
        assert isinstance(screen, PlanLoopScreen)
        assert rows(screen)[2].startswith("[bold red]Eve[/] ␛[2J")
        assert "\x1b" not in rows(screen)[2]
    assert on_disk(stand, path)[2] == (HOSTILE, CASE, COVERED, True)


async def test_what_is_missing_is_said_and_all_fits_a_small_screen(stand: Stand) -> None:
    loop_on(stand)
    async with adding(stand, size=(80, 24)) as (app, pilot, form):
        form.action_add()
        await pilot.pause()
        assert app.screen is form
        assert "Missing" in below(form, "interviewer")
        assert "choose a case" in str(form.query_one("#case-chosen", Static).content)
        assert field(form, "interviewer").has_focus_within
        assert form.query_one("#form").max_scroll_y == 0
        assert form.query_one("#add").region.bottom <= 23
        field(form, "interviewer").value = "x" * 201
        form.query_one(CasePicker).choose(CASE)
        await pilot.pause()
        form.action_add()
        await pilot.pause()
        assert "201" in below(form, "interviewer")


async def test_known_people_are_offered_and_near_misses_asked_about(stand: Stand) -> None:
    path = loop_on(stand, PlanInterview(IVO, CASE))
    async with adding(stand, "Ivo Brand") as (app, pilot, form):
        assert IVO in below(form, "interviewer")
        form.action_add()
        await pilot.pause()
        await pilot.pause()
        assert f"Did you mean “{IVO}”?" in question(app)
        await answer(app, pilot, 1)
        # Which makes it a second interview of one person with one case.
        assert app.screen is form
        assert "Planned already" in told(app)[0]
        assert field(form, "interviewer").value == IVO
        form.action_leave()
        await pilot.pause()
        await answer(app, pilot, 2)
        assert isinstance(app.screen, PlanLoopScreen)
    assert len(on_disk(stand, path)) == 1


async def test_what_a_colleague_planned_meanwhile_stays(stand: Stand) -> None:
    path = loop_on(stand)
    async with planning(stand) as (app, pilot, screen):
        theirs = stand.workspace.load_loop(path)
        stand.workspace.save_loop(path, apply(theirs, PlanInterview(IVO, CASE), T0, ()))
        screen.add(PlanInterview(MARA, CASE))
        await settled(app, pilot)
        assert [row.partition("  ")[0] for row in rows(screen)] == [IVO, MARA]


async def test_dropping_asks_and_takes_out_the_one_that_was_shown(stand: Stand) -> None:
    path = loop_on(stand, PlanInterview(IVO, CASE), PlanInterview(HOSTILE, CASE))
    async with planning(stand) as (app, pilot, screen):
        screen.query_one(TableList).action_move(1)
        screen.action_drop()
        await pilot.pause()
        assert "[bold red]Eve[/] ␛[2J" in question(app)
        await answer(app, pilot, 1)
        assert len(on_disk(stand, path)) == 2
        screen.action_drop()
        await pilot.pause()
        # A colleague takes p2 out and plans another under the same name.
        theirs = stand.workspace.load_loop(path)
        planned = {**theirs.planned, "p2": theirs.planned["p1"].model_copy(update={"case": "x"})}
        stand.workspace.save_loop(path, theirs.model_copy(update={"planned": planned}))
        await answer(app, pilot, 2)
        assert "Not in the plan" in told(app)[0]
        assert len(on_disk(stand, path)) == 2
        screen.action_reload()
        await settled(app, pilot)
        screen.query_one(TableList).to_first()
        screen.action_drop()
        await pilot.pause()
        await answer(app, pilot, 2)
        assert [case for _, case, *_ in on_disk(stand, path)] == ["x"]


async def test_what_has_begun_cannot_be_dropped_and_nobody_is_asked(stand: Stand) -> None:
    path = loop_on(stand, PlanInterview(IVO, CASE))
    stand.store(session(interviewer=IVO))
    stand.store(session(interviewer=OTHER))
    before = path.read_bytes()
    async with planning(stand) as (app, pilot, screen):
        screen.action_drop()
        screen.query_one(TableList).action_move(1)
        screen.action_drop()
        await pilot.pause()
        assert app.screen is screen
        begun, unplanned = told(app)
        assert begun.startswith(f"Begun already: {IVO} has begun it")
        assert unplanned.startswith(f"Not in the plan: {OTHER}")
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("call", "number", "reason"),
    [("open", errno.EROFS, "read-only"), ("replace", errno.EACCES, "permission")],
)
async def test_a_disk_that_refuses_is_told_and_nothing_changes(
    stand: Stand, monkeypatch: pytest.MonkeyPatch, call: str, number: int, reason: str
) -> None:
    """A folder that is read-only, and a file that is locked."""
    path = loop_on(stand, PlanInterview(IVO, CASE))
    before = path.read_bytes()
    real = getattr(os, call)

    def refuse(*args: Any, **named: Any) -> Any:
        if call == "replace" or args[1] & os.O_CREAT:
            raise OSError(number, os.strerror(number))
        return real(*args, **named)

    async with adding(stand, OTHER) as (app, pilot, form):
        monkeypatch.setattr(os, call, refuse)
        form.action_add()
        await pilot.pause()
        await pilot.pause()
        assert app.screen is form
        assert reason in told(app)[0]
        assert field(form, "interviewer").value == OTHER
        screen = app.screen_stack[-2]
        assert isinstance(screen, PlanLoopScreen)
        screen.action_drop()
        await pilot.pause()
        await answer(app, pilot, 2)
        assert reason in told(app)[1]
        monkeypatch.undo()
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir() if file.suffix != ".lock"] == [path.name]
