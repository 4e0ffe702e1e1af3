"""The machine, minute by minute: each sentence of docs/authoring.md about a minute, as a test."""

from __future__ import annotations

import pytest
from tests.incident.worlds import after, small

from interviewloop.incident.engine import apply, blocked, start, verdicts
from interviewloop.incident.events import event_of, events_of
from interviewloop.incident.expressions import parse
from interviewloop.model.errors import Problem


def told(state) -> list[tuple[int, str, str]]:
    return [(one.t, one.kind, one.id) for one in state.told]


def test_minute_zero_has_effects_at_once() -> None:
    state = start(small())
    assert (state.t, state.signals) == (0, {"rate": 5.0, "twice": 10.0})
    assert state.history == ((5.0, 10.0),)
    assert verdicts(small(), state, over=False) == dict.fromkeys(
        ("seen-it", "well", "harm"), "pending"
    )
    assert verdicts(small(), state, over=True)["harm"] == "avoided"


def test_an_action_costs_leads_and_glides() -> None:
    state = after(small(), "act:fix")
    assert (state.t, state.pending[0].due, state.flags["fixed"]) == (2, 6, False)
    state = after(small(), "act:fix", "wait:4")
    assert state.flags["fixed"]
    assert state.signals["rate"] == 5.0
    assert [after(small(), "act:fix", f"wait:{n}").signals["rate"] for n in (5, 9, 14, 20)] == [
        pytest.approx(10 * strength) for strength in (0.55, 0.75, 1.0, 1.0)
    ]
    assert told(after(small(), "act:fix", "wait:9")) == [
        (2, "ordered", "fix"),
        (6, "effect", "fix"),
    ]


def test_a_glide_that_turns_starts_where_it_is() -> None:
    state = after(small(), "act:fix", "wait:4", "wait:3", "undo:fix", "wait:4")
    turned = state.strengths[0]
    assert (turned.start, turned.since, turned.target) == (pytest.approx(0.95), 15, 0.5)


def test_a_level_has_its_own_glide_and_the_first_that_holds_wins() -> None:
    levels = [
        {"when": "fixed", "times": 0.9, "glide": 2},
        {"when": "broken", "times": 0.5},
        {"when": "ill", "times": 0.1},
    ]
    world = small(effects={"cause": {"metric": "rate", "glide": 10, "levels": levels}})
    assert start(world).signals["rate"] == 5.0
    assert after(world, "act:fix", "wait:5").signals["rate"] == pytest.approx(7.0)
    assert after(world, "act:fix", "wait:6").signals["rate"] == pytest.approx(9.0)


def test_a_lead_of_nothing_takes_effect_before_the_next_effects() -> None:
    state = after(small(), "act:quick")
    assert state.flags["late"]
    assert state.signals["rate"] == 5.0
    assert state.milestones["harm"].verdict == "harmed"
    assert after(small(), "act:quick", "wait:1").signals["rate"] == 8.0


def test_undo_sets_back_and_unmarks_effect_but_not_done() -> None:
    state = after(small(), "act:fix", "wait:4", "undo:fix", "wait:4")
    assert not state.flags["fixed"]
    assert ("eff", "fix") not in state.marks
    assert ("did", "fix") in state.marks
    assert state.t == 12


def test_questions_cost_and_may_be_blocked() -> None:
    world = small()
    state = after(world, "ask:deep")
    assert (state.t, told(state)) == (1, [(1, "blocked", "deep")])
    assert blocked(world, start(world), event_of("ask:deep"))
    state = after(world, "ask:look", "ask:deep")
    assert (state.t, told(state)[0]) == (8, (3, "evidence", "look"))
    assert state.told[0].text == "ill"
    changed = after(world, "act:fix", "wait:4", "ask:look")
    assert changed.told[-1].text == "well"


def test_injects_fire_once_by_clock_or_guard_unless() -> None:
    assert after(small(), "wait:20").fired == ("call",)
    assert after(small(), "act:fix", "wait:20").fired == ()
    late = after(small(), "act:fix", "act:quick", "wait:20")
    assert late.fired == ("guard",)
    assert late.injects["guard"].armed == 4
    assert late.injects["guard"].fired == 7
    assert late.injects["call"].spent
    assert late.flags["broken"] is False


def test_an_inject_that_was_due_does_not_come_later() -> None:
    world = small(injects={"call": {"at": 5, "from": "a", "text": "b", "unless": "not late"}})
    assert after(world, "wait:6", "act:quick", "wait:20").fired == ("guard",)


def test_milestones_strong_ok_late_missed_and_spoiled() -> None:
    def verdict(*events: str) -> str:
        return after(small(), *events).milestones["seen-it"].verdict

    assert verdict("ask:look") == "strong"
    assert verdict("wait:2", "ask:look") == "strong"
    assert verdict("wait:3", "ask:look") == "ok"
    assert verdict("wait:8", "ask:look") == "late"
    assert verdict("act:fix", "ask:look") == "ok"
    assert verdict("wait:2", "ask:look", "act:fix", "wait:20") == "strong"
    assert verdict("wait:60") == "pending"


def test_a_hint_takes_strong_away_from_what_comes_later() -> None:
    world = small(injects={"help": {"at": 2, "from": "a", "text": "b", "hint": True}})
    assert after(world, "ask:look").milestones["seen-it"].verdict == "ok"
    early = small(
        evidence={"look": {"title": "a", "cost": 1, "ask": ["a"], "text": "b"}},
        injects={"help": {"at": 2, "from": "a", "text": "b", "hint": True}},
    )
    assert after(early, "ask:look", "wait:9").milestones["seen-it"].verdict == "strong"


def test_hold_counts_minutes_in_a_row_and_dates_from_the_first() -> None:
    state = after(small(), "act:fix", "wait:14")
    assert state.milestones["well"].since == 14
    assert state.milestones["well"].verdict == "pending"
    state = after(small(), "act:fix", "wait:15")
    assert (state.milestones["well"].verdict, state.milestones["well"].at) == ("strong", 14)
    broken = after(small(), "act:fix", "wait:6", "undo:fix", "wait:4")
    assert broken.milestones["well"].since == 14
    broken = after(small(), "act:fix", "wait:6", "undo:fix", "wait:40")
    assert broken.milestones["well"].since is None
    assert broken.milestones["well"].verdict == "pending"


def test_the_clock_stops_at_the_horizon() -> None:
    state = after(small(), "wait:9999", "ask:look", "act:fix", "wait:1")
    assert state.t == 60
    assert len(state.history) == 61
    assert ("seen", "look") in state.marks
    assert not state.flags["fixed"]


def test_naming_costs_nothing_and_notes_whether_it_was_founded() -> None:
    state = after(small(), "name:truth", "ask:look", "name:truth")
    assert [(one.t, one.founded) for one in state.beliefs] == [(0, False), (3, True)]
    assert ("named", "truth") in state.marks


def test_changed_prod_ignores_protection() -> None:
    world = small(milestones={"changed": {"dim": "x", "when": "changed_prod", "avoid": True}})
    assert after(world, "act:quick").milestones["changed"].verdict == "pending"
    assert after(world, "act:fix").milestones["changed"].verdict == "harmed"


def test_hyphens_and_underscores_name_the_same_thing() -> None:
    world = small(
        evidence={"look-up": {"title": "a", "cost": 1, "ask": ["a"], "text": "b"}},
        milestones={"up": {"dim": "x", "when": "seen.look-up", "avoid": True}},
    )
    assert after(world, "ask:look_up") == after(world, "ask:look-up")
    assert after(world, "ask:look-up").milestones["up"].verdict == "harmed"


def test_states_are_values() -> None:
    world = small()
    before = after(world, "act:fix")
    kept = (before.t, dict(before.flags), before.told, before.pending)
    apply(world, before, event_of("wait:30"))
    assert (before.t, dict(before.flags), before.told, before.pending) == kept


@pytest.mark.parametrize(
    "text", ["", "ask", "ask:", "ask:a b", "wait:-1", "wait:1.5", "wait:99999"]
)
def test_what_is_no_event_is_a_problem(text: str) -> None:
    with pytest.raises(Problem):
        event_of(text)


@pytest.mark.parametrize("text", ["ask:fix", "act:look", "undo:truth", "name:look", "ask:é"])
def test_an_unknown_id_is_a_problem_and_changes_nothing(text: str) -> None:
    world = small()
    with pytest.raises(Problem, match="has no"):
        apply(world, start(world), event_of(text))


def test_events_round_trip_and_errors_have_their_line() -> None:
    lines = ["# a run", "", "ask:look", " act:fix ", "undo:fix", "name:truth", "wait:12"]
    assert [str(event) for event in events_of(lines)] == [line.strip() for line in lines[2:]]
    with pytest.raises(Problem) as caught:
        events_of(["wait:1", "walk:1"])
    assert caught.value.where == "line 2"


def test_figures_beyond_any_number_are_a_problem() -> None:
    world = small(metrics={"rate": {"base": 1e308}, "twice": {"formula": "rate * 1000"}})
    with pytest.raises(Problem, match="no finite number"):
        start(world)


def test_lets_are_read_once_however_often_they_are_used() -> None:
    lets = {f"l{n}": f"l{n - 1} + l{n - 1}" for n in range(1, 60)}
    world = small(let={"l0": "1 + broken", **lets}, metrics={"twice": {"formula": "l59"}})
    assert start(world).signals["twice"] == 2.0**60


def test_chains_that_are_too_deep_are_a_problem() -> None:
    deep = "-" * 400
    lets = {f"l{n}": f"{deep}l{n - 1}" for n in range(1, 60)}
    world = small(let={"l0": "1 + broken", **lets}, metrics={"twice": {"formula": "l59"}})
    with pytest.raises(Problem, match="too deeply"):
        start(world)
    assert parse(deep + "1")
