"""Whom to propose for a loop: from who has met whom, and from nobody's scores."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from interviewloop.exchange.loop_people import Joining, Panel, panel_with, people_for
from interviewloop.exchange.loop_proposals import next_ones, proposed
from interviewloop.interview.loop_events import ForceOpen, LoopEvent, PlanInterview, Waive
from interviewloop.interview.loop_planning import CaseDims
from interviewloop.interview.loops import apply, interviews
from interviewloop.model.loop import Loop
from interviewloop.model.scorecard import Scorecard
from interviewloop.model.session import Session
from interviewloop.workspace.listing import Listing, Stored, StoredLoop

START = datetime(2026, 3, 1, 10, tzinfo=UTC)
DIMS = ("depth", "clarity", "rigor")
CASES = {"deep": CaseDims(("depth",), ("clarity",)), "wide": CaseDims(("rigor",), ("depth",))}


def met(interviewer: str, candidate: str, *, sealed: bool = True, **changes: object) -> Session:
    ending = {"phase": "sealed", "sealed_at": START + timedelta(hours=1), "seal": "x"}
    fields = {
        "kind": "live",
        "loop": candidate,
        "candidate": candidate,
        "interviewer": interviewer,
        "case": "deep",
        "case_version": 1,
        "rubric": "core",
        "rubric_version": 1,
        "created_at": START,
        "stage": "frame",
        "scorecard": Scorecard(scores={"depth": 3}),
        **(ending if sealed else {"phase": "scoring"}),
        **changes,
    }
    return Session.model_validate(fields)


def loop_of(*events: LoopEvent, sessions: tuple[Session, ...] = (), **changes: object) -> Loop:
    fields = {"name": "next", "candidate": "next", "rubric": "core", "created_at": START, **changes}
    one = Loop.model_validate(fields)
    for event in events:
        one = apply(one, event, START, sessions)
    return one


def listed(*sessions: Session, loops: tuple[Loop, ...] = ()) -> Listing:
    stored = tuple(Stored(Path(f"/w/{n}.toml"), one) for n, one in enumerate(sessions))
    return Listing(stored, (), tuple(StoredLoop(Path(f"/w/{one.name}"), one) for one in loops))


def people(listing: Listing, loop: Loop, *named: str, seats: int = 4) -> list[str]:
    return [one.interviewer for one in people_for(listing, loop, named, seats)]


def panel(listing: Listing, loop: Loop) -> Panel:
    sessions = [one.session for one in listing.sessions]
    return panel_with(listing, loop, interviews(loop, sessions))


TWO_GROUPS = (met("Mara", "A"), met("Ivo", "A"), met("Nura", "B"), met("Oto", "B"))


def test_who_joins_the_group_that_nobody_of_the_loop_is_in_comes_first() -> None:
    loop = loop_of(PlanInterview("Mara", "deep"))
    found = people_for(listed(*TWO_GROUPS, loops=(loop,)), loop, (), 3)
    assert found[0].purpose == "join"
    assert found[0].interviewer in ("Nura", "Oto")
    assert [one.purpose for one in found[1:]] == ["balance", "balance"]
    assert "Mara" not in [one.interviewer for one in found]


def test_a_second_link_is_sought_outside_the_loop_that_is_the_only_one() -> None:
    again = [met(one.interviewer, f"{one.candidate}2") for one in TWO_GROUPS]
    linked = (*TWO_GROUPS, *again, met("Ivo", "C"), met("Nura", "C"))
    one = people_for(listed(*linked), loop_of(PlanInterview("Mara", "deep")), (), 1)[0]
    assert (one.purpose, one.link) == ("strengthen", "C")
    assert one.interviewer in ("Nura", "Oto")
    itself = loop_of(name="C", candidate="C")
    assert {it.purpose for it in people_for(listed(*linked), itself, (), 2)} == {"balance"}


def test_one_group_alone_is_not_said_to_be_joined() -> None:
    found = people_for(listed(*TWO_GROUPS), loop_of(), ("Mara", "Ivo"), 2)
    assert [one.purpose for one in found] == ["balance", "balance"]


def test_people_without_a_scorecard_come_last_and_planned_ones_are_known() -> None:
    other = loop_of(PlanInterview("Zoe", "deep"), name="other", candidate="other")
    listing = listed(met("Mara", "A"), met("Ann", "A", sealed=False), loops=(other,))
    assert people(listing, loop_of()) == ["Mara", "Ann", "Zoe"]
    assert people_for(listing, loop_of(), (), 4)[1] == Joining("Ann")
    assert people(listing, loop_of(PlanInterview("ann", "deep"))) == ["Mara", "Zoe"]
    assert people(listing, loop_of(), "Eve", "mara", seats=1) == ["Mara"]


def test_practice_and_examples_do_not_join_a_real_panel() -> None:
    sessions = (
        met("Mara", "A"),
        met("Tom", "A", kind="mock"),
        met("Example Eve", "E", kind="example"),
    )
    assert people(listed(*sessions), loop_of()) == ["Mara"]
    assert people(listed(*sessions), loop_of(example=True)) == ["Example Eve"]


@pytest.mark.parametrize("score", [1, 5, "no-signal"])
def test_scores_change_nothing(score: object) -> None:
    card = Scorecard(scores=dict.fromkeys(DIMS, score))
    changed = tuple(one.model_copy(update={"scorecard": card}) for one in TWO_GROUPS)
    loop = loop_of(PlanInterview("Mara", "deep"))
    seen = []
    for sessions in (TWO_GROUPS, changed):
        listing = listed(*sessions, loops=(loop,))
        found = interviews(loop, sessions)
        seen.append(
            (
                people_for(listing, loop, (), 4),
                panel_with(listing, loop, found),
                next_ones(listing, loop, found, CASES, DIMS, 3),
            )
        )
    assert seen[0] == seen[1]


def test_a_plan_joins_the_panel_as_far_as_its_scorecards_will_count() -> None:
    apart = (("Ivo", "Mara"), ("Nura", "Oto"))
    both = (PlanInterview("Mara", "deep"), PlanInterview("oto ", "wide"))
    assert panel(listed(*TWO_GROUPS), loop_of(both[0])) == Panel(apart, apart)
    joined = panel(listed(*TWO_GROUPS), loop_of(*both))
    assert joined == Panel(apart, (("Ivo", "Mara", "Nura", "Oto"),))
    waived = loop_of(*both, Waive("Oto", "wide", "Tove", "ill"))
    assert panel(listed(*TWO_GROUPS), waived).then == apart
    # What is submitted after an early opening was not blind, and counts for nothing.
    opened = loop_of(*both, ForceOpen("Tove", "late"))
    assert panel(listed(*TWO_GROUPS), opened).then == apart


def test_somebody_new_alone_is_a_group_of_their_own() -> None:
    assert panel(listed(), loop_of()) == Panel((), ())
    alone = panel(listed(*TWO_GROUPS[:2]), loop_of(PlanInterview("Eve", "deep")))
    assert alone.then == (("Ivo", "Mara"), ("Eve",))


def test_a_scorecard_that_was_not_blind_links_nobody() -> None:
    seen = loop_of(ForceOpen("Tove", "late"), name="A", candidate="A")
    assert panel(listed(*TWO_GROUPS, loops=(seen,)), loop_of()).now == (("Nura", "Oto"),)


# --- interviews to add --------------------------------------------------------------------------


def test_proposals_say_what_they_fill_and_unknown_people_have_no_name() -> None:
    loop = loop_of(PlanInterview("Mara", "deep", ("depth", "clarity")))
    found = interviews(loop, ())
    first, second, third = next_ones(listed(met("Ivo", "A")), loop, found, CASES, DIMS, 3)
    assert first.interview.interviewer == "Ivo"
    assert (first.interview.case, first.fills) == ("wide", ("depth", "rigor"))
    assert [one.interview.interviewer for one in (second, third)] == ["", ""]
    assert second.fills == tuple(second.interview.dimensions)


def test_once_all_is_covered_only_people_who_are_known_are_proposed() -> None:
    plans = [PlanInterview(name, "deep", DIMS) for name in ("Mara", "Ivo")]
    loop = loop_of(*plans)
    found = interviews(loop, ())
    assert next_ones(listed(*TWO_GROUPS[:2]), loop, found, CASES, DIMS, 3) == ()
    first, second = next_ones(listed(*TWO_GROUPS), loop, found, CASES, DIMS, 3)
    assert (first.fills, first.person.purpose) == ((), "join")
    assert first.interview.dimensions == CASES[first.interview.case].primary
    assert (second.fills, second.person.purpose) == ((), "balance")


def test_cases_that_the_rubric_cannot_score_are_not_proposed() -> None:
    cases = {"strange": CaseDims(("depth", "charm"), ())}
    assert proposed((), cases, DIMS, [Joining("Mara")]).proposals == ()
    assert next_ones(listed(), loop_of(), (), cases, DIMS, 3) == ()
