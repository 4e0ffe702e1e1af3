from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from tests.workspace.values import NOON

from interviewloop.workspace.files import SaveFailed
from interviewloop.workspace.lock import HeldBy, SessionLock

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HOLDER = """
import sys, time
from pathlib import Path
from interviewloop.workspace.lock import SessionLock
lock = SessionLock(Path(sys.argv[1]), "Ann \\u202e[b]")
lock.acquire()
print("held", flush=True)
sys.stdin.read()
lock.release()
print("free", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "loop" / "ann--x.toml"


@contextmanager
def _other_process(path: Path) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, path],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        try:
            assert holder.stdout is not None
            assert holder.stdout.readline() == "held\n"
            yield holder
        finally:
            holder.kill()


def test_one_process_at_a_time_and_the_holder_is_named(path: Path) -> None:
    with _other_process(path) as holder:
        lock = SessionLock(path, "bob")
        with pytest.raises(HeldBy) as caught:
            lock.acquire()
        held = caught.value
        assert (held.who, held.pid) == ("Ann \u202e[b]", holder.pid)
        assert held.host
        assert held.since is not None
        assert str(holder.pid) in held.what
        assert not lock.held


def test_a_lock_dies_with_its_process(path: Path) -> None:
    with _other_process(path) as holder:
        holder.send_signal(signal.SIGKILL)
        holder.wait()
        assert path.with_name(".ann--x.toml.owner").exists()
        with SessionLock(path, "bob") as lock:
            assert lock.held


def test_a_released_lock_is_free_and_names_nobody(path: Path) -> None:
    with _other_process(path) as holder:
        assert holder.stdin is not None
        assert holder.stdout is not None
        holder.stdin.close()
        assert holder.stdout.readline() == "free\n"
        assert not path.with_name(".ann--x.toml.owner").exists()
        with SessionLock(path, "bob") as lock:
            assert lock.held


def test_two_windows_of_one_process(path: Path) -> None:
    with SessionLock(path, "ann", now=lambda: NOON, host="desk") as first:
        first.acquire()
        with pytest.raises(HeldBy) as caught:
            SessionLock(path, "ann").acquire()
        said = caught.value.what
        assert (
            said == f"it is open by ann on desk, process {os.getpid()} since 2026-03-01 12:00 UTC"
        )
    assert not first.held
    first.release()
    with SessionLock(path, "ann") as second:
        assert second.held


def test_other_sessions_of_the_folder_are_free(path: Path) -> None:
    with SessionLock(path, "ann"), SessionLock(path.with_name("bob--x.toml"), "bob") as other:
        assert other.held


@pytest.mark.parametrize("owner", [b"", b"\xff", b"who = 1\npid = 'x'\nsince = 2", b"[" * 9999])
def test_an_owner_note_that_cannot_be_read(path: Path, owner: bytes) -> None:
    with SessionLock(path, "ann"):
        path.with_name(".ann--x.toml.owner").write_bytes(owner)
        with pytest.raises(HeldBy) as caught:
            SessionLock(path, "bob").acquire()
        assert caught.value.what == "it is open in another window"
        assert (caught.value.who, caught.value.pid, caught.value.since) == ("", 0, None)


def test_opening_clears_up_after_killed_writers(path: Path) -> None:
    path.parent.mkdir()
    stale = path.with_name(f".{path.name}.{'a' * 16}.tmp")
    stale.touch()
    os.utime(stale, (1000.0, 1000.0))
    with SessionLock(path, "ann"):
        assert not stale.exists()


def test_an_error_gives_the_lock_back(path: Path) -> None:
    def fail() -> None:
        with SessionLock(path, "ann"):
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with SessionLock(path, "ann") as again:
        assert again.held


def test_a_folder_that_cannot_hold_a_lock(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real_open = os.open

    def refuse(name: str, flags: int, mode: int = 0o777) -> int:
        if flags & os.O_CREAT:
            raise OSError(errno.EROFS, os.strerror(errno.EROFS))
        return real_open(name, flags, mode)

    path.parent.mkdir()
    monkeypatch.setattr(os, "open", refuse)
    lock = SessionLock(path, "ann")
    with pytest.raises(SaveFailed, match="read-only"):
        lock.acquire()
    assert not lock.held


def test_a_full_disk_does_not_keep_anybody_from_their_session(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int, _data: bytes) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "write", full)
    with SessionLock(path, "ann") as lock:
        assert lock.held


@pytest.mark.usefixtures("umask")
def test_the_files_beside_a_session_are_private(path: Path) -> None:
    os.umask(0)
    with SessionLock(path, "ann"):
        modes = {file.name: file.stat().st_mode & 0o777 for file in path.parent.iterdir()}
    assert modes == {".ann--x.toml.lock": 0o600, ".ann--x.toml.owner": 0o600}
