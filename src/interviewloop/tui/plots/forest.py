"""A forest plot: figures with their intervals on one axis, the numbers beside them."""

from __future__ import annotations

from interviewloop.report.pictures import Forest, Row
from interviewloop.tui.plots.rows import Part, SheetRows
from interviewloop.tui.widgets.table_list import cut

_NUMBER = 24
_COUNT = 6
_LEAST_AXIS = 11
_CLEAR = 5
"""Cells between the words at both ends of an axis, for its middle."""
_OFF_LEFT, _OFF_RIGHT = "◂", "▸"


class ForestPlot(SheetRows):
    """``├──●──┤`` where the interval lies on one side, ``├──○──┤`` where it does not."""

    @property
    def forest(self) -> Forest:
        picture = self.sheet.picture if self.sheet is not None else None
        if not isinstance(picture, Forest):
            raise TypeError("a forest plot shows a forest")
        return picture

    def head(self, width: int) -> list[Part]:
        axis = self._axis(width)
        left, right = f"◂ {self.forest.left}", f"{self.forest.right} ▸"
        middle = f"{self.forest.middle:g}"
        if len(left) + len(right) + _CLEAR > axis:
            left, right = left[0], right[-1]
        line = list(left.ljust(axis - len(right)) + right)
        at = place_of(self.forest.middle, self.forest, axis)
        if all(character == " " for character in line[at - 1 : at + len(middle) + 1]):
            line[at : at + len(middle)] = middle
        name = self.sheet.columns[self.sheet.drawn].name if self.sheet else ""
        tail = cut(f" {name} (95%)", _NUMBER) + "n".rjust(_COUNT)
        return [Part(self.corner(width)), Part("".join(line).ljust(axis)), Part(tail)]

    def body(self, place: int, width: int) -> list[Part]:
        row, axis = self.forest.rows[place], self._axis(width)
        count = Part(f"{row.figure.n:>{_COUNT}}", "plot--axis")
        label = Part(self.label(place, width))
        if row.figure.withheld is not None:
            words = cut(f"withheld: {row.figure.withheld}", axis + _NUMBER)
            return [label, Part(words, "plot--withheld"), count]
        words = self.words(place)[self.sheet.drawn if self.sheet else 1]
        number = Part(cut(f" {words}", _NUMBER), "plot--clear" if row.clear else "")
        return [label, *interval(row, self.forest, axis), number, count]

    def _axis(self, width: int) -> int:
        return max(_LEAST_AXIS, width - self.label_width(width) - _NUMBER - _COUNT)


def place_of(value: float, forest: Forest, axis: int) -> int:
    """The cell of ``value`` on an axis of that many cells; values off it fall on its ends."""
    share = (value - forest.middle + forest.span) / (2 * forest.span)
    return max(0, min(axis - 1, round(share * (axis - 1))))


def interval(row: Row, forest: Forest, axis: int) -> list[Part]:
    """The line of one row: its interval with caps, the middle of the axis, the value."""
    figure = row.figure
    cells = [Part(" ")] * axis
    cells[place_of(forest.middle, forest, axis)] = Part("│", "plot--axis")
    if figure.value is None or figure.ci_low is None or figure.ci_high is None:
        return cells
    component = "plot--clear" if row.clear else "plot--value"
    low, high = (place_of(end, forest, axis) for end in (figure.ci_low, figure.ci_high))
    for at in range(low, high + 1):
        cells[at] = Part("┼" if cells[at].text == "│" else "─", component)
    if low < high:
        off_left = figure.ci_low < forest.middle - forest.span
        off_right = figure.ci_high > forest.middle + forest.span
        cells[low] = Part(_OFF_LEFT if off_left else "├", component)
        cells[high] = Part(_OFF_RIGHT if off_right else "┤", component)
    if forest.marks:
        cells[place_of(row.against, forest, axis)] = Part("◆", "plot--axis")
    cells[place_of(figure.value, forest, axis)] = Part("●" if row.clear else "○", component)
    return cells
