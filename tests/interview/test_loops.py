"""A loop: plan and states, coverage, waivers, forced openings, decisions, and their trace."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from tests.builders import DIMS, T0, after, plan, scored, session

from interviewloop.interview.blindness import may_see_scores, owes_scorecard
from interviewloop.interview.events import SetRationale, Submit
from interviewloop.interview.loop_events import (
    Decide,
    DropInterview,
    ForceOpen,
    LoopEvent,
    PlanInterview,
    Waive,
)
from interviewloop.interview.loops import (
    apply,
    broken_record,
    coverage,
    interviews,
    planned_name,
    scored_blind,
    to_begin,
)
from interviewloop.model.errors import Problem
from interviewloop.model.loop import Loop
from interviewloop.workspace.codec import decode_loop, encode

if TYPE_CHECKING:
    from interviewloop.model.session import Session

CASE = "feat-test"
MARA, IVO, NURA = "Mara Lindqvist", "Ivo Brandt", "Nura Said"


def loop(*events: LoopEvent, sessions: tuple[Session, ...] = ()) -> Loop:
    one = Loop(name="C-014", candidate="C-014", rubric="test-rubric", created_at=T0)
    planned = (PlanInterview(MARA, CASE, DIMS[:2]), PlanInterview(IVO, CASE, DIMS[1:3]))
    for number, event in enumerate((*planned, *events)):
        one = apply(one, event, T0 + timedelta(minutes=number), sessions)
    return one


def sealed(interviewer: str, **changes: object) -> Session:
    reasons = [SetRationale(dim, "seen") for dim in DIMS]
    return after(scored(interviewer=interviewer, **changes), *reasons, Submit(), start=3600)


def states(one: Loop, *sessions: Session) -> list[tuple[str, str]]:
    return [(it.interviewer, it.state) for it in interviews(one, sessions)]


def test_what_somebody_is_yet_to_begin() -> None:
    one = loop(PlanInterview(MARA, "other-case"))
    found = interviews(one, [session(interviewer=MARA)])
    assert [it.case for it in to_begin("mara  lindqvist", found)] == ["other-case"]
    assert to_begin("", found) == ()
    waived = loop(PlanInterview(MARA, "other-case"), Waive(MARA, "other-case", "Tove", "ill"))
    assert [it.case for it in to_begin(MARA, interviews(waived, ()))] == [CASE]


def test_an_interview_is_named_by_the_plan_as_it_is_now() -> None:
    one = loop(DropInterview("p1"), PlanInterview(NURA, CASE))
    assert planned_name(one, "nura said", CASE) == "p3"
    with pytest.raises(Problem, match="not in the plan"):
        planned_name(one, MARA, CASE)


@pytest.mark.parametrize(
    "event",
    [
        PlanInterview("x" * 201, CASE),
        Waive(IVO, CASE, "x" * 201, "ill"),
        ForceOpen("x" * 201, "late"),
        Decide("hire", "x" * 201, "rigour"),
    ],
)
def test_a_name_that_no_file_takes_is_a_problem_in_words(event: LoopEvent) -> None:
    with pytest.raises(Problem, match="201"):
        loop(event)


def test_interviews_come_from_the_plan_and_from_what_was_begun() -> None:
    begun = (session(interviewer="MARA  lindqvist"), sealed(NURA), session(loop="other"))
    assert states(loop(), *begun) == [(MARA, "open"), (IVO, "planned"), (NURA, "sealed")]


def test_what_is_covered_counts_people_and_no_shadows() -> None:
    one = loop(PlanInterview(NURA, CASE, DIMS[:2], shadow=True))
    covered = coverage(interviews(one, ()), DIMS[:4])
    assert covered == {
        DIMS[0]: (MARA,),
        DIMS[1]: (MARA, IVO),
        DIMS[2]: (IVO,),
        DIMS[3]: (),
    }


def test_what_a_colleague_scored_covers_nothing() -> None:
    one, card = loop(), sealed(NURA)
    assert coverage(interviews(one, (card,)), DIMS[3:4]) == {DIMS[3]: ()}
    assessed = {CASE: DIMS[3:5]}
    assert coverage(interviews(one, (card,), assessed), DIMS[3:4]) == {DIMS[3]: (NURA,)}


def test_a_planned_interview_is_owed_before_it_is_begun() -> None:
    theirs = sealed(MARA)
    near = ([theirs], [loop()])
    assert owes_scorecard(IVO, theirs, *near)
    assert owes_scorecard("", theirs, *near)
    assert not owes_scorecard(MARA, theirs, *near)
    assert not owes_scorecard("A manager", theirs, *near)
    assert may_see_scores("A manager", theirs, *near)
    elsewhere = loop().model_copy(update={"name": "z", "candidate": "Z"})
    assert not owes_scorecard(IVO, theirs, [theirs], [elsewhere])


def test_a_waived_scorecard_is_no_longer_owed() -> None:
    theirs, mine = sealed(MARA), session(interviewer=IVO)
    waived = loop(Waive(IVO, CASE, NURA, "ill"))
    assert owes_scorecard(IVO, theirs, [theirs, mine], [loop()])
    assert not owes_scorecard(IVO, theirs, [theirs, mine], [waived])
    assert not owes_scorecard(IVO, theirs, [theirs], [waived])


def test_a_waiver_needs_somebody_else_and_a_reason() -> None:
    one = loop(Waive(IVO, CASE, NURA, "ill this week"))
    assert states(one) == [(MARA, "planned"), (IVO, "waived")]
    for wrong in (Waive(IVO, CASE, IVO, "x"), Waive(MARA, CASE, NURA, " "),
                  Waive(IVO, CASE, NURA, "again"), Waive(NURA, CASE, MARA, "x")):  # fmt: skip
        with pytest.raises(Problem):
            apply(one, wrong, T0, ())


def test_who_owes_a_scorecard_cannot_open_the_others() -> None:
    with pytest.raises(Problem, match="still owes"):
        loop(ForceOpen(IVO, "in a hurry"))
    opened = loop(ForceOpen("A manager", "offer deadline"))
    assert [entry.what for entry in opened.record.values()] == ["opened"]


def test_a_scorecard_sealed_after_an_opening_is_not_blind() -> None:
    card = sealed(MARA)
    assert scored_blind(card, loop())
    assert not scored_blind(card, loop(ForceOpen("A manager", "deadline")))
    assert not scored_blind(card, loop(Waive(MARA, CASE, IVO, "late")))
    assert scored_blind(card, loop(Waive(IVO, CASE, MARA, "ill")))


def test_an_interview_that_was_begun_is_not_dropped() -> None:
    assert states(loop(DropInterview("p2"))) == [(MARA, "planned")]
    with pytest.raises(Problem, match="has begun"):
        loop(DropInterview("p1"), sessions=(session(interviewer=MARA),))
    with pytest.raises(Problem, match="no planned interview"):
        loop(DropInterview("p9"))


def test_the_last_decision_stands_and_the_first_is_kept() -> None:
    one = loop(
        Decide("hold", MARA, "one more interview"),
        Decide("hire", MARA, "evidence on rigour", {IVO: "no sign of leadership"}),
    )
    assert one.decision is not None
    assert (one.decision.outcome, one.decision.dissent["d1"].by) == ("hire", IVO)
    assert len(one.record) == 2
    assert decode_loop(encode(one), "x") == one


@pytest.mark.parametrize("name", ["r1", "r2"])
def test_an_edited_or_removed_entry_is_found(name: str) -> None:
    one = loop(Waive(IVO, CASE, NURA, "ill"), Decide("no-hire", MARA, "no rigour"))
    assert broken_record(one) == ()
    edited = one.record[name].model_copy(update={"why": "other words"})
    changed = one.model_copy(update={"record": {**one.record, name: edited}})
    assert any(name in said for said in broken_record(changed))
    kept = {key: entry for key, entry in one.record.items() if key != "r1"}
    assert broken_record(one.model_copy(update={"record": kept}))
    assert broken_record(one.model_copy(update={"name": "another"}))


def test_a_case_is_planned_once_for_somebody() -> None:
    with pytest.raises(Problem, match="already"):
        loop(PlanInterview(MARA.upper(), CASE))
    assert plan().case.id == CASE
