"""Fewer resolved: its runs, its sheets and its texts tell one story, whatever an operator does."""

from __future__ import annotations

import math
import random
from typing import TYPE_CHECKING

import pytest
from tests.incident.sheets import final, rows, strangers
from tests.incident.worlds import ROOT, after

from interviewloop.incident.engine import apply, start, verdicts
from interviewloop.incident.events import event_of
from interviewloop.incident.matching import Matcher, topics_of
from interviewloop.library.incidents import open_incident

if TYPE_CHECKING:
    from interviewloop.incident.state import State

CASE = ROOT / "cases/inc-fewer-resolved"
WORLD = open_incident(CASE).world()
HORIZON = WORLD.incident.incident.horizon_min
KEPT, SEEN = "act:keep-us", "ask:versions"
BACK, FLUSH = "act:alias-back", "act:flush-cache"

EFFECTS: dict[str, tuple[tuple[str, ...], int]] = {
    "nothing yet": ((KEPT,), 0),
    "EU back to yesterday's index": ((KEPT, BACK), 6),
    "the same, and EU cache flushed": ((KEPT, BACK, FLUSH), 8),
    "keyword search in the EU": ((KEPT, "act:keyword-eu"), 4),
    "keyword search, and EU cache flushed": ((KEPT, "act:keyword-eu", FLUSH), 8),
    "stricter hand-over in the EU": ((KEPT, "act:strict-handover"), 5),
    "EU questions to encoder v3": ((KEPT, SEEN, "act:pin-v3"), 25),
    "EU index built again with v2": ((KEPT, SEEN, "act:reindex-v2"), 303),
    "20 passages instead of 5": ((KEPT, "act:top-k"), 5),
    "prompt or model version taken back": ((KEPT, "act:generation-back"), 10),
    "another model vendor": ((KEPT, "act:other-vendor"), 34),
    "assistant off in the EU": ((KEPT, "act:off-eu"), 4),
    "assistant off for everybody": ((KEPT, "act:off-all"), 4),
    "US index live, EU still faulty": (("wait:75",), 0),
    "US index live, EU repaired": (("wait:75", SEEN, "act:pin-v3", "wait:25", FLUSH), 8),
}
"""For each row of the sheet of effects what is ordered, and the minutes of the last order."""
OWN_FIGURES = {"78", "0.75"}
"""Limits that the best model answer proposes."""
REQUESTS = (
    ("when exactly did we lose it", "timeline"),
    ("graph, last night, this week against last", "timeline"),
    ("are we talking about all regions", "regions"),
    ("us vs eu resolution please", "regions"),
    ("who lost most among the tenants", "tenants"),
    ("is the new tenant to blame for the average", "tenants"),
    ("before i believe it: how is the number made", "number-true"),
    ("does any other system show the same drop", "number-true"),
    ("what's the state of the agent queue", "desk"),
    ("how many more handovers than usual are there", "desk"),
    ("check if the answers given were correct", "unsupported"),
    ("give me the hallucination figures", "unsupported"),
    ("look at one example, what did retrieval bring", "passages"),
    ("show me the context the llm received for a bad answer", "passages"),
    ("retriever evaluation on labelled questions", "golden"),
    ("how many test questions find their passage", "golden"),
    ("indexing logs please", "build-log"),
    ("did the index build lose any passages", "build-log"),
    ("embedding model on the query side and on the index side, please", "versions"),
    ("compare encoder versions eu and us", "versions"),
    ("evaluate each combination before we choose one", "trial"),
    ("how well would v3/v3 do", "trial"),
    ("deploys, config, flags since yesterday", "changes"),
    ("has somebody touched production around 11 pm", "changes"),
    ("llm update, prompt update: did they do harm?", "generation"),
    ("check the model with passages that are known to be right", "generation"),
    ("is caching involved", "cache"),
    ("do cached answers expire", "cache"),
    ("next scheduled jobs", "calendar"),
    ("could the us be next", "calendar"),
    ("is serving healthy", "speed"),
    ("latency, errors, cost", "speed"),
    ("what must we tell our tenants according to contract", "duties"),
    ("legal duties, please", "duties"),
    ("has the rollback worked", "recovery"),
    ("numbers after the change, per region", "recovery"),
    ("i declare an incident and i lead it", "declare"),
    ("assign a scribe and a communicator", "declare"),
    ("update all stakeholders", "update"),
    ("write to the head of customer success", "update"),
    ("alert the desk lead so that she adds people", "call-desk"),
    ("we need additional agents", "call-desk"),
    ("ask search platform to come", "call-search"),
    ("fetch whoever is on call for the index", "call-search"),
    ("give the affected tenants their notice", "notify-tenants"),
    ("tell the 14 tenants with a notice clause", "notify-tenants"),
    ("eu back on the old index", "alias-back"),
    ("reinstate yesterday's index", "alias-back"),
    ("switch to keyword search for the eu", "keyword-eu"),
    ("fallback: bm25", "keyword-eu"),
    ("hand over sooner and show a disclaimer", "strict-handover"),
    ("be stricter about when the assistant answers in the eu", "strict-handover"),
    ("move the query side to v3", "pin-v3"),
    ("use the same encoder for queries as for the index", "pin-v3"),
    ("reindex everything with the v2 encoder", "reindex-v2"),
    ("start a new build of the eu index, pinned to v2", "reindex-v2"),
    ("the us must not be rebuilt, stop it", "keep-us"),
    ("leave the us index alone", "keep-us"),
    ("flush cached answers", "flush-cache"),
    ("clear the eu cache once search is fixed", "flush-cache"),
    ("go back over the night's answers and put them right", "review-given"),
    ("inform the people who got wrong answers and correct them", "review-given"),
    ("raise k to 20 so the right passage is included", "top-k"),
    ("more passages", "top-k"),
    ("use a different model vendor", "other-vendor"),
    ("swap to another llm", "other-vendor"),
    ("switch off the assistant entirely", "off-all"),
    ("all conversations to humans", "off-all"),
    ("eu only: switch the assistant off", "off-eu"),
    ("stop the bot in the eu", "off-eu"),
    ("revert prompt p31", "generation-back"),
    ("ask the vendor for the previous model version", "generation-back"),
)
"""Written from the titles of topics and actions when the phrasings were done; none was mended."""


def shown(state: State) -> dict[str, float]:
    """The signals as the sheet of effects gives them."""
    signals = state.signals
    return {
        "resolution": 100 * signals["resolution"],
        "eu_resolution": 100 * signals["eu_resolved"],
        "eu_wrong": 100 * signals["eu_wrong"],
        "eu_wrong_hour": 1558 * signals["eu_wrong"],
        "hand_overs": signals["hand_overs"],
    }


def test_the_three_runs_hold_and_are_in_order() -> None:
    names = ("excellent", "average", "poor")
    ends = {name: [*final(CASE, WORLD, name).values()] for name in names}
    good = {name: sum(end in ("strong", "avoided") for end in all_) for name, all_ in ends.items()}
    harm = {name: all_.count("harmed") for name, all_ in ends.items()}
    assert set(ends["excellent"]) == {"strong", "avoided"}
    assert good["excellent"] > good["average"] > good["poor"]
    assert harm["excellent"] == 0 < harm["average"] < harm["poor"]


def test_the_world_agrees_with_the_sheet_of_effects() -> None:
    sheet = rows(CASE, "effects")
    assert [row["action"] for row in sheet] == [*EFFECTS]
    for row in sheet:
        ordered, minutes = EFFECTS[row["action"]]
        if row["minutes"].isdecimal():
            assert minutes == int(row["minutes"])
        if minutes:
            last = WORLD.incident.actions[ordered[-1].removeprefix("act:")]
            assert last.cost + last.lead == minutes, row["action"]
        state = apply(WORLD, after(WORLD, *ordered), event_of(f"wait:{max(minutes, 20) + 10}"))
        for column, value in shown(state).items():
            digits = len(row[column].partition(".")[2])
            assert value == pytest.approx(float(row[column]), abs=0.51 * 10**-digits), row["action"]


def test_what_can_be_undone_is_undone() -> None:
    quiet = after(WORLD, KEPT, SEEN, "wait:80").signals
    for id_, action in WORLD.incident.actions.items():
        if action.sets and id_ not in {"keep-us", "call-desk", "flush-cache", "reindex-v2"}:
            there = (f"act:{id_}", "wait:30", f"undo:{id_}", "wait:30")
            undone = after(WORLD, KEPT, SEEN, *there).signals
            for name in ("resolution", "eu_wrong", "us_wrong", "slowest_s", "hand_overs"):
                assert undone[name] == pytest.approx(quiet[name]), (id_, name)


def test_the_us_gets_the_fault_unless_it_is_held_and_can_be_put_back() -> None:
    held = after(WORLD, KEPT, "wait:100")
    hit = after(WORLD, "wait:100")
    back = after(WORLD, "wait:100", KEPT, "wait:15")
    assert held.signals["us_resolved"] == pytest.approx(0.624)
    assert hit.signals["us_resolved"] == pytest.approx(0.378)
    assert back.signals["us_resolved"] == pytest.approx(0.624)
    assert verdicts(WORLD, held, over=True)["us-hit"] == "avoided"
    assert verdicts(WORLD, back, over=True)["us-hit"] == "harmed"
    assert verdicts(WORLD, back, over=True)["stopped-spread"] == "missed"


def test_the_line_heals_before_the_answers_do() -> None:
    state = after(WORLD, KEPT, BACK, "wait:30", "ask:recovery")
    assert state.signals["resolution"] == pytest.approx(0.62058)
    assert state.signals["eu_wrong"] == pytest.approx(0.069, abs=0.0005)
    assert "close-it" in state.fired
    assert "6.9 %, not at 4.1" in state.told[-1].text
    flushed = apply(WORLD, apply(WORLD, state, event_of(FLUSH)), event_of("wait:15"))
    assert flushed.signals["eu_wrong"] == pytest.approx(0.041)


def test_the_cache_is_not_flushed_for_nothing() -> None:
    early = after(WORLD, KEPT, FLUSH, "wait:10", BACK, "wait:20")
    assert ("did", "flush_cache") not in early.marks
    assert early.signals["eu_wrong"] > 0.06


@pytest.mark.parametrize(("order", "minutes"), [("act:off-all", 20), ("act:off-eu", 65)])
def test_off_closes_the_line_when_the_sheet_says(order: str, minutes: int) -> None:
    off = after(WORLD, KEPT, order, "wait:3")
    soon = apply(WORLD, off, event_of(f"wait:{minutes - 5}"))
    later = apply(WORLD, off, event_of(f"wait:{minutes + 5}"))
    assert "line-closes" not in soon.fired
    assert "line-closes" in later.fired
    assert verdicts(WORLD, later, over=True)["desk-overrun"] == "harmed"


def test_more_people_stop_the_queue_from_growing() -> None:
    alone, helped = after(WORLD, KEPT, "wait:120"), after(WORLD, KEPT, "act:call-desk", "wait:120")
    assert start(WORLD).signals["wait"] == pytest.approx(17.4)
    assert alone.signals["wait"] > 20
    assert helped.signals["wait"] < 17


def test_a_silent_operator_misses_everything_and_gets_every_inject_that_waits_for_nothing() -> None:
    state = after(WORLD, f"wait:{HORIZON}")
    assert set(verdicts(WORLD, state, over=True).values()) == {"missed", "harmed", "avoided"}
    assert set(state.fired) == {*WORLD.incident.injects} - {"close-it"}


def test_random_operators_stay_in_bounds() -> None:
    incident = WORLD.incident
    words = [f"ask:{id_}" for id_ in incident.evidence]
    words += [f"{word}:{id_}" for id_ in incident.actions for word in ("act", "act", "undo")]
    words += [f"wait:{minutes}" for minutes in (1, 12, 40)]
    for seed in range(60):
        rng = random.Random(seed)  # noqa: S311 - a seed that repeats is the point
        state = start(WORLD)
        for _ in range(40):
            state = apply(WORLD, state, event_of(rng.choice(words)))
            signals = state.signals
            assert all(math.isfinite(value) for value in signals.values())
            assert -1e-9 <= signals["eu_resolved"] <= 0.6201
            assert -1e-9 <= signals["us_resolved"] <= 0.6241
            assert -1e-9 <= signals["eu_wrong"] < 0.13
            assert 2.9 < signals["wait"] <= 105.1


def test_every_figure_that_is_told_stands_in_a_table() -> None:
    assert strangers(CASE, WORLD) <= OWN_FIGURES


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher(topics_of(WORLD.incident))


def test_requests_find_their_topic(matcher: Matcher) -> None:
    found = [[one.topic.id for one in matcher.match(text).candidates] for text, _ in REQUESTS]
    wanted = [id_ for _, id_ in REQUESTS]
    first = sum(ids[:1] == [id_] for ids, id_ in zip(found, wanted, strict=True))
    among = sum(id_ in ids for ids, id_ in zip(found, wanted, strict=True))
    assert first >= 0.90 * len(REQUESTS)
    assert among >= 0.95 * len(REQUESTS)


def test_every_phrasing_finds_its_own_topic(matcher: Matcher) -> None:
    for topic in topics_of(WORLD.incident):
        for phrasing in topic.phrasings:
            best = matcher.match(phrasing).candidates
            assert topic.id in [one.topic.id for one in best[:2]], phrasing
