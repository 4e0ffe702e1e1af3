from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from interviewloop.calibration.ratings import RatingRow, Ratings
from interviewloop.exchange.practice_link import practice_of
from interviewloop.exchange.row_choice import chosen_rows, order_of_rows
from interviewloop.exchange.session_ratings import rows_from_sessions
from interviewloop.interview.loop_events import ForceOpen, LoopEvent, PlanInterview, Waive
from interviewloop.interview.loops import apply
from interviewloop.model.loop import Loop
from interviewloop.model.scorecard import Amendment, Scorecard
from interviewloop.model.session import Session

START = datetime(2026, 3, 1, 10, tzinfo=UTC)


def session(
    interviewer: str,
    scores: dict[str, object],
    *,
    candidate: str = "C-014",
    loop: str | None = None,
    kind: str = "live",
    case: str = "feed",
    rubric: str = "core",
    rubric_version: int = 1,
    sealed: bool = True,
    minutes: int = 0,
    amendments: dict[str, Amendment] | None = None,
) -> Session:
    ending = {"phase": "sealed", "sealed_at": START + timedelta(minutes=minutes), "seal": "x"}
    return Session(
        kind=kind,
        loop=loop or f"{candidate.strip().casefold()} loop",
        candidate=candidate,
        interviewer=interviewer,
        case=case,
        case_version=1,
        rubric=rubric,
        rubric_version=rubric_version,
        created_at=START,
        stage="frame",
        scorecard=Scorecard(scores=scores),
        amendments=amendments or {},
        **(ending if sealed else {"phase": "scoring"}),
    )


def codes(found) -> list[str]:
    return [notice.code for notice in found.notices]


def test_sealed_scores_become_rows_and_no_signal_is_missing():
    found = rows_from_sessions([session("Ann", {"depth": 4, "clarity": "no-signal"})])
    assert tuple(found.rows) == (RatingRow("C-014", "Ann", "depth", 4, "feed"),)
    assert found.sessions == 1
    [notice] = found.notices
    assert notice.code == "missing-scores"
    assert notice.message.startswith("1 score was left out")


def test_live_and_shadow_belong_together_and_no_other_kinds():
    kinds = ("live", "shadow", "mock", "example")
    every = [session(kind, {"depth": 3}, kind=kind, candidate=kind) for kind in kinds]
    assert {row.interviewer for row in rows_from_sessions(every).rows} == {"live", "shadow"}
    for kind in kinds:
        assert {r.interviewer for r in rows_from_sessions(every, kind=kind).rows} == {kind}


def test_examples_stand_in_only_while_nothing_real_is_sealed_and_say_so():
    example = session("Ann", {"depth": 3}, kind="example", candidate="E")
    mock = session("Bob", {"depth": 3}, kind="mock", candidate="M")
    draft = session("Cem", {"depth": 3}, sealed=False)
    found = rows_from_sessions([example, mock, draft])
    assert [row.interviewer for row in found.rows] == ["Ann"]
    assert codes(found) == ["examples-only"]
    found = rows_from_sessions([example, session("Dee", {"depth": 2})])
    assert [row.interviewer for row in found.rows] == ["Dee"]
    assert codes(found) == []
    assert codes(rows_from_sessions([example], kind="example")) == ["examples-only"]
    assert codes(rows_from_sessions([draft], kind="example")) == []


def test_nothing_sealed_is_nothing_to_measure():
    assert tuple(rows_from_sessions([]).rows) == ()
    assert tuple(rows_from_sessions([session("Ann", {"depth": 3}, sealed=False)]).rows) == ()


def test_scores_wait_while_somebody_has_yet_to_submit():
    sessions = [
        session("Ann", {"depth": 5}),
        session("Bob", {}, sealed=False),
        session("Cem", {"depth": 2}, candidate="C-015"),
    ]
    found = rows_from_sessions(sessions)
    assert [row.interviewer for row in found.rows] == ["Cem"]
    assert found.sessions == 1
    [notice] = found.notices
    assert notice.code == "held-back"
    assert notice.message.startswith("1 sealed scorecard was held back")
    assert "C-014" in notice.message
    # Another loop of the same candidate could be told from this one just as well.
    elsewhere = [session("Ann", {"depth": 5}), session("Bob", {}, sealed=False, loop="other")]
    assert tuple(rows_from_sessions(elsewhere).rows) == ()
    # So could a colleague's in the same loop, however the candidate's name was typed there.
    typed = [
        session("Ann", {"depth": 5}),
        session("Bob", {}, sealed=False, candidate="C14", loop="c-014 loop"),
    ]
    assert tuple(rows_from_sessions(typed).rows) == ()
    # Practice on somebody of the same name holds nothing back.
    practice = [session("Ann", {"depth": 5}), session("Bob", {}, sealed=False, kind="mock")]
    assert len(rows_from_sessions(practice).rows) == 1


def test_case_and_rubric_choose_sessions():
    sessions = [
        session("Ann", {"depth": 5}, case="feed", rubric="core"),
        session("Bob", {"depth": 4}, case="search", rubric="other"),
    ]
    assert codes(rows_from_sessions(sessions)) == ["mixed-rubrics"]
    for chosen in (
        rows_from_sessions(sessions, case="search"),
        rows_from_sessions(sessions, rubric="other"),
    ):
        assert [row.interviewer for row in chosen.rows] == ["Bob"]
        assert codes(chosen) == []
    versions = [session("Ann", {"d": 5}), session("Bob", {"d": 5}, rubric_version=2)]
    assert "core version 1, core version 2" in rows_from_sessions(versions).notices[0].message


def test_amendments_count_only_when_asked_for():
    change = Amendment(
        at=START, by="Ann", field="depth", before=4, after=2, why="debrief", seal="y"
    )
    withdrawn = change.model_copy(update={"field": "clarity", "before": 3, "after": "no-signal"})
    sessions = [
        session("Ann", {"depth": 4, "clarity": 3}, amendments={"a1": change, "a2": withdrawn})
    ]
    assert [row.score for row in rows_from_sessions(sessions).rows] == [4, 3]
    found = rows_from_sessions(sessions, "amended")
    assert [(row.dimension, row.score) for row in found.rows] == [("depth", 2)]
    assert codes(found) == ["missing-scores"]


def test_spelling_of_a_name_makes_no_new_person():
    sessions = [
        session("Ann Lee", {"depth": 4}, candidate="C-014", minutes=1),
        session("ann  lee", {"depth": 2}, candidate="c-014 ", minutes=2, case="search"),
        session("Bob", {"depth": 2}, candidate="C-014", minutes=3),
    ]
    found = rows_from_sessions(sessions)
    assert [(row.candidate, row.interviewer) for row in found.rows] == [
        ("C-014", "Ann Lee"),
        ("C-014", "Bob"),
    ]


def test_a_candidate_in_two_loops_is_two_performances():
    sessions = [
        session("Ann", {"depth": 4}, loop="backend"),
        session("Ann", {"depth": 2}, loop="research"),
    ]
    assert {row.candidate for row in rows_from_sessions(sessions).rows} == {
        "C-014 (backend)",
        "C-014 (research)",
    }


@pytest.mark.parametrize("order", [1, -1])
def test_of_two_scores_for_the_same_thing_the_first_sealed_counts(order):
    sessions = [
        session("Ann", {"depth": 4}, case="feed", minutes=5),
        session("Ann", {"depth": 2, "clarity": 3}, case="search", minutes=9),
    ][::order]
    found = rows_from_sessions(sessions)
    assert [(row.dimension, row.score) for row in found.rows] == [("depth", 4), ("clarity", 3)]
    assert codes(found) == ["repeated-scores"]
    assert len(Ratings.from_rows(found.rows)) == 2


def test_days_choose_sessions_and_both_ends_count():
    many = [
        session("Ann", {"depth": 2}, candidate=f"C{day}", minutes=day * 24 * 60) for day in range(5)
    ]
    days = [one.sealed_at.astimezone().date() for one in many]
    found = rows_from_sessions(many, since=days[1], until=days[3])
    assert [row.candidate for row in found.rows] == ["C1", "C2", "C3"]
    assert rows_from_sessions(many, since=days[4]).sessions == 1
    assert rows_from_sessions(many, until=days[0]).sessions == 1


def test_sessions_stand_in_the_order_in_which_they_were_sealed():
    late = session("Ann", {"depth": 2}, candidate="C1", minutes=90)
    early = session("Bob ", {"depth": 2}, candidate="C2", minutes=10)
    assert rows_from_sessions([late, early]).order == {("C2", "Bob"): 0.0, ("C1", "Ann"): 1.0}


def test_rows_are_chosen_by_name_and_ordered_by_first_appearance():
    rows = [RatingRow("B", "Ann", "d", 2), RatingRow("A", "Bob", "d", 3)]
    rows.append(RatingRow("B", "Ann", "e", 4))
    assert order_of_rows(rows) == {("B", "Ann"): 0.0, ("A", "Bob"): 1.0}
    assert chosen_rows(rows, [], []) == tuple(rows)
    assert chosen_rows(rows, ["ann "], ["E"]) == (rows[2],)
    assert chosen_rows(rows, [], ["d"]) == tuple(rows[:2])


def mock(interviewer: str, persona: str, score: int = 3, **fields: object) -> Session:
    """A mock session as the app makes it: a loop and a candidate of its own for each trainee."""
    typed = {"candidate": f"{persona} of {interviewer}", "loop": f"{interviewer} {persona}"}
    made = session(interviewer, {"depth": score}, kind="mock", **(typed | fields))
    return made.model_copy(update={"persona": persona})


def test_all_who_met_a_persona_scored_the_same_candidate():
    found = rows_from_sessions(
        [
            mock("Ann", "quill", 4),
            mock("Bob", "quill", 2, minutes=1),
            mock("Bob", "quill", 5, case="search", minutes=2),
            session("Cem", {"depth": 1}, kind="mock", candidate="a colleague"),
        ],
        kind="mock",
    )
    assert [(row.candidate, row.interviewer, row.score) for row in found.rows] == [
        ("feed/quill", "Ann", 4),
        ("a colleague", "Cem", 1),
        ("feed/quill", "Bob", 2),
        ("search/quill", "Bob", 5),
    ]
    assert list(found.meetings) == [
        ("feed/quill", "Ann"),
        ("feed/quill", "Bob"),
        ("search/quill", "Bob"),
    ]
    assert {row.case for row in found.rows} == {"feed", "search"}


@pytest.mark.parametrize("order", [1, -1])
def test_only_the_first_meeting_with_a_persona_counts(order):
    later = mock("ann ", "quill", 2, minutes=9, loop="another", candidate="again")
    later = later.model_copy(update={"scorecard": Scorecard(scores={"depth": 2, "clarity": 5})})
    meetings = [mock("Ann", "quill", 4, minutes=1), later][::order]
    found = rows_from_sessions(meetings, kind="mock")
    # What was not scored the first time is not taken from the second: the key was known by then.
    assert [(row.interviewer, row.dimension, row.score) for row in found.rows] == [
        ("Ann", "depth", 4)
    ]
    assert codes(found) == ["repeated-meetings"]
    since = later.sealed_at.astimezone().date()
    assert tuple(rows_from_sessions([later], kind="mock", since=since).rows) != ()
    # A first meeting that a filter leaves out was a first meeting all the same.
    other = meetings[::order][0].model_copy(update={"rubric": "other"})
    assert tuple(rows_from_sessions([other, later], kind="mock", rubric="core").rows) == ()


def test_an_open_first_meeting_holds_the_persona_back_and_a_second_one_does_not():
    sealed = [mock("Ann", "quill", 4), mock("Ann", "dial", 4, minutes=1)]
    bobs = mock("Bob", "quill", sealed=False)
    found = rows_from_sessions([*sealed, bobs], kind="mock")
    assert {row.candidate for row in found.rows} == {"feed/dial"}
    [held] = [notice for notice in found.notices if notice.code == "held-back"]
    assert held.message.endswith("feed/quill.")
    again = mock("Ann", "quill", sealed=False, loop="once more")
    found = rows_from_sessions([*sealed, again], kind="mock")
    assert {row.candidate for row in found.rows} == {"feed/quill", "feed/dial"}


def test_practice_that_links_is_the_panels_own_spelled_as_there():
    """First meetings of its interviewers with personas, and nobody else's."""
    met = [
        mock("ann  LEE", "quill", 2),
        mock("Ann Lee", "quill", 5, minutes=9, loop="once more"),
        mock("Zoe", "quill", 4),
        mock("Bob", "dial", 3, minutes=1, rubric="other"),
        session("Ann Lee", {"depth": 5}),
    ]
    found = practice_of(["Ann Lee", "Bob"], met)
    assert {(row.candidate, row.interviewer, row.score) for row in found.rows} == {
        ("feed/quill", "Ann Lee", 2),
        ("feed/dial", "Bob", 3),
    }
    assert found.behind == {("feed/quill", "Ann Lee"): (met[0],), ("feed/dial", "Bob"): (met[3],)}
    assert found.notices == ()
    other = practice_of(["Bob", "Ann Lee"], met, rubric="other")
    assert [row.interviewer for row in other.rows] == ["Bob"]


def test_practice_that_somebody_has_yet_to_score_does_not_link():
    met = [mock("Ann", "quill", 2), mock("Bob", "quill", sealed=False)]
    found = practice_of(["Ann", "Bob"], met)
    assert (tuple(found.rows), codes(found)) == ((), ["held-back"])


def test_a_role_chooses_loops_and_lets_nobody_see_more():
    cards = [
        session("Ann", {"depth": 4}),
        session("Ann", {"depth": 2}, candidate="C-015", loop="Second"),
        session("Ann", {"depth": 3}, candidate="C-016", loop="third"),
    ]
    loops = [
        Loop(name=name, candidate=card.candidate, rubric="core", role=role, created_at=START)
        for name, role, card in zip(
            ("C-014 loop", "second", "third"), ("Staff ML", "staff  ml", None), cards, strict=True
        )
    ]
    found = rows_from_sessions(cards, role="STAFF ML", loops=loops)
    assert {row.candidate for row in found.rows} == {"C-014", "C-015"}
    assert tuple(rows_from_sessions(cards, role="nobody", loops=loops).rows) == ()
    # An open scorecard in a loop for another role still holds the candidate back.
    waiting = session("Bob", {}, candidate="C-014", loop="third", sealed=False)
    found = rows_from_sessions([*cards, waiting], role="staff ml", loops=loops)
    assert [row.candidate for row in found.rows] == ["C-015"]


def loop_of(*events: LoopEvent, minutes: int = 0, sessions: tuple[Session, ...] = ()) -> Loop:
    one = Loop(name="C-014 Loop", candidate="C-014", rubric="core", created_at=START)
    for event in events:
        one = apply(one, event, START + timedelta(minutes=minutes), sessions)
    return one


def test_a_planned_interview_that_was_not_begun_holds_the_candidate_back():
    card = session("Ann", {"depth": 4})
    planned = loop_of(PlanInterview("Ann", "feed"), PlanInterview("Bob", "feed"))
    found = rows_from_sessions([card], loops=[planned])
    assert (tuple(found.rows), codes(found)) == ((), ["held-back"])
    waived = loop_of(*(PlanInterview(name, "feed") for name in ("Ann", "Bob")),
                     Waive("Bob", "feed", "Ann", "ill"), minutes=60)  # fmt: skip
    assert len(rows_from_sessions([card], loops=[waived]).rows) == 1
    shadow = session("Bob", {"depth": 3}, kind="shadow")
    assert len(rows_from_sessions([card, shadow], kind="live", loops=[planned]).rows) == 1


def test_an_open_scorecard_that_was_waived_holds_nobody_back():
    card, open_one = session("Ann", {"depth": 4}), session("Bob", {}, sealed=False)
    waived = loop_of(Waive("Bob", "feed", "Ann", "ill"), sessions=(open_one,), minutes=60)
    assert tuple(rows_from_sessions([card, open_one]).rows) == ()
    assert len(rows_from_sessions([card, open_one], loops=[waived]).rows) == 1


def test_a_scorecard_submitted_after_scores_were_opened_does_not_count():
    before, after = session("Ann", {"depth": 4}), session("Bob", {"depth": 4}, minutes=90)
    opened = loop_of(ForceOpen("A manager", "deadline"), minutes=60)
    found = rows_from_sessions([before, after], loops=[opened])
    assert [row.interviewer for row in found.rows] == ["Ann"]
    assert codes(found) == ["not-blind"]
    assert "C-014" in found.notices[0].message
