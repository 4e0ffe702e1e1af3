"""N01, N02: the tables agree with themselves, whoever recomputes them."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from interviewloop.library.figures import half_unit, number
from interviewloop.library.formula import FormulaError, evaluate
from interviewloop.library.lint.registry import Flaw, case_rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from interviewloop.library.formula import Column
    from interviewloop.library.lint.subject import CaseSubject
    from interviewloop.library.tables import Table
    from interviewloop.model.case import Exhibit, Sums

ALPHA = 0.05
_SLACK = 1e-9
"""Share of a value that floating point may lose."""
_MEND_TABLE = "generate the table again from one source"


@case_rule("N01", "E", "totals are sums, checks hold, an interval excludes 0 exactly when p < 0.05")
def tables_add_up(subject: CaseSubject) -> Iterator[Flaw]:
    for id_, exhibit, file, table in subject.tables():
        for index, sums in enumerate(exhibit.sums):
            yield from _check_sums(("exhibits", id_, "sums", index), exhibit, sums, table)
        for index, check in enumerate(exhibit.checks):
            place = ("exhibits", id_, "checks", index)
            yield from _check_rows(place, check, table, file.path)
        yield from _check_intervals(("exhibits", id_), table, file.path)


@case_rule("N02", "E", "corrected p-values follow from p, sample-ratio p-values from the counts")
def p_values_follow(subject: CaseSubject) -> Iterator[Flaw]:
    for id_, _, file, table in subject.tables():
        place = ("exhibits", id_)
        for column, correct in (("p_bonferroni", _bonferroni), ("q_bh", _benjamini_hochberg)):
            if {"p", column} <= {*table.header}:
                yield from _check_corrected(place, table, file.path, column, correct)
        if {"srm_p", "users_control", "users_treatment"} <= {*table.header}:
            yield from _check_srm(place, table, file.path)


def _check_sums(
    place: tuple[str | int, ...], exhibit: Exhibit, sums: Sums, table: Table
) -> Iterator[Flaw]:
    key = exhibit.key or table.header[0]
    if key not in table.header:
        return  # X05 tells
    rows: dict[str, list[int]] = {}
    for row, name in enumerate(table.column(key)):
        rows.setdefault(name, []).append(row)
    for name in (sums.total, *sums.parts):
        if len(rows.get(name, ())) != 1:
            message = f"{len(rows.get(name, ()))} rows have {key} {name!r}"
            yield Flaw(place, message, f"name one row by its {key}")
            return
    for column in sums.columns:
        if column not in table.header:
            continue
        cells = table.column(column)
        numbers = [number(cells[rows[name][0]]) for name in (sums.total, *sums.parts)]
        if any(value is None for value in numbers):
            yield Flaw(place, f"a cell of {column} to be added holds no number", _MEND_TABLE)
            continue
        total, *parts = (value for value in numbers if value is not None)
        slack = sum(half_unit(cells[rows[name][0]]) for name in (sums.total, *sums.parts))
        if abs(total - math.fsum(parts)) > slack + _SLACK * abs(total):
            message = f"{column} of {sums.total} is {total:g}, its parts add up to "
            yield Flaw(place, f"{message}{math.fsum(parts):g}", _MEND_TABLE)


def _check_rows(
    place: tuple[str | int, ...], check: str, table: Table, path: Path
) -> Iterator[Flaw]:
    left, equals, right = check.partition("=")
    if not equals or not left.strip() or not right.strip():
        mend = "write it like rate = buyers / users"
        yield Flaw(place, f"{check!r} is no equation", mend)
        return
    used = [name for name in table.header if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", check)]
    for line, row in zip(table.lines, table.rows, strict=True):
        cells = {name: row[table.header.index(name)] for name in used}
        if not all(cell.strip() for cell in cells.values()):
            continue  # a row that does not have these figures
        try:
            difference, slack = _mismatch(left, right, cells)
        except FormulaError as error:
            yield Flaw(place, f"line {line} of {path.name}: {error}", "correct the check")
            return
        if abs(difference) > slack:
            message = f"{check} does not hold: off by {difference:.3g}"
            yield Flaw(place, message, _MEND_TABLE, path, line)


def _mismatch(left: str, right: str, cells: Mapping[str, str]) -> tuple[float, float]:
    """Left side minus right side in one row, and how much of that rounding can explain.

    Raises FormulaError when a side has no value.
    """
    numbers = {name: value for name, cell in cells.items() if (value := number(cell)) is not None}
    difference = _difference(left, right, numbers)
    slack = _SLACK * max(map(abs, numbers.values()), default=0.0)
    for name, value in numbers.items():
        moved = {**numbers, name: value + half_unit(cells[name])}
        # A little more than the rounding of this one cell, for what is not linear in it.
        slack += 1.01 * abs(_difference(left, right, moved) - difference)
    return difference, slack


def _difference(left: str, right: str, numbers: Mapping[str, float]) -> float:
    """Left side minus right side in one row, where a column's name means its cell."""

    def of_row(names: tuple[object, ...], conditions: dict[str, str]) -> float:
        name = str(names[0]) if names else ""
        if conditions or name not in numbers:
            raise FormulaError(f"there is no column {name!r} with a number here")
        return numbers[name]

    both = [evaluate(side, of_row, of_row, numbers) for side in (left, right)]
    return both[0] - both[1]


def _check_intervals(place: tuple[str | int, ...], table: Table, path: Path) -> Iterator[Flaw]:
    """Every ``ci_low``, ``ci_high``, ``p``, also with a common prefix such as ``day_``."""
    for name in table.header:
        prefix = name.removesuffix("ci_low")
        trio = (name, f"{prefix}ci_high", f"{prefix}p")
        if prefix == name or not {*trio} <= {*table.header}:
            continue
        for row, cells in enumerate(zip(*map(table.column, trio), strict=True)):
            values = [number(cell) for cell in cells]
            if any(value is None for value in values):
                continue
            low, high, p = (value for value in values if value is not None)
            edges = ((low, 0.0), (high, 0.0), (p, ALPHA))
            if any(
                abs(value - edge) <= half_unit(cell)
                for (value, edge), cell in zip(edges, cells, strict=True)
            ):
                continue  # rounding hides which side of the edge it is on
            excludes = low > 0 or high < 0
            if low > high or excludes != (p < ALPHA):
                message = f"the interval {cells[0]} to {cells[1]} and p = {cells[2]} disagree"
                yield Flaw(place, message, _MEND_TABLE, path, table.lines[row])


def _bonferroni(p_values: Column) -> Column:
    return tuple(min(1.0, p * len(p_values)) for p in p_values)


def _benjamini_hochberg(p_values: Column) -> Column:
    """Benjamini and Hochberg (1995), as adjusted p-values: q(i) = min over j >= i of n p(j) / j."""
    order = sorted(range(len(p_values)), key=p_values.__getitem__)
    adjusted = [0.0] * len(p_values)
    least = 1.0
    for rank in range(len(order), 0, -1):
        row = order[rank - 1]
        least = min(least, p_values[row] * len(p_values) / rank)
        adjusted[row] = least
    return tuple(adjusted)


def _check_corrected(
    place: tuple[str | int, ...],
    table: Table,
    path: Path,
    column: str,
    correct: Callable[[Column], Column],
) -> Iterator[Flaw]:
    cells = list(zip(table.column("p"), table.column(column), table.lines, strict=True))
    rows = [(p, shown, line) for p, shown, line in cells if number(p) is not None and shown.strip()]
    p_values = [number(p) or 0.0 for p, _, _ in rows]
    slacks = [half_unit(p) for p, _, _ in rows]
    # Both corrections grow with every p, so the rounding of p bounds them from both sides.
    lowest = correct(tuple(max(p - slack, 0.0) for p, slack in zip(p_values, slacks, strict=True)))
    highest = correct(tuple(min(p + slack, 1.0) for p, slack in zip(p_values, slacks, strict=True)))
    for (_, shown, line), low, high in zip(rows, lowest, highest, strict=True):
        value = number(shown)
        slack = half_unit(shown) + _SLACK
        if value is None or not low - slack <= value <= high + slack:
            message = f"{column} is {shown}, from p it is {(low + high) / 2:.4g}"
            yield Flaw(place, message, _MEND_TABLE, path, line)


def _check_srm(place: tuple[str | int, ...], table: Table, path: Path) -> Iterator[Flaw]:
    """The chi-square test of equal shares from the two displayed counts."""
    names = ("users_control", "users_treatment", "srm_p")
    rows = zip(*map(table.column, names), table.lines, strict=True)
    for control_cell, treatment_cell, shown, line in rows:
        control, treatment, p = number(control_cell), number(treatment_cell), number(shown)
        if control is None or treatment is None or p is None or control + treatment <= 0:
            continue
        chi2 = (control - treatment) ** 2 / (control + treatment)
        expected = math.erfc(math.sqrt(chi2 / 2))
        if abs(p - expected) > half_unit(shown) + 1e-6 * expected:
            message = f"srm_p is {shown}, from the counts it is {expected:.4g}"
            yield Flaw(place, message, _MEND_TABLE, path, line)
