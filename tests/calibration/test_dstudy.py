from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from tests.calibration.panels import reference

from interviewloop.calibration.dstudy import (
    d_study,
    decision,
    interviewers_needed,
    upper_orthant,
)
from interviewloop.calibration.figures import Rule
from interviewloop.calibration.mixed_model import TERMS

DATASETS = ["brennan_pxixo", "mfrmr_core_crossed", "synth_effects", "synth_small"]
COMPONENTS = dict(zip(TERMS, (0.3, 0.1, 0.05, 0.05, 0.05, 0.02, 0.5), strict=True))


@pytest.mark.parametrize("fixed", [False, True])
@pytest.mark.parametrize("name", DATASETS)
def test_designs_equal_the_reference(name, fixed):
    told = reference(name)[1]["d_study"]
    designs = d_study(
        told["components"], told["dimensions"], mean=told["mean"], cut=told["cut"], fixed=fixed
    )
    assert [design.interviewers for design in designs] == list(range(1, 11))
    for row in told["rows"]:
        found = designs[row["interviewers"] - 1]
        values = row["fixed" if fixed else "random"]
        for figure in ("e_rho2", "phi", "relative_error", "absolute_error"):
            assert getattr(found, figure) == pytest.approx(values[figure], abs=told["tol"])
        assert found.sem == pytest.approx(math.sqrt(values["absolute_error"]), abs=told["tol"])
        assert found.phi_cut == pytest.approx(values["phi_cut"], abs=told["tol"])
        for rate in ("accuracy", "false_positive", "false_negative", "consistency", "kappa"):
            assert getattr(found.decision, rate) == pytest.approx(
                values[rate], abs=told["tol_decision"]
            )


@given(
    st.sampled_from([-2.0, -0.3, 0.0, 0.4, 1.7]),
    st.sampled_from([-1.5, 0.0, 0.4, 2.2]),
    st.sampled_from([0.0, 0.2, 0.7, 0.99, 1.0]),
)
def test_the_bivariate_normal_is_that_of_scipy(h, k, correlation):
    law = stats.multivariate_normal(
        [0, 0], [[1, correlation], [correlation, 1]], allow_singular=True
    )
    found = upper_orthant(np.array(h), np.array(k), np.array(correlation))
    assert float(found) == pytest.approx(law.cdf([-h, -k]), abs=1e-6)


def test_rates_are_those_of_drawn_candidates():
    found = decision(3.2, 3.5, 0.3, 0.2)
    generator = np.random.default_rng(3)
    truth = generator.normal(3.2, math.sqrt(0.3), 400_000)
    one, other = truth + generator.normal(0, math.sqrt(0.2), (2, 400_000))
    assert found.false_positive == pytest.approx(((truth < 3.5) & (one >= 3.5)).mean(), abs=3e-3)
    assert found.false_negative == pytest.approx(((truth >= 3.5) & (one < 3.5)).mean(), abs=3e-3)
    assert found.consistency == pytest.approx(((one >= 3.5) == (other >= 3.5)).mean(), abs=3e-3)


def test_more_interviewers_never_hurt():
    for fixed in (False, True):
        designs = d_study(COMPONENTS, 8, mean=3.1, cut=3.5, fixed=fixed)
        assert all(a.phi < b.phi for a, b in pairwise(designs))
        accuracies = [design.decision.accuracy for design in designs]
        assert accuracies == sorted(accuracies)


def test_how_many_it_takes():
    designs = d_study(COMPONENTS, 8)
    assert designs[0].decision is None
    needed = interviewers_needed(designs, 0.8)
    assert designs[needed - 1].phi >= 0.8 > designs[needed - 2].phi
    assert interviewers_needed(designs, 0.999) is None


def test_a_cut_cannot_sort_candidates_who_do_not_differ():
    alike = COMPONENTS | {"candidate": 0.0, "candidate:dimension": 0.0}
    found = d_study(alike, 8, mean=3, cut=3.5)
    assert isinstance(found, Rule)
    assert found.code == "no-candidate-variance"


def test_without_error_nobody_is_misjudged():
    found = decision(3.0, 3.5, 0.3, 0.0)
    assert (found.accuracy, found.consistency) == pytest.approx((1, 1))
