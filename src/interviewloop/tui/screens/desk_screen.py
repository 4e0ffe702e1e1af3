"""What the screens share that work on the open session: events, half-typed text, save state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewloop.model.errors import Problem
from interviewloop.tui.screens.base import AppScreen
from interviewloop.tui.widgets.save_state import save_state_content
from interviewloop.tui.widgets.top_bar import TopBar

if TYPE_CHECKING:
    from textual.timer import Timer

    from interviewloop.interview.events import Event
    from interviewloop.tui.desk import Desk


class DeskScreen(AppScreen):
    """A screen at a desk. Half-typed text goes to disk when typing has rested for a moment."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._resting: Timer | None = None

    def keep_draft(self) -> None:
        """Put what is half-typed on this screen into the session, and so on disk."""
        raise NotImplementedError

    def keep_draft_soon(self) -> None:
        """Keep it once typing has rested."""
        self.stop_waiting()
        self._resting = self.set_timer(self.loop_app.draft_s, self.keep_draft)

    def stop_waiting(self) -> None:
        """The draft is being kept now, or need not be."""
        if self._resting is not None:
            self._resting.stop()
            self._resting = None

    def show_save_state(self) -> None:
        """The saver has news."""
        if self.desk.saver is not None:
            self.query_one(TopBar).show(right=save_state_content(self.desk.saver.state))

    def applied(self, event: Event) -> bool:
        """Apply an event; False, and a notice, when it is not possible."""
        try:
            self.desk.do(event)
        except Problem as problem:
            self.tell(problem)
            return False
        return True
