"""Retiring a case or rubric from the library screen, and taking that back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewloop.model.errors import Problem
from interviewloop.model.library_marks import Retirement
from interviewloop.model.text import visible
from interviewloop.tui.screens.dialogs import AskLine

if TYPE_CHECKING:
    from collections.abc import Callable

    from interviewloop.model.library_marks import Shelf
    from interviewloop.tui.library_reading import Entry
    from interviewloop.tui.screens.base import AppScreen


def retire_or_not(
    screen: AppScreen, shelf: Shelf, entry: Entry, done: Callable[[], object]
) -> None:
    """Retire what is in use, after asking why; what is retired comes back. ``done`` follows a
    change that is on disk."""
    title = visible(entry.title)

    def tell(words: str) -> None:
        screen.app.notify(words, markup=False)
        done()

    def answered(why: str | None) -> None:
        if why is not None and _mark(screen, shelf, entry.id, why.strip()):
            tell(f"{title} is no longer offered. T shows what is retired.")

    if entry.retired is not None:
        if _mark(screen, shelf, entry.id, None):
            tell(f"{title} is offered again.")
        return
    question = (
        f"{title} will no longer be offered for new interviews. What was begun goes on, and R "
        "takes it back. Why is it retired?"
    )
    placeholder = "for instance: its figures are on a forum"
    screen.app.push_screen(AskLine("Retire it?", question, placeholder=placeholder), answered)


def _mark(screen: AppScreen, shelf: Shelf, id_: str, why: str | None) -> bool:
    """Write the mark, or none; False, with a word why, where that fails."""
    services = screen.loop_app.services
    by = services.settings.interviewer or None
    mark = None if why is None else Retirement(at=services.now().wall, by=by, why=why)
    try:
        services.workspace.change_library_marks(lambda marks: marks.with_retired(shelf, id_, mark))
    except Problem as problem:
        screen.tell(problem)
        return False
    return True
