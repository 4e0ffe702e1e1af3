"""Practice is closed to whoever has not scored that simulated candidate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.builders import T0
from tests.builders import session as ready
from tests.practice.mocks import session

from interviewloop.interview.blindness import (
    apart,
    closed_because,
    closed_to,
    is_practice,
    loop_closed_because,
    may_see_scores,
    owes_scorecard,
)
from interviewloop.interview.loops import interviews
from interviewloop.model.loop import Loop, PlannedInterview
from interviewloop.model.names import same_name

if TYPE_CHECKING:
    from interviewloop.model.session import Session

THREES = {"leadership": 3}


def by(who: str, persona: str = "velvet", **fields: Any) -> Session:
    loop = fields.pop("loop", f"practice {persona}")
    return session(persona, THREES, interviewer=who, loop=loop, candidate=persona, **fields)


THEIRS = by("Omar")


def test_whoever_has_not_met_the_candidate_sees_no_score_of_it() -> None:
    assert closed_because("Mara", THEIRS, [THEIRS]) == "persona-not-met"
    assert closed_because("", THEIRS, [THEIRS]) == "persona-not-met"
    assert closed_because("Mara", THEIRS, [THEIRS, by("Mara", "quill")]) == "persona-not-met"
    assert closed_because("omar ", THEIRS, [THEIRS]) is None


def test_the_own_scorecard_opens_it() -> None:
    own = by("mara")
    assert may_see_scores("Mara", THEIRS, [THEIRS, own])
    begun = own.model_copy(update={"phase": "scoring", "seal": None, "sealed_at": None})
    assert closed_because("Mara", THEIRS, [THEIRS, begun]) == "own-is-open"
    # A second meeting that stands open closes it again: it is to be scored without looking.
    again = begun.model_copy(update={"loop": "practice velvet 2"})
    assert closed_because("Mara", THEIRS, [THEIRS, own, again]) == "own-is-open"


@pytest.mark.parametrize(
    "other",
    [
        by("Mara", case="inc-green-dashboards"),
        by("Mara", kind="live"),
        by("Mara").model_copy(update={"persona": None}),
    ],
)
def test_something_else_of_the_same_name_does_not_open_it(other: Session) -> None:
    other = other.model_copy(update={"loop": "elsewhere"})
    assert closed_because("Mara", THEIRS, [THEIRS, other]) == "persona-not-met"


def test_live_interviews_are_open_as_before() -> None:
    sealed = session("velvet", THREES, kind="live", interviewer="Omar")
    assert may_see_scores("Mara", sealed, [sealed])
    assert closed_because("Mara", ready(interviewer="Omar"), []) == "not-submitted"


def test_a_trainer_sees_practice_but_for_what_is_owed() -> None:
    assert closed_because("Mara", THEIRS, [THEIRS], trainer=True) is None
    begun = by("mara").model_copy(update={"phase": "scoring", "seal": None, "sealed_at": None})
    assert closed_because("Mara", THEIRS, [THEIRS, begun], trainer=True) == "own-is-open"
    assert closed_because("Mara", begun, [begun], trainer=True) is None
    assert closed_because("Omar", begun, [begun], trainer=True) == "not-submitted"


def test_figures_are_made_from_what_is_open_and_from_what_nobody_has_submitted() -> None:
    begun = by("Ina", "quill").model_copy(
        update={"phase": "scoring", "seal": None, "sealed_at": None}
    )
    known = [THEIRS, begun, by("Omar", "rivet"), by("Mara", "rivet")]
    allowed, closed = apart("Mara", known)
    assert (allowed, closed) == (known[1:], [THEIRS])
    assert apart("Mara", known, trainer=True) == (known, [])


def test_a_loop_that_is_all_in_stays_closed_to_who_owes_its_candidate_elsewhere() -> None:
    theirs = session("velvet", THREES, kind="live", interviewer="Omar", loop="A", candidate="C")
    mine = ready(interviewer="Mara", loop="B", candidate="C")
    loop = Loop(name="A", candidate="C", rubric="r", created_at=T0)
    known = [theirs, mine]

    def why(viewer: str) -> str | None:
        return loop_closed_because(
            viewer, interviews(loop, known), closed_to(viewer, known, [loop])
        )

    assert why("Mara") == "own-is-open"
    assert why("") == "own-is-open"
    assert why("A manager") is None
    assert why("Omar") is None


def rule(
    viewer: str, one: Session, known: list[Session], loops: list[Loop], *, trainer: bool
) -> str | None:
    """The rule as it is told, without a thought for how long it takes."""
    if same_name(one.interviewer, viewer):
        return None
    if not one.sealed:
        return "not-submitted"
    if owes_scorecard(viewer, one, known, loops):
        return "own-is-open"
    met = any(
        it.sealed
        and is_practice(it)
        and (it.case, it.persona) == (one.case, one.persona)
        and same_name(it.interviewer, viewer)
        for it in known
    )
    return "persona-not-met" if is_practice(one) and not (met or trainer) else None


PEOPLE = st.sampled_from(["Ann", " ann", "Ben", "Cleo"])
CANDIDATES = st.sampled_from(["C-1", "c-1 ", "C-2"])
LOOPS = st.sampled_from(["A", "a", "B", "D"])


@st.composite
def cards(draw: st.DrawFn) -> Session:
    fields: dict[str, Any] = {
        "interviewer": draw(PEOPLE), "loop": draw(LOOPS), "candidate": draw(CANDIDATES),
    }  # fmt: skip
    if not draw(st.booleans()):
        return ready(**fields)
    kind = draw(st.sampled_from(["live", "mock"]))
    return session(draw(st.sampled_from(["velvet", "quill"])), THREES, kind=kind, **fields)


@st.composite
def plans(draw: st.DrawFn) -> Loop:
    loop = Loop(name=draw(LOOPS), candidate=draw(CANDIDATES), rubric="r", created_at=T0)
    for who in draw(st.lists(PEOPLE, max_size=2, unique_by=str.strip)):
        planned = {**loop.planned, f"p{len(loop.planned) + 1}": PlannedInterview(
            interviewer=who, case=THEIRS.case, dimensions=("leadership",)
        )}  # fmt: skip
        loop = loop.model_copy(update={"planned": planned})
    return loop


@given(
    st.sampled_from(["Ann", "ben ", "Zoe", ""]),
    st.lists(cards(), min_size=1, max_size=6),
    st.lists(plans(), max_size=3),
    st.booleans(),
)
def test_many_sessions_are_judged_by_the_rule_for_one(
    viewer: str, known: list[Session], loops: list[Loop], trainer: bool
) -> None:
    closed = closed_to(viewer, known, loops, trainer=trainer)
    for one in known:
        assert closed(one) == rule(viewer, one, known, loops, trainer=trainer)
        assert closed_because(viewer, one, known, loops, trainer=trainer) == closed(one)
