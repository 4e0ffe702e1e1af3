"""How a path is written on the command line's answers."""

from __future__ import annotations

from pathlib import Path


def short(path: Path) -> Path:
    """``path`` from the current folder, if it lies below it."""
    try:
        return path.relative_to(Path.cwd())
    except (ValueError, OSError):  # it lies elsewhere, or the current folder is gone
        return path
