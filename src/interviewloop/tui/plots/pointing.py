"""A cursor over the lines of a sheet and their parts, moved by whoever holds the keys, or by a
click."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.geometry import Region, Size, Spacing
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView

if TYPE_CHECKING:
    from textual import events

    from interviewloop.tui.room.sheet import Line, Sheet, Subject

WHOLE = -1
"""The place of the cursor in a line when it is on all of it."""


class PointedSheet(ScrollView, can_focus=False):
    """Holds a sheet and points at one of its lines, or at a part of one; below its head one row for
    each line.

    It takes no keys itself: the footer is built anew whenever the focus moves, which takes longer
    than drawing a plot.
    """

    cursor: reactive[int] = reactive(0, repaint=False)
    part: reactive[int] = reactive(WHOLE, repaint=False)

    @dataclass
    class Moved(Message):
        """The cursor is on another line, or on another part of it."""

        plot: PointedSheet

    @dataclass
    class Chosen(Message):
        """What is under the cursor was chosen with enter or a double click."""

        plot: PointedSheet

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's own name for it
        super().__init__(id=id)
        self.sheet: Sheet | None = None

    @property
    def line(self) -> Line | None:
        """The line under the cursor."""
        lines = self.sheet.lines if self.sheet is not None else ()
        return lines[self.cursor] if self.cursor < len(lines) else None

    @property
    def subject(self) -> Subject | None:
        """What is under the cursor: a part of the line, or all of it."""
        line = self.line
        if line is None:
            return None
        return line.parts[self.part] if 0 <= self.part < len(line.parts) else line.subject

    @property
    def _count(self) -> int:
        return 0 if self.sheet is None else len(self.sheet.lines)

    def rows_high(self) -> int:
        """How many rows the picture is high, its head not counted."""
        return self._count

    def row_of(self, place: int) -> int:
        """The row that shows the line at ``place``."""
        return place

    def show(self, sheet: Sheet) -> None:
        """Show ``sheet``. The cursor stays on the same subject, if it is there."""
        subject = self.line.subject if self.line is not None else None
        if sheet is not self.sheet:
            self.sheet = sheet
            places = (place for place, one in enumerate(sheet.lines) if one.subject == subject)
            self.set_reactive(PointedSheet.cursor, next(places, 0))
            self.set_reactive(PointedSheet.part, WHOLE)
            self.scroll_to(y=0, animate=False)
        self.virtual_size = Size(0, self.rows_high() + 1)
        self.watch_cursor()
        self.refresh()

    def watch_cursor(self) -> None:
        line = self.line
        if line is not None and self.part >= len(line.parts):
            self.set_reactive(PointedSheet.part, len(line.parts) - 1)
        self.post_message(self.Moved(self))
        region = Region(0, self.row_of(self.cursor) + 1, 1, 1)
        self.scroll_to_region(region, spacing=Spacing(top=1), animate=False, force=True)
        self.refresh()

    def watch_part(self) -> None:
        self.post_message(self.Moved(self))
        self.refresh()

    def move(self, step: int) -> None:
        """Move the cursor by so many lines."""
        self.cursor = max(0, min(self.cursor + step, self._count - 1))

    def sideways(self, step: int) -> bool:
        """Move the cursor to the part before or after, or out to the whole line; whether there is
        one."""
        count = len(self.line.parts) if self.line is not None else 0
        if not WHOLE <= self.part + step < count:
            return False
        self.part += step
        return True

    def page(self, step: int) -> None:
        """Move the cursor by so many screenfuls."""
        self.move(step * max(1, self.scrollable_content_region.height - 2))

    def go_to(self, end: int) -> None:
        """Move the cursor to the first line (0) or the last."""
        self.cursor = max(0, self._count - 1) if end else 0

    def choose(self) -> None:
        """Choose what is under the cursor."""
        if self.line is not None:
            self.post_message(self.Chosen(self))

    def point_at(self, row: int, x: int) -> bool:
        """Put the cursor on what a click on column ``x`` of ``row`` means; whether anything is
        there."""
        if row >= self._count:
            return False
        self.cursor = row
        self.part = self.part_at(x)
        return True

    def part_at(self, x: int) -> int:  # noqa: ARG002 - for plots that have parts
        """The part of a line that is drawn at column ``x``."""
        return WHOLE

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is None or offset.y == 0:
            return
        row = offset.y + self.scroll_offset.y - 1
        if event.chain != 2:
            self.point_at(row, offset.x)
        elif row == self.row_of(self.cursor):  # where the click before has pointed
            self.choose()
