"""``interviewloop take-home``: the folder for a candidate, and when it went out and came back."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime, timedelta

import pytest
from tests.builders import DIMS, at, session
from tests.report.shown import ROOT

from interviewloop.cli.main import main
from interviewloop.interview.engine import apply
from interviewloop.interview.events import (
    BeginScoring,
    SetRationale,
    SetRecommendation,
    SetScore,
    Submit,
)
from interviewloop.interview.plan import Plan
from interviewloop.library.library import Library
from interviewloop.workspace.lock import SessionLock
from interviewloop.workspace.workspace import Workspace

CASE = "take-late-invoices"


@pytest.fixture
def run(tmp_path, capsys, monkeypatch):
    """Runs a command in a workspace of its own; gives status, output and error."""
    monkeypatch.setenv("INTERVIEWLOOP_CONFIG", str(tmp_path / "config.toml"))

    def command(*arguments: str) -> tuple[int, str, str]:
        status = main([*arguments, "--workspace", str(tmp_path / "ws")])
        return status, *capsys.readouterr()

    return command


@pytest.fixture
def workspace(tmp_path) -> Workspace:
    return Workspace(tmp_path / "ws")


def only_session(workspace: Workspace):
    (stored,) = workspace.listing().sessions
    return stored.session


def plan_it(run, loop: str = "C-014", who: str = "Mara Lindqvist") -> None:
    run("loop", "new", loop, "--rubric", "principal-ml-scientist")
    assert run("loop", "plan", loop, who, CASE)[0] == 0


def ago(hours: float) -> str:
    return f"{datetime.now(UTC).astimezone() - timedelta(hours=hours):%Y-%m-%d %H:%M}"


# --- pack -----------------------------------------------------------------------------------------


def test_pack_writes_the_task_and_the_data(run, tmp_path):
    status, out, err = run("take-home", "pack", CASE, "--to", str(tmp_path / "a" / "b"))
    assert (status, err) == (0, "")
    folder = tmp_path / "a" / "b"
    assert sorted(path.name for path in folder.iterdir()) == [
        "TASK.md", "columns.csv", "invoices.csv"
    ]  # fmt: skip
    data = ROOT / "cases" / CASE / "data/invoices.csv"
    assert (folder / "invoices.csv").read_bytes() == data.read_bytes()
    assert out.splitlines()[0] == str(folder / "TASK.md")


@pytest.mark.parametrize("taken", ["file in it", "file in its place", "link to a folder in use"])
def test_pack_never_writes_over_anything(run, tmp_path, taken):
    folder = tmp_path / "out"
    used = tmp_path / "used"
    used.mkdir()
    (used / "TASK.md").write_text("mine")
    if taken == "file in it":
        folder = used
    elif taken == "file in its place":
        folder.write_text("mine")
    else:
        folder.symlink_to(used)
    status, out, err = run("take-home", "pack", CASE, "--to", str(folder))
    assert (status, out) == (2, "")
    assert "nothing is written over" in err
    assert (used / "TASK.md").read_text() == "mine"
    assert [path.name for path in used.iterdir()] == ["TASK.md"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_pack_says_why_it_cannot_write(run, tmp_path):
    tmp_path.joinpath("closed").mkdir(mode=0o500)
    status, _, err = run("take-home", "pack", CASE, "--to", str(tmp_path / "closed" / "out"))
    assert status == 2
    assert "permission" in err


def test_pack_knows_take_homes_only(run, tmp_path):
    status, _, err = run("take-home", "pack", "feat-home-in-200-ms", "--to", str(tmp_path / "x"))
    assert status == 2
    assert "nothing is handed out" in err
    assert not (tmp_path / "x").exists()


# --- sent and received ----------------------------------------------------------------------------


def test_sending_what_is_planned_makes_the_interview_and_receiving_closes_it(run, workspace):
    plan_it(run)
    status, out, err = run("take-home", "sent", "c-014", "--at", ago(2.5))
    assert (status, err) == (0, "")
    assert out.endswith("take-home out, 3 h to take\n")
    made = only_session(workspace)
    assert (made.loop, made.candidate, made.interviewer) == ("C-014", "C-014", "Mara Lindqvist")
    assert (made.case, made.phase, made.kind) == (CASE, "ready", "live")

    status, out, _ = run("take-home", "received", "C-014", "--json")
    told = json.loads(out)
    assert status == 0
    assert told["box_min"] == 180
    assert 150 <= told["took_min"] < 152
    assert told["late_min"] == 0
    assert "not submitted" in run("loop", "show", "C-014")[1]
    assert "took 2 h 3" in run("loop", "show", "C-014")[1]


def test_without_a_plan_case_and_interviewer_are_named(run, workspace):
    status, _, err = run("take-home", "sent", "C-020")
    assert status == 2
    assert "--case and --interviewer" in err
    status, _, err = run("take-home", "sent", "C-020", "--case", "feat-home-in-200-ms",
                         "--interviewer", "Ada")  # fmt: skip
    assert status == 2
    assert f"known: {CASE}" in err
    args = ("--case", CASE, "--interviewer", "Ada", "--loop", "C-020 senior", "--time", "1.5")
    args = (*args, "--rubric", "staff-ml-engineer")
    assert run("take-home", "sent", "C-020", *args)[0] == 0
    made = only_session(workspace)
    assert (made.loop, made.interviewer, made.stretch) == ("C-020 senior", "Ada", 1.5)
    assert made.handovers["h1"].box_min == 270
    assert made.rubric == "staff-ml-engineer"


def test_without_a_loop_the_rubric_that_fits_best_is_taken(run, workspace):
    assert run("take-home", "sent", "C-021", "--case", CASE, "--interviewer", "Ada")[0] == 0
    assert only_session(workspace).rubric == "principal-ml-scientist"


def test_two_plans_are_asked_about(run, workspace):
    plan_it(run, who="Ada")
    assert run("loop", "plan", "C-014", "Bo", CASE)[0] == 0
    status, _, err = run("take-home", "sent", "C-014")
    assert status == 2
    assert "Ada" in err
    assert "Bo" in err
    assert run("take-home", "sent", "C-014", "--interviewer", "bo")[0] == 0
    assert only_session(workspace).interviewer == "Bo"


def test_a_time_that_cannot_be_makes_no_interview(run, workspace):
    plan_it(run)
    for wrong in (ago(-5), "25:00", "yesterday"):
        assert run("take-home", "sent", "C-014", "--at", wrong)[0] == 2
    assert workspace.listing().sessions == ()


def test_a_second_time_needs_a_reason(run, workspace):
    plan_it(run)
    run("take-home", "sent", "C-014", "--at", ago(5))
    status, _, err = run("take-home", "sent", "C-014", "--at", ago(4))
    assert status == 2
    assert "a reason" in err
    assert run("take-home", "sent", "C-014", "--at", ago(4), "--why", "it bounced")[0] == 0
    assert "it bounced" in " ".join(run("loop", "show", "C-014")[1].split())
    assert len(only_session(workspace).handovers) == 2


def test_nothing_comes_back_before_it_was_sent(run, workspace):
    plan_it(run)
    status, _, err = run("take-home", "received", "C-014")
    assert status == 2
    assert "take-home sent" in err
    assert workspace.listing().sessions == ()


def test_an_interview_of_another_kind_is_not_meant(run, workspace):
    plan_it(run)
    workspace.create(session(candidate="C-014"))
    assert run("take-home", "sent", "C-014")[0] == 0
    cases = {stored.session.case for stored in workspace.listing().sessions}
    assert cases == {"feat-test", CASE}


def test_an_interview_that_is_open_elsewhere_is_left_alone(run, workspace):
    plan_it(run)
    run("take-home", "sent", "C-014", "--at", ago(3))
    (stored,) = workspace.listing().sessions
    with SessionLock(stored.path, "Mara Lindqvist"):
        status, _, err = run("take-home", "received", "C-014")
    assert status == 2
    assert "open elsewhere" in err
    assert len(only_session(workspace).handovers) == 1


# --- reports --------------------------------------------------------------------------------------


def test_the_report_on_a_loop_tells_the_times(run, workspace, tmp_path):
    hostile = "<b>x</b> | *y* \x1b[2J"
    (tmp_path / "config.toml").write_text('interviewer = "Mara Lindqvist"\n')
    plan_it(run)
    run("take-home", "sent", "C-014", "--at", "2026-01-05 09:00", "--why", "")
    run("take-home", "sent", "C-014", "--at", "2026-01-05 09:10", "--why", hostile)
    run("take-home", "received", "C-014", "--at", "2026-01-05 12:40")
    (stored,) = workspace.listing().sessions
    begun = workspace.load(stored.path)
    library = Library.open([ROOT])
    plan = Plan(library.case(CASE).case, library.rubric(begun.rubric))
    scores = [SetScore(dim, 3) for dim in DIMS] + [SetRationale(dim, "read") for dim in DIMS]
    for event in (BeginScoring(), *scores, SetRecommendation("yes"), Submit()):
        begun = apply(begun, event, at(0), plan)
    workspace.save(stored.path, begun)

    _, page, _ = run("report", "loop", "C-014")
    assert "took 3 h 30 of 3 h, 30 min late." in page
    assert r"\<b\>x\</b\> \| \*y\*" in page
    _, page, _ = run("report", "loop", "C-014", "--format", "html")
    assert "&lt;b&gt;x&lt;/b&gt;" in page
    assert "\x1b" not in page
    _, page, _ = run("report", "loop", "C-014", "--format", "json")
    (interview,) = json.loads(page)["interviews"]
    assert interview["take_home"]["late_min"] == 30
    assert [one["why"] for one in interview["take_home"]["corrections"]] == [hostile]
    assert run("verify")[0] == 0
    assert run("take-home", "received", str(stored.path), "--why", "later")[0] == 2
