"""A folder of files that leaves the house: written anew, never over anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewloop.model.errors import Problem
from interviewloop.workspace.files import SaveFailed, stamp_of, write_file

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write ``files``, by plain name, into ``folder``, which is new or empty.

    Raises Problem when something is there, and SaveFailed when the system refuses.
    """
    if not _is_free(folder):
        raise Problem(
            "There is something already",
            "the folder is not empty, and nothing is written over",
            "Name a new folder.",
            str(folder),
        )
    for name, content in files.items():
        try:
            write_file(folder / name, content, fresh=True)
        except FileExistsError:
            what = f"{name} appeared there just now"
            raise Problem("There is something already", what, "", str(folder)) from None


def _is_free(folder: Path) -> bool:
    if stamp_of(folder) is None:
        return True
    try:
        return folder.is_dir() and next(folder.iterdir(), None) is None
    except OSError as error:
        raise SaveFailed(folder, error) from error
