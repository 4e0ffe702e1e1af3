"""How single scores fit the many-facet Rasch model: expectations, residuals, mean squares.

With E and V the expectation and variance of a score at the estimates, residual x - E and
z = (x - E) / sqrt(V):

    infit = sum (x - E)^2 / sum V,   outfit = mean z^2

(Wright & Masters 1982). About 1 is what the model expects; a low value means scores more regular
than the model, a high one scores that go against it. A rater who gives random middling scores does
not show in them at all, which is why :mod:`.effects` looks at correlations too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from interviewloop.calibration.rasch_table import Points, Table

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from interviewloop.calibration.rasch_design import Design
    from interviewloop.calibration.rasch_estimates import Estimates
    from interviewloop.calibration.ratings import Ratings

    Floats = NDArray[np.float64]

_ROWS_AT_ONCE = 100_000
_LEAST_VARIANCE = 1e-12


class Fit(NamedTuple):
    """Mean squares of each member of a facet, and the sums of variances they rest on."""

    infit: Floats
    outfit: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Residuals:
    """Every score at the estimates, in the order of the table: ``place`` theta - severity -
    difficulty, ``expected`` score, ``variance``, and ``residual``, each (n,)."""

    place: Floats
    expected: Floats
    variance: Floats
    residual: Floats

    @property
    def standardised(self) -> Floats:
        """Residuals in standard deviations (n,)."""
        return np.asarray(self.residual / np.sqrt(self.variance))

    def fit(self, code: NDArray[np.int32], size: int) -> Fit:
        """Mean squares by ``code`` (n,), each value of 0 to ``size`` - 1 occurring."""
        square = self.residual**2
        variance = np.bincount(code, self.variance, minlength=size)
        outfit = np.bincount(code, square / self.variance, minlength=size)
        infit = np.bincount(code, square, minlength=size) / variance
        return Fit(infit, outfit / np.bincount(code, minlength=size))


def residuals(ratings: Ratings, design: Design, estimates: Estimates) -> Residuals:
    """Expectation, variance and residual of every score."""
    n = len(ratings)
    place, expected, variance = np.empty(n), np.empty(n), np.empty(n)
    measure = measures(estimates)
    for first in range(0, n, _ROWS_AT_ONCE):
        block = slice(first, first + _ROWS_AT_ONCE)
        place[block] = (
            measure[ratings.candidate[block]]
            - estimates.severity[ratings.interviewer[block]]
            - estimates.difficulty[ratings.dimension[block]]
        )
    table = category_table(design, estimates, (float(place.min()), float(place.max())))
    for first in range(0, n, _ROWS_AT_ONCE):
        block = slice(first, first + _ROWS_AT_ONCE)
        points = Points.at(table, place[block, np.newaxis], np.zeros(1, dtype=np.int64))
        expected[block] = points.read(table.mean_jet)[:, 0]
        variance[block] = points.read(table.variance_jet)[:, 0]
    expected += design.lowest
    residual = ratings.score - expected
    return Residuals(place, expected, np.maximum(variance, _LEAST_VARIANCE), residual)


def measures(estimates: Estimates) -> Floats:
    """Candidates' measures on the scale of the difficulties, wherever the model put its zero."""
    return estimates.measure if estimates.place is None else estimates.measure + estimates.place


def category_table(design: Design, estimates: Estimates, span: tuple[float, float]) -> Table:
    """Category functions of one score for theta - severity - difficulty within ``span``."""
    return Table(design.levels, estimates.steps, np.zeros(1), np.ones((1, 1)), span)


def expected_scores(design: Design, estimates: Estimates, place: Floats) -> Floats:
    """The score expected at each ``place`` (n,), theta - severity - difficulty."""
    table = category_table(design, estimates, (float(place.min()), float(place.max())))
    points = Points.at(table, place[:, np.newaxis], np.zeros(1, dtype=np.int64))
    return np.asarray(points.read(table.mean_jet)[:, 0] + design.lowest)
