"""Variance components: how much of the spread of scores comes from where.

    score = mean + candidate + interviewer + dimension + candidate:interviewer
            + candidate:dimension + interviewer:dimension + residual

all effects random, any pattern of gaps, by restricted maximum likelihood (Patterson & Thompson
1971, Biometrika 58:545). A component that would be negative is 0, and is named in ``at_zero``.

Where every session scored every dimension, an orthogonal change of the dimensions (their mean and
their contrasts) splits the likelihood into two-way ones that share a design: a panel of ten times
as many ratings then costs no more. Where it would still cost too much, the components come from
sums of squares and ``method`` says ``moments``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from interviewloop.calibration.figures import FEW_CANDIDATES, NO_SHARED_SCORES, NO_VARIANCE
from interviewloop.calibration.maximise import Slope, maximise
from interviewloop.calibration.mixed_model import (
    TERMS,
    Likelihood,
    Panel,
    cell_sums,
    layout_cost,
    likelihood,
    panel,
)
from interviewloop.calibration.moments import groupings, moment_components

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from interviewloop.calibration.ratings import Ratings

    Floats = NDArray[np.float64]

ADDITIVE = ("candidate", "interviewer", "dimension", "residual")
"""The terms of the additive model, in which severity is the same for everybody."""
_MOST_OPERATIONS = 6e8
_MOST_CELLS = 2e6
_LEAST_RESIDUAL = 1e-7
_C, _R, _D, _CR, _CD, _RD, _E = range(len(TERMS))


@dataclass(frozen=True, slots=True)
class Components:
    """Variance components in squared score points.

    ``values`` is keyed by ``TERMS``, or empty when ``withheld`` holds the code of the rule that
    forbids them. ``at_zero`` are estimates cut off at 0; ``confounded`` maps a term that these data
    cannot tell from another one to that other one, whose value then includes it. ``covariance``
    (7, 7) is that of the estimates, 0 for those at 0 or confounded, and ``None`` with moments.
    ``interviewer_effect`` and ``candidate_effect`` are best predictions, ``None`` with moments; the
    interviewer's is positive when scores are high. ``minus_2_log`` is the REML criterion.
    """

    method: Literal["reml", "moments"]
    values: Mapping[str, float]
    at_zero: tuple[str, ...]
    confounded: Mapping[str, str]
    converged: bool
    n: int
    withheld: str | None = None
    covariance: Floats | None = None
    minus_2_log: float | None = None
    interviewer_effect: Floats | None = None
    candidate_effect: Floats | None = None


class _Part(NamedTuple):
    """Responses that share a design: their components are ``jacobian`` (7, 7) times the seven."""

    design: Panel
    y: Floats
    jacobian: Floats
    mean: bool


def variance_components(ratings: Ratings, terms: tuple[str, ...] = TERMS) -> Components:
    """The components of ``terms``; those left out are taken to be 0.

    They are withheld below five candidates with shared scores, with fewer than two interviewers,
    or when all scores are equal.
    """
    n = len(ratings)
    score = ratings.score.astype(np.float64)
    shared = int((_interviewers_per_candidate(ratings) > 1).sum())
    if shared < FEW_CANDIDATES.threshold:
        return _hidden((FEW_CANDIDATES if shared else NO_SHARED_SCORES).code, n)
    if score.min() == score.max():
        return _hidden(NO_VARIANCE.code, n)
    confounded = _confounded(ratings, terms)
    wanted = np.array([term in terms and term not in confounded for term in TERMS])
    start = moment_components(ratings, score, wanted)
    parts = _parts(ratings, score)
    if parts is None:
        return _from_moments(start, wanted, confounded, n)
    return _reml(ratings, parts, start, wanted, confounded)


def _hidden(code: str, n: int) -> Components:
    return Components("reml", {}, (), {}, converged=False, n=n, withheld=code)


def _interviewers_per_candidate(ratings: Ratings) -> NDArray[np.int64]:
    session = groupings(ratings)[0b011]
    first = np.flatnonzero(np.diff(session, prepend=-1))
    return np.bincount(ratings.candidate[first], minlength=len(ratings.candidates))


def _confounded(ratings: Ratings, terms: tuple[str, ...]) -> dict[str, str]:
    """Terms that group the rows just as a coarser or the finest kept term does."""
    group = groupings(ratings)
    levels = {subset: int(np.count_nonzero(np.bincount(codes))) for subset, codes in group.items()}
    found = {}
    for term, subset in (("dimension", 4), ("interviewer", 2), ("candidate", 1)):
        if levels[subset] == 1:
            found[term] = "mean"
    pairs = (
        ("candidate:interviewer", 0b011, {1: "candidate", 2: "interviewer"}),
        ("candidate:dimension", 0b101, {1: "candidate", 4: "dimension"}),
        ("interviewer:dimension", 0b110, {2: "interviewer", 4: "dimension"}),
    )
    for term, subset, mains in pairs:
        if levels[subset] == levels[0b111]:
            found[term] = "residual"
        for main, name in mains.items():
            if levels[subset] == levels[main]:
                found[term] = name
    return {term: other for term, other in found.items() if term in terms}


def _parts(ratings: Ratings, score: Floats) -> tuple[_Part, ...] | None:
    """The likelihood in parts, or ``None`` if it would cost too much."""
    width = len(ratings.dimensions)
    session = groupings(ratings)[0b011]
    first = np.flatnonzero(np.diff(session, prepend=-1))
    candidate = ratings.candidate[first].astype(np.int64)
    interviewer = ratings.interviewer[first].astype(np.int64)
    people = len(ratings.interviewers)
    complete = len(first) * width == len(ratings)
    present = np.ones((len(first), 1), dtype=np.bool_)
    y = score[:, np.newaxis]
    if complete:
        y = score.reshape(-1, width) @ _rotation(width)
    elif width > 1:
        present = np.zeros((len(first), width), dtype=np.bool_)
        present[session, ratings.dimension] = True
        y = np.zeros(present.shape)
        y[session, ratings.dimension] = score - score.mean()
    operations, cells = layout_cost(candidate, present, people)
    if operations > _MOST_OPERATIONS or cells > _MOST_CELLS:
        return None
    design = panel(candidate, interviewer, present, people)
    y = y[design.order]
    if not complete:
        return (_Part(design, y.reshape(-1, 1), np.eye(len(TERMS)), mean=True),)
    mean_part = _Part(design, y[:, :1], _of_mean(width), mean=True)
    if width == 1:
        return (mean_part,)
    return (mean_part, _Part(design, y[:, 1:], _of_contrasts(), mean=False))


def _rotation(width: int) -> Floats:
    """Orthogonal (width, width): the first column takes the mean, the others contrasts."""
    basis = np.eye(width)
    basis[:, 0] = 1 / math.sqrt(width)
    rotation, _ = np.linalg.qr(basis)
    return np.asarray(rotation * np.sign(rotation[0, 0]))


def _of_mean(width: int) -> Floats:
    """How the seven components become those of sqrt(width) times the mean over dimensions."""
    jacobian = np.zeros((len(TERMS), len(TERMS)))
    jacobian[_C, [_C, _CD]] = width, 1
    jacobian[_R, [_R, _RD]] = width, 1
    jacobian[_E, [_CR, _E]] = width, 1
    if width == 1:  # a single dimension: nothing to tell its pairs from the main effects
        jacobian[_C, _CD] = jacobian[_R, _RD] = jacobian[_E, _CR] = 0
    return jacobian


def _of_contrasts() -> Floats:
    jacobian = np.zeros((len(TERMS), len(TERMS)))
    jacobian[_C, _CD] = jacobian[_R, _RD] = jacobian[_D, _D] = jacobian[_E, _E] = 1
    return jacobian


def _likelihoods(parts: tuple[_Part, ...], theta: Floats) -> list[Likelihood]:
    return [
        likelihood(part.design, part.y, part.jacobian @ theta, mean=part.mean) for part in parts
    ]


def _reml(
    ratings: Ratings,
    parts: tuple[_Part, ...],
    start: Floats,
    wanted: NDArray[np.bool_],
    confounded: Mapping[str, str],
) -> Components:
    variance = float(ratings.score.var())
    chosen = np.flatnonzero(wanted)

    def evaluate(values: Floats) -> Slope:
        theta = np.zeros(len(TERMS))
        theta[chosen] = values
        log, score, information = 0.0, np.zeros(len(TERMS)), np.zeros((len(TERMS), len(TERMS)))
        for part, found in zip(parts, _likelihoods(parts, theta), strict=True):
            log += found.log
            score += part.jacobian.T @ found.score
            information += part.jacobian.T @ found.information @ part.jacobian
        return Slope(log, score[chosen], information[np.ix_(chosen, chosen)])

    floor = np.where(chosen == _E, _LEAST_RESIDUAL * variance, 0.0)
    begin = np.maximum(start[chosen], 0.02 * variance)
    top = maximise(evaluate, begin, floor, variance)
    theta = np.zeros(len(TERMS))
    theta[chosen] = np.where(top.theta <= floor, 0.0, top.theta)
    inner = top.theta > floor
    covariance = np.zeros((len(TERMS), len(TERMS)))
    inside = chosen[inner]
    covariance[np.ix_(inside, inside)] = np.linalg.pinv(
        top.slope.information[np.ix_(inner, inner)], rcond=1e-12, hermitian=True
    )
    whole = np.zeros(len(TERMS))
    whole[chosen] = top.theta
    interviewers, candidates = _effects(ratings, parts, whole)
    return Components(
        method="reml",
        values=dict(zip(TERMS, theta.tolist(), strict=True)),
        at_zero=_zeros(theta, wanted),
        confounded=confounded,
        converged=top.converged,
        n=len(ratings),
        covariance=covariance,
        minus_2_log=_criterion(parts, top.slope.log, len(ratings)),
        interviewer_effect=interviewers,
        candidate_effect=candidates,
    )


def _criterion(parts: tuple[_Part, ...], log: float, n: int) -> float:
    """Minus twice the restricted log likelihood with its constants, as lme4 gives it."""
    # The mean of sqrt(width) times means was fitted with a column of ones, not of sqrt(width).
    split = math.log(1 + parts[1].y.shape[1]) if len(parts) > 1 else 0.0
    return -2 * log + split + (n - 1) * math.log(2 * math.pi)


def _effects(ratings: Ratings, parts: tuple[_Part, ...], theta: Floats) -> tuple[Floats, Floats]:
    """Best linear unbiased predictions theta_f Z_f' P y of interviewers and candidates."""
    part = parts[0]
    py = likelihood(part.design, part.y, part.jacobian @ theta, mean=part.mean).py
    people = cell_sums(part.design, py).sum(axis=(1, 2))
    width = len(ratings.dimensions)
    session = np.empty(len(part.design.order))
    session[part.design.order] = py.reshape(len(session), -1).sum(axis=1)
    of_session = groupings(ratings)[0b011]
    first = np.flatnonzero(np.diff(of_session, prepend=-1))
    candidates = np.bincount(ratings.candidate[first], weights=session)
    # A part of means works on sqrt(width) times the mean, so an effect counts sqrt(width) there.
    scale = math.sqrt(width) if part.design.dimensions < width else 1.0
    return theta[_R] * scale * people, theta[_C] * scale * candidates


def _from_moments(
    found: Floats, wanted: NDArray[np.bool_], confounded: Mapping[str, str], n: int
) -> Components:
    theta = np.maximum(found, 0.0)
    return Components(
        method="moments",
        values=dict(zip(TERMS, theta.tolist(), strict=True)),
        at_zero=_zeros(theta, wanted),
        confounded=confounded,
        converged=True,
        n=n,
    )


def _zeros(theta: Floats, wanted: NDArray[np.bool_]) -> tuple[str, ...]:
    return tuple(
        term for term, value, asked in zip(TERMS, theta, wanted, strict=True) if asked and not value
    )
