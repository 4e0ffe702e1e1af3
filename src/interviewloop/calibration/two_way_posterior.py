"""How far the components of a two-way table are known, for anything computed from them.

Small panels: the restricted likelihood is evaluated exactly on a grid and weighted with half-normal
priors on the standard deviations, of scale 1 score point for candidates and the rest and 0.5 for
interviewers. A prior matters only where the data hardly speak, which with a handful of interviewers
they do not: their variance alone could be anything (Gelman 2006, Bayesian Analysis 1:515).

With t_c and t_r the standard deviations of candidate and interviewer over that of the rest, V =
e (I + t_c^2 Zc Zc' + t_r^2 Zr Zr'). For one t_c the candidates are eliminated and the interviewers'
matrix is decomposed once, which gives the likelihood for every t_r; e is a sum along a third axis.

Large panels: draws from the normal law of the estimates, cut at 0.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from interviewloop.calibration.figures import Interval
    from interviewloop.calibration.two_way import TwoWay

    Floats = NDArray[np.float64]

_MOST_INTERVIEWERS = 60
_PRIOR = (1.0, 0.5, 1.0)
_COARSE, _FINE, _ALONG_E = 24, 40, 15
_FAINT = 1e-5
_DRAWS, _SEED = 4000, 20240501
_TAILS = (0.025, 0.975)


class _Reach(NamedTuple):
    """A stretch of the grid axes; s = t / (1 + t) runs from 0 to 1."""

    c: tuple[float, float] = (0.0, 1.0)
    r: tuple[float, float] = (0.0, 1.0)


def quantiles(fitted: TwoWay, function: Callable[[Floats], Floats]) -> list[Interval]:
    """95% intervals of what ``function`` makes of components (.., 3): one for each of its values.

    ``function`` maps (.., 3) to (.., values).
    """
    if int(fitted.interviewer.max()) + 1 > _MOST_INTERVIEWERS:
        generator = np.random.default_rng(_SEED)
        drawn = generator.multivariate_normal(
            fitted.components, fitted.covariance, _DRAWS, method="eigh"
        )
        values = function(np.maximum(drawn, 0.0))
        weights = np.full(_DRAWS, 1 / _DRAWS)
    else:
        reach, _ = _narrowed(fitted)
        components, weights = _grid(fitted, reach, _FINE)
        values = function(components.reshape(-1, 3))
        weights = weights.ravel()
    return [_ends(column, weights) for column in values.T]


def _ends(values: Floats, weights: Floats) -> Interval:
    order = np.argsort(values)
    share = np.cumsum(weights[order])
    # The middle of each step, so that coarse weights lean to neither side.
    share -= weights[order] / 2
    low, high = np.interp(np.array(_TAILS) * weights.sum(), share, values[order])
    return float(low), float(high)


def _narrowed(fitted: TwoWay) -> tuple[_Reach, Floats]:
    """The stretch that holds the posterior, found twice on a coarse grid."""
    reach = _Reach()
    weights = np.zeros(0)
    for _ in range(2):
        _, weights = _grid(fitted, reach, _COARSE)
        reach = _Reach(
            _held(reach.c, weights.sum(axis=(1, 2))), _held(reach.r, weights.sum(axis=(0, 2)))
        )
    return reach, weights


def _held(stretch: tuple[float, float], weights: Floats) -> tuple[float, float]:
    inside = np.flatnonzero(weights > _FAINT * weights.max())
    step = (stretch[1] - stretch[0]) / len(weights)
    low = stretch[0] + step * (inside[0] - 1)
    high = stretch[0] + step * (inside[-1] + 2)
    return max(0.0, low), min(1.0, high)


def _grid(fitted: TwoWay, reach: _Reach, size: int) -> tuple[Floats, Floats]:
    """Components (size, size, e, 3) and their posterior weights (size, size, e), adding up to 1."""
    axes, stretched = [], []
    for low, high in reach:
        s = low + (high - low) * (np.arange(size) + 0.5) / size
        axes.append(s / (1 - s))
        stretched.append(-2 * np.log1p(-s))  # ds to dt
    log, quadratic = _profile(fitted, axes[0], axes[1])
    freedom = len(fitted.value) - 1
    steps = np.exp(np.linspace(-4.5, 4.5, _ALONG_E) / np.sqrt(2 * freedom))
    sd = np.sqrt(quadratic / freedom)[:, :, np.newaxis] * steps
    t_c, t_r = axes[0][:, np.newaxis, np.newaxis], axes[1][np.newaxis, :, np.newaxis]
    prior = sum(
        -0.5 * (sd * t / scale) ** 2
        for t, scale in zip((t_c, t_r, np.ones(1)), _PRIOR, strict=True)
    )
    # d sigma_c d sigma_r d sigma_e = sigma_e^2 dt_c dt_r d sigma_e, and sigma_e steps by ratios.
    measure = (
        3 * np.log(sd)
        + stretched[0][:, np.newaxis, np.newaxis]
        + stretched[1][np.newaxis, :, np.newaxis]
    )
    density = log[:, :, np.newaxis] - freedom * np.log(sd)
    density = density - 0.5 * quadratic[:, :, np.newaxis] / sd**2 + prior + measure
    weights = np.exp(density - density.max())
    components = np.stack(np.broadcast_arrays((sd * t_c) ** 2, (sd * t_r) ** 2, sd**2), axis=-1)
    return components, weights / weights.sum()


def _profile(fitted: TwoWay, t_c: Floats, t_r: Floats) -> tuple[Floats, Floats]:
    """Log likelihood but for its terms in e, and the quadratic form that e divides: both
    (len(t_c), len(t_r))."""
    counts = np.bincount(fitted.candidate).astype(np.float64)
    people = int(fitted.interviewer.max()) + 1
    incidence = np.zeros((len(counts), people))
    incidence[fitted.candidate, fitted.interviewer] = 1
    y = fitted.value - fitted.value.mean()
    by_c = np.stack([counts, np.bincount(fitted.candidate, weights=y)], axis=1)
    by_r = np.stack([incidence.sum(axis=0), np.bincount(fitted.interviewer, weights=y)], axis=1)
    products = np.array([[len(y), 0.0], [0.0, float(y @ y)]])
    products[0, 1] = products[1, 0] = y.sum()
    log, quadratic = (np.empty((len(t_c), len(t_r))) for _ in range(2))
    rho_r = t_r**2
    for position, rho in enumerate(t_c**2):
        weight = rho / (1 + counts * rho)
        t = np.diag(by_r[:, 0]) - incidence.T @ (weight[:, np.newaxis] * incidence)
        values, vectors = np.linalg.eigh(t)
        stretch = 1 + rho_r[:, np.newaxis] * np.maximum(values, 0.0)
        b = vectors.T @ (by_r - incidence.T @ (weight[:, np.newaxis] * by_c))
        inner = products - by_c.T @ (weight[:, np.newaxis] * by_c)
        taken = (rho_r[:, np.newaxis] / stretch) @ (b[:, :, np.newaxis] * b[:, np.newaxis]).reshape(
            people, 4
        )
        form = inner - taken.reshape(-1, 2, 2)
        log[position] = -0.5 * (
            np.log1p(counts * rho).sum() + np.log(stretch).sum(axis=1) + np.log(form[:, 0, 0])
        )
        quadratic[position] = form[:, 1, 1] - form[:, 0, 1] ** 2 / form[:, 0, 0]
    return log, np.maximum(quadratic, 1e-12 * products[1, 1])
