"""Intervals by resampling candidates.

The scores one candidate gets hang together: the same person was judged, and an interviewer who
likes one answer tends to like the next. So candidates are drawn, never single scores. A statistic
here is a function of sums over candidates; a replicate is then a weighted sum, and a thousand of
them are one matrix product.

Plain percentile intervals of few candidates are too narrow (Hesterberg 2015, Amer. Statistician
69:371): the bootstrap spread lacks a factor sqrt(k/(k-1)) and the normal quantile stands where
Student's belongs. Both intervals below mend that. docs/statistics.md gives measured coverage.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtr, stdtrit  # scipy.stats would cost half a second to import

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from interviewloop.calibration.figures import Interval

DEFAULT_REPLICATES = 1000
DEFAULT_SEED = 20240501
FEWEST_REPLICATES, MOST_REPLICATES = 100, 100_000
_TAIL = 0.025
_CELLS_AT_ONCE = 4_000_000
_CELLS_KEPT = 250_000
_CELLS_PACKED = 64_000_000
_MOST_PACKED = 255


@dataclass(frozen=True, slots=True)
class Resampling:
    """How many replicates, and from which seed; the same two give the same intervals.

    Raises ``ValueError`` unless there are 100 to 100 000 replicates and the seed is 0 or more.
    """

    replicates: int = DEFAULT_REPLICATES
    seed: int = DEFAULT_SEED

    def __post_init__(self) -> None:
        if not FEWEST_REPLICATES <= self.replicates <= MOST_REPLICATES:
            raise ValueError(
                f"replicates must be {FEWEST_REPLICATES} to {MOST_REPLICATES},"
                f" not {self.replicates}"
            )
        if self.seed < 0:
            raise ValueError(f"a seed is 0 or more, not {self.seed}")

    def sums(self, per_candidate: NDArray[np.float64]) -> NDArray[np.float64]:
        """Replicates of the column sums of ``per_candidate`` (k, columns): (replicates, columns).

        The draws depend on seed and k alone, so a figure does not change because another one was
        asked for before it.
        """
        blocks = self._weights(len(per_candidate))
        return np.concatenate([weights @ per_candidate for weights in blocks])

    def _weights(self, k: int) -> Iterator[NDArray[np.float64]]:
        if self.replicates * k <= _CELLS_KEPT:
            yield _kept_weights(self.seed, self.replicates, k)
            return
        at_once = max(1, _CELLS_AT_ONCE // k)
        if self.replicates * k <= _CELLS_PACKED:
            packed = _packed_weights(self.seed, self.replicates, k)
            for start in range(0, self.replicates, at_once):
                yield packed[start : start + at_once].astype(np.float64)
            return
        generator = np.random.default_rng([self.seed, k])
        for start in range(0, self.replicates, at_once):
            yield _draw(generator, min(at_once, self.replicates - start), k)


@lru_cache(maxsize=64)
def _kept_weights(seed: int, replicates: int, k: int) -> NDArray[np.float64]:
    """Small weight tables are kept: hundreds of interviewers share a handful of sizes."""
    weights = _draw(np.random.default_rng([seed, k]), replicates, k)
    weights.flags.writeable = False
    return weights


@lru_cache(maxsize=1)
def _packed_weights(seed: int, replicates: int, k: int) -> NDArray[np.unsignedinteger]:
    """The table that every dimension of a large panel asks for in turn, in a byte or two a cell."""
    generator = np.random.default_rng([seed, k])
    at_once = max(1, _CELLS_AT_ONCE // k)
    blocks = []
    for start in range(0, replicates, at_once):
        drawn = _draw(generator, min(at_once, replicates - start), k)
        small = drawn.max() <= _MOST_PACKED
        blocks.append(drawn.astype(np.uint8 if small else np.uint16))
    return np.concatenate(blocks)


def _draw(generator: np.random.Generator, rows: int, k: int) -> NDArray[np.float64]:
    """How often each of k candidates is drawn in ``rows`` samples of size k: (rows, k)."""
    drawn = generator.integers(k, size=(rows, k))
    drawn += np.arange(rows)[:, np.newaxis] * k
    return np.bincount(drawn.ravel(), minlength=rows * k).reshape(rows, k).astype(np.float64)


def percentile_interval(
    value: float, replicates: NDArray[np.float64], k: int, low: float, high: float
) -> Interval:
    """Expanded percentile interval of finite ``replicates`` (b,) over k >= 2 candidates.

    The tail is widened from 2.5% to Phi(-sqrt(k/(k-1)) t), t the 97.5% point of Student's t with
    k - 1 degrees of freedom. Then the interval is moved by the bias that resampling shows, the
    mean replicate less ``value`` (Efron & Tibshirani 1993, chapter 10): a sample that holds some
    candidates twice and others not at all varies less than the panel does. The result is cut to
    the range of the statistic, ``low`` to ``high``.
    """
    tail = float(ndtr(-math.sqrt(k / (k - 1)) * float(stdtrit(k - 1, 1 - _TAIL))))
    ends = np.quantile(replicates, [tail, 1 - tail]) - (replicates.mean() - value)
    return float(np.clip(ends[0], low, high)), float(np.clip(ends[1], low, high))


def student_interval(
    value: float, replicates: NDArray[np.float64], k: int, limit: float
) -> Interval:
    """``value`` +- t_(k-1) sqrt(k/(k-1)) SD(replicates), cut to -``limit`` .. ``limit``.

    For means over k >= 2 candidates, where it holds its level down to a handful of them.
    """
    reach = float(stdtrit(k - 1, 1 - _TAIL)) * math.sqrt(k / (k - 1)) * float(replicates.std())
    return max(-limit, value - reach), min(limit, value + reach)
