"""Cells and columns of a case's tables, for formulas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewloop.library.figures import number
from interviewloop.library.formula import FormulaError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from interviewloop.library.formula import Column
    from interviewloop.library.tables import Table


class Lookups:
    """``col`` and ``cell`` over the exhibits of a case; ``home`` is the one meant by default."""

    def __init__(
        self, tables: Mapping[str, Table], keys: Mapping[str, str | None], home: str
    ) -> None:
        self.tables = tables
        self.keys = keys
        self.home = home

    def col(self, names: tuple[object, ...], conditions: dict[str, str]) -> Column:
        """``col("p", platform="ios")``: the numbers of a column; blank cells are left out.

        Raises FormulaError for an unknown exhibit or column, or a cell that holds no number.
        """
        table, _ = self._table(conditions)
        name, *more = map(str, names) if names else ("",)
        if more:
            raise FormulaError("col takes one column")
        column = _column(table, name)
        wanted = [
            all(_column(table, key)[row] == value for key, value in conditions.items())
            for row in range(len(table.rows))
        ]
        cells = [cell for cell, keep in zip(column, wanted, strict=True) if keep and cell.strip()]
        if not cells:
            raise FormulaError(f"no row has a {name} under these conditions")
        return tuple(_number(cell, name) for cell in cells)

    def cell(self, names: tuple[object, ...], conditions: dict[str, str]) -> float:
        """``cell("ios", "rel_lift")``: the number in one row, found by the key column.

        Raises FormulaError as :meth:`col` does, and unless exactly one row has that key.
        """
        table, key = self._table(conditions)
        if len(names) != 2 or conditions:
            raise FormulaError('cell takes a row and a column: cell("ios", "p")')
        row_key, name = map(str, names)
        rows = [row for row, text in enumerate(_column(table, key)) if text == row_key]
        if len(rows) != 1:
            raise FormulaError(f"{len(rows)} rows have {key} {row_key!r}")
        return _number(_column(table, name)[rows[0]], name)

    def _table(self, conditions: dict[str, str]) -> tuple[Table, str]:
        exhibit = conditions.pop("exhibit", self.home)
        table = self.tables.get(exhibit)
        if table is None:
            raise FormulaError(f"there is no table {exhibit!r}")
        return table, self.keys.get(exhibit) or table.header[0]


def _column(table: Table, name: str) -> tuple[str, ...]:
    try:
        return table.column(name)
    except KeyError:
        raise FormulaError(f"there is no column {name!r}") from None


def _number(cell: str, name: str) -> float:
    value = number(cell)
    if value is None:
        raise FormulaError(f"{cell!r} in {name} is no number")
    return value
