"""Which sessions and loops there are, and which files could not be read."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

from interviewloop.model.errors import Problem
from interviewloop.workspace.codec import decode_loop, decode_session
from interviewloop.workspace.files import Stamp, read_file
from interviewloop.workspace.locations import LOOP_FILE
from interviewloop.workspace.names import session_file_name
from interviewloop.workspace.walking import walk

if TYPE_CHECKING:
    from collections.abc import Callable

    from interviewloop.model.head import SessionHead
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
        found = look(self._sessions)
        unreadable = list(found.unreadable)
        sessions: list[Stored] = []
        loops: list[StoredLoop] = []
        fresh: dict[Path, _Cached] = {}
        try:
            for number, (place, stamp) in enumerate(found.files.items(), start=1):
                path = self._sessions / place
                try:
                    if path.name == LOOP_FILE:
                        loops.append(StoredLoop(path, self._read(path, stamp, decode_loop, fresh)))
                    else:
                        one = self._read(path, stamp, decode_session, fresh)
                        sessions.append(Stored(path, one))
                except Problem as problem:
                    unreadable.append(Unreadable(path, problem))
                if progress:
                    progress(number, len(found.files))
        except BaseException:
            # Called off by ``progress``: what was read so far need not be read again.
            self._cache |= fresh
            raise
        self._cache = fresh
        unique, doubles = without_doubles(sessions)
        return Listing(tuple(unique), by_path([*unreadable, *doubles]), tuple(loops))

    def _read(
        self,
        path: Path,
        there: Stamp,
        decode: Callable[[bytes, str], _Model],
        fresh: dict[Path, _Cached],
    ) -> _Model:
        cached = self._cache.get(path)
        if cached is not None and cached.stamp == there:
            fresh[path] = cached
            return cached.model  # type: ignore[return-value] # a path is always decoded one way
        data, stamp = read_file(path)
        model = decode(data, str(path))
        if settled(stamp):
            fresh[path] = _Cached(stamp, model)
        return model


class Look(NamedTuple):
    """``files`` that may be sessions or loops, by place and sorted; and those that are known
    beforehand to be neither."""

    files: dict[str, Stamp]
    unreadable: tuple[Unreadable, ...]


def look(sessions: Path) -> Look:
    """What lies in a sessions folder. Raises ReadFailed when it may not be read."""
    found = walk(sessions)
    copies = [place for place in found.files if CONFLICT in place.rpartition("/")[2]]
    unreadable = [
        *(Unreadable(path, _outside_a_loop(path)) for path in found.beside),
        *(Unreadable(Path(problem.where), problem) for problem in found.shut),
        *(Unreadable(sessions / place, _conflict_copy(sessions / place)) for place in copies),
    ]
    for place in copies:
        del found.files[place]
    return Look(found.files, tuple(unreadable))


def settled(stamp: Stamp) -> bool:
    """Whether a file that was read just now was last written some time ago.

    One that is written to this very moment may change again within the same tick of the clock.
    """
    return abs(time.time_ns() - stamp.mtime_ns) > _SETTLED_NS


def by_path(unreadable: list[Unreadable]) -> tuple[Unreadable, ...]:
    """Sorted by path."""
    return tuple(sorted(unreadable, key=lambda one: one.path))


class _StoredAny(Protocol):
    @property
    def path(self) -> Path: ...
    @property
    def session(self) -> SessionHead: ...


_Any = TypeVar("_Any", bound=_StoredAny)


def without_doubles(sessions: list[_Any]) -> tuple[list[_Any], list[Unreadable]]:
    """One file an interview: a copy made by hand must not count twice in any figure."""
    chosen: dict[tuple[str, str, str], _Any] = {}
    for stored in sessions:
        first = chosen.setdefault(stored.session.key, stored)
        if first is not stored and _has_own_name(stored):
            chosen[stored.session.key] = stored
    if len(chosen) == len(sessions):
        return sessions, []
    unique = [stored for stored in sessions if chosen[stored.session.key] is stored]
    doubles = [
        Unreadable(stored.path, _double(stored.path, chosen[stored.session.key].path))
        for stored in sessions
        if chosen[stored.session.key] is not stored
    ]
    return unique, doubles


def _has_own_name(stored: _StoredAny) -> bool:
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
