"""``interviewloop progress``: what it counts, what it prints, how it ends."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from tests.practice.mocks import ORDER, loop_of, persona, session
from tests.practice.test_trainees import only_threes

from interviewloop.cli.main import main
from interviewloop.workspace.workspace import Workspace

if TYPE_CHECKING:
    from pathlib import Path

    from interviewloop.model.session import Session

EIGHT = dict.fromkeys(persona("median").persona.levels, 3)


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("INTERVIEWLOOP_CONFIG", str(tmp_path / "config.toml"))
    monkeypatch.setenv("INTERVIEWLOOP_WORKSPACE", str(tmp_path / "team"))
    (tmp_path / "config.toml").write_text('interviewer = "Tove Trainee"\n')
    return Workspace(tmp_path / "team")


def store(workspace: Workspace, *sessions: Session) -> None:
    for one in sessions:
        workspace.create(one)


def test_a_whole_loop(workspace: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    store(workspace, *(mock.session for mock in loop_of(only_threes)))
    assert main(["progress", "tove  TRAINEE"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert out.startswith("Practice of Tove Trainee\n")
    assert "no panel of experts has rated" in " ".join(out.split())
    assert "The bar is not reached yet: exact 36% (bar 55%)" in out
    assert "You gave 3 to 64 of 64" in out
    assert "Mean squared error 1.156 over 8 interviews" in out
    assert "8 Quill" in out
    assert max(map(len, out.splitlines())) <= 80


def test_json(workspace: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    store(workspace, *(mock.session for mock in loop_of(only_threes)))
    assert main(["progress", "Tove Trainee", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["schema"], found["trainee"], found["key"]) == (1, "Tove Trainee", "authors")
    assert [one["persona"] for one in found["interviews"]] == [*ORDER]
    assert found["interviews"][0]["exact"] == 0.75
    assert found["interviews"][0]["sealed_at"] == "2026-03-03T10:00:00+00:00"
    assert found["bar"]["passed"] is False
    assert found["patterns"]["flattening"] == "central"
    assert found["patterns"]["twin_gap"] == {
        "value": 0.0,
        "limit": 0.36,
        "n": 28,
        "flagged": False,
        "withheld": None,
    }
    parts = found["patterns"]["parts"]
    summed = sum(parts[key] for key in ("elevation", "differential_elevation", "stereotype"))
    assert summed + parts["differential"] == pytest.approx(parts["total"])
    assert len(found["sentences"]) == 4


def test_json_of_a_first_interview_withholds(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    store(workspace, session("median", EIGHT))
    assert main(["progress", "Tove Trainee", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["bar"]["withheld"] == "unfinished-loop"
    patterns = found["patterns"]
    assert patterns["severity"]["withheld"] == "few-interviews"
    assert patterns["twin_gap"]["withheld"] == "twins-missing"
    assert patterns["parts"] is None


def test_only_sealed_mocks_with_a_persona_of_the_trainee_count(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    good = session("median", EIGHT)
    store(
        workspace,
        good.model_copy(update={"loop": "a", "kind": "live"}),
        good.model_copy(update={"loop": "b", "persona": None}),
        good.model_copy(update={"loop": "c", "interviewer": "Tove Traineer"}),
        good.model_copy(update={"loop": "d", "phase": "scoring", "sealed_at": None, "seal": None}),
    )
    assert main(["progress", "Tove Trainee", "--trainer"]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert "No sealed mock interview of Tove Trainee yet." in err
    assert "Did you mean Tove Traineer?" in err


def test_what_is_gone_or_changed_is_told(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    good = session("median", EIGHT)
    store(
        workspace,
        good,
        good.model_copy(update={"loop": "b", "persona": "velour"}),
        good.model_copy(update={"loop": "c", "case": "exp-gone"}),
        good.model_copy(update={"loop": "e", "persona": "dial", "case_version": 99}),
    )
    (workspace.sessions / "x").mkdir()
    (workspace.sessions / "x" / "broken.toml").write_text("kind = ")
    assert main(["progress", "Tove Trainee"]) == 0
    out, err = capsys.readouterr()
    assert "there is no persona called 'velour'" in err
    assert "there is no case called 'exp-gone'" in err
    assert "was version 99 when Dial was met" in err
    assert "Left out: practice 1 (exp-day-four-win)" in err
    assert "broken.toml" in err
    assert "Two interviews: no pattern can be read from 16 scores." in out


def test_what_another_scored_is_closed_until_the_own_scorecard_is_in(
    workspace: Workspace, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    theirs = {"interviewer": "Omar", "loop": "theirs"}
    store(
        workspace,
        session("median", EIGHT),
        session("median", EIGHT, **theirs),
        session("rivet", EIGHT, **(theirs | {"loop": "theirs too"})),
    )
    assert main(["progress", "Omar", "--json"]) == 0
    out, err = capsys.readouterr()
    assert [one["persona"] for one in json.loads(out)["interviews"]] == ["median"]
    assert err.startswith("1 interview is closed to you: ")
    assert main(["progress", "Omar", "--json", "--trainer"]) == 0
    out, err = capsys.readouterr()
    assert (len(json.loads(out)["interviews"]), err) == (2, "")
    (tmp_path / "config.toml").write_text("")
    assert main(["progress", "Omar"]) == 1
    assert capsys.readouterr().err.startswith("2 interviews are closed: nobody has said who you ")


def test_what_was_typed_cannot_steer_the_terminal(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    store(workspace, session("median", EIGHT, interviewer="To\x1b[2Jve"))
    assert main(["progress", "To\x1b[2Jve", "--trainer"]) == 0
    assert main(["progress", "To\x1b[3Jve"]) == 1
    out, err = capsys.readouterr()
    assert "\x1b" not in out + err
    assert "Practice of To␛[2Jve" in out


def test_a_workspace_with_nothing_in_it(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["progress", "Nobody"]) == 1
    assert capsys.readouterr() == ("", "No sealed mock interview of Nobody yet.\n")


def test_importing_the_command_stays_cheap() -> None:
    code = (
        "import sys, interviewloop.cli.progress;"
        "print([m for m in ('numpy', 'pydantic', 'rapidfuzz') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
