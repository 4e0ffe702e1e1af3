from __future__ import annotations

import errno
import os
import threading
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from tests.workspace.values import NOON, a_session, noted

from interviewloop.model.errors import Problem
from interviewloop.workspace.codec import encode
from interviewloop.workspace.files import SaveFailed
from interviewloop.workspace.saver import Saver, SaveState
from interviewloop.workspace.workspace import Conflict, SealBroken

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from interviewloop.model.session import Session
    from interviewloop.workspace.workspace import Workspace

    Make = Callable[..., Saver]

PATIENCE = 20.0
"""Seconds after which a test calls something hung; none waits that long when all is well."""
FULL = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


class Store:
    """Remembers what it is given, fails as told, and can be made to wait within a save."""

    def __init__(self, *failures: BaseException | None) -> None:
        self.failures = list(failures)
        self.saved: list[Session] = []
        self.tried = 0
        self.began = threading.Semaphore(0)
        self.go_on = threading.Event()
        self.go_on.set()

    def save(self, _path: Path, session: Session) -> None:
        self.tried += 1
        self.began.release()
        assert self.go_on.wait(PATIENCE)
        failure = self.failures.pop(0) if self.failures else None
        if failure is not None:
            raise failure
        self.saved.append(session)


class Told:
    """The states told so far."""

    def __init__(self) -> None:
        self.states: list[SaveState] = []
        self._changed = threading.Condition()

    def __call__(self, state: SaveState) -> None:
        with self._changed:
            self.states.append(state)
            self._changed.notify_all()

    def wait_for(self, count: int) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: len(self.states) >= count, PATIENCE)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ann--x.toml"


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def make(path: Path, told: Told) -> Iterator[Make]:
    """Makes savers, and ends them after the test."""
    made: list[Saver] = []

    def build(store: Store, **options: object) -> Saver:
        saver = Saver(store, path, told, **({"now": lambda: NOON} | options))  # type: ignore[arg-type]
        made.append(saver)
        return saver

    yield build
    for saver in made:
        saver.close(PATIENCE)


def _snapshots(count: int) -> list[Session]:
    return [noted(a_session(), f"snapshot {number}") for number in range(count)]


def test_saved_and_told(make: Make, told: Told) -> None:
    store = Store()
    saver = make(store)
    assert saver.state == SaveState()
    assert saver.flush(PATIENCE)
    saver.submit(a_session())
    assert saver.flush(PATIENCE)
    assert store.saved == [a_session()]
    assert told.states == [SaveState(saving=True), SaveState(saved_at=NOON)]
    assert saver.state == told.states[-1]
    assert not saver.dirty


def test_the_newest_snapshot_wins(make: Make) -> None:
    store = Store()
    store.go_on.clear()
    saver = make(store)
    first, *others = _snapshots(100)
    saver.submit(first)
    assert store.began.acquire(timeout=PATIENCE)
    for snapshot in others:
        saver.submit(snapshot)
    assert saver.dirty
    store.go_on.set()
    assert saver.flush(PATIENCE)
    assert store.saved == [first, others[-1]]


def test_submitting_does_not_wait_for_a_slow_disk(make: Make) -> None:
    store = Store()
    store.go_on.clear()
    saver = make(store)
    for snapshot in _snapshots(10):
        saver.submit(snapshot)
    assert store.saved == []
    assert not saver.flush(0.01)
    store.go_on.set()


def test_retried_with_growing_pauses_until_saved(make: Make, told: Told) -> None:
    pauses: list[float] = []

    def wait(wake: threading.Condition, seconds: float | None) -> None:
        if seconds is None:
            wake.wait(PATIENCE)
        else:
            pauses.append(seconds)

    store = Store(*[FULL] * 7)
    saver = make(store, wait=wait)
    saver.submit(a_session())
    told.wait_for(16)
    assert pauses == [0.5, 1.0, 2.0, 4.0, 8.0, 10.0, 10.0]
    assert store.saved == [a_session()]
    failed = [state for state in told.states if not state.saving][:-1]
    assert [state.retry_in for state in failed] == pauses
    assert {state.problem.what for state in failed if state.problem} == {"the disk is full"}
    assert told.states[-1] == SaveState(saved_at=NOON)

    store.failures = [FULL]
    saver.submit(noted(a_session(), "again"))
    told.wait_for(20)
    assert pauses[7:] == [0.5]


def test_the_reason_stays_on_show_while_it_is_tried_again(make: Make, told: Told) -> None:
    saver = make(
        Store(None, FULL, FULL), wait=lambda wake, s: wake.wait(PATIENCE if s is None else 0)
    )
    saver.submit(a_session())
    assert saver.flush(PATIENCE)
    saver.submit(noted(a_session(), "later"))
    told.wait_for(8)
    trying = told.states[4]
    assert trying.saving
    assert trying.problem is not None
    assert trying.saved_at == NOON


@pytest.mark.parametrize("how", ["submit", "flush"])
def test_a_pause_ends_when_there_is_reason_to(make: Make, told: Told, how: str) -> None:
    store = Store(FULL)
    # A pause longer than any patience: only being woken can end it.
    saver = make(store, wait=lambda wake, _seconds: wake.wait(100 * PATIENCE))
    first, second = _snapshots(2)
    saver.submit(first)
    told.wait_for(2)
    if how == "submit":
        saver.submit(second)
        told.wait_for(4)
        assert store.saved == [second]
    else:
        assert saver.flush(PATIENCE)
        assert store.saved == [first]


@pytest.mark.parametrize("how", ["submit", "flush"])
def test_no_pause_when_the_reason_came_during_the_try(make: Make, told: Told, how: str) -> None:
    store = Store(FULL)
    store.go_on.clear()
    saver = make(store, wait=lambda wake, _seconds: wake.wait(100 * PATIENCE))
    first, second = _snapshots(2)
    saver.submit(first)
    assert store.began.acquire(timeout=PATIENCE)
    if how == "submit":
        saver.submit(second)
    else:
        assert not saver.flush(0)
    store.go_on.set()
    told.wait_for(4)
    assert store.saved == [second if how == "submit" else first]


@pytest.mark.parametrize("refused", [Conflict, SealBroken])
def test_what_is_refused_waits_for_a_change(
    make: Make, told: Told, path: Path, refused: type[Problem]
) -> None:
    error = Conflict(path, path) if refused is Conflict else SealBroken(path)
    store = Store(error)
    saver = make(store)
    saver.submit(a_session())
    assert not saver.flush(PATIENCE)
    assert (saver.state.problem, saver.state.retry_in) == (error, None)
    assert saver.dirty
    assert store.tried == 1
    saver.submit(noted(a_session(), "later"))
    assert saver.flush(PATIENCE)
    assert saver.state == SaveState(saved_at=NOON)


@pytest.mark.parametrize(
    "error", [ValueError("odd"), MemoryError(), RecursionError(), KeyError("x")]
)
def test_no_exception_ends_the_thread(make: Make, error: Exception) -> None:
    store = Store(error)
    saver = make(store)
    saver.submit(a_session())
    assert saver.flush(PATIENCE)
    assert store.saved == [a_session()]


def test_an_unexpected_error_is_named(make: Make, told: Told) -> None:
    saver = make(Store(ValueError("odd")), wait=lambda wake, _seconds: wake.wait(PATIENCE))
    saver.submit(a_session())
    told.wait_for(2)
    problem = told.states[1].problem
    assert problem is not None
    assert problem.what == "an unexpected error, ValueError: odd"


def test_a_listener_that_fails_does_not_stop_the_saving(path: Path) -> None:
    def gone(_state: SaveState) -> None:
        raise RuntimeError("the screen is gone")

    store = Store()
    saver = Saver(store, path, gone)
    for snapshot in _snapshots(3):
        saver.submit(snapshot)
        assert saver.flush(PATIENCE)
    assert store.saved == _snapshots(3)
    saver.close()


def test_closing_saves_what_was_submitted_meanwhile(make: Make) -> None:
    store = Store()
    store.go_on.clear()
    saver = make(store)
    first, second = _snapshots(2)
    saver.submit(first)
    assert store.began.acquire(timeout=PATIENCE)
    saver.submit(second)
    closing = threading.Thread(target=lambda: saver.close(PATIENCE))
    closing.start()
    store.go_on.set()
    closing.join(PATIENCE)
    assert store.saved == [first, second]
    assert not saver.dirty


def test_closing_during_a_pause_tries_once_more_and_ends(make: Make, told: Told) -> None:
    store = Store(FULL, FULL)
    saver = make(store, wait=lambda wake, _seconds: wake.wait(PATIENCE))
    saver.submit(a_session())
    told.wait_for(2)
    saver.close(PATIENCE)
    assert store.tried == 2
    assert saver.dirty
    with pytest.raises(RuntimeError):
        saver.submit(a_session())
    saver.close()


def test_a_hanging_disk_does_not_hang_the_program(make: Make) -> None:
    store = Store()
    store.go_on.clear()
    saver = make(store)
    saver.submit(a_session())
    assert store.began.acquire(timeout=PATIENCE)
    assert not saver.flush(0.01)
    saver.close(0.01)
    assert saver.dirty
    assert all(thread.daemon for thread in threading.enumerate() if thread.name == "saver")
    store.go_on.set()


def test_rescue_writes_the_newest_elsewhere(make: Make, tmp_path: Path) -> None:
    saver = make(Store(FULL), wait=lambda wake, _seconds: wake.wait(PATIENCE))
    with pytest.raises(Problem, match="Nothing to save"):
        saver.rescue(tmp_path)
    first, second = _snapshots(2)
    saver.submit(first)
    one = saver.rescue(tmp_path / "usb")
    saver.submit(second)
    two = saver.rescue(tmp_path / "usb")
    assert one.name == "ann--x.toml"
    assert two.name == "ann--x-2.toml"
    assert (one.read_bytes(), two.read_bytes()) == (encode(first), encode(second))
    (tmp_path / "file").touch()
    with pytest.raises(SaveFailed):
        saver.rescue(tmp_path / "file")


def test_a_full_disk_from_the_first_note_to_the_last(
    workspace: Workspace, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = a_session()
    path = workspace.create(session)
    real_write, full = os.write, threading.Event()

    def write(handle: int, data: bytes) -> int:
        if full.is_set():
            raise FULL
        return real_write(handle, data)

    monkeypatch.setattr(os, "write", write)
    times = iter(NOON + timedelta(seconds=number) for number in range(100))
    saver = Saver(workspace, path, told, now=lambda: next(times))
    full.set()
    for number in range(5):
        session = noted(session, f"note {number}")
        saver.submit(session)
    assert not saver.flush(0.05)
    assert saver.state.problem is not None
    assert saver.state.problem.what == "the disk is full"
    assert workspace.peek(path) == a_session()
    assert [file for file in path.parent.iterdir() if file.suffix == ".tmp"] == []
    full.clear()
    assert saver.flush(PATIENCE)
    assert saver.state == SaveState(saved_at=NOON)
    assert workspace.peek(path) == session
    saver.close()
