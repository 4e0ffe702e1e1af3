"""The command line as a whole: cheap to start, polite when it cannot."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from interviewloop import __version__
from interviewloop.cli.main import build_parser, entry, main

ROOT = Path(__file__).resolve().parent.parent.parent
HEAVY = (
    "textual",
    "rich",
    "pydantic",
    "psycopg",
    "numpy",
    "scipy",
    "tomli_w",
    "rapidfuzz",
    "platformdirs",
)
COMMANDS = (
    "demo", "present", "validate", "new", "calibrate", "plan", "loop", "take-home", "report",
    "export", "import", "candidate", "purge", "verify", "db", "doctor", "migrate", "incident",
    "practise", "progress", "locate", "completion",
)  # fmt: skip


def run(*arguments: str, **kwargs: str) -> subprocess.CompletedProcess[str]:
    """The program in a process of its own, without a terminal."""
    return subprocess.run(
        [sys.executable, "-m", "interviewloop", *arguments],
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
        env={**os.environ, **kwargs},
        timeout=60,
    )


@pytest.mark.parametrize("arguments", [["--help"], *([name, "--help"] for name in COMMANDS)])
def test_help_imports_nothing_heavy(arguments: list[str]) -> None:
    code = (
        "import sys\n"
        "from interviewloop.cli.main import main\n"
        "try:\n"
        f"    main({arguments!r})\n"
        "except SystemExit as end:\n"
        "    assert end.code == 0, end.code\n"
        f"heavy = [name for name in {HEAVY!r} if name in sys.modules]\n"
        "own = [name for name in sys.modules if name.startswith('interviewloop')]\n"
        "print(heavy, len(own), file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.startswith("usage: interviewloop")
    heavy, _, own = done.stderr.rpartition(" ")
    assert heavy == "[]"
    # One module a command, and the few that the parser itself needs.
    assert int(own) <= len(COMMANDS) + 8


def test_every_command_is_in_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    text = capsys.readouterr().out
    assert all(name in text for name in COMMANDS)


@pytest.mark.parametrize("arguments", [[], ["demo"]])
def test_without_a_terminal_it_says_so_and_ends(arguments: list[str], tmp_path: Path) -> None:
    done = run("--workspace", str(tmp_path), *arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "terminal" in done.stderr
    assert "interviewloop calibrate" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["--version"])
    assert end.value.code == 0
    assert capsys.readouterr().out == f"interviewloop {__version__}\n"


def test_unknown_option_is_a_usage_error() -> None:
    done = run("--nonsense")
    assert done.returncode == 2
    assert "--nonsense" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_problem_is_shown_in_words_with_its_control_characters_visible(tmp_path: Path) -> None:
    done = run("validate", str(tmp_path / "no\x1b[2Jwhere"))
    assert done.returncode == 2
    assert "\x1b" not in done.stderr
    assert "Traceback" not in done.stderr


def test_a_closed_pipe_is_no_error() -> None:
    command = f"{sys.executable} -m interviewloop validate --rules | head -1"
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {command}"], capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    assert done.returncode == 0


def test_workspace_is_accepted_before_and_after_the_command() -> None:
    parser = build_parser()
    assert parser.parse_args(["--workspace", "a", "locate"]).workspace == "a"
    assert parser.parse_args(["locate", "--workspace", "b"]).workspace == "b"


@pytest.mark.parametrize("shell", ["bash", "zsh", "tcsh"])
def test_completion_script_names_every_command(
    shell: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["completion", shell]) == 0
    script = capsys.readouterr().out
    assert all(name in script for name in COMMANDS)


def test_completion_script_is_a_bash_script() -> None:
    script = run("completion", "bash").stdout
    done = subprocess.run(["bash", "-n"], input=script, text=True, check=False)
    assert done.returncode == 0


def test_commands_of_the_readme_exist() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    import re

    named = set(re.findall(r"interviewloop ([a-z]+(?:-[a-z]+)*)", text))
    known = set(COMMANDS) | {"is", "demo"}
    assert {"demo", "calibrate", "validate", "locate"} <= named
    assert named <= known


def test_a_mistake_of_the_program_is_told_without_a_traceback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken() -> int:
        raise RuntimeError("C-777 scored 1")

    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setattr("interviewloop.cli.main.main", broken)
    with pytest.raises(SystemExit) as ended:
        entry()
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert "a mistake of its own" in said
    assert "Traceback" not in said
    (report,) = tmp_path.glob("**/crashes/*.txt")
    assert "broken" in report.read_text()
    assert "C-777" not in said + report.read_text()
