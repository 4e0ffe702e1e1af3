"""Krippendorff's alpha: agreement beyond what the spread of the scores alone would give.

    alpha = 1 - (n - 1) sum_ck o_ck d_ck / sum_ck n_c n_k d_ck

with the coincidence matrix o_ck = sum over units u of (pairs of scores c and k in u) / (m_u - 1),
m_u scores in unit u, its marginals n_c, n = sum n_c, and squared distances d_ck:

- nominal: 1 unless c = k
- ordinal: (sum of n_g for g from c to k, less (n_c + n_k) / 2) squared
- interval: (c - k) squared

A unit with a single score has no pair and takes no part. Source: Krippendorff (2011), Computing
Krippendorff's Alpha-Reliability; Hayes & Krippendorff (2007), Comm. Methods and Measures 1:77.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

Metric = Literal["nominal", "ordinal", "interval"]
METRICS: tuple[Metric, ...] = ("nominal", "ordinal", "interval")


def coincidences(counts: NDArray[np.float64]) -> NDArray[np.float64]:
    """Coincidence matrices (..., c, c) of units whose scores are counted in ``counts`` (..., c)."""
    # A unit with a single score has no pair, so what it is divided by does not matter.
    others = np.maximum(counts.sum(axis=-1) - 1, 1)
    return np.asarray(ordered_pairs(counts) / others[..., np.newaxis, np.newaxis])


def ordered_pairs(counts: NDArray[np.float64]) -> NDArray[np.float64]:
    """How often scores c and k meet in a unit, both orders counted: (..., c, c)."""
    pairs = counts[..., :, np.newaxis] * counts[..., np.newaxis, :]
    category = np.arange(counts.shape[-1])
    pairs[..., category, category] -= counts
    return pairs


def alpha(coincidence: NDArray[np.float64], metric: Metric) -> NDArray[np.float64]:
    """Alpha of each coincidence matrix (..., c, c): (...); NaN where all scores are one category.

    Categories are consecutive whole numbers in order. NaN stays inside this package: it marks the
    matrices for which alpha is not defined.
    """
    marginal = coincidence.sum(axis=-1)
    n = marginal.sum(axis=-1)
    distance = _distance(marginal, metric)
    observed = (coincidence * distance).sum(axis=(-2, -1))
    expected = (marginal[..., :, np.newaxis] * marginal[..., np.newaxis, :] * distance).sum(
        axis=(-2, -1)
    )
    undefined = expected <= 0
    ratio = (n - 1) * observed / np.where(undefined, 1.0, expected)
    return np.where(undefined, np.nan, 1 - ratio)


def _distance(marginal: NDArray[np.float64], metric: Metric) -> NDArray[np.float64]:
    """Squared distances between categories, broadcastable to (..., c, c)."""
    categories = marginal.shape[-1]
    if metric == "nominal":
        return 1 - np.eye(categories)
    if metric == "interval":
        position = np.arange(categories, dtype=np.float64)
    else:
        # The rank distance is a difference of mid-ranks: the half terms cancel.
        position = np.cumsum(marginal, axis=-1) - marginal / 2
    return np.asarray((position[..., :, np.newaxis] - position[..., np.newaxis, :]) ** 2)
