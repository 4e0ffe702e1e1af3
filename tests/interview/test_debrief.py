"""The debrief: gate, gaps first, evidence without names, what the scorecards add up to."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from tests.builders import DIMS, T0, after, plan, scored
from tests.interview.test_loops import CASE, IVO, MARA, NURA, loop, sealed

from interviewloop.interview.debrief import (
    combination,
    compared,
    gate,
    no_signal,
    said_about,
    scorecards,
)
from interviewloop.interview.engine import apply
from interviewloop.interview.events import (
    AddNote,
    Amend,
    LinkEvidence,
    SetRationale,
    SetScore,
    Submit,
)
from interviewloop.interview.loop_events import ForceOpen, PlanInterview, Waive
from interviewloop.interview.loops import interviews
from interviewloop.interview.moment import Moment

if TYPE_CHECKING:
    from interviewloop.model.scorecard import Score
    from interviewloop.model.session import Session

LATER = Moment(T0 + timedelta(days=1), 9000.0)


def card(interviewer: str, scores: dict[str, Score], *notes: str) -> Session:
    one = after(
        scored(interviewer=interviewer),
        *(SetScore(dim, score) for dim, score in scores.items()),
        *(SetRationale(dim, f"{interviewer} saw it") for dim in DIMS),
    )
    for number, text in enumerate(notes, len(one.notes) + 1):
        one = after(one, AddNote(text, "strong", DIMS[0]), LinkEvidence(DIMS[0], f"n{number}"))
    return after(one, Submit(), start=60)


def test_the_gate_waits_for_every_scorecard() -> None:
    found = interviews(loop(), (sealed(MARA),))
    assert [one.interviewer for one in gate(loop(), found).waiting] == [IVO]
    assert not gate(loop(), found).open
    waived = loop(Waive(IVO, CASE, NURA, "ill"))
    assert gate(waived, interviews(waived, (sealed(MARA),))).open
    opened = loop(ForceOpen("A manager", "deadline"))
    assert gate(opened, interviews(opened, (sealed(MARA),))).open
    assert not gate(opened, interviews(opened, ())).open


def test_shadows_do_not_count_for_the_candidate() -> None:
    one = loop(PlanInterview(NURA, CASE, shadow=True))
    found = interviews(one, (sealed(MARA), sealed(IVO), sealed(NURA)))
    assert [it.interviewer for it in scorecards(found)] == [MARA, IVO]
    assert gate(one, found).open


def test_dimensions_that_part_come_first() -> None:
    cards = (
        card(MARA, {DIMS[2]: 5, DIMS[4]: 4, DIMS[5]: "no-signal"}),
        card(IVO, {DIMS[2]: 2, DIMS[4]: 2, DIMS[5]: 1}),
    )
    rows = compared(cards, DIMS)
    assert [(row.dim, row.spread, row.wide) for row in rows[:3]] == [
        (DIMS[2], 3, True),
        (DIMS[4], 2, True),
        (DIMS[0], 0, False),
    ]
    alone = next(row for row in rows if row.dim == DIMS[5])
    assert (alone.mean, alone.spread, no_signal(alone.cells[0])) == (1, None, True)


def test_an_amended_score_stands_beside_the_sealed_one() -> None:
    one = card(MARA, {DIMS[0]: 5})
    one = apply(one, Amend(DIMS[0], 3, MARA, "heard the others"), LATER, plan())
    cell = compared((one,), DIMS)[0].cells[0]
    assert (cell.score, cell.sealed, cell.number) == (3, 5, 3)


def test_evidence_names_nobody() -> None:
    cards = (card(MARA, {}, "asks who decides"), card(IVO, {}, "draws the funnel"))
    hidden = [one.model_copy(update={"interviewer": "x"}) for one in cards]
    for dim in DIMS:
        said = said_about(cards, dim, loop())
        assert {it.source for it in said} == {"A", "B"}
        assert len(said_about(hidden, dim, loop())) == len(said)
    texts = {it.text for it in said_about(cards, DIMS[0], loop())}
    assert {"asks who decides", "draws the funnel"} <= texts


def test_letters_do_not_follow_a_person() -> None:
    cards = (card(MARA, {}), card(IVO, {}))
    first = {said_about(cards, dim, loop())[0].text for dim in DIMS}
    assert first == {f"{MARA} saw it", f"{IVO} saw it"}


def test_what_it_adds_up_to_weighs_dimensions_alike() -> None:
    cards = (card(MARA, {DIMS[0]: 5, DIMS[1]: "no-signal"}), card(IVO, {DIMS[0]: 4, DIMS[1]: 1}))
    found = combination(cards, DIMS[:3])
    assert found.mean == pytest.approx((4.5 + 1 + 3) / 3)
    assert (found.dims, found.unscored) == (3, ())
    assert dict(found.recommendations)["yes"] == 2
    assert combination((), DIMS).mean is None
