"""One of a few: all of them on view, changed with the arrows, the space bar or a click."""

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

_GAP = "    "


_NONE = -1
"""The place of what is chosen while nothing is; one step right of it is the first option."""


class Choice(Static, can_focus=True):
    """``● live    ○ mock    ○ shadow``, side by side or, when ``stacked``, one on each line."""

    DEFAULT_CSS = """
    Choice { width: 1fr; height: auto; }
    Choice:focus { background: $primary 20%; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,down", "step(1)", "Next", show=False),
        Binding("left,up", "step(-1)", "Previous", show=False),
        Binding("space", "cycle", "Next", show=False),
        Binding("enter", "app.focus_next", "Next field", show=False),
    ]

    @dataclass
    class Changed(Message):
        """Another one was chosen."""

        choice: Choice
        key: str

        @property
        def control(self) -> Choice:
            return self.choice

    def __init__(
        self,
        options: Sequence[tuple[str, str]] = (),
        *,
        stacked: bool = False,
        empty: str = "",
        open_at_first: bool = False,
        id: str,  # noqa: A002 - Textual's own name for it
    ) -> None:
        """``options`` are pairs of key and words; the first one is chosen, or none if
        ``open_at_first``: where a default would be a nudge.

        ``empty`` stands where they will be while there are none.
        """
        super().__init__(id=id, markup=False)
        self._empty = empty
        self._options = list(options)
        self._stacked = stacked
        self._place = _NONE if open_at_first else 0

    def on_mount(self) -> None:
        self._draw()

    @property
    def value(self) -> str | None:
        """The key of the one that is chosen; None while none is."""
        return self._options[self._place][0] if self._options and self._place != _NONE else None

    def offer(self, options: Sequence[tuple[str, str]], chosen: str | None = None) -> None:
        """Replace the options. What was chosen stays chosen unless ``chosen`` says otherwise."""
        wanted = chosen or self.value
        self._options = list(options)
        keys = [key for key, _ in self._options]
        self._place = keys.index(wanted) if wanted in keys else 0
        self._draw()

    def choose(self, key: str) -> None:
        """Choose the option called ``key``."""
        self._go_to([known for known, _ in self._options].index(key))

    def action_step(self, step: int) -> None:
        self._go_to(max(0, min(self._place + step, len(self._options) - 1)))

    def action_cycle(self) -> None:
        if self._options:
            self._go_to((self._place + 1) % len(self._options))

    def _go_to(self, place: int) -> None:
        if place != self._place and self._options:
            self._place = place
            self._draw()
            self.post_message(self.Changed(self, self._options[place][0]))

    def _draw(self) -> None:
        between = Content("\n" if self._stacked else _GAP)
        options = [self._option(place) for place in range(len(self._options))]
        self.update(between.join(options) if options else Content.styled(self._empty, "$muted"))

    def _option(self, place: int) -> Content:
        words = self._options[place][1]
        if place == self._place:
            return Content.styled(f"● {words}", "bold")
        return Content(f"○ {words}")

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is None:
            return
        if self._stacked:
            if offset.y < len(self._options):
                self._go_to(offset.y)
            return
        end = 0
        for place in range(len(self._options)):
            end += self._option(place).cell_length + len(_GAP)
            if offset.x < end:
                self._go_to(place)
                return
