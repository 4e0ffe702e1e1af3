"""Kills writers of one session at random moments and prints, as JSON, what that did to the file.

Run as ``python -m tests.workspace.kill_writers FOLDER KILLS``: a process of its own, because it
forks its writers (200 starts of the interpreter would take minutes).
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from tests.workspace.values import a_session, noted

from interviewloop.workspace.lock import SessionLock
from interviewloop.workspace.toml_text import DecodeProblem
from interviewloop.workspace.workspace import Workspace

if TYPE_CHECKING:
    from interviewloop.model.session import Session

MOST_SAVES = 5
LONGEST_SAVE_S = 0.002


def _session(count: int) -> Session:
    """The session after ``count`` changes."""
    session = a_session(draft={"note": str(count)})
    for number in range(20):
        session = noted(session, f"an ordinary note, number {number}, of ordinary length")
    return session


def _count(session: Session) -> int:
    return int(session.draft.note)


def _write(path: Path, root: Path, pipe: int) -> None:
    """Save change after change, and say of each when it begins and when it is saved."""
    SessionLock(path, "ann").acquire()
    workspace = Workspace(root)
    count = _count(workspace.load(path))
    while True:
        count += 1
        os.write(pipe, f"began {count}\n".encode())
        workspace.save(path, _session(count))
        os.write(pipe, f"saved {count}\n".encode())


def _start_writer(path: Path, root: Path) -> tuple[int, BinaryIO]:
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        try:
            _write(path, root, writer)
        finally:
            os._exit(1)
    os.close(writer)
    return child, os.fdopen(reader, "rb")


def _kill_one(path: Path, root: Path, chance: random.Random) -> tuple[int, int]:
    """Start a writer and kill it; the last change it began, and the last it said was saved."""
    child, pipe = _start_writer(path, root)
    with pipe:
        # Counted in saves, not in time: a slow machine must not change where the kills fall.
        lines = [pipe.readline() for _ in range(1 + 2 * chance.randrange(MOST_SAVES))]
        time.sleep(chance.random() * LONGEST_SAVE_S)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        lines += pipe.readlines()
    told = {"began": 0, "saved": 0}
    for line in lines:
        what, number = line.decode().split()
        told[what] = int(number)
    return told["began"], told["saved"]


def _temps(path: Path) -> list[Path]:
    return [file for file in path.parent.iterdir() if file.suffix == ".tmp"]


def main(root: Path, kills: int) -> dict[str, int]:
    chance = random.Random(7)  # noqa: S311 - kills, not secrets
    path = Workspace(root).create(_session(0))
    seen = dict.fromkeys(("unreadable", "lost", "invented", "left", "saved", "cut", "temps"), 0)
    there = 0
    for _ in range(kills):
        began, saved = _kill_one(path, root, chance)
        seen["saved"] += max(saved - there, 0)
        seen["cut"] += began > saved
        seen["temps"] += bool(_temps(path))
        for temp in _temps(path):
            os.utime(temp, (1000.0, 1000.0))
        with SessionLock(path, "ann"):
            seen["left"] += bool(_temps(path))
            try:
                there = _count(Workspace(root).load(path))
            except DecodeProblem:
                seen["unreadable"] += 1
                break
        seen["lost"] += there < saved
        seen["invented"] += there > began
    return seen


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]), int(sys.argv[2]))))
