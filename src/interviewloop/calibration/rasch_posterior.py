"""Posteriors of the candidates' measures in the marginal model, on equally spaced nodes.

A candidate's log likelihood at theta is X theta less the sum of log Z over the columns met, so one
table of columns by nodes, times the sparse matrix of meetings, gives all posteriors. Nodes are as
far apart as the narrowest posterior standard deviation, and reach six of its standard deviations
beyond each candidate: sums over them are integrals with an error below 1e-8.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csc_array, csr_array

from interviewloop.calibration.rasch_fit import Fit
from interviewloop.calibration.rasch_table import Points, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from interviewloop.calibration.rasch_design import Design
    from interviewloop.calibration.rasch_estimates import Estimates
    from interviewloop.calibration.ratings import Ratings

    Floats = NDArray[np.float64]

SPREADS = (0.05, 20.0)
"""Standard deviations of candidates that are told from each other, in logits."""

_LEAST_NODES, _MOST_NODES = 21, 1001
_CELLS_AT_ONCE = 2_000_000
_BEYOND = 6.0
_CHANGES = (0.1, 5.0)
_HALF_LOG_2PI = 0.5 * float(np.log(2 * np.pi))


@dataclass(frozen=True, slots=True, eq=False)
class Parameters:
    """``severity`` (R,), ``difficulty`` (D,), ``steps`` (K,), ``place`` (subsets,), ``spread``."""

    severity: Floats
    difficulty: Floats
    steps: Floats
    place: Floats
    spread: float

    def moved(self, step: Floats) -> Parameters:
        """Moved along ``step``: severities, difficulties, inner steps, places, and half the
        relative change of the variance."""
        own, dims = len(self.severity), len(self.difficulty)
        inner = own + dims + len(self.steps) - 2
        steps = self.steps.copy()
        steps[1:-1] += step[own + dims : inner]
        change = float(np.clip(1 + 2 * step[-1], *_CHANGES))
        return Parameters(
            self.severity + step[:own],
            self.difficulty + step[own : own + dims],
            steps,
            self.place + step[inner:-1],
            float(np.clip(self.spread * change**0.5, *SPREADS)),
        )


def nodes_over(mean: Floats, deviation: Floats, apart: float | None = None) -> Floats:
    """Equally spaced nodes that cover every posterior."""
    low = float((mean - _BEYOND * deviation).min())
    high = float((mean + _BEYOND * deviation).max())
    apart = float(deviation.min()) if apart is None else apart
    count = int(np.clip(np.ceil((high - low) / apart) + 1, _LEAST_NODES, _MOST_NODES))
    return np.linspace(low, high, count)


def column_points(design: Design, parameters: Parameters, nodes: Floats) -> Points:
    """Every column at every node, on a fresh table."""
    who = design.column_interviewer
    column = parameters.place[design.interviewer_subset[who]] - parameters.severity[who]
    y = column[:, np.newaxis] + nodes
    table = Table(
        design.levels,
        parameters.steps,
        parameters.difficulty,
        design.masks,
        (float(y.min()), float(y.max())),
    )
    return Points.at(table, y, design.column_mask)


def posterior_weights(
    design: Design, parameters: Parameters, nodes: Floats, log_z: Floats
) -> Iterator[tuple[slice, csr_array, Floats, Floats]]:
    """Blocks of candidates: which, their meetings, posterior weights (n, Q), log likelihoods."""
    total = design.candidate_total
    prior = -0.5 * (nodes / parameters.spread) ** 2 - np.log(parameters.spread) - _HALF_LOG_2PI
    prior += np.log(nodes[1] - nodes[0])
    each = len(nodes) * max(1, design.meetings.nnz // len(total))
    at_once = max(1, _CELLS_AT_ONCE // each)
    for first in range(0, len(total), at_once):
        block = slice(first, first + at_once)
        meetings = design.meetings[block]
        weight = np.multiply.outer(total[block], nodes)
        weight -= meetings @ log_z
        weight += prior
        highest = weight.max(axis=1)
        weight -= highest[:, np.newaxis]
        np.exp(weight, out=weight)
        whole = weight.sum(axis=1)
        weight /= whole[:, np.newaxis]
        yield block, meetings, weight, highest + np.log(whole)


def add_product(total: Floats, by: csc_array, weight: Floats) -> None:
    """Add ``by`` (K, n) times ``weight`` (n, Q) to ``total`` (K, Q), touching only rows that occur:
    blocks of candidates are many and each meets few of all interviewers."""
    if by.nnz >= len(total):
        total += by @ weight
        return
    rows, place = np.unique(by.indices, return_inverse=True)
    total[rows] += csc_array((by.data, place, by.indptr), shape=(len(rows), by.shape[1])) @ weight


def posterior_fit(ratings: Ratings, design: Design, estimates: Estimates) -> tuple[Fit, Fit]:
    """Mean squares of interviewers and of dimensions over the posterior of each measure.

    infit = sum of posterior means of (x - E)^2 over that of V, outfit the mean of the posterior
    means of (x - E)^2 / V: as the Python package mirt has them. Plugging in a single measure
    would make scores look too regular, because posterior means are drawn together.
    """
    if estimates.place is None or estimates.spread is None:
        raise ValueError("only marginal estimates have posteriors")
    place = np.empty(design.subsets)
    place[design.candidate_subset] = estimates.place
    parameters = Parameters(
        estimates.severity, estimates.difficulty, estimates.steps, place, estimates.spread
    )
    nodes = nodes_over(estimates.measure, estimates.measure_se)
    points = column_points(design, parameters, nodes)
    log_z = points.read(points.table.log_z_jet)
    given = [_given(ratings, design, d) for d in range(len(ratings.dimensions))]
    counts = [np.zeros((len(kind), len(nodes))) for kind, _ in given]
    for block, _, weight, _ in posterior_weights(design, parameters, nodes, log_z):
        for d, (_, by_whom) in enumerate(given):
            add_product(counts[d], by_whom[:, block], weight)
    sums = np.stack(
        [
            _dimension_sums(design, parameters, nodes, d, kind, count)
            for d, ((kind, _), count) in enumerate(zip(given, counts, strict=True))
        ]
    )
    numbers = (design.interviewer_n, design.dimension_n)
    by_interviewer, by_dimension = (
        Fit(total[0] / total[1], total[2] / n)
        for total, n in zip((sums.sum(axis=0), sums.sum(axis=2).T), numbers, strict=True)
    )
    return by_interviewer, by_dimension


def _given(ratings: Ratings, design: Design, d: int) -> tuple[NDArray[np.int64], csc_array]:
    """Each interviewer and level of dimension d that occur together, as one number, and which
    candidates got this level from this interviewer: (kinds,) and (kinds, C)."""
    here = np.flatnonzero(ratings.dimension == d)
    level = ratings.score[here].astype(np.int64) - design.lowest
    code = ratings.interviewer[here] * np.int64(_top(design)) + level
    kind, row = np.unique(code, return_inverse=True)
    shape = (len(kind), len(ratings.candidates))
    return kind, csc_array((np.ones(len(here)), (row, ratings.candidate[here])), shape=shape)


def _top(design: Design) -> int:
    return int(design.levels[-1]) + 1


def _dimension_sums(
    design: Design,
    parameters: Parameters,
    nodes: Floats,
    d: int,
    kind: NDArray[np.int64],
    count: Floats,
) -> Floats:
    """Posterior sums of (x - E)^2, of V and of (x - E)^2 / V on dimension d: (3, R). ``count``
    (kinds, Q) is how many candidates of each kind are expected at each node."""
    who, level = np.divmod(kind, _top(design))
    place = parameters.place[design.interviewer_subset[who]] - parameters.severity[who]
    y = (place - parameters.difficulty[d])[:, np.newaxis] + nodes
    span = (float(y.min()), float(y.max()))
    table = Table(design.levels, parameters.steps, np.zeros(1), np.ones((1, 1)), span)
    at = Points.at(table, y, np.zeros(len(kind), dtype=np.int64))
    variance = np.maximum(at.read(table.variance_jet), 1e-12)
    square = (level[:, np.newaxis] - at.read(table.mean_jet)) ** 2
    parts = (square * count, variance * count, square / variance * count)
    size = len(design.interviewer_n)
    return np.stack([np.bincount(who, part.sum(axis=1), minlength=size) for part in parts])
