"""The planner: sliders, what they come to, and whom to seat next."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from tests.builders import DIMS, session
from tests.calibration.panels import made_up
from tests.tui.test_calibration import listing, pair
from tests.tui.test_home import ME, OTHER, sealed, settled
from textual.widgets import Static

from interviewloop.calibration.planning import planned_panels
from interviewloop.interview.events import SetScore
from interviewloop.tui.room.planning import Basis, basis_of, planned, seats
from interviewloop.tui.screens.planner import PlannerScreen
from interviewloop.tui.widgets.slider import Slider

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.tui.conftest import Stand
    from textual.pilot import Pilot

    from interviewloop.model.scorecard import Score
    from interviewloop.model.session import Session
    from interviewloop.tui.app import InterviewloopApp

LEVELS: tuple[Score, ...] = (1, 2, 3, 4, 5, 3, 2, 4)


def panel_sessions() -> list[Session]:
    """Eight candidates who differ, each met by the same two."""
    found = []
    for number, level in enumerate(LEVELS):
        fields = {"candidate": f"C{number}", "loop": f"C{number}"}
        scores = [SetScore(dim, level) for dim in DIMS]
        found.append(sealed(*scores, interviewer="Ada", **fields))
        found.append(sealed(*scores[:-1], interviewer=OTHER, **fields))
    return found


@asynccontextmanager
async def planner(
    stand: Stand, size: tuple[int, int] = (110, 50)
) -> AsyncIterator[tuple[InterviewloopApp, Pilot[int], PlannerScreen]]:
    app = stand.app()
    async with app.run_test(size=size) as pilot:
        await settled(app, pilot)
        await pilot.press("t")
        await settled(app, pilot)
        await settled(app, pilot)
        assert isinstance(app.screen, PlannerScreen)
        yield app, pilot, app.screen


def words(screen: PlannerScreen) -> str:
    return str(screen.query_one("#words", Static).content)


def test_a_plan_is_that_of_the_command_line() -> None:
    ratings = made_up(60, 10)
    basis = Basis("panel", ratings, 8.0)
    plan = planned(basis, 3.5, 8)
    panels = planned_panels(ratings, 3.5)
    assert isinstance(panels, tuple)
    assert [line.values[1:] for line in plan.sheet.lines] == [
        (one.reliability, one.wrong_hire, one.wrong_reject) for one in panels
    ]
    fewer = planned(basis, 3.5, 2)
    for many, few in zip(plan.sheet.lines, fewer.sheet.lines, strict=True):
        assert getattr(few.values[1], "value", 1) < getattr(many.values[1], "value", 0)
    assert plan.buys[3].startswith("One more interview, 5 in place of 4, raises reliability by 0.")


def test_where_nothing_can_be_planned_the_reason_and_its_mend_are_told() -> None:
    plan = planned(Basis("panel", made_up(3, 3, seats=2), 8.0), 3.5, 8)
    assert plan.why.startswith("Withheld: Panels of other sizes: fewer than 5 candidates")
    assert not plan.sheet.lines
    assert not plan.buys


def test_how_many_dimensions_are_scored_now_is_said() -> None:
    basis = Basis("panel", made_up(6, 4), 7.44)
    assert basis.words(7) == "as now: 7.4 scored in a session"
    assert basis.words(4) == "4 in place of 7.4 scored in a session"


def test_a_plan_uses_no_score_that_the_viewer_may_not_see() -> None:
    owed = session(candidate="A", loop="A", interviewer=ME)
    basis = basis_of(listing(*pair("A"), *pair("B"), owed), None, ME)
    assert basis.ratings.candidates == ("B",)


def test_seats_are_two_at_the_least() -> None:
    lines = seats(Basis("panel", made_up(6, 4), 8.0), 1)
    assert lines[0].count(", ") == 1
    assert lines[0].startswith("- Candidate 1: I")


async def test_sliders_change_the_plan(stand: Stand) -> None:
    for one in panel_sessions():
        stand.store(one)
    async with planner(stand) as (app, pilot, screen):
        four = words(screen)
        assert "One more interview, 5 in place of 4" in four
        assert "as now: 8 scored in a session" in four
        assert "Ada, Jonas Weber" in str(screen.query_one("#seats", Static).content)
        await pilot.press("left")
        await settled(app, pilot)
        assert "One more interview, 4 in place of 3" in words(screen)
        plot = screen._plot
        assert plot is not None
        assert plot.cursor == 2
        await pilot.press("down", "left", "left")
        await settled(app, pilot)
        assert "6 in place of 8 scored in a session" in words(screen)
        await pilot.press("down", "right")
        await settled(app, pilot)
        assert screen.query_one("#cut", Slider).value == 3.75
        await pilot.press("escape")
        await pilot.pause()
        assert not isinstance(app.screen, PlannerScreen)


async def test_without_scores_the_planner_says_why_there_is_no_plan(stand: Stand) -> None:
    async with planner(stand, (80, 24)) as (_, _, screen):
        assert words(screen).startswith("Withheld: ")
        plot = screen._plot
        assert plot is not None
        assert not plot.display


async def test_the_plan_is_copied_and_its_table_written(stand: Stand) -> None:
    for one in panel_sessions():
        stand.store(one)
    async with planner(stand) as (app, pilot, screen):
        await pilot.press("f6")
        copied = app.clipboard
        assert copied.splitlines()[0] == "Plan"
        assert "wrong rejections" in copied
        assert "One more interview, 5 in place of 4" in copied
        assert "Whom to seat next" in copied
        await pilot.press("f7")
        [file] = (stand.root / "exports").iterdir()
        assert file.name.startswith("calibration-panel-plan-")
        header, *rows = file.read_text(encoding="utf-8").splitlines()
        assert header.startswith("interviewers,reliability,reliability low,reliability high")
        assert len(rows) == 10
        assert screen.plan is not None


async def test_a_plan_that_cannot_be_made_writes_no_table_and_copies_why(stand: Stand) -> None:
    stand.store(sealed())
    async with planner(stand) as (app, _, screen):
        screen.action_export()
        screen.action_copy()
        assert not (stand.root / "exports").exists()
        assert app.clipboard.startswith("Withheld: ")
