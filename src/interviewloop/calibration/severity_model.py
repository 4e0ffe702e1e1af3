"""Severity in score points, adjusted for who was interviewed and shrunken towards the panel.

Point: best linear unbiased prediction of the interviewer's effect, turned round, from the additive
mixed model (candidate, interviewer, dimension, residual; REML). In short it is

    shrunken_j = s_j T2 / (T2 + SE_j^2)

with s_j the fixed-effects estimate and T2 the interviewers' variance; where the panel is too large
for REML, that formula is used as it stands. Positive is harsh: lower scores than the panel would
give. Sources: Robinson (1991), Statistical Science 6:15 (prediction); Efron & Morris (1975),
JASA 70:311 (shrinkage).

Interval: shrunken value +- t SE_j, with the SE of the unshrunken estimate from errors of whole
sessions, so that halo is allowed for (:mod:`.additive`). It is wider than the posterior one on
purpose: shrinking pulls the clearly harsh towards the middle, and T2 is itself uncertain.

In a panel of several subsets each subset is fitted alone, severity is relative to the subset's own
mean, and the figure for the whole panel is withheld.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import fdtrc

from interviewloop.calibration.additive import Additive, SplitDimensionsError, additive_fit
from interviewloop.calibration.components import ADDITIVE, variance_components
from interviewloop.calibration.connectivity import connectivity
from interviewloop.calibration.figures import FEW_RATINGS, FEW_SHARED_CANDIDATES, Figure
from interviewloop.calibration.model_rules import (
    DISCONNECTED_SEVERITY,
    FEW_INTERVIEWERS,
    NO_SPARE_SCORES,
    ONE_INTERVIEWER,
    SEVERITY_NOT_CLEAR,
    SPLIT_DIMENSIONS,
)
from interviewloop.calibration.moments import groupings
from interviewloop.calibration.ratings import LOWEST
from interviewloop.calibration.student import around

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from interviewloop.calibration.connectivity import Connectivity
    from interviewloop.calibration.figures import Rule
    from interviewloop.calibration.ratings import Ratings

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class AdjustedSeverity:
    """Severity of one interviewer; ``n`` counts scores that candidates' other interviewers share.

    ``severity`` is against the whole panel and withheld when the panel falls into subsets;
    ``within_subset`` is against the interviewer's own subset (the same figure in a connected
    panel). ``unshrunken`` is ``within_subset`` before shrinkage, of the same interval width.
    """

    severity: Figure
    within_subset: Figure
    unshrunken: Figure


@dataclass(frozen=True, slots=True)
class SubsetFit:
    """One connected part of the panel and its model.

    ``severity`` (people,) is shrunken, ``variance`` is T2. ``chance`` is the probability that
    interviewers who do not differ would seem to differ this much (F test of session means), and
    ``None`` where it cannot be had; ``clear`` that it is under 5 in 100. ``withheld`` is the rule
    that forbids every figure of the subset, and then there is no ``fit``.
    """

    ratings: Ratings
    fit: Additive | None
    severity: Floats
    variance: float
    chance: float | None
    withheld: Rule | None

    @property
    def clear(self) -> bool:
        """Whether interviewers of this subset clearly differ in severity."""
        return self.chance is not None and self.chance < SEVERITY_NOT_CLEAR.threshold / 100


@dataclass(frozen=True, slots=True)
class SeverityModel:
    """Severities by interviewer label and the fits behind them, largest subset first."""

    interviewers: Mapping[str, AdjustedSeverity]
    subsets: tuple[SubsetFit, ...]

    @property
    def clear(self) -> bool:
        """Whether severity differs clearly, and over the whole panel."""
        return len(self.subsets) == 1 and self.subsets[0].clear

    @property
    def few_interviewers(self) -> bool:
        """Whether the spread of severity rests on hardly anybody."""
        most = max((len(subset.ratings.interviewers) for subset in self.subsets), default=0)
        return most < FEW_INTERVIEWERS.threshold


def severity_model(ratings: Ratings, graph: Connectivity | None = None) -> SeverityModel:
    """Severity of every interviewer; ``graph`` is the connectivity of ``ratings``, if known."""
    graph = connectivity(ratings) if graph is None else graph
    fits = []
    found: dict[str, AdjustedSeverity] = {}
    for labels in graph.subsets:
        part = ratings if graph.connected else ratings.only(interviewers=frozenset(labels))
        subset = _fit(part)
        fits.append(subset)
        found |= _figures(subset, connected=graph.connected)
    return SeverityModel({label: found[label] for label in ratings.interviewers}, tuple(fits))


def shared_counts(ratings: Ratings) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """By interviewer: scores of, and number of, candidates whom somebody else scored too."""
    session = groupings(ratings)[0b011]
    first = np.flatnonzero(np.diff(session, prepend=-1))
    people = np.bincount(ratings.candidate[first], minlength=len(ratings.candidates))
    shared = people[ratings.candidate] > 1
    size = len(ratings.interviewers)
    scores = np.bincount(ratings.interviewer[shared], minlength=size)
    candidates = np.bincount(ratings.interviewer[first][shared[first]], minlength=size)
    return scores, candidates


def _fit(ratings: Ratings) -> SubsetFit:
    none = np.zeros(len(ratings.interviewers))
    if len(ratings.interviewers) < ONE_INTERVIEWER.threshold:
        return SubsetFit(ratings, None, none, 0.0, None, ONE_INTERVIEWER)
    try:
        fit = additive_fit(ratings)
    except SplitDimensionsError:
        return SubsetFit(ratings, None, none, 0.0, None, SPLIT_DIMENSIONS)
    if fit.session_variance is None or fit.score_variance is None:
        return SubsetFit(ratings, None, none, 0.0, None, NO_SPARE_SCORES)
    components = variance_components(ratings, ADDITIVE)
    errors = fit.score_variance * fit.precision
    if components.withheld is not None:
        # Too few candidates for a likelihood; the sums of squares still give a T2 to shrink by.
        variance = max(0.0, float((fit.severity**2).mean() - errors.mean()))
        severity = _shrunken(fit.severity, variance, errors)
    elif components.interviewer_effect is None:
        variance = components.values["interviewer"]
        severity = _shrunken(fit.severity, variance, errors)
    else:
        variance = components.values["interviewer"]
        severity = -components.interviewer_effect
    return SubsetFit(ratings, fit, severity, variance, _chance(fit), None)


def _shrunken(severity: Floats, variance: float, errors: Floats) -> Floats:
    total = variance + errors
    return severity * np.divide(variance, total, out=np.zeros_like(total), where=total > 0)


def _chance(fit: Additive) -> float | None:
    """Upper tail of F = (s' M s / (people - 1)) / s^2, or of its diagonal form in large panels."""
    freedom = len(fit.severity) - 1
    if fit.session_variance is None:
        return None
    if fit.information is None:
        differences = float((fit.severity**2 / fit.precision).sum())
    else:
        differences = float(fit.severity @ fit.information @ fit.severity)
    if fit.session_variance <= 0:
        return 0.0 if differences > 0 else None
    ratio = differences / freedom / fit.session_variance
    return float(fdtrc(freedom, fit.free_sessions, ratio))


def _figures(subset: SubsetFit, *, connected: bool) -> dict[str, AdjustedSeverity]:
    scores, candidates = shared_counts(subset.ratings)
    found = {}
    for position, label in enumerate(subset.ratings.interviewers):
        n = int(scores[position])
        rule = subset.withheld
        for least, available in (
            (FEW_RATINGS, n),
            (FEW_SHARED_CANDIDATES, int(candidates[position])),
        ):
            if rule is None and available < least.threshold:
                rule = least
        if rule is not None or subset.fit is None:
            hidden = Figure.hidden(rule or NO_SPARE_SCORES, n)
            found[label] = AdjustedSeverity(hidden, hidden, hidden)
            continue
        within, unshrunken = (
            _figure(subset, subset.fit, position, float(severity[position]), n)
            for severity in (subset.severity, subset.fit.severity)
        )
        panel = within if connected else Figure.hidden(DISCONNECTED_SEVERITY, n)
        found[label] = AdjustedSeverity(panel, within, unshrunken)
    return found


def _figure(subset: SubsetFit, fit: Additive, position: int, value: float, n: int) -> Figure:
    widest = float(subset.ratings.highest - LOWEST)
    error = math.sqrt((fit.session_variance or 0.0) * max(0.0, float(fit.precision[position])))
    value = min(max(value, -widest), widest)
    return Figure.of(value, around(value, error, fit.free_sessions, -widest, widest), n)
