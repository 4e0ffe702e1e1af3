"""What a run suggests as evidence: the right dimension, the right words, the right rung."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.builders import after as after_events
from tests.builders import session
from tests.incident.worlds import CASE, after, shipped, small

from interviewloop.incident.running import Running
from interviewloop.incident.suggestions import Suggestion, of_session, suggestions
from interviewloop.interview.events import Start, TakeTurn

NUDGE = {"at": 2, "from": "SRE", "text": "Look there.", "hint": True}


def played(name: str) -> list[str]:
    script = tomllib.loads((CASE / f"playthroughs/{name}.toml").read_text())
    steps = (step["do"] for step in script["step"])
    return [one for do in steps for one in ([do] if isinstance(do, str) else do)]


def by_key(found: tuple[Suggestion, ...]) -> dict[str, Suggestion]:
    assert len({(one.key, one.dim) for one in found}) == len(found)
    return {one.key: one for one in found}


def test_an_excellent_run_suggests_strong_and_unprompted_throughout() -> None:
    found = suggestions(shipped(), after(shipped(), *played("excellent")))
    assert {one.standing for one in found} == {"strong", "founded"}
    assert {one.rung for one in found} == {0}
    assert {one.signal for one in found} == {"strong"}
    minutes = [one.minute for one in found]
    assert minutes == sorted(minutes)
    split = by_key(found)["milestone:split-first"]
    assert split.dim == "production-ml"
    assert split.sentence == "T+8 Asked who is hit before changing production: strong"
    belief = by_key(found)["belief:ids-differ:founded"]
    assert belief.dim == "systems-performance"
    assert belief.sentence == ("T+52 Believed “ids differ” (the cause): with evidence for it seen")


def test_a_poor_run_suggests_the_harm_where_it_belongs() -> None:
    found = by_key(suggestions(shipped(), after(shipped(), *played("poor"))))
    harm = {key: one.dim for key, one in found.items() if one.standing == "harmed"}
    state = after(shipped(), *played("poor"))
    expected = {f"milestone:{id_}": shipped().incident.milestones[id_].dim
                for id_, one in state.milestones.items() if one.verdict == "harmed"}  # fmt: skip
    assert harm == expected
    assert expected
    assert all(one.signal == "weak" for key, one in found.items() if key in harm)
    assert all("harm done" in found[key].sentence for key in harm)


@pytest.mark.parametrize(
    ("events", "standing", "words"),
    [
        (["ask:look"], "strong", "T+3 seen it: strong"),
        (["wait:4", "ask:look"], "ok", "T+7 seen it: in time, not early"),
        (["wait:9", "ask:look"], "late", "T+12 seen it: late"),
        (["act:fix", "ask:look"], "ok", "T+5 seen it: in time, but out of order"),
        (["wait:9"], "open", "Not reached when the run ended at T+9, with time until T+10"),
        (["wait:10"], "missed", "Not reached when the run ended at T+10: “seen it”"),
    ],
)
def test_words_say_when_and_why_not_better(events: list[str], standing: str, words: str) -> None:
    one = by_key(suggestions(small(), after(small(), *events)))["milestone:seen-it"]
    assert one.standing == standing
    assert one.sentence.startswith(words)
    assert one.rung == 0


def test_after_a_hint_a_milestone_carries_rung_three_and_is_only_in_time() -> None:
    world = small(injects={"nudge": NUDGE})
    one = by_key(suggestions(world, after(world, "ask:look")))["milestone:seen-it"]
    assert (one.standing, one.rung, one.sentence) == ("ok", 3, "T+3 seen it: in time")
    unprompted = by_key(suggestions(small(), after(small(), "ask:look")))["milestone:seen-it"]
    assert unprompted.rung == 0


def test_beliefs_speak_to_the_dimensions_that_ask_for_a_named_cause() -> None:
    named = {"dim": "y", "when": "named.truth", "strong_by": 9, "ok_by": 20}
    wrong = {"say": ["bad luck"]}
    world = small(milestones={"found": named}, hypotheses={"luck": wrong})
    state = after(world, "name:luck", "name:truth", "ask:look", "name:truth", "name:truth")
    beliefs = [one for one in suggestions(world, state) if one.key.startswith("belief")]
    assert [(one.key, one.minute, one.dim, one.signal) for one in beliefs] == [
        ("belief:luck:guess", 0, "y", "weak"),
        ("belief:truth:guess", 0, "y", "note"),
        ("belief:truth:founded", 3, "y", "strong"),
    ]
    # Nothing in the world asks for a named cause: a belief has no dimension to speak to.
    assert not [
        one for one in suggestions(small(), after(small(), "name:truth"))
        if one.key.startswith("belief")
    ]  # fmt: skip


def test_avoided_harm_and_an_incident_never_begun_suggest_nothing() -> None:
    assert "milestone:harm" not in by_key(suggestions(small(), after(small(), "wait:60")))
    running = Running(small())
    assert of_session(running, after_events(session(), Start())) == ()
    vain = after_events(session(), Start(), TakeTurn("the weather", None))
    assert of_session(running, vain) == ()
    begun = after_events(session(), Start(), TakeTurn("a", "ask:look"))
    assert of_session(running, begun)


WORLD = shipped()
EVENTS = st.sampled_from(
    [
        *(f"ask:{id_}" for id_ in WORLD.incident.evidence),
        *(f"act:{id_}" for id_ in WORLD.incident.actions),
        *(f"name:{id_}" for id_ in WORLD.incident.hypotheses),
        "wait:20",
    ]
)


@given(st.lists(EVENTS, max_size=15))
@settings(max_examples=60, deadline=None)
def test_every_milestone_that_ended_is_suggested_once_with_its_rung(events: list[str]) -> None:
    state = after(WORLD, *events)
    found = by_key(suggestions(WORLD, state))
    for id_, one in state.milestones.items():
        rule = WORLD.incident.milestones[id_]
        suggested = found.get(f"milestone:{id_}")
        if suggested is None:
            assert rule.avoid
            assert one.verdict == "pending"
            continue
        assert suggested.happened == (one.verdict != "pending")
        assert suggested.dim == rule.dim
        hinted = one.at is not None and state.hint_at is not None and state.hint_at <= one.at
        assert suggested.rung == (3 if hinted else 0)
