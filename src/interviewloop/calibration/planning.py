"""Planning a loop: what 1 to 10 interviewers a candidate would give, with intervals.

The figures are those of :mod:`.dstudy` with dimensions fixed, where only three components matter:
c, r and e of the means over dimensions (:mod:`.icc`). For n interviewers

    reliability = c / (c + (r + e) / n)      ranking = c / (c + e / n)

and rates of wrong decisions at a cut from the bivariate normal. Intervals come from the posterior
of the components (:mod:`.two_way_posterior`); the mean of all scores is taken as known.

For n' dimensions in place of the n that a session scores now, c, r and e are each multiplied by
what the seven components (:mod:`.components`) make of it, as in the D-study:

    c  (p + pd/n') / (p + pd/n)      r  (i + id/n') / (i + id/n)      e  (pi + e/n') / (pi + e/n)

The multipliers are taken as known, so those intervals are somewhat narrow. Own method.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from interviewloop.calibration.components import variance_components
from interviewloop.calibration.dstudy import MOST_INTERVIEWERS, wrong_decisions
from interviewloop.calibration.figures import Figure, Rule
from interviewloop.calibration.icc import session_components
from interviewloop.calibration.model_rules import NO_DIFFERENCES, ONE_DIMENSION
from interviewloop.calibration.moments import groupings
from interviewloop.calibration.ratings import LOWEST
from interviewloop.calibration.rules import BY_CODE
from interviewloop.calibration.two_way_posterior import quantiles

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from interviewloop.calibration.ratings import Ratings
    from interviewloop.calibration.two_way import TwoWay

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class PlannedPanel:
    """What ``interviewers`` a candidate give; ``n`` of the figures counts the sessions behind them.

    ``reliability`` is against a standard (Phi), ``ranking`` for putting candidates in order under
    the same interviewers (Erho2). ``wrong_hire`` and ``wrong_reject`` are shares of all candidates:
    let through though truly under the cut, turned away though not.
    """

    interviewers: int
    reliability: Figure
    ranking: Figure
    wrong_hire: Figure
    wrong_reject: Figure


@dataclass(frozen=True, slots=True)
class OneMore:
    """What one interviewer more than ``interviewers`` changes: how much ``reliability`` rises and
    how far both rates of wrong decisions fall, as differences with intervals of their own."""

    interviewers: int
    reliability: Figure
    wrong_hire: Figure
    wrong_reject: Figure


def planned_panels(
    ratings: Ratings,
    cut: float,
    most: int = MOST_INTERVIEWERS,
    dimensions: int | None = None,
) -> tuple[PlannedPanel, ...] | Rule:
    """Panels of 1 to ``most`` interviewers, or the rule that forbids saying anything of them.

    ``cut`` is the mean score from which a candidate is let through, 1 to 5; else ``ValueError``.
    ``dimensions`` is how many a session would score, as many as now if ``None``.
    """
    basis = _basis(ratings, cut, dimensions)
    if isinstance(basis, Rule):
        return basis
    figures = basis.figures(np.arange(1, most + 1))
    return tuple(PlannedPanel(n + 1, *figures[n::most]) for n in range(most))


def one_more(
    ratings: Ratings,
    cut: float,
    most: int = MOST_INTERVIEWERS,
    dimensions: int | None = None,
) -> tuple[OneMore, ...] | Rule:
    """What one interviewer beyond 1 to ``most`` changes; arguments as in :func:`planned_panels`."""
    basis = _basis(ratings, cut, dimensions)
    if isinstance(basis, Rule):
        return basis
    figures = basis.figures(np.arange(1, most + 1), gains=True)
    # The second quarter is the ranking, which decides nothing at a cut.
    return tuple(
        OneMore(n + 1, figures[n], figures[n + 2 * most], figures[n + 3 * most])
        for n in range(most)
    )


def dimensions_now(ratings: Ratings) -> float:
    """How many dimensions a session scores, as a harmonic mean; 0 for an empty table."""
    count = np.bincount(groupings(ratings)[0b011])
    return float(len(count) / (1 / count).sum()) if len(count) else 0.0


@dataclass(frozen=True, slots=True)
class _Basis:
    """Components of session means, how to multiply them, and where the cut lies."""

    fitted: TwoWay
    multipliers: Floats
    cut: float

    def figures(self, numbers: NDArray[np.int64], *, gains: bool = False) -> list[Figure]:
        """The four outcomes of each number of interviewers, or what one more changes for the
        better."""
        mean = float(self.fitted.value.mean())
        sign = np.repeat([1.0, 1.0, -1.0, -1.0], len(numbers))

        def outcomes(components: Floats) -> Floats:
            scaled = components * self.multipliers
            now = _outcomes(scaled, numbers, mean, self.cut)
            if not gains:
                return now
            return np.asarray((_outcomes(scaled, numbers + 1, mean, self.cut) - now) * sign)

        values = outcomes(np.array(self.fitted.components))
        ends = quantiles(self.fitted, outcomes)
        return [
            Figure.of(value, (min(low, value), max(high, value)), len(self.fitted.value))
            for value, (low, high) in zip(values.tolist(), ends, strict=True)
        ]


def _basis(ratings: Ratings, cut: float, dimensions: int | None) -> _Basis | Rule:
    if not LOWEST <= cut <= ratings.highest:
        raise ValueError(f"a cut lies on the scale, {LOWEST} to {ratings.highest}, not at {cut}")
    fitted = session_components(ratings)
    if isinstance(fitted, Rule):
        return fitted
    if fitted.components[0] <= 0:
        return NO_DIFFERENCES
    multipliers: Floats | Rule = np.ones(3)
    if dimensions is not None:
        multipliers = _multipliers(ratings, dimensions)
    return multipliers if isinstance(multipliers, Rule) else _Basis(fitted, multipliers, cut)


def _multipliers(ratings: Ratings, dimensions: int) -> Floats | Rule:
    """What ``dimensions`` in place of those scored now make of c, r and e: (3,)."""
    found = variance_components(ratings)
    if found.withheld is not None:
        return BY_CODE[found.withheld]
    if len(ratings.dimensions) < 2:
        return ONE_DIMENSION
    v, now = found.values, dimensions_now(ratings)
    parts = [
        (v["candidate"], v["candidate:dimension"]),
        (v["interviewer"], v["interviewer:dimension"]),
        (v["candidate:interviewer"], v["residual"]),
    ]
    return np.array(
        [
            (whole + part / dimensions) / (whole + part / now) if whole + part > 0 else 1.0
            for whole, part in parts
        ]
    )


def _outcomes(components: Floats, numbers: NDArray[np.int64], mean: float, cut: float) -> Floats:
    """The four outcomes of each number of interviewers: (.., 3) to (.., 4 x numbers)."""
    c, r, e = (components[..., position, np.newaxis] for position in range(3))
    absolute, relative = (r + e) / numbers, e / numbers + 0 * r
    shares = [
        np.divide(c + 0 * error, c + error, out=np.zeros_like(error), where=c + error > 0)
        for error in (absolute, relative)
    ]
    return np.concatenate([*shares, *wrong_decisions(mean, cut, c, absolute)], axis=-1)
