"""The index: what the heads of a sessions folder were when its files were last read.

It is kept in the user's cache folder and is never the truth: a row stands for a file only as long
as the file's stamp is the one it was read with. Whatever is wrong with it, it is deleted and made
anew, and where it cannot be kept, everything works without it, only slower.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import sys
import zlib
from contextlib import closing, suppress
from typing import TYPE_CHECKING, NamedTuple

from interviewloop import __version__
from interviewloop.workspace.files import Stamp, make_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

_FORMAT = 1
_MADE_BY = f"{_FORMAT} {__version__}"
"""Another version of the program may take other files for sessions."""
_PATIENCE_S = 1.0
"""How long to wait for another window; then it is done without."""
_BESIDE = ("", "-journal", "-wal", "-shm")
_NOFOLLOW = getattr(os, "O_NOFOLLOW", 0)
_INODES = 2**64


class Row(NamedTuple):
    """What was read from a file, and the stamp it had."""

    stamp: Stamp
    data: bytes


def index_file(cache: Path, sessions: Path) -> Path:
    """Where the index of ``sessions`` is, by its real path: two ways to a folder are one index."""
    real = os.path.realpath(sessions)
    name = hashlib.blake2b(os.fsencode(real), digest_size=10).hexdigest()
    return cache / "index" / f"{name}.sqlite"


class Index:
    """The file of an index. It is opened for each call only, so windows may share it."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def read(self) -> dict[str, Row]:
        """All rows by the place of their file; none where there is no sound index."""
        try:
            if self.file.is_symlink() or not self.file.is_file():
                return {}
            with closing(self._open()) as open_file:
                return dict(_rows(open_file))
        except (sqlite3.Error, _Damaged, OSError) as error:
            self._give_up(error)
            return {}

    def write(self, rows: Mapping[str, Row], gone: Iterable[str]) -> None:
        """Put ``rows`` in and take those at the places ``gone`` out, all at once or not at all."""
        try:
            self._make()
            with closing(self._open()) as open_file, open_file:
                open_file.execute("BEGIN IMMEDIATE")
                open_file.executemany(
                    "DELETE FROM file WHERE place = ?", ((place,) for place in gone)
                )
                open_file.executemany(
                    "INSERT OR REPLACE INTO file VALUES (?, ?, ?, ?, ?, ?)",
                    (
                        (place, *_signed(row.stamp), row.data, zlib.crc32(row.data))
                        for place, row in rows.items()
                    ),
                )
        except (sqlite3.Error, _Damaged, OSError, UnicodeEncodeError) as error:
            self._give_up(error)

    def delete(self) -> None:
        """Take the index off the disk. Raises OSError where the system refuses."""
        for ending in _BESIDE:
            self.file.with_name(self.file.name + ending).unlink(missing_ok=True)

    def _make(self) -> None:
        """An empty index, readable by its owner alone, where there is none."""
        make_folder(self.file.parent)
        handle = os.open(self.file, os.O_RDWR | os.O_CREAT | _NOFOLLOW, 0o600)
        try:
            if sys.platform != "win32":
                os.fchmod(handle, 0o600)
            if os.fstat(handle).st_size:
                return
        finally:
            os.close(handle)
        with closing(self._connection()) as open_file, open_file:
            open_file.execute("BEGIN IMMEDIATE")
            open_file.execute("CREATE TABLE IF NOT EXISTS about (made_by TEXT PRIMARY KEY)")
            open_file.execute("INSERT OR IGNORE INTO about VALUES (?)", (_MADE_BY,))
            open_file.execute(
                "CREATE TABLE IF NOT EXISTS file (place TEXT PRIMARY KEY, inode INTEGER,"
                " mtime_ns INTEGER, size INTEGER, data BLOB, crc INTEGER) WITHOUT ROWID"
            )

    def _open(self) -> sqlite3.Connection:
        """Raises _Damaged for an index that another version made."""
        open_file = self._connection()
        try:
            _check_maker(open_file)
        except BaseException:
            open_file.close()
            raise
        return open_file

    def _connection(self) -> sqlite3.Connection:
        open_file = sqlite3.connect(self.file, timeout=_PATIENCE_S, isolation_level=None)
        # Losing it costs a second of reading, waiting for the disk at each change costs more.
        open_file.execute("PRAGMA synchronous = OFF")
        # A row that goes is overwritten: what was erased must be found nowhere.
        open_file.execute("PRAGMA secure_delete = ON")
        return open_file

    def _give_up(self, error: Exception) -> None:
        """Delete what is damaged. What is only busy, or not permitted, is left as it is."""
        code = getattr(error, "sqlite_errorcode", None)
        if code is not None and code & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            return
        with suppress(OSError):
            self.delete()


class _Damaged(Exception):  # noqa: N818 - reads as what it says
    """The index does not hold what was put into it."""


def _check_maker(open_file: sqlite3.Connection) -> None:
    if open_file.execute("SELECT made_by FROM about").fetchall() != [(_MADE_BY,)]:
        raise _Damaged


def _rows(open_file: sqlite3.Connection) -> Iterator[tuple[str, Row]]:
    check = zlib.crc32
    new = tuple.__new__  # a quarter of the time: there are a hundred thousand
    for place, inode, mtime_ns, size, data, crc in open_file.execute("SELECT * FROM file"):
        # SQLite notices a broken page, but not a changed letter.
        if not isinstance(place, str) or not isinstance(data, bytes) or check(data) != crc:
            raise _Damaged
        stamp = new(Stamp, (inode if inode >= 0 else inode + _INODES, mtime_ns, size))
        yield place, new(Row, (stamp, data))


def _signed(stamp: Stamp) -> Stamp:
    """``stamp`` as SQLite can hold it: some disks have inodes of 64 bits, it has 63 and a sign."""
    inode = stamp.inode
    return stamp._replace(inode=inode - _INODES) if inode >= _INODES // 2 else stamp
