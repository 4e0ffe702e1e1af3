"""How often a case was used: what counts, once, and that no score does."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st
from tests.builders import DIMS, T0, after, scored, session

from interviewloop.interview.events import SetRationale, SetRecommendation, SetScore, Start, Submit
from interviewloop.interview.usage import NEVER, WORN, Times, usage_of_cases, usage_of_rubrics

if TYPE_CHECKING:
    from interviewloop.model.session import Session

MARA, OMAR = "Mara Lindqvist", "Omar Haddad"


def used(number: int = 0, **changes: Any) -> Session:
    fields = {"loop": f"C-{number}", "candidate": f"C-{number}", **changes}
    return after(session(**fields), Start())


def test_kinds_are_counted_apart_and_what_never_began_is_not() -> None:
    usage = usage_of_cases(
        [
            used(1),
            used(2, interviewer=OMAR),
            used(2, interviewer="Nura", kind="shadow"),
            used(3, kind="mock"),
            used(4, kind="example"),
            session(loop="C-5", candidate="C-5"),
        ]
    )["feat-test"]
    assert usage.times == Times(live=2, shadow=1, mock=1, example=1)
    assert usage.interviews == 2
    assert dict(usage.by) == {
        MARA: Times(live=1, mock=1, example=1),
        OMAR: Times(live=1),
        "Nura": Times(shadow=1),
    }
    assert usage.by[0][0] == MARA


def test_an_interview_of_which_only_the_shadow_is_on_record_is_one() -> None:
    seen = [used(1, kind="shadow"), used(1, kind="shadow", interviewer=OMAR), used(2)]
    assert usage_of_cases(seen)["feat-test"].interviews == 2


def test_a_name_spelled_two_ways_is_one_interviewer() -> None:
    usage = usage_of_cases([used(1), used(2, interviewer="mara  LINDQVIST")])["feat-test"]
    assert usage.by == ((MARA, Times(live=2)),)


def test_the_last_use_is_when_an_interview_began() -> None:
    late = used(2).model_copy(update={"started_at": T0 + timedelta(days=3)})
    assert usage_of_cases([late, used(1)])["feat-test"].last == T0 + timedelta(days=3)


def test_a_version_is_worn_from_forty_interviews_on_and_a_new_one_begins_anew() -> None:
    sessions = [used(number) for number in range(WORN - 1)]
    assert not usage_of_cases(sessions)["feat-test"].worn(2)
    mocks = [used(number + 100, kind="mock") for number in range(5)]
    assert not usage_of_cases([*sessions, *mocks])["feat-test"].worn(2)
    usage = usage_of_cases([*sessions, used(99)])["feat-test"]
    assert usage.worn(2)
    assert not usage.worn(3)
    assert not NEVER.worn(1)


def test_rubrics_are_counted_as_cases_are() -> None:
    other = used(2).model_copy(update={"rubric": "other", "rubric_version": 4})
    usage = usage_of_rubrics([used(1), other])
    assert (usage["test-rubric"].interviews, usage["other"].of_version) == (1, ((4, 1),))


@given(st.lists(st.sampled_from([1, 2, 3, 4, 5, 0]), min_size=len(DIMS), max_size=len(DIMS)))
def test_no_score_and_no_submission_changes_a_count(scores: list[Any]) -> None:
    plain = used(1)
    begun = scored(loop="C-1", candidate="C-1")
    reasons = [SetRationale(dim, "Said so.") for dim in DIMS]
    marks = [SetScore(dim, value) for dim, value in zip(DIMS, scores, strict=True)]
    done = after(begun, *marks, *reasons, SetRecommendation("strong-no"), Submit())
    assert done.sealed
    assert usage_of_cases([done]) == usage_of_cases([plain])
