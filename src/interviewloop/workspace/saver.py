"""Saving in the background: the newest snapshot, durably, again and again until it is on disk."""

from __future__ import annotations

import threading
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol

from interviewloop.model.errors import Problem
from interviewloop.workspace.codec import encode
from interviewloop.workspace.files import SaveFailed, SaveRefused, write_file

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from interviewloop.model.session import Session

FIRST_RETRY_S = 0.5
LONGEST_RETRY_S = 10.0


class Store(Protocol):
    """Where sessions are saved: the workspace."""

    def save(self, path: Path, session: Session) -> None: ...


@dataclass(frozen=True, slots=True)
class SaveState:
    """How the newest snapshot stands.

    ``saved_at`` is when a snapshot last reached the disk; ``saving`` that one is on its way.
    ``problem`` is why the last try failed, until one succeeds; ``retry_in`` is then the seconds to
    the next try, None when only a change by the user can help (and no further try is made before).
    """

    saved_at: datetime | None = None
    saving: bool = False
    problem: Problem | None = None
    retry_in: float | None = None


class Saver:
    """One thread that saves one session. A queue of length one: only the newest snapshot counts.

    ``on_state`` is called in that thread at each change of the state; what it raises is ignored.
    ``now`` is the time of day and ``wait`` how the thread sleeps (seconds, None for ever) on the
    condition that wakes it.
    """

    def __init__(
        self,
        store: Store,
        path: Path,
        on_state: Callable[[SaveState], None] = lambda _state: None,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        wait: Callable[[threading.Condition, float | None], object] = threading.Condition.wait,
    ) -> None:
        self._store = store
        self._path = path
        self._on_state = on_state
        self._now = now
        self._wait = wait
        self._wake = threading.Condition()
        self._latest: Session | None = None
        self._submitted = 0
        self._settled = 0
        """Number of the snapshot that needs no more tries: on disk, or refused for good."""
        self._saved = 0
        self._urgent = False
        self._closing = False
        self._state = SaveState()
        # A hanging disk must not keep the program from ending.
        self._thread = threading.Thread(target=self._run, name="saver", daemon=True)
        self._thread.start()

    @property
    def state(self) -> SaveState:
        """The state as last told."""
        return self._state

    @property
    def dirty(self) -> bool:
        """Whether a snapshot was submitted that is not on disk."""
        with self._wake:
            return self._saved < self._submitted

    def submit(self, session: Session) -> None:
        """Take a snapshot to save. Returns at once; a waiting older one is forgotten.

        Raises RuntimeError after close.
        """
        with self._wake:
            if self._closing:
                raise RuntimeError("this saver is closed")
            self._latest = session
            self._submitted += 1
            self._wake.notify_all()

    def flush(self, timeout: float) -> bool:
        """Wait until the newest snapshot is on disk, at most ``timeout`` seconds; whether it is.

        A failed save is tried again at once, and again as long as the time lasts.
        """
        with self._wake:
            self._urgent = self._settled < self._submitted
            self._wake.notify_all()
            self._wake.wait_for(lambda: self._settled == self._submitted, timeout)
            return self._saved == self._submitted

    def close(self, timeout: float = 5.0) -> None:
        """End the thread after one last try, if one is needed; wait at most ``timeout`` seconds.

        ``dirty`` then tells whether that failed, and rescue still works.
        """
        with self._wake:
            self._closing = True
            self._wake.notify_all()
        self._thread.join(timeout)

    def rescue(self, folder: Path) -> Path:
        """Write the newest snapshot to another folder, in the calling thread; the file's path.

        Nothing there is replaced: a taken name gets a number. Raises Problem when there is nothing
        to write, SaveFailed when the system refuses.
        """
        session = self._latest
        if session is None:
            raise Problem("Nothing to save", "nothing was changed since the session was opened")
        data = encode(session)
        path, number = folder / self._path.name, 1
        while True:
            try:
                write_file(path, data, fresh=True)
            except FileExistsError:
                number += 1
                path = folder / f"{self._path.stem}-{number}.toml"
            else:
                return path

    def _run(self) -> None:
        delay = FIRST_RETRY_S
        while (task := self._next_task()) is not None:
            session, number = task
            self._tell(replace(self._state, saving=True))
            problem = self._try(session)
            again = problem is not None and not isinstance(problem, SaveRefused)
            state = (
                SaveState(saved_at=self._now())
                if problem is None
                else SaveState(self._state.saved_at, False, problem, delay if again else None)
            )
            # Told before flush returns, so that a caller never sees a state older than the flush.
            self._tell(state)
            with self._wake:
                if problem is None:
                    self._saved = number
                if not again:
                    self._settled = number
                self._wake.notify_all()
                # What was submitted while this one was being written still has its try to come.
                if self._closing and number == self._submitted:
                    return
                if again:
                    self._pause(number, delay)
            delay = min(2 * delay, LONGEST_RETRY_S) if again else FIRST_RETRY_S

    def _next_task(self) -> tuple[Session, int] | None:
        """The snapshot to save and its number, once there is one; None at the end."""
        with self._wake:
            while self._settled == self._submitted and not self._closing:
                self._wait(self._wake, None)
            if self._latest is None or self._settled == self._submitted:
                return None
            return self._latest, self._submitted

    def _pause(self, number: int, seconds: float) -> None:
        """Sleep before the next try, unless there is something newer or somebody waits."""
        if self._submitted == number and not self._urgent:
            self._wait(self._wake, seconds)
        self._urgent = False

    def _try(self, session: Session) -> Problem | None:
        try:
            self._store.save(self._path, session)
        except Problem as problem:
            return problem
        except OSError as error:
            return SaveFailed(self._path, error)
        except Exception as error:  # noqa: BLE001 - a dead thread would lose every later note
            return _unexpected(self._path, error)
        return None

    def _tell(self, state: SaveState) -> None:
        self._state = state
        # The screen that listened may be gone, and saving goes on without it.
        with suppress(Exception):
            self._on_state(state)


def _unexpected(path: Path, error: Exception) -> Problem:
    return Problem(
        "Not saved",
        f"an unexpected error, {type(error).__name__}: {error}",
        "Save to another folder, and report this as a bug.",
        str(path),
    )
