"""Many-facet Rasch by marginal maximum likelihood: measures are drawn from N(place, spread^2).

Maximised is sum_c log of the integral of exp(X_c u - A_c(u)) N(u; 0, spread^2) du, with X_c the
total of candidate c and A_c the sum of log Z over the scores the candidate got (Bock & Aitkin 1981,
Psychometrika 46:443, for the principle). Severities, difficulties and step sums are free, and so
are the place of each subset of the panel and the spread, which is common.

The integrals are sums over the nodes of :mod:`.rasch_posterior`. Steps are Newton's, with the
information a normal approximation of the posteriors gives. Standard errors come from the observed
information, after Louis (1982, JRSS B 44:226): that of the complete data less the posterior
covariance of their score. The covariance is summed over orthogonal polynomials of the posterior,
of which three hold all of it that matters.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.sparse import csr_array, vstack

from interviewloop.calibration.rasch_curvature import Curvature, Factor, NotIdentified
from interviewloop.calibration.rasch_estimates import (
    DONE,
    MOST_ITERATIONS,
    ROUNDING,
    Estimates,
    SharedInformation,
    halvings,
    known_measures,
    shared_information,
    shortened,
    start,
    structure,
)
from interviewloop.calibration.rasch_posterior import (
    SPREADS,
    Parameters,
    add_product,
    column_points,
    nodes_over,
    posterior_weights,
)
from interviewloop.calibration.rasch_table import Points

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from interviewloop.calibration.rasch_curvature import Solver
    from interviewloop.calibration.rasch_design import Design

    Floats = NDArray[np.float64]

_POLYNOMIALS = 3
_FASTER = 1.5
_BOLD = 1e-6
_NO_SPREAD = 1e-8


class _Posterior(NamedTuple):
    """One pass over the candidates. ``expected_count`` (J, Q) is how many candidates of each
    column are expected at each node; ``mean`` and ``deviation`` (C,) describe each posterior."""

    parameters: Parameters
    nodes: Floats
    points: Points
    log_likelihood: float
    expected_count: Floats
    mean: Floats
    deviation: Floats
    gradient: Floats


def fit_mml(design: Design) -> Estimates:
    """The estimates; ``converged`` is false when they are not to be trusted."""
    _, interviewers, dimensions, _ = design.sizes
    steps, place = start(design)
    parameters = Parameters(
        np.zeros(interviewers),
        np.zeros(dimensions),
        steps,
        np.full(design.subsets, place),
        1.0,
    )
    narrowest = 0.8 / np.sqrt(1 + 2 * design.candidate_n.max())
    now = _posterior(design, parameters, nodes_over(np.zeros(1), np.ones(1), float(narrowest)))
    decrement = np.inf
    exact = False
    iterations, converged = 0, False
    while iterations < MOST_ITERATIONS:
        iterations += 1
        gradient = _free_gradient(now)
        step = _solver(design, now, exact=exact)(gradient)
        before, decrement = decrement, float(gradient @ step)
        if 0 <= decrement < DONE:
            converged = True
            break
        moved = _improved(design, now, step)
        if moved is None and exact:
            converged = decrement < ROUNDING
            break
        # The approximate information is cheap and mostly enough.
        exact = moved is None or decrement > before / _FASTER
        now = moved or now
    return _estimates(design, now, iterations, converged=converged)


def _at_bound(now: _Posterior) -> bool:
    """Whether the spread is as small as it may be and would rather be smaller."""
    return now.parameters.spread <= SPREADS[0] and now.gradient[-1] <= 0


def _free_gradient(now: _Posterior) -> Floats:
    """The gradient, without the spread when that is held at its bound."""
    gradient = now.gradient.copy()
    if _at_bound(now):
        gradient[-1] = 0.0
    return gradient


def _free_curvature(design: Design, now: _Posterior, *, exact: bool = True) -> Curvature:
    """The information, without the spread when that is held at its bound."""
    curvature = _curvature(design, now) if exact else _approximate_curvature(design, now)
    if _at_bound(now):
        _set_apart(curvature, 1.0)
    return curvature


def _set_apart(curvature: Curvature, spread: float) -> None:
    """Cut the spread, the last parameter, off from the others and give it this information."""
    curvature.cross[:, -1] = 0.0
    curvature.other[-1] = curvature.other[:, -1] = 0.0
    curvature.other[-1, -1] = spread
    for factor in curvature.factors:
        factor.other[:, -1] = 0.0


def _solver(design: Design, now: _Posterior, *, exact: bool) -> Solver:
    """Newton's equations in terms of the variance, in which the likelihood is nearly quadratic down
    to zero. Where it is not concave, the variance takes a bold step of its own, and if that is not
    what was wrong, measures are taken as known, which leads upwards from everywhere."""
    curvature = _free_curvature(design, now, exact=exact)
    uphill = 2 * float(_free_gradient(now)[-1])
    # H of half the log variance becomes that of the variance, in units of twice itself.
    curvature.other[-1, -1] += uphill
    try:
        return curvature.solver()
    except NotIdentified:
        _set_apart(curvature, max(abs(uphill), _BOLD))
    try:
        return curvature.solver()
    except NotIdentified:
        return curvature.without_factors().solver()


def _improved(design: Design, now: _Posterior, step: Floats) -> _Posterior | None:
    """The first halving of ``step`` that does not lower the likelihood."""
    step = shortened(step)
    slack = 1e-8 * abs(now.log_likelihood)
    for length in halvings():
        parameters = now.parameters.moved(step * length)
        narrower = min(1.0, parameters.spread / now.parameters.spread)
        nodes = nodes_over(now.mean, now.deviation, narrower * float(now.deviation.min()))
        moved = _posterior(design, parameters, nodes)
        if moved.log_likelihood >= now.log_likelihood - slack:
            return moved
    return None


def _posterior(design: Design, parameters: Parameters, nodes: Floats) -> _Posterior:
    points = column_points(design, parameters, nodes)
    log_z = points.read(points.table.log_z_jet)
    count = np.zeros_like(log_z)
    mean = np.empty(len(design.candidate_total))
    square = np.empty_like(mean)
    log_likelihood = 0.0
    for block, meetings, weight, logs in posterior_weights(design, parameters, nodes, log_z):
        add_product(count, meetings.T, weight)
        mean[block] = weight @ nodes
        square[block] = weight @ nodes**2
        log_likelihood += float(logs.sum())
    log_likelihood += float(design.candidate_total @ parameters.place[design.candidate_subset])
    _, severe, difficult = design.finite_totals()
    log_likelihood -= float(severe @ parameters.severity + difficult @ parameters.difficulty)
    log_likelihood -= float(design.level_count @ parameters.steps)
    deviation = np.sqrt(np.maximum(square - mean**2, 1e-12))
    gradient = _gradient(design, parameters, points, count, square)
    return _Posterior(parameters, nodes, points, log_likelihood, count, mean, deviation, gradient)


def _gradient(
    design: Design, parameters: Parameters, points: Points, count: Floats, square: Floats
) -> Floats:
    """The gradient (R + m,) along the planes on which the constraints hold."""
    _, severe, difficult = design.finite_totals()
    expected = (points.read(points.table.mean_jet) * count).sum(axis=1)
    who = design.column_interviewer
    by_interviewer = np.bincount(who, expected, minlength=len(severe))
    known = structure(points, count)
    severity = by_interviewer - severe
    difficulty = known.dimension - difficult
    subset = design.interviewer_subset
    place = np.bincount(design.candidate_subset, design.candidate_total) - np.bincount(
        subset, by_interviewer
    )
    # What a constant common to severities (or difficulties) and places would gain is nothing but
    # adjusted totals; the constraint answers for it.
    severity -= ((np.bincount(subset, severity) + place) / np.bincount(subset))[subset]
    difficulty -= (difficulty.sum() + place.sum()) / len(difficulty)
    spread = np.array([(square / parameters.spread**2 - 1).sum()])
    level = known.level - design.level_count[1:-1]
    return np.concatenate([severity, difficulty, level, place, spread])


def _curvature(design: Design, now: _Posterior) -> Curvature:
    """Observed information."""
    people = len(design.interviewer_total)
    shared = shared_information(now.points, now.expected_count, design.column_interviewer, people)
    return _assembled(design, now, shared, _factors(design, now))


def _approximate_curvature(design: Design, now: _Posterior) -> Curvature:
    """Observed information as if posteriors were normal and narrow (Laplace)."""
    row, column, who = design.rows()
    parameters, spread = now.parameters, now.parameters.spread
    place = parameters.place[design.interviewer_subset[who]]
    y = (now.mean[row] + place - parameters.severity[who])[:, np.newaxis]
    points = Points.at(now.points.table, y, design.column_mask[column])
    known = known_measures(design, points)
    deviation = 1 / np.sqrt(known.information + spread**-2)
    first = known.factor(deviation)
    places = np.eye(design.subsets)[design.candidate_subset]
    whole = -(known.information * deviation)[:, np.newaxis] * places
    slope = (2 * now.mean * deviation / spread**2)[:, np.newaxis]
    first = Factor(first.severity, np.concatenate([first.other, whole, slope], axis=1))
    bend = np.zeros_like(first.other)
    bend[:, -1] = 2**0.5 * (deviation / spread) ** 2
    second = Factor(csr_array(first.severity.shape), bend)
    return _assembled(design, now, known.shared, (first, second))


def _assembled(
    design: Design, now: _Posterior, shared: SharedInformation, factors: tuple[Factor, ...]
) -> Curvature:
    """Other parameters: difficulties, inner steps, places, log spread."""
    subset = design.interviewer_subset
    first = shared.cross.shape[1]
    places = np.eye(design.subsets)[subset]
    cross = np.zeros((len(subset), first + design.subsets + 1))
    cross[:, :first] = shared.cross
    cross[:, first:-1] = -shared.severity[:, np.newaxis] * places
    other = np.zeros((cross.shape[1],) * 2)
    other[:first, :first] = shared.other
    other[first:-1, :first] = -places.T @ shared.cross
    other[:first, first:-1] = other[first:-1, :first].T
    other[first:-1, first:-1] = np.diag(np.bincount(subset, shared.severity))
    square = now.deviation**2 + now.mean**2
    other[-1, -1] = 2 * float(square.sum()) / now.parameters.spread**2
    dimensions = len(now.parameters.difficulty)
    return Curvature(shared.severity, cross, other, factors, subset, dimensions)


def _factors(design: Design, posterior: _Posterior) -> tuple[Factor, ...]:
    """What not knowing each measure costs, by orthogonal polynomials of its posterior."""
    points, nodes = posterior.points, posterior.nodes
    log_z = points.read(points.table.log_z_jet)
    level = points.read(points.table.mean_jet)
    others = list(_other_scores(design, points))
    spread_score = (nodes / posterior.parameters.spread) ** 2
    places = np.eye(design.subsets)[design.candidate_subset]
    severity: list[list[csr_array]] = [[] for _ in range(_POLYNOMIALS)]
    other: list[list[Floats]] = [[] for _ in range(_POLYNOMIALS)]
    blocks = posterior_weights(design, posterior.parameters, nodes, log_z)
    for block, meetings, weight, _ in blocks:
        summed = [meetings @ score for score in others]
        row = np.repeat(np.arange(len(weight)), np.diff(meetings.indptr))
        here = _polynomials(nodes, weight, posterior.mean[block], posterior.deviation[block])
        for order, weighted in enumerate(here):
            met = np.einsum("sq,sq->s", weighted[row], level[meetings.indices])
            whole = np.bincount(row, met, minlength=len(weight))
            columns = [np.einsum("cq,cq->c", weighted, score) for score in summed]
            columns += [*(-whole * places[block].T), weighted @ spread_score]
            severity[order].append(_by_interviewer(design, meetings, met))
            other[order].append(np.stack(columns, axis=1))
    return tuple(
        Factor(csr_array(vstack(rows, format="csr")), np.concatenate(columns))
        for rows, columns in zip(severity, other, strict=True)
    )


def _other_scores(design: Design, points: Points) -> Iterator[Floats]:
    """Expected levels by dimension, then expected numbers of inner scores: each (J, Q)."""
    table = points.table
    for d in range(len(table.mean)):
        mask = design.masks[design.column_mask, d]
        yield points.read(table.dimension_mean_jet(d), alone=True) * mask[:, np.newaxis]
    for k in range(1, len(table.levels) - 1):
        yield points.read(table.probability_jet(k))


def _polynomials(
    nodes: Floats, weight: Floats, mean: Floats, deviation: Floats
) -> Iterator[Floats]:
    """Posterior weights times its orthonormal polynomials of degree 1, 2, ...: each (n, Q)."""
    standard = (nodes - mean[:, np.newaxis]) / deviation[:, np.newaxis]
    before = [np.ones_like(standard)]
    for _ in range(_POLYNOMIALS):
        following = before[-1] * standard
        for earlier in before:
            share = np.einsum("cq,cq,cq->c", weight, following, earlier)
            following -= share[:, np.newaxis] * earlier
        length = np.sqrt(np.einsum("cq,cq,cq->c", weight, following, following))
        # A posterior on one node has no spread to have polynomials on.
        following /= np.where(length > _NO_SPREAD, length, np.inf)[:, np.newaxis]
        before.append(following)
        yield weight * following


def _by_interviewer(design: Design, meetings: csr_array, met: Floats) -> csr_array:
    """Values of meetings (n, J) summed over the columns of each interviewer: (n, R)."""
    index = design.column_interviewer[meetings.indices]
    shape = (meetings.shape[0], len(design.interviewer_total))
    summed = csr_array((met, index, meetings.indptr.copy()), shape=shape)
    summed.sum_duplicates()
    return summed


def _estimates(
    design: Design, posterior: _Posterior, iterations: int, *, converged: bool
) -> Estimates:
    parameters = posterior.parameters
    severity, other = _free_curvature(design, posterior).variances()
    dims, inner = len(parameters.difficulty), len(parameters.steps) - 2
    return Estimates(
        method="mml",
        severity=parameters.severity,
        severity_se=np.sqrt(np.maximum(severity, 0.0)),
        difficulty=parameters.difficulty,
        difficulty_se=np.sqrt(np.maximum(np.diag(other)[:dims], 0.0)),
        difficulty_cov=other[:dims, :dims],
        steps=parameters.steps,
        steps_cov=other[dims : dims + inner, dims : dims + inner],
        measure=posterior.mean,
        measure_se=posterior.deviation,
        place=parameters.place[design.candidate_subset],
        spread=parameters.spread,
        deviance=-2 * posterior.log_likelihood,
        iterations=iterations,
        converged=converged,
    )
