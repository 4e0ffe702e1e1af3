"""What a candidate sees, when: the parts of the view, one at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from tests.builders import T0, after, case, case_data, session
from tests.incident.worlds import small

from interviewloop.incident.running import Running
from interviewloop.interview.events import (
    BeginScoring,
    Event,
    GoTo,
    Pause,
    ReopenInterview,
    SeeLookFor,
    ShowExhibit,
    Start,
    TakeBackTurn,
    TakeTurn,
)
from interviewloop.library.library import LoadedCase
from interviewloop.library.tables import Table
from interviewloop.model.errors import Problem
from interviewloop.model.session import Showing
from interviewloop.report.candidate_projection import UNREADABLE, candidate_view
from interviewloop.report.candidate_view import CandidateView, ShownExhibit, ShownTold

if TYPE_CHECKING:
    from pathlib import Path

    from interviewloop.report.candidate_view import ShownIncident


@pytest.fixture
def loaded(tmp_path: Path) -> LoadedCase:
    return LoadedCase(case(), tmp_path)


def view(loaded: LoadedCase, *events: Event, running: Running | None = None) -> CandidateView:
    return candidate_view(after(session(), *events), loaded, running)


# --- before, in and after the interview -----------------------------------------------------------


def test_before_and_after_the_interview_the_view_is_bare(loaded: LoadedCase) -> None:
    shown = ShowExhibit("plan")
    assert view(loaded, shown) == CandidateView("before")
    assert view(loaded, Start(), shown, BeginScoring()) == CandidateView("over")
    back = view(loaded, Start(), shown, BeginScoring(), ReopenInterview())
    assert back == view(loaded, Start(), shown)


def test_a_pause_changes_nothing(loaded: LoadedCase) -> None:
    assert view(loaded, Start(), Pause()) == view(loaded, Start())


def test_brief_prompt_and_progress_of_the_stage(loaded: LoadedCase) -> None:
    seen = view(loaded, Start(), GoTo("frame"))
    assert (seen.state, seen.part, seen.parts) == ("under way", 2, 4)
    assert seen.prompts == ("What is the goal?",)
    assert seen.brief.startswith("A shop with nine thousand")
    assert (seen.exhibits, seen.incident) == ((), None)


def test_a_stage_that_an_edited_case_lost_shows_no_prompt(tmp_path: Path) -> None:
    stages = {name: it for name, it in case_data()["stages"].items() if name != "data"}
    loaded = LoadedCase(case(stages=stages), tmp_path)
    seen = view(loaded, Start(), GoTo("data"))
    assert (seen.prompts, seen.part) == ((), 1)


# --- branches -------------------------------------------------------------------------------------

TOOK = "Take profit as given."
"""Read in the stage ``data`` when ``pf5-metric`` was not seen."""


@pytest.mark.parametrize(
    ("events", "read"),
    [
        ([GoTo("data")], True),
        ([SeeLookFor("pf5-metric"), GoTo("data")], False),
        ([SeeLookFor("pf5-metric"), SeeLookFor("pf5-metric", False), GoTo("data")], True),
        # A tick in the stage itself must not show on the candidate's screen.
        ([GoTo("data"), SeeLookFor("pf5-metric")], True),
        ([GoTo("data"), SeeLookFor("pf5-metric"), GoTo("close"), GoTo("data")], False),
        ([GoTo("frame")], False),
    ],
)
def test_a_branch_is_read_by_what_was_seen_on_entering_the_stage(
    loaded: LoadedCase, events: list[Event], read: bool
) -> None:
    assert (TOOK in view(loaded, Start(), *events).prompts) == read


def test_a_branch_on_something_seen_comes_when_it_is_seen(tmp_path: Path) -> None:
    branch = {"stage": "data", "when": "seen.md1-model", "prompt": "Why this one?"}
    loaded = LoadedCase(case(branches={"b": branch}), tmp_path)
    assert len(view(loaded, Start(), GoTo("data")).prompts) == 1
    seen = view(loaded, Start(), GoTo("data"), SeeLookFor("md1-model"))
    assert seen.prompts[1:] == ("Why this one?",)


# --- exhibits -------------------------------------------------------------------------------------


def test_exhibits_on_screen_the_last_first(loaded: LoadedCase) -> None:
    plan, log = ShownExhibit("The plan", "Ship it."), ShownExhibit("The log", "10:00 ok")
    shows = [Start(), ShowExhibit("plan"), ShowExhibit("log")]
    assert view(loaded, *shows).exhibits == (log, plan)
    assert view(loaded, *shows, ShowExhibit("log", on_screen=False)).exhibits == (plan,)


def test_an_interviewers_exhibit_on_screen_raises(loaded: LoadedCase) -> None:
    """The engine refuses to show one; a file can be edited by hand."""
    begun = after(session(), Start())
    showing = Showing(at=T0, clock_s=0, stage="brief")
    forged = begun.model_copy(update={"exhibits": {"truth": showing}})
    with pytest.raises(Problem, match="interviewer only") as caught:
        candidate_view(forged, loaded, None)
    assert "truth" not in " ".join(caught.value.lines()).casefold()
    hidden = forged.exhibits["truth"].model_copy(update={"on_screen": False})
    kept = candidate_view(forged.model_copy(update={"exhibits": {"truth": hidden}}), loaded, None)
    assert kept.exhibits == ()


def test_an_exhibit_whose_file_is_gone_says_so_without_its_path(tmp_path: Path) -> None:
    lost = {"title": "Sales", "audience": "candidate", "kind": "table", "file": "sales.csv"}
    loaded = LoadedCase(case(exhibits={"plan": lost}), tmp_path)
    shown = view(loaded, Start(), ShowExhibit("plan")).exhibits
    assert shown == (ShownExhibit("Sales", UNREADABLE),)
    (tmp_path / "sales.csv").write_text("day,sold\nMo,3\n", encoding="utf-8")
    (table,) = view(loaded, Start(), ShowExhibit("plan")).exhibits
    assert isinstance(table.material, Table)
    assert table.material.rows == (("Mo", "3"),)


def test_an_exhibit_that_an_edited_case_lost_is_left_out(tmp_path: Path) -> None:
    exhibits = {"plan": case_data()["exhibits"]["plan"]}
    begun = after(session(), Start(), ShowExhibit("plan"), ShowExhibit("log"))
    seen = candidate_view(begun, LoadedCase(case(exhibits=exhibits), tmp_path), None)
    assert [one.title for one in seen.exhibits] == ["The plan"]


# --- incident -------------------------------------------------------------------------------------


def incident(loaded: LoadedCase, *events: Event, **tables: Any) -> ShownIncident:
    seen = view(loaded, Start(), *events, running=Running(small(**tables)))
    assert seen.incident is not None
    return seen.incident


def turns(*events: str | None) -> list[TakeTurn]:
    return [TakeTurn("typed", event) for event in events]


def test_an_incident_begins_with_its_alert_and_its_live_metrics(loaded: LoadedCase) -> None:
    rate = {"base": 10, "normal": 20, "shown": True, "noise": 0.01, "label": "Orders"}
    seen = incident(loaded, metrics={"rate": rate})
    assert (seen.minute, seen.alert, seen.told) == (0, "Down.", ())
    assert seen.began == T0.replace(month=1, day=1, hour=0)
    (tile,) = seen.tiles
    assert (tile.label, tile.normal, len(tile.history)) == ("Orders", 20, 1)
    assert tile.value == f"{tile.history[0]:.3g}"


def test_a_metric_without_a_label_does_not_go_by_its_id(loaded: LoadedCase) -> None:
    assert [tile.label for tile in incident(loaded).tiles] == ["Metric 1"]


def test_told_the_newest_first_with_what_came_last_marked(loaded: LoadedCase) -> None:
    seen = incident(loaded, *turns("ask:look", "ask:deep"))
    assert seen.minute == 8
    assert seen.told == (
        ShownTold(8, "Deep", "deep", True),
        ShownTold(5, "Boss", "Well?", True),
        ShownTold(3, "Look", "ill", False),
    )
    assert len(seen.tiles[0].history) == 9


def test_what_was_not_asked_for_has_no_title(loaded: LoadedCase) -> None:
    (refused,) = incident(loaded, *turns("ask:deep")).told
    assert refused == ShownTold(1, "", "That cannot be done yet.", True)


def test_a_turn_that_tells_nothing_leaves_nothing_new(loaded: LoadedCase) -> None:
    seen = incident(loaded, *turns("ask:look", "name:truth", None))
    assert [one.new for one in seen.told] == [False]


def test_a_turn_taken_back_was_never_told(loaded: LoadedCase) -> None:
    back = incident(loaded, *turns("ask:look", "ask:deep"), TakeBackTurn("t2"))
    assert back == incident(loaded, *turns("ask:look"))


@pytest.mark.parametrize(
    ("title", "ordered", "undone"),
    [
        (None, "Ordered. It takes 4 min.", "Taken back."),
        ("Mend it", "Ordered: Mend it. It takes 4 min.", "Taken back: Mend it."),
    ],
)
def test_an_action_goes_by_its_title_and_never_by_its_id(
    loaded: LoadedCase, title: str | None, ordered: str, undone: str
) -> None:
    entry = {"kind": "mitigate", "cost": 2, "lead": 4, "ask": ["c"], "reply": "fixed"}
    named = {**entry, "title": title} if title else entry
    tables = {"actions": {"fix-it-now": named}, "injects": {"call": None, "guard": None}}
    seen = incident(loaded, *turns("act:fix-it-now", "undo:fix-it-now", "wait:9"), **tables)
    texts = [one.text for one in reversed(seen.told)]
    assert texts[0] == ordered
    assert undone in texts
    assert "fixed" in texts
    assert "fix it now" not in " ".join(texts)


def test_evidence_brings_its_exhibit_unless_it_was_taken_away(loaded: LoadedCase) -> None:
    look = {"title": "Look", "cost": 3, "ask": ["a"], "text": "ill", "exhibit": "log"}
    running = Running(small(evidence={"look": look}))

    def titles(*events: Event) -> list[str]:
        seen = view(loaded, Start(), *events, running=running)
        return [one.title for one in seen.exhibits]

    ask = turns("ask:look")
    assert titles(ShowExhibit("plan"), *ask) == ["The log", "The plan"]
    assert titles(*ask, ShowExhibit("plan")) == ["The plan", "The log"]
    assert titles(*ask, ShowExhibit("log", on_screen=False)) == []
    assert titles(*ask, TakeBackTurn("t1")) == []


def test_evidence_with_an_interviewers_exhibit_raises(loaded: LoadedCase) -> None:
    look = {"title": "Look", "cost": 3, "ask": ["a"], "text": "ill", "exhibit": "truth"}
    with pytest.raises(Problem, match="interviewer only"):
        incident(loaded, *turns("ask:look"), evidence={"look": look})


def test_an_event_that_the_incident_does_not_know_raises(loaded: LoadedCase) -> None:
    with pytest.raises(Problem):
        incident(loaded, *turns("ask:nonsense"))
