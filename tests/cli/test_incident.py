"""``interviewloop incident``: replay and match, as people and programs use them."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from interviewloop.cli.main import main

ROOT = Path(__file__).parents[2]
CASE = ROOT / "cases/inc-green-dashboards"
REFERENCE = ROOT / "tests/data/incident"


@pytest.fixture(autouse=True)
def _away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_replay_prints_a_json_object_an_event(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["incident", "replay", str(REFERENCE / "green_dashboards.toml")]
    assert main([*arguments, str(REFERENCE / "excellent.toml"), "--json"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    keys = ["event", "t", "told", "flags", "metrics", "milestones"]
    assert all(list(row) == keys for row in rows)
    assert rows[0]["event"] == "act:declare"
    assert rows[-1]["t"] == 106
    assert rows[-1]["milestones"]["repaired"] == "strong"
    assert rows[-1]["milestones"]["harm_push"] == "avoided"
    assert rows[0]["milestones"]["harm_push"] == "pending"
    injects = [told["id"] for row in rows for told in row["told"] if told["kind"] == "inject"]
    assert injects == ["growth_ping", "just_roll_back", "close_it"]


@pytest.mark.parametrize(
    "case",
    ["inc-green-dashboards", str(CASE), str(CASE / "incident.toml"), str(CASE / "case.toml")],
)
def test_a_case_is_an_id_a_folder_or_a_file(
    case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "run.txt").write_text("# a run\nask:timeline\nwait:60\n", encoding="utf-8")
    assert main(["incident", "replay", case, "run.txt"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("   2  ask:timeline\n")
    assert "Head of growth: Our campaign began at midnight." in out
    assert "declared missed" in out


def test_an_expectation_that_fails_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    script = 'name = "x"\n[[step]]\ndo = "wait:3"\nexpect = { t = 4 }\n'
    (tmp_path / "x.toml").write_text(script, encoding="utf-8")
    assert main(["incident", "replay", str(CASE), "x.toml"]) == 1
    assert "Not as expected, step 1 at minute 3: expected minute 4." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("play", "said"),
    [
        ("ask:timeline\nask:nothing\n", "event 2, ask:nothing"),
        ("walk:1\n", "play.txt:1"),
        ("\n", "holds no events"),
        (None, "no such file"),
    ],
)
def test_what_cannot_be_played_is_a_problem(
    play: str | None, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if play is not None:
        (tmp_path / "play.txt").write_text(play, encoding="utf-8")
    assert main(["incident", "replay", str(CASE), "play.txt"]) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    "case",
    [
        "inc-nothing",
        "exp-day-four-win",
        "\x1b[2J",
        "a\0b",
        str(ROOT / "rubrics"),
        str(ROOT / "README.md"),
    ],
)
def test_what_is_no_incident_is_a_problem(
    case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "play.txt").write_text("wait:1\n", encoding="utf-8")
    assert main(["incident", "replay", case, "play.txt"]) == 2
    err = capsys.readouterr().err
    assert err
    assert "\x1b" not in err


def test_a_world_that_leads_nowhere_is_told_with_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (CASE / "incident.toml").read_text(encoding="utf-8")
    (tmp_path / "incident.toml").write_text(text.replace('"did.update"', '"did.updated"'), "utf-8")
    (tmp_path / "play.txt").write_text("wait:1\n", encoding="utf-8")
    assert main(["incident", "replay", "incident.toml", "play.txt"]) == 2
    line = text[: text.index('unless = "did.update"')].count("\n") + 1
    assert f"incident.toml:{line}" in capsys.readouterr().err


def test_match_prints_three_ids_a_request(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "r.txt").write_text("which groups are hit\n\nshow me everything\na\x1bb\n", "utf-8")
    assert main(["incident", "match", str(CASE), "r.txt"]) == 0
    rows = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    assert [len(row) for row in rows] == [4, 4, 4]
    assert rows[0][:2] == ["which groups are hit", "segments"]
    assert rows[1] == ["show me everything", "", "", ""]
    assert rows[2][0] == "a␛b"


def test_match_reads_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stdin = io.TextIOWrapper(io.BytesIO(b"blast radius\n"), encoding="utf-8")
    monkeypatch.setattr(sys, "stdin", stdin)
    assert main(["incident", "match", "inc-green-dashboards", "-"]) == 0
    assert capsys.readouterr().out.startswith("blast radius\tdependants\t")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\xff"), encoding="utf-8"))
    assert main(["incident", "match", "inc-green-dashboards", "-"]) == 2


def test_without_an_action_it_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["incident"])
    assert end.value.code == 2
