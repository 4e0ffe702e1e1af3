"""Which sessions and loops there are, and which files could not be read."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from interviewloop.model.errors import Problem
from interviewloop.workspace.codec import decode_loop, decode_session
from interviewloop.workspace.files import ReadFailed, Stamp, read_file, stamp_of
from interviewloop.workspace.locations import LOOP_FILE
from interviewloop.workspace.names import session_file_name

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from interviewloop.model.loop import Loop
    from interviewloop.model.session import Session

CONFLICT = ".conflict-"
"""What a conflict copy has in its name."""
_SETTLED_NS = 2_000_000_000
_Model = TypeVar("_Model", "Session", "Loop")


class Stored(NamedTuple):
    """A session and its file."""

    path: Path
    session: Session


class StoredLoop(NamedTuple):
    """A loop and its file."""

    path: Path
    loop: Loop


class Unreadable(NamedTuple):
    """A file that is not in the listing, and why."""

    path: Path
    problem: Problem


class Listing(NamedTuple):
    """All that was found, each part sorted by path."""

    sessions: tuple[Stored, ...]
    unreadable: tuple[Unreadable, ...]
    loops: tuple[StoredLoop, ...] = ()


class _Cached(NamedTuple):
    stamp: Stamp
    model: Session | Loop


class Shelf:
    """Reads a sessions folder, and reads again only the files that changed since."""

    def __init__(self, sessions: Path) -> None:
        self._sessions = sessions
        self._cache: dict[Path, _Cached] = {}
        self._reading = threading.Lock()

    def listing(self, progress: Callable[[int, int], None] | None = None) -> Listing:
        """See Workspace.listing."""
        with self._reading:
            return self._listing(progress)

    def _listing(self, progress: Callable[[int, int], None] | None) -> Listing:
        paths, unreadable = self._candidates()
        sessions: list[Stored] = []
        loops: list[StoredLoop] = []
        fresh: dict[Path, _Cached] = {}
        try:
            for number, path in enumerate(paths, start=1):
                try:
                    if path.name == LOOP_FILE:
                        loops.append(StoredLoop(path, self._read(path, decode_loop, fresh)))
                    else:
                        sessions.append(Stored(path, self._read(path, decode_session, fresh)))
                except Problem as problem:
                    unreadable.append(Unreadable(path, problem))
                if progress:
                    progress(number, len(paths))
        except BaseException:
            # Called off by ``progress``: what was read so far need not be read again.
            self._cache |= fresh
            raise
        self._cache = fresh
        unique, doubles = _without_doubles(sessions)
        unreadable += doubles
        return Listing(tuple(unique), tuple(sorted(unreadable, key=_path)), tuple(loops))

    def _candidates(self) -> tuple[list[Path], list[Unreadable]]:
        """Files to read, sorted, and those that are known beforehand not to be sessions."""
        paths: list[Path] = []
        unreadable: list[Unreadable] = []
        for folder in _entries(self._sessions):
            if _is_toml(folder):
                unreadable.append(Unreadable(folder, _outside_a_loop(folder)))
                continue
            try:
                files = _entries(folder)
            except ReadFailed as problem:
                unreadable.append(Unreadable(folder, problem))
                continue
            for path in filter(_is_toml, files):
                if CONFLICT in path.name:
                    unreadable.append(Unreadable(path, _conflict_copy(path)))
                else:
                    paths.append(path)
        return paths, unreadable

    def _read(
        self, path: Path, decode: Callable[[bytes, str], _Model], fresh: dict[Path, _Cached]
    ) -> _Model:
        cached = self._cache.get(path)
        if cached is not None and cached.stamp == stamp_of(path):
            fresh[path] = cached
            return cached.model  # type: ignore[return-value] # a path is always decoded one way
        data, stamp = read_file(path)
        model = decode(data, str(path))
        # A file written to this very moment may change again within the same tick of the clock.
        if abs(time.time_ns() - stamp.mtime_ns) > _SETTLED_NS:
            fresh[path] = _Cached(stamp, model)
        return model


def _entries(folder: Path) -> list[Path]:
    """What is in ``folder``, sorted, without hidden files; nothing if there is no such folder."""
    try:
        return sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        reason = error.strerror or "the system gave no reason"
        raise ReadFailed("This folder cannot be read", reason, "", str(folder)) from None


def _is_toml(path: Path) -> bool:
    return path.suffix == ".toml"


def _path(unreadable: Unreadable) -> Path:
    return unreadable.path


def _without_doubles(sessions: list[Stored]) -> tuple[list[Stored], list[Unreadable]]:
    """One file an interview: a copy made by hand must not count twice in any figure."""
    chosen: dict[tuple[str, str, str], Stored] = {}
    for stored in sessions:
        first = chosen.setdefault(stored.session.key, stored)
        if first is not stored and _has_own_name(stored):
            chosen[stored.session.key] = stored
    unique = [stored for stored in sessions if chosen[stored.session.key] is stored]
    doubles = [
        Unreadable(stored.path, _double(stored.path, chosen[stored.session.key].path))
        for stored in sessions
        if chosen[stored.session.key] is not stored
    ]
    return unique, doubles


def _has_own_name(stored: Stored) -> bool:
    session = stored.session
    return stored.path.name == session_file_name(session.interviewer, session.case)


def _double(path: Path, other: Path) -> Problem:
    return Problem(
        "This interview is stored twice",
        f"the same loop, interviewer and case are in {other.parent.name}/{other.name}",
        "Keep the right one and move the other out of the sessions folder.",
        str(path),
    )


def _conflict_copy(path: Path) -> Problem:
    original = f"{path.name.split(CONFLICT)[0]}.toml"
    return Problem(
        "Two versions of one session",
        f"this version was kept when {original} was changed by somebody else",
        f"Compare the two, keep the right one as {original} and delete the other.",
        str(path),
    )


def _outside_a_loop(path: Path) -> Problem:
    return Problem(
        "Not in a loop",
        "sessions lie in a folder for each loop, this file beside those folders",
        "Move it into the folder of its loop.",
        str(path),
    )
