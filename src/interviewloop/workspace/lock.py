"""One writer a session: a lock that the kernel drops when its process dies."""

from __future__ import annotations

import os
import socket
import tomllib
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from interviewloop.model.errors import Problem
from interviewloop.workspace.files import (
    ReadFailed,
    SaveFailed,
    make_folder,
    read_file,
    sweep,
    write_file,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from types import TracebackType
    from typing import Self

    from filelock import BaseFileLock


CHANGE_WAIT_S = 20.0
"""How long a change waits for those of others to be done; each takes milliseconds."""


class HeldBy(Problem):
    """Somebody else has the session open for writing.

    ``who`` (interviewer) and ``host`` are empty, ``pid`` is 0 and ``since`` None where not known.
    """

    def __init__(
        self, path: Path, who: str, host: str, pid: int = 0, since: datetime | None = None
    ) -> None:
        self.who, self.host, self.pid, self.since = who, host, pid, since
        holder = f"by {who} " if who else "in another window "
        place = f"on {host}, process {pid} " if host else ""
        time = f"since {since:%Y-%m-%d %H:%M} UTC" if since else ""
        super().__init__(
            "This session is open elsewhere",
            f"it is open {holder}{place}{time}".rstrip(),
            "Close it there, or read it here without changing it.",
            str(path),
        )


def lock_file(path: Path) -> Path:
    """The file on which the lock of the session at ``path`` is."""
    return path.with_name(f".{path.name}.lock")


def owner_file(path: Path) -> Path:
    """Where it says who holds the lock of the session at ``path``."""
    return path.with_name(f".{path.name}.owner")


def forget_owner(path: Path) -> None:
    """Remove the note of an owner who is gone, holding the lock meanwhile.

    Raises as SessionLock.acquire does, and OSError.
    """
    lock = _taken(path)
    try:
        owner_file(path).unlink(missing_ok=True)
    finally:
        lock.release()


def holder(path: Path) -> HeldBy:
    """Who holds the lock of the session at ``path``, as far as they have said so yet."""
    try:
        owner = tomllib.loads(read_file(owner_file(path))[0].decode("utf-8"))
    except (ReadFailed, ValueError, RecursionError):
        owner = {}
    who, host, pid, since = (owner.get(key) for key in ("who", "host", "pid", "since"))
    return HeldBy(
        path,
        who if isinstance(who, str) else "",
        host if isinstance(host, str) else "",
        pid if isinstance(pid, int) else 0,
        since if isinstance(since, datetime) else None,
    )


@contextmanager
def changing(path: Path) -> Iterator[None]:
    """The right to read a file that several write to, change it and write it, held meanwhile.

    Who comes second waits, and reads what the first has written. Not to be nested for one path.
    Raises Problem when others hold it for long, SaveFailed when the folder cannot be written to.
    """
    # Deferred for the same reason as in _taken.
    from filelock import FileLock, Timeout

    lock = FileLock(lock_file(path), mode=0o600, thread_local=False)
    try:
        make_folder(path.parent)
        lock.acquire(timeout=CHANGE_WAIT_S, poll_interval=0.01)
    except Timeout:
        raise Problem(
            "Not saved",
            f"another program has been changing the file for over {CHANGE_WAIT_S:g} seconds",
            "Try it once more.",
            str(path),
        ) from None
    except OSError as error:
        raise SaveFailed(path, error) from error
    try:
        yield
    finally:
        lock.release()


class SessionLock:
    """The right to write one session file. Use it in ``with``, or call acquire and release.

    The lock is on a file beside the session, ``.<name>.lock``: the session itself is a new file
    after each save, and a lock would stay with the old one. Who holds it is written to
    ``.<name>.owner``, for others to read; it means nothing once the lock is free.
    """

    def __init__(
        self,
        path: Path,
        interviewer: str,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        host: str | None = None,
    ) -> None:
        self.path = path
        self._interviewer = interviewer
        self._now = now
        self._host = socket.gethostname() if host is None else host
        self._owner = owner_file(path)
        self._lock: BaseFileLock | None = None

    @property
    def held(self) -> bool:
        """Whether this object holds the lock."""
        return self._lock is not None

    def acquire(self) -> None:
        """Take the lock at once or not at all, and clear up after killed writers of the folder.

        Raises HeldBy when another holds it, SaveFailed when the folder cannot be written to.
        """
        if self.held:
            return
        self._lock = _taken(self.path)
        # Being named is a courtesy: a full disk must not keep anybody from their session.
        with suppress(SaveFailed, ReadFailed):
            write_file(self._owner, self._owner_text())
        sweep(self.path.parent)

    def release(self) -> None:
        """Give the lock back. Harmless when it is not held."""
        if self._lock is None:
            return
        with suppress(OSError):
            self._owner.unlink()
        self._lock.release()
        self._lock = None

    def __enter__(self) -> Self:
        self.acquire()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.release()

    def _owner_text(self) -> bytes:
        import tomli_w

        owner = {
            "who": self._interviewer,
            "host": self._host,
            "pid": os.getpid(),
            "since": self._now(),
        }
        return tomli_w.dumps(owner).encode("utf-8", "replace")


def _taken(path: Path) -> BaseFileLock:
    """The lock of the session at ``path``, taken. Raises HeldBy and SaveFailed."""
    # Half as dear as the start of the interpreter; only opening for writing needs it.
    from filelock import FileLock, Timeout

    name = lock_file(path)
    try:
        make_folder(name.parent)
        # Not bound to a thread: a session may be closed by another than the one that opened it.
        lock = FileLock(name, mode=0o600, thread_local=False)
        lock.acquire(timeout=0)
    except Timeout:
        raise holder(path) from None
    except OSError as error:
        raise SaveFailed(path, error) from error
    return lock
