"""How near the key a trainee came, interview by interview, drawn in characters."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from interviewloop.practice.limits import EXACT_BAR, WITHIN_ONE_BAR

if TYPE_CHECKING:
    from collections.abc import Sequence

    from interviewloop.practice.evidence import Share
    from interviewloop.practice.progress import Accuracy, Point

EXACT, WITHIN_ONE, BOTH = "o", "+", "*"
LEGEND = f"{EXACT} equal to the key   {WITHIN_ONE} within one   {BOTH} both"
_STEP = 10
_COLUMN = 4
_MARGIN, _BESIDE = 7, 22
"""Cells left of the plot, and those for the words beside a bar."""


def plot(points: Sequence[Point], width: int, here: int | None = None) -> list[str]:
    """Shares by interview in steps of 10 %, with both bars as lines of dashes, and a legend.

    A mark stands above its line exactly when its share reaches the bar. When there are more
    interviews than fit into ``width`` cells, the last ones are drawn. ``here`` is the number, from
    1, of an interview to be marked by brackets.
    """
    room = max(1, (width - _MARGIN - _BESIDE) // _COLUMN)
    drawn = list(enumerate(points, start=1))[-room:]
    bars = {
        _rounded(WITHIN_ONE_BAR): f" bar {WITHIN_ONE_BAR:.0%} within one",
        _rounded(EXACT_BAR): f" bar {EXACT_BAR:.0%} equal",
    }
    line = "-" * _COLUMN * len(drawn)
    lines = []
    for step in range(100, -1, -_STEP):
        marks = (_mark(point.accuracy, step) for _, point in drawn)
        lines.append(f"{step:3d} % |{''.join(mark.center(_COLUMN) for mark in marks)}".rstrip())
        if step in bars:
            lines.append(f"      |{line}{bars[step]}")
    lines.append(f"      +{line}")
    numbers = (f"[{number}]" if number == here else str(number) for number, _ in drawn)
    below = "".join(number.center(_COLUMN) for number in numbers)
    lines.append(f"{'':{_MARGIN}}{below}".rstrip())
    return [*lines, f"{'':{_MARGIN}}{LEGEND}"]


def _mark(accuracy: Accuracy, step: int) -> str:
    exact, near = _step(accuracy.exact) == step, _step(accuracy.within_one) == step
    return BOTH if exact and near else EXACT if exact else WITHIN_ONE if near else ""


def _step(share: Share) -> int | None:
    return None if share.value is None else _rounded(share.value)


def _rounded(share: float) -> int:
    """The nearest step in percent; half-way goes up, which is where both bars lie."""
    return _STEP * math.floor(100 / _STEP * share + 0.5 + 1e-9)
