"""Gwet's AC1 and AC2: agreement beyond a chance level that clustered scores do not inflate.

    AC = (pa - pe) / (1 - pe)
    pa = mean over units with two scores or more of sum_ck w_ck r_c (r_k - [c = k]) / (r (r - 1))
    pe = sum_ck w_ck / (q (q - 1)) * sum_c p_c (1 - p_c),   p_c = mean over units of r_c / r

r_c scores of value c among the r of a unit, q categories of the scale, used or not. AC1 has weight
1 for equal scores and 0 else; AC2 here has quadratic weights 1 - (c - k)^2 / (q - 1)^2. Units with
a single score count in p_c only. Source: Gwet (2008), British J. Math. Stat. Psych. 61:29; Gwet
(2014), Handbook of Inter-Rater Reliability, ch. 5.

It stands beside alpha because the two fail in opposite directions: alpha falls when candidates
differ little, AC stays high whenever scores cluster. Neither alone says how well people agree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from interviewloop.calibration.figures import FEW_CANDIDATES, NO_SHARED_SCORES, Figure
from interviewloop.calibration.ratings import LOWEST
from interviewloop.calibration.resampling import percentile_interval
from interviewloop.calibration.unit_patterns import unit_patterns

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from interviewloop.calibration.ratings import Ratings
    from interviewloop.calibration.resampling import Resampling
    from interviewloop.calibration.unit_patterns import Blocks

    Floats = NDArray[np.float64]


class ChanceCorrected(NamedTuple):
    """Gwet's coefficients on one dimension or on all; ``n`` counts shared scores."""

    ac1: Figure
    ac2_quadratic: Figure


def chance_corrected(
    ratings: Ratings, resampling: Resampling
) -> tuple[ChanceCorrected, dict[str, ChanceCorrected]]:
    """The coefficients overall, all units pooled, and by dimension label."""
    patterns = unit_patterns(ratings)
    q = ratings.highest - LOWEST + 1
    features = unit_sums(patterns.counts[:, :q])
    scored, several = features[:, q] > 0, features[:, q + 1] > 0

    def on(dimension: int | None) -> ChanceCorrected:
        blocks = patterns.blocks(features, scored, resampling, dimension)
        return _figures(blocks, patterns.candidates(several, dimension), resampling)

    return on(None), {label: on(position) for position, label in enumerate(ratings.dimensions)}


def unit_sums(counts: Floats) -> Floats:
    """What the coefficients are made of, from the counts (units, q) of one unit a row.

    Returned (units, q + 5): shares r_c / r, units scored, units with two scores or more, agreement
    with the weights of AC1 and of AC2, shared scores.
    """
    scores = counts.sum(axis=1)
    several = scores > 1
    pairs = np.where(several, scores * (scores - 1), 1.0)
    agreement = [
        (((counts @ weights) * counts).sum(axis=1) - scores) / pairs * several
        for weights in _weights(counts.shape[1])
    ]
    columns = [scores > 0, several, *agreement, scores * several]
    return np.concatenate(
        [counts / np.maximum(scores, 1)[:, np.newaxis], np.stack(columns, axis=1)], axis=1
    )


def coefficients(sums: Floats) -> Floats:
    """AC1 and AC2 from added-up sums (.., q + 5): (.., 2). NaN where no unit has two scores."""
    q = sums.shape[-1] - 5
    scored, several = sums[..., q], sums[..., q + 1]
    with np.errstate(invalid="ignore", divide="ignore"):  # 0/0 becomes NaN, which is meant
        prevalence = sums[..., :q] / scored[..., np.newaxis]
        variety = (prevalence * (1 - prevalence)).sum(axis=-1) / (q * (q - 1))
        found = []
        for position, weights in enumerate(_weights(q)):
            observed = sums[..., q + 2 + position] / several
            chance = weights.sum() * variety
            found.append((observed - chance) / (1 - chance))
    return np.stack(found, axis=-1)


def _weights(q: int) -> tuple[Floats, Floats]:
    distance = np.subtract.outer(np.arange(q), np.arange(q)) / (q - 1)
    return np.eye(q), 1 - distance**2


def _figures(blocks: Blocks, shared: int, resampling: Resampling) -> ChanceCorrected:
    """Figures of the candidates with scores, ``shared`` of whom have some of two interviewers."""
    total = blocks.sums.sum(axis=0)
    n = round(float(total[-1]))
    if shared < FEW_CANDIDATES.threshold:
        hidden = Figure.hidden(FEW_CANDIDATES if shared else NO_SHARED_SCORES, n)
        return ChanceCorrected(hidden, hidden)
    replicates = coefficients(resampling.sums(blocks.sums))
    values = coefficients(total)
    figures = []
    for value, column in zip(values.tolist(), replicates.T, strict=True):
        defined = column[np.isfinite(column)]
        drawn = resampling.drawn(shared)
        figures.append(Figure.of(value, percentile_interval(value, defined, drawn, -1.0, 1.0), n))
    return ChanceCorrected(*figures)
