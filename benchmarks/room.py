"""The calibration room on a large workspace: first frame, figures, and keys while it computes.

    python benchmarks/room.py                  # 3,200 sessions
    python benchmarks/room.py 12800 --runs 3   # a hundred thousand scores

A workspace of made-up sessions is written once (the panel of benchmarks/rasch.py, with the notes of
a bundled example, so files are as long as real ones), then the app is opened on it in a
pseudo-terminal of 120x40, and the room from the list of sessions. Tabs are changed every 150 ms
until some seconds after the last figure. A key's latency is from its write to the output that shows
the tab it goes to. Beside it stands the processor time that all threads of the app took meanwhile:
what the latency would be on a machine with nothing else to do, at most. At the end the sessions
behind the first line of some tabs are listed: from Enter to the screen, and to its list. Linux
only.

- cold: the room is opened on the first frame of the list, while the files are still being read.
- warm: it is opened once they have been.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import pty
import re
import select
import statistics
import struct
import sys
import tempfile
import termios
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TABS = ("1 Overview", "2 Agreement", "3 Interviewers", "4 Dimensions", "5 Pairs", "6 Candidates",
        "7 Drift", "8 Mock accuracy")  # fmt: skip
ANSI = re.compile(rb"\x1b(?:\[[0-9;?]*[A-Za-z]|[()][A-Z0-9]|[=>])")
GAP_S, AFTER_S, LONGEST_S = 0.15, 2.0, 180.0


def main() -> None:
    """Write the workspace, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("sessions", nargs="?", type=int, default=3200)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--workspace", type=Path, help="write it here and keep it")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        root = args.workspace or Path(scratch)
        os.environ["INTERVIEWLOOP_CONFIG"] = str(Path(scratch, "config.toml"))
        if not (root / "sessions").is_dir():
            write_workspace(root, args.sessions)
        for warm in (False, True):
            report("warm" if warm else "cold", [measure(root, warm=warm) for _ in range(args.runs)])


def write_workspace(root: Path, sessions: int, *, loops: bool = False) -> None:
    """Sealed live sessions of a made-up panel, four interviewers a candidate; with the files of
    their loops if asked for."""
    from rasch import DIMENSIONS, SEATS, panel

    from interviewloop.interview.sealing import seal_of
    from interviewloop.model.loop import Loop
    from interviewloop.workspace.codec import decode_session, encode
    from interviewloop.workspace.names import session_file_name

    file = min((ROOT / "sessions").glob("example-*/example-*.toml"))
    pattern = decode_session(file.read_bytes(), str(file))
    dims = tuple(pattern.scorecard.scores)[:DIMENSIONS]
    made = panel(sessions * DIMENSIONS)
    begin = datetime(2025, 1, 6, 9, tzinfo=UTC)
    for c, people in enumerate(made.who):
        loop = f"C-{c:05d}"
        folder = root / "sessions" / loop.lower()
        folder.mkdir(parents=True)
        if loops:
            when = begin + timedelta(hours=3 * c)
            loop_file = Loop(name=loop, candidate=loop, rubric=pattern.rubric, created_at=when)
            (folder / "loop.toml").write_bytes(encode(loop_file))
        for seat in range(SEATS):
            scores = dict(zip(dims, map(int, made.scores[c, seat]), strict=True))
            name = f"Interviewer {people[seat]:04d}"
            when = begin + timedelta(hours=3 * c + seat)
            session = pattern.model_copy(
                update={
                    "kind": "live", "loop": loop, "candidate": loop, "interviewer": name,
                    "scorecard": pattern.scorecard.model_copy(update={"scores": scores}),
                    "created_at": when, "sealed_at": when,
                }
            )  # fmt: skip
            session = session.model_copy(update={"seal": seal_of(session)})
            (folder / session_file_name(name, session.case)).write_bytes(encode(session))


class Terminal:
    """A program on a pseudo-terminal, and all it has written since the last key."""

    def __init__(self, *command: str) -> None:
        self.pid, self._handle = pty.fork()
        if self.pid == 0:
            os.environ["TERM"] = "xterm-256color"
            os.execv(command[0], command)
        fcntl.ioctl(self._handle, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
        self._raw = b""

    def send(self, keys: bytes) -> None:
        self._raw = b""
        os.write(self._handle, keys)

    @property
    def text(self) -> str:
        """What was written, without its colours and moves."""
        return ANSI.sub(b"", self._raw).decode("utf-8", "replace")

    def read(self, seconds: float) -> bool:
        """Read what comes within ``seconds``; whether anything did."""
        if not select.select([self._handle], [], [], max(0.0, seconds))[0]:
            return False
        self._raw += os.read(self._handle, 65536)
        return True

    def processor_s(self) -> float:
        """Processor time that the threads it has now have taken so far."""
        tasks = Path(f"/proc/{self.pid}/task").glob("*/schedstat")
        return sum(int(task.read_text().split()[0]) for task in tasks) / 1e9

    def wait_for(self, words: str, seconds: float = LONGEST_S) -> float:
        """Seconds until ``words`` were written."""
        begun = time.perf_counter()
        while words not in self.text:
            if not self.read(1.0) and time.perf_counter() - begun > seconds:
                raise TimeoutError(f"{words!r} did not come")
        return time.perf_counter() - begun

    def close(self) -> None:
        self.send(b"\x11")
        while True:
            try:
                if not self.read(5.0):
                    break
            except OSError:
                break
        os.close(self._handle)
        os.waitpid(self.pid, 0)


def measure(root: Path, *, warm: bool) -> dict[str, object]:
    """Open the room once and press keys until all figures have been there for a while."""
    terminal = Terminal(sys.executable, "-m", "interviewloop", "--workspace", str(root))
    terminal.wait_for("Search")
    if warm:
        terminal.wait_for("Interviewer 0")
        while terminal.read(1.0):
            pass
    opened = time.perf_counter()
    terminal.send(b"c")
    first = terminal.wait_for("[1 Overview]")
    keys: list[tuple[float, float, float]] = []
    busy = time.perf_counter()
    place = 1
    while time.perf_counter() - busy < AFTER_S:
        sent, before = time.perf_counter(), terminal.processor_s()
        terminal.send(str(place + 1).encode())
        took = terminal.wait_for(f"[{TABS[place]}]")
        keys.append((sent, took, terminal.processor_s() - before))
        while time.perf_counter() - sent < GAP_S and terminal.read(GAP_S):
            pass
        if "step " in terminal.text or "reading " in terminal.text or "choosing" in terminal.text:
            busy = time.perf_counter()
        place = (place + 1) % len(TABS)
        if time.perf_counter() - opened > LONGEST_S:
            break
    behind = {tab: drill_down(terminal, tab) for tab in (2, 3, 6)}
    terminal.close()
    return {
        "behind": behind,
        "first": first,
        "figures": busy - opened,
        "during": [key for key in keys if key[0] <= busy],
        "after": [key for key in keys if key[0] > busy],
    }


def drill_down(terminal: Terminal, tab: int) -> tuple[float, float]:
    """Seconds from Enter on the first line of ``tab`` to the screen behind it, and to its list."""
    terminal.send(str(tab).encode())
    terminal.wait_for(f"[{TABS[tab - 1]}]")
    while terminal.read(0.5):
        pass
    terminal.send(b"\r")
    named = terminal.wait_for("Sessions behind")
    listed = named + terminal.wait_for("sealed session")
    terminal.send(b"q")
    terminal.wait_for(f"[{TABS[tab - 1]}]")
    return named, listed


def report(name: str, runs: list[dict[str, object]]) -> None:
    """Medians over runs; latencies of all keys of all runs, in ms."""
    first = statistics.median(float(run["first"]) for run in runs) * 1e3
    figures = statistics.median(float(run["figures"]) for run in runs)
    print(f"{name}: first frame {first:.0f} ms, all figures after {figures:.1f} s")
    for tab in runs[0]["behind"]:
        named, listed = (
            statistics.median(run["behind"][tab][place] for run in runs) * 1e3 for place in (0, 1)
        )
        print(f"  behind {TABS[tab - 1]}: screen {named:.0f} ms, its list {listed:.0f} ms")
    for part in ("during", "after"):
        keys = [key for run in runs for key in run[part]]
        if keys:
            print(f"  {len(keys):>4} keys {part}: {spread(keys, 1)};"
                  f" of processor time {spread(keys, 2)}")  # fmt: skip


def spread(keys: list[tuple[float, float, float]], place: int) -> str:
    """Median, 95th percentile and worst of one of the times, in ms."""
    took = sorted(1e3 * key[place] for key in keys)
    p95 = took[min(len(took) - 1, int(0.95 * len(took)))]
    return f"median {statistics.median(took):.0f} ms, p95 {p95:.0f}, max {took[-1]:.0f}"


if __name__ == "__main__":
    main()
