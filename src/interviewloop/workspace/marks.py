"""The marks file of a workspace, ``library.toml``: read as it is now, changed at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewloop.model.errors import Problem
from interviewloop.model.library_marks import LibraryMarks
from interviewloop.workspace.codec import decode_marks, encode
from interviewloop.workspace.files import read_file, stamp_of, write_file
from interviewloop.workspace.locations import MARKS_FILE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from interviewloop.workspace.files import Stamp

_TRIES = 5


def read_marks(root: Path) -> LibraryMarks:
    """The marks of the workspace at ``root``; none where there is no file.

    Raises DecodeProblem or ReadFailed for a file that cannot be read.
    """
    return _read(root / MARKS_FILE)[0]


def change_marks(root: Path, change: Callable[[LibraryMarks], LibraryMarks]) -> LibraryMarks:
    """Write what ``change`` makes of the marks as they are on disk now, durably; the new marks.

    ``change`` may be called again when a colleague was quicker. Raises as read_marks does, and
    SaveFailed; the file is then as it was. A damaged file is never written over.
    """
    path = root / MARKS_FILE
    for _ in range(_TRIES):
        marks, stamp = _read(path)
        changed = change(marks)
        if stamp_of(path) != stamp:
            continue
        try:
            write_file(path, encode(changed), fresh=stamp is None)
        except FileExistsError:
            continue
        return changed
    raise Problem(
        "Not saved",
        "the file was changed by somebody else again and again",
        "Try it once more.",
        str(path),
    )


def _read(path: Path) -> tuple[LibraryMarks, Stamp | None]:
    if stamp_of(path) is None:
        return LibraryMarks(), None
    data, stamp = read_file(path)
    return decode_marks(data, str(path)), stamp
