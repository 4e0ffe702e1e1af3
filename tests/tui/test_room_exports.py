"""What leaves the room: copies, files, and how files go again."""

from __future__ import annotations

import csv
import os
from datetime import timedelta
from typing import TYPE_CHECKING

from tests.tui.test_calibration import pair
from tests.tui.test_home import HOSTILE, told
from tests.tui.test_room import room, store
from textual.widgets import OptionList, Static

from interviewloop.exchange.table_csv import write_table
from interviewloop.tui.screens.dialogs import Choose
from interviewloop.tui.screens.sheet_actions import MANY

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tui.conftest import Stand


async def test_the_report_and_every_table_can_be_copied(stand: Stand) -> None:
    store(stand, *pair("A"))
    async with room(stand, (80, 24)) as (app, pilot, screen):
        screen.action_copy()
        assert screen.room.measured is not None
        assert app.clipboard == screen.room.measured.text(100)
        screen.action_tab("agreement")
        screen.action_copy()
        await pilot.pause()
        lines = app.clipboard.splitlines()
        assert lines[0] == "Agreement"
        assert lines[2].split()[:2] == ["dimension", "equal"]
        assert any(line.startswith("all dimensions") for line in lines)
        assert "Copied the table" in told(app)[-1]


async def test_a_table_is_written_as_csv_that_runs_nothing(stand: Stand) -> None:
    store(stand, *pair("=1+1"), *pair(HOSTILE))
    async with room(stand) as (app, pilot, screen):
        screen.action_tab("candidates")
        await pilot.pause()
        screen.action_export()
        await pilot.pause()
        files = list((stand.root / "exports").iterdir())
        assert [file.name for file in files] == ["calibration-panel-fair-means-20260302-100000.csv"]
        assert str(files[0]) in told(app)[-1]
        with files[0].open(newline="", encoding="utf-8") as file:
            header, *rows = csv.reader(file)
        assert header == [
            "candidate", "plain mean", "fair mean", "fair mean low", "fair mean high",
            "fair mean n", "fair mean withheld", "interviewers",
        ]  # fmt: skip
        assert {row[0] for row in rows} == {"'=1+1", HOSTILE.replace("\x1b", "␛").replace(
            "\u202e", "␦")}  # fmt: skip
        assert {row[1] for row in rows} == {"3.5"}
        screen.action_tab("interviewers")
        await pilot.pause()
        screen.action_export()
        severity = next((stand.root / "exports").glob("*severity*")).read_text(encoding="utf-8")
        assert "few-shared-candidates" in severity


async def test_an_export_that_cannot_be_written_is_told(stand: Stand) -> None:
    store(stand, *pair("A"))
    (stand.root / "exports").write_text("in the way")
    async with room(stand) as (app, pilot, screen):
        screen.action_tab("agreement")
        screen.action_export()
        await pilot.pause()
        assert "a part of the path is a file" in told(app)[-1]


def exports(stand: Stand, *days: int) -> list[Path]:
    """Tables that were written so many days ago."""
    found = []
    for number, ago in enumerate(days):
        at = stand.now().wall - timedelta(days=ago)
        path = write_table(stand.root, f"panel-{number}", ["a"], [["b"]], at)
        os.utime(path, (at.timestamp(), at.timestamp()))
        found.append(path)
    return found


async def test_exports_are_cleared_only_after_asking(stand: Stand) -> None:
    store(stand, *pair("A"))
    old, older, new = exports(stand, 40, 90, 2)
    own = stand.root / "exports" / "mine.csv"
    own.write_text("mine")
    async with room(stand) as (app, pilot, screen):
        await pilot.press("shift+f7")
        assert isinstance(app.screen, Choose)
        asked = str(app.screen.query_one(Static).content)
        assert "3 tables (1 KB) written from 2025-12-02 to 2026-02-28" in asked
        options = app.screen.query_one(OptionList)
        answers = [str(options.get_option_at_index(n).prompt) for n in range(options.option_count)]
        assert answers == [
            "1  Keep them all", "2  Delete 2 tables (1 KB) older than 30 days",
            "3  Delete 3 tables (1 KB)",
        ]  # fmt: skip
        await pilot.press("enter")
        assert all(path.exists() for path in (old, older, new))
        screen.action_clear_exports()
        await pilot.press("2")
        assert [path.exists() for path in (old, older, new, own)] == [False, False, True, True]
        assert "Deleted 2 tables" in told(app)[-1]
        screen.action_clear_exports()
        await pilot.press("2")
        assert [path.exists() for path in (new, own)] == [False, True]
        screen.action_clear_exports()
        await pilot.pause()
        assert "No tables were written here." in told(app)[-1]


async def test_where_many_tables_lie_an_export_says_how_to_clear_them(stand: Stand) -> None:
    store(stand, *pair("A"))
    exports(stand, *range(MANY))
    async with room(stand) as (app, pilot, screen):
        screen.action_tab("agreement")
        screen.action_export()
        await pilot.pause()
        assert f"{MANY + 1} tables lie there by now" in told(app)[-1]
