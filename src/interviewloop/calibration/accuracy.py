"""How well scores meet a key: Cronbach's four components of accuracy.

X the scores of one interviewer, T the key, N candidates, D dimensions, dots for means:

    elevation               (X.. - T..)^2
    differential elevation  1/N  sum_n [(Xn. - X..) - (Tn. - T..)]^2      telling candidates apart
    stereotype accuracy     1/D  sum_d [(X.d - X..) - (T.d - T..)]^2      telling dimensions apart
    differential accuracy   1/ND sum_nd [interaction of X - interaction of T]^2

They add up to the mean squared distance from the key. Divisors are N and D, not N - 1; literature
often gives square roots, these are squares. Correlations go beside them, because distance and order
can disagree (Sulsky & Day 1994). The four need a complete block, so candidates with a gap are left
out of them and ``n`` says what is left; hits count every score that has a key. Source: Cronbach
(1955), Psychological Bulletin 52:177.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from interviewloop.calibration.model_rules import NO_COMPLETE_CANDIDATE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from interviewloop.calibration.ratings import Ratings

    Floats = NDArray[np.float64]

_ROUNDING = 1e-9
_FLAT = 1e-12


@dataclass(frozen=True, slots=True)
class Block:
    """The four components over ``candidates`` x ``dimensions`` complete scores.

    ``signed_elevation`` below 0 is harsh. A correlation is ``None`` where scores or key are flat.
    """

    candidates: int
    dimensions: int
    signed_elevation: float
    elevation: float
    differential_elevation: float
    stereotype_accuracy: float
    differential_accuracy: float
    total: float
    elevation_correlation: float | None
    stereotype_correlation: float | None
    differential_correlation: float | None
    overall_correlation: float | None


@dataclass(frozen=True, slots=True)
class Accuracy:
    """One interviewer against the key: of ``n`` scores with a key, the share that hit it, came
    ``near`` (one point off) and missed it, and the ``block``, or the code why there is none.

    The shares are ``None`` when ``n`` is 0.
    """

    n: int
    hit: float | None
    near: float | None
    miss: float | None
    mean_distance: float | None
    block: Block | None
    withheld: str | None


def accuracies(ratings: Ratings, key: Mapping[tuple[str, str], float]) -> dict[str, Accuracy]:
    """Accuracy by interviewer label; ``key`` maps (candidate, dimension) to the right score."""
    size = (len(ratings.candidates), len(ratings.dimensions))
    right = np.full(size, np.nan)
    for c, candidate in enumerate(ratings.candidates):
        for d, dimension in enumerate(ratings.dimensions):
            right[c, d] = key.get((candidate, dimension), np.nan)
    found = {}
    for position, label in enumerate(ratings.interviewers):
        rows = ratings.interviewer == position
        given = np.full(size, np.nan)
        given[ratings.candidate[rows], ratings.dimension[rows]] = ratings.score[rows]
        found[label] = _accuracy(given, right)
    return found


def cronbach(given: Floats, right: Floats) -> Block:
    """The components of a complete block (candidates, dimensions) against its key."""
    x, t = _parts(given), _parts(right)
    parts = [float(((a - b) ** 2).mean()) for a, b in zip(x, t, strict=True)]
    total = float(((given - right) ** 2).mean())
    if abs(sum(parts) - total) > _ROUNDING * max(1.0, total):
        raise ArithmeticError("the components of accuracy do not add up")
    return Block(
        candidates=len(given),
        dimensions=given.shape[1],
        signed_elevation=float((x[0] - t[0]).item()),
        elevation=parts[0],
        differential_elevation=parts[1],
        stereotype_accuracy=parts[2],
        differential_accuracy=parts[3],
        total=total,
        elevation_correlation=_correlation(x[1], t[1]),
        stereotype_correlation=_correlation(x[2], t[2]),
        differential_correlation=_correlation(x[3], t[3]),
        overall_correlation=_correlation(given, right),
    )


def _parts(block: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """Grand mean, candidates, dimensions and their interaction, which add up to the block."""
    grand = block.mean(keepdims=True)
    candidates = block.mean(axis=1, keepdims=True) - grand
    dimensions = block.mean(axis=0, keepdims=True) - grand
    return grand, candidates, dimensions, block - grand - candidates - dimensions


def _correlation(a: Floats, b: Floats) -> float | None:
    left, right = a.ravel() - a.mean(), b.ravel() - b.mean()
    size = float((left**2).sum() * (right**2).sum())
    return float(left @ right / np.sqrt(size)) if size > _FLAT else None


def _accuracy(given: Floats, right: Floats) -> Accuracy:
    both = np.isfinite(given) & np.isfinite(right)
    n = int(both.sum())
    # Dimensions nobody keyed are no gap; a candidate counts when all keyed ones were scored.
    keyed = np.isfinite(right).any(axis=0)
    complete = both[:, keyed].all(axis=1) if keyed.any() else np.zeros(len(both), dtype=np.bool_)
    if complete.sum() < NO_COMPLETE_CANDIDATE.threshold:
        block, withheld = None, NO_COMPLETE_CANDIDATE.code
    else:
        rows = np.ix_(complete, keyed)
        block, withheld = cronbach(given[rows], right[rows]), None
    if not n:
        return Accuracy(0, None, None, None, None, block, withheld)
    distance = np.abs(given[both] - right[both])
    hit, near = float((distance == 0).mean()), float((distance == 1).mean())
    miss = float((distance > 1).mean())
    return Accuracy(n, hit, near, miss, float(distance.mean()), block, withheld)
