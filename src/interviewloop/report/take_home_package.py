"""What a candidate is sent of a take-home: the only way from a case to that folder, field by field.

A package has no place for anything but these files, so nothing else of a case can get into it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from interviewloop.interview.take_home import length_text
from interviewloop.model.errors import Problem
from interviewloop.report.markdown import plain

if TYPE_CHECKING:
    from interviewloop.library.library import LoadedCase
    from interviewloop.model.case import DataFile, TakeHome

TASK_FILE = "TASK.md"


@dataclass(frozen=True, slots=True)
class PackedFile:
    """One file of a package: a plain name without folders, and its bytes."""

    name: str
    content: bytes


def package(loaded: LoadedCase, stretch: float = 1.0) -> tuple[PackedFile, ...]:
    """The task as Markdown, then the data. ``stretch`` lengthens the time box for a candidate who
    was granted more time.

    Raises Problem when the case is no take-home, or a data file cannot be read.
    """
    case = loaded.case
    task = case.take_home
    if task is None:
        raise Problem("No take-home", f"nothing is handed out in the case {case.id}")
    data = [PackedFile(PurePosixPath(one.file).name, loaded.data(one)) for one in task.data]
    names = [TASK_FILE, *(one.name for one in data)]
    if len({name.casefold() for name in names}) < len(names):
        raise Problem("Two files of one name", f"{', '.join(names)}", "Rename one in the case.")
    brief = case.case.candidate_brief
    words = _task(case.case.title, brief, task, length_text(task.hours * 60 * stretch))
    return (PackedFile(TASK_FILE, words.encode()), *data)


def _task(title: str, brief: str, task: TakeHome, box: str) -> str:
    blocks = [
        f"# {plain(title)}",
        *_paragraphs(brief),
        "## Your task",
        *_paragraphs(task.brief),
        "## Hand in",
        *_paragraphs(task.deliverable),
        f"Time: {box}. Please stop then, and say what you left out.",
        "## Files",
        "\n".join(_line(one) for one in task.data),
    ]
    return "\n\n".join(blocks) + "\n"


def _paragraphs(text: str) -> list[str]:
    """An author writes plain text; blank lines part paragraphs."""
    return [plain(part) for part in text.split("\n\n") if part.strip()]


def _line(data: DataFile) -> str:
    return f"- {plain(PurePosixPath(data.file).name)}: {plain(data.what)}"
