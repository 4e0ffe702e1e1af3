"""The script: a list to read from, whose foot says that there is more below."""

from __future__ import annotations

from textual.content import Content

from interviewloop.tui.widgets.reading_list import ReadingList

MORE = "↓ PgDn"


class ScriptPane(ReadingList):
    """Long scripts go on below the pane, and an interviewer in a call does not try out keys."""

    def __init__(self) -> None:
        super().__init__("SCRIPT", id="script")
        self._foot = ""

    def on_mount(self) -> None:
        self.watch(self, "scroll_y", self._show_foot)
        self.watch(self, "virtual_size", self._show_foot)

    def on_resize(self) -> None:
        super().on_resize()
        self._show_foot()

    @property
    def more_below(self) -> bool:
        """Whether any of the script lies below the pane."""
        return self.max_scroll_y > round(self.scroll_y)

    def stands(self, foot: str) -> None:
        """``foot`` is what the pane's last line says beside the way down."""
        self._foot = foot
        self._show_foot()

    def leaf(self, pages: int) -> None:
        """Scroll by pages, keeping two lines to go on reading from."""
        height = self.scrollable_content_region.height
        self.scroll_relative(y=pages * max(1, height - 2), animate=False)

    def _show_foot(self) -> None:
        # What stands last is cut where there is no room.
        parts = [part for part in (MORE if self.more_below else "", self._foot) if part]
        self.border_subtitle = Content("   ".join(parts)).markup
