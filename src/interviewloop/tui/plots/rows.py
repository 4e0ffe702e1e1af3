"""Lines of a sheet under a head that stays. Only lines in view are drawn."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.strip import Strip

from interviewloop.tui.plots.pointing import PointedSheet
from interviewloop.tui.widgets.table_list import cut

if TYPE_CHECKING:
    from rich.style import Style

POINTER = "▸ "
PART = "plot--part"
"""The component of the part under the cursor; it stands out from its line too."""
_LEAST_LABEL, _LABEL_SHARE = 10, 0.4


class Part(NamedTuple):
    """A stretch of a line; ``component`` gives its style, the plain one where it is empty."""

    text: str
    component: str = ""


class SheetRows(PointedSheet):
    """The base of every plot. A plot says what its head and its lines look like."""

    marks_line: ClassVar[bool] = True
    """Whether the cursor marks its line from end to end, and not only what it is on."""
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "plot--head", "plot--axis", "plot--value", "plot--clear", "plot--withheld", "plot--cursor",
        "plot--high", "plot--higher", "plot--low", "plot--lower", "plot--bar", PART,
    }  # fmt: skip
    DEFAULT_CSS = """
    SheetRows {
        height: 1fr;
        background: $background;
        color: $foreground;
        overflow-x: hidden;
        scrollbar-size-vertical: 1;
        & > .plot--head { color: $muted; }
        & > .plot--axis { color: $muted; }
        & > .plot--value { color: $text-primary; }
        & > .plot--clear { color: $text-primary; text-style: bold; }
        & > .plot--bar { color: $text-primary; }
        & > .plot--withheld { color: $text-warning; text-style: italic; }
        & > .plot--high { background: $warning 12%; }
        & > .plot--higher { background: $warning 28%; }
        & > .plot--low { background: $primary 12%; }
        & > .plot--lower { background: $primary 28%; }
        & > .plot--cursor {
            color: $block-cursor-foreground;
            background: $block-cursor-background;
        }
        & > .plot--part {
            color: $block-cursor-background;
            background: $block-cursor-foreground;
            text-style: bold;
        }
    }
    """

    def head(self, width: int) -> list[Part]:
        """The head, ``width`` cells wide."""
        raise NotImplementedError

    def body(self, place: int, width: int) -> list[Part]:
        """The line at ``place``, ``width`` cells wide; longer ones are cut."""
        raise NotImplementedError

    # --- what plots have in common -------------------------------------------------------------

    def words(self, place: int) -> tuple[str, ...]:
        """The line at ``place`` as a person reads it."""
        return () if self.sheet is None else self.sheet.words(self.sheet.lines[place])

    def label(self, place: int, width: int) -> str:
        """The label of a line with a gap behind it, in the cells that labels take of ``width``."""
        return without_middle(self.words(place)[0], self.label_width(width) - 1) + " "

    def corner(self, width: int) -> str:
        """What the labels are, above them."""
        name = self.sheet.columns[0].name if self.sheet is not None else ""
        return cut(name, self.label_width(width) - 1) + " "

    def label_width(self, width: int) -> int:
        """Cells of ``width`` that labels take, with the gap behind them."""
        natural = self.sheet.label_width if self.sheet is not None else 0
        return 1 + min(natural, max(_LEAST_LABEL, int(width * _LABEL_SHARE)))

    # --- drawing -------------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        room = self.scrollable_content_region.width
        if self.sheet is None or room <= len(POINTER):
            return Strip.blank(room, self.rich_style)
        width = room - len(POINTER)
        if y == 0:
            return self._strip([Part("  "), *self.head(width)], room, "plot--head")
        place = y + self.scroll_offset.y - 1
        if place >= self.rows_high():
            return Strip.blank(room, self.rich_style)
        here = self.marks_line and place == self.cursor
        parts = [Part(POINTER if here else "  "), *self.body(place, width)]
        return self._strip(parts, room, "plot--cursor" if here else "")

    def _strip(self, parts: list[Part], room: int, whole: str) -> Strip:
        """``whole`` is a component for all parts but the one under the cursor, in place of their
        own."""

        def component(part: Part) -> str:
            return PART if part.component == PART else whole or part.component

        segments = [
            Segment("".join(part.text for part in alike), self._style(name))
            for name, alike in groupby(parts, component)
        ]
        return Strip(segments).extend_cell_length(room, self._style(whole)).crop(0, room)

    def _style(self, component: str) -> Style:
        return self.get_component_rich_style(component) if component else self.rich_style


def without_middle(text: str, width: int) -> str:
    """``text`` in exactly ``width`` cells. What does not fit loses its middle: labels of a panel
    often differ in their last characters only."""
    if cell_len(text) <= width:
        return set_cell_size(text, width)
    tail = text[len(text) - max(0, (width - 1) // 2) :]
    while cell_len(tail) > (width - 1) // 2:
        tail = tail[1:]
    return set_cell_size(f"{set_cell_size(text, width - 1 - cell_len(tail))}…{tail}", width)
