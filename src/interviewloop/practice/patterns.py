"""Patterns over mock interviews, each only from the data that can bear it.

X are the trainee's scores, K the key, D = X - K. Slopes are used and not ratios of spreads: random
error leaves a slope as it is, but inflates a ratio and so hides scores that are too much alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import fmean
from typing import TYPE_CHECKING, Literal

from interviewloop.practice.accuracy import Parts, parts_of
from interviewloop.practice.interviews import first_meetings, twin_pairs
from interviewloop.practice.limits import (
    CENTRAL_BELOW,
    KIND_FROM,
    PATTERNS_FROM,
    TWIN_PAIRS,
    severity_limit_for,
    slope_limit_for,
    twin_limit_for,
)
from interviewloop.practice.measure import (
    FEW_FOR_KIND,
    FEW_INTERVIEWS,
    FEW_SCORES,
    FLAT_KEY,
    TWINS_MISSING,
    Measure,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from interviewloop.practice.interviews import Interview

Flattening = Literal["halo", "central"]


@dataclass(frozen=True, slots=True)
class MiddleUse:
    """How often the trainee gave 3, how often the key does, and how many of the trainee's 3s stand
    where the key is 2 or lower, or 4 or higher."""

    given: int
    key: int
    elsewhere: int
    cells: int


@dataclass(frozen=True, slots=True)
class Patterns:
    """All patterns of one trainee. ``by_dimension`` are mean differences, for naming where a
    severity comes from; it is empty while severity is withheld. ``flattening`` says which of two
    habits a flagged within slope stands for, once that can be told."""

    interviews: int
    cells: int
    severity: Measure
    by_dimension: dict[str, float]
    within_slope: Measure
    between_slope: Measure
    flattening: Flattening | None
    middle: MiddleUse
    twin_gap: Measure
    twin_dims: tuple[str, ...]
    parts: Parts | None


def patterns_of(interviews: Iterable[Interview]) -> Patterns:
    """The patterns in a trainee's ``interviews``, in their order; of several with one persona the
    first counts."""
    met = first_meetings(interviews)
    cells = sum(len(interview.scores) for interview in met)
    within = _within(met, cells)
    between = _between(met, cells)
    gap, dims = _twin_gap(met)
    severity = _severity(met, cells)
    return Patterns(
        interviews=len(met),
        cells=cells,
        severity=severity,
        by_dimension={} if severity.value is None else _by_dimension(met),
        within_slope=within,
        between_slope=between,
        flattening=_flattening(within, between),
        middle=_middle(met, cells),
        twin_gap=gap,
        twin_dims=dims,
        parts=parts_of(met) if len(met) >= PATTERNS_FROM else None,
    )


def _severity(met: Sequence[Interview], cells: int) -> Measure:
    """Mean D over all scores."""
    if len(met) < PATTERNS_FROM:
        return Measure.hidden(FEW_INTERVIEWS, cells)
    limit = severity_limit_for(cells)
    if limit is None:
        return Measure.hidden(FEW_SCORES, cells)
    mean = fmean(d for interview in met for d in interview.differences().values())
    return Measure(mean, limit, cells, abs(mean) > limit)


def _by_dimension(met: Sequence[Interview]) -> dict[str, float]:
    found: dict[str, list[float]] = {}
    for interview in met:
        for dim, difference in interview.differences().items():
            found.setdefault(dim, []).append(difference)
    return {dim: fmean(differences) for dim, differences in found.items()}


def _within(met: Sequence[Interview], cells: int) -> Measure:
    """Slope of X less its persona mean on K less its persona mean, pooled."""
    if len(met) < PATTERNS_FROM:
        return Measure.hidden(FEW_INTERVIEWS, cells)
    pairs: list[tuple[float, float]] = []
    for interview in met:
        if interview.scores:
            mean_x = fmean(interview.scores.values())
            mean_k = fmean(interview.key[dim] for dim in interview.scores)
            pairs += [
                (interview.key[dim] - mean_k, score - mean_x)
                for dim, score in interview.scores.items()
            ]
    slope, limit = _slope(pairs), slope_limit_for(sum(k * k for k, _ in pairs))
    if slope is None or limit is None:
        return Measure.hidden(FLAT_KEY, cells)
    return Measure(slope, limit, cells, slope < limit)


def _between(met: Sequence[Interview], cells: int) -> Measure:
    """Slope of the persona means of X on those of K."""
    if len(met) < PATTERNS_FROM:
        return Measure.hidden(FEW_INTERVIEWS, cells)
    if len(met) < KIND_FROM:
        return Measure.hidden(FEW_FOR_KIND, cells)
    means = [
        (fmean(interview.key[dim] for dim in interview.scores), fmean(interview.scores.values()))
        for interview in met
        if interview.scores
    ]
    if not means:
        return Measure.hidden(FEW_SCORES, cells)
    mean_k, mean_x = (fmean(values) for values in zip(*means, strict=True))
    slope = _slope([(k - mean_k, x - mean_x) for k, x in means])
    if slope is None:
        return Measure.hidden(FLAT_KEY, cells)
    return Measure(slope, CENTRAL_BELOW, cells)


def _flattening(within: Measure, between: Measure) -> Flattening | None:
    if not within.flagged or between.value is None:
        return None
    return "central" if between.value < CENTRAL_BELOW else "halo"


def _slope(pairs: Sequence[tuple[float, float]]) -> float | None:
    """Least squares through the origin; pairs are centred already. None without spread in x."""
    spread = sum(x * x for x, _ in pairs)
    return sum(x * y for x, y in pairs) / spread if spread > 1e-9 else None


def _middle(met: Sequence[Interview], cells: int) -> MiddleUse:
    both = [(score, one.key[dim]) for one in met for dim, score in one.scores.items()]
    return MiddleUse(
        given=sum(score == 3 for score, _ in both),
        key=sum(key == 3 for _, key in both),
        elsewhere=sum(score == 3 and abs(key - 3) >= 1 for score, key in both),
        cells=cells,
    )


def _twin_gap(met: Sequence[Interview]) -> tuple[Measure, tuple[str, ...]]:
    """Mean of D(fluent) - D(plain) over pairs of twins and content dimensions.

    Content dimensions are those whose intended level is the same in both twins of every pair; the
    one that scores delivery itself differs on purpose and is left out.
    """
    pairs = twin_pairs(met)
    if len(pairs) < TWIN_PAIRS:
        return Measure.hidden(TWINS_MISSING, 0), ()
    dims = tuple(
        dim
        for dim in pairs[0][0].scores
        if all(
            dim in fluent.scores
            and dim in plain.scores
            and fluent.levels.get(dim) == plain.levels.get(dim)
            for fluent, plain in pairs
        )
    )
    n = 2 * len(pairs) * len(dims)
    limit = twin_limit_for(len(dims))
    if limit is None:
        return Measure.hidden(FEW_SCORES, n), ()
    gaps = [
        fluent.differences()[dim] - plain.differences()[dim]
        for fluent, plain in pairs
        for dim in dims
    ]
    gap = fmean(gaps)
    return Measure(gap, limit, n, gap > limit), dims
