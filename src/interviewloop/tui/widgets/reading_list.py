"""A list that is read as much as chosen from: no text in it is out of reach of the arrows."""

from __future__ import annotations

from interviewloop.tui.widgets.pane_list import PaneList


class ReadingList(PaneList):
    """A list with long rows and with headings at its ends.

    The arrows first bring what is left of a long row into view and only then move on. Beyond the
    first and last row they scroll to the headings there; they do not wrap round.
    """

    def point_at(self, key: str) -> None:
        """Put the cursor on the row that stands for ``key``."""
        self.highlighted = [row.key for row in self._rows].index(key)

    def action_select(self) -> None:
        """Choose the row under the cursor; where there is none yet, show where it begins."""
        if self.highlighted is None:
            self.action_first()
        else:
            super().action_select()

    def action_cursor_down(self) -> None:
        if self._lines_below() > 0 or not self._choosable_after():
            self.scroll_relative(y=1, animate=False)
        else:
            super().action_cursor_down()

    def action_cursor_up(self) -> None:
        if self._lines_above() > 0 or not self._choosable_before():
            self.scroll_relative(y=-1, animate=False)
        else:
            super().action_cursor_up()

    def _choosable_after(self) -> bool:
        start = -1 if self.highlighted is None else self.highlighted
        return any(row.key is not None for row in self._rows[start + 1 :])

    def _choosable_before(self) -> bool:
        end = 0 if self.highlighted is None else self.highlighted
        return any(row.key is not None for row in self._rows[:end])

    def _lines_below(self) -> int:
        """How many lines of the row under the cursor lie below the pane."""
        if self.highlighted is None:
            return 0
        end = self._index_to_line.get(self.highlighted + 1, len(self._lines))
        return end - round(self.scroll_y) - self.scrollable_content_region.height

    def _lines_above(self) -> int:
        """How many lines of the row under the cursor lie above the pane."""
        if self.highlighted is None:
            return 0
        return round(self.scroll_y) - self._index_to_line.get(self.highlighted, 0)
