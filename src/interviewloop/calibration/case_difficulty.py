"""How hard each case is, in score points: the additive model with cases as a fourth facet.

    score = candidate - severity + dimension - difficulty + error

Least squares. With W the incidence of interviewers and dimensions, K that of cases and Q the
projection that takes candidate means out, what the panel knows of cases is

    S = K' Q K - K' Q W (W' Q W)^+ W' Q K

Difficulty c' g of a contrast c between cases can be told exactly if c is orthogonal to the null
space of S (Searle 1971, Linear Models, ch. 5: estimable functions). Two cases are in one group when
their difference can be told; figures are given for the largest group, against its mean, and for
the others the design says that nothing can be told. Nothing is shrunken: there are few cases.

Errors of one session hang together (halo), so as in :mod:`.additive` the session is the unit of
error: s^2 = sum over sessions of (sum of residuals)^2 / scores, over the sessions less the rank of
candidates, interviewers and cases; the interval is +- t s sqrt(c' S^+ c). It does not allow for two
sessions of one candidate on the same case hanging together.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.sparse import csr_array, diags_array
from scipy.special import fdtrc

from interviewloop.calibration.case_rules import (
    CASE_CONFOUNDED,
    CASE_FEW_CANDIDATES,
    CASE_FEW_RATINGS,
    CASE_IN_SEVERITY,
    CASE_LARGE_PANEL,
    CASE_NO_SPARE,
    CASE_UNKNOWN,
    ONE_CASE,
)
from interviewloop.calibration.figures import Figure
from interviewloop.calibration.ratings import HIGHEST, LOWEST
from interviewloop.calibration.student import around

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from interviewloop.calibration.figures import Notice, Rule
    from interviewloop.calibration.ratings import Ratings

    Floats = NDArray[np.float64]

_WIDEST = float(HIGHEST - LOWEST)
_NULL = 1e-8
_ALIKE = 1e-5


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


class _Solved(NamedTuple):
    """``effect`` (K,) of cases on scores and ``inverse`` (K, K) of S; ``interviewer`` (R,) effects
    with cases in the model and ``plain`` ones without, ``None`` unless the panel holds all of both;
    ``alike`` (K, K) marks cases that can be compared; ``squares`` between sessions over ``free``.
    """

    effect: Floats
    inverse: Floats
    interviewer: Floats | None
    plain: Floats | None
    alike: NDArray[np.bool_]
    squares: float
    free: int


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
    elif len(part.interviewers) + len(part.dimensions) > CASE_LARGE_PANEL.threshold:
        rules = [rule or CASE_LARGE_PANEL for rule in rules]
    else:
        solved = _solve(part)
        group = _largest_group(part, solved.alike, eligible)
        for k in eligible:
            if len(group) < ONE_CASE.threshold or k not in group:
                rules[k] = CASE_CONFOUNDED
            elif solved.free < 1:
                rules[k] = CASE_NO_SPARE
    figures = _figures(part, rules, solved)
    chance = _chance(rules, solved)
    moves = _moves(part, solved, chance)
    return CaseDifficulties(figures, chance, moves, _notices(part, rules, moves, unknown))


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


def _solve(ratings: Ratings) -> _Solved:
    score = ratings.score.astype(np.float64)
    people, width, cases = (
        len(ratings.interviewers), len(ratings.dimensions), len(ratings.cases),
    )  # fmt: skip
    columns = np.stack(
        [
            ratings.interviewer,
            ratings.dimension + people,
            _codes(ratings) + people + width,
        ],
        axis=1,
    )
    m, right = without_candidates(ratings.candidate, columns, score, people + width + cases)
    others, own = slice(0, people + width), slice(people + width, None)
    known = np.linalg.pinv(m[others, others], rcond=1e-10, hermitian=True)
    through = known @ m[others, own]
    information = m[own, own] - m[own, others] @ through
    inverse, alike = pseudo_inverse((information + information.T) / 2, float(m.diagonal().max()))
    effect = inverse @ (right[own] - through.T @ right[others])
    rest = known @ (right[others] - m[others, own] @ effect)
    fitted = np.concatenate([rest, effect])[columns].sum(axis=1)
    count = np.bincount(ratings.candidate)
    residual = score - fitted
    residual -= (np.bincount(ratings.candidate, weights=residual) / count)[ratings.candidate]
    # All contrasts of all three facets can be told when M lacks one rank for each.
    whole = _rank(m) == len(m) - 3
    plain = (known @ right[others])[:people] if whole else None
    return _Solved(
        effect,
        inverse,
        rest[:people] if whole else None,
        plain,
        alike,
        *_between_sessions(ratings, residual),
    )


def _rank(m: Floats) -> int:
    return int(np.linalg.matrix_rank(m, tol=_NULL * float(m.diagonal().max()), hermitian=True))


def without_candidates(
    candidate: NDArray[np.int32], columns: NDArray[np.int32], score: Floats, size: int
) -> tuple[Floats, Floats]:
    """Normal equations of the ``columns`` (n, facets) with candidate means taken out."""
    n, facets = columns.shape
    flat, ones = columns.ravel(), np.ones(columns.size)
    w = csr_array((ones, (np.repeat(np.arange(n), facets), flat)), shape=(n, size))
    count = np.bincount(candidate)
    by_candidate = csr_array((ones, (np.repeat(candidate, facets), flat)), shape=(len(count), size))
    by_candidate.sum_duplicates()
    m = (w.T @ w - by_candidate.T @ (diags_array(1 / count) @ by_candidate)).todense()
    means = np.bincount(candidate, weights=score) / count
    return np.asarray(m), np.asarray(w.T @ (score - means[candidate]))


def pseudo_inverse(information: Floats, scale: float) -> tuple[Floats, NDArray[np.bool_]]:
    """S^+, and which two cases differ by something that the panel holds."""
    values, vectors = np.linalg.eigh(information)
    known = values > _NULL * scale
    inverse = (vectors[:, known] / values[known]) @ vectors[:, known].T
    null = vectors[:, ~known] @ vectors[:, ~known].T
    apart = np.linalg.norm(null[:, :, np.newaxis] - null[:, np.newaxis], axis=0)
    return inverse, apart < _ALIKE


def _between_sessions(ratings: Ratings, residual: Floats) -> tuple[float, int]:
    """Squares of session residuals, and the sessions that candidates, interviewers and cases leave
    over. A session here is one interviewer, candidate and case."""
    people, cases = len(ratings.interviewers), len(ratings.cases)
    met = ratings.candidate.astype(np.int64) * people + ratings.interviewer
    key, session, scores = np.unique(
        met * cases + _codes(ratings), return_inverse=True, return_counts=True
    )
    squares = float((np.bincount(session, weights=residual) ** 2 / scores).sum())
    who, case = (key // cases) % people, key % cases
    candidate = (key // cases // people).astype(np.int32)
    columns = np.stack([who, case + people], axis=1).astype(np.int32)
    m, _ = without_candidates(candidate, columns, np.zeros(len(key)), people + cases)
    return squares, len(key) - len(ratings.candidates) - _rank(m)


def _largest_group(
    ratings: Ratings, alike: NDArray[np.bool_], eligible: list[int]
) -> tuple[int, ...]:
    """The most cases that can be compared with one another; of two groups that with more scores."""
    scores = np.bincount(_codes(ratings), minlength=len(ratings.cases))
    groups = {tuple(k for k in eligible if alike[k, first]) for first in eligible}
    return max(groups, key=lambda group: (len(group), int(scores[list(group)].sum()), group))


def _figures(
    ratings: Ratings, rules: list[Rule | None], solved: _Solved | None
) -> dict[str, Figure]:
    scores = np.bincount(_codes(ratings), minlength=len(ratings.cases)).tolist()
    shown = [k for k, rule in enumerate(rules) if rule is None]
    found = {}
    for k, (label, rule) in enumerate(zip(ratings.cases, rules, strict=True)):
        if rule is not None or solved is None:
            found[label] = Figure.hidden(rule or ONE_CASE, scores[k])
            continue
        contrast = np.zeros(len(rules))
        contrast[shown] = -1 / len(shown)
        contrast[k] += 1
        value = min(max(-float(contrast @ solved.effect), -_WIDEST), _WIDEST)
        variance = solved.squares / solved.free * float(contrast @ solved.inverse @ contrast)
        ends = around(value, math.sqrt(max(0.0, variance)), solved.free, -_WIDEST, _WIDEST)
        found[label] = Figure.of(value, ends, scores[k])
    return found


def _chance(rules: list[Rule | None], solved: _Solved | None) -> float | None:
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


def _moves(ratings: Ratings, solved: _Solved | None, chance: float | None) -> dict[str, float]:
    """Severity with cases in the model less severity without, where both are defined."""
    clear = chance is not None and chance < CASE_IN_SEVERITY.threshold / 100
    if solved is None or solved.interviewer is None or solved.plain is None or not clear:
        return {}
    change = solved.plain - solved.interviewer
    change -= change.mean()
    return dict(zip(ratings.interviewers, change.tolist(), strict=True))


def _notices(
    ratings: Ratings, rules: list[Rule | None], moves: Mapping[str, float], unknown: int
) -> tuple[Notice, ...]:
    concerned: dict[Rule, list[str]] = {}
    for label, rule in zip(ratings.cases, rules, strict=True):
        if rule is not None:
            concerned.setdefault(rule, []).append(label)
    if unknown:
        concerned[CASE_UNKNOWN] = ["1 score" if unknown == 1 else f"{unknown} scores"]
    if moves:
        most = sorted(moves.items(), key=lambda item: -abs(item[1]))
        concerned[CASE_IN_SEVERITY] = [f"{label} ({move:+.2f})" for label, move in most]
    return tuple(rule.notice(*labels) for rule, labels in concerned.items())
