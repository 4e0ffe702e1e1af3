"""Who should run which case, so that every dimension is covered by two interviewers."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from interviewloop.interview.loop_events import PlanInterview
from interviewloop.interview.loops import COVERED_BY

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from interviewloop.model.case import Case

LOAD = 4
"""Dimensions one interview can probe in an hour beside its primary ones, at most."""


class CaseDims(NamedTuple):
    """What a case can show: its primary dimensions, which it always covers, and the others."""

    primary: tuple[str, ...]
    secondary: tuple[str, ...]

    @classmethod
    def of(cls, case: Case) -> CaseDims:
        """The dimensions of ``case``."""
        return cls(case.case.primary, case.case.secondary)

    def within(self, dims: Sequence[str]) -> bool:
        """Whether a rubric with ``dims`` can score all that the case assesses."""
        return all(dim in dims for dim in (*self.primary, *self.secondary))


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

    Greedy: each gets a case that the candidate does not meet in this loop already (``taken``), as
    long as there is one: who has heard a case answers the second time from memory. Of those it is
    the one that fills most of what still lacks a second interviewer, then the first in ``cases``.
    Whose case covers more than it can probe covers first what fewest cover.
    """
    count = {dim: covered.get(dim, 0) for dim in dims}
    used = list(taken)
    plans: list[PlanInterview] = []
    for person in people:
        if not cases:
            break
        case = max(cases, key=lambda id_: (-used.count(id_), _gain(cases[id_], count)))
        chosen = dims_for(cases[case], count, dims)
        for dim in chosen:
            count[dim] += 1
        used.append(case)
        plans.append(PlanInterview(person, case, chosen))
    return Suggestion(tuple(plans), lacking(count, dims))


def lacking(covered: Mapping[str, int], dims: Sequence[str]) -> tuple[str, ...]:
    """Those of ``dims`` that fewer than two interviewers are to cover, in their order.

    ``covered`` counts them for every dimension of the rubric; others are none of its.
    """
    return tuple(dim for dim in dims if covered.get(dim, COVERED_BY) < COVERED_BY)


def dims_for(case: CaseDims, covered: Mapping[str, int], dims: Sequence[str]) -> tuple[str, ...]:
    """What an interview with ``case`` should cover: its primary dimensions, and of the others as
    many that lack an interviewer as there is time for, first those that fewest cover."""
    short = sorted(lacking(covered, case.secondary), key=lambda dim: covered[dim])
    chosen = {*case.primary, *short[:LOAD]}
    return tuple(dim for dim in dims if dim in chosen)


def _gain(case: CaseDims, count: Mapping[str, int]) -> int:
    """How many of the seats that are still missing a case would fill."""
    primary = len(lacking(count, case.primary))
    return primary + min(LOAD, len(lacking(count, case.secondary)))
