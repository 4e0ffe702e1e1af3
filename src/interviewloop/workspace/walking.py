"""Which files lie in a sessions folder, and their stamps: one look at each and no more."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from interviewloop.workspace.files import ReadFailed, Stamp

if TYPE_CHECKING:
    from pathlib import Path


class Walk(NamedTuple):
    """``files`` are TOML files in the folders of loops, by their place (``loop/file.toml``), sorted
    by folder and then by name. ``beside`` are TOML files that lie in no loop, ``shut`` folders that
    may not be read."""

    files: dict[str, Stamp]
    beside: tuple[Path, ...]
    shut: tuple[ReadFailed, ...]


def walk(sessions: Path) -> Walk:
    """Look through ``sessions``; hidden files do not count, nor do deeper folders.

    Raises ReadFailed when the folder itself may not be read; one that is not there is empty.
    """
    files: dict[str, Stamp] = {}
    beside: list[Path] = []
    shut: list[ReadFailed] = []
    for name in _names(str(sessions)):
        if name.endswith(".toml"):
            beside.append(sessions / name)
            continue
        try:
            _look_into(f"{sessions}{os.sep}{name}", name, files)
        except ReadFailed as problem:
            shut.append(problem)
    return Walk(files, tuple(beside), tuple(shut))


def _names(folder: str) -> list[str]:
    try:
        with os.scandir(folder) as entries:
            return sorted(one.name for one in entries if one.name[0] != ".")
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise folder_failed(folder, error) from None


def _look_into(folder: str, name: str, files: dict[str, Stamp]) -> None:
    found: list[tuple[str, Stamp]] = []
    new = tuple.__new__  # as Stamp(...), in a quarter of the time
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name[0] == "." or not entry.name.endswith(".toml"):
                    continue
                try:
                    status = entry.stat(follow_symlinks=False)
                except FileNotFoundError:
                    continue  # gone since the folder was opened
                stamp = (status.st_ino, status.st_mtime_ns, status.st_size)
                found.append((entry.name, new(Stamp, stamp)))
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError as error:
        raise folder_failed(folder, error) from None
    found.sort()
    for file, stamp in found:
        files[f"{name}/{file}"] = stamp


def folder_failed(folder: str, error: OSError) -> ReadFailed:
    """The problem of a folder that cannot be read."""
    reason = error.strerror or "the system gave no reason"
    return ReadFailed("This folder cannot be read", reason, "", folder)
