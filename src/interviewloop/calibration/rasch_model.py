"""The many-facet Rasch model of a panel: one frozen result, with what the data bear withheld.

    log P_k / P_k-1 = measure - difficulty - severity - tau_k

Marginal estimation (:mod:`.rasch_mml`) is the default; joint estimation (:mod:`.rasch_jml`) is what
FACETS does. Severity is positive when harsh. In a panel that falls into subsets, severities and
measures are centred inside each and compare only there.

Fair average: the score the model expects with the other facets at their mean (Linacre, Facets
manual). Separation G = sqrt(max(0, SD^2 - RMSE^2)) / RMSE, strata H = (4 G + 1) / 3, reliability
G^2 / (1 + G^2) (Linacre; Eckes 2015, Introduction to Many-Facet Rasch Measurement), with RMSE from
the standard errors. For candidates of the marginal model, whose measures are shrunken posterior
means, the reliability is 1 - mean SE^2 / spread^2 instead.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from interviewloop.calibration import rasch_rules as rules
from interviewloop.calibration.rasch_curvature import NotIdentified
from interviewloop.calibration.rasch_design import Design, design
from interviewloop.calibration.rasch_fit import (
    Fit,
    Residuals,
    expected_scores,
    measures,
    residuals,
)
from interviewloop.calibration.rasch_jml import fit_jml
from interviewloop.calibration.rasch_mml import fit_mml
from interviewloop.calibration.rasch_posterior import posterior_fit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from interviewloop.calibration.figures import Notice, Rule
    from interviewloop.calibration.rasch_estimates import Estimates, Method
    from interviewloop.calibration.ratings import Ratings

    Floats = NDArray[np.float64]

_NO_SPREAD = 0.1


@dataclass(frozen=True, slots=True)
class RaschMember:
    """One interviewer, dimension or candidate, in logits.

    ``value`` is a severity, difficulty or measure with standard error ``se``; both and
    ``fair_average`` (score points) are ``None`` if ``withheld`` names a rule. ``infit`` and
    ``outfit`` are ``None`` if ``fit_withheld`` does; candidates have them in joint estimation only.
    """

    n: int
    value: float | None
    se: float | None
    fair_average: float | None
    infit: float | None
    outfit: float | None
    extreme: bool
    withheld: str | None
    fit_withheld: str | None


@dataclass(frozen=True, slots=True)
class Threshold:
    """The step from score ``lower`` to ``upper``; ``tau`` is ``None`` when one of the two, or both,
    were never given."""

    lower: int
    upper: int
    tau: float | None
    se: float | None


@dataclass(frozen=True, slots=True)
class Separation:
    """How far the members of a facet can be told apart; ``None`` where that cannot be said."""

    separation: float | None
    strata: float | None
    reliability: float | None


@dataclass(frozen=True, slots=True)
class RaschModel:
    """Mappings are keyed by label, in label order. ``withheld`` names the rule that forbids all.

    ``location`` is the mean measure on the scale of the difficulties (marginal estimation puts the
    zero of measures there; ``None`` for joint estimation or several subsets).
    """

    method: Method
    withheld: str | None
    interviewers: Mapping[str, RaschMember]
    dimensions: Mapping[str, RaschMember]
    candidates: Mapping[str, RaschMember]
    thresholds: tuple[Threshold, ...]
    interviewer_separation: Separation
    dimension_separation: Separation
    candidate_separation: Separation
    person_variance: float | None
    location: float | None
    deviance: float | None
    iterations: int
    converged: bool
    notices: tuple[Notice, ...]


class Fitted(NamedTuple):
    """Raw arrays of a fit, for the statistics that build on it."""

    design: Design
    estimates: Estimates


def fitted(ratings: Ratings, method: Method = "mml") -> Fitted | Rule:
    """The fit, or the rule that forbids it."""
    if len(ratings.candidates) < rules.RASCH_FEW_CANDIDATES.threshold:
        return rules.RASCH_FEW_CANDIDATES
    collapsed = design(ratings)
    if len(collapsed.levels) < rules.ONE_CATEGORY.threshold:
        return rules.ONE_CATEGORY
    try:
        estimates = fit_mml(collapsed) if method == "mml" else fit_jml(collapsed)
    except NotIdentified:
        return rules.NOT_CONVERGED
    return Fitted(collapsed, estimates) if estimates.converged else rules.NOT_CONVERGED


def rasch_model(
    ratings: Ratings, method: Method = "mml", *, fit: Fitted | Rule | None = None
) -> RaschModel:
    """The model of ``ratings``, an empty table included. ``fit`` spares a second estimation when
    :func:`fitted` was asked before, with the same ``method``."""
    fit = fitted(ratings, method) if fit is None else fit
    if not isinstance(fit, Fitted):
        return _nothing(ratings, method, fit)
    collapsed, estimates = fit
    scale = _Scale(ratings, collapsed, estimates)
    interviewers, dimensions, candidates = scale.members()
    thresholds = _thresholds(collapsed, estimates)
    one = collapsed.subsets == 1
    spread = estimates.spread
    return RaschModel(
        method=method,
        withheld=None,
        interviewers=interviewers,
        dimensions=dimensions,
        candidates=candidates,
        thresholds=thresholds,
        interviewer_separation=_separation(interviewers if one else {}),
        dimension_separation=_separation(dimensions),
        candidate_separation=_separation(candidates if one else {}, spread),
        person_variance=None if spread is None else spread**2,
        location=float(estimates.place[0]) if one and estimates.place is not None else None,
        deviance=estimates.deviance,
        iterations=estimates.iterations,
        converged=True,
        notices=rules.notices_of(_concerned(collapsed, estimates, scale, thresholds)),
    )


class _Scale:
    """Members of the facets from arrays."""

    def __init__(self, ratings: Ratings, collapsed: Design, estimates: Estimates) -> None:
        self.ratings, self.design, self.estimates = ratings, collapsed, estimates
        self.measure = measures(estimates)
        subset = collapsed.candidate_subset
        count = np.bincount(subset)
        self.subset_mean = np.bincount(subset, self.measure) / count
        alone = np.bincount(collapsed.interviewer_subset) < rules.LONE_INTERVIEWER.threshold
        self.alone = alone[collapsed.interviewer_subset]

    def members(
        self,
    ) -> tuple[dict[str, RaschMember], dict[str, RaschMember], dict[str, RaschMember]]:
        ratings, estimates, collapsed = self.ratings, self.estimates, self.design
        interviewer_fit, dimension_fit, candidate_fit = self._fits()
        middle = self.subset_mean[collapsed.interviewer_subset]
        everybody = float(self.measure.mean())
        return (
            self._facet(
                ratings.interviewers,
                (estimates.severity, estimates.severity_se),
                middle - estimates.severity,
                interviewer_fit,
                collapsed.interviewer_n,
                collapsed.interviewer_extreme,
                self.withheld_interviewers(),
            ),
            self._facet(
                ratings.dimensions,
                (estimates.difficulty, estimates.difficulty_se),
                everybody - estimates.difficulty,
                dimension_fit,
                collapsed.dimension_n,
                collapsed.dimension_extreme,
                _withheld(estimates.difficulty),
            ),
            self._facet(
                ratings.candidates,
                (estimates.measure, estimates.measure_se),
                self.measure,
                candidate_fit,
                collapsed.candidate_n,
                collapsed.candidate_extreme,
                _withheld(estimates.measure),
            ),
        )

    def _fits(self) -> tuple[Fit, Fit, Fit | None]:
        ratings = self.ratings
        if self.estimates.method == "mml":
            return (*posterior_fit(ratings, self.design, self.estimates), None)
        found: Residuals = residuals(ratings, self.design, self.estimates)
        return (
            found.fit(ratings.interviewer, len(ratings.interviewers)),
            found.fit(ratings.dimension, len(ratings.dimensions)),
            found.fit(ratings.candidate, len(ratings.candidates)),
        )

    def withheld_interviewers(self) -> list[str | None]:
        """Of each interviewer, the rule that hides the severity."""
        few = self.design.interviewer_n < rules.RASCH_FEW_RATINGS.threshold
        return [
            rules.LONE_INTERVIEWER.code
            if alone
            else rules.RASCH_FEW_RATINGS.code
            if scarce
            else code
            for alone, scarce, code in zip(
                self.alone, few, _withheld(self.estimates.severity), strict=True
            )
        ]

    def _facet(
        self,
        labels: tuple[str, ...],
        values: tuple[Floats, Floats],
        place: Floats,
        fit: Fit | None,
        n: NDArray[np.int64],
        extreme: NDArray[np.int64],
        withheld: list[str | None],
    ) -> dict[str, RaschMember]:
        fair = expected_scores(self.design, self.estimates, place)
        found = {}
        for code, label in enumerate(labels):
            shown = withheld[code] is None
            few = n[code] < rules.FEW_FOR_FIT.threshold
            fits = fit is not None and not few
            found[label] = RaschMember(
                n=int(n[code]),
                value=float(values[0][code]) if shown else None,
                se=float(values[1][code]) if shown else None,
                fair_average=float(fair[code]) if shown else None,
                infit=float(fit.infit[code]) if fit is not None and fits else None,
                outfit=float(fit.outfit[code]) if fit is not None and fits else None,
                extreme=bool(extreme[code]),
                withheld=withheld[code],
                fit_withheld=rules.FEW_FOR_FIT.code if few else None,
            )
        return found


def _withheld(value: Floats) -> list[str | None]:
    code = rules.UNIDENTIFIED.code
    return [code if far else None for far in np.abs(value) > rules.UNIDENTIFIED.threshold]


def _thresholds(collapsed: Design, estimates: Estimates) -> tuple[Threshold, ...]:
    """Every step between the lowest and the highest score that occur."""
    place = {int(level): position for position, level in enumerate(collapsed.levels)}
    inner = len(collapsed.levels) - 2
    covariance = np.zeros((inner + 2, inner + 2))
    covariance[1:-1, 1:-1] = estimates.steps_cov
    found = []
    for upper in range(1, int(collapsed.levels[-1]) + 1):
        tau = se = None
        if upper in place and upper - 1 in place:
            high, low = place[upper], place[upper - 1]
            tau = float(estimates.steps[high] - estimates.steps[low])
            variance = covariance[high, high] + covariance[low, low] - 2 * covariance[high, low]
            se = math.sqrt(max(0.0, float(variance)))
        found.append(Threshold(upper - 1 + collapsed.lowest, upper + collapsed.lowest, tau, se))
    return tuple(found)


def _separation(members: Mapping[str, RaschMember], spread: float | None = None) -> Separation:
    """``spread`` is the standard deviation of candidates in marginal estimation."""
    shown = [(m.value, m.se) for m in members.values() if m.value is not None and m.se is not None]
    if len(shown) < 2:
        return Separation(None, None, None)
    value, se = (np.array(column) for column in zip(*shown, strict=True))
    error = float((se**2).mean())
    observed = float(value.var(ddof=1))
    true = max(0.0, observed - error)
    if spread is not None:
        # Posterior means vary less than measures do; what they lack is the posterior variance.
        true = max(0.0, spread**2 - error)
    if error <= 0:
        return Separation(None, None, None)
    separation = math.sqrt(true / error)
    reliability = true / (true + error)
    return Separation(separation, (4 * separation + 1) / 3, reliability)


def _concerned(
    collapsed: Design,
    estimates: Estimates,
    scale: _Scale,
    thresholds: tuple[Threshold, ...],
) -> Iterator[tuple[Rule, str]]:
    """Which rules speak, and of whom."""
    ratings = scale.ratings
    by_code = {rule.code: rule for rule in rules.RASCH_RULES}
    facets = (
        (ratings.interviewers, scale.withheld_interviewers(), collapsed.interviewer_extreme),
        (ratings.dimensions, _withheld(estimates.difficulty), collapsed.dimension_extreme),
        (ratings.candidates, _withheld(estimates.measure), collapsed.candidate_extreme),
    )
    for labels, withheld, extreme in facets:
        for label, code, end in zip(labels, withheld, extreme, strict=True):
            if code is not None:
                yield by_code[code], label
            elif end and not (labels is ratings.candidates and estimates.method == "mml"):
                yield rules.EXTREME, label
    for label, n, code in zip(
        ratings.interviewers, collapsed.interviewer_n, facets[0][1], strict=True
    ):
        if code is None and n < rules.RASCH_IMPRECISE.threshold:
            yield rules.RASCH_IMPRECISE, label
        if n < rules.FEW_FOR_FIT.threshold:
            yield rules.FEW_FOR_FIT, label
    if estimates.method == "jml" and collapsed.candidate_n.mean() < rules.SHORT_PANELS.threshold:
        yield rules.SHORT_PANELS, "Severity in logits"
    if estimates.spread is not None and estimates.spread < _NO_SPREAD:
        yield rules.NO_SPREAD, "Measures in logits"
    for lower, upper in pairwise(thresholds):
        if lower.tau is not None and upper.tau is not None and lower.tau > upper.tau:
            yield rules.DISORDERED, f"{lower.lower} to {lower.upper} and on to {upper.upper}"


def _nothing(ratings: Ratings, method: Method, rule: Rule) -> RaschModel:
    nobody = Separation(None, None, None)

    def members(labels: tuple[str, ...], code: NDArray[np.int32]) -> dict[str, RaschMember]:
        n = np.bincount(code, minlength=len(labels))
        return {
            label: RaschMember(
                int(n[i]),
                None,
                None,
                None,
                None,
                None,
                extreme=False,
                withheld=rule.code,
                fit_withheld=rule.code,
            )
            for i, label in enumerate(labels)
        }

    return RaschModel(
        method=method,
        withheld=rule.code,
        interviewers=members(ratings.interviewers, ratings.interviewer),
        dimensions=members(ratings.dimensions, ratings.dimension),
        candidates=members(ratings.candidates, ratings.candidate),
        thresholds=(),
        interviewer_separation=nobody,
        dimension_separation=nobody,
        candidate_separation=nobody,
        person_variance=None,
        location=None,
        deviance=None,
        iterations=0,
        converged=False,
        notices=rules.notices_of([(rule, "The many-facet Rasch model")]),
    )
