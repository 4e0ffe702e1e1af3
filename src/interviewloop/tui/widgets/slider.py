"""A number on a scale, changed with the arrows or a click."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

if TYPE_CHECKING:
    from textual import events

_LABEL = 16


class Slider(Static, can_focus=True):
    """``Interviewers    ├──●──────┤ 4``. ``steps`` are the values it can take."""

    DEFAULT_CSS = """
    Slider { width: 1fr; height: 1; }
    Slider:focus { background: $primary 20%; text-style: bold; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,plus", "step(1)", "More", show=False),
        Binding("left,minus", "step(-1)", "Less", show=False),
        Binding("down", "app.focus_next", "Next slider", show=False),
        Binding("up", "app.focus_previous", "Previous slider", show=False),
    ]

    @dataclass
    class Changed(Message):
        """Another value was chosen."""

        slider: Slider

        @property
        def control(self) -> Slider:
            return self.slider

    def __init__(
        self,
        label: str,
        steps: tuple[float, ...],
        value: float,
        form: str = "{:g}",
        *,
        id: str,  # noqa: A002 - Textual's own name for it
    ) -> None:
        super().__init__(id=id, markup=False)
        self._label, self._form = label, form
        self._steps = steps
        self._place = steps.index(value)

    def on_mount(self) -> None:
        self._draw()

    @property
    def value(self) -> float:
        return self._steps[self._place]

    def offer(self, steps: tuple[float, ...], value: float) -> None:
        """Take other steps, and stand on ``value``. Tells nobody."""
        self._steps, self._place = steps, steps.index(value)
        self._draw()

    def choose(self, value: float) -> None:
        """Stand on ``value``, one of the steps."""
        self._go_to(self._steps.index(value))

    def action_step(self, step: int) -> None:
        self._go_to(self._place + step)

    def _go_to(self, place: int) -> None:
        place = max(0, min(place, len(self._steps) - 1))
        if place != self._place:
            self._place = place
            self._draw()
            self.post_message(self.Changed(self))

    def _draw(self) -> None:
        before, after = self._place, len(self._steps) - 1 - self._place
        scale = f"├{'──' * before}●{'──' * after}┤"
        value = self._form.format(self.value)
        self.update(Content(f"{self._label:<{_LABEL}}{scale} {value}"))

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is not None and offset.x >= _LABEL:
            self._go_to((offset.x - _LABEL) // 2)
