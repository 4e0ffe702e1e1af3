"""Intraclass correlations of an incomplete panel, from REML components of session means.

With c, r and e the variances of candidate, interviewer and the rest in the scores an interviewer
gives a candidate (averaged over dimensions, or on one of them), k the harmonic mean number of
interviewers a candidate, and q = 1/k - mean over pairs of candidates of c_ij / (k_i k_j), c_ij the
interviewers the two have in common:

    ICC(A,1) = c / (c + r + e)             ICC(C,1) = c / (c + e)          one interviewer
    ICC(A,k) = c / (c + (r + e) / k)       ICC(C,k) = c / (c + e / k)      the mean of k
    G(q,k)   = c / (c + q r + e / k)       the mean of the interviewers a candidate really had

A asks for equal scores, C for equal order under the same interviewers; G(q,k) charges severity only
as far as candidates met different interviewers. Sources: McGraw & Wong (1996), Psychological
Methods 1:30; Putka, Le, McCloy & Diaz (2008), J. Applied Psychology 93:959; interviewers random and
nobody left out: ten Hove, Jorgensen & van der Ark (2024), Psychological Methods 29:967.

Interval: 95% of the posterior under the restricted likelihood and half-normal priors on the three
standard deviations, in :mod:`.two_way_posterior`. Resampling candidates would treat the
interviewers as the only ones there are, and fails when a component is 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.sparse import csr_array, diags_array

from interviewloop.calibration.figures import Figure, Rule
from interviewloop.calibration.moments import groupings
from interviewloop.calibration.two_way import TwoWay, two_way
from interviewloop.calibration.two_way_posterior import quantiles

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from interviewloop.calibration.ratings import Ratings

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class IntraclassCorrelations:
    """The five coefficients, ``n`` of each counting sessions; ``components`` are c, r and e.

    ``k`` and ``q`` are as in the formulas, ``candidates`` how many had two interviewers or more.
    """

    candidates: int
    k: float | None
    q: float | None
    components: tuple[float, float, float] | None
    a1: Figure
    a_k: Figure
    c1: Figure
    c_k: Figure
    g_qk: Figure


class Overlap(NamedTuple):
    """Harmonic mean number of interviewers a candidate, and Putka's q."""

    k: float
    q: float


def intraclass(
    ratings: Ratings,
) -> tuple[IntraclassCorrelations, dict[str, IntraclassCorrelations]]:
    """Coefficients of session means over dimensions, and of each dimension by label."""
    by_dimension = {
        label: _coefficients(ratings.only(dimensions={label})) for label in ratings.dimensions
    }
    if len(by_dimension) == 1:
        return next(iter(by_dimension.values())), by_dimension
    return _coefficients(ratings), by_dimension


def overlap(candidate: NDArray[np.int64], interviewer: NDArray[np.int64]) -> Overlap:
    """k and q of sessions (s,), counting only candidates that occur.

    The sum over pairs runs over interviewers instead: sum_j ((sum_i 1/k_i)^2 - sum_i 1/k_i^2) over
    the candidates i that j met.
    """
    counts = np.bincount(candidate)
    met = counts > 0
    inverse = np.divide(1.0, counts, out=np.zeros(len(counts)), where=met)
    size = int(met.sum())
    k = size / float(inverse.sum())
    if size < 2:
        return Overlap(k, 1 / k)
    share = inverse[candidate]
    together = float((np.bincount(interviewer, weights=share) ** 2).sum() - (share**2).sum())
    return Overlap(k, max(0.0, 1 / k - together / (size * (size - 1))))


def coefficients(components: Floats, of: Overlap) -> Floats:
    """The coefficients from c, r and e in the last axis: (.., 3) to (.., 5); 0/0 gives 0."""
    c, r, e = (components[..., position] for position in range(3))
    errors = (r + e, (r + e) / of.k, e, e / of.k, of.q * r + e / of.k)
    totals = np.stack([c + error for error in errors], axis=-1)
    return np.divide(c[..., np.newaxis], totals, out=np.zeros_like(totals), where=totals > 0)


def session_components(ratings: Ratings) -> TwoWay | Rule:
    """Components of candidate, interviewer and rest in session means, or why there are none."""
    session = groupings(ratings)[0b011]
    first = np.flatnonzero(np.diff(session, prepend=-1))
    candidate = ratings.candidate[first].astype(np.int64)
    interviewer = ratings.interviewer[first].astype(np.int64)
    return two_way(candidate, interviewer, _session_means(ratings, session))


def _coefficients(ratings: Ratings) -> IntraclassCorrelations:
    fitted = session_components(ratings)
    session = groupings(ratings)[0b011]
    first = np.flatnonzero(np.diff(session, prepend=-1))
    shared = int((np.bincount(ratings.candidate[first]) > 1).sum())
    if isinstance(fitted, Rule):
        hidden = [Figure.hidden(fitted, len(first))] * 5
        return IntraclassCorrelations(shared, None, None, None, *hidden)
    of = overlap(fitted.candidate, fitted.interviewer)
    values = coefficients(np.array(fitted.components), of)
    ends = quantiles(fitted, lambda components: coefficients(components, of))
    figures = [
        Figure.of(value, (min(low, value), max(high, value)), len(first))
        for value, (low, high) in zip(values.tolist(), ends, strict=True)
    ]
    return IntraclassCorrelations(shared, of.k, of.q, fitted.components, *figures)


def _session_means(ratings: Ratings, session: NDArray[np.int64]) -> Floats:
    """Mean score of each session; where dimensions are missing, of scores less their dimension."""
    score = ratings.score.astype(np.float64)
    count = np.bincount(session)
    if len(ratings) < len(count) * len(ratings.dimensions):
        score = score - _difficulty(ratings, session, score)[ratings.dimension]
    return np.bincount(session, weights=score) / count


def _difficulty(ratings: Ratings, session: NDArray[np.int64], score: Floats) -> Floats:
    """Dimension effects: least squares of scores on session and dimension, adding up to 0."""
    count = np.bincount(session)
    within = score - (np.bincount(session, weights=score) / count)[session]
    size = (len(count), len(ratings.dimensions))
    given = csr_array((np.ones(len(score)), (session, ratings.dimension)), shape=size)
    m = np.diag(np.bincount(ratings.dimension).astype(np.float64))
    m -= (given.T @ (diags_array(1 / count) @ given)).todense()
    right = np.bincount(ratings.dimension, weights=within)
    return np.asarray(np.linalg.lstsq(m, right, rcond=1e-10)[0])
