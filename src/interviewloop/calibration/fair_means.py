"""Fair candidate means: what the scores would average had everybody been equally severe.

    fair = mean over the candidate's scores of (score + severity of its interviewer - dimension)

with the shrunken severities of :mod:`.severity_model` and dimension effects that add up to 0 (they
matter only where dimensions are missing). The error of a fair mean is that of the candidate's own
sessions and that of the severities taken in:

    SE^2 = s^2 (1 / n + a' M^-1 a),   a_j the share of the candidate's scores that come from j

with s^2 and M of :mod:`.additive`, so halo is allowed for. Candidates of different subsets are not
on one scale, so there the figure for the panel is withheld. Ranks are told only where severity
differs clearly; a shortlist is never reordered on the strength of noise.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from interviewloop.calibration.figures import Figure
from interviewloop.calibration.model_rules import DISCONNECTED_SEVERITY, NO_SPARE_SCORES
from interviewloop.calibration.ratings import LOWEST
from interviewloop.calibration.student import around

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from interviewloop.calibration.severity_model import SeverityModel, SubsetFit

    Floats = NDArray[np.float64]

_ROUND = 9


@dataclass(frozen=True, slots=True)
class FairMean:
    """One candidate; ``n`` of the figures counts the candidate's scores.

    ``fair_mean`` is on the scale of the whole panel, ``within_subset`` on that of the candidate's
    subset (the same in a connected panel). ``raw_rank`` and ``fair_rank`` count from 1 for the
    highest, ties sharing the best rank; both are ``None`` unless severity differs clearly.
    """

    raw_mean: float
    fair_mean: Figure
    within_subset: Figure
    raw_rank: int | None
    fair_rank: int | None


def fair_means(model: SeverityModel) -> Mapping[str, FairMean]:
    """Fair means by candidate label, in label order."""
    connected = len(model.subsets) <= 1
    figures: dict[str, Figure] = {}
    raw: dict[str, float] = {}
    for subset in model.subsets:
        figures |= _of_subset(subset)
        count = np.bincount(subset.ratings.candidate)
        total = np.bincount(subset.ratings.candidate, weights=subset.ratings.score)
        raw |= dict(zip(subset.ratings.candidates, (total / count).tolist(), strict=True))
    labels = sorted(figures)
    ranks: dict[str, tuple[int, int]] = {}
    if model.clear:
        fair_ranks = _ranks([figures[label].value or 0.0 for label in labels])
        raw_ranks = _ranks([raw[label] for label in labels])
        ranks = dict(zip(labels, zip(raw_ranks, fair_ranks, strict=True), strict=True))
    found = {}
    for label in labels:
        within = figures[label]
        panel = within if connected else Figure.hidden(DISCONNECTED_SEVERITY, within.n)
        raw_rank, fair_rank = ranks.get(label, (None, None))
        found[label] = FairMean(raw[label], panel, within, raw_rank, fair_rank)
    return found


def _of_subset(subset: SubsetFit) -> dict[str, Figure]:
    ratings, fit = subset.ratings, subset.fit
    count = np.bincount(ratings.candidate)
    if fit is None or fit.session_variance is None:
        rule = subset.withheld or NO_SPARE_SCORES
        return {
            label: Figure.hidden(rule, int(n))
            for label, n in zip(ratings.candidates, count, strict=True)
        }
    adjusted = (
        ratings.score.astype(np.float64)
        + subset.severity[ratings.interviewer]
        - fit.dimension[ratings.dimension]
    )
    means = np.bincount(ratings.candidate, weights=adjusted) / count
    errors = np.sqrt(fit.session_variance * (1 / count + _from_severities(subset, count)))
    found = {}
    for label, mean, error, n in zip(ratings.candidates, means, errors, count, strict=True):
        value = min(max(float(mean), float(LOWEST)), float(ratings.highest))
        ends = around(value, float(error), fit.free_sessions, LOWEST, ratings.highest)
        found[label] = Figure.of(value, ends, int(n))
    return found


def _from_severities(subset: SubsetFit, count: NDArray[np.int64]) -> Floats:
    """a' M^-1 a of each candidate; by the diagonal alone in panels too large for more."""
    ratings, fit = subset.ratings, subset.fit
    if fit is None:
        raise ValueError("a subset without a fit has no errors")
    people = len(ratings.interviewers)
    key, scores = np.unique(
        ratings.candidate.astype(np.int64) * people + ratings.interviewer, return_counts=True
    )
    candidate, interviewer = np.divmod(key, people)
    share = scores / count[candidate]
    if fit.inverse is None:
        weights = share**2 * fit.precision[interviewer]
        return np.bincount(candidate, weights=weights).astype(np.float64)
    start = np.flatnonzero(np.diff(candidate, prepend=-1))
    sums = np.zeros(len(start))
    for position, (begin, end) in enumerate(zip(start, [*start[1:], len(key)], strict=True)):
        own = interviewer[begin:end]
        a = share[begin:end]
        sums[position] = max(0.0, float(a @ fit.inverse[np.ix_(own, own)] @ a))
    return sums


def _ranks(values: list[float]) -> list[int]:
    """Rank from 1 for the highest; values that differ by rounding only tie."""
    rounded = np.round(values, _ROUND)
    order = np.sort(-rounded)
    return [int(rank) + 1 for rank in np.searchsorted(order, -rounded)]
