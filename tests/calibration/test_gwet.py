from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from tests.calibration.panels import TINY, ratings_of, reference

from interviewloop.calibration.gwet import chance_corrected, coefficients, unit_sums
from interviewloop.calibration.ratings import Ratings
from interviewloop.calibration.resampling import Resampling

FAST = Resampling(100)
ON_OUR_SCALE = [
    "krippendorff_4x12",
    "synth_accuracy",
    "synth_disconnected",
    "synth_effects",
    "synth_small",
]


@pytest.mark.parametrize("name", ON_OUR_SCALE)
def test_ac_equals_the_reference(name):
    ratings, expected = reference(name)
    overall, by_dimension = chance_corrected(ratings, FAST)
    told = expected["gwet"]
    parts = [(overall, told["overall"])]
    parts += [(by_dimension[label], values) for label, values in told["by_dimension"].items()]
    for found, values in parts:
        assert found.ac1.value == pytest.approx(values["ac1"], abs=told["tol"])
        assert found.ac2_quadratic.value == pytest.approx(values["ac2_quadratic"], abs=told["tol"])


@pytest.mark.parametrize("name", ["brennan_pxixo", "mfrmr_core_crossed", "shrout_fleiss_1979"])
def test_ac_equals_the_reference_on_other_scales(name):
    """These have 10, 4 and 10 categories; the number of categories is part of the definition."""
    ratings, expected = reference(name)
    lowest, highest = expected["categories"][0], expected["categories"][-1]
    counts = np.zeros((int(ratings.unit().max()) + 1, highest - lowest + 1))
    np.add.at(counts, (ratings.unit(), ratings.score.astype(int) - lowest), 1)
    told = expected["gwet"]
    found = coefficients(unit_sums(counts).sum(axis=0))
    values = [told["overall"]["ac1"], told["overall"]["ac2_quadratic"]]
    assert found == pytest.approx(values, abs=told["tol"])


def test_a_lone_score_counts_for_prevalence_only():
    pairs = {(c, i, "d"): 3 + (c in "AB") for c in "ABCDEFGH" for i in "xy"}
    before, _ = chance_corrected(ratings_of(pairs), FAST)
    after, _ = chance_corrected(ratings_of(pairs | {("Z", "x", "d"): 1}), FAST)
    assert before.ac1.n == after.ac1.n == 16
    assert before.ac1.value == after.ac1.value == 1


@given(TINY)
@settings(max_examples=40)
def test_every_figure_is_finite_or_says_why_not(cells):
    overall, by_dimension = chance_corrected(ratings_of(cells), FAST)
    for found in (overall, *by_dimension.values()):
        for figure in found:
            assert (figure.value is None) == (figure.withheld is not None)
            if figure.value is not None:
                assert all(map(math.isfinite, (figure.value, figure.ci_low, figure.ci_high)))
                assert figure.value <= 1


def test_no_ratings_at_all():
    overall, by_dimension = chance_corrected(Ratings.from_rows([]), FAST)
    assert overall.ac1.withheld == "no-shared-scores"
    assert by_dimension == {}
