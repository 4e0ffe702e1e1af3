"""Changing a loop on disk: read anew, changed, written at once. Free of Textual."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewloop.interview.loops import apply

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from interviewloop.interview.loop_events import LoopEvent
    from interviewloop.model.loop import Loop
    from interviewloop.tui.services import Services


def change_loop(services: Services, path: Path, event: Callable[[Loop], LoopEvent]) -> None:
    """Apply an event, made from the loop as it is on disk now, so that nothing a colleague added
    meanwhile is lost. Raises :class:`~interviewloop.model.errors.Problem`; the file is then as it
    was."""
    workspace = services.workspace
    sessions = [stored.session for stored in workspace.survey().sessions]
    workspace.change_loop(
        path, lambda loop: apply(loop, event(loop), services.now().wall, sessions)
    )
