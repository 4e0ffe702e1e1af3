from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from tests.calibration.coverage_models_study import interview_panel
from tests.calibration.panels import TINY, made_up, ratings_of, reference

from interviewloop.calibration import additive, components
from interviewloop.calibration.additive import SplitDimensionsError, additive_fit
from interviewloop.calibration.fair_means import fair_means
from interviewloop.calibration.leans import leans
from interviewloop.calibration.ratings import Ratings
from interviewloop.calibration.severity_model import severity_model

CONNECTED = [
    "brennan_pxixo",
    "mfrmr_core_crossed",
    "shrout_fleiss_1979",
    "synth_effects",
    "synth_small",
]


@pytest.mark.parametrize("name", CONNECTED)
def test_the_additive_model_is_least_squares(name):
    ratings, expected = reference(name)
    told = expected["additive_fixed"]
    found = additive_fit(ratings)
    errors = np.sqrt(found.score_variance * found.precision)
    for position, label in enumerate(ratings.interviewers):
        assert found.severity[position] == pytest.approx(told["severity"][label], abs=told["tol"])
        assert errors[position] == pytest.approx(told["severity_se"][label], abs=told["tol"])
    for position, label in enumerate(ratings.candidates):
        assert found.candidate[position] == pytest.approx(told["candidate"][label], abs=told["tol"])
    assert math.sqrt(found.score_variance) == pytest.approx(told["residual_sd"], abs=told["tol"])


@pytest.mark.parametrize("name", CONNECTED[1:2] + CONNECTED[3:])
def test_severity_is_the_prediction_of_the_mixed_model(name):
    ratings, expected = reference(name)
    told = expected["additive_shrinkage"]
    for label, found in severity_model(ratings).interviewers.items():
        assert found.severity.value == pytest.approx(told["severity"][label], abs=told["tol"])
        assert found.severity == found.within_subset
        fixed = expected["additive_fixed"]["severity"][label]
        assert found.unshrunken.value == pytest.approx(fixed, abs=1e-6)
        assert abs(found.severity.value) <= abs(found.unshrunken.value) + 0.05


def test_least_squares_with_gaps_against_a_dense_solver():
    ratings = made_up(25, 6, missing=0.2, seed=2)
    size = (25, 6, 8)
    x = np.concatenate(
        [
            np.eye(n)[column]
            for n, column in zip(
                size, (ratings.candidate, ratings.interviewer, ratings.dimension), strict=True
            )
        ],
        axis=1,
    )
    solved = np.linalg.lstsq(x, ratings.score.astype(float), rcond=None)[0][25:31]
    assert additive_fit(ratings).severity == pytest.approx(-(solved - solved.mean()), abs=1e-9)


def test_large_panels_are_solved_step_by_step(monkeypatch):
    ratings = made_up(200, 30, dimensions=4, missing=0.1, seed=5)
    dense = additive_fit(ratings)
    fair = fair_means(severity_model(ratings))
    monkeypatch.setattr(additive, "_MOST_DENSE", 0)
    monkeypatch.setattr(components, "_MOST_OPERATIONS", 0)
    sparse = additive_fit(ratings)
    assert sparse.severity == pytest.approx(dense.severity, abs=1e-8)
    assert sparse.precision == pytest.approx(dense.precision, rel=0.15)
    model = severity_model(ratings)
    assert model.clear
    for label, found in fair_means(model).items():
        assert found.fair_mean.value == pytest.approx(fair[label].fair_mean.value, abs=0.04)


def test_subsets_are_compared_inside_only():
    ratings, _ = reference("synth_disconnected")
    model = severity_model(ratings)
    assert [len(subset.ratings.interviewers) for subset in model.subsets] == [5, 5]
    assert not model.clear
    for found in model.interviewers.values():
        assert found.severity.withheld == "disconnected-severity"
        assert found.within_subset.value is not None
    for subset in model.subsets:
        own = [
            model.interviewers[label].within_subset.value for label in subset.ratings.interviewers
        ]
        assert sum(own) == pytest.approx(0, abs=0.02)
        alone = severity_model(subset.ratings)
        assert [found.severity.value for found in alone.interviewers.values()] == own
    for mean in fair_means(model).values():
        assert mean.fair_mean.withheld == "disconnected-severity"
        assert (mean.raw_rank, mean.fair_rank) == (None, None)


def test_interviewers_who_share_no_dimension_are_not_compared():
    cells = {(f"C{c}", i, d): 1 + c % 5 for c in range(9) for i, d in (("x", "a"), ("y", "b"))}
    with pytest.raises(SplitDimensionsError):
        additive_fit(ratings_of(cells))
    found = severity_model(ratings_of(cells)).interviewers["x"]
    assert found.severity.withheld == "split-dimensions"


def test_a_lone_interviewer_and_an_empty_table():
    alone = ratings_of({(c, "x", "d"): 3 for c in "ABC"})
    model = severity_model(alone)
    assert {f.severity.withheld for f in model.interviewers.values()} <= {
        "one-interviewer",
        "disconnected-severity",
    }
    empty = severity_model(Ratings.from_rows([]))
    assert (empty.interviewers, fair_means(empty), leans(empty).by_interviewer) == ({}, {}, {})


def test_fair_means_undo_a_harsh_interviewer():
    """A harsh interviewer saw half of the candidates; fair means put the halves side by side."""
    cells = {}
    generator = np.random.default_rng(0)
    for c in range(20):
        worth = 3 + c % 2
        for i in ("hx" if c < 10 else "xy") + "z":
            for d in range(8):
                noise = int(generator.integers(0, 2))
                cells[f"C{c:02}", i, f"d{d}"] = worth - (i == "h") * 2 + noise
    model = severity_model(ratings_of({key: max(1, score) for key, score in cells.items()}))
    assert model.clear
    found = fair_means(model)
    halves = [[found[f"C{c:02}"] for c in group] for group in (range(10), range(10, 20))]
    raw = [np.mean([mean.raw_mean for mean in half]) for half in halves]
    fair = [np.mean([mean.fair_mean.value for mean in half]) for half in halves]
    assert raw[1] - raw[0] > 0.5
    assert abs(fair[1] - fair[0]) < 0.1
    assert any(mean.raw_rank != mean.fair_rank for mean in found.values())


def test_ranks_stay_away_while_severity_is_not_clear():
    ratings = made_up(10, 4, components=(0.3, 0.0, 0.05, 0.05, 0.05, 0.0, 0.5), seed=7)
    model = severity_model(ratings)
    assert not model.clear
    assert {mean.fair_rank for mean in fair_means(model).values()} == {None}


def test_a_planted_lean_is_found_and_main_severity_is_not_taken_for_one():
    ratings = made_up(60, 5, components=(0.3, 0.2, 0.05, 0.05, 0.05, 0.0, 0.3), seed=9)
    score = ratings.score.astype(int)
    planted = (ratings.interviewer == 2) & (ratings.dimension == 3)
    score = np.clip(score - planted, 1, 5).astype(np.uint8)
    changed = Ratings(
        ratings.candidate,
        ratings.interviewer,
        ratings.dimension,
        score,
        ratings.candidates,
        ratings.interviewers,
        ratings.dimensions,
    )
    found = leans(severity_model(changed))
    assert found.measured == 40
    figure = found.by_interviewer["I0002"]["D3"]
    assert figure.ci_low > 0
    assert figure.value == max(
        f.value for own in found.by_interviewer.values() for f in own.values()
    )
    assert found.clear <= 1 + 40 * 0.15


def test_leans_hold_the_truth_about_as_often_as_they_say():
    hits = count = 0
    for seed in range(15):
        generator = np.random.default_rng(seed)
        shape = (40, 5, 6)
        lean = generator.normal(0, 0.4, (5, 6))
        lean -= lean.mean(axis=0) + lean.mean(axis=1, keepdims=True) - lean.mean()
        y = 3 + generator.normal(0, 0.5, (40, 1, 1)) - lean
        y = y + generator.normal(0, 0.4, (40, 5, 1)) + generator.normal(0, 0.6, shape)
        c, i, d = (axis.ravel().astype(np.int32) for axis in np.indices(shape))
        ratings = Ratings(
            c,
            i,
            d,
            np.clip(np.rint(y), 1, 5).astype(np.uint8).ravel(),
            tuple(f"C{k:02}" for k in range(40)),
            tuple("pqrst"),
            tuple("abcdef"),
        )
        found = leans(severity_model(ratings))
        for position, label in enumerate("pqrst"):
            for place, dimension in enumerate("abcdef"):
                figure = found.by_interviewer[label][dimension]
                count += 1
                hits += figure.ci_low <= lean[position, place] <= figure.ci_high
    assert hits / count >= 0.9


@pytest.mark.parametrize("halo", [0.0, 0.3, 0.6, 1.0])
def test_severity_holds_the_truth_at_least_nine_times_in_ten(halo):
    """The study itself is coverage_models_study.py; this keeps it from being lost unseen."""
    generator = np.random.default_rng(12)
    hits = count = 0
    for _ in range(12):
        made = interview_panel(generator, 30, 10, 4, halo)
        found = severity_model(made.ratings).interviewers
        for position, label in enumerate(made.ratings.interviewers):
            figure = found[label].severity
            count += 1
            hits += figure.ci_low <= made.severity[position] <= figure.ci_high
    assert hits / count >= 0.9


@given(TINY)
@settings(max_examples=60)
def test_every_figure_is_finite_or_says_why_not(cells):
    model = severity_model(ratings_of(cells))
    figures = [
        figure
        for found in model.interviewers.values()
        for figure in (found.severity, found.within_subset, found.unshrunken)
    ]
    figures += [
        f for mean in fair_means(model).values() for f in (mean.fair_mean, mean.within_subset)
    ]
    figures += [f for own in leans(model).by_interviewer.values() for f in own.values()]
    for figure in figures:
        if figure.withheld is None:
            assert all(map(math.isfinite, (figure.value, figure.ci_low, figure.ci_high)))
            assert figure.ci_low <= figure.value <= figure.ci_high
