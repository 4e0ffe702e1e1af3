"""A table of a report as a CSV file that a spreadsheet opens without running anything in it."""

from __future__ import annotations

import csv
import io
import re
import stat
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from interviewloop.model.errors import Problem
from interviewloop.model.text import storable, visible
from interviewloop.workspace.files import write_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    Value = str | int | float | None

FOLDER = "exports"
_RUNS = tuple("=+-@＝＋－＠")
"""What begins a formula, in either width."""
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")
_LONGEST_NAME = 100
_NAME = re.compile(r"calibration-[a-z0-9-]+-\d{8}-\d{6}\.csv")


class Written(NamedTuple):
    """A table that was written earlier: its file, when, and how many bytes."""

    path: Path
    at: datetime
    size: int


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
    called = "".join(c if c in _LETTERS else "-" for c in f"calibration-{name}".lower())
    path = root / FOLDER / f"{called[:_LONGEST_NAME]}-{now:%Y%m%d-%H%M%S}.csv"
    write_file(path, table_csv(header, rows).encode("utf-8"))
    return path


def written_tables(root: Path) -> tuple[Written, ...]:
    """The tables that ``write_table`` wrote at ``root``, the oldest first; what else lies in the
    folder is none. Raises Problem when the folder cannot be read."""
    found: list[Written] = []
    try:
        for path in list((root / FOLDER).iterdir()) if (root / FOLDER).exists() else ():
            with suppress(FileNotFoundError):  # deleted by somebody else just now
                status = path.lstat()
                if _NAME.fullmatch(path.name) and stat.S_ISREG(status.st_mode):
                    at = datetime.fromtimestamp(status.st_mtime, UTC)
                    found.append(Written(path, at, status.st_size))
    except OSError as error:
        raise _refused("The exports cannot be looked at", root / FOLDER, error) from None
    return tuple(sorted(found, key=lambda one: (one.at, one.path)))


def delete_tables(tables: Iterable[Written]) -> None:
    """Delete them. Raises Problem at the first that cannot be deleted."""
    for one in tables:
        try:
            with suppress(FileNotFoundError):
                one.path.unlink()
        except OSError as error:
            raise _refused("Not deleted", one.path, error) from None


def _refused(title: str, path: Path, error: OSError) -> Problem:
    why = error.strerror or "the system gave no reason"
    return Problem(title, why, "Look at who may change that folder.", str(path))


def _cell(value: Value) -> Value:
    if not isinstance(value, str):
        return value
    text = visible(storable(value))
    return f"'{text}" if text.lstrip().startswith(_RUNS) else text
