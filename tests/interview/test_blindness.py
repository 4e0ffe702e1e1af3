"""Practice is closed to whoever has not scored that simulated candidate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from tests.builders import session as ready
from tests.practice.mocks import session

from interviewloop.interview.blindness import closed_because, may_see_scores

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
