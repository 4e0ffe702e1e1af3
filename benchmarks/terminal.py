"""First paint, key latency and memory of the app beside a trivial Textual app, in one run.

    python benchmarks/terminal.py [RUNS]

Both are started on a pseudo-terminal of 120x40, in turn, so that a change in the machine's load
falls on both. First paint is from exec to the first frame that holds the expected words; a key's
latency from its write to the first output it causes; RSS is read a moment after the first paint.
Medians. Linux only (reads /proc).
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import statistics
import struct
import sys
import tempfile
import termios
import time
from dataclasses import dataclass, field
from pathlib import Path

TRIVIAL = """\
from textual.app import App
from textual.widgets import Input, Static
class Trivial(App):
    def compose(self):
        yield Static("ready")
        yield Input()
Trivial().run()
"""
KEYS = "example"


@dataclass
class Target:
    """A program, the words of its first frame, the keys that bring it to a text line."""

    name: str
    command: list[str]
    words: bytes
    before: bytes = b""
    paint_ms: list[float] = field(default_factory=list)
    key_ms: list[float] = field(default_factory=list)
    rss_mib: list[float] = field(default_factory=list)


def main() -> None:
    """Measure and print."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    python = sys.executable
    with tempfile.TemporaryDirectory() as scratch:
        # An installed program has its byte code cached; the warm-up round writes it.
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["INTERVIEWLOOP_CONFIG"] = str(Path(scratch, "config.toml"))
        examples = Path(__file__).resolve().parent.parent
        ours = [python, "-m", "interviewloop", "--workspace"]
        targets = [
            Target("trivial app", [python, "-c", TRIVIAL], b"ready"),
            Target("first frame, no sessions", [*ours, scratch], b"Search", before=b"/"),
            Target("list of 32 sessions", [*ours, str(examples)], b"EX-08", before=b"/"),
        ]
        for run in range(runs + 1):
            for target in targets:
                measure(target, keep=run > 0)
    floor = targets[0]
    print(f"{'':<26}{'paint ms':>10}{'ratio':>8}{'key ms':>9}{'RSS MiB':>9}")
    for target in targets:
        paint = statistics.median(target.paint_ms)
        ratio = paint / statistics.median(floor.paint_ms)
        key, rss = statistics.median(target.key_ms), statistics.median(target.rss_mib)
        print(f"{target.name:<26}{paint:>10.0f}{ratio:>8.2f}{key:>9.1f}{rss:>9.0f}")


def measure(target: Target, *, keep: bool) -> None:
    """Start the program once, time its first paint and a few keys, and end it."""
    begun = time.perf_counter()
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ["TERM"] = "xterm-256color"
        os.execv(target.command[0], target.command)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    seen = b""
    while target.words not in seen:
        seen += _read(terminal, 10.0)
    paint = (time.perf_counter() - begun) * 1e3
    _settle(terminal)
    rss = _rss_mib(pid)
    if target.before:
        os.write(terminal, target.before)
        _settle(terminal)
    keys = []
    for key in KEYS:
        sent = time.perf_counter()
        os.write(terminal, key.encode())
        _read(terminal, 2.0)
        keys.append((time.perf_counter() - sent) * 1e3)
        _settle(terminal)
    os.write(terminal, b"\x11")
    _settle(terminal)
    os.close(terminal)
    os.waitpid(pid, 0)
    if keep:
        target.paint_ms.append(paint)
        target.key_ms += keys
        target.rss_mib.append(rss)


def _read(terminal: int, seconds: float) -> bytes:
    if not select.select([terminal], [], [], seconds)[0]:
        raise TimeoutError("the program says nothing")
    try:
        return os.read(terminal, 65536)
    except OSError:
        return b""


def _settle(terminal: int) -> None:
    """Read until there is silence for a quarter of a second."""
    while select.select([terminal], [], [], 0.25)[0]:
        try:
            if not os.read(terminal, 65536):
                return
        except OSError:
            return


def _rss_mib(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    main()
