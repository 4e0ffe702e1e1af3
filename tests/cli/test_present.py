"""``interviewloop present`` on the command line: which session, and what it says when there is
none. The screen itself is tested in tests/tui/test_present.py."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from tests.builders import session
from tests.cli.test_main import run

from interviewloop.cli.main import main
from interviewloop.workspace.workspace import Workspace

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("named", [[], ["C-014"], ["no/such"]])
def test_without_such_a_session_it_says_what_to_do(named: list[str], tmp_path: Path) -> None:
    done = run("--workspace", str(tmp_path), "present", *named)
    assert (done.returncode, done.stdout) == (2, "")
    assert "No such session" in done.stderr
    assert "Begin an interview" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_several_sessions_of_the_candidate_are_listed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("ada", "bo"):
        Workspace(tmp_path).create(session(interviewer=name))
    assert main(["--workspace", str(tmp_path), "present", "C-014"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "ada--feat-test" in said.err
    assert "bo--feat-test" in said.err


def test_without_a_terminal_it_says_so_and_ends(tmp_path: Path) -> None:
    Workspace(tmp_path).create(session())
    done = run("--workspace", str(tmp_path), "present", "C-014")
    assert (done.returncode, done.stdout) == (2, "")
    assert "terminal" in done.stderr


def test_a_file_that_is_no_session_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text("kind = 3\n", encoding="utf-8")
    monkeypatch.setattr("interviewloop.cli.present.need_terminal", lambda: None)
    assert main(["--workspace", str(tmp_path), "present", str(broken)]) == 2
    assert "broken.toml" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
@pytest.mark.parametrize("end", [b"\x11", signal.SIGTERM], ids=["ctrl+q", "SIGTERM"])
def test_on_a_terminal_it_follows_and_writes_nothing(
    tmp_path: Path, end: bytes | signal.Signals
) -> None:
    from tests.report.shown import begin, library

    path = Workspace(tmp_path).create(begin(library().case("exp-day-four-win")))
    before = {file: file.stat().st_mtime_ns for file in tmp_path.rglob("*")}
    terminal, inner = pty.openpty()
    words = ["-m", "interviewloop", "--workspace", str(tmp_path), "present", "C-014"]
    process = subprocess.Popen(
        [sys.executable, *words],
        stdin=inner,
        stdout=inner,
        stderr=inner,
        env={**os.environ, "TERM": "xterm-256color", "COLUMNS": "100", "LINES": "30"},
    )
    seen, sent, begun = b"", False, time.monotonic()
    while process.poll() is None and time.monotonic() - begun < 60:
        if select.select([terminal], [], [], 0.2)[0]:
            seen += os.read(terminal, 65536)
        if not sent and b"begins in a moment" in seen:
            sent = True
            if isinstance(end, bytes):
                os.write(terminal, end)
            else:
                process.send_signal(end)
    process.kill()
    code = process.wait()
    os.close(terminal)
    os.close(inner)
    assert sent
    assert code == 0
    assert {file: file.stat().st_mtime_ns for file in tmp_path.rglob("*")} == before
    assert path in before
