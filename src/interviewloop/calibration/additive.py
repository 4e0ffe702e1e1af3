"""The additive model with fixed effects: score = candidate - severity + dimension + error.

Least squares, solved by eliminating the candidates: with W the incidence of interviewers and
dimensions, Q the projection that takes candidate means out, M = W' Q W has the size of the panel,
not of the table. Severities add up to 0, so do dimension effects. The panel must be connected;
otherwise severity of one subset against another is not defined (M loses rank).

Errors of one session (one interviewer, one candidate) hang together, which is called halo. The
session, not the score, is therefore the unit of error:

    s^2 = sum over sessions of (sum of residuals)^2 / scores
          / (sessions - candidates - people + 1)

estimates the error variance of a session mean, times its number of scores. It holds the
candidate:interviewer component and the residual, so intervals from s^2 M^-1 allow for halo without
being told its size. With complete sessions they are the exact intervals of session means.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.linalg import LinAlgError, cho_factor, cho_solve
from scipy.sparse import csr_array, diags_array

from interviewloop.calibration.coarse import coarse, neighbours
from interviewloop.calibration.moments import groupings

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from interviewloop.calibration.ratings import Ratings

    Floats = NDArray[np.float64]

_MOST_DENSE = 1500
_CLOSE = 1e-10
_SINGULAR = 1e-6


@dataclass(frozen=True, slots=True)
class Additive:
    """The fitted model of a connected panel.

    ``severity`` and ``precision`` are per interviewer: the estimate (positive is harsh) and the
    diagonal of M^-1, to be multiplied by ``session_variance`` (halo allowed for) or by
    ``score_variance`` (as if scores were independent). ``inverse`` is all of M^-1 for interviewers,
    ``information`` all of M, both ``None`` in panels too large for dense tables, where
    ``precision`` is approximate. ``residual`` (n,) is by row. The variances are ``None`` when no
    degrees of freedom are left for them.
    """

    mean: float
    candidate: Floats
    severity: Floats
    dimension: Floats
    precision: Floats
    inverse: Floats | None
    information: Floats | None
    residual: Floats
    session_variance: float | None
    score_variance: float | None
    sessions: int
    free_sessions: int


class SplitDimensionsError(ValueError):
    """Severity cannot be told from the difficulty of dimensions, though the panel is connected."""


def additive_fit(ratings: Ratings, values: Floats | None = None) -> Additive:
    """Fit a connected panel that has at least one row, to its scores or to ``values`` (n,).

    Raises :class:`SplitDimensionsError` where interviewers do not share dimensions as they should.
    """
    score = ratings.score.astype(np.float64) if values is None else values
    people, width = len(ratings.interviewers), len(ratings.dimensions)
    m, right, counts, means = _normal_equations(ratings, score)
    size = people + width
    inverse = None
    if size <= _MOST_DENSE:
        inverse = _dense_inverse(np.asarray(m.todense()), people)
        solution = inverse @ right
        precision = np.diag(inverse)[:people].copy()
    else:
        solution = conjugate_gradients(m, right, people)
        precision = _approximate_diagonal(m)[:people]
    interviewer = solution[:people] - solution[:people].mean()
    dimension = solution[people:] - solution[people:].mean()
    fitted = interviewer[ratings.interviewer] + dimension[ratings.dimension]
    candidate = means - np.bincount(ratings.candidate, weights=fitted) / counts
    residual = score - fitted - candidate[ratings.candidate]
    session = groupings(ratings)[0b011]
    scores = np.bincount(session)
    free = len(scores) - len(counts) - people + 1
    left = len(ratings) - len(counts) - people - width + 2
    between = float((np.bincount(session, weights=residual) ** 2 / scores).sum())
    return Additive(
        mean=float(candidate.mean()),
        candidate=candidate - candidate.mean(),
        severity=-interviewer,
        dimension=dimension,
        precision=precision,
        inverse=None if inverse is None else inverse[:people, :people],
        information=None if inverse is None else np.asarray(m.todense())[:people, :people],
        residual=residual,
        session_variance=between / free if free > 0 else None,
        score_variance=float((residual**2).sum()) / left if left > 0 else None,
        sessions=len(scores),
        free_sessions=free,
    )


def _normal_equations(
    ratings: Ratings, score: Floats
) -> tuple[csr_array, Floats, NDArray[np.int64], Floats]:
    """M and its right side for interviewers and dimensions, and each candidate's count and mean."""
    people, width = len(ratings.interviewers), len(ratings.dimensions)
    n = len(ratings)
    rows = np.repeat(np.arange(n), 2)
    columns = np.stack([ratings.interviewer, ratings.dimension + people], axis=1).ravel()
    w = csr_array((np.ones(2 * n), (rows, columns)), shape=(n, people + width))
    counts = np.bincount(ratings.candidate)
    means = np.bincount(ratings.candidate, weights=score) / counts
    by_candidate = csr_array(
        (np.ones(2 * n), (np.repeat(ratings.candidate, 2), columns)),
        shape=(len(counts), people + width),
    )
    by_candidate.sum_duplicates()
    m = csr_array(w.T @ w - by_candidate.T @ (diags_array(1 / counts) @ by_candidate))
    return m, np.asarray(w.T @ (score - means[ratings.candidate])), counts, means


def _dense_inverse(m: Floats, people: int) -> Floats:
    """The inverse of M on effects that add up to 0, interviewers and dimensions apart."""
    size = len(m)
    fixed = m.copy()
    # M sends equal effects of all interviewers, or of all dimensions, to 0; this makes it regular
    # and is taken back from the inverse.
    for part in (slice(0, people), slice(people, size)):
        fixed[part, part] += 1.0
    try:
        factor, lower = cho_factor(fixed, lower=True)
    except LinAlgError:
        raise SplitDimensionsError from None
    pivots = np.diag(factor)
    if pivots.min() < _SINGULAR * pivots.max():
        raise SplitDimensionsError
    inverse = cho_solve((factor, lower), np.eye(size))
    for part in (slice(0, people), slice(people, size)):
        width = part.stop - part.start
        inverse[part, part] -= 1.0 / width**2
    return np.asarray(inverse)


def conjugate_gradients(m: csr_array, right: Floats, people: int) -> Floats:
    """Solve M x = right, preconditioned by the diagonal and by groups of interviewers."""
    diagonal = m.diagonal()
    # A lone dimension is a column of zeros once candidate means are out.
    scale = np.divide(1.0, diagonal, out=np.zeros_like(diagonal), where=diagonal > _SINGULAR)
    between = m[:people, :people]
    member = neighbours(between)
    groups = coarse(member, (member.T @ between @ member).toarray())

    def condition(residual: Floats) -> Floats:
        found = scale * residual
        found[:people] += groups(residual[:people])
        return np.asarray(found)

    x = np.zeros(len(right))
    residual = right.copy()
    direction = condition(residual)
    size = float(residual @ direction)
    target = _CLOSE**2 * size
    for _ in range(10 * people):
        if size <= target:
            break
        moved = m @ direction
        step = size / float(direction @ moved)
        x += step * direction
        residual -= step * moved
        preconditioned = condition(residual)
        size, before = float(residual @ preconditioned), size
        direction = preconditioned + size / before * direction
    return x


def _approximate_diagonal(m: csr_array) -> Floats:
    """The diagonal of M^-1 from the first terms of its Neumann series around the diagonal of M."""
    diagonal = np.maximum(m.diagonal(), 1e-12)
    squared = m.copy()
    squared.data = squared.data**2
    others = squared @ (1 / diagonal) - diagonal
    return np.asarray(1 / diagonal + others / diagonal**2)
