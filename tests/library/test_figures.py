"""Figures as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewloop.library.figures import Values, figures, half_unit, number


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("+2.7 % (p = 0.003)", [2.7, 0.003]),
        ("33 735 v 29 527", [33735, 29527]),
        ("33,735 v 29\u202f527 and 1\u2009234\u2009567", [33735, 29527, 1234567]),
        ("p 8e-63, then 1.18E-20 and 3e\u22129", [8e-63, 1.18e-20, 3e-9]),
        ("\u22122.2 % and -0.6 to +3.2", [-2.2, -0.6, 3.2]),
        ("days 10-13 and 4\u20136", [10, 13, 4, 6]),
        ("v42 on H2O, 24x8, x1.25, 2.5x and the 10th", []),
        ("SDK 11.4, 5.12.3", [11.4]),
        ("18 k of 4.1 M, 12 May", [18000, 4.1e6, 12]),
        ("(1.2), [3], 4; 5.", [1.2, 3, 4, 5]),
        ("1,23 and 12,3456", [1, 23, 12, 3456]),
        ("", []),
    ],
)
def test_figures_in_a_text(text: str, values: list[float]) -> None:
    assert [figure.value for figure in figures(text)] == pytest.approx(values)


@pytest.mark.parametrize(
    ("shown", "exact", "same"),
    [
        ("2.7 %", 0.0271, True),
        ("2.7 %", 2.71, True),
        ("2.7 %", 0.0276, False),
        ("+2.7 %", -2.7, False),
        ("2.7 %", -2.7, True),
        ("280", 279.904, True),
        ("8e-63", 7.88e-63, True),
        ("7.9e-63", 7.88e-63, True),
        ("7.8e-63", 7.88e-63, False),
        ("0.39 M", 392_000, True),
        ("18 k", 18_600, False),
        ("3", 3.0, True),
        ("3", 2.9, False),
        ("3 %", 2.9, True),
        ("0.5", 0.55, True),
    ],
)
def test_a_figure_stands_for_what_rounds_to_it(shown: str, exact: float, same: bool) -> None:
    (figure,) = figures(shown)
    assert figure.is_from(exact) is same
    assert Values([exact, 1e99]).hold(figure) is same


@given(st.floats(-1e9, 1e9), st.integers(0, 6))
def test_a_rounded_value_is_recognised(value: float, decimals: int) -> None:
    (figure,) = figures(f"{value:+.{decimals}f}")
    if figure.half_unit:
        assert figure.is_from(value)
        assert Values([value]).hold(figure)


@pytest.mark.parametrize(
    ("cell", "value", "half"),
    [
        ("12", 12, 0),
        ("12.50", 12.5, 0.005),
        ("+6.29", 6.29, 0.005),
        ("99.05 %", 99.05, 0.005),
        ("1e-3", 0.001, 0.0005),
        ("14,000", 14000, 0),
        (" 7 ", 7, 0),
        ("10-13", None, 0),
        ("seven", None, 0),
        ("", None, 0),
    ],
)
def test_cells(cell: str, value: float | None, half: float) -> None:
    assert number(cell) == value
    assert half_unit(cell) == pytest.approx(half)


@given(st.text(max_size=40))
def test_no_text_is_too_strange(text: str) -> None:
    for figure in figures(text):
        assert figure.shown in text
    number(text)
    half_unit(text)


def test_parts_of_a_doubtful_figure() -> None:
    (figure,) = figures("14 336")
    assert figure.value == 14336
    assert [part.value for part in figure.parts] == [14, 336]
