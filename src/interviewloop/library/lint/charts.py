"""X10: whether a chart can be read where it is drawn, in signs on 80 columns and without colour."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from interviewloop.library.lines import Lines, lines_in
from interviewloop.library.lint.registry import Flaw, case_rule
from interviewloop.library.lint.vocabulary import UNIT_WORDS
from interviewloop.library.words import count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from interviewloop.library.findings import KeyPath
    from interviewloop.library.lint.subject import CaseSubject
    from interviewloop.library.tables import Table
    from interviewloop.model.case import Chart, Exhibit

ALT_WORDS = (10, 40)
MAX_LINES = 4
"""As many lines as there are signs to tell them apart by."""
MAX_POINTS = 64
"""As many places along x as the drawing has columns: more would fall onto each other."""
MAX_COLUMNS = 80
_UNIT = re.compile(r"\(.+\)|\[.+\]|%|, \w+")


@case_rule(
    "X10",
    "E",
    "a chart has units, alt text of 10-40 words, at most 4 lines of other names and 64 points, and"
    " words that fit on 80 columns",
)
def charts_are_readable(subject: CaseSubject) -> Iterator[Flaw]:
    for id_, exhibit in subject.case.exhibits.items():
        place = ("exhibits", id_)
        if exhibit.kind != "chart":
            if exhibit.chart is not None:
                mend = 'make it kind = "chart", or take the chart out'
                yield Flaw((*place, "chart"), f"exhibit {id_} is a {exhibit.kind}", mend)
            continue
        if exhibit.chart is None:
            mend = "add chart = { x, y, x_label, y_label }"
            yield Flaw(place, f"exhibit {id_} does not say what its chart draws", mend)
            continue
        least, most = ALT_WORDS
        if not least <= (has := count(exhibit.alt or "")) <= most:
            message = f"the alt text of {id_} has {has} words"
            mend = f"say in {least} to {most} words what the chart shows"
            yield Flaw((*place, "alt"), message, mend)
        yield from _labels(place, exhibit.chart)
        yield from _lines(place, exhibit, exhibit.chart, subject.table(id_))


def _labels(place: KeyPath, chart: Chart) -> Iterator[Flaw]:
    for key, label in (("x_label", chart.x_label), ("y_label", chart.y_label)):
        path = (*place, "chart", key)
        if not _has_unit(label):
            yield Flaw(path, f"the label {label!r} has no unit", "put the unit in brackets")
        # The label of x stands below the drawing, which begins right of the numbers of y.
        room = MAX_COLUMNS if key == "y_label" else MAX_POINTS
        if len(label) > room:
            message = f"the label {label!r} has {len(label)} characters"
            yield Flaw(path, message, f"say it in {room}")


def _lines(place: KeyPath, exhibit: Exhibit, chart: Chart, table: Table | None) -> Iterator[Flaw]:
    path = (*place, "chart")
    number = _how_many(chart, table)
    if number > MAX_LINES:
        mend = f"draw {MAX_LINES} at most: more cannot be told apart without colour"
        yield Flaw(path, f"the chart {place[1]} draws {number} lines", mend)
        return
    drawn = _drawn(exhibit, table)
    if drawn is None:
        return  # X05 and S11 tell
    if not drawn.lines:
        mend = f"name columns of numbers: y = {list(chart.y)} has none"
        yield Flaw(path, f"the chart {place[1]} draws nothing", mend)
    elif len(drawn.lines) < number:
        message = f"the chart {place[1]} has {len(drawn.lines)} names for {number} lines"
        yield Flaw(path, message, "give each column a label of its own, and numbers to draw")
    if drawn.places > MAX_POINTS:
        message = f"the chart {place[1]} has {drawn.places} points along x"
        yield Flaw(path, message, f"draw {MAX_POINTS} at most, for instance every second")
    if sum(map(len, drawn.ends)) >= MAX_POINTS:
        message = f"the words at both ends of x have {sum(map(len, drawn.ends))} characters"
        yield Flaw(path, message, f"let both stay below {MAX_POINTS}")
    if (width := _legend_width(drawn)) > MAX_COLUMNS:
        message = f"the names of the lines of {place[1]} take {width} columns"
        yield Flaw(path, message, f"shorten them in labels, to {MAX_COLUMNS} in all")


def drawn_words(exhibit: Exhibit, table: Table | None) -> tuple[str, ...]:
    """The words of a chart's file that stand in the drawing: both ends of x, names of lines."""
    drawn = _drawn(exhibit, table)
    return (*drawn.ends, *(line.name for line in drawn.lines)) if drawn else ()


def _drawn(exhibit: Exhibit, table: Table | None) -> Lines | None:
    """The chart as it is drawn; None when there is no table for it, or not with its columns."""
    chart = exhibit.chart
    if chart is None or table is None:
        return None
    try:
        lines, words = lines_in(table, chart.x, chart.y, chart.series, exhibit.labels)
    except KeyError:
        return None
    ends = (words[0], words[-1]) if words else ("", "")
    return Lines(chart.x_label, chart.y_label, ends, len(words), lines, "")


def _how_many(chart: Chart, table: Table | None) -> int:
    """How many lines are asked for: one a column, and of each one a value of ``series``."""
    if chart.series is None or table is None or chart.series not in table.header:
        return len(chart.y)
    return len(chart.y) * len(set(table.column(chart.series)))


def _legend_width(drawn: Lines) -> int:
    """Columns that a sign, a space and the name of each line take, three spaces between them."""
    names = [len(line.name) + 2 for line in drawn.lines]
    return sum(names) + 3 * max(0, len(names) - 1)


def _has_unit(label: str) -> bool:
    return bool(_UNIT.search(label)) or not UNIT_WORDS.isdisjoint(label.casefold().split())
