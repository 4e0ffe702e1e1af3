"""Amending a sealed session that lies on disk, from whatever screen shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewloop.model.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from interviewloop.interview.events import Amend
    from interviewloop.model.session import Session
    from interviewloop.tui.screens.base import AppScreen
    from interviewloop.tui.services import Services

SAVE_S = 5.0
"""How long an amendment may take to reach the disk."""


def amend_stored(
    screen: AppScreen, path: Path, session: Session, recorded: Callable[[], None]
) -> None:
    """Ask what changes in ``session``, stored at ``path``; ``recorded`` runs once it is on disk."""
    from interviewloop.tui.screens.amend import AmendScreen  # deferred: seldom opened

    services = screen.loop_app.services

    def done(yes: bool | None) -> None:
        if yes:
            recorded()
            screen.app.notify("The amendment is on disk. The original stays.", markup=False)

    by = services.settings.interviewer or session.interviewer
    plan = services.plan_for(session)
    ask = AmendScreen(session, plan, by, lambda amendment: record(services, path, amendment))
    screen.app.push_screen(ask, done)


def record(services: Services, path: Path, amendment: Amend) -> None:
    """Write an amendment under the session's lock. Blocks; for a thread.

    Raises :class:`Problem` when it is refused or not on disk; then it is not recorded.
    """
    desk = services.open_desk(path, lambda _: None)
    try:
        desk.do(amendment)
    finally:
        desk.close(SAVE_S)
    if not desk.saved(0):
        problem = desk.saver.state.problem if desk.saver else None
        raise problem or Problem("Not recorded", "the disk has not answered", "Try again.")
