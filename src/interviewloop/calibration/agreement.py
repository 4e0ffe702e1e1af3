"""How far interviewers agree on the same candidate and dimension.

Exact agreement is the share of interviewer pairs with equal scores, within-one the share at most
one point apart, over every pair that shares a unit (candidate x dimension). The chance level is
the same share for two scores drawn at random, without putting back, from all shared scores; a
high share means little when chance alone gives it. Krippendorff's alpha (see :mod:`.alpha`) sets
the one against the other.

Each dimension stands alone; overall pools the units of all dimensions.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from interviewloop.calibration.alpha import METRICS, alpha, coincidences, ordered_pairs
from interviewloop.calibration.figures import (
    ALMOST_NO_VARIANCE,
    FEW_CANDIDATES,
    NO_BANDS,
    NO_SHARED_SCORES,
    NO_VARIANCE,
    Figure,
)
from interviewloop.calibration.ratings import CATEGORIES
from interviewloop.calibration.resampling import percentile_interval
from interviewloop.calibration.unit_patterns import unit_patterns

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from interviewloop.calibration.ratings import Ratings
    from interviewloop.calibration.resampling import Resampling
    from interviewloop.calibration.unit_patterns import Blocks

_MATRIX = CATEGORIES * CATEGORIES
_SHARES = 4
_DISTANCE = np.abs(np.subtract.outer(np.arange(CATEGORIES), np.arange(CATEGORIES)))


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement on one dimension, or on all.

    ``n`` of ``exact`` and ``within_one`` counts interviewer pairs; of the chance levels and the
    alphas it counts shared scores. ``candidates`` have at least one pair; their number decides how
    far the figures can be trusted.
    """

    candidates: int
    exact: Figure
    within_one: Figure
    exact_chance: Figure
    within_one_chance: Figure
    alpha_nominal: Figure
    alpha_ordinal: Figure
    alpha_interval: Figure


def agreements(ratings: Ratings, resampling: Resampling) -> tuple[Agreement, dict[str, Agreement]]:
    """Agreement overall, and by dimension label."""
    patterns = unit_patterns(ratings)
    features = _pair_sums(patterns.counts)
    shared = features[:, _MATRIX] > 0
    overall = _agreement(patterns.blocks(features, shared, resampling), resampling)
    return overall, {
        label: _agreement(patterns.blocks(features, shared, resampling, position), resampling)
        for position, label in enumerate(ratings.dimensions)
    }


def alpha_band(figure: Figure, candidates: int) -> str | None:
    """What alpha's interval allows to say, or ``None`` when no verdict is due.

    ``reliable``: wholly at .800 or above; ``tentative``: wholly at .667 or above; ``unreliable``:
    wholly below .667; ``undecided``: across that line. Cuts: Krippendorff (2004), Content
    Analysis, p. 241. With too few candidates (``no-bands``) there is no verdict.
    """
    if figure.ci_low is None or figure.ci_high is None or candidates < NO_BANDS.threshold:
        return None
    if figure.ci_low >= 0.8:
        return "reliable"
    if figure.ci_low >= 0.667:
        return "tentative"
    return "unreliable" if figure.ci_high < 0.667 else "undecided"


def _pair_sums(counts: NDArray[np.float64]) -> NDArray[np.float64]:
    """What every figure here is made of, from the counts (units, 5) of one unit a row.

    Returned (units, 28): the coincidence matrix row by row, then ordered pairs in all, equal ones,
    ones at most one apart.
    """
    pairs = ordered_pairs(counts)
    columns = [
        coincidences(counts).reshape(len(counts), _MATRIX),
        pairs.sum(axis=(1, 2))[:, np.newaxis],
        (pairs * (_DISTANCE == 0)).sum(axis=(1, 2))[:, np.newaxis],
        (pairs * (_DISTANCE <= 1)).sum(axis=(1, 2))[:, np.newaxis],
    ]
    return np.concatenate(columns, axis=1)


def _figures(sums: NDArray[np.float64]) -> NDArray[np.float64]:
    """The figures in the order of :class:`Agreement`, shares first: (..., 28) to (..., 7).

    NaN where a figure is not defined.
    """
    coincidence = sums[..., :_MATRIX].reshape(*sums.shape[:-1], CATEGORIES, CATEGORIES)
    marginal = coincidence.sum(axis=-1)
    n = marginal.sum(axis=-1)
    pairs, exact, within_one = (sums[..., _MATRIX + i] for i in range(3))
    drawn = ordered_pairs(marginal)
    with np.errstate(invalid="ignore", divide="ignore"):  # 0/0 becomes NaN, which is meant
        shares = [
            exact / pairs,
            within_one / pairs,
            (drawn * (_DISTANCE == 0)).sum(axis=(-2, -1)) / (n * (n - 1)),
            (drawn * (_DISTANCE <= 1)).sum(axis=(-2, -1)) / (n * (n - 1)),
        ]
    return np.stack([*shares, *(alpha(coincidence, metric) for metric in METRICS)], axis=-1)


def _agreement(blocks: Blocks, resampling: Resampling) -> Agreement:
    k, sums = blocks
    total = sums.sum(axis=0)
    # Pairs were counted in both orders; rounding removes the last bit of sums of 1/(m - 1).
    pairs, shared = round(total[_MATRIX] / 2), round(total[:_MATRIX].sum())
    counted = [pairs, pairs, *[shared] * 5]
    if k < FEW_CANDIDATES.threshold:
        rule = FEW_CANDIDATES if k else NO_SHARED_SCORES
        return Agreement(k, *(Figure.hidden(rule, n) for n in counted))
    replicates = _figures(resampling.sums(sums))
    figures = []
    for position, (value, n) in enumerate(zip(_figures(total), counted, strict=True)):
        if np.isnan(value):
            figures.append(Figure.hidden(NO_VARIANCE, n))
        else:
            low = 0.0 if position < _SHARES else -np.inf
            drawn = resampling.drawn(k)
            figures.append(_with_interval(value, replicates[:, position], drawn, n, low))
    return Agreement(k, *figures)


def _with_interval(
    value: float, replicates: NDArray[np.float64], k: int, n: int, low: float
) -> Figure:
    """``value`` with its interval; no figure here exceeds 1, and ``low`` bounds it below."""
    defined = replicates[np.isfinite(replicates)]
    if 100 * len(defined) < ALMOST_NO_VARIANCE.threshold * len(replicates):
        return Figure.hidden(ALMOST_NO_VARIANCE, n)
    return Figure.of(value, percentile_interval(value, defined, k, low, 1.0), n)
