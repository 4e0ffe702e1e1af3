"""``interviewloop validate``: exit codes, what it prints, and which files it takes."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from interviewloop.cli.main import main

ROOT = Path(__file__).parents[2]
GOOD = ROOT / "tests/data/good"
FILE = "cases/exp-shorter-form/case.toml"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A current folder with a good case and rubric in it."""
    shutil.copytree(GOOD, tmp_path / "here")
    monkeypatch.chdir(tmp_path / "here")
    return tmp_path / "here"


def damage(folder: Path, old: str, new: str) -> None:
    text = (folder / FILE).read_text(encoding="utf-8")
    assert old in text
    (folder / FILE).write_text(text.replace(old, new), encoding="utf-8")


def test_a_clean_check(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate"]) == 0
    assert capsys.readouterr() == ("Checked 2 files: 0 errors, 0 warnings.\n", "")


def test_errors_and_warnings_apart(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    damage(here, "slot_min = 45", "slot_min = 60")
    damage(here, "What would you like to know about us?", "What? Why? Which?")
    assert main(["validate", "cases"]) == 1
    out = capsys.readouterr().out.splitlines()
    assert out[0] == "Errors:"
    assert out[1] == f"{FILE}:9: T01 stages take 45 minutes, the slot has 60 (add 15)"
    assert out[3] == "Warnings:"
    assert out[4].startswith(f"{FILE}:")
    assert " T04 the prompt of close asks 3 questions (" in out[4]
    assert out[-1] == "Checked 1 file: 1 error, 1 warning."


def test_warnings_fail_only_a_strict_check(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    damage(here, "What would you like to know about us?", "What? Why? Which?")
    assert main(["validate"]) == 0
    assert main(["validate", "--strict"]) == 1


def test_json(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    damage(here, "slot_min = 45", "slot_min = 60")
    assert main(["validate", "--json"]) == 1
    assert json.loads(capsys.readouterr().out) == {
        "files": 2,
        "errors": 1,
        "warnings": 0,
        "findings": [
            {
                "path": FILE,
                "line": 9,
                "field": "case.slot_min",
                "code": "T01",
                "severity": "E",
                "message": "stages take 45 minutes, the slot has 60",
                "mend": "add 15",
            }
        ],
    }


def test_rules(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", "--rules"]) == 0
    listed = capsys.readouterr().out.splitlines()
    assert "T01  E  stage minutes add up to slot_min" in listed
    assert main(["validate", "--rules", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    kinds = ["experiment-critique", "feature-design", "incident", "take-home"]
    rule = {"code": "T01", "severity": "E", "holds": "stage minutes add up to slot_min"}
    assert {**rule, "kinds": kinds} in rows
    assert len(rows) == len(listed) - 1


@pytest.mark.parametrize("path", ["nowhere", "nowhere/case.toml", "a\x1bb", "x" * 5_000, "empty"])
def test_a_path_that_means_nothing(
    here: Path, path: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "empty").mkdir()
    assert main(["validate", path]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "Nothing to check" in err
    assert "\x1b" not in err


@pytest.mark.parametrize(
    ("path", "files"),
    [
        (".", 2),
        ("cases", 1),
        ("cases/exp-shorter-form", 1),
        (FILE, 1),
        ("rubrics", 1),
        ("rubrics/small-shop.toml", 1),
    ],
)
def test_files_and_folders(
    here: Path, path: str, files: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["validate", path, path]) == 0
    noun = "file" if files == 1 else "files"
    assert capsys.readouterr().out == f"Checked {files} {noun}: 0 errors, 0 warnings.\n"


def test_a_folder_of_drafts_and_of_personas(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "drafts").mkdir()
    (here / "drafts/one.toml").write_text("[case]\n", encoding="utf-8")
    assert main(["validate", "drafts"]) == 1
    assert "drafts/one.toml:1: S04 case has no id (add id = ...)" in capsys.readouterr().out
    personas = here / "cases/exp-shorter-form/personas"
    personas.mkdir()
    (personas / "quill.toml").write_text("[persona]\n", encoding="utf-8")
    assert main(["validate", "cases"]) == 1
    assert "personas/quill.toml:1: S04" in capsys.readouterr().out


def test_a_workspace_elsewhere_is_named(
    here: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "bare").mkdir()
    monkeypatch.chdir(tmp_path / "bare")
    assert main(["validate", "--workspace", str(here)]) == 0
    assert capsys.readouterr().out.startswith("Checked 2 files")


def test_shipped_content_is_checked_from_any_folder_and_is_clean(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["validate"]) == 0
    assert "0 errors, 0 warnings" in capsys.readouterr().out


def test_what_an_author_typed_cannot_steer_the_terminal(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    damage(here, "[stages.read]", r'[stages."re\u001b[31mad"]')
    damage(here, 'kind = "experiment-critique"', r'kind = "\u202eevil\u0007"')
    assert main(["validate", "cases"]) == 1
    out = capsys.readouterr().out
    assert "S07" in out
    assert not {"\x1b", "\x07", "\u202e"} & {*out}


def test_asking_for_help_imports_no_model() -> None:
    code = (
        "import sys; from interviewloop.cli import validate; "
        "print([m for m in sys.modules if m in ('pydantic', 'rapidfuzz', 'tomllib', 'numpy')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
