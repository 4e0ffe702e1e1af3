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
from interviewloop.calibration.ratings import HIGHEST, LOWEST
from interviewloop.calibration.resampling import student_interval

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from interviewloop.calibration.ratings import Ratings
    from interviewloop.calibration.resampling import Resampling


class Severity(NamedTuple):
    """Raw severity of one interviewer; ``n`` of each figure counts shared scores."""

    overall: Figure
    by_dimension: dict[str, Figure]


def severities(ratings: Ratings, resampling: Resampling) -> dict[str, Severity]:
    """Raw severity of every interviewer, by label."""
    difference, shared = differences(ratings)
    rows = np.flatnonzero(shared)
    rows = rows[np.argsort(ratings.interviewer[rows], kind="stable")]
    people = np.arange(len(ratings.interviewers) + 1)
    ends = np.searchsorted(ratings.interviewer[rows], people)
    result = {}
    for code, label in enumerate(ratings.interviewers):
        own = rows[ends[code] : ends[code + 1]]
        by_dimension = {}
        for position, dimension in enumerate(ratings.dimensions):
            here = own[ratings.dimension[own] == position]
            by_dimension[dimension] = _figure(difference[here], ratings.candidate[here], resampling)
        overall = _figure(difference[own], ratings.candidate[own], resampling)
        result[label] = Severity(overall, by_dimension)
    return result


def differences(ratings: Ratings) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
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


def _figure(
    difference: NDArray[np.float64], candidate: NDArray[np.int32], resampling: Resampling
) -> Figure:
    """Mean difference with its interval over candidates, in order; all arrays are (n,)."""
    n = len(difference)
    position = np.cumsum(np.diff(candidate, prepend=candidate[:1]) != 0)
    k = int(position[-1]) + 1 if n else 0
    for rule, available in ((FEW_RATINGS, n), (FEW_SHARED_CANDIDATES, k)):
        if available < rule.threshold:
            return Figure.hidden(rule, n)
    counts = np.bincount(position).astype(np.float64)
    per_candidate = np.stack([np.bincount(position, weights=difference), counts], axis=1)
    sums = resampling.sums(per_candidate)
    value = float(difference.mean())
    interval = student_interval(value, sums[:, 0] / sums[:, 1], k, HIGHEST - LOWEST)
    return Figure.of(value, interval, n)
