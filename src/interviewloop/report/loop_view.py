"""Everything a report on a loop says, as values that page, Markdown and JSON share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from interviewloop.interview.debrief import combination, compared, gate, scorecards
from interviewloop.interview.scoring import evidence
from interviewloop.model.errors import Problem
from interviewloop.model.scorecard import amended
from interviewloop.report.score_words import change_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from interviewloop.calibration.fair_candidate import Fair
    from interviewloop.interview.debrief import Combination, Compared, Gate
    from interviewloop.interview.loops import InterviewOf
    from interviewloop.model.loop import Loop
    from interviewloop.model.scorecard import Amendment, Scorecard
    from interviewloop.model.session import Note, Session


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one interviewer wrote down about a dimension."""

    interviewer: str
    notes: tuple[Note, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Change:
    """One amendment, and whose scorecard it changed."""

    interviewer: str
    amendment: Amendment


@dataclass(frozen=True, slots=True)
class LoopView:
    """A loop with its scorecards side by side. ``names`` are those of dimensions."""

    loop: Loop
    found: tuple[InterviewOf[Session], ...]
    gate: Gate
    rows: tuple[Compared, ...]
    evidence: Mapping[str, tuple[Evidence, ...]]
    """By dimension, of those who wrote something down there."""
    recommendations: tuple[tuple[str, str], ...]
    """Interviewer and recommendation in words, with the sealed one before it if it was changed."""
    changes: tuple[Change, ...]
    """Every amendment, the oldest first."""
    summed: Combination
    fair: Fair
    names: Mapping[str, str]


def loop_view(
    loop: Loop, found: Sequence[InterviewOf[Session]], names: Mapping[str, str], fair: Fair
) -> LoopView:
    """The view of ``loop``. Raises Problem while its debrief may not begin: the report shows every
    score."""
    state = gate(loop, found)
    if not state.open:
        waiting = ", ".join(one.interviewer for one in state.waiting) or "every interviewer"
        raise Problem(
            "Not before every scorecard is in",
            f"the report shows scores, and {waiting} has not submitted",
            "Wait, waive it with `interviewloop loop waive`, or open early with `... loop open`.",
        )
    cards = scorecards(found)
    return LoopView(
        loop=loop,
        found=tuple(found),
        gate=state,
        rows=compared(cards, names),
        evidence={
            dim: tuple(
                Evidence(
                    card.interviewer,
                    tuple(card.notes[name] for name in evidence(card, dim)),
                    card.scorecard.rationale.get(dim, "").strip(),
                )
                for card in cards
                if evidence(card, dim) or card.scorecard.rationale.get(dim, "").strip()
            )
            for dim in names
        },
        recommendations=tuple(
            (card.interviewer, _recommendation(card.scorecard, card.amendments)) for card in cards
        ),
        changes=tuple(
            sorted(
                (
                    Change(card.interviewer, one)
                    for card in cards
                    for one in card.amendments.values()
                ),
                key=lambda change: change.amendment.at,
            )
        ),
        summed=combination(cards, tuple(names)),
        fair=fair,
        names=names,
    )


def _recommendation(card: Scorecard, amendments: Mapping[str, Amendment]) -> str:
    return change_words(card.recommendation, amended(card, amendments).recommendation)
