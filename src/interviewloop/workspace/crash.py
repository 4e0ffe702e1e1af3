"""What is kept, and what is said, when the program itself makes a mistake.

The report names files and lines of the program and the error, and none of the values: those are
candidates and scores.
"""

from __future__ import annotations

import platform
import traceback
from importlib.metadata import version
from typing import TYPE_CHECKING

from interviewloop.model.errors import Problem
from interviewloop.workspace.files import write_file

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

FOLDER = "crashes"


def crash_lines(error: BaseException, data_dir: Path, at: datetime) -> tuple[str, ...]:
    """Write a report on ``error`` below ``data_dir`` and return what to tell the person."""
    told = (
        "Interviewloop has to stop: it made a mistake of its own.",
        "  What you entered is on disk, and the next start resumes where you were.",
    )
    path = data_dir / FOLDER / f"{at:%Y-%m-%d-%H%M%S-%f}.txt"
    try:
        write_file(path, _report(error, at).encode(), fresh=True)
    except (OSError, Problem):
        return (*told, f"  It was a {type(error).__name__}; no report could be written.")
    return (
        *told,
        f"  A report is in {path}",
        "  It names places in the program, no candidate and no score. Pass it on to whoever",
        "  looks after Interviewloop.",
    )


def _report(error: BaseException, at: datetime) -> str:
    """Places in the program without the error's words, which may quote what somebody typed."""
    program, python = version("interviewloop"), platform.python_version()
    parts = [f"Interviewloop {program}, Python {python}, {platform.system()}, {at.isoformat()}"]
    one: BaseException | None = error
    while one is not None:
        parts.append(f"{type(one).__module__}.{type(one).__qualname__}")
        parts += (
            f"  {frame.filename}:{frame.lineno} in {frame.name}"
            for frame in traceback.extract_tb(one.__traceback__)
        )
        one = one.__cause__ or one.__context__
    return "\n".join(parts) + "\n"
