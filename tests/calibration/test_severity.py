from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewloop.calibration.ratings import RatingRow, Ratings
from interviewloop.calibration.resampling import Resampling
from interviewloop.calibration.severity import severities

FAST = Resampling(100)
ROWS = st.dictionaries(
    st.tuples(st.sampled_from("ABCDEFGH"), st.sampled_from("xyz"), st.sampled_from("de")),
    st.integers(1, 5),
    min_size=1,
    max_size=48,
)


def ratings_of(cells) -> Ratings:
    return Ratings.from_rows(RatingRow(*labels, score) for labels, score in cells.items())


def test_in_a_crossed_panel_it_is_the_additive_severity_scaled(dataset):
    """Own score against the mean of the m - 1 others: m / (m - 1) times own against all m."""
    data = dataset("mfrmr_core_crossed")
    reference = data.reference["additive_severity"]
    found = severities(data.ratings, FAST)
    assert found.keys() == reference["value"].keys()
    for interviewer, value in reference["value"].items():
        assert found[interviewer].overall.value == pytest.approx(value * 4 / 3, abs=2e-6)
        assert found[interviewer].overall.n == 192


def test_harsh_is_positive(panel):
    found = severities(panel({f"C{i}": "244" for i in range(10)}), FAST)
    assert found["I1"].overall.value == 2
    assert found["I2"].overall.value == found["I3"].overall.value == -1


def test_two_interviewers_mirror_each_other(panel):
    scores = {f"C{i}": f"{i % 5 + 1}{(i * 2) % 5 + 1}" for i in range(12)}
    one, other = (severity.overall for severity in severities(panel(scores), FAST).values())
    assert one.value == pytest.approx(-other.value)
    assert (one.ci_low, one.ci_high) == pytest.approx((-other.ci_high, -other.ci_low))


@given(ROWS)
def test_it_is_what_the_definition_gives_score_by_score(cells):
    for interviewer, severity in severities(ratings_of(cells), FAST).items():
        differences = []
        for (candidate, who, dimension), score in cells.items():
            others = [
                other
                for (c, i, d), other in cells.items()
                if (c, d) == (candidate, dimension) and i != who
            ]
            if who == interviewer and others:
                differences.append(np.mean(others) - score)
        assert severity.overall.n == len(differences)
        assert sum(part.n for part in severity.by_dimension.values()) == len(differences)
        if severity.overall.value is not None:
            assert severity.overall.value == pytest.approx(np.mean(differences), abs=1e-9)


@given(ROWS, st.permutations("xyz"))
def test_severity_goes_with_the_scores_not_with_the_name(cells, names):
    other = dict(zip("xyz", names, strict=True))
    moved = {(c, other[i], d): score for (c, i, d), score in cells.items()}
    before, after = severities(ratings_of(cells), FAST), severities(ratings_of(moved), FAST)
    for interviewer, severity in before.items():
        assert severity.overall == after[other[interviewer]].overall


@given(ROWS)
def test_turning_the_scale_round_turns_the_sign(cells):
    turned = {labels: 6 - score for labels, score in cells.items()}
    before, after = severities(ratings_of(cells), FAST), severities(ratings_of(turned), FAST)
    for interviewer, severity in before.items():
        value, mirrored = severity.overall.value, after[interviewer].overall.value
        assert (value is None) == (mirrored is None)
        if value is not None:
            assert math.isclose(value, -mirrored, abs_tol=1e-9)


@given(ROWS)
def test_every_figure_is_finite_or_says_why_not(cells):
    for severity in severities(ratings_of(cells), FAST).values():
        for figure in (severity.overall, *severity.by_dimension.values()):
            if figure.withheld is None:
                assert -4 <= figure.ci_low <= figure.value <= figure.ci_high <= 4


def test_nine_shared_scores_hide_the_number_and_ten_show_it(panel):
    nine = {f"C{i}": "34" for i in range(9)} | {"Cx": "3."}
    found = severities(panel(nine), FAST)["I1"].overall
    assert (found.value, found.n, found.withheld) == (None, 9, "few-ratings")
    ten = severities(panel(nine | {"Cy": "34"}), FAST)["I1"].overall
    assert (ten.value, ten.n, ten.withheld) == (1, 10, None)


def test_many_scores_of_two_candidates_are_not_enough():
    rows = [
        RatingRow(candidate, interviewer, f"d{dimension}", 3)
        for candidate in "AB"
        for interviewer in "xy"
        for dimension in range(8)
    ]
    found = severities(Ratings.from_rows(rows), FAST)["x"].overall
    assert (found.n, found.withheld) == (16, "few-shared-candidates")


def test_scores_that_hang_together_widen_the_interval():
    """The same differences, once spread over candidates and once lumped on a few of them."""
    generator = np.random.default_rng(2)
    lean = generator.choice([0, 2], size=10)

    def width(*, spread: bool) -> float:
        rows = [
            RatingRow(f"C{c}", who, f"d{d}", 3 + (who == "y") * int(lean[(c + d * spread) % 10]))
            for c in range(10)
            for d in range(8)
            for who in "xy"
        ]
        figure = severities(Ratings.from_rows(rows), Resampling(1000))["x"].overall
        return figure.ci_high - figure.ci_low

    assert width(spread=False) > 2 * width(spread=True)
