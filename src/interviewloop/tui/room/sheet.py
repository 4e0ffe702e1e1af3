"""One table of the room: what is drawn, copied and exported are the same rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

from rich.cells import cell_len

from interviewloop.calibration.figures import Figure
from interviewloop.model.text import visible
from interviewloop.report.calibration_tables import cell

if TYPE_CHECKING:
    from interviewloop.report.pictures import Forest, Heat, Mark, Paths, Use

    Value = Figure | str | int | float | None
    Picture = Forest | Heat | Paths | tuple[Use, ...] | tuple[Mark, ...]

About = Literal[
    "panel", "interviewer", "dimension", "candidate", "pair", "case",
    "shared", "lean", "score", "session", "linked",
]  # fmt: skip


class Subject(NamedTuple):
    """What a row or a part of it is about, so that it leads on to the sessions behind it.

    Labels: of ``shared``, what two or more have scored alike, dimensions or none for all; of
    ``lean``, interviewer and dimension; of ``score``, dimension and the score as text; of
    ``session``, interviewer and candidate; of ``linked``, severity with practice as a link,
    interviewers. Elsewhere labels are what ``about`` says.
    """

    about: About
    labels: tuple[str, ...] = ()


class Line(NamedTuple):
    """One row: a value for each column of its sheet. ``parts`` are what can be pointed at in it,
    from left to right, each with sessions of its own."""

    subject: Subject
    values: tuple[Value, ...]
    parts: tuple[Subject, ...] = ()

    @property
    def withheld(self) -> str | None:
        """The rule that withholds every figure of this row, if it is one rule."""
        codes = {value.withheld for value in self.values if isinstance(value, Figure)}
        return codes.pop() if len(codes) == 1 else None


class Column(NamedTuple):
    """A column; ``form`` is how its numbers and figures are written, ``unit`` what ends them."""

    name: str
    form: str = "{}"
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Lines under columns, with the picture that shows them, if there is one.

    ``drawn`` is the place of the column whose figures the picture draws.
    """

    name: str
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    legend: str
    picture: Picture | None = None
    drawn: int = 1
    label_width: int = field(init=False, default=0)
    """Cells that the widest label takes: measured where the sheet is made, not where it is
    shown."""

    def __post_init__(self) -> None:
        labels = (self.columns[0].name, *(str(one.values[0]) for one in self.lines))
        object.__setattr__(self, "label_width", max(cell_len(visible(text)) for text in labels))

    def shown(self) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
        """Header and rows as a person reads them; texts are safe to show."""
        header = tuple(column.name for column in self.columns)
        return header, [self.words(line) for line in self.lines]

    def words(self, line: Line) -> tuple[str, ...]:
        """A line as a person reads it."""
        return tuple(
            _words(column, value) for column, value in zip(self.columns, line.values, strict=True)
        )

    def brief(self, line: Line) -> tuple[str, ...]:
        """A line without intervals, for where room is short."""
        return tuple(
            _brief(column, value) for column, value in zip(self.columns, line.values, strict=True)
        )

    def flat(self) -> tuple[list[str], list[list[str | int | float | None]]]:
        """Header and rows as a program reads them: a figure becomes five cells."""
        wide = [_is_figure(values) for values in self._by_column()]
        header: list[str] = []
        for column, figures in zip(self.columns, wide, strict=True):
            parts = ("", " low", " high", " n", " withheld") if figures else ("",)
            header += [f"{column.name}{part}" for part in parts]
        rows = [
            [
                cell
                for value, figures in zip(line.values, wide, strict=True)
                for cell in (_five(value) if figures else (_plain(value),))
            ]
            for line in self.lines
        ]
        return header, rows

    def _by_column(self) -> list[list[Value]]:
        if not self.lines:
            return [[] for _ in self.columns]
        return [list(values) for values in zip(*(one.values for one in self.lines), strict=True)]


def _words(column: Column, value: Value) -> str:
    if value is None:
        return "–"
    if isinstance(value, str):
        return visible(value)
    if isinstance(value, int | float):
        return column.form.format(value)
    if value.withheld is not None:
        return f"withheld: {value.withheld}"
    return cell(value, column.form, column.unit)


def _brief(column: Column, value: Value) -> str:
    if not isinstance(value, Figure):
        return _words(column, value)
    return "withheld" if value.value is None else column.form.format(value.value)


def _is_figure(values: list[Value]) -> bool:
    return any(isinstance(value, Figure) for value in values)


def _plain(value: Value) -> str | int | float | None:
    return value.value if isinstance(value, Figure) else value


def _five(value: Value) -> tuple[str | int | float | None, ...]:
    if isinstance(value, Figure):
        return (value.value, value.ci_low, value.ci_high, value.n, value.withheld)
    return (value, None, None, None, None)
