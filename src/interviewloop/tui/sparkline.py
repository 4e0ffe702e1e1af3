"""A run of numbers as a line of blocks, of a width that never changes."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

BLOCKS = "▁▂▃▄▅▆▇█"
LEAST_SPAN = 0.1
"""The scale spans at least this share of the largest value: jitter must not look like an event."""


def sparkline(history: Sequence[float], width: int, normal: float | None = None) -> str:
    """``history`` (oldest first, finite) in exactly ``width`` characters.

    A short history has a character a value and blanks after it; of a longer one each character is
    the mean of a stretch, so the line always shows the whole run. The scale goes from the smallest
    to the largest of history and ``normal``, widened around its middle to LEAST_SPAN.
    """
    if width < 1 or not history:
        return " " * max(0, width)
    low, high = _scale([*history, *(() if normal is None else (normal,))])
    top = len(BLOCKS) - 1
    line = "".join(
        BLOCKS[round(top * (value - low) / (high - low))] for value in _stretched(history, width)
    )
    return line.ljust(width)


def _scale(values: Sequence[float]) -> tuple[float, float]:
    low, high = min(values), max(values)
    # Halves first: the difference of two huge numbers of unlike sign is no number.
    half, middle = high / 2 - low / 2, high / 2 + low / 2
    half = max(half, LEAST_SPAN / 2 * max(abs(low), abs(high))) or 1.0
    return middle - half, middle + half


def _stretched(history: Sequence[float], width: int) -> list[float]:
    """At most ``width`` values: the history itself, or means of stretches as equal as they go."""
    count = len(history)
    if count <= width:
        return list(history)
    edges = [place * count // width for place in range(width + 1)]
    stretches = [history[start:end] for start, end in pairwise(edges)]
    return [sum(value / len(part) for value in part) for part in stretches]
