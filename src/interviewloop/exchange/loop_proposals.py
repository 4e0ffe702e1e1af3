"""Interviews to add to a loop: who, which case, what it fills, and what it does for the panel."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from interviewloop.exchange.loop_people import Joining, people_for
from interviewloop.interview.loop_planning import lacking, suggested
from interviewloop.interview.loops import coverage

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from interviewloop.interview.loop_events import PlanInterview
    from interviewloop.interview.loop_planning import CaseDims
    from interviewloop.interview.loops import Interview
    from interviewloop.model.loop import Loop
    from interviewloop.workspace.surveying import AnyListing


class Proposal(NamedTuple):
    """An interview to add. ``fills`` are the dimensions it covers that fewer than two do now."""

    interview: PlanInterview
    fills: tuple[str, ...]
    person: Joining


class Proposals(NamedTuple):
    """Interviews in the order to add them, and what fewer than two would cover even then."""

    proposals: tuple[Proposal, ...]
    short: tuple[str, ...]


def proposed(
    found: Sequence[Interview],
    cases: Mapping[str, CaseDims],
    dims: Sequence[str],
    people: Sequence[Joining],
) -> Proposals:
    """An interview for each of ``people``, beside those of ``found``, of the ``cases`` that a
    rubric with ``dims`` can score; as :func:`~interviewloop.interview.loop_planning.suggested`."""
    covered = {dim: len(who) for dim, who in coverage(found, dims).items()}
    plan = suggested(
        [one.interviewer for one in people],
        {id_: case for id_, case in cases.items() if case.within(dims)},
        dims,
        covered,
        [one.case for one in found],
    )
    interviews = zip(plan.interviews, people, strict=False)  # none at all where no case fits
    return Proposals(
        tuple(Proposal(one, lacking(covered, one.dimensions), who) for one, who in interviews),
        plan.short,
    )


def next_ones(
    listing: AnyListing,
    loop: Loop,
    found: Sequence[Interview],
    cases: Mapping[str, CaseDims],
    dims: Sequence[str],
    most: int,
) -> tuple[Proposal, ...]:
    """Up to ``most`` interviews to add, the most helpful first.

    Where too few people are known, somebody without a name takes their place, as long as that
    fills something.
    """
    people = people_for(listing, loop, (), most)
    people += (Joining(""),) * (most - len(people))
    return tuple(
        one
        for one in proposed(found, cases, dims, people).proposals
        if one.fills or one.person.interviewer
    )
