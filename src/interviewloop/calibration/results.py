"""The calibration of a panel: one frozen result that reports and screens draw from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from interviewloop.calibration.accuracy import Accuracy
    from interviewloop.calibration.agreement import Agreement
    from interviewloop.calibration.cases import Cases
    from interviewloop.calibration.categories import CategoryUse, ScoreUse
    from interviewloop.calibration.components import Components
    from interviewloop.calibration.connectivity import Connectivity
    from interviewloop.calibration.drift import Drift
    from interviewloop.calibration.effects import Effect
    from interviewloop.calibration.fair_means import FairMean
    from interviewloop.calibration.figures import Figure, Notice
    from interviewloop.calibration.gwet import ChanceCorrected
    from interviewloop.calibration.icc import IntraclassCorrelations
    from interviewloop.calibration.linking import Linked, LinkedRasch
    from interviewloop.calibration.pairs import Pair
    from interviewloop.calibration.rasch_model import RaschMember, RaschModel
    from interviewloop.calibration.severity_model import AdjustedSeverity

    Progress = Callable[[str, int, int], None]
    """Told before each step: what comes, how many steps are done, and of how many."""


@dataclass(frozen=True, slots=True)
class Data:
    """What went in: counts, and who can be compared with whom."""

    ratings: int
    candidates: int
    interviewers: int
    dimensions: int
    connectivity: Connectivity
    highest: int
    """The last step of the scale, which begins at 1."""


@dataclass(frozen=True, slots=True)
class FirstFigures:
    """What is known before any model is fitted; the fields are those of :class:`Calibration`."""

    data: Data
    overall: Agreement
    by_dimension: Mapping[str, Agreement]
    corrected: ChanceCorrected
    corrected_by_dimension: Mapping[str, ChanceCorrected]


@dataclass(frozen=True, slots=True)
class InterviewerResult:
    """``n`` scores with their ``mean``; severities and leans in score points, positive is harsh.

    ``severity`` is adjusted for who was interviewed and shrunken, ``severity_raw`` is neither.
    ``severity_linked`` and ``rasch_linked`` compare groups that only practice joins. ``leans`` are
    what remains on single dimensions. ``accuracy`` is against a key, if there is one.
    """

    n: int
    mean: float
    severity: AdjustedSeverity
    severity_raw: Figure
    severity_by_dimension: Mapping[str, Figure]
    severity_linked: Figure
    rasch_linked: LinkedRasch
    leans: Mapping[str, Figure]
    rasch: RaschMember
    effects: Mapping[str, Effect]
    drift: Drift
    accuracy: Accuracy


@dataclass(frozen=True, slots=True)
class DimensionResult:
    """``category_counts[i]`` is how often score i + 1 was given, by anybody; ``use`` says more of
    that. ``rasch`` holds the difficulty, ``reliability`` the ICCs of this dimension alone."""

    category_counts: tuple[int, ...]
    use: ScoreUse
    rasch: RaschMember
    reliability: IntraclassCorrelations


@dataclass(frozen=True, slots=True)
class CandidateResult:
    """``raw_mean`` of ``n`` scores by ``interviewers`` people, adjusted for nothing; ``fair`` is
    what they would average had everybody been equally severe."""

    n: int
    interviewers: int
    raw_mean: float
    fair: FairMean
    rasch: RaschMember


@dataclass(frozen=True, slots=True)
class Calibration:
    """Everything measured. Mappings are keyed by label, in label order.

    ``keyed`` says whether there was a key at all, ``severity_clear`` whether interviewers differ
    clearly in severity. ``leans_measured`` and ``leans_clear`` count leans on single dimensions and
    those whose interval leaves out zero.
    """

    data: Data
    overall: Agreement
    by_dimension: Mapping[str, Agreement]
    corrected: ChanceCorrected
    corrected_by_dimension: Mapping[str, ChanceCorrected]
    pairs: tuple[Pair, ...]
    components: Components
    reliability: IntraclassCorrelations
    interviewers: Mapping[str, InterviewerResult]
    dimensions: Mapping[str, DimensionResult]
    candidates: Mapping[str, CandidateResult]
    rasch: RaschModel
    categories: CategoryUse
    cases: Cases
    linked: Linked
    keyed: bool
    severity_clear: bool
    leans_measured: int
    leans_clear: int
    notices: tuple[Notice, ...]
