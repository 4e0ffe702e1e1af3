"""The order of a first loop."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.practice.mocks import ORDER, persona

from interviewloop.practice.session_plan import APART, first_loop, next_one

POOL = {name: persona(name) for name in sorted(ORDER)}
TWINS = {"velvet": "velvet-plain", "quill": "quill-polished"}


def test_the_order_is_that_of_the_trainers_plan() -> None:
    assert first_loop(POOL) == ORDER


def test_the_flat_one_comes_after_a_strong_one_for_others() -> None:
    order = first_loop(POOL, flat_later=True)
    assert order == ("velvet", "rivet", "quill-polished", "median", *ORDER[4:])


@given(st.permutations(sorted(ORDER)), st.booleans())
def test_the_order_of_the_files_does_not_matter(names: list[str], later: bool) -> None:
    pool = {name: POOL[name] for name in names}
    assert first_loop(pool, flat_later=later) == first_loop(POOL, flat_later=later)


@pytest.mark.parametrize("later", [False, True])
def test_whoever_follows_the_suggestions_walks_the_loop(later: bool) -> None:
    met: list[str] = []
    while (following := next_one(POOL, met, flat_later=later)) is not None:
        met.append(following)
    assert met == [*first_loop(POOL, flat_later=later)]


@given(st.lists(st.sampled_from(ORDER), unique=True, max_size=7))
def test_twins_stay_apart_whatever_was_met_before(met: list[str]) -> None:
    following = next_one(POOL, met)
    assert following is not None
    assert following not in met
    twin = {**TWINS, **{other: one for one, other in TWINS.items()}}
    left = [name for name in ORDER if name not in met]
    if any(twin.get(name) not in met[-APART:] for name in left):
        assert twin.get(following) not in met[-APART:]


def test_small_pools() -> None:
    assert first_loop({}) == ()
    assert next_one({}, []) is None
    assert next_one({"dial": POOL["dial"]}, ["dial"]) is None
    two = {name: POOL[name] for name in ("velvet", "velvet-plain")}
    assert first_loop(two) == ("velvet", "velvet-plain")
    assert next_one(two, ["velvet"]) == "velvet-plain"
