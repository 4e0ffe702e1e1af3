"""The category functions of the rating-scale model, tabulated.

With levels u_k, step sums c_k (c = 0 at both ends) and y = theta - severity - difficulty:

    P_k(y) = exp(u_k y - c_k) / Z(y),   E = sum u_k P_k = (log Z)',   V = E',   V' = third moment

(Andrich 1978, Psychometrika 43:561; facets: Linacre 1989, Many-Facet Rasch Measurement.) A score
that nobody gave has no P_k at all, so a gap in the scale does no harm.

A session depends on theta - severity through sums over its dimensions only, and these are smooth
functions of one number. They are tabulated at every fiftieth of a logit and read off by a Taylor
step from the nearest point, with an error of about 1e-7. What has to be summed the other way, over
points into categories or dimensions, goes through a histogram on the same grid.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Jet = tuple[Floats, Floats, Floats]

STEP = 0.02


class Table:
    """Category functions of each dimension on a grid of G points that covers low .. high.

    ``levels`` and ``steps`` (K,) are u_k and c_k, ``difficulty`` is (D,), ``masks`` (M, D) holds
    the sets of dimensions that are summed over. Arrays ending in ``_of`` are (D, G), by mask they
    are (M, G).
    """

    def __init__(
        self,
        levels: Floats,
        steps: Floats,
        difficulty: Floats,
        masks: Floats,
        span: tuple[float, float],
    ) -> None:
        self.low = span[0] - STEP
        self.size = int(np.ceil((span[1] - self.low) / STEP)) + 2
        self.masks = masks
        self.levels = levels
        grid = self.low + STEP * np.arange(self.size)
        y = grid[np.newaxis, :] - difficulty[:, np.newaxis]
        logits = levels[:, np.newaxis, np.newaxis] * y - steps[:, np.newaxis, np.newaxis]
        highest = logits.max(axis=0)
        self.probability = np.exp(logits - highest)
        total = self.probability.sum(axis=0)
        self.probability /= total
        self.log_z = highest + np.log(total)
        self.mean = np.tensordot(levels, self.probability, axes=1)
        self._from_mean = levels[:, np.newaxis, np.newaxis] - self.mean
        # Products, because a power of three is many times slower than two of them.
        square = self.probability * self._from_mean * self._from_mean
        self.variance = square.sum(axis=0)
        self.third = (square * self._from_mean).sum(axis=0)

    def covariance(self, k: int) -> Floats:
        """Of the level and being at level k, which is also the slope of P_k: (D, G)."""
        return np.asarray(self.probability[k] * self._from_mean[k])

    @cached_property
    def log_z_jet(self) -> Jet:
        """log Z by mask, with its first two derivatives: each (M, G)."""
        return self.masks @ self.log_z, self.masks @ self.mean, self.masks @ self.variance

    @cached_property
    def mean_jet(self) -> Jet:
        """Expected level by mask, with its first two derivatives."""
        return self.log_z_jet[1], self.log_z_jet[2], self.masks @ self.third

    @cached_property
    def variance_jet(self) -> Jet:
        """Variance by mask; the second derivative is left out, it only steers the steps."""
        return self.log_z_jet[2], self.mean_jet[2], np.zeros_like(self.log_z_jet[2])

    def probability_jet(self, k: int) -> Jet:
        """Expected number of scores at level k by mask, with its first two derivatives."""
        slope = self.covariance(k)
        bend = self.probability[k] * (self._from_mean[k] ** 2 - self.variance)
        return self.masks @ self.probability[k], self.masks @ slope, self.masks @ bend

    def covariance_jet(self, k: int) -> Jet:
        """:meth:`covariance` by mask, with its first derivative."""
        value, slope = self.probability_jet(k)[1:]
        return value, slope, np.zeros_like(value)

    def dimension_mean_jet(self, d: int) -> Jet:
        """Expected level of dimension d alone: each (1, G)."""
        return self.mean[d : d + 1], self.variance[d : d + 1], self.third[d : d + 1]

    def dimension_variance_jet(self, d: int) -> Jet:
        """Variance of dimension d alone: each (1, G)."""
        value, slope = self.variance[d : d + 1], self.third[d : d + 1]
        return value, slope, np.zeros_like(value)


@dataclass(frozen=True, slots=True, eq=False)
class Points:
    """Places y (rows, nodes) on a table's grid: the nearest point and the rest of the way."""

    table: Table
    mask: NDArray[np.int64]
    nearest: NDArray[np.int64]
    rest: Floats

    @classmethod
    def at(cls, table: Table, y: Floats, mask: NDArray[np.int64]) -> Points:
        """``y`` (rows, nodes) within the span of ``table``; ``mask`` (rows,)."""
        place = (y - table.low) / STEP
        nearest = np.rint(place)
        rest = (place - nearest) * STEP
        return cls(table, mask, nearest.astype(np.int64), rest)

    def read(self, jet: Jet, *, alone: bool = False) -> Floats:
        """A function at every place: (rows, nodes). ``alone`` for functions of one dimension."""
        index = self.nearest
        if not alone and len(jet[0]) > 1:
            index = index + self.mask[:, np.newaxis] * self.table.size
        value, slope, bend = (part.reshape(-1).take(index) for part in jet)
        bend *= self.rest / 2
        bend += slope
        bend *= self.rest
        bend += value
        return np.asarray(bend)

    def spread(self, weight: Floats) -> Floats:
        """``weight`` (rows, nodes) as a histogram by dimension with its moments: (3, D, G).

        The sum over all places and dimensions of weight x f equals the sum over the grid of the
        histogram times f, f' and f''.
        """
        masks, size = len(self.table.masks), self.table.size
        index = (self.nearest + self.mask[:, np.newaxis] * size).reshape(-1)
        histogram = np.empty((3, masks, size))
        moment = weight.reshape(-1)
        rest = self.rest.reshape(-1)
        for order, factor in enumerate((1.0, 1.0, 0.5)):
            if order:
                moment = moment * rest * factor
            histogram[order] = np.bincount(index, moment, minlength=masks * size).reshape(
                masks, size
            )
        return np.asarray(np.einsum("omg,md->odg", histogram, self.table.masks))
