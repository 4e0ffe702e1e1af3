"""Planning a loop: what 1 to 10 interviewers a candidate would give, with intervals.

The figures are those of :mod:`.dstudy` with dimensions fixed, where only three components matter:
c, r and e of the means over dimensions (:mod:`.icc`). For n interviewers

    reliability = c / (c + (r + e) / n)      ranking = c / (c + e / n)

and rates of wrong decisions at a cut from the bivariate normal. Intervals come from the posterior
of the components (:mod:`.two_way_posterior`); the mean of all scores is taken as known.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from interviewloop.calibration.dstudy import MOST_INTERVIEWERS, wrong_decisions
from interviewloop.calibration.figures import Figure, Rule
from interviewloop.calibration.icc import session_components
from interviewloop.calibration.model_rules import NO_DIFFERENCES
from interviewloop.calibration.ratings import HIGHEST, LOWEST
from interviewloop.calibration.two_way_posterior import quantiles

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from interviewloop.calibration.ratings import Ratings

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


def planned_panels(
    ratings: Ratings, cut: float, most: int = MOST_INTERVIEWERS
) -> tuple[PlannedPanel, ...] | Rule:
    """Panels of 1 to ``most`` interviewers, or the rule that forbids saying anything of them.

    ``cut`` is the mean score from which a candidate is let through, 1 to 5; else ``ValueError``.
    """
    if not LOWEST <= cut <= HIGHEST:
        raise ValueError(f"a cut lies on the scale, {LOWEST} to {HIGHEST}, not at {cut}")
    fitted = session_components(ratings)
    if isinstance(fitted, Rule):
        return fitted
    if fitted.components[0] <= 0:
        return NO_DIFFERENCES
    mean = float(fitted.value.mean())
    numbers = np.arange(1, most + 1)
    values = _outcomes(np.array(fitted.components), numbers, mean, cut)
    ends = quantiles(fitted, lambda components: _outcomes(components, numbers, mean, cut))
    figures = [
        Figure.of(value, (min(low, value), max(high, value)), len(fitted.value))
        for value, (low, high) in zip(values.tolist(), ends, strict=True)
    ]
    return tuple(
        PlannedPanel(n, *figures[position::most]) for position, n in enumerate(numbers.tolist())
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
