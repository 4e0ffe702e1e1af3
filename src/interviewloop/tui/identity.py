"""Who sits at the screen and what they like, as far as the settings know."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from interviewloop.model.errors import Problem
from interviewloop.tui.themes import DARK, LIGHT

if TYPE_CHECKING:
    from collections.abc import Callable

    from interviewloop.tui.app import InterviewloopApp
    from interviewloop.workspace.settings import Settings


def remember_interviewer(app: InterviewloopApp, name: str) -> Problem | None:
    """Take ``name`` for the person at the screen, now and at the next start.

    Returns what kept it from being saved. It holds for this run in any case: a read-only config
    file must not keep anybody from their interview.
    """
    return _remember(app, lambda settings: replace(settings, interviewer=name))


def remember_theme(app: InterviewloopApp, name: str) -> Problem | None:
    """Take the theme of that name for this run and the next start.

    Our own two are written as ``dark`` and ``light``. Returns what kept it from being saved.
    """
    word = {DARK: "dark", LIGHT: "light"}.get(name, name)
    return _remember(app, lambda settings: replace(settings, theme=word))


def _remember(app: InterviewloopApp, change: Callable[[Settings], Settings]) -> Problem | None:
    # deferred: nothing of this is needed before somebody has typed or chosen something
    from interviewloop.workspace.settings import load_settings, save_settings

    settings = change(app.services.settings)
    if settings == app.services.settings:
        return None
    app.services = replace(app.services, settings=settings)
    config = app.services.config
    try:
        # On what the file says now: whatever else was changed in it meanwhile stays.
        save_settings(config, change(load_settings(config)[0]))
    except Problem as problem:
        return problem
    return None
