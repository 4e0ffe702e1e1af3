"""A heat map: interviewers by dimensions, the lean in each cell as a number and as a shade."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewloop.report.pictures import Heat
from interviewloop.tui.plots.rows import Part, SheetRows
from interviewloop.tui.widgets.table_list import cut

if TYPE_CHECKING:
    from interviewloop.calibration.figures import Figure

_LEAST_CELL, _MOST_CELL = 7, 14
_FINE_CELL = 9
"""From this width on there is room for two decimals."""
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
        cell, shown = self._cells(width)
        names = [Part(cut(name, cell - 1) + " ") for name in self.heat.columns[:shown]]
        return [Part(self.corner(width)), *names, *self._more(shown)]

    def body(self, place: int, width: int) -> list[Part]:
        cell, shown = self._cells(width)
        figures = self.heat.rows[place][2]
        label = Part(self.label(place, width))
        code = self.sheet.lines[place].withheld if self.sheet is not None else None
        if code is not None:
            return [label, Part(f"withheld: {code}", "plot--withheld")]
        parts = [_part(one, self.heat.span, cell) for one in figures[:shown]]
        return [label, *(part for one in parts for part in (one, Part(" ")))]

    def _cells(self, width: int) -> tuple[int, int]:
        """How wide a cell is, its gap with it, and how many columns there is room for."""
        room = width - self.label_width(width)
        columns = max(1, len(self.heat.columns))
        cell = max(_LEAST_CELL, min(_MOST_CELL, room // columns))
        return cell, max(1, min(columns, room // cell))

    def _more(self, shown: int) -> list[Part]:
        more = len(self.heat.columns) - shown
        return [Part(f"+{more}")] if more > 0 else []


def _part(figure: Figure | None, span: float, cell: int) -> Part:
    if figure is None:
        return Part("·".center(cell - 1), "plot--axis")
    if figure.value is None or figure.ci_low is None or figure.ci_high is None:
        return Part("w".center(cell - 1), "plot--withheld")
    clear = not figure.ci_low <= 0 <= figure.ci_high
    form = "{:+.2f}" if cell >= _FINE_CELL else "{:+.1f}"
    number = form.format(figure.value)
    if not set(number) & set("123456789"):
        number = form.format(0.0)
    words = f"{number}{'●' if clear else ' '}"
    return Part(words.center(cell - 1), _shade(figure.value, span))


def _shade(value: float, span: float) -> str:
    if abs(value) < 0.05:
        return ""
    side = "high" if value > 0 else "low"
    return f"plot--{side}er" if abs(value) >= _STRONG * span else f"plot--{side}"
