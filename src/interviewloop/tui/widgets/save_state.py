"""The save state in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

if TYPE_CHECKING:
    from interviewloop.workspace.saver import SaveState


def save_state_content(state: SaveState) -> Content:
    """``saved 12:04:31``, ``saving``, or ``NOT SAVED`` with the reason."""
    if state.problem is not None:
        return Content.assemble(("NOT SAVED: " + state.problem.what, "bold $text-error"))
    if state.saving:
        return Content.assemble(("saving", "$muted"))
    if state.saved_at is None:
        return Content("")
    return Content.assemble((f"saved {state.saved_at.astimezone():%H:%M:%S}", "$muted"))
