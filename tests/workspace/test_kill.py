"""Writers killed at random moments lose nothing that they were told is saved."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

KILLS = 200

# Forks its writers, so that 200 of them need no 200 starts of the interpreter, and runs in a process
# of its own, because forking one that has threads is not safe.
SCRIPT = """
import json, os, random, signal, sys, time
from pathlib import Path
from interviewloop.workspace.files import sweep
from interviewloop.workspace.lock import SessionLock
from interviewloop.workspace.workspace import Workspace
from tests.workspace.values import a_session, noted

root, kills = Path(sys.argv[1]), int(sys.argv[2])
chance = random.Random(7)
session = a_session()
for number in range(20):
    session = noted(session, f"an ordinary note, number {number}, about what was said")
workspace = Workspace(root)
path = workspace.create(session)
mode = sys.argv[3] if len(sys.argv) > 3 else "save"

def saying(count):
    return session.model_copy(update={"draft": session.draft.model_copy(update={"note": str(count)})})

def write(start, pipe):
    own = Workspace(root)
    lock = SessionLock(path, "ann")
    lock.acquire()
    own.load(path)
    count = start
    while True:
        count += 1
        os.write(pipe, f"began {count}\\n".encode())
        if mode == "in place":
            from interviewloop.workspace.codec import encode
            path.write_bytes(encode(saying(count)))
        else:
            own.save(path, saying(count))
        os.write(pipe, f"saved {count}\\n".encode())

count = 0
result = {"unreadable": 0, "lost": 0, "ahead": 0, "temps": 0, "left": 0, "locked": 0, "saves": 0}
for _ in range(kills):
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        try:
            write(count, writer)
        finally:
            os._exit(1)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        first = pipe.readline()
        time.sleep(chance.random() * 0.02)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        said = (first + pipe.read()).decode().split("\\n")
    told = {"began": count, "saved": count}
    for line in said[:-1]:
        what, _, number = line.partition(" ")
        told[what] = int(number)
    result["saves"] += told["saved"] - count
    temps = [name for name in os.listdir(path.parent) if name.endswith(".tmp")]
    result["temps"] += bool(temps)
    for name in temps:
        os.utime(path.parent / name, (1000.0, 1000.0))
    with SessionLock(path, "ann"):
        result["left"] += any(name.endswith(".tmp") for name in os.listdir(path.parent))
        try:
            there = int(workspace.load(path).draft.note or 0)
        except Exception:
            result["unreadable"] += 1
            workspace = Workspace(root)
            path.unlink()
            workspace.save(path, saying(told["began"]))
            there = told["began"]
        result["lost"] += there < told["saved"]
        result["ahead"] += there > told["began"]
        count = there
print(json.dumps(result))
"""


def test_two_hundred_kills(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, tmp_path / "team", str(KILLS)],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    saves, temps = result.pop("saves"), result.pop("temps")
    assert result == {"unreadable": 0, "lost": 0, "ahead": 0, "left": 0, "locked": 0}
    # The kills did come between saves and in the middle of them; else nothing was shown.
    assert saves > KILLS
    assert temps > KILLS // 10
