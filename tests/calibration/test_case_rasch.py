from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import minimize
from tests.calibration.panels import case_panel

from interviewloop.calibration.case_rasch import rasch_cases
from interviewloop.calibration.ratings import RatingRow, Ratings


def marginal(ratings: Ratings) -> np.ndarray:
    """Difficulties (cases, dimensions) by maximising the marginal likelihood written out over
    every score, with 61 nodes."""
    people, width, cases = (len(x) for x in (ratings.interviewers, ratings.dimensions,
                                             ratings.cases))  # fmt: skip
    nodes, weights = np.polynomial.hermite_e.hermegauss(61)
    weights = np.log(weights / weights.sum())
    cells = width * cases

    def deviance(x: np.ndarray) -> float:
        severity = np.append(x[: people - 1], -x[: people - 1].sum())
        difficulty = x[people - 1 : people - 1 + cells].reshape(cases, width)
        tau = np.append(x[-4:-1], -x[-4:-1].sum())
        at = (
            np.exp(x[-1]) * nodes
            - severity[ratings.interviewer][:, np.newaxis]
            - difficulty[ratings.case, ratings.dimension][:, np.newaxis]
        )
        steps = np.cumsum(at[..., np.newaxis] - tau, axis=-1)
        steps = np.concatenate([np.zeros((*at.shape, 1)), steps], axis=-1)
        own = np.take_along_axis(steps, (ratings.score.astype(int) - 1)[:, None, None], axis=-1)
        log = own[..., 0] - np.logaddexp.reduce(steps, axis=-1)
        total = np.zeros((len(ratings.candidates), len(nodes)))
        np.add.at(total, ratings.candidate, log)
        return -float(np.logaddexp.reduce(total + weights, axis=1).sum())

    found = minimize(deviance, np.zeros(people + cells + 3), method="BFGS", options={"gtol": 1e-4})
    return found.x[people - 1 : people - 1 + cells].reshape(cases, width)


def test_difficulty_maximises_the_marginal_likelihood_written_out():
    """Severities and difficulties are as free there as here, the mean of candidates is 0."""
    made = case_panel(14, 4, cases=2, seats=3, seed=6)
    ratings = made.ratings.only(dimensions={"D0", "D1"})
    found, rule = rasch_cases(ratings, ratings.cases)
    assert rule is None
    direct = marginal(ratings).mean(axis=1)
    values = [one.value for one in found.values()]
    assert values == pytest.approx(direct - direct.mean(), abs=0.01)
    assert all(0.05 < one.se < 1 for one in found.values())


@pytest.mark.parametrize("method", ["mml", "jml"])
def test_logits_put_cases_in_the_order_of_score_points(method):
    made = case_panel(60, 8, cases=3, seed=1, difficulty=(0.6, 0.0, -0.6))
    found, _ = rasch_cases(made.ratings, made.ratings.cases, method)
    values = [found[label].value for label in ("K0", "K1", "K2")]
    assert values == sorted(values, reverse=True)
    assert sum(values) == pytest.approx(0, abs=1e-9)
    assert values[0] - values[2] > 4 * found["K0"].se


def test_dimensions_that_no_two_cases_share_are_no_common_ground():
    rows = [
        RatingRow(f"C{c}", who, f"{case}{d}", (c + d) % 5 + 1, case)
        for c in range(12)
        for who, case in (("x", "ab"[c % 2]), ("y", "ab"[c // 2 % 2]))
        for d in range(3)
    ]
    ratings = Ratings.from_rows(rows)
    found, rule = rasch_cases(ratings, ratings.cases)
    assert rule.code == "case-no-common-dimension"
    assert {one.withheld for one in found.values()} == {rule.code}


def test_what_forbids_the_model_forbids_cases_in_it():
    made = case_panel(30, 6, cases=2, seed=2)
    flat = Ratings.from_rows(
        RatingRow(
            made.ratings.candidates[c],
            made.ratings.interviewers[i],
            made.ratings.dimensions[d],
            3,
            made.ratings.cases[k],
        )
        for c, i, d, k in zip(
            made.ratings.candidate,
            made.ratings.interviewer,
            made.ratings.dimension,
            made.ratings.case,
            strict=True,
        )
    )
    assert rasch_cases(flat, flat.cases)[1].code == "rasch-one-category"
