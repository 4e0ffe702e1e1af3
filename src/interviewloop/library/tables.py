"""Exhibit files as tables of text. Cells stay text: what is shown is what the file says."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from interviewloop.library.files import decoded
from interviewloop.model.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


@dataclass(frozen=True)
class Table:
    """A header and rows of equal width. ``lines`` are the rows' lines in the file, from 1."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...] = ()

    def column(self, name: str) -> tuple[str, ...]:
        """The cells of a column, top to bottom. Raises KeyError for an unknown name."""
        if name not in self.header:
            raise KeyError(name)
        index = self.header.index(name)
        return tuple(row[index] for row in self.rows)

    def shown(self, columns: Sequence[str], rows: int | None, labels: Mapping[str, str]) -> Table:
        """The table as an exhibit shows it: some columns, the first rows, headings for people.

        Raises KeyError for a column the table does not have.
        """
        names = tuple(columns) or self.header
        picked = [self.column(name) for name in names]
        cells = tuple(zip(*picked, strict=True))[:rows]
        return Table(tuple(labels.get(name, name) for name in names), cells, self.lines[:rows])


def parse_csv(content: bytes, path: Path) -> Table:
    """The table in a CSV file.

    Raises Problem, with the line, for text that is not UTF-8, no header, a column named twice, or a
    row that is longer or shorter than the header.
    """
    reader = csv.reader(io.StringIO(decoded(content, path), newline=""), strict=True)
    rows: list[tuple[str, ...]] = []
    lines: list[int] = []
    try:
        header = tuple(next(reader, ()))
        _check_header(header, path)
        for row in reader:
            if len(row) != len(header):
                raise _unreadable(
                    path,
                    reader.line_num,
                    f"this row has {len(row)} cells, the header {len(header)}",
                )
            rows.append(tuple(row))
            lines.append(reader.line_num)
    except csv.Error as error:
        raise _unreadable(path, reader.line_num, str(error)) from None
    return Table(header, tuple(rows), tuple(lines))


def _check_header(header: tuple[str, ...], path: Path) -> None:
    if not header or not all(name.strip() for name in header):
        raise _unreadable(path, 1, "the first line must name each column")
    twice = next((name for name in header if header.count(name) > 1), None)
    if twice is not None:
        raise _unreadable(path, 1, f"two columns are called {twice}")


def _unreadable(path: Path, line: int, what: str) -> Problem:
    return Problem("Not a table", what, "mend the CSV file", f"{path}:{line}")
