"""After a crash: whether the interview goes on from where it stood."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewloop.interview.clock import clock_text
from interviewloop.interview.events import Pause, Resume
from interviewloop.tui.screens.dialogs import Choose

if TYPE_CHECKING:
    from interviewloop.tui.screens.live import LiveScreen


def offer_resume(screen: LiveScreen) -> None:
    """Ask; the clock stands still until there is an answer."""

    def answered(answer: str | None) -> None:
        screen.do(Resume() if answer == "resume" else Pause())

    clock = clock_text(screen.desk.session.clock.elapsed_s)
    screen.app.push_screen(
        Choose(
            "Resume this interview?",
            f"It was left while the clock was running, at {clock}.\n"
            "Notes, scores and the half-typed line are all here.",
            [("resume", "Resume: the clock goes on from there"), ("wait", "Stay paused")],
        ),
        answered,
    )
