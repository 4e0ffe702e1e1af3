"""Planning a loop: two interviewers a dimension, no case twice while another will do."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from interviewloop.interview.loop_planning import LOAD, CaseDims, dims_for, lacking, suggested
from interviewloop.interview.loops import COVERED_BY

DIMS = tuple("abcdefgh")
CASES = {
    "one": CaseDims(("a", "b"), ("c", "d", "e", "f", "g", "h")),
    "two": CaseDims(("c", "d"), ("a", "b", "g", "h")),
    "three": CaseDims(("e", "f"), ("a", "g", "h")),
}


def test_four_interviews_cover_eight_dimensions_twice() -> None:
    plan = suggested(["Mara", "Ivo", "Nura", "Oto"], CASES, DIMS, {})
    assert plan.short == ()
    assert [one.interviewer for one in plan.interviews] == ["Mara", "Ivo", "Nura", "Oto"]
    assert {one.case for one in plan.interviews} == set(CASES)


def test_what_is_covered_already_is_not_planned_again() -> None:
    done = dict.fromkeys("abcdgh", 2)
    plan = suggested(["Mara", "Ivo"], CASES, DIMS, done, taken=["one", "two"])
    assert [one.case for one in plan.interviews] == ["three", "one"]
    assert plan.short == ()


def test_a_case_that_the_candidate_meets_already_is_not_proposed_while_there_is_another() -> None:
    plan = suggested(["Mara", "Ivo", "Nura"], CASES, DIMS, {}, taken=["one"])
    assert [one.case for one in plan.interviews] == ["two", "three", "one"]


def test_what_cannot_be_covered_is_said() -> None:
    plan = suggested(["Mara"], CASES, DIMS, {})
    assert set(plan.short) == set(DIMS)
    assert suggested([], CASES, DIMS, {}).interviews == ()
    assert suggested(["Mara"], {}, DIMS, {}).interviews == ()


def test_what_lacks_an_interviewer_is_told_in_order_and_strange_dimensions_are_not() -> None:
    assert lacking({"a": 2, "b": 1, "c": 0}, ("c", "b", "a", "zz")) == ("c", "b")


def test_an_interview_covers_its_primary_dimensions_and_what_fewest_cover() -> None:
    covered = dict.fromkeys(DIMS, 1) | {"a": 2, "c": 2, "h": 0, "g": 0}
    assert dims_for(CASES["one"], covered, DIMS) == ("a", "b", "d", "e", "g", "h")
    assert dims_for(CASES["three"], dict.fromkeys(DIMS, 2), DIMS) == ("e", "f")


def test_a_case_fits_a_rubric_that_has_all_it_assesses() -> None:
    assert CASES["two"].within(DIMS)
    assert not CASES["two"].within(DIMS[:6])


@given(
    st.lists(st.text("MN", min_size=1), unique=True, max_size=8),
    st.dictionaries(st.sampled_from(DIMS), st.integers(0, 3)),
)
def test_a_plan_is_within_cases_and_load(people: list[str], covered: dict[str, int]) -> None:
    plan = suggested(people, CASES, DIMS, covered)
    count = {dim: covered.get(dim, 0) for dim in DIMS}
    for one in plan.interviews:
        case = CASES[one.case]
        assert set(case.primary) <= set(one.dimensions) <= {*case.primary, *case.secondary}
        assert len(one.dimensions) <= len(case.primary) + LOAD
        for dim in one.dimensions:
            count[dim] += 1
    assert set(plan.short) == {dim for dim in DIMS if count[dim] < COVERED_BY}
