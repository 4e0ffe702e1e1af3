from __future__ import annotations

import errno
import os
import secrets
import stat
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from interviewloop.workspace.files import (
    ReadFailed,
    SaveFailed,
    make_folder,
    probe,
    read_file,
    stamp_of,
    sweep,
    sync_folder,
    write_file,
)

if TYPE_CHECKING:
    from collections.abc import Callable

OLD, NEW = b"old\n", b"new, and longer\n"


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "loop" / "ann--x.toml"
    write_file(path, OLD)
    return path


def test_a_file_is_replaced_whole(file: Path) -> None:
    before = stamp_of(file)
    stamp = write_file(file, NEW)
    assert read_file(file) == (NEW, stamp)
    assert stamp == stamp_of(file)
    assert stamp != before
    assert _names(file.parent) == [file.name]


def test_content_is_synced_before_the_name_changes(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a power cut can leave the new name with no content."""
    order: list[str] = []
    real_sync, real_replace = os.fsync, Path.replace

    def sync(handle: int) -> None:
        is_folder = stat.S_ISDIR(os.fstat(handle).st_mode)
        order.append("folder" if is_folder else f"file of {os.fstat(handle).st_size}")
        real_sync(handle)

    def replace(self: Path, target: Path) -> Path:
        order.append("replace")
        return real_replace(self, target)

    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr(Path, "replace", replace)
    write_file(file, NEW)
    assert order == [f"file of {len(NEW)}", "replace", "folder"]


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077, 0o277, 0o777])
@pytest.mark.usefixtures("umask")
def test_only_the_owner_may_read_whatever_the_umask(tmp_path: Path, mask: int) -> None:
    os.umask(mask)
    path = tmp_path / "sessions" / "loop" / "x.toml"
    write_file(path, OLD)
    write_file(path, NEW)
    write_file(path.with_name("y.toml"), OLD, fresh=True)
    assert [_mode(path), _mode(path.with_name("y.toml"))] == [0o600, 0o600]
    assert [_mode(path.parent), _mode(path.parent.parent)] == [0o700, 0o700]


@pytest.mark.parametrize(("set_to", "kept"), [(0o640, 0o640), (0o666, 0o666), (0o400, 0o600)])
@pytest.mark.usefixtures("umask")
def test_a_mode_that_somebody_widened_stays(file: Path, set_to: int, kept: int) -> None:
    os.umask(0o077)
    file.chmod(set_to)
    write_file(file, NEW)
    assert _mode(file) == kept


def test_folders_that_exist_keep_their_mode(tmp_path: Path) -> None:
    tmp_path.chmod(0o750)
    write_file(tmp_path / "x.toml", NEW)
    assert _mode(tmp_path) == 0o750


def test_fresh_never_replaces(file: Path) -> None:
    with pytest.raises(FileExistsError):
        write_file(file, NEW, fresh=True)
    assert file.read_bytes() == OLD
    assert _names(file.parent) == [file.name]


def test_a_fresh_file_has_one_name(tmp_path: Path) -> None:
    write_file(tmp_path / "x.toml", NEW, fresh=True)
    assert (tmp_path / "x.toml").stat().st_nlink == 1
    assert _names(tmp_path) == ["x.toml"]


def test_fresh_on_a_disk_without_hard_links(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_self: Path, _target: Path) -> None:
        raise PermissionError(errno.EPERM, "no links here")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    write_file(tmp_path / "x.toml", OLD, fresh=True)
    with pytest.raises(FileExistsError):
        write_file(tmp_path / "x.toml", NEW, fresh=True)
    assert (tmp_path / "x.toml").read_bytes() == OLD
    assert _names(tmp_path) == ["x.toml"]


REASONS = [
    (errno.ENOSPC, "the disk is full"),
    (errno.EDQUOT, "your disk quota is used up"),
    (errno.EFBIG, "the file would be larger than the system allows"),
    (errno.EIO, "the disk reports an error"),
    (errno.ENOTCONN, os.strerror(errno.ENOTCONN)),
]


@pytest.mark.parametrize(("number", "said"), REASONS)
def test_a_failed_write_leaves_the_old_file_and_says_why(
    file: Path, monkeypatch: pytest.MonkeyPatch, number: int, said: str
) -> None:
    real_write = os.write

    def write(handle: int, data: bytes) -> int:
        if len(data) < len(NEW):
            raise OSError(number, os.strerror(number))
        return real_write(handle, data[:3])

    monkeypatch.setattr(os, "write", write)
    with pytest.raises(SaveFailed) as caught:
        write_file(file, NEW)
    assert (caught.value.what, caught.value.number) == (said, number)
    assert caught.value.where == str(file)
    assert caught.value.mend
    assert file.read_bytes() == OLD
    assert _names(file.parent) == [file.name]
    monkeypatch.undo()
    write_file(file, NEW)
    assert file.read_bytes() == NEW


@pytest.mark.parametrize(
    ("number", "said"), [(errno.EROFS, "read-only"), (errno.EACCES, "no permission to write")]
)
def test_a_folder_that_may_not_be_written(
    file: Path, monkeypatch: pytest.MonkeyPatch, number: int, said: str
) -> None:
    real_open = os.open

    def refuse(path: Path, flags: int, mode: int = 0o777) -> int:
        if flags & os.O_CREAT:
            raise OSError(number, os.strerror(number))
        return real_open(path, flags, mode)

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(SaveFailed, match=said):
        write_file(file, NEW)
    failed = probe(file.parent)
    assert failed is not None
    assert said in failed.what
    assert file.read_bytes() == OLD


def test_a_read_only_folder_for_real(ordinary_user: Path) -> None:
    path = ordinary_user / "x.toml"
    write_file(path, OLD)
    assert probe(ordinary_user) is None
    ordinary_user.chmod(0o500)
    with pytest.raises(SaveFailed, match="no permission to write"):
        write_file(path, NEW)
    failed = probe(ordinary_user)
    assert failed is not None
    assert failed.number == errno.EACCES
    assert path.read_bytes() == OLD
    ordinary_user.chmod(0o700)
    write_file(path, NEW)
    assert path.read_bytes() == NEW


LIMITED = """
import resource, sys
from pathlib import Path
from interviewloop.workspace.files import SaveFailed, write_file
path = Path(sys.argv[1])
hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
resource.setrlimit(resource.RLIMIT_FSIZE, (100, hard))
try:
    write_file(path, b"x" * 5000)
except SaveFailed as failed:
    print(failed.what, "|", path.read_bytes(), "|", [p.name for p in path.parent.iterdir()])
resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
write_file(path, b"x" * 5000)
"""


def test_a_real_limit_of_the_system(file: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, file], capture_output=True, text=True, check=True
    )
    reason, content, names = done.stdout.strip().split(" | ")
    assert reason == "the file would be larger than the system allows"
    assert (content, names) == (str(OLD), str([file.name]))
    assert file.read_bytes() == b"x" * 5000


def test_a_file_where_a_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "loop").touch()
    with pytest.raises(SaveFailed, match="a file, not a folder"):
        write_file(tmp_path / "loop" / "x.toml", NEW)


def _link(path: Path) -> None:
    target = path.with_name("target")
    target.write_bytes(OLD)
    path.symlink_to(target)


def _dangling_link(path: Path) -> None:
    path.symlink_to("nowhere")


@pytest.mark.parametrize("make", [os.mkfifo, Path.mkdir, _link, _dangling_link])
def test_only_regular_files_are_read_and_replaced(
    tmp_path: Path, make: Callable[[Path], None]
) -> None:
    path = tmp_path / "x.toml"
    make(path)
    kind = stat.S_IFMT(path.lstat().st_mode)
    with pytest.raises(ReadFailed, match="a link, pipe, folder or device"):
        write_file(path, NEW)
    errors: list[ReadFailed] = []

    def read() -> None:
        try:
            read_file(path)
        except ReadFailed as error:
            errors.append(error)

    # In a thread: reading a pipe would wait for ever.
    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    reader.join(20)
    assert errors
    assert errors[0].title == "Not a regular file"
    assert stat.S_IFMT(path.lstat().st_mode) == kind
    if (tmp_path / "target").exists():
        assert (tmp_path / "target").read_bytes() == OLD


def test_missing_and_huge_files(tmp_path: Path) -> None:
    with pytest.raises(ReadFailed, match="no such file"):
        read_file(tmp_path / "x")
    assert stamp_of(tmp_path / "x") is None
    assert stamp_of(tmp_path / "x" / "y") is None
    with (tmp_path / "x").open("wb") as huge:
        huge.truncate(64 * 2**20)
    with pytest.raises(ReadFailed, match="larger than 32 MiB"):
        read_file(tmp_path / "x")


def test_a_link_planted_under_a_temporary_name_is_not_followed(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    victim = tmp_path / "victim"
    victim.write_bytes(OLD)
    monkeypatch.setattr(secrets, "token_hex", lambda _size: "0" * 16)
    file.with_name(f".{file.name}.{'0' * 16}.tmp").symlink_to(victim)
    with pytest.raises(OSError, match="File exists"):
        write_file(file, NEW)
    assert victim.read_bytes() == OLD


def test_old_temporary_files_are_swept_and_nothing_else(tmp_path: Path) -> None:
    stale = tmp_path / f".ann--x.toml.{'a' * 16}.tmp"
    fresh = tmp_path / f".ann--x.toml.{'b' * 16}.tmp"
    others = [
        tmp_path / name for name in (".mine.tmp", "x.tmp", "ann--x.toml", ".ann--x.toml.lock")
    ]
    for path in (stale, fresh, *others):
        path.touch()
        os.utime(path, (1000.0, 1000.0))
    os.utime(fresh, (1050.0, 1050.0))
    assert sweep(tmp_path, now_s=1100.0) == 1
    assert set(tmp_path.iterdir()) == {fresh, *others}
    assert sweep(tmp_path / "gone") == 0


def test_a_disk_that_cannot_sync_folders_is_used_nevertheless(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(number: int) -> Callable[[int], None]:
        def sync(_handle: int) -> None:
            raise OSError(number, os.strerror(number))

        return sync

    monkeypatch.setattr(os, "fsync", failing(errno.EINVAL))
    sync_folder(file.parent)
    monkeypatch.setattr(os, "fsync", failing(errno.EIO))
    with pytest.raises(SaveFailed, match="the disk reports an error"):
        sync_folder(file.parent)


def test_making_a_folder_twice(tmp_path: Path) -> None:
    make_folder(tmp_path / "a" / "b")
    make_folder(tmp_path / "a" / "b")
    assert _mode(tmp_path / "a") == 0o700
