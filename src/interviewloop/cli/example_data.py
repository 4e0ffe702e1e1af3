"""Putting the bundled example loops where they can be opened and changed."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from interviewloop.library.places import shipped_folder
from interviewloop.model.errors import Problem

if TYPE_CHECKING:
    from pathlib import Path


def copy_examples(root: Path) -> None:
    """Copy each bundled example loop into ``root/sessions`` unless it is there already."""
    shipped = shipped_folder()
    if shipped is None:
        raise Problem(
            "No example data", "the program was installed without its content", "Install it again."
        )
    target = root / "sessions"
    target.mkdir(mode=0o700, parents=True, exist_ok=True)
    for loop in sorted((shipped / "sessions").glob("example-*")):
        if not (target / loop.name).exists():
            shutil.copytree(loop, target / loop.name, copy_function=shutil.copyfile)
            _make_private(target / loop.name)


def _make_private(folder: Path) -> None:
    folder.chmod(0o700)
    for file in folder.iterdir():
        file.chmod(0o600)
