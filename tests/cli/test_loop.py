"""``loop`` and ``verify``: a loop planned, waived and decided, and nobody's scores told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.builders import DIMS, T0, after, scored

from interviewloop.cli.main import main
from interviewloop.interview.events import SetRationale, SetScore, Submit
from interviewloop.model.library_marks import Retirement
from interviewloop.workspace.workspace import Workspace

HOSTILE = "[bold red]x[/]\x1b[2J"


@pytest.fixture
def run(tmp_path, capsys, monkeypatch):
    """Runs a command in a workspace of its own; gives exit status, standard output and error."""
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("INTERVIEWLOOP_CONFIG", str(tmp_path / "config.toml"))
    (tmp_path / "interviewloop.toml").write_text("")

    def command(*arguments: str) -> tuple[int, str, str]:
        status = main([*arguments, "--workspace", str(tmp_path)])
        return status, *capsys.readouterr()

    return command


def seal(root: Path, interviewer: str, score: int, case: str = "exp-day-four-win") -> Path:
    """A sealed scorecard of C-014 with the same score on all dimensions."""
    card = after(
        scored(interviewer=interviewer).model_copy(update={"case": case}),
        *(SetScore(dim, score) for dim in DIMS),
        *(SetRationale(dim, "seen") for dim in DIMS),
        Submit(),
    )
    return Workspace(root).create(card)


def test_a_loop_from_plan_to_decision(run, tmp_path):
    assert run("loop", "list")[0] == 1
    assert run("loop", "new", "C-014", "--rubric", "principal-ml-scientist")[0] == 0
    assert run("loop", "plan", "c-014", "Mara Lindqvist", "exp-day-four-win")[0] == 0
    status, out, _ = run("loop", "plan", "C-014", "Ivo Brandt", "feat-home-in-200-ms",
                         "--dimension", "leadership")  # fmt: skip
    assert status == 0
    assert "Leadership as a principal: Mara Lindqvist, Ivo Brandt" in out
    assert "(needs 2 more)" in out or "(needs 1 more)" in out
    seal(tmp_path, "Mara Lindqvist", 4)
    status, out, _ = run("loop", "waive", "C-014", "Ivo Brandt", "feat-home-in-200-ms",
                         "--by", "Mara Lindqvist", "--why", HOSTILE)  # fmt: skip
    assert "waived" in out
    assert "\x1b" not in out
    status, out, _ = run("loop", "decide", "C-014", "hire", "--by", "Nura", "--why", "rigour",
                         "--dissent", "Ivo Brandt=no leadership seen")  # fmt: skip
    assert (status, "decided: Hire" in out, "no leadership seen" in out) == (0, True, True)
    status, out, _ = run("loop", "list")
    assert out.splitlines()[1].split() == ["C-014", "C-014", "1", "of", "1", "Hire"]
    shown = json.loads(run("loop", "show", "C-014", "--json")[1])
    assert [one["state"] for one in shown["interviews"]] == ["sealed", "waived"]
    assert list(shown["record"]) == ["r1", "r2"]


def test_no_action_tells_what_others_scored(run, tmp_path):
    run("loop", "new", "C-014", "--rubric", "principal-ml-scientist")
    run("loop", "plan", "C-014", "Ivo Brandt", "feat-home-in-200-ms")
    shown = []
    for score in (1, 5):
        path = seal(tmp_path, "Mara Lindqvist", score)
        shown.append([
            run("loop", *rest)
            for rest in (("show", "C-014"), ("show", "C-014", "--json"), ("list",),
                         ("suggest", "C-014"))
        ])  # fmt: skip
        path.unlink()
    assert shown[0] == shown[1]


def test_mistakes_are_told_and_change_nothing(run, tmp_path):
    run("loop", "new", "C-014", "--rubric", "principal-ml-scientist")
    file = Workspace(tmp_path).loop_path("C-014")
    before = file.read_bytes()
    for wrong, word in (
        (("show", "C-O14"), "Did you mean C-014"),
        (("new", "C-014", "--rubric", "principal-ml-scientist"), "exists already"),
        (("plan", "C-014", "Ivo", "exp-day-for-win"), "exp-day-four-win"),
        (("plan", "C-014", "Ivo", "exp-day-four-win", "--dimension", "charm"), "no charm"),
        (("drop", "C-014", "p9"), "no planned interview"),
        (("waive", "C-014", "Ivo", "x", "--by", "Mara", "--why", "y"), "owes no scorecard"),
        (("decide", "C-014", "hire", "--by", "Mara", "--why", "y", "--dissent", "Ivo"), "NAME=WHY"),
        (("decide", "C-014", "hire", "--by", " ", "--why", "y"), "says who"),
    ):
        status, out, err = run("loop", *wrong)
        assert (status, out, word in err) == (2, "", True), (wrong, err)
    assert file.read_bytes() == before


def test_suggestions_cover_every_dimension_and_leave_out_who_is_in(run, tmp_path):
    run("loop", "new", "C-014", "--rubric", "principal-ml-scientist")
    run("loop", "plan", "C-014", "Ivo", "exp-day-four-win")
    names = [word for name in ("Ivo", "Mara", "Nura", "Oto") for word in ("--from", name)]
    status, out, _ = run("loop", "suggest", "C-014", "--seats", "3", *names)
    assert status == 0
    assert [line.partition(":")[0] for line in out.splitlines()] == ["Mara", "Nura", "Oto"]


def test_a_retired_case_is_never_suggested(run, tmp_path):
    run("loop", "new", "C-014", "--rubric", "principal-ml-scientist")
    args = ("loop", "suggest", "C-014", "--seats", "1", "--from", "Mara")
    first = run(*args)[1].split(":")[1].split(",")[0].strip()
    mark = Retirement(at=T0, why="leaked")
    Workspace(tmp_path).change_library_marks(lambda m: m.with_retired("cases", first, mark))
    status, out, _ = run(*args)
    assert status == 0
    assert first not in out


def test_planning_a_retired_case_is_told_and_done(run, tmp_path):
    run("loop", "new", "C-014", "--rubric", "principal-ml-scientist")
    mark = Retirement(at=T0, why="leaked")
    Workspace(tmp_path).change_library_marks(
        lambda m: m.with_retired("cases", "exp-day-four-win", mark)
    )
    status, out, err = run("loop", "plan", "C-014", "Ivo", "exp-day-four-win")
    assert (status, "leaked" in err, "exp-day-four-win" in out) == (0, True, True)
    assert run("loop", "plan", "C-014", "Mara", "feat-home-in-200-ms")[2] == ""


def test_verify_finds_an_edit(run, tmp_path):
    path = seal(tmp_path, "Mara Lindqvist", 4)
    run("loop", "decide", "C-014", "hire", "--by", "Nura", "--why", "rigour")
    assert run("verify")[:2] == (
        0, "1 submitted scorecard and 1 loop checked, 0 edited or unreadable.\n",
    )  # fmt: skip
    path.write_text(path.read_text().replace("leadership = 4", "leadership = 5", 1))
    status, out, _ = run("verify")
    assert (status, path.name in out, "edited after submission" in out) == (1, True, True)
    loop = Workspace(tmp_path).loop_path("C-014")
    loop.write_text(loop.read_text().replace("rigour", "charm"))
    found = json.loads(run("verify", "--json")[1])
    assert [Path(one["file"]).name for one in found["edits"]] == [path.name, "loop.toml"]
