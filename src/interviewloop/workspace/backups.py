"""Copies of files as they were before a migration: ``backups/<time>/`` and the same path below.

They hold candidates' data as the sessions do, so erasing a candidate reaches them too. Nothing
that lists or measures sessions looks into them.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from interviewloop.model.errors import Problem
from interviewloop.model.names import same_name
from interviewloop.workspace.files import (
    SaveFailed,
    make_folder,
    read_file,
    write_file,
)
from interviewloop.workspace.locations import LOOP_FILE, SESSIONS
from interviewloop.workspace.lock import HeldBy, SessionLock
from interviewloop.workspace.toml_text import parse
from interviewloop.workspace.walking import folder_failed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import datetime
    from pathlib import Path

BACKUPS = "backups"
_LOCKED = "migration"
_IGNORE = ".gitignore"


@contextmanager
def alone(root: Path, who: str) -> Iterator[None]:
    """Keep every other migration and erasure out of the workspace at ``root`` meanwhile: one could
    write back what the other takes away. Raises Problem when one is running, and SaveFailed."""
    lock = SessionLock(root / _LOCKED, who)
    try:
        lock.acquire()
    except HeldBy as held:
        raise Problem(
            "Files are being rewritten",
            f"a migration or an erasure is running here: {held.what}",
            "Try again when it is done.",
            str(root),
        ) from None
    try:
        yield
    finally:
        lock.release()


def new_backup(root: Path, now: datetime) -> Path:
    """A new folder for copies, called after the time. Raises SaveFailed."""
    folder = root / BACKUPS
    try:
        make_folder(folder)
        # In a history of git no erasure would reach them.
        if not (folder / _IGNORE).exists():
            write_file(folder / _IGNORE, b"*\n")
        number = 1
        while True:
            name = f"{now:%Y-%m-%d-%H%M%S}" + (f"-{number}" if number > 1 else "")
            if not (folder / name).exists():
                make_folder(folder / name)
                return folder / name
            number += 1
    except OSError as error:
        raise SaveFailed(folder, error) from error


def backups(root: Path) -> list[Path]:
    """The backups of the workspace at ``root``, oldest first. Raises ReadFailed."""
    return _folders(root / BACKUPS)


def loops_of(root: Path, code: str, folders: Collection[str]) -> dict[Path, bool]:
    """The folders of loops in backups that are of the candidate called ``code``, or called as one
    of ``folders``, and whether a legal hold stands in the copy of the loop.

    Raises Problem when a copy cannot be read: nobody could say whose it is.
    """
    found: dict[Path, bool] = {}
    for backup in backups(root):
        if (backup / SESSIONS).is_symlink():
            continue
        for folder in _folders(backup / SESSIONS):
            # All are looked at, whatever the folder is called: a copy may be of somebody else.
            tables = {path: _table(path) for path in sorted(folder.glob("*.toml"))}
            if folder.name in folders or any(
                same_name(str(table.get("candidate", "")), code) for table in tables.values()
            ):
                found[folder] = _held(tables.get(folder / LOOP_FILE, {}))
    return found


def _folders(folder: Path) -> list[Path]:
    """The folders in ``folder``, sorted. What a link leads to is not the workspace's."""
    try:
        found = list(folder.iterdir()) if folder.is_dir() else []
        return sorted(
            it
            for it in found
            if it.is_dir() and not it.is_symlink() and not it.name.startswith(".")
        )
    except OSError as error:
        raise folder_failed(str(folder), error) from None


def _table(path: Path) -> dict[str, object]:
    if path.name.startswith("."):
        return {}
    try:
        return parse(read_file(path)[0], str(path))[1]
    except Problem as problem:
        raise Problem(
            "A backup cannot be read",
            problem.what,
            "Mend or delete it first: nobody can say whose it is.",
            problem.where,
        ) from None


def _held(loop: dict[str, object]) -> bool:
    record = loop.get("record")
    entries = record.values() if isinstance(record, dict) else ()
    deeds = [one.get("what") for one in entries if isinstance(one, dict)]
    holds = [what for what in deeds if what in ("held", "released")]
    return bool(holds) and holds[-1] == "held"
