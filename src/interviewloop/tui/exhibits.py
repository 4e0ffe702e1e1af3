"""Exhibits as content: tables aligned, charts drawn in characters, text as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from interviewloop.model.text import visible, visible_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from interviewloop.library.library import LoadedCase
    from interviewloop.library.tables import Table
    from interviewloop.model.case import Chart, Exhibit

_SEVERAL = "*"
"""Where points of several series fall into one cell."""
CHART_HEIGHT = 14
CHART_WIDTH = 64
_MARKS = "●◆▲■"
"""One sign a series, so that a chart needs no colour."""


def exhibit_content(loaded: LoadedCase, name: str) -> Content:
    """The exhibit as content. Raises :class:`Problem` when its file cannot be read."""
    exhibit = loaded.case.exhibits[name]
    if exhibit.kind in {"text", "log"}:
        return Content(visible_lines(loaded.text(name)))
    if exhibit.kind == "chart" and exhibit.chart is not None:
        return chart_content(exhibit, exhibit.chart, loaded.raw_table(name))
    return table_content(loaded.table(name))


def table_content(table: Table) -> Content:
    """Columns aligned: numbers to the right, words to the left, a rule under the header."""
    header = [visible(cell) for cell in table.header]
    rows = [[visible(cell) for cell in row] for row in table.rows]
    columns = list(zip(header, *rows, strict=True))
    widths = [max(Content(cell).cell_length for cell in column) for column in columns]
    numeric = [all(_is_number(cell) for cell in column[1:] if cell) for column in columns]

    def line(cells: Sequence[str]) -> str:
        return "  ".join(
            _padded(cell, width, right)
            for cell, width, right in zip(cells, widths, numeric, strict=True)
        ).rstrip()

    rule = "─" * (sum(widths) + 2 * (len(widths) - 1))
    return Content("\n").join(
        [Content.styled(line(header), "bold"), Content(rule), *(Content(line(r)) for r in rows)]
    )


def chart_content(exhibit: Exhibit, chart: Chart, table: Table) -> Content:
    """A line chart in characters: a sign a series, axis ends in numbers, labels with units."""
    xs = [row[table.header.index(chart.x)] for row in table.rows]
    series = _series(exhibit, chart, table)
    values = [value for points in series.values() for _, value in points]
    if not values:
        return Content(exhibit.alt or exhibit.title)
    low, high = min(values), max(values)
    if low > 0 and low < 0.4 * high:
        low = 0.0
    lines = _plot(series, len(xs), low, high)
    bottom = CHART_HEIGHT - 1
    ticks = {
        row: _short(high - (high - low) * row / bottom)
        for row in (0, bottom // 4, bottom // 2, 3 * bottom // 4, bottom)
    }
    left = max(map(len, ticks.values()))
    body = []
    for row, line in enumerate(lines):
        body.append(f"{ticks.get(row, '').rjust(left)} ┤{''.join(line)}".rstrip())
    axis = " " * left + " └" + "─" * CHART_WIDTH
    ends = f"{' ' * (left + 2)}{xs[0]}{xs[-1].rjust(CHART_WIDTH - len(xs[0]))}"
    signs = [f"{_MARKS[place % len(_MARKS)]} {name}" for place, name in enumerate(series)]
    if any(_SEVERAL in line for line in lines):
        signs.append(f"{_SEVERAL} several")
    legend = "   ".join(signs)
    foot = f"{' ' * (left + 2)}{chart.x_label}"
    return Content("\n").join(
        [
            Content.styled(chart.y_label, "bold"),
            *(Content(line) for line in (*body, axis, ends, foot, "", legend)),
        ]
    )


def _series(exhibit: Exhibit, chart: Chart, table: Table) -> dict[str, list[tuple[int, float]]]:
    """Points by series: place on the x axis and value. Blank cells leave a gap."""
    series: dict[str, list[tuple[int, float]]] = {}
    places: dict[str, int] = {}
    for row in table.rows:
        cells = dict(zip(table.header, row, strict=True))
        place = places.setdefault(cells[chart.x], len(places))
        for column in chart.y:
            label = exhibit.labels.get(column, column)
            name = cells[chart.series] if chart.series else label
            if len(chart.y) > 1 and chart.series:
                name = f"{name} {label}"
            if _is_number(cells[column]):
                series.setdefault(name, []).append((place, float(cells[column])))
    return series


def _plot(
    series: dict[str, list[tuple[int, float]]], count: int, low: float, high: float
) -> list[list[str]]:
    lines = [[" "] * CHART_WIDTH for _ in range(CHART_HEIGHT)]
    span = (high - low) or 1.0
    places = max((place for points in series.values() for place, _ in points), default=count - 1)
    for number, points in enumerate(series.values()):
        for place, value in points:
            column = round(place / max(1, places) * (CHART_WIDTH - 1))
            row = CHART_HEIGHT - 1 - round((value - low) / span * (CHART_HEIGHT - 1))
            mark = _MARKS[number % len(_MARKS)]
            lines[row][column] = mark if lines[row][column] in {" ", mark} else _SEVERAL
    return lines


def _short(value: float) -> str:
    return f"{value:.3g}"


def _is_number(cell: str) -> bool:
    try:
        float(cell.replace(",", "").replace("\u202f", "").rstrip("%"))
    except ValueError:
        return False
    return True


def _padded(cell: str, width: int, right: bool) -> str:
    gap = " " * (width - Content(cell).cell_length)
    return gap + cell if right else cell + gap
