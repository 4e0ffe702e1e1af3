"""Missed fraud: its runs, its sheets and its texts tell one story, whatever an operator does."""

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

CASE = ROOT / "cases/inc-missed-fraud"
WORLD = open_incident(CASE).world()
HORIZON = WORLD.incident.incident.horizon_min
OFFICER = ("act:page-risk-officer", "wait:12")
KEPT_FROM_JOB = ("act:hold-job",)

EFFECTS = {
    "nothing yet": (),
    "confirmation request, 0.70 to 0.82": ("act:confirmation-request",),
    "written rules tightened": ("act:tighten-rules",),
    "cut 0.72, approved": (*OFFICER, "act:cut-matched"),
    "cut 0.72 by emergency key": ("act:cut-by-key",),
    "cut 0.72 and confirmation request": (
        *OFFICER,
        "act:cut-matched",
        "wait:5",
        "act:confirmation-request",
    ),
    "cut 0.50": (*OFFICER, "act:cut-low"),
    "model v18 alone": ("act:rollback-model",),
    "model v18 alone and cut 0.72": (*OFFICER, "act:cut-matched", "wait:5", "act:rollback-model"),
    "model v18 and library 6.4": ("act:rollback-pair",),
    "model v18, library 6.4 and cut 0.72": (
        *OFFICER,
        "act:cut-matched",
        "wait:5",
        "act:rollback-pair",
    ),
    "Dunmar card range blocked": ("act:block-range",),
    "model trained again": ("act:train-again",),
    "noon job after cut 0.72: cut 0.78": (*OFFICER, "act:cut-matched", "wait:340"),
}
"""What is ordered for each row of the sheet of effects."""
OWN_FIGURES = {"0.75"}
"""Figures of the weaker model answers that are nobody's but theirs."""
CAUGHT_NORMAL, EUR_PER_SHARE = 0.5754, 246_580
REQUESTS = (
    ("at what hour did it start to drop", "timeline"),
    ("plot recall for the night please", "timeline"),
    ("how many transactions get flagged now compared to last week", "declined-share"),
    ("did the volume of alerts go down", "declined-share"),
    ("can i see the score histograms of the two models", "score-bands"),
    ("compare the score distributions", "score-bands"),
    ("is the new model calibrated the same way", "fraud-by-score"),
    ("for a given score, how often is it really fraud", "fraud-by-score"),
    ("are the hand written rules still firing", "rules"),
    ("what got deployed last night", "changes"),
    ("any config changes around 21:30", "changes"),
    ("was anything else in the release besides the model", "versions"),
    ("which library does the new image use", "versions"),
    ("how did v19 do in shadow mode", "shadow"),
    ("what was the auc when it was approved", "shadow"),
    ("simulate a rollback to v18 on recorded payments", "replay-v18"),
    ("would the old model still work with the new library", "replay-v18"),
    ("is it only one bank", "issuers"),
    ("could the public holiday explain it", "issuers"),
    ("are the labels just delayed", "labels"),
    ("how complete is the fraud confirmation by now", "labels"),
    ("what is the precision now", "declines"),
    ("how many good customers were declined wrongly", "declines"),
    ("who needs to sign off a threshold change", "approvals"),
    ("what is the change policy", "approvals"),
    ("which jobs are going to run today", "calendar"),
    ("does anything recalibrate automatically", "calendar"),
    ("how much money did we lose so far", "loss"),
    ("what is the financial damage per hour", "loss"),
    ("what recall would we have with a lower threshold", "cuts"),
    ("give me the precision recall tradeoff of v19", "cuts"),
    ("are any features missing or drifting", "inputs"),
    ("training serving skew in the inputs", "inputs"),
    ("is it better since our change", "recovery"),
    ("open an incident and assign roles", "declare"),
    ("write an update to stakeholders", "update"),
    ("get the risk officer on the phone", "page-risk-officer"),
    ("inform compliance in writing", "notify-compliance"),
    ("document the change with reason and approver", "record"),
    ("ask customers to confirm doubtful payments", "confirmation-request"),
    ("use step up authentication for the middle scores", "confirmation-request"),
    ("make the written rules stricter", "tighten-rules"),
    ("please set the threshold to 0.72", "cut-matched"),
    ("change the limit with the emergency key", "cut-by-key"),
    ("put the threshold at 0.5", "cut-low"),
    ("let us roll back to v18", "rollback-model"),
    ("roll back both the model and the library", "rollback-pair"),
    ("pause the job at noon", "hold-job"),
    ("have a team review the payments that went through last night", "review-passed"),
    ("block all cards of that range", "block-range"),
    ("retrain with last night's data", "train-again"),
)
"""Written from the titles of topics and actions, without a look at their phrasings."""


def test_the_three_runs_hold_and_are_in_order() -> None:
    ends = {name: [*final(CASE, WORLD, name).values()] for name in ("excellent", "average", "poor")}
    good = {name: sum(end in ("strong", "avoided") for end in all_) for name, all_ in ends.items()}
    harm = {name: all_.count("harmed") for name, all_ in ends.items()}
    assert set(ends["excellent"]) == {"strong", "avoided"}
    assert good["excellent"] > good["average"] > good["poor"]
    assert harm["excellent"] == 0 < harm["average"] < harm["poor"]


def minutes_to_work(orders: tuple[str, ...]) -> int:
    """Minutes from the last order until it has its effect; 0 without one."""
    if not orders:
        return 0
    action = WORLD.incident.actions[orders[-1].removeprefix("act:")]
    return action.cost + action.lead


def test_the_world_agrees_with_the_sheet_of_effects() -> None:
    sheet = rows(CASE, "effects")
    assert [row["action"] for row in sheet] == [*EFFECTS]
    for row in sheet:
        ordered = after(WORLD, *EFFECTS[row["action"]])
        if row["minutes"].isdecimal():
            assert minutes_to_work(EFFECTS[row["action"]]) == int(row["minutes"]), row["action"]
        signals = apply(WORLD, ordered, event_of("wait:75")).signals
        shown = {
            "caught_share": 100 * signals["caught"],
            "declined_share": 100 * signals["declined_share"],
            "good": signals["good_declined"],
            "complaints": signals["complaints"],
        }
        for column, value in shown.items():
            digits = len(row[column].partition(".")[2])
            assert value == pytest.approx(float(row[column]), abs=0.51 * 10**-digits), row["action"]
        extra = EUR_PER_SHARE * (CAUGHT_NORMAL - signals["caught"])
        assert extra == pytest.approx(float(row["extra_loss"]), abs=600)
        assert signals["lost"] == pytest.approx(EUR_PER_SHARE * (1 - signals["caught"]))


def test_what_can_be_undone_is_undone() -> None:
    quiet = after(WORLD, *OFFICER, "wait:200").signals
    for id_, action in WORLD.incident.actions.items():
        if action.sets and id_ != "page-risk-officer":
            there = (f"act:{id_}", "wait:60", f"undo:{id_}", "wait:100")
            assert after(WORLD, *OFFICER, *there).signals == pytest.approx(quiet), id_


def test_the_job_spoils_the_repair_and_can_be_held() -> None:
    repaired = (*OFFICER, "act:cut-matched", "wait:100")
    kept = after(WORLD, *repaired, *KEPT_FROM_JOB, f"wait:{HORIZON}")
    lost = after(WORLD, *repaired, f"wait:{HORIZON}")
    assert kept.signals["caught"] == pytest.approx(0.626)
    assert lost.signals["caught"] == pytest.approx(0.5498)
    assert "job-runs" in lost.fired
    assert "job-runs" not in kept.fired
    assert verdicts(WORLD, kept, over=True)["fault-kept"] == "avoided"
    assert verdicts(WORLD, lost, over=True)["fault-kept"] == "harmed"


def test_the_cut_waits_for_the_risk_officer_and_the_request_for_nobody() -> None:
    refused = after(WORLD, "act:cut-matched", "act:cut-low", "wait:30")
    assert ("did", "cut_matched") not in refused.marks
    assert refused.signals["declined_share"] == pytest.approx(0.001291)
    assert after(WORLD, "act:confirmation-request", "wait:60").signals["caught"] > CAUGHT_NORMAL


def test_a_request_lifts_the_line_and_repairs_nothing() -> None:
    state = after(WORLD, "act:confirmation-request", "wait:60", "ask:recovery")
    ends = verdicts(WORLD, state, over=True)
    assert "close-it" in state.fired
    assert ends["repaired"] == ends["verified"] == "missed"
    assert "gain comes from confirmation requests" in state.told[-1].text


def test_a_silent_operator_misses_everything_and_gets_every_inject_that_waits_for_nothing() -> None:
    state = after(WORLD, f"wait:{HORIZON}")
    assert set(verdicts(WORLD, state, over=True).values()) == {"missed", "harmed", "avoided"}
    assert set(state.fired) == {*WORLD.incident.injects} - {"close-it", "angry-customers"}


def test_random_operators_stay_in_bounds() -> None:
    incident = WORLD.incident
    words = [f"ask:{id_}" for id_ in incident.evidence]
    words += [f"{word}:{id_}" for id_ in incident.actions for word in ("act", "act", "undo")]
    words += [f"wait:{minutes}" for minutes in (1, 12, 40)]
    for seed in range(100):
        rng = random.Random(seed)  # noqa: S311 - a seed that repeats is the point
        state = start(WORLD)
        for _ in range(40):
            state = apply(WORLD, state, event_of(rng.choice(words)))
            assert all(math.isfinite(value) for value in state.signals.values())
            assert 0.42 < state.signals["caught"] < 0.87
            assert 0.001 < state.signals["declined_share"] < 0.021
            assert 200 < state.signals["good_declined"] < 18_900
            check_told(state)


def check_told(state: State) -> None:
    """What is said of the declined share is true while nothing is on its way."""
    if not state.told or state.told[-1].id != "declined-share" or state.pending:
        return
    text, share = state.told[-1].text, 100 * state.signals["declined_share"]
    if "0.251 % again" in text:
        assert share == pytest.approx(0.251, abs=0.06)


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
    assert among >= 0.97 * len(REQUESTS)


def test_every_phrasing_finds_its_own_topic(matcher: Matcher) -> None:
    for topic in topics_of(WORLD.incident):
        for phrasing in topic.phrasings:
            best = matcher.match(phrasing).candidates
            assert topic.id in [one.topic.id for one in best[:2]], phrasing
