"""A table of a report as a CSV file that a spreadsheet opens without running anything in it."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from interviewloop.model.text import storable, visible
from interviewloop.workspace.files import write_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from pathlib import Path

    Value = str | int | float | None

FOLDER = "exports"
_RUNS = tuple("=+-@＝＋－＠")
"""What begins a formula, in either width."""
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")


def table_csv(header: Sequence[str], rows: Iterable[Sequence[Value]]) -> str:
    """The table as CSV. Numbers stay numbers; text that a spreadsheet would take for a formula gets
    an apostrophe in front, and control characters become visible signs."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([_cell(name) for name in header])
    writer.writerows([_cell(value) for value in row] for row in rows)
    return out.getvalue()


def write_table(
    root: Path, name: str, header: Sequence[str], rows: Iterable[Sequence[Value]], now: datetime
) -> Path:
    """Write the table into the exports folder of the workspace at ``root``; its path.

    The file is called after ``name`` and ``now``. Raises Problem when it cannot be written.
    """
    called = "".join(c if c in _LETTERS else "-" for c in name.lower())
    path = root / FOLDER / f"{called}-{now:%Y%m%d-%H%M%S}.csv"
    write_file(path, table_csv(header, rows).encode("utf-8"))
    return path


def _cell(value: Value) -> Value:
    if not isinstance(value, str):
        return value
    text = visible(storable(value))
    return f"'{text}" if text.lstrip().startswith(_RUNS) else text
