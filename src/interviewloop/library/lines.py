"""A chart as numbers: the lines in it and the words around them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from interviewloop.library.tables import Table


@dataclass(frozen=True, slots=True)
class Line:
    """One series: for each point its place on the x axis, from 0, and its value."""

    name: str
    points: tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True)
class Lines:
    """A chart. ``ends`` are the first and the last word of the x axis, ``places`` how many it has.

    ``instead`` says the same in words, for a chart without a value.
    """

    x_label: str
    y_label: str
    ends: tuple[str, str]
    places: int
    lines: tuple[Line, ...]
    instead: str


def lines_in(
    table: Table, x: str, y: Sequence[str], series: str | None, labels: Mapping[str, str]
) -> tuple[tuple[Line, ...], tuple[str, ...]]:
    """The lines that the columns ``y`` of ``table`` draw over column ``x``, and the words of x.

    With ``series`` there is a line for each value of that column. A cell without a number leaves a
    gap. Raises KeyError for a column that the table does not have.
    """
    groups = table.column(series) if series else None
    places: dict[str, int] = {}
    at = [places.setdefault(word, len(places)) for word in table.column(x)]
    points: dict[str, list[tuple[int, float]]] = {}
    for column in y:
        label = labels.get(column, column)
        for row, cell in enumerate(table.column(column)):
            value = number(cell)
            if value is None:
                continue
            name = label if groups is None else groups[row]
            if groups is not None and len(y) > 1:
                name = f"{name} {label}"
            points.setdefault(name, []).append((at[row], value))
    return tuple(Line(name, tuple(drawn)) for name, drawn in points.items()), tuple(places)


def number(cell: str) -> float | None:
    """The number that a cell shows, also with thousands apart or a percent sign; None for none."""
    try:
        value = float(cell.replace(",", "").replace("\u202f", "").rstrip("%"))
    except ValueError:
        return None
    return value if math.isfinite(value) else None
