"""Lines in braille: two dots across and four down in every cell."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_BLANK = 0x2800
_DOTS = ((0x01, 0x02, 0x04, 0x40), (0x08, 0x10, 0x20, 0x80))
"""By column and row inside a cell."""


def braille_line(points: Sequence[float], span: float, width: int, height: int) -> list[str]:
    """A line through ``points`` from ``-span`` (bottom) to ``span``, in ``height`` rows of
    ``width`` cells. More points than dots are averaged, fewer are spread out."""
    rows = [[0] * width for _ in range(height)]
    if points:
        steps = [_dot(value, span, 4 * height) for value in spread(points, 2 * width)]
        before = steps[0]
        for x, y in enumerate(steps):
            # From the level before to this one, so that the line hangs together.
            for level in range(min(before, y) + (before < y), max(before, y) + (before <= y)):
                _set(rows, x, level)
            _set(rows, x, y)
            before = y
    return ["".join(chr(_BLANK + bits) for bits in row) for row in rows]


def spread(points: Sequence[float], count: int) -> list[float]:
    """``count`` values along ``points``: means of stretches, or each point repeated."""
    size = len(points)
    if size >= count:
        ends = [round(i * size / count) for i in range(count + 1)]
        return [sum(points[low:high]) / (high - low) for low, high in pairwise(ends)]
    return [points[min(size - 1, i * size // count)] for i in range(count)]


def _dot(value: float, span: float, levels: int) -> int:
    """The dot row of ``value``, 0 at the top."""
    share = (span - value) / (2 * span)
    return max(0, min(levels - 1, round(share * (levels - 1))))


def _set(rows: list[list[int]], x: int, y: int) -> None:
    rows[y // 4][x // 2] |= _DOTS[x % 2][y % 4]
