"""What leaves the room: a table as text to copy, or as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewloop.exchange.table_csv import write_table
from interviewloop.report.columns import table

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from interviewloop.tui.room.sheet import Sheet

_WIDEST = 200


def as_text(sheet: Sheet) -> str:
    """The table in columns, as a person reads it, with its legend."""
    header, rows = sheet.shown()
    return "\n".join([sheet.name, "", *table(header, rows, _WIDEST), "", sheet.legend]).strip()


def exported(sheet: Sheet, pool: str, root: Path, now: datetime) -> Path:
    """Write the table as CSV into the workspace; its path. Raises Problem."""
    return write_table(root, f"{pool}-{sheet.name}", *sheet.flat(), now)
