"""What another number of interviewers would buy: reliability and wrong decisions (D-study).

With variance components p (candidate), r (interviewer), d (dimension) and their pairs, n_r
interviewers of one's own a candidate and n_d dimensions:

    dimensions random:  u = p            relative error = pd/n_d + pr/n_r + e/(n_r n_d)
                        absolute error = relative + r/n_r + d/n_d + rd/(n_r n_d)
    dimensions fixed:   u = p + pd/n_d   errors lose every term without an interviewer

    Erho2 = u / (u + relative)    Phi = u / (u + absolute)    SEM = sqrt(absolute)
    Phi(L) = (u + (mu - L)^2) / (u + (mu - L)^2 + absolute)

and for a cut L, true scores T ~ N(mu, u) and means X = T + error, error ~ N(0, absolute):

    accuracy = P(T >= L, X >= L) + P(T < L, X < L)    false positive = P(T < L, X >= L)
    consistency = the chance that two panels of different people decide alike, correlation Phi

Rubrics are usually the same for everybody, so dimensions are fixed. Sources: Brennan (2001),
Generalizability Theory, ch. 4 and 5; Livingston & Lewis (1995), J. Educational Measurement 32:179,
for the decision. Scores near the ends of the scale are not normal, which bends the rates there.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtr, owens_t

from interviewloop.calibration.model_rules import NO_DIFFERENCES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from interviewloop.calibration.figures import Rule

    Floats = NDArray[np.float64]

MOST_INTERVIEWERS = 10
_TINY = 1e-300


@dataclass(frozen=True, slots=True)
class Decision:
    """How a cut decides: probabilities, of all candidates. ``false_positive`` is hired but under
    the cut in truth, ``false_negative`` is rejected but at or over it."""

    accuracy: float
    false_positive: float
    false_negative: float
    consistency: float
    kappa: float


@dataclass(frozen=True, slots=True)
class Design:
    """Reliability with ``interviewers`` a candidate; ``decision`` is ``None`` without a cut.

    ``universe`` is the variance of what is to be measured; ``e_rho2`` and ``phi`` are reliability
    for ranking and against a standard, ``phi_cut`` Phi(L).
    """

    interviewers: int
    dimensions: int
    universe: float
    relative_error: float
    absolute_error: float
    e_rho2: float
    phi: float
    sem: float
    phi_cut: float | None
    decision: Decision | None


def d_study(
    components: Mapping[str, float],
    dimensions: int,
    *,
    mean: float | None = None,
    cut: float | None = None,
    fixed: bool = True,
    most: int = MOST_INTERVIEWERS,
) -> tuple[Design, ...] | Rule:
    """Designs with 1 to ``most`` interviewers, from components keyed as ``TERMS``.

    ``mean`` is that of all scores, needed with a ``cut``. Where candidates do not differ at all,
    the rule that forbids the figures is returned.
    """
    universe = components["candidate"]
    if fixed:
        universe += components["candidate:dimension"] / dimensions
    if universe <= 0:
        return NO_DIFFERENCES
    return tuple(
        _design(components, universe, n, dimensions, mean, cut, fixed=fixed)
        for n in range(1, most + 1)
    )


def interviewers_needed(designs: tuple[Design, ...], phi: float) -> int | None:
    """The fewest interviewers whose Phi reaches ``phi``, ``None`` if none of the designs does."""
    return next((design.interviewers for design in designs if design.phi >= phi), None)


def decision(mean: float, cut: float, universe: float, error: float) -> Decision:
    """How ``cut`` decides when true scores vary by ``universe`` > 0 and means err by ``error``."""
    false_positive, false_negative = (
        float(rate) for rate in wrong_decisions(mean, cut, np.array(universe), np.array(error))
    )
    seen = (cut - mean) / math.sqrt(universe + error)
    over = float(ndtr(-seen))
    twice = upper_orthant(np.array(seen), np.array(seen), np.array(universe / (universe + error)))
    consistency = 1 - 2 * (over - float(twice))
    chance = over**2 + (1 - over) ** 2
    return Decision(
        accuracy=1 - false_positive - false_negative,
        false_positive=false_positive,
        false_negative=false_negative,
        consistency=consistency,
        kappa=(consistency - chance) / (1 - chance) if chance < 1 else 0.0,
    )


def wrong_decisions(
    mean: float, cut: float, universe: Floats, error: Floats
) -> tuple[Floats, Floats]:
    """Shares of all candidates wrongly let through and wrongly turned away, arrays of any shape.

    Where ``universe`` is 0 everybody is truly on the side of the mean.
    """
    scale = np.sqrt(np.maximum(universe, _TINY))
    total = np.sqrt(np.maximum(universe, _TINY) + error)
    truth, seen = (cut - mean) / scale, (cut - mean) / total
    both = upper_orthant(truth, seen, scale / total)
    return np.maximum(0.0, ndtr(-seen) - both), np.maximum(0.0, ndtr(-truth) - both)


def upper_orthant(h: Floats, k: Floats, correlation: Floats) -> Floats:
    """P(X >= h, Y >= k) of a standard bivariate normal, by Owen's T function.

    Owen (1956), Annals of Mathematical Statistics 27:1075. Correlations from 0 to 1.
    """
    x, y = -h, -k  # the formula is that of the lower orthant
    root = np.sqrt(np.maximum(1 - correlation**2, _TINY))
    parts = _owen(x, y - correlation * x, root) + _owen(y, x - correlation * y, root)
    opposite = (x * y < 0) | ((x * y == 0) & (x + y < 0))
    apart = 0.5 * (ndtr(x) + ndtr(y)) - parts - 0.5 * opposite
    middle = 0.25 + np.arcsin(np.minimum(correlation, 1.0)) / (2 * np.pi)
    inside = np.where((x == 0) & (y == 0), middle, apart)
    return np.asarray(np.where(correlation >= 1, ndtr(np.minimum(x, y)), inside))


def _owen(x: Floats, numerator: Floats, root: Floats) -> Floats:
    """T(x, numerator / (x root)); at x = 0 the slope is infinite and T(0, +-inf) = +-1/4."""
    slope = numerator / (np.where(x == 0, 1.0, x) * root)
    return np.asarray(np.where(x == 0, np.copysign(0.25, numerator), owens_t(x, slope)))


def _design(
    components: Mapping[str, float],
    universe: float,
    n: int,
    dimensions: int,
    mean: float | None,
    cut: float | None,
    *,
    fixed: bool,
) -> Design:
    cells = n * dimensions
    relative = components["candidate:interviewer"] / n + components["residual"] / cells
    absolute = components["interviewer"] / n + components["interviewer:dimension"] / cells
    if not fixed:
        relative += components["candidate:dimension"] / dimensions
        absolute += components["dimension"] / dimensions
    absolute += relative
    phi_cut, decided = None, None
    if mean is not None and cut is not None:
        reach = universe + (mean - cut) ** 2
        phi_cut = reach / (reach + absolute)
        decided = decision(mean, cut, universe, absolute)
    return Design(
        interviewers=n,
        dimensions=dimensions,
        universe=universe,
        relative_error=relative,
        absolute_error=absolute,
        e_rho2=universe / (universe + relative),
        phi=universe / (universe + absolute),
        sem=math.sqrt(absolute),
        phi_cut=phi_cut,
        decision=decided,
    )
