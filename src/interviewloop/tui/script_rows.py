"""Rows of a script that more than one sort of stage has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from interviewloop.tui.widgets.pane_list import Row

if TYPE_CHECKING:
    from interviewloop.model.case import LookFor
    from interviewloop.model.session import Help

RUNG_WORDS = ("unprompted", "after a neutral probe", "after a pointed probe", "after a hint")


def heading(words: str) -> Row:
    """A line over a group of rows; it cannot be chosen."""
    return Row(Content.assemble(("\n" + words, "bold $muted")))


def look_for_row(number: int, name: str, seen: LookFor, help_: Help | None) -> Row:
    """A look-for to tick, with its level, and once it is seen with the help that came before."""
    return Row(
        Content.assemble(
            f"{'☑' if help_ else '☐'} {number} ",
            seen.text,
            (f"  {seen.dim}\u00a0{seen.level}", "$text-primary"),
            (f"  {RUNG_WORDS[help_.rung]}" if help_ else "", "$muted"),
        ),
        f"look:{name}",
        4,
    )
