from __future__ import annotations

import argparse
import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from interviewloop.cli import locate
from interviewloop.library.places import shipped_folder
from interviewloop.workspace.locations import Surroundings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Locate = Callable[..., int]


@pytest.fixture
def surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Surroundings:
    (tmp_path / "here").mkdir()
    made = Surroundings(
        cwd=tmp_path / "here",
        environ={},
        home=tmp_path / "home",
        config_dir=tmp_path / "config",
        data_dir=tmp_path / "data",
    )
    monkeypatch.setattr(Surroundings, "of_process", lambda: made)
    return made


@pytest.fixture
def run(surroundings: Surroundings) -> Locate:
    """Runs ``locate`` with words from a command line and, maybe, a workspace."""

    def run(*words: str, workspace: str | None = None) -> int:
        parser = argparse.ArgumentParser()
        parser.set_defaults(workspace=workspace)
        locate.add_parser(parser.add_subparsers())
        arguments = parser.parse_args(["locate", *words])
        code: int = arguments.run(arguments)
        return code

    return run


def test_everything_in_aligned_columns(
    run: Locate, surroundings: Surroundings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run() == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines if not line.startswith(" ")] == list(locate.KINDS)
    for kind, path in {
        "workspace": surroundings.data_dir,
        "sessions": surroundings.data_dir / "sessions",
        "cases": surroundings.data_dir / "cases",
        "config": surroundings.config_dir / "config.toml",
        "data": surroundings.data_dir,
    }.items():
        assert [line.split()[1] for line in lines if line.startswith(f"{kind} ")] == [str(path)]
    shipped = shipped_folder()
    assert shipped is not None
    assert f"{shipped / 'cases'}" in lines[3]
    assert len({line.index(str(surroundings.data_dir)) for line in lines[:3]}) == 1
    assert "no workspace was named or found" in lines[0]


def test_one_name_prints_its_path_and_nothing_else(
    run: Locate, surroundings: Surroundings, capsys: pytest.CaptureFixture[str]
) -> None:
    run("sessions", workspace="team")
    assert capsys.readouterr() == (f"{surroundings.cwd / 'team' / 'sessions'}\n", "")


def test_json(run: Locate, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    odd = tmp_path / 'odd "\x1b \udcff'
    run("--json", workspace=str(odd))
    printed = json.loads(capsys.readouterr().out)
    assert list(printed) == list(locate.KINDS)
    assert printed["workspace"] == [{"path": str(odd), "how": "given by --workspace"}]
    run("config", "--json")
    assert list(json.loads(capsys.readouterr().out)) == ["config"]


def test_a_hostile_path_cannot_steer_the_terminal(
    run: Locate, capsys: pytest.CaptureFixture[str]
) -> None:
    run(workspace="x\x1b[31m\udcff\ny")
    run("workspace", workspace="x\x1b[31m\udcff\ny")
    printed = capsys.readouterr().out
    assert "\x1b" not in printed
    assert printed.count("x␛[31m\ufffd␊y") == 4


def test_the_workspace_of_the_config_file_counts(
    run: Locate, surroundings: Surroundings, capsys: pytest.CaptureFixture[str]
) -> None:
    surroundings.config_dir.mkdir()
    (surroundings.config_dir / "config.toml").write_text('workspace = "/team"\ntheme = 3\n')
    run("workspace")
    assert capsys.readouterr() == ("/team\n", "")


def test_an_unknown_name_is_refused(run: Locate, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        run("nonsense")
    assert caught.value.code == 2
    assert "nonsense" in capsys.readouterr().err


def test_importing_the_command_loads_nothing_heavy() -> None:
    code = (
        "import sys, interviewloop.cli.locate\n"
        "print([m for m in ('pydantic', 'textual', 'numpy', 'platformdirs') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
