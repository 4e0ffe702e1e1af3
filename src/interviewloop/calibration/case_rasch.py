"""How hard each case is in logits: the many-facet Rasch model with cases.

    log P_k / P_(k-1) = measure - severity - difficulty(dimension, case) - tau_k

Every dimension has a difficulty of its own in every case, so a case may be hard on one dimension
and easy on another; a case's difficulty is the mean over the dimensions scored in all the cases
compared, less the mean of these cases. It is the model of :mod:`.rasch_model` over a table whose
dimensions are the pairs of dimension and case, so estimation and errors are the same. Standard
errors do not allow for halo; the interval in score points (:mod:`.case_difficulty`) does.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from interviewloop.calibration import rasch_rules as rules
from interviewloop.calibration.case_rules import CASE_CONFOUNDED, CASE_NO_COMMON_DIMENSION
from interviewloop.calibration.extra_terms import eliminated, pseudo_inverse
from interviewloop.calibration.figures import Rule
from interviewloop.calibration.rasch_model import Fitted, fitted
from interviewloop.calibration.ratings import Ratings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from interviewloop.calibration.rasch_estimates import Method

    Floats = NDArray[np.float64]

_TOLD = 1e-6


@dataclass(frozen=True, slots=True)
class RaschCase:
    """``value`` in logits, positive is harder, with its standard error; ``None`` if ``withheld``
    names a rule."""

    value: float | None
    se: float | None
    withheld: str | None


def rasch_cases(
    ratings: Ratings, compared: Sequence[str], method: Method = "mml"
) -> tuple[Mapping[str, RaschCase], Rule | None]:
    """Difficulty of the cases ``compared``, which the additive model can tell apart, and the rule
    that withholds them all, if one does."""
    found = _cases(ratings, compared, method)
    if isinstance(found, Rule):
        return {label: RaschCase(None, None, found.code) for label in compared}, found
    return dict(zip(compared, found, strict=True)), None


def _cases(ratings: Ratings, compared: Sequence[str], method: Method) -> list[RaschCase] | Rule:
    if ratings.case is None:
        raise ValueError("a table without cases has no difficulty of cases")
    part = ratings.where(ratings.case >= 0)
    crossed, pairs = _crossed(part)
    contrasts = _contrasts(pairs, len(part.dimensions), [part.cases.index(one) for one in compared])
    if contrasts is None:
        return CASE_NO_COMMON_DIMENSION
    if not _told(crossed, contrasts):
        return CASE_CONFOUNDED
    fit = fitted(crossed, method)
    if not isinstance(fit, Fitted):
        return fit
    values = contrasts @ fit.estimates.difficulty
    if np.abs(values).max() > rules.UNIDENTIFIED.threshold:
        return rules.UNIDENTIFIED
    variances = np.diag(contrasts @ fit.estimates.difficulty_cov @ contrasts.T)
    return [
        RaschCase(value, math.sqrt(max(0.0, variance)), None)
        for value, variance in zip(values.tolist(), variances.tolist(), strict=True)
    ]


def _crossed(ratings: Ratings) -> tuple[Ratings, NDArray[np.int64]]:
    """The table with a dimension for each pair of dimension and case that occurs, and these pairs:
    the code of the case times the number of dimensions, plus that of the dimension."""
    if ratings.case is None:
        raise ValueError("a table without cases has no pairs of dimension and case")
    width = len(ratings.dimensions)
    pairs, code = np.unique(
        ratings.case.astype(np.int64) * width + ratings.dimension, return_inverse=True
    )
    order = np.lexsort((code, ratings.interviewer, ratings.candidate))
    return Ratings(
        ratings.candidate[order],
        ratings.interviewer[order],
        code[order].astype(np.int32),
        ratings.score[order],
        ratings.candidates,
        ratings.interviewers,
        tuple(str(pair) for pair in pairs.tolist()),
        highest=ratings.highest,
    ), pairs


def _contrasts(pairs: NDArray[np.int64], width: int, compared: Sequence[int]) -> Floats | None:
    """What each case's difficulty is made of, (compared, pairs); ``None`` without common ground."""
    place = {pair: position for position, pair in enumerate(pairs.tolist())}
    common = [d for d in range(width) if all(k * width + d in place for k in compared)]
    if not common:
        return None
    means = np.zeros((len(compared), len(pairs)))
    for row, k in enumerate(compared):
        means[row, [place[k * width + d] for d in common]] = 1 / len(common)
    return np.asarray(means - means.mean(axis=0))


def _told(ratings: Ratings, contrasts: Floats) -> bool:
    """Whether the panel holds the contrasts once every pair has a difficulty of its own."""
    columns = ratings.interviewer[:, np.newaxis]
    pairs = (ratings.dimension.astype(np.int64), len(ratings.dimensions))
    nothing = np.zeros(len(ratings))
    found = eliminated(ratings.candidate, columns, (len(ratings.interviewers), 0), pairs, nothing)
    inverse, _ = pseudo_inverse(found.information, found.scale)
    # S S^+ projects on what is known; a contrast it leaves as it is can be told.
    return bool(np.abs(contrasts @ found.information @ inverse - contrasts).max() < _TOLD)
