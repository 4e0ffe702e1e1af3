"""Text in columns, laid out line by line, so that it can be selected and copied as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

if TYPE_CHECKING:
    from collections.abc import Sequence

GAP = "  "
_LEAST = 8
"""Text is never wrapped narrower than this, however small the terminal is."""


def columns(cells: Sequence[Content], widths: Sequence[int], least: int = _LEAST) -> Content:
    """One row of a table: each cell wrapped to its width, cells side by side, tops level.

    No cell is wrapped narrower than ``least``.
    """
    wrapped = [
        cell.wrap(max(least, width)) if cell.cell_length > width or "\n" in cell.plain else [cell]
        for cell, width in zip(cells, widths, strict=True)
    ]
    height = max(len(lines) for lines in wrapped)
    return Content("\n").join(
        _line([lines[place] if place < len(lines) else Content("") for lines in wrapped], widths)
        for place in range(height)
    )


def _line(cells: Sequence[Content], widths: Sequence[int]) -> Content:
    padded = [
        cell.pad_right(max(0, width - cell.cell_length))
        for cell, width in zip(cells, widths, strict=True)
    ]
    # No blanks at the end of a line: they would be copied along with it.
    return Content(GAP).join(padded).rstrip()
