"""Tables and paragraphs of plain text that fit a terminal's width."""

from __future__ import annotations

import textwrap
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_GAP = "  "


def cells(text: str) -> int:
    """How many terminal cells ``text`` takes; control characters must be made visible before."""
    return sum(
        0
        if unicodedata.combining(character)
        else 2
        if unicodedata.east_asian_width(character) in "WF"
        else 1
        for character in text
    )


def fitted(text: str, width: int) -> str:
    """``text`` filled up to ``width`` cells, or cut to it with an ellipsis."""
    if cells(text) > width:
        while cells(text) > width - 1:
            text = text[:-1]
        text += "…"
    return text + " " * (width - cells(text))


def paragraph(text: str, width: int, bullet: str = "") -> list[str]:
    """``text`` wrapped to ``width``; ``bullet`` stands before its first line, the rest hang."""
    return textwrap.wrap(
        text,
        width,
        initial_indent=bullet,
        subsequent_indent=" " * len(bullet),
        break_on_hyphens=False,
    )


def table(
    header: Sequence[str], rows: Sequence[Sequence[str]], width: int, words: int = 1
) -> list[str]:
    """Lines of a table: the first column is the label and gives way. The first ``words`` columns
    line up left, the others, of numbers, right."""
    numeric = [
        max(cells(line[column]) for line in (header, *rows)) for column in range(1, len(header))
    ]
    room = width - sum(numeric) - len(_GAP) * len(numeric)
    label = max(4, min(room, max(cells(line[0]) for line in (header, *rows))))
    return [
        _GAP.join(
            [
                fitted(line[0], label),
                *(
                    fitted(text, size) if place < words else " " * (size - cells(text)) + text
                    for place, (text, size) in enumerate(zip(line[1:], numeric, strict=True), 1)
                ),
            ]
        ).rstrip()
        for line in (header, *rows)
    ]
