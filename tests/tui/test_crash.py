"""A mistake of the program itself: told in sentences, nothing shown, nothing lost."""

from __future__ import annotations

import io
from contextlib import suppress
from typing import TYPE_CHECKING

from rich.console import Console

from interviewloop.interview.events import AddNote
from interviewloop.tui.app import InterviewloopApp

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tui.conftest import Stand

SAID = "C-777 scored 1 on leadership"


async def breaks(app: InterviewloopApp, path: Path) -> str:
    """Open a session, take a note, make a mistake; what is printed at the end."""
    printed = io.StringIO()
    app.error_console = Console(file=printed, width=200)

    def broken() -> None:
        score = SAID
        raise RuntimeError(score)

    with suppress(RuntimeError):  # the pilot raises it again
        async with app.run_test() as pilot:
            app.open_session(path)
            await pilot.pause()
            assert app.desk is not None
            app.desk.do(AddNote("typed just before"))
            app.call_later(broken)
            await pilot.pause()
            await pilot.pause()
    return printed.getvalue()


async def test_no_value_reaches_the_terminal_or_the_report(stand: Stand) -> None:
    path = stand.store()
    app = InterviewloopApp(stand.app().services, data_dir=stand.root / "data")
    said = await breaks(app, path)
    (report,) = (stand.root / "data" / "crashes").iterdir()
    kept = report.read_text()
    assert "a mistake of its own" in said
    assert report.name in said
    assert "Traceback" not in said
    assert "broken" in kept
    assert "builtins.RuntimeError" in kept
    assert SAID not in said + kept
    assert report.stat().st_mode & 0o077 == 0
    assert app.return_code == 2
    notes = stand.workspace.peek(path).notes.values()
    assert [note.text for note in notes] == ["typed just before"]
