from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from tests.calibration.panels import TINY, made_up, ratings_of, reference

from interviewloop.calibration import two_way as module
from interviewloop.calibration import two_way_posterior as posterior
from interviewloop.calibration.icc import coefficients, intraclass, overlap
from interviewloop.calibration.ratings import Ratings
from interviewloop.calibration.two_way import TwoWay, two_way
from interviewloop.calibration.two_way_posterior import quantiles

DATASETS = [
    "brennan_pxixo",
    "mfrmr_core_crossed",
    "shrout_fleiss_1979",
    "synth_disconnected",
    "synth_effects",
    "synth_small",
]
NAMES = ("a1", "a_k", "c1", "c_k", "g_qk")


@pytest.mark.parametrize("name", DATASETS)
def test_coefficients_equal_those_from_lme4(name):
    ratings, expected = reference(name)
    overall, by_dimension = intraclass(ratings)
    told = expected["icc"]
    parts = [(overall, told["overall"])]
    parts += [(by_dimension[label], values) for label, values in told["by_dimension"].items()]
    for found, values in parts:
        for coefficient in NAMES:
            figure = getattr(found, coefficient)
            assert figure.value == pytest.approx(values[coefficient], abs=told["tol"])
            assert 0 <= figure.ci_low <= figure.value <= figure.ci_high <= 1
        assert found.k == pytest.approx(values["k"], abs=1e-9)
        assert found.q == pytest.approx(values["q"], abs=1e-9)


def test_a_complete_table_gives_the_classical_coefficients():
    """Shrout & Fleiss (1979): ICC(2,1), ICC(3,1) and their means from the analysis of variance."""
    found, _ = intraclass(reference("shrout_fleiss_1979")[0])
    values = [found.a1.value, found.c1.value, found.a_k.value, found.c_k.value]
    assert values == pytest.approx(
        [0.2897637795, 0.7148407148, 0.6200505475, 0.9093155423], abs=1e-6
    )


def test_q_is_nothing_when_crossed_and_all_when_nested():
    candidate = np.repeat(np.arange(6), 3)
    assert overlap(candidate, np.tile(np.arange(3), 6)) == pytest.approx((3, 0))
    assert overlap(candidate, np.arange(18)) == pytest.approx((3, 1 / 3))


def test_q_is_the_mean_over_pairs_of_candidates():
    ratings = made_up(9, 7, seats=3, missing=0.5, seed=3)
    session = np.unique(np.stack([ratings.candidate, ratings.interviewer], axis=1), axis=0)
    met = [set(session[session[:, 0] == c, 1].tolist()) for c in range(9)]
    shares = [
        len(a & b) / (len(a) * len(b))
        for i, a in enumerate(met)
        for j, b in enumerate(met)
        if i != j
    ]
    k = 9 / sum(1 / len(own) for own in met)
    expected = (k, 1 / k - np.mean(shares))
    assert overlap(session[:, 0].astype(int), session[:, 1].astype(int)) == pytest.approx(expected)


def test_the_posterior_is_that_of_the_likelihood_written_out():
    """The grid's likelihood against V as one matrix, up to one constant."""
    generator = np.random.default_rng(1)
    candidate = np.repeat(np.arange(7), 2)
    interviewer = np.array([0, 1, 1, 2, 2, 3, 0, 3, 0, 2, 1, 3, 0, 1])
    value = generator.normal(size=14)
    fitted = TwoWay((1, 1, 1), np.eye(3), candidate, interviewer, value)
    t = np.array([0.0, 0.3, 1.2])
    log, quadratic = posterior._profile(fitted, t, t)
    gaps = []
    for a, of_c in enumerate(t):
        for b, of_r in enumerate(t):
            v = np.eye(14) + of_c**2 * np.equal.outer(candidate, candidate)
            v = v + of_r**2 * np.equal.outer(interviewer, interviewer)
            inverse = np.linalg.inv(v)
            h = inverse.sum(axis=1)
            expected = value @ inverse @ value - (h @ value) ** 2 / h.sum()
            assert quadratic[a, b] == pytest.approx(expected)
            gaps.append(log[a, b] + 0.5 * (np.linalg.slogdet(v)[1] + np.log(h.sum())))
    assert np.ptp(gaps) < 1e-9


def test_large_panels_agree_with_small_ones(monkeypatch):
    ratings = made_up(250, 30, dimensions=2, seed=8, missing=0.05)
    exact, _ = intraclass(ratings)
    monkeypatch.setattr(posterior, "_MOST_INTERVIEWERS", 0)
    drawn, _ = intraclass(ratings)
    monkeypatch.setattr(module, "_MOST_OPERATIONS", 0)
    squares, _ = intraclass(ratings)
    for name in NAMES:
        figure = getattr(exact, name)
        for other, room in ((drawn, 0.03), (squares, 0.1)):
            rough = getattr(other, name)
            assert rough.value == pytest.approx(figure.value, abs=room)
            assert rough.ci_low == pytest.approx(figure.ci_low, abs=room)
            assert rough.ci_high == pytest.approx(figure.ci_high, abs=room)


def test_the_interval_holds_the_truth_about_as_often_as_it_says():
    generator = np.random.default_rng(4)
    held = np.zeros(5)
    runs = 60
    for _ in range(runs):
        who = np.argsort(generator.random((12, 6)), axis=1)[:, :3].ravel()
        candidate = np.repeat(np.arange(12), 3)
        value = generator.normal(0, 0.5, 12)[candidate] + generator.normal(0, 0.3, 6)[who]
        fitted = two_way(candidate, who, value + generator.normal(0, 0.4, 36))
        of = overlap(candidate, who)
        truth = coefficients(np.array([0.25, 0.09, 0.16]), of)
        ends = quantiles(fitted, lambda drawn, of=of: coefficients(drawn, of))
        held += [low <= true <= high for true, (low, high) in zip(truth, ends, strict=True)]
    assert (held / runs >= 0.88).all()


def test_missing_dimensions_do_not_pass_for_harshness():
    """Dimensions differ by a lot and sessions miss some of them: means must allow for that."""
    generator = np.random.default_rng(2)
    cells = {}
    for c in range(30):
        for i in "wxyz":
            worth = 2 + c % 3
            for d, hard in zip("abcd", (-1, -1, 1, 1), strict=True):
                if generator.random() < 0.6:
                    cells[f"C{c:02}", i, d] = worth - hard
    found, _ = intraclass(ratings_of(cells))
    assert found.c1.value > 0.6


@given(TINY)
@settings(max_examples=40)
def test_every_figure_is_finite_or_says_why_not(cells):
    overall, by_dimension = intraclass(ratings_of(cells))
    for found in (overall, *by_dimension.values()):
        for name in NAMES:
            figure = getattr(found, name)
            if figure.withheld is None:
                assert all(map(math.isfinite, (figure.value, figure.ci_low, figure.ci_high)))


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({}, "no-shared-scores"),
        ({("A", "x", "d"): 3, ("A", "y", "d"): 4}, "few-candidates"),
        ({(c, i, "d"): 3 for c in "ABCDEFG" for i in "xy"}, "no-variance"),
    ],
)
def test_too_little_data_withholds_them(cells, code):
    found, _ = intraclass(ratings_of(cells) if cells else Ratings.from_rows([]))
    assert {getattr(found, name).withheld for name in NAMES} == {code}


def test_scores_without_noise_still_end_somewhere():
    """The residual goes to 0, where the likelihood has no top."""
    cells = {(f"C{c:02}", i, "d"): 1 + c % 5 for c in range(20) for i in "wxyz"}
    found, _ = intraclass(ratings_of(cells))
    assert found.a1.value == pytest.approx(1, abs=1e-4)
    assert found.a1.ci_low > 0.9
