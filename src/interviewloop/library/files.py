"""Reading a file that somebody named: never hangs, never reads without end, never guesses."""

from __future__ import annotations

import os
import stat
from pathlib import Path, PurePosixPath

from interviewloop.model.errors import Problem

MAX_BYTES = 2_000_000
"""Larger than any case or exhibit should be; stops a mistaken path from filling the memory."""

# A FIFO without a writer would block the open, and Windows would change line ends.
_FLAGS: int = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def read_bytes(path: Path, limit: int = MAX_BYTES) -> bytes:
    """The content of a regular file.

    Raises Problem when the file is missing, unreadable, no regular file, or over ``limit`` bytes.
    """
    where = str(path)
    try:
        handle = os.open(path, os.O_RDONLY | _FLAGS)
        try:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise _irregular(where)
            with os.fdopen(handle, "rb", closefd=False) as file:
                content = file.read(limit + 1)
        finally:
            os.close(handle)
    except FileNotFoundError:
        raise Problem("Not found", "there is no such file", "check the name", where) from None
    except (OSError, ValueError) as error:
        why = _reason(error)
        raise Problem("Cannot read", why, "check that you may read it", where) from None
    if len(content) > limit:
        raise Problem(
            "Too large",
            f"the file is larger than {limit / 1e6:g} MB",
            "split it, or check that it is the file you meant",
            where,
        )
    return content


def _irregular(where: str) -> Problem:
    return Problem(
        "Not a file", "this is not a regular file", "put an ordinary file in its place", where
    )


def _reason(error: Exception) -> str:
    text = error.strerror if isinstance(error, OSError) else None
    return (text or "the name cannot be used").lower()


def read_text(path: Path, limit: int = MAX_BYTES) -> str:
    """The content of a UTF-8 text file; a byte order mark at its start is dropped.

    Raises Problem as :func:`read_bytes` does, and when the bytes are not UTF-8.
    """
    return decoded(read_bytes(path, limit), path)


def decoded(content: bytes, path: Path) -> str:
    """``content`` as text. Raises Problem, with the line, when it is not UTF-8."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Problem(
            "Not UTF-8",
            f"byte {error.start + 1} is not UTF-8 text",
            "save the file as UTF-8 in your editor",
            f"{path}:{line}",
        ) from None


def inside(folder: Path, name: str) -> Path:
    """The path of ``name`` in ``folder``.

    Raises Problem when ``name`` is absolute, climbs out with ``..``, or leads out by a symlink.
    """
    parts = PurePosixPath(name).parts
    if not parts or name.startswith("/") or ".." in parts or any(sign in name for sign in "\\:\0"):
        raise Problem(
            "Outside the case",
            f"{name!r} is not a plain path below the case folder",
            "write it like exhibits/table.csv",
            str(folder),
        )
    path = folder.joinpath(*parts)
    try:
        contained = path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError):  # a loop of symlinks
        contained = False
    if not contained:
        raise Problem(
            "Outside the case",
            f"{name!r} leads out of the case folder",
            "copy the file into the case folder",
            str(path),
        )
    return path


def line_in(problem: Problem, path: Path) -> int:
    """The line of ``path`` that ``problem`` names; 1 if it names none."""
    _, _, number = problem.where.removeprefix(str(path)).partition(":")
    return int(number) if number.isdecimal() else 1
