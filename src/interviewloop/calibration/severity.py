"""Raw severity: how far an interviewer scores below colleagues who judged the same thing.

For each score that shares its unit (candidate x dimension) with others, the difference is the mean
of the *other* interviewers' scores less the interviewer's own; severity is the mean difference, in
score points. Positive is harsh, negative is lenient.

It is a plain description, not an estimate of a trait: it is relative to whoever else sat on those
panels, so a mild interviewer among very mild ones looks harsh. Differences are only taken inside a
unit, so they are sound in a panel that falls into subsets, but they must not be compared across
subsets. Own formula; the leave-one-out mean keeps an interviewer from being compared with a panel
mean that already holds half of their own score.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from interviewloop.calibration.figures import (
    FEW_RATINGS,
    FEW_SHARED_CANDIDATES,
    Figure,
)
from interviewloop.calibration.ratings import LOWEST
from interviewloop.calibration.resampling import student_interval

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from interviewloop.calibration.ratings import Ratings
    from interviewloop.calibration.resampling import Resampling

    Floats = NDArray[np.float64]

_CELLS_AT_ONCE = 1_000_000


class Severity(NamedTuple):
    """Raw severity of one interviewer; ``n`` of each figure counts shared scores."""

    overall: Figure
    by_dimension: dict[str, Figure]


class _Series(NamedTuple):
    """Differences of interviewers, on one dimension after the other and on all, added up by
    candidate. ``sums`` (entries, 2) are sum and number of them; series j, of interviewer j % people
    on dimension j // people (all, if that is past the last), has the ``k[j]`` entries from
    ``first[j]`` on."""

    sums: Floats
    first: NDArray[np.int64]
    k: NDArray[np.int64]


def severities(ratings: Ratings, resampling: Resampling) -> dict[str, Severity]:
    """Raw severity of every interviewer, by label."""
    people = len(ratings.interviewers)
    found = _figures(_series(ratings), resampling, ratings.highest - LOWEST)
    overall = len(ratings.dimensions) * people
    return {
        label: Severity(
            found[overall + code],
            {
                dimension: found[position * people + code]
                for position, dimension in enumerate(ratings.dimensions)
            },
        )
        for code, label in enumerate(ratings.interviewers)
    }


def differences(ratings: Ratings) -> tuple[Floats, NDArray[np.bool_]]:
    """Mean of the others less own score per row (n,), and whether there are others (n,).

    With unit sum S and m scores in the unit: (S - x) / (m - 1) - x. Rows without others hold 0.
    """
    unit = ratings.unit()
    score = ratings.score.astype(np.float64)
    size = len(ratings.candidates) * len(ratings.dimensions)
    total = np.bincount(unit, weights=score, minlength=size)[unit]
    others = np.bincount(unit, minlength=size)[unit] - 1
    shared = others > 0
    mean_of_others = (total - score) / np.maximum(others, 1)
    return np.where(shared, mean_of_others - score, 0.0), shared


def _series(ratings: Ratings) -> _Series:
    difference, shared = differences(ratings)
    rows = np.flatnonzero(shared)
    rows = rows[np.argsort(ratings.interviewer[rows], kind="stable")]
    interviewer, candidate = ratings.interviewer[rows], ratings.candidate[rows]
    dimension, difference = ratings.dimension[rows], difference[rows]
    people = len(ratings.interviewers)
    sums, sizes = [], []
    for position in range(len(ratings.dimensions)):
        here = np.flatnonzero(dimension == position)
        sums.append(np.stack([difference[here], np.ones(len(here))], axis=1))
        sizes.append(np.bincount(interviewer[here], minlength=people))
    new = (np.diff(interviewer, prepend=-1) != 0) | (np.diff(candidate, prepend=-1) != 0)
    session = np.cumsum(new) - 1
    together = [np.bincount(session, difference), np.bincount(session)]
    sums.append(np.stack(together, axis=1).astype(np.float64))
    sizes.append(np.bincount(interviewer[new], minlength=people))
    k = np.concatenate(sizes)
    return _Series(np.concatenate(sums), np.cumsum(k) - k, k)


def _figures(series: _Series, resampling: Resampling, widest: int) -> list[Figure]:
    """The mean difference of each series with its interval over candidates, no wider than
    ``widest`` points to either side. Series of as many
    candidates are drawn together, because they share their draws."""
    added = np.concatenate([np.zeros((1, 2)), np.cumsum(series.sums, axis=0)])
    n = np.rint(added[series.first + series.k, 1] - added[series.first, 1]).astype(np.int64)
    enough = (n >= FEW_RATINGS.threshold) & (series.k >= FEW_SHARED_CANDIDATES.threshold)
    found = [
        Figure.hidden(FEW_RATINGS if few < FEW_RATINGS.threshold else FEW_SHARED_CANDIDATES, few)
        for few in n.tolist()
    ]
    for k in np.unique(series.k[enough]).tolist():
        alike = np.flatnonzero(enough & (series.k == k))
        at_once = max(1, _CELLS_AT_ONCE // max(k, resampling.replicates))
        for start in range(0, len(alike), at_once):
            these = alike[start : start + at_once]
            sums = series.sums[series.first[these] + np.arange(k)[:, np.newaxis]]
            value, (low, high) = _means(sums, resampling, widest)
            found_here = (these, value, low, high, n[these])
            for j, *numbers in zip(*(column.tolist() for column in found_here), strict=True):
                found[j] = Figure(*numbers)
    return found


def _means(
    sums: Floats, resampling: Resampling, widest: int
) -> tuple[Floats, tuple[Floats, Floats]]:
    """Means of m series from their sums (k, m, 2), and the ends of their intervals: each (m,)."""
    k, m, _ = sums.shape
    total = sums.sum(axis=0)
    value = total[:, 0] / total[:, 1]
    drawn = resampling.sums(resampling.grouped(sums.reshape(k, -1))).reshape(-1, m, 2)
    replicates = drawn[..., 0] / drawn[..., 1]
    return value, student_interval(value, replicates, resampling.drawn(k), widest)
