"""What is marked in the library, wherever that must not stand in the way. Free of Textual."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewloop.model.errors import Problem

if TYPE_CHECKING:
    from interviewloop.model.library_marks import LibraryMarks
    from interviewloop.tui.services import Services


def marks_now(services: Services) -> tuple[LibraryMarks, Problem | None]:
    """The marks, and what is wrong with their file.

    With a damaged one nothing counts as retired: an interview must be possible all the same.
    """
    from interviewloop.model.library_marks import LibraryMarks  # deferred: with the models

    try:
        return services.workspace.library_marks(), None
    except Problem as problem:
        return LibraryMarks(), problem
