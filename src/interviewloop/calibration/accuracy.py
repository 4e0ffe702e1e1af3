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

Severity against the key is the mean of T - X over all n scores that have one. The scores of a
candidate hang together, so its interval takes the candidate as the unit (linearised ratio; Cochran
1977, Sampling Techniques, ch. 6), with k candidates and r_c the sum of a candidate's distances from
that mean: SE^2 = k / (k - 1) sum_c r_c^2 / n^2, Student's t with k - 1 degrees of freedom.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from interviewloop.calibration.figures import Figure
from interviewloop.calibration.model_rules import FEW_KEY_CANDIDATES, NO_COMPLETE_CANDIDATE, NO_KEY
from interviewloop.calibration.ratings import LOWEST
from interviewloop.calibration.student import around

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from numpy.typing import NDArray

    from interviewloop.calibration.ratings import Ratings

    Floats = NDArray[np.float64]

_ROUNDING = 1e-9
_FLAT = 1e-12
_HALF = 0.5
_MISS = 2.0


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
    ``near`` (less than two points off) and missed it. Either side of a half key hits it.

    ``severity`` is positive where scores lie below the key. ``withheld`` is the code why there is
    no ``block``. The shares are ``None`` when ``n`` is 0.
    """

    n: int
    hit: float | None
    near: float | None
    miss: float | None
    mean_distance: float | None
    severity: Figure
    block: Block | None
    withheld: str | None


def accuracies(
    ratings: Ratings,
    key: Mapping[tuple[str, str], float],
    excused: Collection[tuple[str, str, str]] = (),
) -> dict[str, Accuracy]:
    """Accuracy by interviewer label; ``key`` maps (candidate, dimension) to the right score.

    Scores in ``excused``, by (candidate, interviewer, dimension), are not compared with it.
    """
    size = (len(ratings.candidates), len(ratings.dimensions))
    right = np.full(size, np.nan)
    candidates = {label: c for c, label in enumerate(ratings.candidates)}
    dimensions = {label: d for d, label in enumerate(ratings.dimensions)}
    for (candidate, dimension), score in key.items():
        if candidate in candidates and dimension in dimensions:
            right[candidates[candidate], dimensions[dimension]] = score
    left_out: dict[str, list[tuple[int, int]]] = {}
    for candidate, interviewer, dimension in excused:
        if candidate in candidates and dimension in dimensions:
            cell = (candidates[candidate], dimensions[dimension])
            left_out.setdefault(interviewer, []).append(cell)
    found = {}
    order = np.argsort(ratings.interviewer, kind="stable")
    ends = np.searchsorted(ratings.interviewer[order], np.arange(len(ratings.interviewers) + 1))
    for position, label in enumerate(ratings.interviewers):
        rows = order[ends[position] : ends[position + 1]]
        met, local = np.unique(ratings.candidate[rows], return_inverse=True)
        given = np.full((len(met), size[1]), np.nan)
        given[local, ratings.dimension[rows]] = ratings.score[rows]
        for c, d in left_out.get(label, []):
            given[met == c, d] = np.nan
        found[label] = _accuracy(given, right[met], ratings.highest)
    return found


def without_key(ratings: Ratings) -> dict[str, Accuracy]:
    """What there is to say of every interviewer where nobody named a key: nothing."""
    nothing = _accuracy(np.zeros((0, 0)), np.zeros((0, 0)), ratings.highest)
    return dict.fromkeys(ratings.interviewers, nothing)


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


def _accuracy(given: Floats, right: Floats, highest: int) -> Accuracy:
    both = np.isfinite(given) & np.isfinite(right)
    n = int(both.sum())
    if not n:
        hidden = Figure.hidden(NO_KEY, 0)
        return Accuracy(0, None, None, None, None, hidden, None, NO_KEY.code)
    # Dimensions nobody keyed are no gap; a candidate counts when all keyed ones were scored.
    keyed = np.isfinite(right).any(axis=0)
    complete = both[:, keyed].all(axis=1)
    if complete.sum() < NO_COMPLETE_CANDIDATE.threshold:
        block, withheld = None, NO_COMPLETE_CANDIDATE.code
    else:
        rows = np.ix_(complete, keyed)
        block, withheld = cronbach(given[rows], right[rows]), None
    distance = np.abs(given[both] - right[both])
    hit, miss = float((distance <= _HALF).mean()), float((distance >= _MISS).mean())
    near = float(((distance > _HALF) & (distance < _MISS)).mean())
    severity = _severity(np.where(both, right - given, 0.0), both, float(highest - LOWEST))
    return Accuracy(n, hit, near, miss, float(distance.mean()), severity, block, withheld)


def _severity(below: Floats, both: NDArray[np.bool_], widest: float) -> Figure:
    """Mean distance below the key; both (candidates, dimensions), 0 where there is none."""
    n = int(both.sum())
    count = both.sum(axis=1)
    candidates = int((count > 0).sum())
    if candidates < FEW_KEY_CANDIDATES.threshold:
        return Figure.hidden(FEW_KEY_CANDIDATES, n)
    value = float(below.sum()) / n
    rest = below.sum(axis=1) - value * count
    error = float(np.sqrt(candidates / (candidates - 1) * (rest**2).sum())) / n
    return Figure.of(value, around(value, error, candidates - 1, -widest, widest), n)
