from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from tests.calibration.rasch_data import DATASETS, known, made_up, session_order

from interviewloop.calibration.categories import category_use
from interviewloop.calibration.drift import drifts
from interviewloop.calibration.effects import indices, rater_effects
from interviewloop.calibration.rasch_fit import residuals
from interviewloop.calibration.rasch_model import fitted, rasch_model
from interviewloop.calibration.ratings import RatingRow, Ratings

NAMES = {
    "n": "n",
    "infit": "infit",
    "outfit": "outfit",
    "r_residual_expected": "residual_with_expected",
    "r_observed_expected": "observed_with_expected",
    "mean_interdimension_r": "between_dimensions",
    "sd_ratio_observed_to_expected": "spread_ratio",
    "categories_used": "scores_used",
    "prop_extreme_categories": "extreme_share",
    "expected_prop_extreme": "expected_extreme_share",
}


@cache
def joint(name: str):
    data = known(name)
    return data, fitted(data.ratings, "jml")


@pytest.mark.parametrize("name", DATASETS)
def test_indices(name):
    data, fit = joint(name)
    found = indices(data.ratings, fit, residuals(data.ratings, *fit))
    for code, label in enumerate(data.ratings.interviewers):
        for reference, own in NAMES.items():
            expected = data.reference["effects"][label][reference]
            assert getattr(found, own)[code] == pytest.approx(expected, abs=0.02)


def test_planted_effects_are_flagged_and_clean_interviewers_are_not():
    data, fit = joint("synth_effects")
    found = rater_effects(data.ratings, fit)
    flagged = {
        label: [name for name, effect in effects.items() if effect.flag]
        for label, effects in found.interviewers.items()
    }
    assert flagged == {
        **{f"R{i:02d}": [] for i in (1, 2, 4, 6, 9, 10)},
        "R03": ["central_tendency"],
        "R05": ["dimensions_together"],
        "R07": ["randomness"],
        "R08": ["extremity"],
    }
    assert found.notices == ()


def test_drift():
    data, fit = joint("synth_effects")
    place = session_order("synth_effects")
    order = {(c, i): place[c] for c in place for i in data.ratings.interviewers}
    found = drifts(data.ratings, fit, order).interviewers
    for label, drift in found.items():
        reference = data.reference["effects"][label]
        assert drift.t == pytest.approx(reference["drift_t"], abs=data.tolerance("drift_t"))
        assert drift.slope == pytest.approx(reference["drift_slope_z_per_session"], abs=1e-4)
        assert drift.slope_se == pytest.approx(reference["drift_slope_se"], abs=1e-4)
        assert drift.shift == pytest.approx(reference["drift_early_late_logit"], abs=0.02)
    assert [label for label, drift in found.items() if drift.flag] == ["R02"]
    assert found["R02"].shift > 0  # its scores fall, so it grows harsher
    assert found["R02"].slope < 0


def test_drift_needs_an_order_and_ten_sessions():
    data, fit = joint("synth_small")
    assert {d.withheld for d in drifts(data.ratings, fit).interviewers.values()} == {
        "drift-no-order"
    }
    order = {(c, "R01"): n for n, c in enumerate(data.ratings.candidates)}
    found = drifts(data.ratings, fit, order)
    assert found.interviewers["R01"].withheld == "drift-few-sessions"
    assert found.interviewers["R01"].sessions == 7
    assert found.interviewers["R02"].sessions == 0
    same = {(c, i): 1.0 for c in data.ratings.candidates for i in data.ratings.interviewers}
    assert {d.withheld for d in drifts(data.ratings, fit, same).interviewers.values()} == {
        "drift-few-sessions"
    }


def test_effects_of_few_sessions_are_withheld_with_their_reason():
    data, fit = joint("synth_small")
    found = rater_effects(data.ratings, fit)
    assert found.interviewers["R03"]["dimensions_together"].withheld == "effect-few-sessions"
    assert found.interviewers["R03"]["extremity"].flag is False
    assert [notice.code for notice in found.notices] == ["effect-few-sessions"]


def test_somebody_who_gives_a_single_score_has_no_correlation():
    ratings, _ = made_up(30)
    flat = Ratings.from_rows(
        RatingRow(
            ratings.candidates[c],
            ratings.interviewers[i],
            ratings.dimensions[d],
            3 if i == 0 else int(score),
        )
        for c, i, d, score in zip(
            ratings.candidate, ratings.interviewer, ratings.dimension, ratings.score, strict=True
        )
    )
    found = rater_effects(flat, fitted(flat, "jml")).interviewers["I0000"]
    assert found["randomness"].withheld == "effect-no-variance"
    assert found["range_restriction"].value == 0
    assert found["central_tendency"].flag


def test_scores_used_by_dimension_rise_with_the_candidates():
    data = known("synth_effects")
    use = category_use(data.ratings, fitted(data.ratings))
    for dimension in use.dimensions.values():
        assert sum(dimension.counts) == 320
        assert list(dimension.mean_place) == sorted(dimension.mean_place)
        assert dimension.out_of_order == dimension.never == ()
    assert use.anchors == use.notices == ()


def test_an_anchor_out_of_reach_and_one_out_of_order_are_named():
    ratings, _ = made_up(60, seed=3)
    swap = {1: 1, 2: 3, 3: 2, 4: 4, 5: 4}
    rows = [
        RatingRow(
            ratings.candidates[c],
            ratings.interviewers[i],
            ratings.dimensions[d],
            swap[int(score)] if d == 0 else int(score),
        )
        for c, i, d, score in zip(
            ratings.candidate, ratings.interviewer, ratings.dimension, ratings.score, strict=True
        )
    ]
    swapped = Ratings.from_rows(rows)
    use = category_use(swapped, fitted(swapped))
    assert use.dimensions["D0"].never == (5,)
    assert use.dimensions["D0"].out_of_order == ((2, 3),)
    assert [one.dimension for one in use.anchors] == ["D0"] * 2
    assert all(one.sentence.startswith("On D0 ") for one in use.anchors)
    assert {notice.code for notice in use.notices} == {"unused-score", "measure-order"}


def test_disordered_thresholds_are_said():
    """A middle score that hardly anybody gives is nowhere the likeliest."""
    ratings, _ = made_up(60, seed=4)
    moved = np.where((ratings.score == 3) & (np.arange(len(ratings)) % 10 > 0), 4, ratings.score)
    rare = Ratings(
        ratings.candidate,
        ratings.interviewer,
        ratings.dimension,
        moved.astype(np.uint8),
        ratings.candidates,
        ratings.interviewers,
        ratings.dimensions,
    )
    model = rasch_model(rare)
    assert model.thresholds[1].tau > model.thresholds[2].tau
    assert "disordered-thresholds" in {notice.code for notice in model.notices}
