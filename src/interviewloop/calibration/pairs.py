"""Quadratic weighted kappa of each two interviewers, on the whole scale.

    kappa = 1 - mean (x - y)^2 / (mean x^2 + mean y^2 - 2 mean x mean y)

over the units both scored: squared distance seen over squared distance if the two had scored
independently. The form needs no table of categories, so a score nobody gave cannot bend it. Source:
Cohen (1968), Psychological Bulletin 70:213; the quadratic form, Fleiss & Cohen (1973).

Intervals leave out one candidate at a time (jackknife; Efron & Tibshirani 1993, ch. 11) with
Student's t, because a panel has many pairs and few candidates a pair.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.special import stdtrit

from interviewloop.calibration.figures import FEW_SHARED_CANDIDATES, NO_VARIANCE, Figure
from interviewloop.calibration.model_rules import FEW_PAIR_RATINGS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from interviewloop.calibration.ratings import Ratings

    Floats = NDArray[np.float64]


class Pair(NamedTuple):
    """Interviewers ``a`` and ``b`` (in label order) with ``n`` shared scores of ``candidates``
    candidates."""

    a: str
    b: str
    n: int
    candidates: int
    kappa_quadratic: Figure


def pairs(ratings: Ratings) -> tuple[Pair, ...]:
    """Every two interviewers who share a unit, in label order."""
    if not len(ratings):
        return ()
    pair, candidate, x, y = _meetings(ratings)
    if not len(pair):
        return ()
    # Sums by pair and candidate: n, x, y, x^2 + y^2, (x - y)^2.
    key = pair * len(ratings.candidates) + candidate
    keys, group = np.unique(key, return_inverse=True)
    columns = (np.ones(len(x)), x, y, x**2 + y**2, (x - y) ** 2)
    sums = np.stack([np.bincount(group, weights=column) for column in columns], axis=1)
    first = np.flatnonzero(np.diff(keys // len(ratings.candidates), prepend=-1))
    totals = np.add.reduceat(sums, first, axis=0)
    sizes = np.diff(first, append=len(keys))
    left_out = _kappa(np.repeat(totals, sizes, axis=0) - sums)
    people = len(ratings.interviewers)
    found = []
    for position, value in enumerate(_kappa(totals).tolist()):
        k = int(sizes[position])
        others = left_out[first[position] : first[position] + k]
        n = int(totals[position, 0])
        a, b = divmod(int(keys[first[position]]) // len(ratings.candidates), people)
        figure = _figure(value, others, n)
        found.append(Pair(ratings.interviewers[a], ratings.interviewers[b], n, k, figure))
    return tuple(found)


def _meetings(ratings: Ratings) -> tuple[NDArray[np.int64], NDArray[np.int64], Floats, Floats]:
    """Every two scores of one unit: pair of interviewers, candidate, and the two scores."""
    unit = ratings.unit()
    order = np.lexsort((ratings.interviewer, unit))
    start = np.flatnonzero(np.diff(unit[order], prepend=-1))
    sizes = np.diff(start, append=len(order))
    left, right = [], []
    for m in np.unique(sizes[sizes > 1]).tolist():
        rows = order[start[sizes == m][:, np.newaxis] + np.arange(m)]
        i, j = np.triu_indices(m, 1)
        left.append(rows[:, i].ravel())
        right.append(rows[:, j].ravel())
    if not left:
        none = np.zeros(0, dtype=np.int64)
        return none, none, np.zeros(0), np.zeros(0)
    a, b = np.concatenate(left), np.concatenate(right)
    interviewer = ratings.interviewer.astype(np.int64)
    return (
        interviewer[a] * len(ratings.interviewers) + interviewer[b],
        ratings.candidate[a].astype(np.int64),
        ratings.score[a].astype(np.float64),
        ratings.score[b].astype(np.float64),
    )


def _kappa(sums: Floats) -> Floats:
    """Kappa from sums (.., 5); NaN where both gave one and the same score throughout."""
    n, x, y, squares, distance = (sums[..., column] for column in range(5))
    apart = n * squares - 2 * x * y
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(apart > 0, 1 - n * distance / apart, np.nan)


def _figure(value: float, left_out: Floats, n: int) -> Figure:
    k = len(left_out)
    for rule, available in ((FEW_PAIR_RATINGS, n), (FEW_SHARED_CANDIDATES, k)):
        if available < rule.threshold:
            return Figure.hidden(rule, n)
    if not (math.isfinite(value) and np.isfinite(left_out).all()):
        return Figure.hidden(NO_VARIANCE, n)
    error = math.sqrt((k - 1) / k * float(((left_out - left_out.mean()) ** 2).sum()))
    reach = float(stdtrit(k - 1, 0.975)) * error
    return Figure.of(value, (max(-1.0, value - reach), min(1.0, value + reach)), n)
