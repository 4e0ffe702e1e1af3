"""What the keys of the calibration room do with the line under the cursor and with its table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewloop.model.errors import Problem
from interviewloop.tui.room.sheet import Subject

if TYPE_CHECKING:
    from interviewloop.tui.room.sheet import Line
    from interviewloop.tui.room.state import Room
    from interviewloop.tui.screens.base import AppScreen

_REPORT_WIDTH = 100
_PANEL = Subject("panel")


def tell_why(screen: AppScreen, room: Room, line: Line | None) -> None:
    """Say which rule withholds what on the line, for which reason, and what would mend it."""
    from interviewloop.tui.room.details import reason_text, reasons  # deferred: brings NumPy
    from interviewloop.tui.screens.why import Why

    if room.calibration is None or room.sheet is None or line is None:
        return
    found = reasons(room.calibration, room.sheet, line)
    if not found:
        screen.app.notify("Nothing is withheld on this line.", timeout=3, markup=False)
        return
    screen.app.push_screen(Why("Why this is withheld", reason_text(found)))


def tell_notice(screen: AppScreen, room: Room, place: int) -> None:
    """Show a remark in full."""
    from interviewloop.model.text import visible
    from interviewloop.report.coding import said_once
    from interviewloop.tui.screens.why import Why

    notice = room.notices[place]
    text = f"{visible(said_once(notice.message))}\n\n{visible(notice.mend)}"
    screen.app.push_screen(Why(f"Rule {notice.code}", text))


def open_behind(screen: AppScreen, room: Room, subject: Subject) -> None:
    """List the sealed sessions behind a figure."""
    from interviewloop.tui.screens.behind import BehindScreen  # deferred: seldom opened

    if room.measured is None:
        return
    about = " and ".join(subject.labels) if subject != _PANEL else "the whole panel"
    sources = room.measured.behind.of(subject)
    screen.app.push_screen(BehindScreen(about, sources, coded=not room.query.names))


def copy(screen: AppScreen, room: Room) -> None:
    """Copy the table; on the overview, the whole report."""
    from interviewloop.tui.room.output import as_text  # deferred: seldom asked for

    if room.measured is None:
        return
    if room.tab == "overview" or room.sheet is None:
        text, what = room.measured.text(_REPORT_WIDTH), "the report"
    else:
        text, what = as_text(room.sheet), f"the table: {room.sheet.name}"
    screen.app.copy_to_clipboard(text)
    screen.app.notify(
        f"Copied {what}. If nothing arrives, your terminal does not allow it: F7 writes a file.",
        markup=False,
    )


def export(screen: AppScreen, room: Room) -> None:
    """Write the table as CSV, and say where to."""
    from interviewloop.tui.room.output import exported  # deferred: seldom asked for

    if room.sheet is None or room.pool is None:
        return
    services = screen.loop_app.services
    try:
        path = exported(room.sheet, room.pool, services.root, services.now().wall)
    except Problem as problem:
        screen.tell(problem)
        return
    screen.app.notify(f"Written to {path}", title=room.sheet.name, timeout=8, markup=False)
