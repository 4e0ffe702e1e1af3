"""Many-facet Rasch by joint maximum likelihood, as FACETS estimates it: measures are parameters.

Maximised is the likelihood of all measures, severities, difficulties and step sums together
(Wright & Masters 1982, Rating Scale Analysis; Linacre 1989). No penalty and no correction: with
few scores a candidate it spreads severities too far (see docs/statistics.md), which is why marginal
estimation is the default. A candidate with nothing but highest or lowest scores has no finite
estimate; such a total is moved inside by 0.3, and so are those of interviewers and dimensions.

Newton's method on the whole problem, with the measures eliminated (Schur complement): the
likelihood is concave, so halving the step leads to the maximum if there is one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from interviewloop.calibration.rasch_curvature import Curvature, Factor, NotIdentified
from interviewloop.calibration.rasch_estimates import (
    DONE,
    MOST_ITERATIONS,
    ROUNDING,
    Estimates,
    halvings,
    known_measures,
    shortened,
    start,
    structure,
)
from interviewloop.calibration.rasch_table import Points, Table

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from interviewloop.calibration.rasch_design import Design

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class _Parameters:
    measure: Floats
    severity: Floats
    difficulty: Floats
    steps: Floats

    def moved(self, measure: Floats, step: Floats) -> _Parameters:
        """Moved along ``measure`` (C,) and ``step``: severities, difficulties, inner steps."""
        own, dims = len(self.severity), len(self.difficulty)
        steps = self.steps.copy()
        steps[1:-1] += step[own + dims :]
        return _Parameters(
            self.measure + measure,
            self.severity + step[:own],
            self.difficulty + step[own : own + dims],
            steps,
        )


class _State(NamedTuple):
    """Likelihood at some parameters. ``points`` has a row for each of the S meetings and
    ``expected`` (S,) is the expected total of each."""

    parameters: _Parameters
    points: Points
    log_likelihood: float
    expected: Floats


class _Step(NamedTuple):
    measure: Floats
    other: Floats
    decrement: float


def fit_jml(design: Design) -> Estimates:
    """The estimates; ``converged`` is false when they are not to be trusted."""
    candidates, interviewers, dimensions, _ = design.sizes
    steps, place = start(design)
    # The mean total is a better start than none, and Newton's method does the rest.
    now = _state(
        design,
        _Parameters(
            np.full(candidates, place), np.zeros(interviewers), np.zeros(dimensions), steps
        ),
    )
    iterations, converged = 0, False
    while iterations < MOST_ITERATIONS:
        iterations += 1
        step = _step(design, now)
        if step.decrement < DONE:
            converged = step.decrement >= 0
            break
        moved = _improved(design, now, step)
        if moved is None:
            converged = step.decrement < ROUNDING
            break
        now = moved
    return _estimates(design, now, iterations, converged=converged)


def _state(design: Design, parameters: _Parameters) -> _State:
    row, column, who = design.rows()
    y = parameters.measure[row] - parameters.severity[who]
    span = (float(y.min()), float(y.max()))
    table = Table(design.levels, parameters.steps, parameters.difficulty, design.masks, span)
    points = Points.at(table, y[:, np.newaxis], design.column_mask[column])
    candidate, severe, difficult = design.finite_totals()
    log_likelihood = (
        candidate @ parameters.measure
        - severe @ parameters.severity
        - difficult @ parameters.difficulty
        - design.level_count @ parameters.steps
        - points.read(table.log_z_jet).sum()
    )
    expected = points.read(table.mean_jet)[:, 0]
    return _State(parameters, points, float(log_likelihood), expected)


def _step(design: Design, now: _State) -> _Step:
    """Newton's step, and twice what it promises to gain."""
    row, _, who = design.rows()
    candidates, interviewers, dimensions, _ = design.sizes
    candidate, severe, difficult = design.finite_totals()
    known = structure(now.points, np.ones_like(now.points.rest))
    measure = candidate - np.bincount(row, now.expected, minlength=candidates)
    severity = np.bincount(who, now.expected, minlength=interviewers) - severe
    gradient = np.concatenate(
        [severity, known.dimension - difficult, known.level - design.level_count[1:-1]]
    )
    information, factor = _curvature(design, now)
    root = np.sqrt(information)
    curvature, lost = factor
    own, rest = lost.severity, lost.other
    whole = gradient + np.concatenate([own.T @ (measure / root), rest.T @ (measure / root)])
    part = design.interviewer_subset
    mean = np.bincount(part, whole[:interviewers]) / np.bincount(part)
    whole[:interviewers] -= mean[part]
    whole[interviewers : interviewers + dimensions] -= whole[
        interviewers : interviewers + dimensions
    ].mean()
    try:
        other = curvature.solver()(whole)
    except NotIdentified:
        other = curvature.without_factors().solver()(whole)
    image = own @ other[:interviewers] + rest @ other[interviewers:]
    measure_step = (measure / root + image) / root
    decrement = float(whole @ other + (measure**2 / information).sum())
    return _Step(measure_step, other, decrement)


def _curvature(design: Design, now: _State) -> tuple[Floats, tuple[Curvature, Factor]]:
    """Information on each measure (C,); that on the others with measures eliminated, and what
    eliminating them took."""
    known = known_measures(design, now.points)
    shared = known.shared
    factor = known.factor(1 / np.sqrt(known.information))
    curvature = Curvature(
        shared.severity,
        shared.cross,
        shared.other,
        (factor,),
        design.interviewer_subset,
        len(now.parameters.difficulty),
    )
    return known.information, (curvature, factor)


def _improved(design: Design, now: _State, step: _Step) -> _State | None:
    """The first halving of ``step`` that does not lower the likelihood."""
    whole = shortened(np.concatenate([step.measure, step.other]))
    candidates = len(step.measure)
    slack = 1e-9 * abs(now.log_likelihood)
    for length in halvings():
        moved = _state(
            design,
            now.parameters.moved(length * whole[:candidates], length * whole[candidates:]),
        )
        if moved.log_likelihood >= now.log_likelihood - slack:
            return moved
    return None


def _estimates(design: Design, now: _State, iterations: int, *, converged: bool) -> Estimates:
    """Standard errors are 1 / sqrt(information), each parameter as if the others were known: the
    convention of FACETS and mfrmr for joint estimates."""
    parameters = now.parameters
    information, (curvature, _) = _curvature(design, now)
    dims = len(parameters.difficulty)
    inner = curvature.other[dims:, dims:]
    return Estimates(
        method="jml",
        severity=parameters.severity,
        severity_se=1 / np.sqrt(curvature.severity),
        difficulty=parameters.difficulty,
        difficulty_se=1 / np.sqrt(np.diag(curvature.other)[:dims]),
        difficulty_cov=np.diag(1 / np.diag(curvature.other)[:dims]),
        steps=parameters.steps,
        steps_cov=np.asarray(np.linalg.pinv(inner), dtype=np.float64),
        measure=parameters.measure,
        measure_se=1 / np.sqrt(information),
        place=None,
        spread=None,
        deviance=-2 * now.log_likelihood,
        iterations=iterations,
        converged=converged,
    )
