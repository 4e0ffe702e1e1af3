"""Words brought to one form, and the table of the trade they are read by."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewloop.likeness.field import ALIKE, PHRASES
from interviewloop.likeness.words import figures, is_small, stem, synonym_lines, tokens, words


@pytest.mark.parametrize(
    "forms",
    [
        "freeze freezing froze frozen",
        "release released releases releasing",
        "stop stopped stopping stops",
        "deploy deployment deploys deployed",
        "predict predicted prediction predictions",
        "personalised personalized personalisation personalization",
        "fresh freshness",
        "latency latencies",
        "write wrote written writes",
        "nine 9 09 9am",
    ],
)
def test_forms_of_a_word_have_one_stem(forms: str) -> None:
    assert len({stem(form) for form in forms.split()}) == 1


@pytest.mark.parametrize(
    "pair", ["status state", "train trial", "user use", "alert alter", "0 one"]
)
def test_other_words_keep_apart(pair: str) -> None:
    one, other = pair.split()
    assert stem(one) != stem(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("roll back v41", "rollback v41"),
        ("roll the new ranker back", "rollback new ranker"),
        ("turn it off", "disable it"),
        ("put the mail on hold", "hold mail"),
        ("do not send it", "hold send"),
        ("make sure nothing is sent", "hold sent"),
        ("reach out to growth", "contact growth"),
        ("rope somebody in", "contact somebody"),
        ("click-through rate over time", "ctr timeline"),
        ("time to live", "TTL"),
        ("signed-out visitors", "guest visitors"),
    ],
)
def test_phrases_are_read_as_one_word(one: str, other: str) -> None:
    assert set(tokens(one)) == set(tokens(other))


def test_a_gap_is_three_words_at_most() -> None:
    assert "rollback" not in tokens("roll dice with the new people and come back")
    assert "rollback" in tokens("roll the last release back")


def test_figures_are_single_words_as_written() -> None:
    assert words("33,735 of 5.11.3, at 2.") == ["33,735", "of", "5.11.3", "at", "2"]
    assert figures("33,735 of 5.11.3, at 2.") == {"33,735", "5.11.3", "2"}
    assert figures("no number") == set()


def test_small_words_count_only_when_alone() -> None:
    assert tokens("what is the ttl") == ("ttl",)
    assert tokens("what is it") == tuple(map(stem, ("what", "is", "it")))
    assert tokens("") == ()


def test_the_table_is_in_order_and_every_line_says_something() -> None:
    lines = re.sub(r"\n +", " ", ALIKE.strip()).splitlines()
    groups = [line.split() for line in lines]
    assert groups == sorted(groups)
    assert all(one < other for group in groups for one, other in pairwise(group))
    assert all(len({stem(word) for word in group}) > 1 for group in groups)
    assert not any(is_small(word) for group in groups for word in group)
    assert not any(set(one) <= set(other) for one in groups for other in groups if one is not other)


def test_words_of_one_line_are_alike_and_others_not() -> None:
    assert synonym_lines(stem("revert")) & synonym_lines(stem("undo"))
    assert synonym_lines(stem("paused")) & synonym_lines(stem("freeze"))
    assert synonym_lines(stem("p99")) & synonym_lines(stem("latency"))
    assert not synonym_lines(stem("latency")) & synonym_lines(stem("campaign"))
    assert not synonym_lines("xyzzy")


def test_a_phrase_is_spelled_once() -> None:
    lines = re.sub(r"\n +", " ", PHRASES.strip()).splitlines()
    spellings = [spelling for line in lines for spelling in line.partition(": ")[2].split(", ")]
    assert len(spellings) == len(set(spellings))
    for spelling in spellings:
        assert len(spelling.split()) > 1
        assert spelling == " ".join(spelling.casefold().split())


@given(st.text(max_size=300))
def test_any_text_has_words(text: str) -> None:
    found = tokens(text)
    assert bool(found) == bool(words(text))
    assert all(found)
    assert found == tokens(text.replace("\n", " "))
