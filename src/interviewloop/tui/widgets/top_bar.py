"""The line at the top of every screen: what this is, and whether it is on disk."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static


class TopBar(Static):
    """One line: ``left`` is the title, ``middle`` the clock, ``right`` the save state."""

    DEFAULT_CSS = """
    TopBar {
        dock: top;
        height: 1;
        padding: 0 1;
        background: $panel;
        color: $foreground;
        text-style: bold;
    }
    """

    def __init__(self, left: str = "", right: str = "") -> None:
        super().__init__(markup=False)
        self._left, self._middle, self._right = Content(left), Content(""), Content(right)

    def show(
        self,
        left: Content | None = None,
        middle: Content | None = None,
        right: Content | None = None,
    ) -> None:
        """Replace the given parts."""
        self._left = self._left if left is None else left
        self._middle = self._middle if middle is None else middle
        self._right = self._right if right is None else right
        self._lay_out()

    def on_resize(self) -> None:
        self._lay_out()

    def on_mount(self) -> None:
        self._lay_out()

    def _lay_out(self) -> None:
        width = self.size.width
        if width <= 0:
            return
        tail = self._middle + Content("   " if self._middle and self._right else "") + self._right
        room = max(0, width - tail.cell_length - 2)
        left = self._left.truncate(room, ellipsis=True)
        gap = max(1, width - left.cell_length - tail.cell_length)
        self.update(left + Content(" " * gap) + tail)
