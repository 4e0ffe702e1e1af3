"""Drift lines: every interviewer's sessions in order, as a line around what is expected."""

from __future__ import annotations

from interviewloop.report.pictures import Paths
from interviewloop.tui.plots.braille import braille_line
from interviewloop.tui.plots.pointing import WHOLE
from interviewloop.tui.plots.rows import PART, POINTER, Part, SheetRows
from interviewloop.tui.widgets.table_list import cut

_NUMBER, _COUNT = 24, 6
_LEAST_LINE = 10


class DriftLines(SheetRows):
    """A line for each interviewer, and the drift it adds up to."""

    @property
    def paths(self) -> Paths:
        picture = self.sheet.picture if self.sheet is not None else None
        if not isinstance(picture, Paths):
            raise TypeError("drift lines show paths")
        return picture

    def head(self, width: int) -> list[Part]:
        room = self._room(width)
        ends = f"first … last, ±{self.paths.span:g} points"
        tail = cut(" drift (95%)", _NUMBER) + "n".rjust(_COUNT)
        return [Part(self.corner(width)), Part(cut(ends, room)), Part(tail)]

    def body(self, place: int, width: int) -> list[Part]:
        path, room = self.paths.rows[place], self._room(width)
        label = Part(self.label(place, width))
        count = Part(f"{path.figure.n:>{_COUNT}}", "plot--axis")
        if path.figure.withheld is not None:
            words = cut(f"withheld: {path.figure.withheld}", room + _NUMBER)
            return [label, Part(words, "plot--withheld"), count]
        told = self.words(place)
        flagged = told[-1] == "drift"
        line = braille_line(path.points, self.paths.span, room, 1)[0]
        words = f" {told[1]}{' ◆' if flagged else ''}"
        style = "plot--clear" if flagged else ""
        parts = [Part(line, "plot--value")]
        if place == self.cursor and self.part >= 0:
            at = cell_of(self.part, len(path.points), room)
            parts = [
                Part(line[:at], "plot--value"),
                Part("●", PART),
                Part(line[at + 1 :], "plot--value"),
            ]
        return [label, *parts, Part(cut(words, _NUMBER), style), count]

    def part_at(self, x: int) -> int:
        width = self.scrollable_content_region.width - len(POINTER)
        points = len(self.paths.rows[self.cursor].points)
        at, room = x - len(POINTER) - self.label_width(width), self._room(width)
        if not (points and 0 <= at < room):
            return WHOLE
        return min(range(points), key=lambda place: abs(cell_of(place, points, room) - at))

    def _room(self, width: int) -> int:
        return max(_LEAST_LINE, width - self.label_width(width) - _NUMBER - _COUNT)


def cell_of(place: int, count: int, width: int) -> int:
    """The cell in which a line of ``width`` cells shows the middle of a point, of ``count``."""
    return min(width - 1, int((place + 0.5) * width / count))
