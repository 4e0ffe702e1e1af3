"""Where content lies: shipped with the program, and in folders of the user's own."""

from __future__ import annotations

import os
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def shipped_folder() -> Path | None:
    """The folder that holds the shipped ``cases`` and ``rubrics``; None if none came along.

    An installed program carries them inside the package; a checkout has them at its root.
    """
    for folder in (_PACKAGE / "_shipped", _PACKAGE.parent.parent):
        if (folder / "cases").is_dir() and (folder / "rubrics").is_dir():
            return folder
    return None


def case_files(folder: Path) -> list[Path]:
    """``cases/<id>/case.toml`` below ``folder``, by name; folders without that file are skipped."""
    return [path / "case.toml" for path in _entries(folder / "cases") if _holds_case(path)]


def rubric_files(folder: Path) -> list[Path]:
    """``rubrics/<id>.toml`` below ``folder``, by name."""
    return toml_files(folder / "rubrics")


def persona_files(case_folder: Path) -> list[Path]:
    """``personas/<id>.toml`` in a case's folder, by name."""
    return toml_files(case_folder / "personas")


def toml_files(folder: Path) -> list[Path]:
    """The TOML files in ``folder`` itself, by name; hidden ones left out."""
    return [path for path in _entries(folder) if path.suffix == ".toml"]


def content_files(top: Path) -> list[Path]:
    """Every case, persona and rubric file at or below ``top``.

    A folder that holds nothing of the kind, but TOML files of other names, means those.
    """
    found: list[Path] = []
    # Links are not followed: a link to a folder above would never end.
    for name, below, _ in os.walk(top):
        below[:] = sorted(one for one in below if not one.startswith("."))
        folder = Path(name)
        if _holds_case(folder):
            found.append(folder / "case.toml")
            found += persona_files(folder)
        if folder.name == "rubrics":
            found += toml_files(folder)
    return found or toml_files(top)


def every_file(folder: Path) -> list[Path]:
    """Every rubric and every file of every case below ``folder``, exhibits and personas too."""
    found = rubric_files(folder)
    for case in case_files(folder):
        for entry in _entries(case.parent):
            # What belongs to a case lies in it or one folder further down.
            found += _entries(entry) if os.path.isdir(entry) else [entry]  # noqa: PTH112 - never raises
    return found


def _holds_case(folder: Path) -> bool:
    return os.path.lexists(folder / "case.toml")


def _entries(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    except OSError:
        return []
