"""How hard each case is, in score points: the additive model with cases as a fourth facet.

    score = candidate - severity + dimension - difficulty + error

Least squares, by :mod:`.extra_terms`, with errors of whole sessions. Two cases are in one group
when their difference can be told; figures are given for the largest group, against its mean, and
for the others the design says that nothing can be told. Nothing is shrunken: there are few cases.
The interval does not allow for two sessions of one candidate on the same case hanging together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import fdtrc

from interviewloop.calibration.additive import SplitDimensionsError, additive_fit
from interviewloop.calibration.case_rules import (
    CASE_CONFOUNDED,
    CASE_FEW_CANDIDATES,
    CASE_FEW_RATINGS,
    CASE_IN_SEVERITY,
    CASE_NO_SPARE,
    CASE_UNKNOWN,
    ONE_CASE,
)
from interviewloop.calibration.connectivity import connectivity
from interviewloop.calibration.extra_terms import extra_terms
from interviewloop.calibration.figures import FLAT_INTERVAL, Figure
from interviewloop.calibration.ratings import LOWEST
from interviewloop.calibration.student import around

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from interviewloop.calibration.extra_terms import ExtraTerms
    from interviewloop.calibration.figures import Notice, Rule
    from interviewloop.calibration.ratings import Ratings

    Floats = NDArray[np.float64]

_ALIKE = 1e-5
_WORTH_SAYING = 0.05
"""Less than what a score with one decimal would show."""


@dataclass(frozen=True, slots=True)
class CaseDifficulties:
    """``difficulty`` in score points by case label, positive is harder (lower scores); ``n`` of
    each counts scores. ``chance`` is the probability that cases which do not differ would seem to
    differ this much, ``None`` where that cannot be told. ``severity_moves`` is by how much each
    interviewer's unshrunken severity would change if it took account of cases, and empty where
    cases do not differ clearly or the panel does not hold it."""

    difficulty: Mapping[str, Figure]
    chance: float | None
    severity_moves: Mapping[str, float]
    notices: tuple[Notice, ...]


def case_difficulties(ratings: Ratings) -> CaseDifficulties:
    """The difficulty of every case that rows of ``ratings`` name; none where no row names one."""
    if ratings.case is None:
        return CaseDifficulties({}, None, {}, ())
    unknown = int((ratings.case < 0).sum())
    part = ratings.where(ratings.case >= 0) if unknown else ratings
    rules = _rules(part)
    eligible = [k for k, rule in enumerate(rules) if rule is None]
    solved = None
    if len(eligible) < ONE_CASE.threshold:
        rules = [rule or ONE_CASE for rule in rules]
    else:
        solved = extra_terms(part, _codes(part).astype(np.int64), len(part.cases))
        group = _largest_group(part, _alike(solved), eligible)
        for k in eligible:
            if len(group) < ONE_CASE.threshold or k not in group:
                rules[k] = CASE_CONFOUNDED
            elif solved.free < 1:
                rules[k] = CASE_NO_SPARE
    figures = _figures(part, rules, solved)
    chance = _chance(rules, solved)
    moves = _moves(part, solved, chance)
    return CaseDifficulties(figures, chance, moves, _notices(figures, rules, moves, unknown))


def _rules(ratings: Ratings) -> list[Rule | None]:
    """Of each case, the rule that withholds it for want of data."""
    case = _codes(ratings)
    scores = np.bincount(case, minlength=len(ratings.cases))
    met = np.unique(case.astype(np.int64) * len(ratings.candidates) + ratings.candidate)
    candidates = np.bincount(met // len(ratings.candidates), minlength=len(ratings.cases))
    return [
        CASE_FEW_RATINGS
        if n < CASE_FEW_RATINGS.threshold
        else CASE_FEW_CANDIDATES
        if people < CASE_FEW_CANDIDATES.threshold
        else None
        for n, people in zip(scores.tolist(), candidates.tolist(), strict=True)
    ]


def _codes(ratings: Ratings) -> NDArray[np.int32]:
    if ratings.case is None:
        raise ValueError("a table without cases has no difficulty of cases")
    return ratings.case


def _alike(solved: ExtraTerms) -> NDArray[np.bool_]:
    """Which two cases (K, K) differ by something that the panel holds."""
    null = np.eye(len(solved.effect)) - solved.told
    apart = np.linalg.norm(null[:, :, np.newaxis] - null[:, np.newaxis], axis=0)
    return np.asarray(apart < _ALIKE)


def _largest_group(
    ratings: Ratings, alike: NDArray[np.bool_], eligible: list[int]
) -> tuple[int, ...]:
    """The most cases that can be compared with one another; of two groups that with more scores."""
    scores = np.bincount(_codes(ratings), minlength=len(ratings.cases))
    groups = {tuple(k for k in eligible if alike[k, first]) for first in eligible}
    return max(groups, key=lambda group: (len(group), int(scores[list(group)].sum()), group))


def _figures(
    ratings: Ratings, rules: list[Rule | None], solved: ExtraTerms | None
) -> dict[str, Figure]:
    scores = np.bincount(_codes(ratings), minlength=len(ratings.cases)).tolist()
    shown = [k for k, rule in enumerate(rules) if rule is None]
    widest = float(ratings.highest - LOWEST)
    found = {}
    for k, (label, rule) in enumerate(zip(ratings.cases, rules, strict=True)):
        if rule is not None or solved is None:
            found[label] = Figure.hidden(rule or ONE_CASE, scores[k])
            continue
        contrast = np.zeros(len(rules))
        contrast[shown] = -1 / len(shown)
        contrast[k] += 1
        # Adding 0 turns a minus 0 round.
        value = min(max(-float(contrast @ solved.effect), -widest), widest) + 0.0
        ends = around(value, solved.error(contrast), solved.free, -widest, widest)
        found[label] = Figure.of(value, ends, scores[k])
    return found


def _chance(rules: list[Rule | None], solved: ExtraTerms | None) -> float | None:
    """Upper tail of F of all differences between the cases shown, errors being those of sessions.

    The cases not shown keep effects of their own, so the test is of the contrasts alone.
    """
    shown = [k for k, rule in enumerate(rules) if rule is None]
    if solved is None or len(shown) < ONE_CASE.threshold:
        return None
    between = np.eye(len(rules))[shown[1:]] - np.eye(len(rules))[shown[0]]
    differences = between @ solved.effect
    spread = between @ solved.inverse @ between.T
    ratio = float(differences @ np.linalg.solve(spread, differences)) / len(differences)
    error = solved.squares / solved.free
    if error <= 0:
        return 0.0 if ratio > 0 else None
    return float(fdtrc(len(differences), solved.free, ratio / error))


def _moves(ratings: Ratings, solved: ExtraTerms | None, chance: float | None) -> dict[str, float]:
    """Severity with cases in the model less severity without, where both are defined."""
    clear = chance is not None and chance < CASE_IN_SEVERITY.threshold / 100
    if solved is None or not clear or not connectivity(ratings).connected:
        return {}
    if solved.rank < len(ratings.cases) - 1:
        return {}
    try:
        plain = additive_fit(ratings).severity
    except SplitDimensionsError:
        return {}
    change = -plain - solved.interviewer
    change -= change.mean()
    return dict(zip(ratings.interviewers, change.tolist(), strict=True))


def _notices(
    figures: Mapping[str, Figure],
    rules: list[Rule | None],
    moves: Mapping[str, float],
    unknown: int,
) -> tuple[Notice, ...]:
    concerned: dict[Rule, list[str]] = {}
    for (label, figure), rule in zip(figures.items(), rules, strict=True):
        if rule is ONE_CASE and len(figures) == 1:
            continue  # a team with a single case has not asked how hard it is
        if rule is not None:
            concerned.setdefault(rule, []).append(label)
        elif figure.ci_low == figure.ci_high:
            concerned.setdefault(FLAT_INTERVAL, []).append(f"difficulty of {label}")
    if unknown:
        concerned[CASE_UNKNOWN] = ["1 score" if unknown == 1 else f"{unknown} scores"]
    for label, move in sorted(moves.items(), key=lambda item: -abs(item[1])):
        if abs(move) >= _WORTH_SAYING:
            concerned.setdefault(CASE_IN_SEVERITY, []).append(f"{label} ({move:+.2f})")
    return tuple(rule.notice(*labels) for rule, labels in concerned.items())
