"""What a screen does with a table: copy it, write it as a file, clear the files written before."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from interviewloop.model.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from interviewloop.exchange.table_csv import Written
    from interviewloop.tui.room.sheet import Sheet
    from interviewloop.tui.screens.base import AppScreen

MANY = 50
"""With more files than this, writing another says how to clear them."""
OLD = timedelta(days=30)


def copy_text(screen: AppScreen, text: str, what: str) -> None:
    """Copy ``text`` and say so."""
    screen.app.copy_to_clipboard(text)
    screen.app.notify(
        f"Copied {what}. If nothing arrives, your terminal does not allow it: F7 writes a file.",
        markup=False,
    )


def copy_sheet(screen: AppScreen, sheet: Sheet) -> None:
    """Copy a table."""
    from interviewloop.tui.room.output import as_text  # deferred: seldom asked for

    copy_text(screen, as_text(sheet), f"the table: {sheet.name}")


def export(screen: AppScreen, sheet: Sheet, pool: str) -> None:
    """Write a table as CSV, and say where to and whether many lie there."""
    from interviewloop.exchange.table_csv import written_tables  # deferred: seldom asked for
    from interviewloop.tui.room.output import exported

    services = screen.loop_app.services
    try:
        path = exported(sheet, pool, services.root, services.now().wall)
        count = len(written_tables(services.root))
    except Problem as problem:
        screen.tell(problem)
        return
    words = f"Written to {path}"
    if count > MANY:
        words += f"\n{count} tables lie there by now. Shift+F7 in the room clears them."
    screen.app.notify(words, title=sheet.name, timeout=8, markup=False)


def clear_exports(screen: AppScreen) -> None:
    """Say how many tables were written here and how large they are, and ask which to delete."""
    from interviewloop.exchange.table_csv import FOLDER, written_tables  # deferred: seldom asked
    from interviewloop.tui.screens.dialogs import Choose

    services = screen.loop_app.services
    try:
        found = written_tables(services.root)
    except Problem as problem:
        screen.tell(problem)
        return
    if not found:
        screen.app.notify("No tables were written here.", timeout=3, markup=False)
        return
    before = services.now().wall - OLD
    old = [one for one in found if one.at < before]
    answers = [("keep", "Keep them all")]
    if old and len(old) < len(found):
        answers.append(("old", f"Delete {_sum(old)} older than {OLD.days} days"))
    answers.append(("all", f"Delete {_sum(found)}"))

    def answered(answer: str | None) -> None:
        if answer in ("old", "all"):
            _delete(screen, old if answer == "old" else found)

    first, last = (f"{one.at.astimezone():%Y-%m-%d}" for one in (found[0], found[-1]))
    days = first if first == last else f"from {first} to {last}"
    question = f"{services.root / FOLDER} holds {_sum(found)} written {days}. Other files stay."
    screen.app.push_screen(Choose("Clear exports", question, answers), answered)


def _delete(screen: AppScreen, tables: Sequence[Written]) -> None:
    from interviewloop.exchange.table_csv import delete_tables  # deferred: seldom asked for

    try:
        delete_tables(tables)
    except Problem as problem:
        screen.tell(problem)
        return
    screen.app.notify(f"Deleted {_sum(tables)}.", markup=False)


def _sum(tables: Sequence[Written]) -> str:
    """How many, and how large together."""
    size = sum(one.size for one in tables)
    large = f"{size / 2**20:.1f} MB" if size >= 2**20 else f"{max(1, round(size / 2**10))} KB"
    return f"{len(tables)} table{'' if len(tables) == 1 else 's'} ({large})"
