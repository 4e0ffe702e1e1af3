"""What must hold whatever the data: nothing but finite numbers, and the symmetries of the model."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.calibration.rasch_data import known, made_up

from interviewloop.calibration import rasch_curvature
from interviewloop.calibration.categories import category_use
from interviewloop.calibration.connectivity import connectivity
from interviewloop.calibration.drift import drifts
from interviewloop.calibration.effects import rater_effects
from interviewloop.calibration.rasch_design import design
from interviewloop.calibration.rasch_jml import fit_jml
from interviewloop.calibration.rasch_mml import fit_mml
from interviewloop.calibration.rasch_model import fitted, rasch_model
from interviewloop.calibration.rasch_rules import RASCH_RULES
from interviewloop.calibration.rasch_table import Points, Table
from interviewloop.calibration.ratings import RatingRow, Ratings

METHODS = ("mml", "jml")
CELLS = st.dictionaries(
    st.tuples(st.sampled_from("ABCDEFGH"), st.sampled_from("xyz"), st.sampled_from("de")),
    st.integers(1, 5),
    max_size=48,
)


def ratings_of(cells) -> Ratings:
    return Ratings.from_rows(RatingRow(*labels, score) for labels, score in cells.items())


def assert_plain_and_finite(found) -> None:
    """Numbers are Python's and finite, all the way down."""
    if dataclasses.is_dataclass(found):
        for field in dataclasses.fields(found):
            assert_plain_and_finite(getattr(found, field.name))
    elif isinstance(found, dict):
        for part in found.values():
            assert_plain_and_finite(part)
    elif isinstance(found, tuple):
        for part in found:
            assert_plain_and_finite(part)
    else:
        assert type(found) in (str, int, float, bool, type(None))
        assert not isinstance(found, float) or math.isfinite(found)


def everything(ratings: Ratings) -> None:
    codes = {rule.code for rule in RASCH_RULES}
    for method in METHODS:
        fit = fitted(ratings, method)
        model = rasch_model(ratings, method, fit=fit)
        order = {(c, i): n for n, c in enumerate(ratings.candidates) for i in ratings.interviewers}
        for found in (
            model,
            rater_effects(ratings, fit),
            drifts(ratings, fit, order),
            category_use(ratings, fit),
        ):
            assert_plain_and_finite(found)
        for member in model.interviewers.values():
            assert (member.value is None) == (member.withheld is not None)
            assert member.withheld is None or member.withheld in codes
            assert member.value is None or abs(member.value) <= 10


@given(CELLS)
@settings(max_examples=40)
def test_whatever_the_scores_every_number_is_finite_or_withheld(cells):
    everything(ratings_of(cells))


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({}, "rasch-few-candidates"),
        ({("A", "x", "d"): 3, ("A", "y", "d"): 4}, "rasch-few-candidates"),
        (
            {("A", i, d): s for i, s in zip("xyz", (1, 3, 5), strict=True) for d in "de"},
            "rasch-few-candidates",
        ),
        ({(c, i, d): 4 for c in "ABCDEFGH" for i in "xyz" for d in "de"}, "rasch-one-category"),
        (
            {(c, i, d): 1 + 4 * (c > "D") for c in "ABCDEFGH" for i in "xyz" for d in "de"},
            "rasch-not-converged",
        ),
    ],
)
def test_too_little_is_withheld_and_says_why(cells, code):
    ratings = ratings_of(cells)
    everything(ratings)
    model = rasch_model(ratings)
    assert model.withheld == code
    assert [notice.code for notice in model.notices] == [code]
    assert all(member.withheld == code for member in model.interviewers.values())


def test_one_interviewer_has_nobody_to_be_compared_with():
    ratings, _ = made_up(12, interviewers=1, seats=1)
    everything(ratings)
    (member,) = rasch_model(ratings).interviewers.values()
    assert member.withheld == "rasch-lone-interviewer"
    assert any(m.value is not None for m in rasch_model(ratings).candidates.values())


@pytest.mark.parametrize("method", METHODS)
def test_extreme_totals_stay_finite_and_are_said(method):
    ratings, _ = made_up(20, interviewers=4, seats=3, seed=1)
    rows = [
        RatingRow(
            ratings.candidates[c],
            ratings.interviewers[i],
            ratings.dimensions[d],
            5 if c == 0 or i == 1 else int(score),
        )
        for c, i, d, score in zip(
            ratings.candidate, ratings.interviewer, ratings.dimension, ratings.score, strict=True
        )
    ]
    model = rasch_model(Ratings.from_rows(rows), method)
    assert model.interviewers["I0001"].extreme
    assert model.interviewers["I0001"].value < -2
    assert model.candidates["C00000"].value > 0
    (notice,) = [notice for notice in model.notices if notice.code == "rasch-extreme"]
    assert notice.message.startswith("I0001, C00000" if method == "jml" else "I0001:")


@pytest.mark.parametrize("method", METHODS)
def test_severities_and_difficulties_and_thresholds_sum_to_zero(method):
    model = rasch_model(known("synth_small").ratings, method)
    for members in (model.interviewers, model.dimensions):
        assert sum(m.value for m in members.values()) == pytest.approx(0, abs=1e-6)
    assert sum(t.tau for t in model.thresholds) == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("method", METHODS)
def test_turning_the_scale_round_turns_every_sign(method):
    ratings = known("synth_small").ratings
    turned = dataclasses.replace(ratings, score=(6 - ratings.score).astype(np.uint8))
    before, after = rasch_model(ratings, method), rasch_model(turned, method)
    for label, member in before.interviewers.items():
        assert after.interviewers[label].value == pytest.approx(-member.value, abs=1e-4)
        assert after.interviewers[label].se == pytest.approx(member.se, rel=1e-4)
    assert [-t.tau for t in reversed(after.thresholds)] == pytest.approx(
        [t.tau for t in before.thresholds], abs=1e-4
    )
    assert after.deviance == pytest.approx(before.deviance)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("shift", [-1, 1])
def test_a_constant_added_to_every_score_changes_no_severity(method, shift):
    ratings = known("mfrmr_core_crossed").ratings
    if shift < 0:
        ratings = dataclasses.replace(ratings, score=(ratings.score + 1).astype(np.uint8))
    moved = dataclasses.replace(ratings, score=(ratings.score.astype(int) + shift).astype(np.uint8))
    before, after = rasch_model(ratings, method), rasch_model(moved, method)
    for label, member in before.interviewers.items():
        assert after.interviewers[label].value == pytest.approx(member.value, abs=1e-9)
        assert after.interviewers[label].fair_average == pytest.approx(member.fair_average + shift)


@given(st.permutations([f"R{i:02d}" for i in range(1, 9)]))
@settings(max_examples=5)
def test_severity_goes_with_the_scores_not_with_the_name(names):
    ratings = known("synth_small").ratings
    renamed = Ratings.from_rows(
        RatingRow(ratings.candidates[c], names[i], ratings.dimensions[d], int(score))
        for c, i, d, score in zip(
            ratings.candidate, ratings.interviewer, ratings.dimension, ratings.score, strict=True
        )
    )
    before, after = rasch_model(ratings), rasch_model(renamed)
    for label, name in zip(ratings.interviewers, names, strict=True):
        value = before.interviewers[label].value
        assert after.interviewers[name].value == pytest.approx(value, abs=1e-5)


def test_scoring_lower_is_harsher():
    ratings = known("synth_small").ratings
    lower = np.where((ratings.interviewer == 0) & (ratings.score > 2), ratings.score - 1, 0)
    harsher = dataclasses.replace(
        ratings, score=np.where(lower > 0, lower, ratings.score).astype(np.uint8)
    )
    for method in METHODS:
        before, after = rasch_model(ratings, method), rasch_model(harsher, method)
        assert after.interviewers["R01"].value > before.interviewers["R01"].value + 0.5


@pytest.mark.parametrize("fit", [fit_mml, fit_jml])
def test_severities_are_recovered(fit):
    ratings, severity = made_up(300, gaps=0.05, seed=7)
    found = fit(design(ratings))
    assert np.corrcoef(found.severity, severity)[0, 1] > 0.97


@pytest.mark.parametrize("fit", [fit_mml, fit_jml])
def test_collapsing_sessions_changes_nothing(fit, monkeypatch):
    """Each score alone in its column is the same model, only slower."""
    ratings, _ = made_up(40, gaps=0.2, seed=8)
    together = fit(design(ratings))
    monkeypatch.setattr("interviewloop.calibration.rasch_design._MOST_MASKS", 0)
    collapsed = design(ratings)
    assert collapsed.meetings.nnz == len(ratings)
    alone = fit(collapsed)
    np.testing.assert_allclose(alone.severity, together.severity, atol=1e-5)
    np.testing.assert_allclose(alone.severity_se, together.severity_se, rtol=1e-4)
    np.testing.assert_allclose(alone.measure, together.measure, atol=1e-5)


@pytest.mark.parametrize("many", [2, 50])
def test_a_large_panel_is_solved_without_writing_the_matrix_out(many, monkeypatch):
    ratings, _ = made_up(300, interviewers=60, seed=9)
    collapsed = design(ratings)
    exact = fit_mml(collapsed)
    monkeypatch.setattr(rasch_curvature, "_MOST_WRITTEN_OUT", 0)
    monkeypatch.setattr(rasch_curvature, "_MOST_INVERTED", 0)
    monkeypatch.setattr(rasch_curvature, "_MANY", many)
    for fit in (fit_mml, fit_jml):
        assert fit(collapsed).converged
    found = fit_mml(collapsed)
    np.testing.assert_allclose(found.severity, exact.severity, atol=1e-4)
    np.testing.assert_allclose(found.severity_se, exact.severity_se, rtol=0.06)
    np.testing.assert_allclose(found.steps_cov, exact.steps_cov, rtol=1e-3)


def test_candidates_who_do_not_differ_are_said_not_to():
    generator = np.random.default_rng(2)
    rows = [
        RatingRow(f"C{c}", f"I{i}", f"D{d}", int(generator.integers(2, 5)))
        for c in range(20)
        for i in range(4)
        for d in range(4)
    ]
    model = rasch_model(Ratings.from_rows(rows))
    assert "rasch-no-spread" in {notice.code for notice in model.notices}
    assert model.person_variance < 0.01


def test_a_gap_in_the_scale_does_no_harm():
    ratings, _ = made_up(40, seed=5)
    gap = dataclasses.replace(
        ratings, score=np.where(ratings.score == 3, 4, ratings.score).astype(np.uint8)
    )
    for method in METHODS:
        model = rasch_model(gap, method)
        assert [t.tau is None for t in model.thresholds] == [False, True, True, False]
        assert all(m.value is not None for m in model.interviewers.values())


@given(CELLS.filter(len))
@settings(max_examples=40)
def test_subsets_are_those_of_the_graph(cells):
    ratings = ratings_of(cells)
    collapsed = design(ratings)
    parts: dict[int, list[str]] = {}
    for label, part in zip(ratings.interviewers, collapsed.interviewer_subset, strict=True):
        parts.setdefault(int(part), []).append(label)
    assert {tuple(labels) for labels in parts.values()} == set(connectivity(ratings).subsets)


def test_the_table_reads_what_the_formula_gives():
    steps = np.array([0.0, -1.5, -1.8, -1.2, 0.0])
    levels, difficulty = np.arange(5.0), np.array([-0.4, 0.1, 0.3])
    masks = np.array([[1.0, 0, 1], [1, 1, 1]])
    y = np.random.default_rng(0).uniform(-6, 6, (2, 50))
    table = Table(levels, steps, difficulty, masks, (-6, 6))
    points = Points.at(table, y, np.array([0, 1]))
    logits = levels * (y[..., np.newaxis, np.newaxis] - difficulty[:, np.newaxis]) - steps
    log_z = np.log(np.exp(logits).sum(axis=-1))
    share = np.exp(logits - log_z[..., np.newaxis])
    sums = np.einsum("rqd,rd->rq", log_z, masks)
    np.testing.assert_allclose(points.read(table.log_z_jet), sums, atol=1e-6)
    mean = np.einsum("rqdk,k,rd->rq", share, levels, masks)
    np.testing.assert_allclose(points.read(table.mean_jet), mean, atol=1e-6)
    second = np.einsum("rqd,rd->rq", share[..., 2], masks)
    np.testing.assert_allclose(points.read(table.probability_jet(2)), second, atol=1e-6)
