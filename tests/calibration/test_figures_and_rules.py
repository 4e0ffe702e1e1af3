from __future__ import annotations

import math

import pytest

from interviewloop.calibration.figures import FEW_RATINGS, RULES, Figure, first_few


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
@pytest.mark.parametrize("place", [0, 1, 2])
def test_nothing_but_finite_numbers(bad, place):
    numbers = [0.5, 0.5, 0.5]
    numbers[place] = bad
    with pytest.raises(ValueError, match="finite"):
        Figure(*numbers, n=3)


@pytest.mark.parametrize(
    "numbers", [(0.5, None, None), (None, 0.1, 0.2), (None, None, None), (0.5, 0.1, None)]
)
def test_a_value_needs_its_interval(numbers):
    with pytest.raises(ValueError, match="withheld"):
        Figure(*numbers, n=3)


def test_an_interval_has_its_low_end_first():
    with pytest.raises(ValueError, match="low to high"):
        Figure(0.5, 0.6, 0.4, n=3)


def test_a_withheld_figure_tells_no_number():
    hidden = Figure.hidden(FEW_RATINGS, 7)
    assert (hidden.value, hidden.n, hidden.withheld) == (None, 7, "few-ratings")
    with pytest.raises(ValueError, match="withheld"):
        Figure(0.5, 0.4, 0.6, 7, "few-ratings")


def test_rules_have_distinct_codes_and_say_what_would_help():
    assert len({rule.code for rule in RULES}) == len(RULES)
    for rule in RULES:
        notice = rule.notice("Ann", "Bob")
        assert notice.message.startswith("Ann, Bob: ")
        assert "{" not in notice.message + notice.mend
        assert notice.mend.endswith(".")


def test_a_name_with_braces_is_just_a_name():
    assert FEW_RATINGS.notice("{threshold}").message.startswith("{threshold}: fewer than 10")


def test_long_lists_are_cut_short():
    assert first_few(["a", "b"]) == "a, b"
    assert first_few(list("abcdefgh")) == "a, b, c, d, e, f and 2 more"
