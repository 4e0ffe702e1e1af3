"""Which answer fits what a trainee asked; personas as a pool."""

from __future__ import annotations

from statistics import correlation, fmean, stdev
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.practice.mocks import ORDER, case, library, persona

from interviewloop.practice.answers import NEAR_ENOUGH, OFFERED, nearest, reply

if TYPE_CHECKING:
    from interviewloop.model.persona import Persona

ASKED = [
    ("critique", "what do you look at first in a test", "p-first"),
    ("critique", "where do you start when results come in", "p-first"),
    ("critique", "how much of the gain is left after three months", "p-two-weeks"),
    ("critique", "will it be the same in three months", "p-two-weeks"),
    ("critique", "what about brazil", "p-best-cell"),
    ("critique", "how was the brazil figure chosen", "p-best-cell"),
    ("critique", "how do search and feed fit together", "p-doors"),
    ("critique", "what does the revenue row say", "p-doors"),
    ("critique", "any concerns with the gaurdrails", "p-guardrails"),
    ("critique", "which claims do you believe", "critique"),
    ("critique", "take me through the slide please", "critique"),
    ("dig", "why are there fewer users on android legacy", "p-counts"),
    ("dig", "33,735 against 29,527, explain", "p-counts"),
    ("dig", "which tables do you want", "dig"),
    ("dig", "what do you expect of each result", "dig"),
    ("redesign", "jonas says each day costs us buyers", "p-push-back"),
    ("redesign", "waiting loses 2.7 percent", "p-push-back"),
    ("redesign", "could we release on ios and modern only", "p-legacy-only"),
    ("redesign", "how would you stop other teams from doing this", "p-standard"),
    ("redesign", "what would you change for other teams", "p-standard"),
    ("redesign", "how would you set up the next test", "redesign"),
    ("redesign", "what should happen today", "redesign"),
]


@pytest.mark.parametrize("name", ORDER)
def test_questions_in_other_words_find_their_answer(name: str) -> None:
    offered = [
        [offer.answer.place for offer in nearest(persona(name), case(), stage, asked)]
        for stage, asked, _ in ASKED
    ]
    first = sum(
        places[:1] == [wanted] for places, (_, _, wanted) in zip(offered, ASKED, strict=True)
    )
    among = sum(wanted in places for places, (_, _, wanted) in zip(offered, ASKED, strict=True))
    assert first >= 0.85 * len(ASKED)
    assert among >= 0.93 * len(ASKED)


def test_three_at_most_nearest_first() -> None:
    offers = nearest(persona("quill"), case(), "critique", "what do the feed rows check first say")
    assert 1 < len(offers) <= OFFERED
    likeness = [offer.likeness for offer in offers]
    assert likeness == sorted(likeness, reverse=True)
    assert min(likeness) >= NEAR_ENOUGH


def test_holding_lines_rotate() -> None:
    who = persona("quill")
    asked = "which languages do you speak at home"
    said = [reply(who, case(), "critique", asked, number).holding_line for number in range(6)]
    assert said[:4] == [*who.persona.holding_lines]
    assert said[4:] == said[:2]
    assert reply(who, case(), "critique", asked, 1).offers == ()
    silent = who.model_copy(
        update={"persona": who.persona.model_copy(update={"holding_lines": ()})}
    )
    assert reply(silent, case(), "critique", asked).holding_line is None


def test_a_stage_without_answers_has_only_holding_lines() -> None:
    found = reply(persona("dial"), case(), "brief", "what is the brief about")
    assert found.offers == ()
    assert found.holding_line == persona("dial").persona.holding_lines[0]
    assert reply(persona("dial"), case(), "no-such-stage", "hello").offers == ()


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200), st.sampled_from(["critique", "dig", "x"]), st.integers(0, 50))
def test_any_question_has_an_answer_and_the_same_one(asked: str, stage: str, number: int) -> None:
    first = reply(persona("lemma"), case(), stage, asked, number)
    assert first == reply(persona("lemma"), case(), stage, asked, number)
    assert bool(first.offers) != (first.holding_line is not None)
    assert len(first.offers) <= OFFERED


def pool(case_id: str) -> dict[str, Persona]:
    return dict(library().personas(case_id))


POOLS = sorted(case_id for case_id in library().cases() if pool(case_id))


def test_pools_of_three_kinds_are_shipped() -> None:
    kinds = {library().case(case_id).case.case.kind for case_id in POOLS}
    assert kinds >= {"experiment-critique", "feature-design", "incident"}


@pytest.mark.parametrize("case_id", POOLS)
def test_the_key_of_a_pool_can_show_what_it_is_for(case_id: str) -> None:
    """The constraints of brief/personas.md, section 1, step 1, on the six personas."""
    six = [one.persona.levels for one in pool(case_id).values() if one.persona.twin_of is None]
    cells = [level for levels in six for level in levels.values()]
    assert len(cells) == 48
    assert {*cells} == {1, 2, 3, 4, 5}
    assert fmean(cells) == pytest.approx(3.04, abs=0.03)
    assert sum(level <= 2 for level in cells) >= 12
    assert fmean(stdev(levels.values()) for levels in six) == pytest.approx(1.0, abs=0.25)
    dims = [*six[0]]
    together = [
        correlation([one[a] for one in six], [one[b] for one in six])
        for i, a in enumerate(dims)
        for b in dims[i + 1 :]
    ]
    assert fmean(together) < 0.2


@pytest.mark.parametrize("case_id", POOLS)
def test_weak_answers_are_not_shorter(case_id: str) -> None:
    lengths = [
        fmean(len(a.text.split()) for a in one.answers if a.stage) for one in pool(case_id).values()
    ]
    assert max(lengths) <= 1.2 * min(lengths)


def test_no_name_is_met_in_two_contents() -> None:
    """Whoever has learned what Quill is worth must not meet the name with other levels."""
    seen: dict[str, dict[str, int]] = {}
    for case_id in POOLS:
        for one in pool(case_id).values():
            assert seen.setdefault(one.name, one.persona.levels) == one.persona.levels
