"""A heat map: interviewers by dimensions, the lean in each cell as a number and as a shade."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewloop.report.pictures import Heat
from interviewloop.tui.plots.pointing import WHOLE
from interviewloop.tui.plots.rows import PART, POINTER, Part, SheetRows
from interviewloop.tui.widgets.table_list import cut

if TYPE_CHECKING:
    from interviewloop.calibration.figures import Figure

_LEAST_CELL, _MOST_CELL = 7, 14
_FINE_CELL = 9
"""From this width on there is room for two decimals."""
_MORE = 4
"""Cells for the number of columns that there is no room for."""
_STRONG = 0.5
"""From this share of the span on, a shade is the darker one."""


class HeatMap(SheetRows):
    """``+0.4●`` where the interval leaves out zero, ``+0.4`` where not, ``w`` where withheld."""

    @property
    def heat(self) -> Heat:
        picture = self.sheet.picture if self.sheet is not None else None
        if not isinstance(picture, Heat):
            raise TypeError("a heat map shows a heat map")
        return picture

    def head(self, width: int) -> list[Part]:
        cell, first, last = self._cells(width)
        names = [Part(cut(name, cell - 1) + " ") for name in self.heat.columns[first:last]]
        more = len(self.heat.columns) - (last - first)
        return [Part(self.corner(width)), *names, Part(f"+{more}" if more else "")]

    def body(self, place: int, width: int) -> list[Part]:
        cell, first, last = self._cells(width)
        figures = self.heat.rows[place][2]
        label = Part(self.label(place, width))
        here = self.part if place == self.cursor else -1
        code = self.sheet.lines[place].withheld if self.sheet is not None else None
        if code is not None and here < 0:
            return [label, Part(f"withheld: {code}", "plot--withheld")]
        parts = [
            _pointed(figures[column], cell)
            if column == here
            else _part(figures[column], self.heat.span, cell)
            for column in range(first, last)
        ]
        return [label, *(part for one in parts for part in (one, Part(" ")))]

    def _cells(self, width: int) -> tuple[int, int, int]:
        """How wide a cell is, its gap with it, and the columns that are shown, first and after
        last: as many as there is room for, the one under the cursor among them."""
        room = width - self.label_width(width)
        columns = max(1, len(self.heat.columns))
        cell = max(_LEAST_CELL, min(_MOST_CELL, room // columns))
        shown = columns if columns * cell <= room else max(1, (room - _MORE) // cell)
        first = max(0, self.part - shown + 1)
        return cell, first, min(columns, first + shown)

    def part_at(self, x: int) -> int:
        width = self.scrollable_content_region.width - len(POINTER)
        cell, first, last = self._cells(width)
        column = first + (x - len(POINTER) - self.label_width(width)) // cell
        return column if first <= column < last else WHOLE


def _pointed(figure: Figure | None, cell: int) -> Part:
    """The cell under the cursor, which can be told without colour too."""
    return Part(f"▸{_words(figure, cell).strip()}".center(cell - 1), PART)


def _part(figure: Figure | None, span: float, cell: int) -> Part:
    words = _words(figure, cell).center(cell - 1)
    if figure is None:
        return Part(words, "plot--axis")
    if figure.value is None:
        return Part(words, "plot--withheld")
    return Part(words, _shade(figure.value, span))


def _words(figure: Figure | None, cell: int) -> str:
    if figure is None:
        return "·"
    if figure.value is None or figure.ci_low is None or figure.ci_high is None:
        return "w"
    clear = not figure.ci_low <= 0 <= figure.ci_high
    form = "{:+.2f}" if cell >= _FINE_CELL else "{:+.1f}"
    number = form.format(figure.value)
    if not set(number) & set("123456789"):
        number = form.format(0.0)
    return f"{number}{'●' if clear else ' '}"


def _shade(value: float, span: float) -> str:
    if abs(value) < 0.05:
        return ""
    side = "high" if value > 0 else "low"
    return f"plot--{side}er" if abs(value) >= _STRONG * span else f"plot--{side}"
