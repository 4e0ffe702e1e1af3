"""What both ways of estimating the many-facet Rasch model share: parameters, steps, results."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np
from scipy.sparse import csr_array

from interviewloop.calibration.rasch_curvature import Factor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from interviewloop.calibration.rasch_design import Design
    from interviewloop.calibration.rasch_table import Points

    Floats = NDArray[np.float64]

Method = Literal["mml", "jml"]
MOST_ITERATIONS = 100
DONE = 1e-9
"""Stop when a step would move every parameter by less than about 3e-5 standard errors."""

ROUNDING = 1e-5
"""A step that promises less than this and gains nothing is stopped by rounding, not by a fault."""

_MOST_AT_ONCE = 1.5
_HALVINGS = 12


@dataclass(frozen=True, slots=True, eq=False)
class Estimates:
    """A fitted model, in logits, severities of each subset and difficulties summing to zero.

    ``severity`` (R,), ``difficulty`` (D,), ``steps`` (K,) the step sums c_k, and ``measure`` (C,)
    on the scale where the difficulties are centred, with their standard errors; ``difficulty_cov``
    (D, D) and ``steps_cov`` (K - 2, K - 2), the latter of the inner step sums, are covariances.
    ``place`` (subsets,) is the mean of the candidates of each subset and ``spread`` their standard
    deviation, both only for MML, where a measure is the mean of the posterior. ``deviance`` is
    -2 log likelihood.
    """

    method: Method
    severity: Floats
    severity_se: Floats
    difficulty: Floats
    difficulty_se: Floats
    difficulty_cov: Floats
    steps: Floats
    steps_cov: Floats
    measure: Floats
    measure_se: Floats
    place: Floats | None
    spread: float | None
    deviance: float
    iterations: int
    converged: bool


class Structure(NamedTuple):
    """Sums over all ratings that make up gradient and information, other than of severities.

    ``dimension`` (D,) and ``level`` (K - 2,) are expected totals, ``information`` (D + K - 2,
    D + K - 2) their information when measures are known.
    """

    dimension: Floats
    level: Floats
    information: Floats


def structure(points: Points, weight: Floats) -> Structure:
    """Expected totals and their information for ``weight`` (rows, nodes)."""
    table = points.table
    dimensions, inner = len(table.mean), range(1, len(table.levels) - 1)
    count, first, second = points.spread(weight)
    mean = count * table.mean + first * table.variance + second * table.third
    level = [
        np.sum(count * table.probability[k] + first * table.covariance(k))
        + np.sum(
            second * table.probability[k] * ((table.levels[k] - table.mean) ** 2 - table.variance)
        )
        for k in inner
    ]
    information = np.zeros((dimensions + len(inner),) * 2)
    np.fill_diagonal(information[:dimensions, :dimensions], (count * table.variance).sum(axis=1))
    for place, k in enumerate(inner, start=dimensions):
        information[:dimensions, place] = (count * table.covariance(k)).sum(axis=1)
        information[place, :dimensions] = information[:dimensions, place]
        for other, j in enumerate(inner, start=dimensions):
            both = table.probability[k] * ((k == j) - table.probability[j])
            information[place, other] = np.sum(count * both)
    return Structure(mean.sum(axis=1), np.array(level), information)


class SharedInformation(NamedTuple):
    """Information when measures are known: of severities (R,), with difficulties and inner steps
    (R, D + K - 2), and of these (D + K - 2, D + K - 2)."""

    severity: Floats
    cross: Floats
    other: Floats


def shared_information(
    points: Points, weight: Floats, who: NDArray[np.int64], interviewers: int
) -> SharedInformation:
    """``weight`` (rows, nodes); ``who`` (rows,) is the interviewer of each row of ``points``."""
    sums = [
        np.bincount(who, (slope * weight).sum(axis=1), minlength=interviewers)
        for slope in _slopes(points)
    ]
    cross = np.stack(sums, axis=1).astype(np.float64)
    severity = np.asarray(cross[:, : len(points.table.mean)].sum(axis=1), dtype=np.float64)
    return SharedInformation(severity, cross, structure(points, weight).information)


def _slopes(points: Points) -> Iterator[Floats]:
    """How expected levels of each dimension and expected numbers of each inner score grow with the
    measure: each (rows, nodes)."""
    table = points.table
    for d in range(len(table.mean)):
        here = points.read(table.dimension_variance_jet(d), alone=True)
        yield here * table.masks[points.mask, d][:, np.newaxis]
    for k in range(1, len(table.levels) - 1):
        yield points.read(table.covariance_jet(k))


class KnownMeasures(NamedTuple):
    """Information at given measures: on each measure (C,), and by which it hangs together with
    severities (C, R) and the other parameters (C, D + K - 2)."""

    shared: SharedInformation
    information: Floats
    severity: csr_array
    other: Floats

    def factor(self, scale: Floats) -> Factor:
        """The ties, each candidate's times ``scale`` (C,)."""
        severity = self.severity.copy()
        severity.data *= np.repeat(scale, np.diff(severity.indptr))
        return Factor(severity, self.other * scale[:, np.newaxis])


def known_measures(design: Design, points: Points) -> KnownMeasures:
    """``points`` has one node and a row for each meeting, in order."""
    row, _, who = design.rows()
    candidates, interviewers, dimensions, _ = design.sizes
    slopes = [slope[:, 0] for slope in _slopes(points)]
    sums = [np.bincount(row, slope, minlength=candidates) for slope in slopes]
    cross = np.stack(
        [np.bincount(who, slope, minlength=interviewers) for slope in slopes], axis=1
    ).astype(np.float64)
    shared = SharedInformation(
        np.asarray(cross[:, :dimensions].sum(axis=1)),
        cross,
        structure(points, np.ones_like(points.rest)).information,
    )
    other = np.stack(sums, axis=1).astype(np.float64)
    met = np.sum(slopes[:dimensions], axis=0)
    shape = (candidates, interviewers)
    severity = csr_array((met, who, design.meetings.indptr.copy()), shape=shape)
    severity.sum_duplicates()
    information = np.asarray(other[:, :dimensions].sum(axis=1))
    return KnownMeasures(shared, information, severity, other)


def start(design: Design) -> tuple[Floats, float]:
    """Step sums (K,) and a place at which each score is as likely as it is frequent."""
    frequency = np.log(design.level_count / design.level_count[0])
    place = float(frequency[-1] / design.levels[-1])
    return place * design.levels - frequency, place


def shortened(step: Floats) -> Floats:
    """``step`` cut so that no parameter moves by more than a logit and a half."""
    longest = float(np.abs(step).max(initial=0.0))
    return step * min(1.0, _MOST_AT_ONCE / longest) if longest else step


def halvings() -> list[float]:
    """The lengths to try along a step, in order."""
    return [0.5**power for power in range(_HALVINGS)]
