"""The calibration room with its reading and measuring in a second process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.apart.tasks import Sleeps
from tests.apart.test_apart import gone, until
from tests.builders import session
from tests.tui.conftest import Stand
from tests.tui.panels import sessions
from tests.tui.test_calibration import pair
from tests.tui.test_home import ME, OTHER
from textual.widgets import Static

from interviewloop.apart.process import Apart
from interviewloop.cli.open_app import library_of
from interviewloop.tui.room import computing
from interviewloop.tui.room.found import First, Measured
from interviewloop.tui.room.query import Filters, Query
from interviewloop.tui.room.sheet import Subject
from interviewloop.tui.screens.calibration import CalibrationScreen
from interviewloop.tui.services import Services
from interviewloop.tui.widgets.reading_list import ReadingList

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from textual.pilot import Pilot

    from interviewloop.tui.app import InterviewloopApp

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(computing, "MANY", 1)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))


@pytest.fixture
def stand(tmp_path: Path) -> Stand:
    return Stand(tmp_path)


def services(stand: Stand) -> Services:
    return Services(stand.root, stand.config, stand.settings, partial(library_of, stand.root))


def answers(stand: Stand, query: Query) -> list[Any]:
    heard: list[Any] = []
    computing.compute(services(stand), query, lambda: False, heard.append)
    return [one for one in heard if not isinstance(one, str)]


@pytest.mark.parametrize(
    "query", [Query(), Query(names=True), Query("panel", Filters(case="other"))]
)
def test_apart_the_same_comes_out_as_in_a_thread(
    stand: Stand, monkeypatch: pytest.MonkeyPatch, query: Query
) -> None:
    cards = sessions("whole")
    owed = session(candidate=cards[0].candidate, loop=cards[0].loop, interviewer=ME)
    for one in (*cards, owed):
        stand.store(one)
    begun: list[int] = []
    begin = Apart.__init__
    monkeypatch.setattr(Apart, "__init__", lambda *given: (begun.append(1), begin(*given))[1])
    first, apart = answers(stand, query)
    assert begun
    monkeypatch.setattr(computing, "MANY", 10**6)
    first_here, here = answers(stand, query)
    assert len(begun) == 1
    assert isinstance(first, First)
    assert first == first_here
    assert isinstance(apart, Measured)
    assert apart.left_out == 1
    assert (apart.sheets, apart.choices, apart.notices, apart.pool, apart.left_out) == (
        here.sheets, here.choices, here.notices, here.pool, here.left_out,
    )  # fmt: skip
    assert apart.text(100) == here.text(100)
    for sheets in here.sheets.values():
        for line in (line for sheet in sheets for line in sheet.lines):
            for subject in (line.subject, *line.parts):
                assert apart.behind.of(subject) == here.behind.of(subject)
    assert len(apart.behind.of(Subject("panel"))) == len(here.behind)


def test_files_that_cannot_be_read_are_told_apart_as_well(stand: Stand) -> None:
    stand.store(pair("A")[0]).write_text("broken")
    [found] = answers(stand, Query())
    assert "unreadable-files" in {notice.code for notice in found.notices}
    assert OTHER not in repr(found.notices)


def test_the_second_process_loads_no_screen_library() -> None:
    code = "import sys, interviewloop.tui.room.working; print('textual' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


# --- on screen --------------------------------------------------------------------------------


@asynccontextmanager
async def room(
    stand: Stand,
) -> AsyncIterator[tuple[InterviewloopApp, Pilot[int], CalibrationScreen]]:
    app = stand.app()
    app.services = services(stand)
    async with app.run_test(size=(120, 40)) as pilot:
        await app.push_screen(CalibrationScreen())
        assert isinstance(app.screen, CalibrationScreen)
        yield app, pilot, app.screen


async def working(pilot: Pilot[int], screen: CalibrationScreen) -> int:
    """The second process of the room, which has told of itself."""
    while not screen.room.working.isdigit():
        await pilot.pause(0.02)
    return int(screen.room.working)


async def shown(pilot: Pilot[int], screen: CalibrationScreen) -> None:
    while screen.room.working:
        await pilot.pause(0.02)


async def test_when_the_second_process_is_killed_the_room_says_so_and_f5_tries_again(
    stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    for one in pair("A"):
        stand.store(one)
    question = computing.Question
    monkeypatch.setattr(computing, "Question", lambda *_: Sleeps())
    async with room(stand) as (_, pilot, screen):
        os.kill(await working(pilot, screen), signal.SIGKILL)
        await shown(pilot, screen)
        assert screen.room.problem is not None
        page = "\n".join(str(row.content) for row in screen.query_one(ReadingList)._rows)
        assert "was ended by SIGKILL" in page
        assert "F5 tries again." in page
        await pilot.press("2")
        assert "SIGKILL" in str(screen.query_one("#empty", Static).content)
        monkeypatch.setattr(computing, "Question", question)
        await pilot.press("f5")
        await shown(pilot, screen)
        assert screen.room.problem is None
        assert screen.room.calibration is not None


async def test_another_question_and_leaving_and_quitting_end_the_second_process(
    stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand.store(pair("A")[0])
    monkeypatch.setattr(computing, "Question", lambda *_: Sleeps())
    pids = []
    async with room(stand) as (app, pilot, screen):
        pids.append(await working(pilot, screen))
        await pilot.press("f8")
        pids.append(await working(pilot, screen))
        until(lambda: gone(pids[0]))
        await pilot.press("escape")
        until(lambda: gone(pids[1]))
        again = CalibrationScreen()
        await app.push_screen(again)
        pids.append(await working(pilot, again))
    assert len(set(pids)) == 3
    until(lambda: gone(pids[2]))
