"""Kills a migration before each thing it asks of the system, and prints what that left as JSON.

Run as ``python -m tests.workspace.kill_migrations FOLDER WHAT``, with ``migrate`` or ``undo``: a
process of its own, because it forks.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path

import tomli_w
from tests.workspace.values import a_session, of_first_format

from interviewloop.interview.sealing import sealed_anew
from interviewloop.model.loop import Loop
from interviewloop.workspace.backups import backups
from interviewloop.workspace.files import write_file
from interviewloop.workspace.migrating import migrate, standing, undo

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
ASKED = {"open", "os.rename", "os.remove", "os.mkdir", "os.link", "os.chmod", "os.rmdir"}


def _quiet(_step: str, _done: int, _of: int) -> None:
    pass


def _run(root: Path, what: str) -> None:
    if what == "undo":
        undo(root, backups(root)[0], "ann", _quiet)
    else:
        older = [one for one in standing(root, _quiet) if one.state == "older"]
        migrate(root, older, "ann", NOW, _quiet)


def files(folder: Path) -> dict[str, bytes]:
    """What the files below ``folder`` hold that are not hidden."""
    return {
        it.relative_to(folder).as_posix(): it.read_bytes()
        for it in folder.rglob("*.toml")
        if it.is_file() and not it.name.startswith(".")
    }


def _killed_at(root: Path, what: str, number: int) -> bool:
    """Run in a child that is killed before its ``number``-th request, or in the middle of it if
    that is a write; whether it came so far."""
    child = os.fork()
    if child == 0:
        left = [number]
        write = os.write

        def count() -> bool:
            left[0] -= 1
            return left[0] < 0

        def hook(event: str, _arguments: object) -> None:
            if event in ASKED and count():
                os.kill(os.getpid(), signal.SIGKILL)

        def half_write(handle: int, data: bytes) -> int:
            if count():
                write(handle, data[: len(data) // 2])
                os.kill(os.getpid(), signal.SIGKILL)
            return write(handle, data)

        def no_sync(handle: int) -> None:
            if count():
                os.kill(os.getpid(), signal.SIGKILL)

        os.write, os.fsync = half_write, no_sync  # type: ignore[assignment]
        sys.addaudithook(hook)
        try:
            _run(root, what)
        finally:
            os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def _furnished(root: Path) -> dict[str, bytes]:
    """Small older files, of each kind that can be locked or not."""
    session = a_session(phase="sealed", sealed_at=NOW, seal="x")
    models = {
        "sessions/ml-lead/ann--feed-ranking.toml": sealed_anew(session),
        "sessions/ml-lead/loop.toml": Loop(
            name="ml-lead", candidate="C-014", rubric="ml-engineer", created_at=NOW
        ),
    }
    for place, model in models.items():
        write_file(root / place, tomli_w.dumps(of_first_format(model)).encode())
    return files(root)


def main(folder: Path, what: str) -> dict[str, int]:
    # A kill, unlike a power cut, loses nothing that was written: no need to wait for the disk.
    os.fsync = lambda _handle: None
    before, after = folder / "before", folder / "after"
    old = _furnished(before)
    shutil.copytree(before, after)
    _run(after, "migrate")
    new = {place: after.joinpath(place).read_bytes() for place in old}
    begin, wanted = (before, new) if what == "migrate" else (after, old)
    seen = dict.fromkeys(("kills", "mixed", "torn", "bad copies", "unfinished"), 0)
    while True:
        root = folder / "ws"
        shutil.copytree(begin, root)
        if not _killed_at(root, what, seen["kills"]):
            return seen
        seen["kills"] += 1
        live = {place: data for place, data in files(root).items() if place in old}
        seen["torn"] += any(live.get(it) not in (old[it], new[it]) for it in old)
        seen["mixed"] += live not in (old, new)
        for backup in backups(root):
            seen["bad copies"] += any(data != old[it] for it, data in files(backup).items())
        _run(root, what)
        seen["unfinished"] += any(files(root)[it] != wanted[it] for it in old)
        shutil.rmtree(root)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]), sys.argv[2])))
