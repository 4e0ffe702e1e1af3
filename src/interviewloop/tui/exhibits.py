"""Exhibits as content: tables aligned, charts drawn in characters, text as it is.

Nothing here knows a case: the candidate's screen draws with it too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from interviewloop.library.lines import Lines, number
from interviewloop.library.tables import Table
from interviewloop.model.text import visible, visible_lines
from interviewloop.tui.paper import GAP, columns

if TYPE_CHECKING:
    from collections.abc import Sequence

_SEVERAL = "*"
"""Where points of several series fall into one cell."""
CHART_HEIGHT = 14
CHART_WIDTH = 64
_MARKS = "●◆▲■"
"""One sign a series, so that a chart needs no colour."""
_NARROWEST = 5
"""A column of words is not made narrower than this to fit a screen."""


def drawn(material: str | Table | Lines, width: int | None = None) -> Content:
    """What is in an exhibit as content.

    With ``width`` the words in a table are wrapped so that it has at most so many columns, as far
    as its numbers allow; a chart keeps its size.
    """
    if isinstance(material, Table):
        return table_content(material, width)
    if isinstance(material, Lines):
        return chart_content(material)
    return Content(visible_lines(material))


def table_content(table: Table, width: int | None = None) -> Content:
    """Columns aligned: numbers to the right, words to the left, a rule under the header."""
    header = [visible(cell) for cell in table.header]
    rows = [[visible(cell) for cell in row] for row in table.rows]
    cells = list(zip(header, *rows, strict=True))
    numeric = [all(number(cell) is not None for cell in column[1:] if cell) for column in cells]
    widths = _widths(cells, width)

    def line(row: Sequence[str]) -> Content:
        contents = [
            _to_the_right(cell, width) if right else Content(cell)
            for cell, width, right in zip(row, widths, numeric, strict=True)
        ]
        return columns(contents, widths, _NARROWEST)

    rule = "─" * (sum(widths) + len(GAP) * (len(widths) - 1))
    return Content("\n").join([line(header).stylize("bold"), Content(rule), *map(line, rows)])


def _widths(cells: Sequence[Sequence[str]], room: int | None) -> list[int]:
    """How wide each column is. Where there is no room for all, the widest words are wrapped."""
    widths = [max(Content(cell).cell_length for cell in column) for column in cells]
    if room is None:
        return widths
    # What has no space in it is not broken: half a number is a wrong number.
    words = [max(map(_longest_word, column)) for column in cells]
    least = [min(has, max(_NARROWEST, word)) for has, word in zip(widths, words, strict=True)]
    over = sum(widths) + len(GAP) * (len(widths) - 1) - room
    while over > 0:
        spare = [has - needs for has, needs in zip(widths, least, strict=True)]
        candidates = [place for place, one in enumerate(spare) if one > 0]
        if not candidates:
            break
        widest = max(candidates, key=lambda place: widths[place])
        widths[widest] -= 1
        over -= 1
    return widths


def _longest_word(cell: str) -> int:
    return max((Content(word).cell_length for word in cell.split(" ")), default=0)


def chart_content(chart: Lines) -> Content:
    """A line chart in characters: a sign a series, axis ends in numbers, labels with units."""
    values = [value for line in chart.lines for _, value in line.points]
    if not values:
        return Content(visible_lines(chart.instead))
    low, high = min(values), max(values)
    if low > 0 and low < 0.4 * high:
        low = 0.0
    plot = _plot(chart, low, high)
    bottom = CHART_HEIGHT - 1
    ticks = {
        row: _short(high - (high - low) * row / bottom)
        for row in (0, bottom // 4, bottom // 2, 3 * bottom // 4, bottom)
    }
    left = max(map(len, ticks.values()))
    body = []
    for row, line in enumerate(plot):
        body.append(f"{ticks.get(row, '').rjust(left)} ┤{''.join(line)}".rstrip())
    axis = " " * left + " └" + "─" * CHART_WIDTH
    first, last = map(visible, chart.ends)
    ends = f"{' ' * (left + 2)}{first}{last.rjust(CHART_WIDTH - len(first))}"
    signs = [
        f"{_MARKS[place % len(_MARKS)]} {visible(line.name)}"
        for place, line in enumerate(chart.lines)
    ]
    if any(_SEVERAL in line for line in plot):
        signs.append(f"{_SEVERAL} several")
    legend = "   ".join(signs)
    foot = f"{' ' * (left + 2)}{visible(chart.x_label)}"
    return Content("\n").join(
        [
            Content.styled(visible(chart.y_label), "bold"),
            *(Content(line) for line in (*body, axis, ends, foot, "", legend)),
        ]
    )


def _plot(chart: Lines, low: float, high: float) -> list[list[str]]:
    cells = [[" "] * CHART_WIDTH for _ in range(CHART_HEIGHT)]
    span = (high - low) or 1.0
    last = max(1, chart.places - 1)
    for place, line in enumerate(chart.lines):
        mark = _MARKS[place % len(_MARKS)]
        for at, value in line.points:
            column = round(at / last * (CHART_WIDTH - 1))
            row = CHART_HEIGHT - 1 - round((value - low) / span * (CHART_HEIGHT - 1))
            cells[row][column] = mark if cells[row][column] in {" ", mark} else _SEVERAL
    return cells


def _short(value: float) -> str:
    """Three digits; thousands and millions in full, because 1.38e+03 is no number to read aloud."""
    short = f"{value:.3g}"
    return f"{float(short):,.0f}" if 1_000 <= abs(float(short)) < 1e9 else short


def _to_the_right(cell: str, width: int) -> Content:
    content = Content(cell)
    if content.cell_length <= width and "\n" not in cell:
        return content.pad_left(width - content.cell_length)
    lines = content.wrap(max(1, width))
    return Content("\n").join(line.pad_left(max(0, width - line.cell_length)) for line in lines)
