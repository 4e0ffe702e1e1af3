"""Pictures of the library, on a library of their own. See ``test_snapshots`` for how they are made.

What the checker finds is given: a rule that is added later changes no picture.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from tests.builders import after, session
from tests.tui.small_library import FEED, QUEUE, WIN, small_library
from tests.tui.test_snapshots import LARGE, SMALL, opened, pressed, settled, stand

from interviewloop.interview.events import Start
from interviewloop.library.findings import Finding
from interviewloop.library.library import Library
from interviewloop.model.library_marks import Retirement
from interviewloop.tui import library_reading
from interviewloop.tui.library_reading import Details
from interviewloop.tui.screens.library import LibraryScreen
from interviewloop.tui.widgets.table_list import TableList

if TYPE_CHECKING:
    from tests.tui.conftest import Stand
    from tests.tui.test_snapshots import Compare, Steps
    from textual.pilot import Pilot

    from interviewloop.tui.app import InterviewloopApp
    from interviewloop.tui.library_reading import Entry

__all__ = ["stand"]


def found(entry: Entry) -> Details:
    """One mistake in the feed, nothing elsewhere."""
    if entry.id != FEED:
        return Details((), "")
    message = "stages take 30 minutes, the slot has [b]25[/b]"
    return Details((Finding(entry.path, 9, "T01", "E", message, "take 5 away"),))


@pytest.fixture(autouse=True)
def findings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library_reading, "look_closer", found)


def app_on(stand: Stand, theme: str) -> InterviewloopApp:
    small_library(stand.root)
    for number in range(43):
        who = ("Mara Lindqvist", "Omar Haddad", "[red]Ivo[/] \x1b[2J")[number % 3]
        kind = "mock" if number > 40 else "live"
        one = session(loop=f"C-{number}", candidate=f"C-{number}", interviewer=who, kind=kind)
        stand.store(after(one, Start()))
    mark = Retirement(at=stand.now().wall, by="Mara Lindqvist", why="its figures are on a forum")
    stand.workspace.change_library_marks(lambda marks: marks.with_retired("cases", WIN, mark))
    app = stand.app(theme)
    app.services = replace(
        app.services, open_library=lambda: Library.open([stand.root]), _library=[]
    )
    return app


def on_library(key: str = "", *, edited: bool = False) -> Steps:
    """The library with the cursor on the case called ``key``."""

    async def step(pilot: Pilot[int]) -> None:
        screen = LibraryScreen()
        pilot.app.push_screen(screen)
        await settled(pilot)
        assert screen.state is not None
        table = screen.query_one(TableList)
        for one, entry in screen.state.view.cases.items():
            if entry.id == key:
                if edited:
                    screen.state.edited.add(one)
                    screen._show_list()
                table.point_at(one)

    return step


def test_library(stand: Stand, snap_compare: Compare) -> None:
    app = app_on(stand, "dark")
    steps = opened(stand, None, on_library(FEED), settled)
    assert snap_compare(app, run_before=steps, terminal_size=LARGE)


def test_the_answer_of_a_retired_case(stand: Stand, snap_compare: Compare) -> None:
    app = app_on(stand, "light")
    steps = opened(stand, None, on_library(QUEUE), pressed("t", "home", "s"), settled)
    assert snap_compare(app, run_before=steps, terminal_size=LARGE)


def test_library_in_a_small_terminal(stand: Stand, snap_compare: Compare) -> None:
    app = app_on(stand, "dark")
    steps = opened(stand, None, on_library(), pressed("t", "f3", "right", "space"), settled)
    assert snap_compare(app, run_before=steps, terminal_size=SMALL)


def test_an_edited_case_without_colour(
    stand: Stand, snap_compare: Compare, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = app_on(stand, "dark")
    steps = opened(stand, None, on_library(FEED, edited=True), settled)
    assert snap_compare(app, run_before=steps, terminal_size=SMALL)
