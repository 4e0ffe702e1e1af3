"""Measure a panel: every statistic of this package, in one frozen result."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from interviewloop.calibration.accuracy import accuracies, without_key
from interviewloop.calibration.agreement import agreements
from interviewloop.calibration.cases import measured_cases
from interviewloop.calibration.categories import category_use
from interviewloop.calibration.components import variance_components
from interviewloop.calibration.connectivity import connectivity
from interviewloop.calibration.drift import drifts
from interviewloop.calibration.effects import rater_effects
from interviewloop.calibration.fair_means import fair_means
from interviewloop.calibration.figures import FLAT_INTERVAL
from interviewloop.calibration.gwet import chance_corrected
from interviewloop.calibration.icc import intraclass
from interviewloop.calibration.leans import leans
from interviewloop.calibration.linking import linked
from interviewloop.calibration.minimum_data import notices as minimum_data_notices
from interviewloop.calibration.model_notices import model_notices
from interviewloop.calibration.pairs import pairs
from interviewloop.calibration.rasch_model import fitted, rasch_model
from interviewloop.calibration.ratings import LOWEST
from interviewloop.calibration.resampling import DEFAULT_REPLICATES, DEFAULT_SEED, Resampling
from interviewloop.calibration.results import (
    Calibration,
    CandidateResult,
    Data,
    DimensionResult,
    FirstFigures,
    InterviewerResult,
)
from interviewloop.calibration.rules import BY_CODE, gathered
from interviewloop.calibration.severity import severities
from interviewloop.calibration.severity_model import severity_model

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from interviewloop.calibration.accuracy import Accuracy
    from interviewloop.calibration.cases import Cases
    from interviewloop.calibration.categories import CategoryUse
    from interviewloop.calibration.components import Components
    from interviewloop.calibration.connectivity import Connectivity
    from interviewloop.calibration.drift import Drifts
    from interviewloop.calibration.effects import RaterEffects
    from interviewloop.calibration.figures import Figure, Notice
    from interviewloop.calibration.icc import IntraclassCorrelations
    from interviewloop.calibration.leans import Leans
    from interviewloop.calibration.linking import Linked
    from interviewloop.calibration.pairs import Pair
    from interviewloop.calibration.rasch_estimates import Method
    from interviewloop.calibration.rasch_model import RaschModel
    from interviewloop.calibration.ratings import Ratings
    from interviewloop.calibration.results import Progress
    from interviewloop.calibration.severity import Severity
    from interviewloop.calibration.severity_model import SeverityModel

    Order = Mapping[tuple[str, str], float]
    Key = Mapping[tuple[str, str], float]

STEPS = ("agreement", "pairs of interviewers", "variance components", "severity", "Rasch model",
         "effects and drift")  # fmt: skip


class _Models(NamedTuple):
    components: Components
    reliability: IntraclassCorrelations
    reliability_by_dimension: Mapping[str, IntraclassCorrelations]


class _Severities(NamedTuple):
    raw: Mapping[str, Severity]
    model: SeverityModel
    leans: Leans
    linked: Linked


class _Rasch(NamedTuple):
    model: RaschModel
    effects: RaterEffects
    drifts: Drifts
    categories: CategoryUse
    cases: Cases


def calibrate(
    ratings: Ratings,
    *,
    bootstrap: int = DEFAULT_REPLICATES,
    seed: int = DEFAULT_SEED,
    rasch: Method = "mml",
    order: Order | None = None,
    key: Key | None = None,
    excused: Collection[tuple[str, str, str]] = (),
    practice: Ratings | None = None,
    progress: Progress | None = None,
    first: Callable[[FirstFigures], None] | None = None,
) -> Calibration:
    """Measure a panel. The same arguments give the same result.

    ``order`` places sessions in time, by (candidate, interviewer), for drift; ``key`` holds right
    scores by (candidate, dimension), which scores in ``excused`` are not compared with.
    ``practice`` are scores of personas to link the groups of a panel by, and enters nothing but
    the linked severities. ``first`` is told the figures that need no model as soon as they are
    known; an exception of ``first`` or ``progress`` ends the work. An empty table is measured
    too: every figure is withheld.
    Raises ``ValueError`` for fewer than 100 or more than 100 000 replicates, or a negative seed.
    """
    resampling = Resampling(bootstrap, seed)
    tell = _Teller(progress)
    tell()
    graph = connectivity(ratings)
    data = _data(ratings, graph)
    agreed = FirstFigures(
        data, *agreements(ratings, resampling), *chance_corrected(ratings, resampling)
    )
    if first is not None:
        first(agreed)
    tell()
    met = pairs(ratings)
    tell()
    models = _Models(variance_components(ratings), *intraclass(ratings))
    tell()
    severity = _severity(ratings, graph, resampling, linked(ratings, practice, rasch))
    tell()
    scaled = _rasch(ratings, rasch, order, tell)
    accuracy = without_key(ratings) if key is None else accuracies(ratings, key, excused)
    notices = [*_notices(ratings, graph, agreed, models, severity, scaled, met)]
    notices += () if key is None else _of_accuracy(accuracy)
    return Calibration(
        data=data,
        overall=agreed.overall,
        by_dimension=agreed.by_dimension,
        corrected=agreed.corrected,
        corrected_by_dimension=agreed.corrected_by_dimension,
        pairs=met,
        components=models.components,
        reliability=models.reliability,
        interviewers=_interviewers(ratings, severity, scaled, accuracy),
        dimensions=_dimensions(ratings, models.reliability_by_dimension, scaled),
        candidates=_candidates(ratings, severity.model, scaled.model),
        rasch=scaled.model,
        categories=scaled.categories,
        cases=scaled.cases,
        linked=severity.linked,
        keyed=key is not None,
        severity_clear=severity.model.clear,
        leans_measured=severity.leans.measured,
        leans_clear=severity.leans.clear,
        notices=gathered(notices),
    )


def _severity(
    ratings: Ratings, graph: Connectivity, resampling: Resampling, joined: Linked
) -> _Severities:
    model = severity_model(ratings, graph)
    return _Severities(severities(ratings, resampling), model, leans(model), joined)


class _Teller:
    """Tells of each step as it comes."""

    def __init__(self, progress: Progress | None) -> None:
        self._progress = progress
        self._done = 0

    def __call__(self) -> None:
        if self._progress is not None:
            self._progress(STEPS[self._done], self._done, len(STEPS))
        self._done += 1


def _data(ratings: Ratings, graph: Connectivity) -> Data:
    return Data(
        len(ratings),
        len(ratings.candidates),
        len(ratings.interviewers),
        len(ratings.dimensions),
        graph,
        ratings.highest,
    )


def _rasch(ratings: Ratings, method: Method, order: Order | None, tell: _Teller) -> _Rasch:
    """The model by ``method``; effects and drift always stand on the joint estimates."""
    fit = fitted(ratings, method)
    model = rasch_model(ratings, method, fit=fit)
    tell()
    joint = fit if method == "jml" else fitted(ratings, "jml")
    return _Rasch(
        model,
        rater_effects(ratings, joint),
        drifts(ratings, joint, order),
        category_use(ratings, fit),
        measured_cases(ratings, method),
    )


def _interviewers(
    ratings: Ratings, severity: _Severities, scaled: _Rasch, accuracy: Mapping[str, Accuracy]
) -> dict[str, InterviewerResult]:
    size = len(ratings.interviewers)
    count = np.bincount(ratings.interviewer, minlength=size)
    total = np.bincount(ratings.interviewer, weights=ratings.score, minlength=size)
    return {
        label: InterviewerResult(
            n=int(count[code]),
            mean=float(total[code] / count[code]),
            severity=severity.model.interviewers[label],
            severity_raw=severity.raw[label].overall,
            severity_by_dimension=severity.raw[label].by_dimension,
            severity_linked=severity.linked.severity[label],
            rasch_linked=severity.linked.rasch[label],
            leans=severity.leans.by_interviewer.get(label, {}),
            rasch=scaled.model.interviewers[label],
            effects=scaled.effects.interviewers[label],
            drift=scaled.drifts.interviewers[label],
            accuracy=accuracy[label],
        )
        for code, label in enumerate(ratings.interviewers)
    }


def _dimensions(
    ratings: Ratings, reliability: Mapping[str, IntraclassCorrelations], scaled: _Rasch
) -> dict[str, DimensionResult]:
    return {
        label: DimensionResult(
            scaled.categories.dimensions[label].counts,
            scaled.categories.dimensions[label],
            scaled.model.dimensions[label],
            reliability[label],
        )
        for label in ratings.dimensions
    }


def _candidates(
    ratings: Ratings, model: SeverityModel, rasch: RaschModel
) -> dict[str, CandidateResult]:
    size = len(ratings.candidates)
    count = np.bincount(ratings.candidate, minlength=size)
    total = np.bincount(ratings.candidate, weights=ratings.score, minlength=size)
    people = len(ratings.interviewers)
    sessions = np.unique(ratings.candidate.astype(np.int64) * people + ratings.interviewer)
    met = np.bincount(sessions // max(1, people), minlength=size)
    fair = fair_means(model)
    return {
        label: CandidateResult(
            int(count[c]),
            int(met[c]),
            float(total[c] / count[c]),
            fair[label],
            rasch.candidates[label],
        )
        for c, label in enumerate(ratings.candidates)
    }


def _notices(
    ratings: Ratings,
    graph: Connectivity,
    agreed: FirstFigures,
    models: _Models,
    severity: _Severities,
    scaled: _Rasch,
    met: tuple[Pair, ...],
) -> tuple[Notice, ...]:
    # With a single dimension, what is said of it and of the whole is one and the same.
    asked = {"All dimensions together": agreed.overall, **agreed.by_dimension}
    if len(agreed.by_dimension) == 1:
        asked = dict(agreed.by_dimension)
    figures: dict[str, Figure] = {"Reliability": models.reliability.a1}
    short = [pair for pair in met if pair.kappa_quadratic.withheld is not None]
    if short:
        named = "1 pair" if len(short) == 1 else f"{len(short)} pairs"
        figures[f"{named} of interviewers"] = short[0].kappa_quadratic
    return (
        *minimum_data_notices(
            graph,
            asked,
            {label: found.overall for label, found in severity.raw.items()},
            np.bincount(ratings.score, minlength=ratings.highest + 1)[LOWEST:].tolist(),
        ),
        *model_notices(models.components, severity.model, figures),
        *severity.linked.notices,
        *scaled.cases.notices,
        *scaled.model.notices,
        *scaled.effects.notices,
        *scaled.drifts.notices,
        *scaled.categories.notices,
    )


def _of_accuracy(accuracy: Mapping[str, Accuracy]) -> Iterator[Notice]:
    for label, found in accuracy.items():
        for code in dict.fromkeys((found.withheld, found.severity.withheld)):
            if code is not None:
                yield BY_CODE[code].notice(label)
        if found.severity.value is not None and found.severity.ci_low == found.severity.ci_high:
            yield FLAT_INTERVAL.notice(f"{label} against the key")
