"""A sparkline keeps its width, its order and its scale."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewloop.tui.sparkline import BLOCKS, sparkline

NUMBERS = st.floats(-1e300, 1e300, allow_nan=False, allow_infinity=False)


@given(st.lists(NUMBERS, max_size=200), st.integers(-2, 60), st.none() | NUMBERS)
def test_it_has_its_width_whatever_the_numbers(
    history: list[float], width: int, normal: float | None
) -> None:
    line = sparkline(history, width, normal)
    assert len(line) == max(0, width)
    assert set(line) <= {*BLOCKS, " "}
    assert len(line.rstrip()) == min(len(history), max(0, width))


@given(st.lists(st.floats(0, 1000), min_size=2, max_size=30))
def test_a_larger_value_never_stands_lower(history: list[float]) -> None:
    line = sparkline(history, 30)
    heights = [BLOCKS.index(block) for block in line.rstrip()]
    by_value = sorted(zip(history, heights, strict=True))
    assert [height for _, height in by_value] == sorted(heights)


@pytest.mark.parametrize(
    ("history", "normal", "line"),
    [
        ([0, 1, 2, 3, 4, 5, 6, 7], None, "▁▂▃▄▅▆▇█"),
        # The normal value belongs to the scale: a metric that stays down lies at the bottom.
        ([85, 85, 85], 100, "▁▁▁     "),
        ([100, 100, 85], 100, "██▁     "),
        # Jitter of 2 % on a healthy metric stays in the middle.
        ([100, 98, 102, 99], 100, "▅▃▆▄    "),
        ([0, 0], None, "▅▅      "),
        ([], 3, "        "),
    ],
)
def test_scale(history: list[float], normal: float | None, line: str) -> None:
    assert sparkline(history, 8, normal) == line


def test_a_long_run_is_shown_whole() -> None:
    line = sparkline([10.0] * 50 + [0.0] * 50, 10)
    assert line == "█████▁▁▁▁▁"
