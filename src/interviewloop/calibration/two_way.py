"""REML components of a table with one number a session: candidate, interviewer and the rest.

It is the likelihood of :mod:`.mixed_model` on a single dimension, and what intraclass correlations
are made of. Large tables fall back on sums of squares, as in :mod:`.components`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from interviewloop.calibration.figures import FEW_CANDIDATES, NO_SHARED_SCORES, NO_VARIANCE, Rule
from interviewloop.calibration.maximise import Slope, maximise
from interviewloop.calibration.mixed_model import TERMS, layout_cost, likelihood, panel
from interviewloop.calibration.model_rules import NO_SPARE_SCORES, ONE_INTERVIEWER

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Codes = NDArray[np.int64]
    Floats = NDArray[np.float64]

_MOST_OPERATIONS = 1e8
_LEAST_RESIDUAL = 1e-7
_OURS = np.array([TERMS.index(term) for term in ("candidate", "interviewer", "residual")])


@dataclass(frozen=True, slots=True)
class TwoWay:
    """Components of candidate, interviewer and rest, the covariance (3, 3) of their estimates, and
    the table they came from: ``candidate``, ``interviewer`` and ``value`` by session (s,)."""

    components: tuple[float, float, float]
    covariance: Floats
    candidate: Codes
    interviewer: Codes
    value: Floats


def two_way(candidate: Codes, interviewer: Codes, value: Floats) -> TwoWay | Rule:
    """Fit sessions in candidate order, codes without gaps, or the rule that forbids it."""
    people = int(interviewer.max(initial=-1)) + 1
    counts = np.bincount(candidate)
    rule = _forbidden(counts, people, value)
    if rule is not None:
        return rule
    present = np.ones((len(value), 1), dtype=np.bool_)
    if layout_cost(candidate, present, people)[0] > _MOST_OPERATIONS:
        return _from_squares(candidate, interviewer, value)
    design = panel(candidate, interviewer, present, people)
    y = value[design.order][:, np.newaxis] - value.mean()
    variance = float(value.var())

    def evaluate(values: Floats) -> Slope:
        theta = np.zeros(len(TERMS))
        theta[_OURS] = values
        found = likelihood(design, y, theta, mean=True)
        return Slope(found.log, found.score[_OURS], found.information[np.ix_(_OURS, _OURS)])

    floor = np.array([0.0, 0.0, _LEAST_RESIDUAL * variance])
    top = maximise(evaluate, variance * np.array([0.4, 0.2, 0.4]), floor, variance)
    c, r, e = np.where(top.theta <= floor, 0.0, top.theta).tolist()
    covariance = np.linalg.pinv(top.slope.information, rcond=1e-12, hermitian=True)
    return TwoWay(
        (c, r, e), np.asarray(covariance, dtype=np.float64), candidate, interviewer, value
    )


def _forbidden(counts: Codes, people: int, value: Floats) -> Rule | None:
    shared = int((counts > 1).sum())
    if shared < FEW_CANDIDATES.threshold:
        return FEW_CANDIDATES if shared else NO_SHARED_SCORES
    if people < ONE_INTERVIEWER.threshold:
        return ONE_INTERVIEWER
    if len(value) <= len(counts) + people - 1:
        return NO_SPARE_SCORES
    spread = float(np.ptp(value))
    return NO_VARIANCE if spread <= 1e-12 * max(1.0, float(np.abs(value).max())) else None


def _from_squares(candidate: Codes, interviewer: Codes, value: Floats) -> TwoWay:
    """Henderson's method 1, with the covariances that a balanced table would have."""
    n, centred = len(value), value - value.mean()
    of_c, of_r = np.bincount(candidate), np.bincount(interviewer)
    squares = np.array(
        [
            float((np.bincount(candidate, weights=centred) ** 2 / of_c).sum()),
            float((np.bincount(interviewer, weights=centred) ** 2 / of_r).sum()),
            float((centred**2).sum()),
        ]
    )
    # Means square to nothing: the values are centred, at the cost of one row of expectations.
    whole = np.array([float((of_c**2).sum()) / n, float((of_r**2).sum()) / n, 1.0])
    expected = np.array(
        [
            [n, float((1 / of_c)[candidate].sum()), len(of_c)],
            [float((1 / of_r)[interviewer].sum()), n, len(of_r)],
            [n, n, n],
        ]
    )
    c, r, e = np.maximum(np.linalg.solve(expected - whole, squares), 0.0).tolist()
    k, m = n / len(of_c), n / len(of_r)
    variances = [
        2 * (c + (r + e) / k) ** 2 / (len(of_c) - 1),
        2 * (r + (c + e) / m) ** 2 / (len(of_r) - 1),
        2 * e**2 / (n - len(of_c) - len(of_r) + 1),
    ]
    return TwoWay((c, r, e), np.diag(variances), candidate, interviewer, value)
