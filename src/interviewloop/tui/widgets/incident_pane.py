"""The incident on the live screen: a board with clock and tiles, the log, the milestones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from interviewloop.tui import incident_views
from interviewloop.tui.widgets.pane_list import PaneList
from interviewloop.tui.widgets.reading_list import ReadingList

if TYPE_CHECKING:
    from collections.abc import Collection

    from interviewloop.model.case import Case
    from interviewloop.model.session import Session
    from interviewloop.tui.incident_views import Look


class Board(Static):
    """Simulated clock, metric tiles, and what is on its way; ``-line`` makes one line of it."""

    DEFAULT_CSS = """
    Board {
        height: auto;
        border: round $border;
        border-title-color: $text-accent;
        border-title-style: bold;
        border-subtitle-color: $muted;
        padding: 0 1;
    }
    Board.-line { height: 1; border: none; background: $surface; }
    """

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's own name for it
        super().__init__(id=id, markup=False)
        self._look: Look | None = None

    def show(self, look: Look) -> None:
        self._look = look
        self.border_title = Content(f"INCIDENT  {incident_views.clock_words(look)}").markup
        self.border_subtitle = Content(incident_views.clock_state(look)).markup
        self._paint()

    def fold(self, one_line: bool) -> None:
        """Take one line, or all there is to show."""
        self.set_class(one_line, "-line")
        self._paint()

    def on_resize(self) -> None:
        self._paint()

    def _paint(self) -> None:
        if self._look is None:
            return
        line = self.has_class("-line")
        width = self.app.size.width - (2 if line else 4)
        show = incident_views.board_line if line else incident_views.board
        self.update(show(self._look, width))


class ToldPane(ReadingList):
    """What was told, the newest in view."""

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's own name for it
        super().__init__("TOLD", id=id)
        self._count = 0

    def show_log(self, look: Look, session: Session, case: Case, shown: Collection[str]) -> None:
        rows = incident_views.log_rows(look, session, case, shown)
        # Whoever reads further up is not taken away unless there is something new.
        self.show(rows, to_end=len(rows) != self._count)
        self._count = len(rows)

    def on_resize(self) -> None:
        super().on_resize()
        if not self.has_focus:
            self.scroll_end(animate=False)


class MilestonePane(PaneList):
    """Beliefs and milestones, for the interviewer alone."""

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's own name for it
        super().__init__("MILESTONES  for you only", id=id)
        self._look: Look | None = None

    def show_milestones(self, look: Look) -> None:
        self._look = look
        width = self.scrollable_content_region.width - 1
        self.show(incident_views.milestone_rows(look, width))

    def on_resize(self) -> None:
        if self._look is not None:
            self.show_milestones(self._look)
        super().on_resize()
