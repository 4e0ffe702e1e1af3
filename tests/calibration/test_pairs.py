from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from tests.calibration.panels import TINY, ratings_of, reference

from interviewloop.calibration.pairs import pairs
from interviewloop.calibration.ratings import Ratings

DATASETS = [
    "brennan_pxixo",
    "mfrmr_core_crossed",
    "synth_accuracy",
    "synth_disconnected",
    "synth_effects",
    "synth_small",
    "krippendorff_4x12",
]


@pytest.mark.parametrize("name", DATASETS)
def test_kappa_equals_the_reference(name):
    ratings, expected = reference(name)
    found = {f"{pair.a}|{pair.b}": pair for pair in pairs(ratings)}
    told = expected["pairs"]["kappa_quadratic"]
    assert found.keys() == told.keys()
    for label, (n, value) in told.items():
        figure = found[label].kappa_quadratic
        assert found[label].n == figure.n == n
        if n < 20:
            assert figure.withheld == "few-pair-ratings"
        elif figure.value is not None:
            assert figure.value == pytest.approx(value, abs=expected["pairs"]["tol"])


@given(TINY)
@settings(max_examples=40)
def test_pairs_are_those_who_share_a_unit(cells):
    expected: dict[tuple[str, str], int] = {}
    for one, other in itertools.combinations(cells, 2):
        if (one[0], one[2]) == (other[0], other[2]):
            a, b = sorted((one[1], other[1]))
            expected[a, b] = expected.get((a, b), 0) + 1
    found = pairs(ratings_of(cells))
    assert {(pair.a, pair.b): pair.n for pair in found} == expected
    for pair in found:
        figure = pair.kappa_quadratic
        if figure.value is not None:
            assert -1 <= figure.ci_low <= figure.value <= figure.ci_high <= 1


def test_a_flat_interviewer_has_no_kappa_only_if_the_other_is_flat_too():
    flat = {(f"C{c}", i, f"d{d}"): 3 for c in range(5) for d in range(4) for i in "xy"}
    assert pairs(ratings_of(flat))[0].kappa_quadratic.withheld == "no-variance"
    varied = {key: 1 + (int(key[0][1]) % 5 if key[1] == "y" else 2) for key in flat}
    assert pairs(ratings_of(varied))[0].kappa_quadratic.value == pytest.approx(0)


def test_two_candidates_are_too_few_however_many_scores():
    cells = {(c, i, f"d{d}"): 1 + d % 5 for c in "AB" for d in range(10) for i in "xy"}
    found = pairs(ratings_of(cells))[0]
    assert (found.n, found.candidates) == (20, 2)
    assert found.kappa_quadratic.withheld == "few-shared-candidates"


def test_the_interval_holds_the_truth_about_as_often_as_it_says():
    generator = np.random.default_rng(6)
    hits = shown = 0
    values = []
    for size in [3000] + [12] * 150:
        worth = generator.normal(3, 1, (size, 1, 4))
        score = np.clip(np.rint(worth + generator.normal(0, 0.7, (size, 2, 4))), 1, 5)
        candidate, who, dimension = (
            axis.ravel().astype(np.int32) for axis in np.indices(score.shape)
        )
        names = tuple(f"C{i}" for i in range(size))
        ratings = Ratings(
            candidate,
            who,
            dimension,
            score.ravel().astype(np.uint8),
            names,
            ("x", "y"),
            tuple("abcd"),
        )
        figure = pairs(ratings)[0].kappa_quadratic
        values.append(figure.value)
        if size == 12:
            shown += 1
            hits += figure.ci_low <= values[0] <= figure.ci_high
    assert hits / shown >= 0.88


def test_no_ratings_at_all():
    assert pairs(Ratings.from_rows([])) == ()
    assert math.isclose(len(pairs(ratings_of({("A", "x", "d"): 3}))), 0)
