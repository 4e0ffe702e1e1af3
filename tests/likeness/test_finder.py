"""Groups of texts ranked for a request."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewloop.likeness.finder import OFTEN, SYNONYM, Finder

COLOURS = st.sampled_from("red green blue yellow violet orange purple".split())  # noqa: SIM905
TEXTS = st.lists(COLOURS, min_size=1, max_size=4).map(" ".join)
GROUPS = st.lists(st.lists(TEXTS, min_size=1, max_size=4), max_size=5)


def nearness(groups: list[list[str]], request: str) -> list[float]:
    return [found.nearness for found in Finder(groups).find(request)]


def test_nearness_by_hand() -> None:
    """Two groups; "red" is in both, "blue" in one: weights log(1 + 2/2) and log(1 + 2/1)."""
    groups = [["red blue", "red"], ["red green"]]
    red, blue = math.log(2), math.log(3)
    dice = 2 * red / (red + blue + red + blue)
    often = 1.0  # in the one text there is
    together = red * often * (1 + OFTEN) / (often + OFTEN) / (red + blue)
    assert nearness(groups, "red blue") == pytest.approx([1.0, (dice + together) / 2])


def test_the_nearest_text_is_named() -> None:
    found = Finder([["red green", "blue yellow"], ["violet"]]).find("yellow and blue")
    assert [one.text for one in found] == [1, 0]
    assert found[0].nearness == 1.0
    assert found[1].nearness == 0.0


def test_a_word_of_many_texts_tells_more_than_one_that_strayed_in() -> None:
    often, once = nearness([["red a1", "red a2", "red a3"], ["red b1", "b2", "b3"]], "red")
    assert often > once


def test_a_near_synonym_counts_less_than_the_word() -> None:
    same, near, neither = nearness([["revert it"], ["undo it"], ["paint it"]], "revert it now")
    assert same > near > neither
    assert 0.3 < near < SYNONYM


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("latnecy", "latency"), ("distribtuion", "distribution"), ("colector", "collector")],
)
def test_typing_errors_are_repaired(typed: str, meant: str) -> None:
    first, second = nearness([[meant], ["campaign"]], typed)
    assert first > 0.8
    assert second == 0.0


@pytest.mark.parametrize(("typed", "other"), [("water", "wait"), ("cat", "cut"), ("5.12", "5.11")])
def test_short_words_and_figures_are_not_repaired(typed: str, other: str) -> None:
    assert nearness([[other], ["campaign"]], typed) == [0.0, 0.0]


def test_words_that_nobody_knows_make_a_request_less_near() -> None:
    groups = [["latency of serving"], ["campaign"]]
    alone, among = (nearness(groups, text)[0] for text in ("latency", "latency xylophone zeppelin"))
    assert alone > 2 * among


def test_no_groups_and_empty_groups() -> None:
    assert nearness([], "red") == []
    assert nearness([[], ["red"]], "red") == [0.0, 1.0]
    assert nearness([["!"]], "?") == [0.0]


@given(GROUPS, TEXTS)
def test_nearness_is_a_share_and_a_copy_is_nearest(groups: list[list[str]], text: str) -> None:
    found = nearness([*groups, [text]], text)
    assert all(0.0 <= one <= 1.0 + 1e-9 for one in found)
    assert found[-1] == pytest.approx(1.0)
    assert found[-1] == pytest.approx(max(found))


@given(GROUPS, TEXTS)
def test_the_order_of_groups_changes_nothing(groups: list[list[str]], text: str) -> None:
    assert nearness(groups[::-1], text)[::-1] == pytest.approx(nearness(groups, text))
