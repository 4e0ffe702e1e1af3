"""From a figure on screen to its sessions, with keys and clicks."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from tests.builders import DIMS
from tests.tui.test_calibration import pair
from tests.tui.test_home import ME, OTHER, sealed, settled
from tests.tui.test_room import read, room, store
from textual.widgets import Static

from interviewloop.interview.events import SetScore
from interviewloop.tui.room.sheet import Subject
from interviewloop.tui.screens.behind import BehindScreen
from interviewloop.tui.screens.dialogs import Choose
from interviewloop.tui.screens.sealed import SealedScreen
from interviewloop.tui.widgets.table_list import TableList
from interviewloop.workspace.codec import encode

if TYPE_CHECKING:
    from tests.tui.conftest import Stand

    from interviewloop.tui.room.tabs import Tab


async def test_behind_a_line_are_its_sessions_and_the_scorecard_asks_before_it_names(
    stand: Stand,
) -> None:
    store(stand, *pair("A"), *pair("B"), sealed(interviewer=ME, candidate="B", loop="B"))
    async with room(stand) as (app, pilot, screen):
        screen.action_tab("candidates")
        await pilot.pause()
        await pilot.press("down", "enter")
        await settled(app, pilot)
        behind = app.screen
        assert isinstance(behind, BehindScreen)
        lines = [line.cells for line in behind.query_one(TableList)._lines]
        called = [cells[1] for cells in lines]
        assert sorted(called) == ["Interviewer 02", "Interviewer 03", f"{ME} (you)"]
        assert {(cells[0], cells[2]) for cells in lines} == {("B", "feat-test")}
        own = called.index(f"{ME} (you)")
        behind.query_one(TableList).point_at(str((own + 1) % 3))
        await pilot.press("enter")
        assert isinstance(app.screen, Choose)
        await pilot.press("2")
        await settled(app, pilot)
        assert isinstance(app.screen, SealedScreen)
        app.screen.action_home()
        await pilot.pause()
        assert app.screen is behind
        behind.query_one(TableList).point_at(str(own))
        await pilot.press("enter")
        await settled(app, pilot)
        assert isinstance(app.screen, SealedScreen)
        assert app.screen.desk.session.interviewer == ME
        app.screen.action_home()
        behind.action_leave()
        await pilot.pause()
        assert app.screen is screen
        assert screen.line is not None
        assert screen.line.subject.labels == ("B",)


FIGURES: list[tuple[Tab, int, list[str], str]] = [
    ("agreement", 0, ["down"], "shared"),
    ("agreement", 1, [], "panel"),
    ("interviewers", 0, [], "interviewer"),
    ("dimensions", 0, ["right", "right"], "score"),
    ("dimensions", 1, ["down", "right"], "lean"),
    ("pairs", 0, [], "pair"),
    ("candidates", 0, [], "candidate"),
    ("candidates", 1, ["right"], "interviewer"),
    ("drift", 0, [], "interviewer"),
]
"""Tab, place of the table, keys to a figure, and what that is about."""


async def test_enter_leads_from_every_kind_of_figure_to_sessions_and_notes(stand: Stand) -> None:
    twos = [SetScore(dim, 2) for dim in DIMS]
    store(stand, *pair("A"), *pair("B"), sealed(*twos, interviewer=ME, candidate="B", loop="B"))
    async with room(stand) as (app, pilot, screen):
        for tab, view, keys, about in FIGURES:
            screen.action_tab(tab)
            screen.room.view = view
            screen.action_tab(tab)
            await pilot.pause()
            await pilot.press(*keys)
            assert screen.room.tab == tab
            assert screen.subject is not None
            assert screen.subject.about == about
            await pilot.press("enter")
            await settled(app, pilot)
            assert isinstance(app.screen, BehindScreen)
            assert "Said so." in read(app.screen)
            assert app.screen.sheet is not None
            assert app.screen.sheet.lines
            app.screen.action_leave()
            await pilot.pause()


async def test_the_arrows_leave_a_tab_where_a_line_has_no_further_part(stand: Stand) -> None:
    store(stand, *pair("A"))
    async with room(stand) as (_, pilot, screen):
        screen.action_tab("dimensions")
        await pilot.pause()
        seen = []
        for key in ("right", "left", "left", "right"):
            await pilot.press(key)
            seen.append(screen.room.tab)
        assert seen == ["dimensions", "dimensions", "interviewers", "dimensions"]
        assert screen.stage is not None
        assert screen.stage.plot is not None
        assert screen.stage.plot.part == -1
        screen.stage.plot.part = 4
        await pilot.press("right")
        assert screen.room.tab == "pairs"


async def test_a_click_on_a_mark_and_another_open_its_sessions(stand: Stand) -> None:
    store(stand, *pair("A"), *pair("B"))
    async with room(stand) as (app, pilot, screen):
        screen.action_tab("candidates")
        screen.action_view()
        await pilot.pause()
        assert screen.stage is not None
        plot = screen.stage.plot
        assert plot is not None
        row = next(y for y in range(1, 9) if "8: " in plot.render_line(y).text)
        at = plot.render_line(row).text.index("8: ")
        await pilot.click(plot, offset=(at, row))
        assert screen.subject == Subject("dimension", (min(DIMS),))
        await pilot.click(plot, offset=(at, row), times=2)
        await settled(app, pilot)
        assert isinstance(app.screen, BehindScreen)
        assert f"Sessions behind {sorted(DIMS)[1]}" in read(app.screen)


async def test_behind_a_figure_scores_reasons_and_notes_stand_below_the_list(stand: Stand) -> None:
    store(stand, *pair("A"), *pair("B"))
    async with room(stand, (80, 24)) as (app, pilot, screen):
        screen.action_tab("dimensions")
        await pilot.pause()
        screen.action_behind()
        await settled(app, pilot)
        behind = app.screen
        assert isinstance(behind, BehindScreen)
        dimension = min(DIMS)
        text = read(behind)
        assert f"Sessions behind {dimension}" in text
        assert "4 sealed sessions. Score: on communication-influence" in text
        assert f"3  {dimension}" in str(behind.query_one("#words", Static).content)
        assert DIMS[0] not in text
        assert OTHER not in text
        cells = [line.cells for line in behind.query_one(TableList)._lines]
        assert {line[-2:] for line in cells} == {("3.00", "4.00"), ("4.00", "3.00")}
        behind.query_one(TableList).point_at(str([line[-2] for line in cells].index("4.00")))
        await pilot.pause()
        assert f"4  {dimension}" in str(behind.query_one("#words", Static).content)
        await pilot.press("f6")
        assert "Behind communication-influence." in app.clipboard
        assert app.clipboard.splitlines()[2].split()[:2] == ["candidate", "interviewer"]
        await pilot.press("f7")
        [file] = (stand.root / "exports").iterdir()
        assert file.name.startswith("calibration-panel-sessions-2026")
        rows = list(csv.reader(file.read_text(encoding="utf-8").splitlines()))
        assert rows[0][-2:] == ["score", "others"]
        assert {row[1] for row in rows[1:]} == {"Interviewer 01", "Interviewer 02"}


async def test_a_file_that_holds_another_scorecard_by_now_shows_nothing_of_it(stand: Stand) -> None:
    """What may be seen was judged on the session that was measured."""
    first, other = pair("A")
    path = stand.store(first)
    store(stand, other)
    async with room(stand) as (app, pilot, screen):
        screen.action_tab("candidates")
        await pilot.pause()
        path.write_bytes(encode(sealed(*[SetScore(dim, 5) for dim in DIMS], interviewer="Ada")))
        await pilot.press("enter")
        await settled(app, pilot)
        behind = app.screen
        assert isinstance(behind, BehindScreen)
        table = behind.query_one(TableList)
        said = []
        for key in ("0", "1"):
            table.point_at(key)
            await settled(app, pilot)
            said.append(str(behind.query_one("#words", Static).content))
        assert sum("holds another one than the figure was made from" in one for one in said) == 1
        assert sum("Said so." in one for one in said) == 1
        path.unlink()
        table.point_at("0")
        await settled(app, pilot)
        assert isinstance(app.screen, BehindScreen)
