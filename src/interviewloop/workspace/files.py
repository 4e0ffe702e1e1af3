"""Reading and durably replacing single files."""

from __future__ import annotations

import errno
import os
import re
import secrets
import stat
import sys
import time
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from interviewloop.model.errors import Problem

if TYPE_CHECKING:
    from pathlib import Path

_LARGEST = 32 * 1024 * 1024
STALE_S = 60.0
"""Seconds after which a temporary file is what a killed writer left."""
TEMPORARY = re.compile(r"\..+\.[0-9a-f]{16}\.tmp")
"""What temporary files are called."""
# Windows has none of these.
_NOFOLLOW = getattr(os, "O_NOFOLLOW", 0)
_NONBLOCK = getattr(os, "O_NONBLOCK", 0)
_BINARY = getattr(os, "O_BINARY", 0)

_REASONS: dict[int, str] = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "your disk quota is used up",
    errno.EFBIG: "the file would be larger than the system allows",
    errno.EROFS: "the disk is read-only",
    errno.EACCES: "you have no permission to write in this folder",
    errno.EPERM: "the system does not permit writing in this folder",
    errno.EIO: "the disk reports an error",
    errno.ENOENT: "the folder is gone",
    errno.ENOTDIR: "a part of the path is a file, not a folder",
    errno.EMFILE: "too many files are open",
    errno.ENFILE: "too many files are open on this machine",
    errno.ENAMETOOLONG: "the path is too long for this disk",
    errno.ESTALE: "the network folder is no longer connected",
}
_MENDS: dict[int, str] = {
    errno.ENOSPC: "Free some space, or save to another folder.",
    errno.EDQUOT: "Delete files you do not need, or save to another folder.",
    errno.EIO: "Save to another disk and have this one checked.",
}
_OTHER_MEND = "Mend that, or save to another folder."


class Stamp(NamedTuple):
    """What changes whenever a file is replaced or written to.

    Time and size alone are not enough: two saves within one tick of the clock can agree in both.
    """

    inode: int
    mtime_ns: int
    size: int


class SaveFailed(Problem):
    """Writing failed. The old file is intact; ``number`` is the errno, 0 if there is none."""

    def __init__(self, path: Path, error: OSError) -> None:
        self.number = error.errno or 0
        reason = _REASONS.get(self.number) or error.strerror or "the system gave no reason"
        super().__init__("Not saved", reason, _MENDS.get(self.number, _OTHER_MEND), str(path))


class SaveRefused(Problem):
    """A save that would destroy something; trying it again does not help."""


class ReadFailed(Problem):
    """A file that cannot be read at all: gone, not permitted, or not a regular file."""


def stamp_of(path: Path) -> Stamp | None:
    """The stamp of what is at ``path`` (of a link itself, not its target), None if nothing is.

    Raises ReadFailed when the folder may not be searched.
    """
    try:
        return _stamp(path.lstat())
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise _unreadable(path, error) from None


def read_file(path: Path) -> tuple[bytes, Stamp]:
    """The content of a regular file, and the stamp it had when opened.

    Raises ReadFailed for anything else: a link could lead out of the workspace, and a pipe would
    never end.
    """
    try:
        handle = os.open(path, os.O_RDONLY | _NOFOLLOW | _NONBLOCK | _BINARY)
    except OSError as error:
        raise _unreadable(path, error) from None
    try:
        with os.fdopen(handle, "rb") as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise _not_regular(path)
            if status.st_size > _LARGEST:
                raise ReadFailed(
                    "This file cannot be read",
                    f"it is larger than {_LARGEST // 2**20} MiB, far more than a session can be",
                    "Move it out of the sessions folder.",
                    str(path),
                )
            return file.read(), _stamp(status)
    except OSError as error:
        raise _unreadable(path, error) from None


def write_file(path: Path, data: bytes, *, fresh: bool = False) -> Stamp:
    """Replace the file at ``path`` by ``data``, durably; its stamp. Folders are made as needed.

    Whoever looks sees the old content or the new one, whenever the power fails. With ``fresh``,
    an existing file is an error (FileExistsError) and stays. A new file is readable by its owner
    alone; a wider mode that somebody set stays.

    Raises SaveFailed when the system refuses, ReadFailed when ``path`` is no regular file.
    """
    stamp = replace_file(path, data, fresh=fresh)
    sync_folder(path.parent)
    return stamp


def replace_file(path: Path, data: bytes, *, fresh: bool = False) -> Stamp:
    """As write_file, but the new name may be lost in a power cut until sync_folder is called."""
    temp = path.with_name(f".{path.name}.{secrets.token_hex(8)}.tmp")
    try:
        make_folder(path.parent)
        mode = _mode_to_keep(path)
        # The random name is new, and no link planted there is followed.
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NOFOLLOW | _BINARY
        handle = os.open(temp, flags, 0o600)
        try:
            stamp = _write_temp(handle, data, mode)
            if fresh:
                _name_unless_taken(temp, path)
            else:
                temp.replace(path)
        except BaseException:
            with suppress(OSError):
                temp.unlink()
            raise
    except FileExistsError:
        raise
    except OSError as error:
        raise SaveFailed(path, error) from error
    return stamp


def sync_folder(folder: Path) -> None:
    """Make the names in ``folder`` survive a power cut. Raises SaveFailed."""
    if sys.platform == "win32":
        return
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            _sync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        # Some network disks cannot sync a folder; there is nothing better to do on them.
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise SaveFailed(folder, error) from error


def make_folder(folder: Path) -> None:
    """Make ``folder`` and the parents it lacks, for its owner alone. Raises OSError."""
    if folder.is_dir():
        return
    if folder.parent != folder:
        make_folder(folder.parent)
    try:
        folder.mkdir(0o700)
    except FileExistsError:
        if not folder.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR)) from None
        return
    # A umask that takes the owner's own rights away would lock the owner out.
    folder.chmod(0o700)
    sync_folder(folder.parent)


def probe(folder: Path) -> SaveFailed | None:
    """Why nothing can be saved in ``folder``, or None. Makes the folder; leaves no file.

    A file is really written: permission bits do not tell about read-only disks and full ones.
    """
    path = folder / f".probe.{secrets.token_hex(8)}.tmp"
    try:
        write_file(path, b"probe\n")
        path.unlink()
    except SaveFailed as failed:
        return failed
    except OSError as error:
        return SaveFailed(path, error)
    return None


def sweep(folder: Path, now_s: float | None = None) -> int:
    """Delete what killed writers left in ``folder`` over a minute ago; how many files that were.

    A kill in the middle of a save always leaves its temporary file. ``now_s`` is in seconds since
    1970. Call it while holding a lock: a writer that is stopped for a minute would have to try
    again.
    """
    now_s = time.time() if now_s is None else now_s
    deleted = 0
    with suppress(OSError):
        for path in folder.iterdir():
            if not TEMPORARY.fullmatch(path.name):
                continue
            with suppress(OSError):
                if now_s - path.lstat().st_mtime > STALE_S:
                    path.unlink()
                    deleted += 1
    return deleted


def _write_temp(handle: int, data: bytes, mode: int) -> Stamp:
    """Write and sync a new file, and close ``handle`` whatever happens."""
    try:
        # Not left to os.open, where the umask would have its say.
        if sys.platform != "win32":
            os.fchmod(handle, mode)
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(handle, rest) :]
        _sync(handle)
        return _stamp(os.fstat(handle))
    finally:
        os.close(handle)


def _sync(handle: int) -> None:
    if sys.platform == "darwin":
        import fcntl

        # There, fsync only hands the data to the drive, which may keep it in its own memory.
        with suppress(OSError):
            fcntl.fcntl(handle, fcntl.F_FULLFSYNC)
            return
    os.fsync(handle)


def _name_unless_taken(temp: Path, path: Path) -> None:
    try:
        # Unlike a rename, a link never replaces a file that appeared meanwhile.
        path.hardlink_to(temp)
    except FileExistsError:
        raise
    except OSError:
        # A disk without hard links.
        if stamp_of(path) is not None:
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path)) from None
        temp.replace(path)
    else:
        temp.unlink()


def _mode_to_keep(path: Path) -> int:
    try:
        status = path.lstat()
    except FileNotFoundError:
        return 0o600
    if not stat.S_ISREG(status.st_mode):
        raise _not_regular(path)
    return stat.S_IMODE(status.st_mode) & 0o777 | 0o600


def _stamp(status: os.stat_result) -> Stamp:
    return Stamp(status.st_ino, status.st_mtime_ns, status.st_size)


def _not_regular(path: Path) -> ReadFailed:
    return ReadFailed(
        "Not a regular file",
        "a link, pipe, folder or device stands where a file should be",
        "Move it away; sessions are only read from and written to plain files.",
        str(path),
    )


def _unreadable(path: Path, error: OSError) -> ReadFailed:
    if error.errno in (errno.ELOOP, errno.EMLINK, errno.ENXIO, errno.EISDIR):
        return _not_regular(path)
    reason = {
        errno.ENOENT: "there is no such file",
        errno.EACCES: "you have no permission to read it",
        errno.EIO: "the disk reports an error",
    }.get(error.errno or 0) or (error.strerror or "the system gave no reason")
    return ReadFailed("This file cannot be read", reason, "", str(path))
