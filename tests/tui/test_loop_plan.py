"""The plan of a loop in the app: what it shows, suggests and begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.builders import DIMS, scored, session
from tests.tui.planning import (
    CASE,
    COVERED,
    IVO,
    MARA,
    answer,
    field,
    loop_on,
    loops,
    on_disk,
    planning,
    question,
    rows,
    said,
)
from tests.tui.test_home import HOSTILE, OTHER, sealed, settled, told

from interviewloop.interview.events import SetScore
from interviewloop.interview.loop_events import PlanInterview, Waive
from interviewloop.tui.screens.home import HomeScreen
from interviewloop.tui.screens.live import LiveScreen
from interviewloop.tui.screens.new_session import NewSessionScreen
from interviewloop.tui.screens.plan_interview import PlanInterviewScreen
from interviewloop.tui.screens.plan_loop import PlanLoopScreen
from interviewloop.tui.widgets.case_picker import CasePicker
from interviewloop.tui.widgets.table_list import TableList

if TYPE_CHECKING:
    from tests.tui.conftest import Stand


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
