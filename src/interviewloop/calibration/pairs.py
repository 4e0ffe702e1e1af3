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
from interviewloop.calibration.moments import groupings

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from interviewloop.calibration.ratings import Ratings

    Floats = NDArray[np.float64]

_SESSIONS_AT_ONCE = 200_000
_NO_SCORE = -1


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
    met = _meetings(ratings)
    if not len(met.pair):
        return ()
    first = np.flatnonzero(np.diff(met.pair, prepend=-1))
    totals = np.add.reduceat(met.sums, first, axis=0)
    k = np.diff(first, append=len(met.pair))
    value = _kappa(totals)
    reach = _reach(_kappa(np.repeat(totals, k, axis=0) - met.sums), first, k)
    a, b = np.divmod(met.pair[first], len(ratings.interviewers))
    n = totals[:, 0].astype(np.int64)
    names = ratings.interviewers
    columns = (column.tolist() for column in (a, b, n, k, value, reach))
    return tuple(
        Pair(names[a], names[b], n, k, _figure(value, reach, n, k))
        for a, b, n, k, value, reach in zip(*columns, strict=True)
    )


class _Meetings(NamedTuple):
    """Every two interviewers and a candidate they share units of, in order of the ``pair``.
    ``sums`` over those units are (.., 5): n, x, y, x^2 + y^2 and (x - y)^2."""

    pair: NDArray[np.int64]
    sums: Floats


def _meetings(ratings: Ratings) -> _Meetings:
    session = groupings(ratings)[0b011]
    start = np.flatnonzero(np.diff(session, prepend=-1))
    candidate, interviewer = ratings.candidate[start], ratings.interviewer[start].astype(np.int64)
    scores = np.full((len(start), len(ratings.dimensions)), _NO_SCORE, dtype=np.int32)
    scores[session, ratings.dimension] = ratings.score
    first = np.flatnonzero(np.diff(candidate, prepend=-1))
    sizes = np.diff(first, append=len(start))
    pair, sums = [np.zeros(0, dtype=np.int64)], [np.zeros((0, 5))]
    for m in np.unique(sizes[sizes > 1]).tolist():
        i, j = np.triu_indices(m, 1)
        alike = first[sizes == m]
        at_once = max(1, _SESSIONS_AT_ONCE // len(i))
        for begin in range(0, len(alike), at_once):
            here = alike[begin : begin + at_once, np.newaxis]
            left, right = (here + i).ravel(), (here + j).ravel()
            pair.append(interviewer[left] * len(ratings.interviewers) + interviewer[right])
            sums.append(_sums(scores[left], scores[right]))
    met = _Meetings(np.concatenate(pair), np.concatenate(sums))
    some = np.flatnonzero(met.sums[:, 0])
    order = some[np.argsort(met.pair[some], kind="stable")]
    return _Meetings(met.pair[order], met.sums[order])


def _sums(x: NDArray[np.int32], y: NDArray[np.int32]) -> Floats:
    """The sums over the dimensions (.., D) that both of two sessions have."""
    both = (x != _NO_SCORE) & (y != _NO_SCORE)
    x, y = x * both, y * both
    columns = (both, x, y, x**2 + y**2, (x - y) ** 2)
    return np.stack([column.sum(axis=1) for column in columns], axis=1).astype(np.float64)


def _kappa(sums: Floats) -> Floats:
    """Kappa from sums (.., 5); NaN where both gave one and the same score throughout."""
    n, x, y, squares, distance = (sums[..., column] for column in range(5))
    apart = n * squares - 2 * x * y
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(apart > 0, 1 - n * distance / apart, np.nan)


def _reach(left_out: Floats, first: NDArray[np.int64], k: NDArray[np.int64]) -> Floats:
    """Half the interval of each pair, from its ``k`` values with a candidate left out, which start
    at ``first``; NaN where one of them or a second candidate is lacking."""
    middle = np.add.reduceat(left_out, first) / k
    squares = np.add.reduceat((left_out - np.repeat(middle, k)) ** 2, first)
    freedom = np.where(k > 1, k - 1, np.nan)
    return np.asarray(stdtrit(freedom, 0.975) * np.sqrt(freedom / k * squares))


def _figure(value: float, reach: float, n: int, k: int) -> Figure:
    for rule, available in ((FEW_PAIR_RATINGS, n), (FEW_SHARED_CANDIDATES, k)):
        if available < rule.threshold:
            return Figure.hidden(rule, n)
    if not (math.isfinite(value) and math.isfinite(reach)):
        return Figure.hidden(NO_VARIANCE, n)
    return Figure.of(value, (max(-1.0, value - reach), min(1.0, value + reach)), n)
