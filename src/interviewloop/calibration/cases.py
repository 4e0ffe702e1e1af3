"""Cases in both models: how hard each is in score points and in logits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from interviewloop.calibration.case_difficulty import case_difficulties
from interviewloop.calibration.case_rasch import RaschCase, rasch_cases

if TYPE_CHECKING:
    from collections.abc import Mapping

    from interviewloop.calibration.figures import Figure, Notice
    from interviewloop.calibration.rasch_estimates import Method
    from interviewloop.calibration.ratings import Ratings


@dataclass(frozen=True, slots=True)
class CaseResult:
    """``difficulty`` in score points against the mean of the cases compared, its ``n`` counting
    scores; ``rasch`` in logits. Positive is harder."""

    difficulty: Figure
    rasch: RaschCase


@dataclass(frozen=True, slots=True)
class Cases:
    """Results by case label, in label order; none where no score names its case. ``chance`` and
    ``severity_moves`` are as in :class:`~.case_difficulty.CaseDifficulties`."""

    cases: Mapping[str, CaseResult]
    chance: float | None
    severity_moves: Mapping[str, float]
    notices: tuple[Notice, ...]


def measured_cases(ratings: Ratings, method: Method = "mml") -> Cases:
    """The cases that rows of ``ratings`` name."""
    found = case_difficulties(ratings)
    compared = [label for label, one in found.difficulty.items() if one.value is not None]
    scaled: Mapping[str, RaschCase] = {}
    notices = list(found.notices)
    if compared:
        scaled, rule = rasch_cases(ratings, compared, method)
        if rule is not None:
            notices.append(rule.notice("Difficulty of cases in logits"))
    return Cases(
        cases={
            label: CaseResult(one, scaled.get(label) or RaschCase(None, None, one.withheld))
            for label, one in found.difficulty.items()
        },
        chance=found.chance,
        severity_moves=found.severity_moves,
        notices=tuple(notices),
    )
