"""The files the machine was specified by, and the shipped one: they play as their authors say."""

from __future__ import annotations

import csv
import time

import pytest
from tests.incident.worlds import CASE, REFERENCE, after, reference, shipped

from interviewloop.incident.engine import start, verdicts
from interviewloop.incident.play import changes, play
from interviewloop.incident.references import spaces
from interviewloop.library.check import check
from interviewloop.library.incidents import incident_tables, open_incident, open_play

SHIPPED_PLAYS = sorted(path.stem for path in (CASE / "playthroughs").glob("*.toml"))


@pytest.mark.parametrize("name", ["excellent", "poor"])
def test_reference_runs_meet_every_expectation(name: str) -> None:
    played = play(reference(), open_play(REFERENCE / f"{name}.toml"))
    assert played.failures == ()
    assert sum(step.expect is not None for step in open_play(REFERENCE / f"{name}.toml").step) >= 9


def test_a_changed_expectation_fails() -> None:
    script = open_play(REFERENCE / "excellent.toml")
    expect = script.step[4].expect.model_copy(  # type: ignore[union-attr]
        update={
            "t": 16,
            "injects": (),
            "flags": {"snapshot_on": True, "nothing": True},
            "milestones": {"declared": "ok", "nothing": "ok"},
            "metrics": {"ctr": 0.06, "ctr_change": -0.1, "nothing": 1.0},
        }
    )
    step = script.step[4].model_copy(update={"expect": expect})
    steps = (*script.step[:4], step, *script.step[5:])
    failures = play(reference(), script.model_copy(update={"step": steps})).failures
    assert len(failures) == 9
    assert all(one.startswith("step 5 at minute 15: ") for one in failures)


def test_the_reference_file_is_clean_and_keeps_its_ids() -> None:
    assert check([REFERENCE / "green_dashboards.toml"]).findings == ()
    file = open_incident(REFERENCE / "green_dashboards.toml")
    assert file.case == "inc-green-dashboards"
    assert "retrain_now" in file.loaded.value.actions
    assert file.loaded.value.actions["retrain_now"].kind == "no-op"
    assert file.loaded.value.milestones["declared"].dim == "communication-influence"


def test_the_converter_touches_only_what_it_names() -> None:
    data = {"case": {}, "stages": {}, "milestones": 3, "actions": {"a": 1}, "flags": {"x_y": True}}
    assert incident_tables(data) == {"milestones": 3, "actions": {"a": 1}, "flags": {"x_y": True}}


@pytest.mark.parametrize("name", SHIPPED_PLAYS)
def test_shipped_runs_meet_every_expectation(name: str) -> None:
    played = play(shipped(), open_play(CASE / f"playthroughs/{name}.toml"))
    assert played.failures == ()


def test_excellent_is_strong_and_harmless_and_the_three_are_in_order() -> None:
    strong = {}
    for name in SHIPPED_PLAYS:
        record = play(shipped(), open_play(CASE / f"playthroughs/{name}.toml")).records[-1]
        ends = list(record.milestones.values())
        strong[name] = ends.count("strong") + ends.count("avoided")
        if name == "excellent":
            assert set(ends) == {"strong", "avoided"}
    assert strong["excellent"] > strong["average"] > strong["poor"]


def test_the_shipped_incident_is_complete() -> None:
    incident = shipped().incident
    assert 12 <= len(incident.evidence) <= 18
    assert 12 <= len(incident.actions) <= 18
    assert 5 <= len(incident.injects) <= 8
    assert all(one.text for one in incident.milestones.values())
    assert all("_" not in id_ for ids in spaces(incident).values() for id_ in ids)


EFFECTS = {
    "no action yet": (),
    "00:00 copy of the four user features": ("act:midnight-copy",),
    "popular list for app users": ("act:popular-app",),
    "popular list for everybody": ("act:popular-all",),
    "campaign paused": ("act:pause-campaign",),
    "embeddings rebuilt": ("act:rebuild-embeddings",),
    "model trained again on last night": ("act:train-again",),
    "event-collector back to 5.11.3": ("act:page-platform", "wait:11", "act:rollback-collector"),
    "lookup accepts both id forms": ("name:ids-differ", "act:accept-both-ids"),
}
WITH_ANOTHER_FIRST = {"user rows since 01:55 rebuilt"}


def test_the_world_agrees_with_the_sheet_of_effects() -> None:
    with (CASE / "exhibits/effects.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["action"] for row in rows} == {*EFFECTS, *WITH_ANOTHER_FIRST}
    for row in rows:
        if row["action"] in WITH_ANOTHER_FIRST:
            continue
        state = after(shipped(), *EFFECTS[row["action"]])
        due = max([0, *(one.due for one in state.pending)])
        assert due == int(row["minutes"]), row["action"]
        settled = changes(shipped(), after(shipped(), *EFFECTS[row["action"]], "wait:75"))
        for metric, column in (
            ("ctr", "feed_change"),
            ("ctr_app", "app_change"),
            ("ctr_web", "web_change"),
            ("ctr_out", "signed_out_change"),
        ):
            assert 100 * settled[metric] == pytest.approx(float(row[column]), abs=0.06)


def test_the_old_model_is_no_better_and_no_visible_worse() -> None:
    state = after(shipped(), "act:rollback-model", "wait:30")
    assert 100 * changes(shipped(), state)["ctr"] == pytest.approx(-15.0, abs=0.06)


def test_a_silent_operator_misses_everything_and_gets_every_inject() -> None:
    state = after(shipped(), "wait:150")
    ends = verdicts(shipped(), state, over=True)
    assert set(ends.values()) == {"missed", "harmed", "avoided"}
    assert set(state.fired) == {*shipped().incident.injects} - {"close-it"}


def test_a_whole_run_takes_milliseconds() -> None:
    def seconds() -> float:
        begin = time.perf_counter()
        after(shipped(), "wait:150")
        return time.perf_counter() - begin

    start(shipped())
    assert min(seconds() for _ in range(5)) < 0.03
