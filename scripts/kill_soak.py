"""Kill the real app again and again in the middle of an interview; nothing entered may be missing.

    python scripts/kill_soak.py [KILLS]

One session in a scratch workspace is worked on in a terminal of its own: the clock runs, notes are
entered, probes asked, stages changed, a line is half-typed. At a random moment the process gets
SIGKILL. Then the file must parse; every note entered more than 0.5 s before the kill must be in it,
as well as a line left half-typed for more than a second; the clock must not have gone back, nor
have lost more than the heartbeat. The next round resumes the same session. Prints one line a fault
and a summary; exit 1 on any fault.
"""

from __future__ import annotations

import os
import pty
import random
import select
import shutil
import signal
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from interviewloop.interview.plan import Plan
from interviewloop.interview.start import new_session
from interviewloop.library.library import Library
from interviewloop.tui.screens.live import HEARTBEAT_S
from interviewloop.workspace.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
ENTERED_S = 0.5
TYPED_S = 1.0
LONGEST_S = 5.0
INTERVIEW = 20
"""Kills of one session; then a new one begins, as no interview has a thousand notes."""
EMPTY_LINE = b"\x15"  # ctrl+u
F2, F3, F4 = b"\x1bOQ", b"\x1bOR", b"\x1bOS"


class Terminal:
    """The app on a pseudo-terminal."""

    def __init__(self, workspace: Path, home: Path) -> None:
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.environ.update(TERM="xterm-256color", COLUMNS="120", LINES="40", HOME=str(home))
            os.environ["INTERVIEWLOOP_CONFIG"] = str(home / "config.toml")
            command = [sys.executable, "-m", "interviewloop", "--workspace", str(workspace)]
            os.execv(sys.executable, command)
        self.seen = b""

    def read(self, seconds: float) -> None:
        """Take in output for so long; a terminal nobody reads would stop the app."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if select.select([self.fd], [], [], left)[0]:
                self.seen += os.read(self.fd, 65536)

    def wait_for(self, text: bytes, seconds: float = 20.0) -> None:
        end = time.monotonic() + seconds
        while text not in self.seen:
            if time.monotonic() > end:
                raise TimeoutError(f"{text!r} did not appear")
            self.read(0.05)
        self.seen = b""

    def send(self, keys: bytes) -> None:
        os.write(self.fd, keys)

    def kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.fd)


def main() -> int:
    """Run the kills and report."""
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    chance = random.Random(7)
    numbers = iter(range(1_000_000))
    faults: list[str] = []
    entered = kept = 0
    for begun in range(0, kills, INTERVIEW):
        rounds = min(INTERVIEW, kills - begun)
        scratch = Path(tempfile.mkdtemp(prefix="kill-soak-"))
        notes, in_file, found = interview(scratch, rounds, chance, numbers)
        faults += [f"interview {begun // INTERVIEW + 1}, {fault}" for fault in found]
        entered, kept = entered + notes, kept + in_file
        shutil.rmtree(scratch)
    for fault in faults:
        print(fault)
    print(
        f"{kills} kills, {entered} notes entered {ENTERED_S} s before a kill, {kept} in the files, "
        f"{len(faults)} faults"
    )
    return 1 if faults else 0


def interview(
    scratch: Path, rounds: int, chance: random.Random, numbers: Iterator[int]
) -> tuple[int, int, list[str]]:
    """One session, killed and resumed ``rounds`` times: notes to be kept, notes kept, faults."""
    library = Library.open([ROOT])
    plan = Plan(library.case("feat-home-in-200-ms").case, library.rubric("principal-ml-scientist"))
    path = Workspace(scratch).create(
        new_session(
            plan,
            kind="live",
            loop="C-014",
            candidate="C-014",
            interviewer="Mara",
            created_at=datetime.now(UTC),
        )
    )
    (scratch / "config.toml").write_text('interviewer = "Mara"\n')
    notes: set[str] = set()
    faults: list[str] = []
    for round_ in range(rounds):
        begun = Workspace(scratch).peek(path).clock
        ran, entered, typed = one_round(scratch, chance, numbers, begun.running)
        notes |= entered
        found = _check(path, entered, typed, begun.elapsed_s, ran)
        faults += [f"round {round_ + 1}: {fault}" for fault in found]
    final = {note.text for note in Workspace(scratch).peek(path).notes.values()}
    return len(notes), len(notes & final), faults


def one_round(
    scratch: Path, chance: random.Random, numbers: Iterator[int], interrupted: bool
) -> tuple[float, set[str], str | None]:
    """Open, work, kill. Returns seconds the clock ran, notes that must be kept, half-typed line."""
    terminal = Terminal(scratch, scratch)
    terminal.wait_for(b"C-014")
    terminal.read(0.4)
    terminal.send(b"\r")
    if interrupted:
        terminal.wait_for(b"Resume this interview?")
        terminal.read(0.2)
        terminal.send(b"1")
    else:
        terminal.wait_for(b"COVERAGE")
        terminal.send(F2)
    terminal.read(0.3)
    running = time.monotonic()
    end = running + chance.uniform(0.1, LONGEST_S)
    sent: dict[str, float] = {}
    typed: tuple[str, float] | None = None
    while time.monotonic() < end:
        typed = None
        what = chance.random()
        if what < 0.65:
            text = f"note {next(numbers)}"
            sign = chance.choice((b"+pf ", b"- ", b"!model ", b""))
            # A refused command stays in the line, so the line is emptied first.
            terminal.send(EMPTY_LINE + sign + text.encode() + b"\r")
            sent[text] = time.monotonic()
        elif what < 0.8:
            terminal.send(
                chance.choice((F3, F4, EMPTY_LINE + b"/probe 1\r", EMPTY_LINE + b"/seen 1\r"))
            )
        else:
            text = f"half {next(numbers)}"
            terminal.send(EMPTY_LINE + text.encode())
            typed = (text, time.monotonic())
            pause = min(chance.uniform(0, 2.0), end - time.monotonic())
            terminal.read(max(0.0, pause))
            if time.monotonic() < end:
                terminal.send(EMPTY_LINE)
                typed = None
        terminal.read(chance.uniform(0, 0.15))
    terminal.kill()
    killed = time.monotonic()
    kept = {text for text, when in sent.items() if killed - when > ENTERED_S}
    line = typed[0] if typed and killed - typed[1] > TYPED_S else None
    return killed - running, kept, line


def _check(path: Path, notes: set[str], typed: str | None, before: float, ran: float) -> list[str]:
    try:
        session = Workspace(path.parents[2]).peek(path)
    except Exception as error:  # noqa: BLE001 - any failure to read is the fault looked for
        return [f"cannot be read: {error}"]
    faults = []
    texts = {note.text for note in session.notes.values()}
    if missing := notes - texts:
        faults.append(f"missing notes: {sorted(missing)}")
    if typed is not None and typed not in session.draft.note:
        faults.append(f"half-typed line {typed!r} is {session.draft.note!r} in the file")
    if session.clock.elapsed_s < before:
        faults.append(f"clock went back from {before} to {session.clock.elapsed_s}")
    if session.clock.elapsed_s < before + ran - HEARTBEAT_S - 1.0:
        faults.append(f"clock lost time: {before} and {ran} s ran, now {session.clock.elapsed_s}")
    return faults


if __name__ == "__main__":
    sys.exit(main())
