"""Loops made and planned in the app: forms, plan, suggestions, beginning one's own."""

from __future__ import annotations

import errno
import os
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from tests.builders import DIMS, T0, scored, session
from tests.tui.test_home import HOSTILE, OTHER, sealed, settled, told
from textual.widgets import Static

from interviewloop.interview.events import SetScore
from interviewloop.interview.loop_events import LoopEvent, PlanInterview, Waive
from interviewloop.interview.loops import apply
from interviewloop.model.loop import Loop
from interviewloop.tui.screens.dialogs import Choose
from interviewloop.tui.screens.home import HomeScreen
from interviewloop.tui.screens.live import LiveScreen
from interviewloop.tui.screens.loops import LoopsScreen
from interviewloop.tui.screens.new_loop import NewLoopScreen
from interviewloop.tui.screens.new_session import NewSessionScreen
from interviewloop.tui.screens.plan_interview import PlanInterviewScreen
from interviewloop.tui.screens.plan_loop import PlanLoopScreen
from interviewloop.tui.widgets.case_picker import CasePicker
from interviewloop.tui.widgets.choice import Choice
from interviewloop.tui.widgets.name_field import NameField
from interviewloop.tui.widgets.table_list import TableList

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path
    from typing import Any

    from tests.tui.conftest import Stand
    from textual.pilot import Pilot

    from interviewloop.tui.app import InterviewloopApp

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


# --- a new loop ---------------------------------------------------------------------------------


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


# --- the plan -----------------------------------------------------------------------------------


async def test_states_and_coverage_of_a_loop_under_way(stand: Stand) -> None:
    path = loop_on(
        stand,
        PlanInterview(OTHER, CASE, COVERED),
        PlanInterview(IVO, CASE, COVERED[:1]),
        PlanInterview(MARA, CASE, COVERED, shadow=True),
        PlanInterview("Gone", CASE, COVERED),
        Waive("Gone", CASE, "Tove", "left the company"),
    )
    stand.store(sealed(interviewer=OTHER))
    stand.store(scored(interviewer="Nura Said"))
    async with planning(stand) as (_, pilot, screen):
        assert screen.path == path
        feed = "A feed for a small shop"
        assert rows(screen) == [
            f"{OTHER}  {feed}  scores  ● submitted",
            f"{IVO}  {feed}  scores  ○ not begun",
            f"{MARA}  {feed}  shadow  ○ not begun",
            f"Gone  {feed}  scores  – waived",
            f"Nura Said  {feed}  scores  ◐ not submitted",
        ]
        lines = said(screen).splitlines()
        assert lines[0] == "● Panel in one piece: with this loop everybody can be compared."
        assert lines[1] == "3 of 8 dimensions are covered twice; 0 once, 5 by nobody."
        framing, modeling = lines[2:4]
        assert framing.split(maxsplit=2) == [
            "▸●●", "Problem", f"Framing          3 times: {OTHER}, {IVO}, Nura Said"
        ]  # fmt: skip
        assert modeling.endswith(f"twice: {OTHER}, Nura Said")
        assert lines[-1].startswith("▸●●")
        assert "nobody, needs 2 more" in lines[4]
        screen.query_one(TableList).action_move(1)
        await pilot.pause()
        signs = [line[:3] for line in said(screen).splitlines()[2:]]
        assert signs == ["▸●●", " ●●", *[" ○○"] * 5, " ●●"]


async def test_a_panel_in_groups_names_them(stand: Stand) -> None:
    for name, candidate in ((MARA, "A"), (IVO, "B"), (HOSTILE, "B")):
        stand.store(sealed(interviewer=name, candidate=candidate, loop=candidate))
    loop_on(stand, PlanInterview(MARA, CASE, COVERED), name="0")
    async with planning(stand) as (_, pilot, screen):
        words = said(screen).splitlines()[0]
        assert words.startswith("○ Panel in 2 groups that share no candidate, even with this loop:")
        assert f"{MARA}. Plan somebody of each." in words
        assert "[bold red]Eve[/] ␛[2J" in words
        screen.add(PlanInterview(IVO, CASE, COVERED))
        await settled(screen.loop_app, pilot)
        assert said(screen).splitlines()[0] == (
            "● Panel joined: this loop brings its 2 groups together."
        )


async def test_others_scores_change_nothing_on_the_plan(stand: Stand) -> None:
    loop_on(stand, PlanInterview(MARA, CASE, COVERED[:1]))
    seen = []
    for score in (1, 5, "no-signal"):
        scores = [SetScore(dim, score) for dim in DIMS]
        path = stand.store(sealed(*scores, interviewer=OTHER))
        async with planning(stand) as (app, pilot, screen):
            shown = [*rows(screen), said(screen)]
            screen.action_suggest()
            await pilot.pause()
            seen.append([*shown, question(app)])
        path.unlink()
    assert seen[0] == seen[1] == seen[2]


async def test_a_loop_whose_rubric_is_gone_says_so(stand: Stand) -> None:
    loop_on(stand, rubric="gone", name="0")
    async with planning(stand) as (app, pilot, screen):
        assert "gone, is not among the rubrics here" in said(screen)
        screen.action_suggest()
        await pilot.pause()
        assert "Without its rubric" in told(app)[0]


async def test_a_loop_whose_file_is_gone_or_broken_says_so(stand: Stand) -> None:
    path = loop_on(stand)
    async with planning(stand) as (app, pilot, screen):
        path.write_text("name = [\n")
        screen.action_reload()
        await settled(app, pilot)
        assert str(path) in told(app)[0].replace("\n", "")
        path.unlink()
        screen.action_reload()
        await settled(app, pilot)
        assert "This loop is gone" in told(app)[1]


# --- adding, dropping ---------------------------------------------------------------------------


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
    assert [file.name for file in path.parent.iterdir()] == [path.name]


# --- suggestions --------------------------------------------------------------------------------


async def test_a_suggestion_says_why_and_is_taken_with_enter(stand: Stand) -> None:
    stand.store(sealed(interviewer=IVO, candidate="C-1", loop="C-1"))
    path = loop_on(stand, PlanInterview(MARA, CASE, COVERED), name="0")
    async with planning(stand) as (app, pilot, screen):
        await pilot.press("g")
        await pilot.pause()
        told_why = " ".join(question(app).split())
        assert f"{IVO}: A feed for a small shop Fills Problem Framing, Modeling Depth" in told_why
        assert "Joins groups" not in told_why
        await pilot.press("enter")
        await settled(app, pilot)
        assert app.screen is screen
        assert on_disk(stand, path)[1] == (IVO, CASE, COVERED, False)
        # All that the one case here can show is covered twice now, and that is not all there is.
        screen.action_suggest()
        await pilot.pause()
        assert "No case here covers what is missing: Experimentation Rigor" in told(app)[0]


async def test_where_nobody_is_known_a_suggestion_asks_for_a_name(stand: Stand) -> None:
    path = loop_on(stand)
    async with planning(stand) as (app, pilot, screen):
        screen.action_suggest()
        await pilot.pause()
        assert question(app).count("Somebody new (Enter asks who)") == 3
        await answer(app, pilot, 1)
        form = app.screen
        assert isinstance(form, PlanInterviewScreen)
        assert form.query_one(CasePicker).key == CASE
        field(form, "interviewer").value = "Eve"
        form.action_add()
        await settled(app, pilot)
        assert on_disk(stand, path) == [("Eve", CASE, COVERED, False)]


# --- beginning ----------------------------------------------------------------------------------


async def test_ones_own_interview_begins_with_its_form_filled_in(stand: Stand) -> None:
    loop_on(
        stand, PlanInterview(IVO, CASE), PlanInterview(MARA, CASE, shadow=True),
        name="spring", candidate="C-9",
    )  # fmt: skip
    async with planning(stand) as (app, pilot, screen):
        screen.query_one(TableList).action_choose()
        await pilot.pause()
        assert app.screen is screen
        assert "Not yours to begin" in told(app)[0]
        # The key finds the one that is.
        await pilot.press("s")
        await settled(app, pilot)
        form = app.screen
        assert isinstance(form, NewSessionScreen)
        asked = form.answers()
        assert (asked.candidate, asked.interviewer, asked.loop) == ("C-9", MARA, "spring")
        assert (asked.case, asked.rubric, asked.kind) == (CASE, "test-rubric", "shadow")
        await pilot.press("escape")
        await settled(app, pilot)
        assert app.screen is screen
        screen.query_one(TableList).action_move(1)
        screen.action_start()
        await settled(app, pilot)
        await pilot.press("enter")
        await settled(app, pilot)
        assert isinstance(app.screen, LiveScreen)
        assert app.screen.desk.session.kind == "shadow"
        app.close_desk()
        await settled(app, pilot)
        assert isinstance(app.screen, HomeScreen)


async def test_where_none_or_several_are_ones_own_the_key_says_so(stand: Stand) -> None:
    events = [PlanInterview(IVO, CASE), *(PlanInterview(MARA, case) for case in ("x", "y"))]
    loop_on(stand, *events)
    for viewer, words in ((MARA, "Which one?: 2 interviews"), (OTHER, "Nothing of yours to begin")):
        async with planning(stand, viewer=viewer) as (app, pilot, screen):
            screen.action_start()
            await pilot.pause()
            assert told(app)[0].startswith(words)


async def test_what_is_begun_is_gone_on_with(stand: Stand) -> None:
    loop_on(stand, PlanInterview(MARA, CASE))
    stand.store(session())
    async with planning(stand) as (app, pilot, screen):
        screen.query_one(TableList).action_choose()
        await settled(app, pilot)
        assert isinstance(app.screen, LiveScreen)


async def test_every_action_is_in_the_palette(stand: Stand) -> None:
    loop_on(stand)
    async with loops(stand) as (app, pilot, screen):
        titles = {command.title for command in app.get_system_commands(screen)}
        assert {f"loops: {name}" for name in ("New loop", "Plan", "Debrief")} <= titles
        screen.action_plan()
        await settled(app, pilot)
        assert isinstance(app.screen, PlanLoopScreen)
        titles = {command.title for command in app.get_system_commands(app.screen)}
        names = ("Add", "Suggest", "Drop", "Start mine")
        assert {f"loop plan: {name}" for name in names} <= titles
