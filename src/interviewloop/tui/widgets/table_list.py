"""A table to choose from. Only the lines in view are drawn, so ten thousand cost what ten do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size, Spacing
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual import events

_GAP = 2


@dataclass(frozen=True, slots=True)
class Column:
    """A column, at most ``most`` cells wide.

    When room is short, columns shrink to ``fair`` in the order of ``gives``, the lowest first; only
    when all have, they shrink to ``least``.
    """

    name: str
    gives: int
    least: int
    fair: int
    most: int


@dataclass(frozen=True, slots=True)
class Line:
    """One line: cells for the columns, or a single text across all of them.

    ``key`` is what it stands for; a line without one is a heading and cannot be chosen.
    """

    cells: tuple[str, ...]
    key: str | None = None


def fitting(columns: Sequence[Column], natural: Sequence[int], room: int) -> list[int]:
    """Widths for ``columns`` that together take at most ``room`` cells, if that can be."""
    widths = [min(width, column.most) for column, width in zip(columns, natural, strict=True)]
    excess = sum(widths) + _GAP * (len(widths) - 1) - room
    order = sorted(range(len(columns)), key=lambda place: columns[place].gives)
    rounds = [(place, columns[place].fair) for place in order]
    for place, floor in (*rounds, *((place, columns[place].least) for place in order)):
        less = max(0, min(excess, widths[place] - floor))
        widths[place] -= less
        excess -= less
    return widths


def cut(text: str, width: int) -> str:
    """``text`` in exactly ``width`` cells; what does not fit ends in an ellipsis."""
    if cell_len(text) <= width:
        return set_cell_size(text, width)
    return set_cell_size(text, max(0, width - 1)) + "…" * min(width, 1)


class TableList(ScrollView, can_focus=True):
    """Lines under a header that stays. All texts must be safe to show."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "table-list--header",
        "table-list--heading",
        "table-list--cursor",
    }
    DEFAULT_CSS = """
    TableList {
        height: 1fr;
        border: round $border;
        border-title-color: $muted;
        border-subtitle-color: $muted;
        background: $background;
        color: $foreground;
        padding: 0 1;
        overflow-x: hidden;
        scrollbar-size-vertical: 1;
        &:focus {
            border: round $primary;
            border-title-color: $text-primary;
            border-title-style: bold;
        }
        & > .table-list--header { color: $muted; text-style: underline; }
        & > .table-list--heading { color: $text-accent; text-style: bold; }
        & > .table-list--cursor {
            color: $block-cursor-blurred-foreground;
            background: $block-cursor-blurred-background;
        }
        &:focus > .table-list--cursor {
            color: $block-cursor-foreground;
            background: $block-cursor-background;
        }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "choose", "Open", show=False),
        Binding("up", "move(-1)", "Up", show=False),
        Binding("down", "move(1)", "Down", show=False),
        Binding("pageup", "page(-1)", "Page up", show=False),
        Binding("pagedown", "page(1)", "Page down", show=False),
        Binding("home", "end(-1)", "First", show=False),
        Binding("end", "end(1)", "Last", show=False),
    ]
    cursor: reactive[int | None] = reactive[int | None](None, repaint=False)

    @dataclass
    class _News(Message):
        table: TableList

        @property
        def control(self) -> TableList:
            return self.table

    class Moved(_News):
        """The cursor is on another line, or on none."""

    @dataclass
    class Chosen(_News):
        """A line was chosen with enter, space or a double click."""

        key: str

    class LeftTop(_News):
        """The cursor was moved up from the first line."""

    def __init__(
        self,
        columns: Sequence[Column],
        *,
        starts_on_first: bool = True,
        id: str,  # noqa: A002 - Textual's own name for it
    ) -> None:
        """Without ``starts_on_first`` the cursor is nowhere until somebody moves it."""
        super().__init__(id=id)
        self._columns = tuple(columns)
        self._starts_on_first = starts_on_first
        self._natural = [cell_len(column.name) for column in columns]
        self._lines: tuple[Line, ...] = ()
        self._stops: list[int] = []

    @property
    def current_key(self) -> str | None:
        """What the line under the cursor stands for."""
        return None if self.cursor is None else self._lines[self.cursor].key

    def columns(self, columns: Sequence[Column]) -> None:
        """Have other columns from now on; to be measured and shown anew."""
        self._columns = tuple(columns)
        self._natural = [cell_len(column.name) for column in columns]

    def measure(self, lines: Iterable[tuple[str, ...]]) -> None:
        """Take column widths from ``lines``, so that they stay put while a search goes on."""
        texts: list[set[str]] = [{column.name} for column in self._columns]
        for cells in lines:
            for place, text in enumerate(cells):
                texts[place].add(text)
        self._natural = [max(map(cell_len, seen)) for seen in texts]
        self.refresh()

    def show(self, lines: Sequence[Line]) -> None:
        """Show ``lines``. The cursor stays on what it was on, or else where it was."""
        key, place = self.current_key, self.cursor
        self._lines = tuple(lines)
        self._stops = [index for index, line in enumerate(self._lines) if line.key is not None]
        self.virtual_size = Size(0, len(self._lines) + 1)
        self.set_reactive(TableList.cursor, None)
        self.cursor = self._place_of(key, place)
        self.refresh()

    def _place_of(self, key: str | None, place: int | None) -> int | None:
        if key is not None:
            for index in self._stops:
                if self._lines[index].key == key:
                    return index
        if place is None:
            return self._stops[0] if self._stops and self._starts_on_first else None
        return min(self._stops, key=lambda index: abs(index - place), default=None)

    def point_at(self, key: str) -> None:
        """Put the cursor on the line that stands for ``key``, if there is one."""
        self.cursor = self._place_of(key, self.cursor)

    def to_first(self) -> None:
        """Put the cursor on the first line there is."""
        self.cursor = self._stops[0] if self._stops else None

    def watch_cursor(self) -> None:
        self.post_message(self.Moved(self))
        if self.cursor is None:
            return
        # With the first line its heading comes into view too.
        top = 0 if self._stops and self.cursor == self._stops[0] else self.cursor
        region = Region(0, top + 1, 1, self.cursor - top + 1)
        self.scroll_to_region(region, spacing=Spacing(top=1), animate=False, force=True)
        self.refresh()

    # --- drawing -------------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        room = self.scrollable_content_region.width - self.show_vertical_scrollbar
        if y == 0:
            names = tuple(column.name for column in self._columns)
            return self._strip(self._text(names, room), room, "table-list--header")
        index = y + self.scroll_offset.y - 1
        if index >= len(self._lines):
            return Strip.blank(room, self.rich_style)
        line = self._lines[index]
        component = "table-list--heading" if line.key is None else ""
        if index == self.cursor:
            component = "table-list--cursor"
        return self._strip(self._text(line.cells, room), room, component)

    def _text(self, cells: tuple[str, ...], room: int) -> str:
        if len(cells) == 1:
            return cells[0]
        widths = fitting(self._columns, self._natural, room)
        return (" " * _GAP).join(map(cut, cells, widths))

    def _strip(self, text: str, room: int, component: str) -> Strip:
        style = self.get_component_rich_style(component) if component else self.rich_style
        return Strip([Segment(cut(text, room), style)], room)

    # --- moving --------------------------------------------------------------------------------

    def action_move(self, step: int) -> None:
        place = -1 if self.cursor is None else self._stops.index(self.cursor)
        place += step
        if place < 0:
            self.post_message(self.LeftTop(self))
        elif place < len(self._stops):
            self.cursor = self._stops[place]

    def action_page(self, step: int) -> None:
        if self.cursor is not None:
            wanted = self.cursor + step * max(1, self.scrollable_content_region.height - 2)
            self.cursor = min(self._stops, key=lambda index: abs(index - wanted))

    def action_end(self, step: int) -> None:
        if self._stops:
            self.cursor = self._stops[0 if step < 0 else -1]

    def action_choose(self) -> None:
        if key := self.current_key:
            self.post_message(self.Chosen(self, key))

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is None or offset.y == 0:
            return
        index = offset.y + self.scroll_offset.y - 1
        if index < len(self._lines) and self._lines[index].key is not None:
            self.cursor = index
            if event.chain == 2:
                self.action_choose()
