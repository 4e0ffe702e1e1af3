"""Rewriting older files of a workspace in the newest format, and putting them back.

Each file goes by itself: locked, read, copied into the backup, replaced. A kill at any moment
leaves it old or new, and a second run goes on. What was done is not noted anywhere: a file may be
put back as long as it says the same as its copy.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Literal, NamedTuple

from interviewloop.interview.loops import broken_record
from interviewloop.interview.sealing import broken_seals
from interviewloop.model.errors import Problem
from interviewloop.model.loop import Loop
from interviewloop.model.session import Session
from interviewloop.workspace.backups import alone, new_backup
from interviewloop.workspace.codec import NewerFile, decode, encode
from interviewloop.workspace.files import (
    SaveFailed,
    Stamp,
    read_file,
    stamp_of,
    write_file,
)
from interviewloop.workspace.listing import CONFLICT
from interviewloop.workspace.locations import LOOP_FILE, MARKS_FILE, SESSIONS
from interviewloop.workspace.lock import HeldBy, SessionLock, changing
from interviewloop.workspace.migrations import newest
from interviewloop.workspace.walking import walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from contextlib import AbstractContextManager
    from datetime import datetime

    from interviewloop.workspace.codec import Read
    from interviewloop.workspace.migrations import Kind

    Progress = Callable[[str, int, int], None]

State = Literal["current", "older", "migrated", "restored", "left"]


class Seen(NamedTuple):
    """A file, its format (0 where not known), and how it stands; ``what`` says why it is left."""

    place: str
    kind: Kind
    version: int
    state: State
    what: str = ""


class Done(NamedTuple):
    """What came of each file, and the folder with the copies, None when there are none."""

    files: tuple[Seen, ...]
    backup: Path | None


def standing(root: Path, progress: Progress) -> tuple[Seen, ...]:
    """How each session, loop and marks file of the workspace at ``root`` stands: current, older or
    left."""
    places = list(_places(root))
    found = []
    for number, place in enumerate(places):
        progress("Reading", number, len(places))
        found.append(_look(root, place)[0])
    return tuple(found)


def migrate(root: Path, older: Iterable[Seen], who: str, now: datetime, progress: Progress) -> Done:
    """Rewrite the ``older`` files. Raises Problem when another migration is running."""
    files = list(older)
    backup: list[Path] = []

    def copies() -> Path:
        if not backup:
            backup.append(new_backup(root, now))
        return backup[0]

    done = []
    with alone(root, who):
        for number, one in enumerate(files):
            progress("Migrating", number, len(files))
            done.append(_guarded(one, lambda it: _rewrite(root, it, who, copies)))
    return Done(tuple(done), backup[0] if backup else None)


def undo(root: Path, backup: Path, who: str, progress: Progress) -> Done:
    """Put back every file of ``backup`` that says the same as its copy. Raises as migrate does."""
    copies = [it for it in sorted(backup.rglob("*.toml")) if not it.name.startswith(".")]
    done = []
    with alone(root, who):
        for number, copy in enumerate(copies):
            progress("Putting back", number, len(copies))
            place = copy.relative_to(backup).as_posix()
            one = Seen(place, kind_of(place) or "session", 0, "left")
            done.append(_guarded(one, lambda it: _put_back(root, backup, it, who)))
    return Done(tuple(done), backup)


def kind_of(place: str) -> Kind | None:
    """What a file at ``place`` of a workspace holds; None if it is none that is migrated."""
    path = PurePosixPath(place)
    if place == MARKS_FILE:
        return "marks"
    regular = path.suffix == ".toml" and not path.name.startswith(".") and CONFLICT not in path.name
    if len(path.parts) != 3 or path.parts[0] != SESSIONS or not regular:
        return None
    return "loop" if path.name == LOOP_FILE else "session"


def _places(root: Path) -> Iterator[str]:
    if stamp_of(root / MARKS_FILE) is not None:
        yield MARKS_FILE
    found = walk(root / SESSIONS)
    # A folder that is shut is no file, and is named as what cannot be read.
    shut = [Path(one.where).name for one in found.shut]
    for place in sorted((*found.files, *shut)):
        if place in shut or kind_of(f"{SESSIONS}/{place}"):
            yield f"{SESSIONS}/{place}"


def _look(root: Path, place: str) -> tuple[Seen, Read | None, bytes, Stamp | None]:
    """How the file at ``place`` stands, and if it is older, what it holds and its bytes."""
    kind = kind_of(place) or "session"

    def left(what: str, version: int = 0) -> tuple[Seen, None, bytes, None]:
        return Seen(place, kind, version, "left", what), None, b"", None

    path = root / place
    try:
        data, stamp = read_file(path)
        read = decode(kind, data, str(path))
    except NewerFile as newer:
        return left(newer.what)
    except Problem:
        # Not what is wrong in it: that could be a colleague's score.
        return left("it cannot be read; `interviewloop verify` says why")
    if read.version == newest(kind):
        return Seen(place, kind, read.version, "current"), None, b"", None
    if _edited(read):
        what = "it was edited after it was sealed, so it stays as it is; see `interviewloop verify`"
        return left(what, read.version)
    if not _own(path):
        return left("it belongs to somebody else, who can migrate it", read.version)
    return Seen(place, kind, read.version, "older"), read, data, stamp


def _edited(read: Read) -> bool:
    if isinstance(read.model, Session):
        return bool(broken_seals(read.model))
    return isinstance(read.model, Loop) and bool(broken_record(read.model))


def _own(path: Path) -> bool:
    """Whether the file is this user's. Who replaces a file becomes its owner, and the mode of a
    session lets its owner alone read it."""
    return sys.platform == "win32" or path.lstat().st_uid == os.geteuid()


def _guarded(one: Seen, work: Callable[[Seen], Seen]) -> Seen:
    try:
        return work(one)
    except HeldBy as held:
        return one._replace(state="left", what=held.what)
    except SaveFailed as failed:
        return one._replace(state="left", what=f"not saved: {failed.what}")
    except Problem as problem:
        return one._replace(state="left", what=problem.what)
    except OSError as error:
        return one._replace(state="left", what=error.strerror or "the system gave no reason")


def _rewrite(root: Path, one: Seen, who: str, copies: Callable[[], Path]) -> Seen:
    path = root / one.place
    if stamp_of(path) is None:
        return one._replace(state="left", what="it is gone meanwhile")
    with _lock(path, one.kind, who):
        seen, read, data, stamp = _look(root, one.place)
        if read is None:
            return seen
        new = encode(read.model)
        if decode(one.kind, new, str(path)).model != read.model:
            return one._replace(state="left", what="what would be written does not say the same")
        write_file(copies() / one.place, data, fresh=True)
        if stamp_of(path) != stamp:
            return one._replace(state="left", what="it was changed meanwhile")
        write_file(path, new)
    return one._replace(state="migrated")


def _put_back(root: Path, backup: Path, one: Seen, who: str) -> Seen:
    path = root / one.place
    if kind_of(one.place) is None:
        return one._replace(what="it is no file that is migrated")
    # Asked before the lock, which would make the folder of a loop anew.
    if stamp_of(path) is None:
        return one._replace(what="it is gone, and is not put back")
    with _lock(path, one.kind, who):
        old = read_file(backup / one.place)[0]
        now, stamp = read_file(path)
        if now == old:
            return one._replace(state="current")
        before = decode(one.kind, old, str(backup / one.place))
        after = decode(one.kind, now, str(path))
        if after.model != before.model or after.version <= before.version:
            return one._replace(version=after.version, what="it was changed since")
        if stamp_of(path) != stamp:
            return one._replace(what="it was changed meanwhile")
        write_file(path, old)
    return one._replace(version=before.version, state="restored")


def _lock(path: Path, kind: Kind, who: str) -> AbstractContextManager[object]:
    """A session is locked while it is open, the other kinds for no longer than a change takes."""
    return SessionLock(path, who) if kind == "session" else changing(path)
