"""Estimates against independent programs, each within the tolerance of the reference."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from tests.calibration.rasch_data import DATASETS, known

from interviewloop.calibration.rasch_design import design
from interviewloop.calibration.rasch_mml import _curvature, _posterior, fit_mml
from interviewloop.calibration.rasch_model import fitted, rasch_model
from interviewloop.calibration.rasch_posterior import Parameters, nodes_over


@cache
def fits(name: str, method: str):
    data = known(name)
    return data, rasch_model(data.ratings, method), data.reference[method]


def far(members, values, attribute: str = "value") -> float:
    """The largest difference of an attribute from reference values, by label."""
    assert set(values) <= set(members)
    return max(abs(getattr(members[label], attribute) - v) for label, v in values.items())


@pytest.mark.parametrize("name", DATASETS)
def test_mml_estimates(name):
    data, model, reference = fits(name, "mml")
    assert model.converged
    severity = dict(reference["severity"])
    if name == "synth_disconnected":
        for part in (range(1, 6), range(6, 11)):
            mean = np.mean([severity[f"R{i:02d}"] for i in part])
            severity |= {f"R{i:02d}": severity[f"R{i:02d}"] - mean for i in part}
    assert far(model.interviewers, severity) <= data.tolerance("mml")
    assert far(model.dimensions, reference["difficulty"]) <= data.tolerance("mml")
    tau = [threshold.tau for threshold in model.thresholds]
    assert tau == pytest.approx(reference["tau"], abs=data.tolerance("mml_tau"))
    assert model.person_variance == pytest.approx(reference["person_variance"], abs=0.01)
    assert model.deviance == pytest.approx(reference["deviance"], abs=data.tolerance("deviance"))
    assert far(model.candidates, reference["eap"]) <= data.tolerance("eap")
    assert far(model.candidates, reference["eap_sd"], "se") <= data.tolerance("eap")
    if model.location is not None:
        assert model.location == pytest.approx(-reference["item_mean"], abs=0.01)


@pytest.mark.parametrize("name", DATASETS)
def test_mml_standard_errors_and_fit(name):
    data, model, reference = fits(name, "mml")
    if name != "synth_disconnected":  # there the reference holds the gap between the subsets too
        for label, se in reference["severity_se"].items():
            assert model.interviewers[label].se == pytest.approx(se, rel=data.tolerance("mml_se"))
    fit = reference["posterior_fit"]
    tolerance = data.tolerance("fit")
    assert far(model.interviewers, fit["rater_infit_posterior"], "infit") <= tolerance
    assert far(model.interviewers, fit["rater_outfit_posterior"], "outfit") <= tolerance
    assert far(model.dimensions, fit["dimension_infit_posterior"], "infit") <= tolerance
    assert far(model.dimensions, fit["dimension_outfit_posterior"], "outfit") <= tolerance


@pytest.mark.parametrize("name", ["mfrmr_core_crossed", "synth_effects", "synth_small"])
def test_covariances_give_the_errors_of_uncentred_difficulties(name):
    """mirt reports difficulty less the place of the candidates; its error needs covariances."""
    data = known(name)
    collapsed = design(data.ratings)
    found = fit_mml(collapsed)
    parameters = Parameters(
        found.severity, found.difficulty, found.steps, found.place[:1], found.spread
    )
    nodes = nodes_over(found.measure, found.measure_se)
    _, covariance = _curvature(collapsed, _posterior(collapsed, parameters, nodes)).variances()
    for d, label in enumerate(data.ratings.dimensions):
        row = np.zeros(len(covariance))
        row[d], row[-2] = 1.0, -1.0
        se = np.sqrt(row @ covariance @ row)
        assert se == pytest.approx(data.reference["mml"]["item_se"][label], rel=1e-3)


@pytest.mark.parametrize("name", DATASETS)
def test_jml_estimates(name):
    data, model, reference = fits(name, "jml")
    assert model.converged
    assert far(model.interviewers, reference["severity"]) <= data.tolerance("jml")
    assert far(model.dimensions, reference["difficulty"]) <= data.tolerance("jml")
    tau = [threshold.tau for threshold in model.thresholds]
    assert tau == pytest.approx(reference["tau"], abs=data.tolerance("jml_tau"))
    assert -model.deviance / 2 == pytest.approx(reference["loglik"], abs=0.05)
    if name != "synth_disconnected":
        mean = np.mean([member.value for member in model.candidates.values()])
        centred = {k: v + mean for k, v in reference["theta_centred"].items()}
        assert far(model.candidates, centred) <= data.tolerance("jml")


@pytest.mark.parametrize("name", DATASETS)
def test_jml_standard_errors_and_fit(name):
    data, model, reference = fits(name, "jml")
    for members in (model.interviewers, model.dimensions, model.candidates):
        for label, member in members.items():
            expected = reference["members"][label]
            assert member.se == pytest.approx(expected["se"], rel=data.tolerance("jml_se"))
            if member.infit is not None:
                assert member.infit == pytest.approx(expected["infit"], abs=data.tolerance("fit"))
                assert member.outfit == pytest.approx(expected["outfit"], abs=data.tolerance("fit"))


@pytest.mark.parametrize("name", ["mfrmr_core_crossed", "synth_effects", "synth_small"])
def test_fair_averages_and_separation(name):
    data, model, reference = fits(name, "jml")
    facets = {
        "interviewer": (model.interviewers, model.interviewer_separation),
        "dimension": (model.dimensions, model.dimension_separation),
        "Person": (model.candidates, model.candidate_separation),
    }
    for facet, (members, separation) in facets.items():
        fair = sorted(member.fair_average for member in members.values())
        expected = reference["fair_average"][facet]
        assert fair == pytest.approx(expected, abs=data.tolerance("fair_average"))
        assert (separation.separation, separation.strata, separation.reliability) == (
            pytest.approx(tuple(reference["separation"][facet]), abs=1e-3)
        )


def test_joint_estimation_spreads_severities_further():
    marginal, joint = (fits("synth_small", method)[1] for method in ("mml", "jml"))
    spread = [np.std([m.value for m in model.interviewers.values()]) for model in (marginal, joint)]
    assert 1.02 < spread[1] / spread[0] < 1.08


def test_subsets_are_centred_each_and_not_compared():
    data, model, _ = fits("synth_disconnected", "mml")
    for part in (range(1, 6), range(6, 11)):
        assert sum(model.interviewers[f"R{i:02d}"].value for i in part) == pytest.approx(0)
    assert model.interviewer_separation.separation is None
    assert model.location is None
    assert fitted(data.ratings).design.subsets == 2
