"""What the keys of the calibration room do with what is under the cursor and with its table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewloop.tui.screens import sheet_actions

if TYPE_CHECKING:
    from interviewloop.tui.room.sheet import Line, Subject
    from interviewloop.tui.room.state import Room
    from interviewloop.tui.screens.base import AppScreen

_REPORT_WIDTH = 100
_NOT_YET = "Not yet: the figures are still being computed."


def tell_why(screen: AppScreen, room: Room, line: Line | None, subject: Subject | None) -> None:
    """Say which rule withholds what of ``subject``, the line or a part of it, for which reason, and
    what would mend it."""
    from interviewloop.tui.room.details import reason_text, reasons  # deferred: brings NumPy
    from interviewloop.tui.screens.why import Why

    if room.sheet is None or line is None or subject is None:
        return
    if room.calibration is None:
        _not_yet(screen)
        return
    found = reasons(room.calibration, room.sheet, line, subject)
    if not found:
        what = "on this line" if subject == line.subject else "here"
        screen.app.notify(f"Nothing is withheld {what}.", timeout=3, markup=False)
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
        _not_yet(screen)
        return
    found, coded = room.measured, not room.query.names
    screen.app.push_screen(BehindScreen(subject, found.behind, found.pool, coded=coded))


def copy(screen: AppScreen, room: Room) -> None:
    """Copy the table; on the overview, the whole report."""
    if room.measured is None:
        _not_yet(screen)
    elif room.tab == "overview" or room.sheet is None:
        sheet_actions.copy_text(screen, room.measured.text(_REPORT_WIDTH), "the report")
    else:
        sheet_actions.copy_sheet(screen, room.sheet)


def export(screen: AppScreen, room: Room) -> None:
    """Write the table as CSV."""
    if room.measured is None:
        _not_yet(screen)
    elif room.sheet is not None:
        sheet_actions.export(screen, room.sheet, room.measured.pool)


def _not_yet(screen: AppScreen) -> None:
    screen.app.notify(_NOT_YET, timeout=3, markup=False)
