"""Climbing a likelihood of variance components, none of which may fall below its floor.

Each step goes to the top of the quadratic that score and average information make, over components
at or above their floors (found one component at a time, in turns, until none moves), and is halved
until the likelihood does not fall. A component that may not become 0, the residual, loses at most
nine tenths in a step: near 0 the likelihood is anything but quadratic.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_STEPS = 100
_CLOSE = 1e-7
_HALVINGS = 20
_TURNS = 500
_FLAT = 1e-12


class Slope(NamedTuple):
    """Log likelihood, its gradient and an information matrix at one point."""

    log: float
    score: Floats
    information: Floats


@dataclass(frozen=True, slots=True)
class Maximum:
    """Where the climb ended. ``steps`` counts Newton steps; ``converged`` is false when they ran
    out or led nowhere, and then ``theta`` is the best point seen."""

    theta: Floats
    slope: Slope
    steps: int
    converged: bool


def maximise(
    evaluate: Callable[[Floats], Slope], start: Floats, floor: Floats, scale: float
) -> Maximum:
    """Climb from ``start``, no component below its ``floor``, until a step would move none by more
    than 1e-7 of ``scale``."""
    theta = np.maximum(start, floor)
    slope = evaluate(theta)
    for steps in range(1, _STEPS + 1):
        least = np.where(floor > 0, np.maximum(floor, theta / 10), 0.0)
        step = _top(theta, slope, least, scale) - theta
        if float(np.abs(step).max()) <= _CLOSE * scale:
            return Maximum(theta, slope, steps, converged=True)
        target, reached = _along(evaluate, theta, slope, step)
        if target is theta:
            return Maximum(theta, slope, steps, converged=False)
        theta, slope = target, reached
    return Maximum(theta, slope, _STEPS, converged=False)


def _top(theta: Floats, slope: Slope, least: Floats, scale: float) -> Floats:
    """Where the quadratic at ``theta`` is highest, with no component under ``least``."""
    information = slope.information
    curvature = np.diag(information)
    gradient = slope.score.copy()
    top = theta.copy()
    for _ in range(_TURNS):
        largest = 0.0
        for f in range(len(theta)):
            if curvature[f] * scale**2 > _FLAT:
                aim = top[f] + gradient[f] / curvature[f]
            else:  # a slope without a bend: down to the floor, or nowhere
                aim = least[f] if gradient[f] < 0 else top[f]
            moved = max(aim, least[f]) - top[f]
            top[f] += moved
            gradient -= moved * information[:, f]
            largest = max(largest, abs(moved))
        if largest <= 0.01 * _CLOSE * scale:
            break
    return top


def _along(
    evaluate: Callable[[Floats], Slope], theta: Floats, slope: Slope, step: Floats
) -> tuple[Floats, Slope]:
    """The first point along ``step`` with a likelihood no lower than at ``theta``, or ``theta``."""
    for halving in range(_HALVINGS):
        target = theta + step / 2**halving
        reached = evaluate(target)
        if np.isfinite(reached.log) and reached.log >= slope.log - 1e-9:
            return target, reached
    return theta, slope
