"""The calibration of a panel: one frozen result that reports and screens draw from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from interviewloop.calibration.agreement import Agreement, agreements
from interviewloop.calibration.connectivity import Connectivity, connectivity
from interviewloop.calibration.minimum_data import notices
from interviewloop.calibration.ratings import CATEGORIES, HIGHEST, LOWEST
from interviewloop.calibration.resampling import DEFAULT_REPLICATES, DEFAULT_SEED, Resampling
from interviewloop.calibration.severity import severities

if TYPE_CHECKING:
    from collections.abc import Mapping

    from interviewloop.calibration.figures import Figure, Notice
    from interviewloop.calibration.ratings import Ratings


@dataclass(frozen=True, slots=True)
class Data:
    """What went in: counts, and who can be compared with whom."""

    ratings: int
    candidates: int
    interviewers: int
    dimensions: int
    connectivity: Connectivity


@dataclass(frozen=True, slots=True)
class InterviewerResult:
    """``n`` scores with their ``mean``, and raw severity in score points (positive is harsh)."""

    n: int
    mean: float
    severity_raw: Figure
    severity_by_dimension: Mapping[str, Figure]


@dataclass(frozen=True, slots=True)
class DimensionResult:
    """``category_counts[i]`` is how often score i + 1 was given, by anybody."""

    category_counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CandidateResult:
    """``raw_mean`` of ``n`` scores by ``interviewers`` people, adjusted for nothing."""

    n: int
    interviewers: int
    raw_mean: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """Everything measured. Mappings are keyed by label, in label order."""

    data: Data
    overall: Agreement
    by_dimension: Mapping[str, Agreement]
    interviewers: Mapping[str, InterviewerResult]
    dimensions: Mapping[str, DimensionResult]
    candidates: Mapping[str, CandidateResult]
    notices: tuple[Notice, ...]


def calibrate(
    ratings: Ratings, *, bootstrap: int = DEFAULT_REPLICATES, seed: int = DEFAULT_SEED
) -> Calibration:
    """Measure a panel. The same ratings, ``bootstrap`` and ``seed`` give the same result.

    An empty table is measured too: every figure is withheld. Raises ``ValueError`` for fewer than
    100 or more than 100 000 replicates, or a negative seed.
    """
    resampling = Resampling(bootstrap, seed)
    graph = connectivity(ratings)
    overall, by_dimension = agreements(ratings, resampling)
    # With a single dimension, what is said of it and of the whole is one and the same.
    asked = {"All dimensions together": overall, **by_dimension}
    if len(by_dimension) == 1:
        asked = dict(by_dimension)
    interviewers = _interviewers(ratings, resampling)
    dimensions = _dimensions(ratings)
    return Calibration(
        data=Data(
            len(ratings),
            len(ratings.candidates),
            len(ratings.interviewers),
            len(ratings.dimensions),
            graph,
        ),
        overall=overall,
        by_dimension=by_dimension,
        interviewers=interviewers,
        dimensions=dimensions,
        candidates=_candidates(ratings),
        notices=notices(
            graph,
            asked,
            {label: result.severity_raw for label, result in interviewers.items()},
            np.bincount(ratings.score, minlength=HIGHEST + 1)[LOWEST:].tolist(),
        ),
    )


def _interviewers(ratings: Ratings, resampling: Resampling) -> dict[str, InterviewerResult]:
    count = np.bincount(ratings.interviewer, minlength=len(ratings.interviewers))
    total = np.bincount(
        ratings.interviewer, weights=ratings.score, minlength=len(ratings.interviewers)
    )
    return {
        label: InterviewerResult(
            int(count[code]),
            float(total[code] / count[code]),
            severity.overall,
            severity.by_dimension,
        )
        for code, (label, severity) in enumerate(severities(ratings, resampling).items())
    }


def _dimensions(ratings: Ratings) -> dict[str, DimensionResult]:
    cell = ratings.dimension * CATEGORIES + (ratings.score - LOWEST)
    counts = np.bincount(cell, minlength=len(ratings.dimensions) * CATEGORIES)
    return {
        label: DimensionResult(tuple(counts[code * CATEGORIES : (code + 1) * CATEGORIES].tolist()))
        for code, label in enumerate(ratings.dimensions)
    }


def _candidates(ratings: Ratings) -> dict[str, CandidateResult]:
    size = len(ratings.candidates)
    count = np.bincount(ratings.candidate, minlength=size)
    total = np.bincount(ratings.candidate, weights=ratings.score, minlength=size)
    seen = np.unique(np.stack([ratings.candidate, ratings.interviewer], axis=1), axis=0)
    people = np.bincount(seen[:, 0], minlength=size)
    return {
        label: CandidateResult(int(count[c]), int(people[c]), float(total[c] / count[c]))
        for c, label in enumerate(ratings.candidates)
    }
