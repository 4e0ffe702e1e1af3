"""Who sits at the screen, as far as the settings know."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from interviewloop.model.errors import Problem

if TYPE_CHECKING:
    from interviewloop.tui.app import InterviewloopApp


def remember_interviewer(app: InterviewloopApp, name: str) -> Problem | None:
    """Take ``name`` for the person at the screen, now and at the next start.

    Returns what kept it from being saved. It holds for this run in any case: a read-only config
    file must not keep anybody from their interview.
    """
    # deferred: nothing of this is needed before somebody has typed or chosen a name
    from interviewloop.workspace.settings import save_settings

    settings = app.services.settings
    if settings.interviewer == name:
        return None
    settings = replace(settings, interviewer=name)
    app.services = replace(app.services, settings=settings)
    try:
        save_settings(app.services.config, settings)
    except Problem as problem:
        return problem
    return None
