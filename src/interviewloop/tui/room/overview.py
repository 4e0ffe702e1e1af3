"""The first page of the room: what the scores say, and what to know before relying on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from interviewloop.model.text import visible
from interviewloop.report.coding import said_once
from interviewloop.tui.screens.base import problem_text
from interviewloop.tui.widgets.pane_list import Row

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from interviewloop.calibration.figures import Notice
    from interviewloop.tui.room.sheet import Sheet
    from interviewloop.tui.room.state import Room

_LEVELS = {
    "withheld": ("Withheld", "$text-warning"),
    "warning": ("Beware", "$text-warning"),
    "info": ("Note", "$muted"),
}
FINDING, NOTICE = "finding", "notice"
"""What the key of a row begins with; its place follows."""
_SIGN = "– "
_LONGEST = 400
"""Longer remarks lose their middle; Enter shows them whole."""


def overview_rows(room: Room) -> list[Row]:
    """The page, as far as it is known."""
    rows = [Row(Content.styled(visible(line), "bold")) for line in _head(room) if line]
    rows += _findings(room.said)
    if room.working:
        rows.append(Row(Content.styled("\nMore is being computed …", "$muted")))
    found = list(_notices(room.notices))
    if found:
        rows.append(_heading("Before you rely on it"))
        rows += found
    return rows


def _head(room: Room) -> list[str]:
    """What is measured, or why nothing is."""
    if room.problem is not None:
        return problem_text(room.problem).plain.split("\n")
    found = room.measured
    if found is None:
        return []
    what = found.nothing() if found.calibration is None else found.counts()
    return [found.left_out_words(), *what.split("\n")]


def _findings(said: Sheet | None) -> Iterator[Row]:
    if said is None or not said.lines:
        return
    yield _heading(said.name)
    for place, line in enumerate(said.lines):
        words = Content(f"{_SIGN}{said.words(line)[1]}")
        yield Row(words, f"{FINDING}-{place}", len(_SIGN))


def _notices(notices: Iterable[Notice]) -> Iterator[Row]:
    for place, notice in enumerate(notices):
        name, style = _LEVELS[notice.level]
        message = _shortened(visible(said_once(notice.message)).removesuffix("."))
        words = Content.assemble(_SIGN, (f"{name}: ", style), f"{message}. {visible(notice.mend)}")
        yield Row(words, f"{NOTICE}-{place}", len(_SIGN))


def _shortened(message: str) -> str:
    """A remark that names hundreds of people without most of them; the reason stands at its end."""
    if len(message) <= _LONGEST:
        return message
    return f"{message[: _LONGEST // 2]} … {message[-_LONGEST // 2 :]}"


def _heading(text: str) -> Row:
    return Row(Content.styled(f"\n{text}", "bold $text-primary"))
