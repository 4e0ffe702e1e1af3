"""Lead precision: its runs, its sheets and its texts tell one story, whatever an operator does."""

from __future__ import annotations

import math
import random
from pathlib import Path

import pytest
from tests.incident.sheets import final, rows, strangers
from tests.incident.worlds import ROOT, after

from interviewloop.incident.engine import apply, start, verdicts
from interviewloop.incident.events import event_of
from interviewloop.incident.matching import Matcher, topics_of
from interviewloop.library.incidents import open_incident

CASE = ROOT / "cases/inc-lead-precision"
WORLD = open_incident(CASE).world()
HORIZON = WORLD.incident.incident.horizon_min
CHECK = 45
"""The minute of the guard's second check."""
KNOWN_CAUSE = ("ask:outcomes", "ask:single-leads", "name:day-cut")
MENDED = (*KNOWN_CAUSE, "act:recount", "wait:8")
HELD = ("act:hold-guard",)
QUIET = ("act:weaken-guard", "act:hold-update")
"""The simplest way to keep the world as it is at the start, for a look at one action alone."""
CALLED = ("act:call-crm-admin", "wait:14")

EFFECTS = {
    "nothing, until 12:55": (),
    "nothing, after 12:55: the guard switches off": ("wait:45",),
    "guard held for two hours": HELD,
    "guard watches overrides": ("act:guard-by-overrides",),
    "guard switched off or limit lowered": ("act:weaken-guard",),
    "automatic acceptance switched off": ("act:automation-off",),
    "yesterday counted again from the CRM": (*KNOWN_CAUSE, "act:recount"),
    "nightly transfer run again": (*QUIET, "act:rerun-transfer"),
    "outcome table rebuilt": (*MENDED, "act:rebuild-table"),
    "CRM setting back, with the administrator there": (*QUIET, *CALLED, "act:crm-day-back"),
    "loader reads outcomes by their own time": (*QUIET, *KNOWN_CAUSE, "act:own-day"),
    "check before any figure goes out": (*QUIET, *KNOWN_CAUSE, "act:completeness-gate"),
    "model v6 back": (*QUIET, "act:rollback-model"),
    "accepted from a higher score": (*QUIET, "act:raise-cut"),
    "update or training with yesterday as it is": (*QUIET, "act:train-now"),
}
"""What is ordered for each row of the sheet of effects."""
UNTIL_CHECK = {"nothing, until 12:55", *[*EFFECTS][2:7]}
"""Rows whose orders are looked at before the second check or the update come by themselves."""
OWN_FIGURES = {"38"}
"""The minute of 12:38, at which the engineer writes."""


def requests() -> list[tuple[str, str]]:
    """Written from the titles of topics, actions and beliefs before there were phrasings."""
    file = Path(__file__).parent / "lead_precision_requests.tsv"
    lines = file.read_text(encoding="utf-8").splitlines()
    return [(text, id_) for text, _, id_ in (line.partition("\t") for line in lines)]


def test_the_three_runs_hold_and_are_in_order() -> None:
    ends = {name: [*final(CASE, WORLD, name).values()] for name in ("excellent", "average", "poor")}
    good = {name: sum(end in ("strong", "avoided") for end in all_) for name, all_ in ends.items()}
    harm = {name: all_.count("harmed") for name, all_ in ends.items()}
    assert set(ends["excellent"]) == {"strong", "avoided"}
    assert good["excellent"] > good["average"] > good["poor"]
    assert harm["excellent"] == 0 < harm["average"] < harm["poor"]


def test_the_world_agrees_with_the_sheet_of_effects() -> None:
    sheet = rows(CASE, "effects")
    assert [row["action"] for row in sheet] == [*EFFECTS]
    for row in sheet:
        orders = EFFECTS[row["action"]]
        if orders and orders[-1].startswith("act:"):
            action = WORLD.incident.actions[orders[-1].removeprefix("act:")]
            assert action.cost + action.lead == int(row["minutes"]), row["action"]
        ordered = after(WORLD, *orders)
        settled = max(0, CHECK - 1 - ordered.t) if row["action"] in UNTIL_CHECK else 75
        signals = apply(WORLD, ordered, event_of(f"wait:{settled}")).signals
        assert 100 * signals["precision"] == pytest.approx(float(row["precision"]), abs=0.051)
        assert signals["accepted"] == pytest.approx(float(row["accepted_hour"]), abs=0.51)
        assert signals["lost_hour"] == pytest.approx(float(row["lost_hour"]), abs=0.051)
        assert (signals["wait_min"] > 5) == (float(row["wait_min"]) > 5), row["action"]


@pytest.mark.parametrize(
    "orders", [HELD, ("act:guard-by-overrides",), ("act:weaken-guard",), MENDED, CALLED, ()]
)
def test_the_guard_fires_at_its_minute_unless_it_is_held_or_the_figure_is_right(
    orders: tuple[str, ...],
) -> None:
    before = after(WORLD, *orders)
    state = apply(WORLD, before, event_of(f"wait:{CHECK - before.t}"))
    fires = orders in (CALLED, ())
    assert ("guard-fires" in state.fired) == fires
    settled = apply(WORLD, state, event_of("wait:5"))
    assert settled.signals["accepted"] == pytest.approx(0 if fires else 120.83)


def test_a_hold_ends_after_two_hours_unless_the_figure_is_right_by_then() -> None:
    held = after(WORLD, *HELD, "wait:125")
    assert "hold-ends" in held.fired
    assert held.signals["accepted"] == pytest.approx(0)
    mended = after(WORLD, *HELD, "act:hold-update", *MENDED, f"wait:{HORIZON}")
    assert "hold-ends" not in mended.fired
    assert mended.signals["accepted"] == pytest.approx(120.83)


def test_a_late_hold_or_count_switches_acceptance_on_again() -> None:
    fired = (f"wait:{CHECK}",)
    for orders in (HELD, (*KNOWN_CAUSE, "act:recount", "wait:8")):
        state = after(WORLD, *fired, *orders, "wait:70")
        assert state.signals["accepted"] == pytest.approx(120.83 * 0.94)
        assert state.signals["wait_min"] == pytest.approx(4)
        assert verdicts(WORLD, state, over=True)["leads-waited"] == "harmed"


def test_the_update_learns_the_gap_unless_it_is_held_or_the_table_is_whole() -> None:
    whole = (*HELD, *MENDED, "act:rebuild-table", "wait:20")
    for orders, learns in (
        ((), True),
        (MENDED, True),
        (("act:hold-update",), False),
        (whole, False),
    ):
        state = after(WORLD, *orders, f"wait:{HORIZON}")
        assert ("update-starts" in state.fired) == learns, orders
        assert (verdicts(WORLD, state, over=True)["learned-the-gap"] == "harmed") == learns


def test_neither_the_model_nor_the_score_nor_a_second_run_moves_the_figure() -> None:
    for id_ in ("rollback-model", "raise-cut", "train-now", "rerun-transfer", "automation-off"):
        state = after(WORLD, f"act:{id_}", "wait:100", "ask:recovery")
        assert state.signals["precision"] == pytest.approx(0.5272), id_
        assert verdicts(WORLD, state, over=True)["verified"] == "missed"


def test_a_figure_made_right_is_not_a_source_made_right() -> None:
    recounted = after(WORLD, *MENDED, "ask:recovery")
    assert "Tonight's will be wrong" in recounted.told[-1].text
    assert verdicts(WORLD, recounted, over=True)["cured"] == "missed"
    cured = after(WORLD, *MENDED, "act:own-day", "act:rebuild-table", "wait:40", "ask:recovery")
    assert cured.told[-1].text.startswith("Yes")
    assert verdicts(WORLD, cured, over=True)["cured"] == "strong"


def test_a_count_is_not_changed_by_somebody_who_does_not_say_how() -> None:
    refused = after(WORLD, "act:recount", "act:rebuild-table", "act:completeness-gate", "wait:40")
    assert refused.signals["precision"] == pytest.approx(0.5272)
    assert not refused.marks & {("did", "recount"), ("did", "rebuild_table")}


def test_a_silent_operator_misses_everything_and_gets_every_inject_that_waits_for_nothing() -> None:
    state = after(WORLD, f"wait:{HORIZON}")
    assert set(verdicts(WORLD, state, over=True).values()) == {"missed", "harmed", "avoided"}
    assert set(state.fired) == {*WORLD.incident.injects} - {"close-it", "hold-ends"}


def test_what_can_be_undone_is_undone() -> None:
    ready = (*QUIET, *CALLED, *KNOWN_CAUSE)
    quiet = after(WORLD, *ready, f"wait:{HORIZON}").signals
    for id_ in ("recount", "rollback-model", "raise-cut", "train-now", "automation-off"):
        there = (f"act:{id_}", "wait:45", f"undo:{id_}", "wait:65")
        assert after(WORLD, *ready, *there).signals == pytest.approx(quiet), id_


def test_random_operators_stay_in_bounds() -> None:
    incident = WORLD.incident
    words = [f"ask:{id_}" for id_ in incident.evidence]
    words += [f"{word}:{id_}" for id_ in incident.actions for word in ("act", "act", "undo")]
    words += [f"wait:{minutes}" for minutes in (1, 12, 40)]
    for seed in range(100):
        rng = random.Random(seed)  # noqa: S311 - a seed that repeats is the point
        state = start(WORLD)
        for _ in range(30):
            state = apply(WORLD, state, event_of(rng.choice(words)))
            signals = state.signals
            assert all(math.isfinite(value) for value in signals.values())
            assert signals["precision"] == pytest.approx(0.6179, abs=0.0908)
            assert 0 <= signals["accepted"] <= 120.84
            assert 0 <= signals["lost_hour"] <= 21.8
            assert 4 <= signals["wait_min"] <= 4 + HORIZON


def test_every_figure_that_is_told_stands_in_a_table() -> None:
    assert strangers(CASE, WORLD) <= OWN_FIGURES


def test_requests_find_their_topic() -> None:
    beliefs = WORLD.incident.hypotheses
    found, wanted = [], []
    matchers = {
        True: Matcher(topics_of(WORLD.incident, ("name",))),
        False: Matcher(topics_of(WORLD.incident)),
    }
    for text, id_ in requests():
        match = matchers[id_ in beliefs].match(text)
        found.append([one.topic.id for one in match.candidates])
        wanted.append(id_)
    assert len(wanted) >= 100
    first = sum(ids[:1] == [id_] for ids, id_ in zip(found, wanted, strict=True))
    among = sum(id_ in ids for ids, id_ in zip(found, wanted, strict=True))
    assert first >= 0.90 * len(wanted)
    assert among >= 0.97 * len(wanted)


def test_every_phrasing_finds_its_own_topic() -> None:
    topics = topics_of(WORLD.incident)
    matcher = Matcher(topics)
    for topic in topics:
        for phrasing in topic.phrasings:
            best = matcher.match(phrasing).candidates
            assert topic.id in [one.topic.id for one in best[:2]], phrasing
