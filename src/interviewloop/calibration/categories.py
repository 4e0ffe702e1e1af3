"""How the scores work on each dimension: which are given, and whether a higher one means a
stronger candidate.

For each dimension and score: how often it was given, and the mean of the places (measure less
severity, logits of the many-facet Rasch model) at which it was given. Along a working scale these
means rise with the score; where a mean falls, the two anchors do not tell candidates apart. So it
is for steps of the scale: a threshold below the one before it means that the score between them is
nowhere the likeliest. Guidelines: Linacre 2002, J. Applied Measurement 3:85.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from interviewloop.calibration import rasch_rules as rules
from interviewloop.calibration.figures import RARE_CATEGORY
from interviewloop.calibration.rasch_fit import measures
from interviewloop.calibration.rasch_model import Fitted
from interviewloop.calibration.ratings import LOWEST

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from interviewloop.calibration.figures import Notice, Rule
    from interviewloop.calibration.ratings import Ratings


@dataclass(frozen=True, slots=True)
class ScoreUse:
    """Use of the scores, lowest first: how often each was given, and the mean place at which
    (``None`` where never, or without a model). ``never`` are scores that were not given,
    ``out_of_order`` pairs of neighbouring scores, each given ten times or more, of which the higher
    went to no stronger candidates."""

    counts: tuple[int, ...]
    mean_place: tuple[float | None, ...]
    never: tuple[int, ...]
    out_of_order: tuple[tuple[int, int], ...]


class Anchors(NamedTuple):
    """In a sentence, that anchors of ``dimension`` do not work."""

    dimension: str
    sentence: str


@dataclass(frozen=True, slots=True)
class CategoryUse:
    """Use of scores on all dimensions, and by dimension label. ``anchors`` are those that do not
    work."""

    overall: ScoreUse
    dimensions: Mapping[str, ScoreUse]
    anchors: tuple[Anchors, ...]
    notices: tuple[Notice, ...]


def category_use(ratings: Ratings, fit: Fitted | Rule) -> CategoryUse:
    """Use of the scores; ``fit`` is what :func:`~.rasch_model.fitted` gave, by either method."""
    dimensions = len(ratings.dimensions)
    steps = ratings.highest - LOWEST + 1
    cell = ratings.dimension * np.int64(steps) + (ratings.score.astype(np.int64) - LOWEST)
    shape = (dimensions, steps)
    counts = np.bincount(cell, minlength=dimensions * steps).reshape(shape)
    places = None
    if isinstance(fit, Fitted):
        estimates = fit.estimates
        place = measures(estimates)[ratings.candidate] - estimates.severity[ratings.interviewer]
        places = np.bincount(cell, place, minlength=counts.size).reshape(shape)
    by_dimension = {
        label: _use(counts[d], None if places is None else places[d])
        for d, label in enumerate(ratings.dimensions)
    }
    overall = _use(counts.sum(axis=0), None if places is None else places.sum(axis=0))
    asked = {"All dimensions": overall, **by_dimension}
    return CategoryUse(
        overall=overall,
        dimensions=by_dimension,
        anchors=tuple(_sentences(by_dimension)) if len(ratings) else (),
        notices=rules.notices_of(_concerned(asked)) if len(ratings) else (),
    )


def _use(counts: NDArray[np.int64], places: NDArray[np.float64] | None) -> ScoreUse:
    """``counts`` and sums of ``places`` by score, one for each step of the scale."""
    means = [
        float(places[i] / counts[i]) if places is not None and counts[i] else None
        for i in range(len(counts))
    ]
    scores = range(LOWEST, LOWEST + len(counts))
    falling = []
    for lower, upper in pairwise(range(len(counts))):
        low, high = means[lower], means[upper]
        enough = min(counts[lower], counts[upper]) >= RARE_CATEGORY.threshold
        if low is not None and high is not None and enough and high <= low:
            falling.append((lower + LOWEST, upper + LOWEST))
    return ScoreUse(
        counts=tuple(counts.tolist()),
        mean_place=tuple(means),
        never=tuple(s for s, n in zip(scores, counts, strict=True) if n == 0),
        out_of_order=tuple(falling),
    )


def _sentences(by_dimension: Mapping[str, ScoreUse]) -> Iterator[Anchors]:
    for label, use in by_dimension.items():
        if use.never:
            *others, last = map(str, use.never)
            named = f"{', '.join(others)} or {last}" if others else last
            anchor = "these anchors" if others else "the anchor"
            sentence = f"On {label} nobody was given a {named}: {anchor} may be out of reach."
            yield Anchors(label, sentence)
        for lower, upper in use.out_of_order:
            sentence = (
                f"On {label} candidates given a {upper} were no stronger than those given a"
                f" {lower}: the two anchors do not tell them apart."
            )
            yield Anchors(label, sentence)


def _concerned(asked: Mapping[str, ScoreUse]) -> Iterator[tuple[Rule, str]]:
    for label, use in asked.items():
        for score in use.never:
            yield rules.UNUSED_SCORE, f"{label} ({score})"
        for lower, upper in use.out_of_order:
            yield rules.MEASURE_ORDER, f"{label} ({lower} and {upper})"
