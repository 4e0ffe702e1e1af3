"""Observing the workspace: names and modes, locks, a half-done erasure.

Nothing here follows a link below the top folders, waits on a pipe, or reads more of a file than
such a file can have.
"""

from __future__ import annotations

import os
import stat
import sys
from contextlib import suppress
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from interviewloop.doctor.facts import Entry, Lock
from interviewloop.doctor.file_checks import FOLDERS
from interviewloop.exchange.import_store import stored_ratings
from interviewloop.model.errors import Problem
from interviewloop.model.names import same_name
from interviewloop.workspace.backups import loops_of
from interviewloop.workspace.candidate_names import FILE as NAMES
from interviewloop.workspace.candidate_names import load_names, name_of
from interviewloop.workspace.erasing import EXPORTS, RECEIPTS, naming
from interviewloop.workspace.erasure_note import STARTED
from interviewloop.workspace.files import TEMPORARY, read_file
from interviewloop.workspace.locations import MARKS_FILE, SESSIONS
from interviewloop.workspace.lock import holder, lock_file, owner_file
from interviewloop.workspace.toml_text import parse
from interviewloop.workspace.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from interviewloop.doctor.facts import Answer, Erasure, Kind

    Tick = Callable[[], None]

FILES = (NAMES, STARTED, MARKS_FILE)
MOST_NAMES = 1_000_000
_DEEPEST = 4
_OF_FILES = tuple(f".{name}." for name in FILES)
"""What the temporary files of FILES begin with."""
_KINDS: dict[int, Kind] = {
    stat.S_IFREG: "file",
    stat.S_IFDIR: "folder",
    stat.S_IFLNK: "link",
    stat.S_IFIFO: "pipe",
    stat.S_IFSOCK: "socket",
}


def entries_of(root: Path, tick: Tick, most: int = MOST_NAMES) -> tuple[tuple[Entry, ...], bool]:
    """What lies in the program's own folders and files below ``root``, and whether there was more
    than ``most``. A folder that cannot be looked into is there without what is in it."""
    found: list[Entry] = []
    for one in _all_entries(root, tick):
        if len(found) == most:
            return tuple(found), True
        found.append(one)
    return tuple(found), False


def _all_entries(root: Path, tick: Tick) -> Iterator[Entry]:
    tick()
    names = _names_in(root, tick)
    try:
        yield replace(_entry(".", root.stat()), shut=names is None)
    except PermissionError:
        yield Entry(".", "folder", 0o700, shut=True)
    except (OSError, ValueError):  # nothing there, or a name that no folder can have
        return
    for name in names or ():
        if name in FILES or (TEMPORARY.fullmatch(name) and name.startswith(_OF_FILES)):
            with suppress(OSError):
                yield _entry(name, (root / name).lstat())
        elif name in FOLDERS:
            # A team's sessions may lie elsewhere, behind a link.
            status = _status(root / name)
            if status is not None:
                yield from _with_below(root, _entry(name, status), tick)


def _status(path: Path) -> os.stat_result | None:
    """What is at ``path`` or where a link there leads; the link itself if that is nowhere."""
    for look in (path.stat, path.lstat):
        with suppress(OSError):
            return look()
    return None


def _with_below(root: Path, one: Entry, tick: Tick) -> Iterator[Entry]:
    """``one`` and, if it is a folder, what is in it. Hidden folders are not the program's."""
    if one.kind != "folder" or one.place.count("/") == _DEEPEST:
        yield one
        return
    names = _names_in(root / one.place, tick)
    yield replace(one, shut=names is None)
    for name in names or ():
        tick()
        place = f"{one.place}/{name}"
        try:
            below = _entry(place, (root / place).lstat())
        except OSError:
            continue
        if not (below.kind == "folder" and name.startswith(".")):
            yield from _with_below(root, below, tick)


def _names_in(folder: Path, tick: Tick) -> list[str] | None:
    """The names in ``folder``, sorted; None where one may not look."""
    tick()
    try:
        return sorted(os.listdir(folder))  # noqa: PTH208 - names, and there can be many
    except (OSError, ValueError):
        return None


def _entry(place: str, status: os.stat_result) -> Entry:
    kind = _KINDS.get(stat.S_IFMT(status.st_mode), "device")
    mode = stat.S_IMODE(status.st_mode) & 0o777
    if sys.platform == "win32":
        # There the bits are made up.
        mode = 0o700 if kind == "folder" else 0o600
    return Entry(place, kind, mode, status.st_uid, status.st_size, status.st_mtime)


def locks_of(root: Path, entries: Iterable[Entry], tick: Tick) -> tuple[Lock, ...]:
    """Every session beside which there is a lock or the note of an owner."""
    sessions: dict[str, None] = {}
    for one in entries:
        path = PurePosixPath(one.place)
        if path.parts[:1] == (SESSIONS,) and path.name.startswith("."):
            for end in (".lock", ".owner"):
                if path.name.endswith(f".toml{end}") and one.kind == "file":
                    sessions[str(path.with_name(path.name[1:].removesuffix(end)))] = None
    found = []
    for place in sessions:
        tick()
        session = root / place
        who = holder(session)
        found.append(
            Lock(
                place,
                _held(lock_file(session)),
                _there(owner_file(session)),
                who.who,
                who.host,
                who.pid,
                who.since,
            )
        )
    return tuple(found)


def _held(lock: Path) -> Answer:
    """Whether somebody holds ``lock``. It is asked for shared and given back at once."""
    if sys.platform == "win32":
        return "unknown"
    import fcntl

    try:
        handle = os.open(lock, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except FileNotFoundError:
        return "no"
    except OSError:
        return "unknown"
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return "yes"
    except OSError:
        return "unknown"
    finally:
        os.close(handle)
    return "no"


def _there(path: Path) -> bool:
    try:
        path.lstat()
    except (OSError, ValueError):
        return False
    return True


def open_temporaries(places: Iterable[Entry], root: Path) -> frozenset[str]:
    """Which of ``places`` a process has open, as far as /proc tells: of one's own processes, and
    to the superuser of all."""
    by_id: dict[tuple[int, int], str] = {}
    for one in places:
        try:
            status = (root / one.place).lstat()
        except OSError:
            continue
        by_id[status.st_dev, status.st_ino] = one.place
    if not by_id:
        return frozenset()
    return frozenset(by_id[one] for one in _open_files() if one in by_id)


def _open_files() -> Iterator[tuple[int, int]]:
    """Device and inode of every open file there is to see."""
    for folder in Path("/proc").glob("[0-9]*/fd"):
        try:
            handles = os.listdir(folder)  # noqa: PTH208 - a thousand Path objects a process
        except OSError:
            continue
        for handle in handles:
            try:
                # What a handle of a dead network folder leads to must not be asked for.
                if os.readlink(folder / handle).endswith(".tmp"):  # noqa: PTH115 - as above
                    status = os.stat(folder / handle)  # noqa: PTH116 - as above
                    yield status.st_dev, status.st_ino
            except OSError:
                continue


def erasure_of(root: Path, tick: Tick) -> Erasure:
    """How far an erasure is; ``done`` only if every file could be read and none is of the
    candidate."""
    if not _there(root / STARTED):
        return ""
    try:
        table = parse(read_file(root / STARTED)[0], STARTED)[1]
        code, labels = table.get("code"), table.get("labels")
        if not isinstance(code, str) or not isinstance(labels, dict) or not labels:
            return "begun"
        return "begun" if _left(root, code, labels, tick) else "done"
    except (Problem, OSError, ValueError):
        return "begun"


def _left(root: Path, code: str, labels: dict[str, object], tick: Tick) -> bool:
    """Whether anything is left of the candidate called ``code``, or could be."""
    receipts = [root / RECEIPTS / f"{label}.toml" for label in labels.values()]
    folders = [root / SESSIONS / folder for folder in labels]
    if not any(map(_there, receipts)) or any(map(_there, folders)):
        return True
    listing = Workspace(root).listing(lambda _done, _of: tick())
    imported = stored_ratings(root)
    if loops_of(root, code, labels):
        return True
    people = [
        *(one.loop.candidate for one in listing.loops),
        *(one.session.candidate for one in listing.sessions),
        *(one.candidate for one in imported.ratings),
    ]
    return bool(
        listing.unreadable
        or imported.unreadable
        or any(same_name(one, code) for one in people)
        or name_of(load_names(root), code)
        or any(naming(root / EXPORTS, (code, *labels)))
    )
