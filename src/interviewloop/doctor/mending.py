"""What ``--mend`` does: only what is harmless, and never to what a session holds.

Each mend looks again before it acts, because time has passed since it was decided on.
"""

from __future__ import annotations

import os
import stat
import time
from typing import TYPE_CHECKING, NamedTuple

from interviewloop.doctor.facts import Entry
from interviewloop.doctor.file_checks import FOLDERS
from interviewloop.doctor.findings import (
    ClearOwner,
    Narrow,
    RemoveErasureNote,
    RemoveTemporary,
)
from interviewloop.doctor.look_files import erasure_of, open_temporaries
from interviewloop.model.errors import Problem
from interviewloop.workspace.erasure_note import STARTED
from interviewloop.workspace.files import STALE_S, TEMPORARY, sync_folder
from interviewloop.workspace.lock import forget_owner

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from interviewloop.doctor.findings import Mend


class Outcome(NamedTuple):
    """What came of a mend, in words; ``done`` is false where it could not be done."""

    done: bool
    words: str


def mend_all(root: Path, mends: Iterable[Mend]) -> dict[Mend, Outcome]:
    """Do all of ``mends`` in the workspace at ``root``; what came of each. Raises nothing."""
    wanted = list(mends)
    temporary = [Entry(one.place) for one in wanted if isinstance(one, RemoveTemporary)]
    opened = open_temporaries(temporary, root)
    return {one: _outcome(root, one, opened) for one in wanted}


def _outcome(root: Path, what: Mend, opened: frozenset[str]) -> Outcome:
    try:
        return Outcome(True, _done(root, what, opened))
    except Problem as problem:
        return Outcome(False, problem.what)
    except OSError as error:
        return Outcome(False, error.strerror or "the system gave no reason")


def _done(root: Path, what: Mend, opened: frozenset[str]) -> str:
    match what:
        case Narrow(place, mode):
            return _narrow(root, place, mode)
        case RemoveTemporary(place):
            return _remove_temporary(root, place, opened)
        case ClearOwner(place):
            return _clear_owner(root / place)
        case RemoveErasureNote():
            return _remove_erasure_note(root)


def _narrow(root: Path, place: str, mode: int) -> str:
    # By a handle, so that no link that took the place meanwhile is followed. A top folder may be
    # a link: a team's sessions may lie elsewhere.
    follow = os.O_NOFOLLOW if "/" in place or place not in FOLDERS else 0
    handle = os.open(root / place, os.O_RDONLY | os.O_NONBLOCK | follow)
    try:
        status = os.fstat(handle)
        if not (stat.S_ISREG(status.st_mode) or stat.S_ISDIR(status.st_mode)):
            raise Problem("Not mended", "something else stands there now")
        now = stat.S_IMODE(status.st_mode)
        os.fchmod(handle, now & (mode | ~0o777))
        return f"narrowed from {now & 0o777:04o} to {now & mode:04o}"
    finally:
        os.close(handle)


def _remove_temporary(root: Path, place: str, opened: frozenset[str]) -> str:
    path = root / place
    status = path.lstat()
    stale = time.time() - status.st_mtime > STALE_S
    if not (TEMPORARY.fullmatch(path.name) and stat.S_ISREG(status.st_mode) and stale):
        raise Problem("Not mended", "somebody wrote to it meanwhile")
    if place in opened:
        raise Problem("Not mended", "a process has it open")
    path.unlink()
    return "removed"


def _clear_owner(path: Path) -> str:
    forget_owner(path)
    return "removed"


def _remove_erasure_note(root: Path) -> str:
    if erasure_of(root, lambda: None) != "done":
        raise Problem("Not mended", "there is something left to erase")
    (root / STARTED).unlink()
    sync_folder(root)
    return "removed"
