"""How home looks: columns, lines, a row in full, and what stands in an empty list."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from textual.content import Content

from interviewloop.model.text import visible
from interviewloop.tui.widgets.table_list import Column, Line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from interviewloop.tui.home_rows import HomeRow

COLUMNS = (
    Column("Candidate", gives=3, least=9, fair=10, most=22),
    Column("Interviewer", gives=2, least=11, fair=17, most=24),
    Column("Case", gives=1, least=12, fair=26, most=60),
    Column("Kind", gives=6, least=4, fair=7, most=7),
    Column("State", gives=4, least=15, fair=34, most=48),
    Column("Date", gives=5, least=5, fair=11, most=11),
)
_HEADINGS = {
    "open": "OPEN",
    "planned": "PLANNED FOR YOU",
    "sealed": "SEALED",
    "unreadable": "CANNOT BE READ",
}
NOTHING_YET = """\
No interviews here yet.

N or F2     begin a new one: live, mock or shadow
P or F4     practise on a simulated candidate
B or F6     look through the cases and rubrics
F1          how this screen works
Ctrl+Q      quit

To look around first, quit and run

    interviewloop demo

which opens the app on made-up example data, apart from yours."""


def lines(rows: Iterable[HomeRow], *, narrow: bool) -> list[Line]:
    """``rows`` with a heading over each section."""
    found: list[Line] = []
    section = ""
    for row in rows:
        if row.section != section:
            section = row.section
            found.append(Line((_HEADINGS[section],)))
        found.append(Line(cells(row, narrow=narrow), str(row.path)))
    return found


def cells(row: HomeRow, *, narrow: bool) -> tuple[str, ...]:
    """A row in its columns, in fewer words where it is ``narrow``."""
    if row.problem is not None:
        return (f"{row.case}   {row.state}",)
    state, date = (row.brief_state, row.brief_date) if narrow else (row.state, row.date)
    return (row.candidate, row.interviewer, row.case, row.kind, state, date)


def detail(row: HomeRow) -> Content:
    """A row in full, on two lines: nothing in it is cut short."""
    session = row.session
    if row.problem is not None:
        return Content.assemble(
            (row.case, "bold"), "\n", (row.state, "$text-error"), "   Enter says what to do"
        )
    if session is None:
        return Content.assemble(
            (row.case, "bold"), "\n", (row.candidate, "$text-primary"),
            f" with {row.interviewer}   {row.state}   Enter fills in the form",
        )  # fmt: skip
    loop = "" if session.loop == session.candidate else f"   loop {visible(session.loop)}"
    stretch = f"   time x{session.stretch:g}" if session.stretch > 1 else ""
    return Content.assemble(
        (row.case, "bold"),
        "\n",
        (row.candidate, "$text-primary"),
        f" with {row.interviewer}   {row.state}   {row.date}{loop}{stretch}",
    )


def shortened(path: Path, room: int) -> str:
    """``path`` with ``~`` for the home folder, and its middle left out where it is too long."""
    try:
        text = str(Path("~") / path.relative_to(Path.home()))
    except (ValueError, RuntimeError):
        text = str(path)
    if len(text) <= room:
        return text
    return f"{text[: room // 3]}…{text[-(room - room // 3 - 1) :]}"
