"""Several filters in words on one line: arrows choose one, the space bar changes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events

_GAP = "  "


class FilterBar(Static, can_focus=True):
    """``▸Kind any   Setting startup``. It holds no values of its own: it asks for a change."""

    DEFAULT_CSS = """
    FilterBar { height: auto; padding: 0 1; color: $muted; }
    FilterBar:focus { background: $primary 20%; color: $foreground; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right", "move(1)", "Next filter", show=False),
        Binding("left", "move(-1)", "Previous filter", show=False),
        Binding("space,enter,plus", "step(1)", "Next value", show=False),
        Binding("minus,backspace", "step(-1)", "Previous value", show=False),
        Binding("down", "app.focus_next", "Into the search", show=False),
    ]

    @dataclass
    class Step(Message):
        """The value of a filter is to change, forward or back."""

        name: str
        step: int

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's own name for it
        super().__init__(id=id, markup=False)
        self._filters: list[tuple[str, str, str, bool]] = []
        self._place = 0

    def show(self, filters: Sequence[tuple[str, str, str, bool]]) -> None:
        """``filters`` are name, label, value in words, and whether it leaves anything out."""
        self._filters = list(filters)
        self._place = min(self._place, max(0, len(filters) - 1))
        self._draw()

    def action_move(self, step: int) -> None:
        self._place = max(0, min(self._place + step, len(self._filters) - 1))
        self._draw()

    def action_step(self, step: int) -> None:
        if self._filters:
            self.post_message(self.Step(self._filters[self._place][0], step))

    def on_focus(self) -> None:
        self._draw()

    def on_blur(self) -> None:
        self._draw()

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is None or offset.y:
            return
        end = 0
        for place in range(len(self._filters)):
            end += self._one(place).cell_length + len(_GAP)
            if offset.x < end:
                self._place = place
                self.action_step(1)
                return

    def _draw(self) -> None:
        self.update(Content(_GAP).join([self._one(place) for place in range(len(self._filters))]))

    def _one(self, place: int) -> Content:
        _, label, words, narrows = self._filters[place]
        sign = "▸" if self.has_focus and place == self._place else " "
        # A filter that has no room left on the line goes to the next one as a whole.
        unbroken = words.replace(" ", "\u00a0")
        return Content.assemble(
            f"{sign}{label}\u00a0", (unbroken, "bold $text-primary" if narrows else "bold")
        )
