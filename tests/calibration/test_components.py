from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.calibration.panels import TINY, made_up, ratings_of, reference, rows_of

from interviewloop.calibration import components as module
from interviewloop.calibration.components import ADDITIVE, variance_components
from interviewloop.calibration.mixed_model import TERMS, likelihood, panel
from interviewloop.calibration.moments import moment_components
from interviewloop.calibration.ratings import Ratings

DATASETS = [
    "brennan_pxixo",
    "mfrmr_core_crossed",
    "shrout_fleiss_1979",
    "synth_disconnected",
    "synth_effects",
    "synth_small",
]
EVERY = np.ones(7, dtype=bool)


@pytest.mark.parametrize("name", DATASETS)
def test_components_equal_those_of_lme4(name):
    ratings, expected = reference(name)
    found = variance_components(ratings)
    told = expected["variance_components"]
    assert found.method == "reml"
    assert found.converged
    for term, value in told["value"].items():
        assert found.values[term] == pytest.approx(value, abs=told["tol"])
    assert bool(found.at_zero) == told["singular"]
    assert found.minus_2_log == pytest.approx(told["criterion"], abs=1e-6)


@pytest.mark.parametrize("name", DATASETS)
def test_predictions_equal_those_of_lme4(name):
    ratings, expected = reference(name)
    found = variance_components(ratings, ADDITIVE)
    told = expected["additive_shrinkage"]
    for label, effect in zip(ratings.interviewers, found.interviewer_effect, strict=True):
        assert -effect == pytest.approx(told["severity"][label], abs=told["tol"])
    for label, effect in zip(ratings.candidates, found.candidate_effect, strict=True):
        assert effect == pytest.approx(told["candidate"][label], abs=told["tol"])


def dense(codes, present, y, theta, *, mean):
    """The likelihood written out, with V as one matrix."""
    candidate, interviewer = codes
    width = present.shape[1]
    kept = present.ravel()
    labels = np.stack(
        [
            np.repeat(candidate, width),
            np.repeat(interviewer, width),
            np.tile(np.arange(width), len(candidate)),
        ],
        axis=1,
    )[kept]
    y = y[kept]
    parts = [
        np.array([[all(a[list(f)] == b[list(f)]) for a in labels] for b in labels], dtype=float)
        for f in ([0], [1], [2], [0, 1], [0, 2], [1, 2], [0, 1, 2])
    ]
    v = sum(t * part for t, part in zip(theta, parts, strict=True))
    inverse = np.linalg.inv(v)
    ones = np.ones((len(y), 1))
    weight = (ones.T @ inverse @ ones).item()
    p = inverse - inverse @ ones @ ones.T @ inverse / weight if mean else inverse
    log = np.linalg.slogdet(v)[1] + (np.log(weight) if mean else 0)
    log = -0.5 * (y.shape[1] * log + np.trace(y.T @ p @ y))
    score = [0.5 * (np.trace(y.T @ p @ z @ p @ y) - y.shape[1] * np.trace(p @ z)) for z in parts]
    information = [[0.5 * np.trace(y.T @ p @ a @ p @ b @ p @ y) for a in parts] for b in parts]
    return log, np.array(score), np.array(information)


@pytest.mark.parametrize("mean", [True, False])
@given(seed=st.integers(0, 10_000))
@settings(max_examples=12)
def test_the_likelihood_is_that_of_one_large_matrix(mean, seed):
    generator = np.random.default_rng(seed)
    candidates, people, width = generator.integers([2, 2, 1], [7, 5, 4])
    met = [np.sort(generator.permutation(people)[: 1 + c % people]) for c in range(candidates)]
    candidate = np.repeat(np.arange(candidates), [len(own) for own in met])
    interviewer = np.concatenate(met)
    present = generator.random((len(candidate), width)) < 0.8
    present[0, 0] = True
    design = panel(candidate, interviewer, present, int(people))
    y = generator.normal(size=(present.size, 2)) * present.reshape(-1, 1)
    blocks = y.reshape(len(candidate), width, 2)[design.order].reshape(-1, 2)
    theta = generator.random(7) * (generator.random(7) < 0.7) + 0.05 * np.eye(7)[6]
    found = likelihood(design, blocks, theta, mean=mean)
    log, score, information = dense((candidate, interviewer), present, y, theta, mean=mean)
    assert found.log == pytest.approx(log, abs=1e-7)
    assert found.score == pytest.approx(score, rel=1e-6, abs=1e-6)
    assert found.information == pytest.approx(information, rel=1e-6, abs=1e-6)


def test_splitting_complete_sessions_changes_nothing():
    """Contrasts of dimensions against the likelihood over all cells, on one and the same panel."""
    ratings = made_up(20, 6, dimensions=3)
    split = variance_components(ratings)
    present = np.ones((len(ratings) // 3, 3), dtype=bool)
    whole = panel(
        ratings.candidate[::3].astype(np.int64),
        ratings.interviewer[::3].astype(np.int64),
        present,
        6,
    )
    y = ratings.score.astype(float).reshape(-1, 3)[whole.order].reshape(-1, 1)
    theta = np.array([split.values[term] for term in TERMS])
    free = theta > 0
    assert np.abs(likelihood(whole, y, theta, mean=True).score[free]).max() < 1e-3


def test_gaps_are_allowed_for():
    """At the maximum the score is 0 inside and points down at 0, whatever is missing."""
    ratings = made_up(40, 8, missing=0.15, seed=3)
    found = variance_components(ratings)
    assert found.converged
    assert found.values["candidate"] == pytest.approx(0.3, abs=0.2)
    nearby = variance_components(made_up(40, 8, seed=3))
    for term in TERMS:
        assert found.values[term] == pytest.approx(nearby.values[term], abs=0.06)


def test_a_balanced_table_without_zeros_gives_the_analysis_of_variance():
    """Henderson's method 1, which is expected mean squares here, equals REML."""
    ratings, _ = reference("brennan_pxixo")
    found = variance_components(ratings)
    assert found.at_zero == ()
    score = ratings.score.astype(float)
    moments = moment_components(ratings, score, EVERY)
    assert moments == pytest.approx([found.values[term] for term in TERMS], abs=1e-5)


def test_large_panels_take_sums_of_squares_and_say_so(monkeypatch):
    ratings = made_up(250, 25, dimensions=4, missing=0.05, seed=1)
    exact = variance_components(ratings)
    monkeypatch.setattr(module, "_MOST_OPERATIONS", 0)
    rough = variance_components(ratings)
    assert (exact.method, rough.method) == ("reml", "moments")
    assert rough.covariance is None
    assert rough.interviewer_effect is None
    for term in TERMS:
        assert rough.values[term] == pytest.approx(exact.values[term], abs=0.02)


def test_order_and_names_do_not_matter():
    ratings = made_up(15, 5, missing=0.1, seed=4)
    turned = Ratings.from_rows(
        row._replace(candidate=f"x{row.candidate[::-1]}", interviewer=row.interviewer[::-1])
        for row in rows_of(ratings)
    )
    before, after = variance_components(ratings), variance_components(turned)
    for term in TERMS:
        assert before.values[term] == pytest.approx(after.values[term], abs=1e-5)


def test_what_cannot_be_told_apart_is_named():
    one_dimension, _ = reference("shrout_fleiss_1979")
    found = variance_components(one_dimension)
    assert found.confounded == {
        "dimension": "mean",
        "candidate:interviewer": "residual",
        "candidate:dimension": "candidate",
        "interviewer:dimension": "interviewer",
    }
    assert found.values["candidate:interviewer"] == 0


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({("A", "x", "d"): 3}, "no-shared-scores"),
        ({("A", "x", "d"): 3, ("A", "y", "d"): 4}, "few-candidates"),
        ({(c, "x", d): 3 for c in "ABCDEFG" for d in "de"}, "no-shared-scores"),
        ({(c, i, "d"): 3 for c in "ABCDEFG" for i in "xy"}, "no-variance"),
    ],
)
def test_too_little_data_withholds_them(cells, code):
    found = variance_components(ratings_of(cells))
    assert (found.values, found.withheld) == ({}, code)


def test_an_empty_table_withholds_them():
    assert variance_components(Ratings.from_rows([])).withheld == "no-shared-scores"


def test_interviewers_who_agree_always_leave_no_residual():
    cells = {
        (c, i, d): 1 + "ABCDEFGH".index(c) % 5 for c in "ABCDEFGH" for i in "xyz" for d in "de"
    }
    found = variance_components(ratings_of(cells))
    assert found.values["candidate"] > 1
    assert found.values["residual"] == pytest.approx(0, abs=1e-5)


@given(TINY)
@settings(max_examples=40)
def test_components_are_finite_and_none_is_negative(cells):
    found = variance_components(ratings_of(cells))
    assert all(np.isfinite(value) and value >= 0 for value in found.values.values())
    if found.withheld is None:
        assert np.isfinite(found.covariance).all()
        assert set(found.at_zero) == {
            term
            for term, value in found.values.items()
            if not value and term not in found.confounded
        }
