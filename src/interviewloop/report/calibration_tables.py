"""What sections and tables of a calibration report are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from interviewloop.calibration.figures import Figure

MOST_ROWS = 60


class Table(NamedTuple):
    """The first column is the label; ``legend`` says what the figures are."""

    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    legend: str


class Section(NamedTuple):
    """One heading; ``sentences`` are a list, the tables follow, ``remark`` ends it."""

    heading: str
    sentences: Sequence[str] = ()
    tables: Sequence[Table] = ()
    remark: str = ""


def capped(rows: Iterable[list[str]]) -> list[list[str]]:
    """The first rows, and how many more there are."""
    every = list(rows)
    more = len(every) - MOST_ROWS
    if more <= 0:
        return every
    rest = [f"and {more} more, in the JSON output", *[""] * (len(every[0]) - 1)]
    return [*every[:MOST_ROWS], rest]


def cell(figure: Figure, form: str, unit: str = "") -> str:
    """A figure in a table, ``80% (76 to 85%)``. Why it is withheld stands in the notices."""
    if figure.value is None or figure.ci_low is None or figure.ci_high is None:
        return "withheld"
    low, high = _number(figure.ci_low, form), _number(figure.ci_high, form)
    return f"{_number(figure.value, form)} ({low.removesuffix(unit)} to {high})"


def _number(value: float, form: str) -> str:
    """``value`` written; what rounds to nothing is not written as less than nothing."""
    text = form.format(value)
    return text if set(text) & set("123456789") else form.format(0.0)
