"""Who should run which case, so that every dimension is covered by two interviewers."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from interviewloop.interview.loop_events import PlanInterview
from interviewloop.interview.loops import COVERED_BY

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LOAD = 4
"""Dimensions one interview can probe in an hour beside its primary ones, at most."""


class CaseDims(NamedTuple):
    """What a case can show: its primary dimensions, which it always covers, and the others."""

    primary: tuple[str, ...]
    secondary: tuple[str, ...]


class Suggestion(NamedTuple):
    """Interviews that were thought out, and dimensions that fewer than two of them cover."""

    interviews: tuple[PlanInterview, ...]
    short: tuple[str, ...]


def suggested(
    people: Sequence[str],
    cases: Mapping[str, CaseDims],
    dims: Sequence[str],
    covered: Mapping[str, int],
    taken: Sequence[str] = (),
) -> Suggestion:
    """A case for each of ``people``, in their order, after ``covered`` interviewers a dimension.

    Greedy: each gets the case that fills most of what still lacks a second interviewer, of equal
    ones one that the loop has not used (``taken``), then the first in ``cases``. Whose case covers
    more than it can probe covers first what fewest cover.
    """
    count = {dim: covered.get(dim, 0) for dim in dims}
    used = list(taken)
    plans: list[PlanInterview] = []
    for person in people:
        if not cases:
            break
        case = max(cases, key=lambda id_: (_gain(cases[id_], count), -used.count(id_)))
        chosen = _dims_for(cases[case], count, dims)
        for dim in chosen:
            count[dim] += 1
        used.append(case)
        plans.append(PlanInterview(person, case, chosen))
    return Suggestion(tuple(plans), tuple(dim for dim in dims if count[dim] < COVERED_BY))


def _gain(case: CaseDims, count: Mapping[str, int]) -> int:
    """How many of the seats that are still missing a case would fill."""
    lacking = [dim for dim in case.secondary if count.get(dim, COVERED_BY) < COVERED_BY]
    primary = sum(count.get(dim, COVERED_BY) < COVERED_BY for dim in case.primary)
    return primary + min(LOAD, len(lacking))


def _dims_for(case: CaseDims, count: Mapping[str, int], dims: Sequence[str]) -> tuple[str, ...]:
    lacking = sorted(
        (dim for dim in case.secondary if count.get(dim, COVERED_BY) < COVERED_BY),
        key=lambda dim: count[dim],
    )
    chosen = {*case.primary, *lacking[:LOAD]}
    return tuple(dim for dim in dims if dim in chosen)
