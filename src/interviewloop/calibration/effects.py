"""Rater effects: patterns in one interviewer's scores that severity does not show.

All at the joint estimates of the many-facet Rasch model, with x a score, E its expectation, res the
residual and r a correlation over the interviewer's scores:

- central tendency: r(res, E) < -.3 and infit < .7. Either alone is not enough: the first also finds
  random scorers.
- extremity: infit > 1.5.
- randomness: r(x, E) < .3. Random middling scores leave infit and outfit near 1.
- dimensions move together: mean correlation between dimensions over candidates > .45. Not called
  halo: without a key it cannot be told from dimensions that truly go together.
- range restriction, described and not flagged: spread of the scores over that of the expectations,
  scores used, share of 1s and 5s against the expected share.

The cuts were tried on 40 generated panels of 80 candidates and strong planted effects (found: 100%,
100%, 100% and 68%; clean interviewers flagged: none). Smaller panels will do worse. Formulas follow
Myford & Wolfe (2003, 2004, J. Applied Measurement 4:386, 5:189) and Eckes (2015).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from interviewloop.calibration import rasch_rules as rules
from interviewloop.calibration.rasch_fit import category_table, residuals
from interviewloop.calibration.rasch_model import Fitted
from interviewloop.calibration.rasch_table import Points

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from interviewloop.calibration.figures import Notice, Rule
    from interviewloop.calibration.rasch_fit import Residuals
    from interviewloop.calibration.ratings import Ratings

    Floats = NDArray[np.float64]

CENTRAL_CORRELATION, CENTRAL_INFIT = -0.3, 0.7
EXTREME_INFIT = 1.5
RANDOM_CORRELATION = 0.3
TOGETHER_CORRELATION = 0.45

_ROWS_AT_ONCE = 100_000
_FLAT = 1e-9


class Indices(NamedTuple):
    """Every index of every interviewer, each (R,); NaN where one is not defined.

    ``sessions`` counts candidates scored on two dimensions or more. ``extreme_share`` is of the
    lowest and the highest score that the panel gave.
    """

    n: NDArray[np.int64]
    sessions: NDArray[np.int64]
    infit: Floats
    outfit: Floats
    residual_with_expected: Floats
    observed_with_expected: Floats
    between_dimensions: Floats
    spread_ratio: Floats
    scores_used: NDArray[np.int64]
    extreme_share: Floats
    expected_extreme_share: Floats


@dataclass(frozen=True, slots=True)
class Effect:
    """``value`` is what the flag is judged by; both are ``None`` if ``withheld`` names a rule. An
    effect that is only described has a value and no flag."""

    flag: bool | None
    value: float | None
    n: int
    withheld: str | None


@dataclass(frozen=True, slots=True)
class RaterEffects:
    """Effects by interviewer label, each a mapping from the name of the effect."""

    interviewers: Mapping[str, Mapping[str, Effect]]
    notices: tuple[Notice, ...]


def rater_effects(ratings: Ratings, fit: Fitted | Rule) -> RaterEffects:
    """Effects of every interviewer; ``fit`` is what :func:`~.rasch_model.fitted` gave for joint
    estimation, and when that is a rule, the rule withholds everything."""
    if not isinstance(fit, Fitted):
        n = np.bincount(ratings.interviewer, minlength=len(ratings.interviewers))
        every = {
            label: {name: Effect(None, None, int(n[code]), fit.code) for name in _NAMES}
            for code, label in enumerate(ratings.interviewers)
        }
        return RaterEffects(every, rules.notices_of([(fit, "Rater effects")]))
    found = indices(ratings, fit, residuals(ratings, *fit))
    interviewers = {
        label: dict(_effects(found, code)) for code, label in enumerate(ratings.interviewers)
    }
    by_code = {rule.code: rule for rule in rules.RASCH_RULES}
    concerned = (
        (by_code[effect.withheld], label)
        for label, effects in interviewers.items()
        for effect in effects.values()
        if effect.withheld is not None
    )
    return RaterEffects(interviewers, rules.notices_of(concerned))


def indices(ratings: Ratings, fit: Fitted, at: Residuals) -> Indices:
    """All indices; ``at`` are the residuals of ``fit``."""
    people = len(ratings.interviewers)
    who = ratings.interviewer
    score = ratings.score.astype(np.float64)
    mean_squares = at.fit(who, people)
    between, sessions = _between_dimensions(ratings)
    lowest, highest = int(ratings.score.min()), int(ratings.score.max())
    n = np.bincount(who, minlength=people)
    kinds = np.unique(who * np.int64(highest + 1) + ratings.score)
    ends = (ratings.score == lowest) | (ratings.score == highest)
    return Indices(
        n=n,
        sessions=sessions,
        infit=mean_squares.infit,
        outfit=mean_squares.outfit,
        residual_with_expected=_correlation(at.residual, at.expected, who, people),
        observed_with_expected=_correlation(score, at.expected, who, people),
        between_dimensions=between,
        spread_ratio=_ratio(_variance(score, who, people), _variance(at.expected, who, people)),
        scores_used=np.bincount(kinds // (highest + 1), minlength=people),
        extreme_share=np.bincount(who, ends, minlength=people) / n,
        expected_extreme_share=_expected_ends(ratings, fit, at) / n,
    )


_NAMES = (
    "central_tendency",
    "extremity",
    "randomness",
    "dimensions_together",
    "range_restriction",
)


def _effects(found: Indices, code: int) -> Iterator[tuple[str, Effect]]:
    n, sessions = int(found.n[code]), int(found.sessions[code])
    infit = float(found.infit[code])
    against, along = found.residual_with_expected[code], found.observed_with_expected[code]
    together = found.between_dimensions[code]
    central = bool(against < CENTRAL_CORRELATION and infit < CENTRAL_INFIT)
    values = (
        (against, central),
        (infit, infit > EXTREME_INFIT),
        (along, bool(along < RANDOM_CORRELATION)),
        (together, bool(together > TOGETHER_CORRELATION)),
        (found.spread_ratio[code], None),
    )
    for name, (value, flag) in zip(_NAMES, values, strict=True):
        rule = None
        if name == "dimensions_together" and sessions < rules.EFFECT_FEW_SESSIONS.threshold:
            rule = rules.EFFECT_FEW_SESSIONS
        elif n < rules.EFFECT_FEW_RATINGS.threshold:
            rule = rules.EFFECT_FEW_RATINGS
        elif not np.isfinite(value):
            rule = rules.EFFECT_NO_VARIANCE
        if rule is not None:
            yield name, Effect(None, None, n, rule.code)
        else:
            yield name, Effect(flag, float(value), n, None)


def _variance(x: Floats, who: NDArray[np.int32], people: int) -> Floats:
    """Sum of squares about the mean by interviewer: (R,)."""
    n = np.bincount(who, minlength=people)
    centred = x - (np.bincount(who, x, minlength=people) / n)[who]
    return np.bincount(who, centred**2, minlength=people).astype(np.float64)


def _correlation(x: Floats, y: Floats, who: NDArray[np.int32], people: int) -> Floats:
    n = np.bincount(who, minlength=people)
    x, y = (v - (np.bincount(who, v, minlength=people) / n)[who] for v in (x, y))
    xx, yy, xy = (np.bincount(who, v, minlength=people) for v in (x * x, y * y, x * y))
    # A column that varies by no more than rounding has no correlation.
    flat = (xx < _FLAT * n) | (yy < _FLAT * n)
    return np.asarray(np.where(flat, np.nan, xy / np.sqrt(np.where(flat, 1.0, xx * yy))))


def _ratio(upper: Floats, lower: Floats) -> Floats:
    """Ratio of standard deviations from sums of squares."""
    flat = lower < _FLAT
    return np.asarray(np.where(flat, np.nan, np.sqrt(upper / np.where(flat, 1.0, lower))))


def _between_dimensions(ratings: Ratings) -> tuple[Floats, NDArray[np.int64]]:
    """Mean correlation between pairs of dimensions over candidates (R,), and how many candidates
    were scored on two dimensions or more (R,)."""
    people, dimensions = len(ratings.interviewers), len(ratings.dimensions)
    session = ratings.candidate.astype(np.int64) * people + ratings.interviewer
    key, row = np.unique(session, return_inverse=True)
    who = key % people
    scores = np.full((len(key), dimensions), np.nan)
    scores[row, ratings.dimension] = ratings.score
    complete = np.isfinite(scores).sum(axis=1) > 1
    order = np.argsort(who, kind="stable")
    ends = np.searchsorted(who[order], np.arange(people + 1))
    found = np.full(people, np.nan)
    for code in range(people):
        found[code] = _mean_correlation(scores[order[ends[code] : ends[code + 1]]])
    return found, np.bincount(who[complete], minlength=people)


def _mean_correlation(scores: Floats) -> float:
    """Mean over pairs of columns (n, D), each over the rows that have both."""
    here = np.isfinite(scores)
    x = np.where(here, scores, 0.0)
    have = here.astype(np.float64)
    n = have.T @ have
    first, square = x.T @ have, (x * x).T @ have
    with np.errstate(invalid="ignore", divide="ignore"):  # 0/0 becomes NaN, which is meant
        covariance = (x.T @ x) - first * first.T / n
        variance = square - first**2 / n
        r = covariance / np.sqrt(variance * variance.T)
    pair = np.triu((n > 2) & (variance > _FLAT) & (variance.T > _FLAT), 1)
    return float(r[pair].mean()) if pair.any() else float("nan")


def _expected_ends(ratings: Ratings, fit: Fitted, at: Residuals) -> Floats:
    """Expected number of lowest and highest scores by interviewer: (R,)."""
    table = category_table(*fit, (float(at.place.min()), float(at.place.max())))
    total = np.zeros(len(ratings.interviewers))
    for first in range(0, len(ratings), _ROWS_AT_ONCE):
        block = slice(first, first + _ROWS_AT_ONCE)
        points = Points.at(table, at.place[block, np.newaxis], np.zeros(1, dtype=np.int64))
        ends = points.read(table.probability_jet(0)) + points.read(table.probability_jet(-1))
        total += np.bincount(ratings.interviewer[block], ends[:, 0], minlength=len(total))
    return total
