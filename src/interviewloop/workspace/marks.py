"""The marks file of a workspace, ``library.toml``: read as it is now, changed at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewloop.model.library_marks import LibraryMarks
from interviewloop.workspace.codec import decode_marks, encode
from interviewloop.workspace.files import read_file, stamp_of, write_file
from interviewloop.workspace.locations import MARKS_FILE
from interviewloop.workspace.lock import changing

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def read_marks(root: Path) -> LibraryMarks:
    """The marks of the workspace at ``root``; none where there is no file.

    Raises DecodeProblem or ReadFailed for a file that cannot be read.
    """
    path = root / MARKS_FILE
    return LibraryMarks() if stamp_of(path) is None else decode_marks(read_file(path)[0], str(path))


def change_marks(root: Path, change: Callable[[LibraryMarks], LibraryMarks]) -> LibraryMarks:
    """Write what ``change`` makes of the marks as they are on disk now, durably; the new marks.

    Two who change it at once do so one after the other. Raises as read_marks does, Problem and
    SaveFailed as :func:`.changing`; the file is then as it was. A damaged file is never written
    over.
    """
    path = root / MARKS_FILE
    with changing(path):
        changed = change(read_marks(root))
        write_file(path, encode(changed))
    return changed
