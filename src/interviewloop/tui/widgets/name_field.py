"""A field for a name: what was typed before is offered, what is wrong is said below it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Label, Static

from interviewloop.model.names import folded
from interviewloop.model.text import visible
from interviewloop.tui.widgets.typing import LineInput

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

OFFERED = 5


def offers(typed: str, names: Sequence[str]) -> list[str]:
    """Names from before that hold what is ``typed``, those that begin with it first."""
    wanted = folded(typed)
    holding = [name for name in names if wanted in folded(name) and name != typed]
    holding.sort(key=lambda name: not folded(name).startswith(wanted))
    return holding[:OFFERED]


class _Line(LineInput):
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "offer(1)", "Take a name from before", show=False),
        Binding("up", "offer(-1)", "Back to what was typed", show=False),
    ]

    def action_offer(self, step: int) -> None:
        if isinstance(field := self.parent, Horizontal) and isinstance(field.parent, NameField):
            field.parent.take(step)

    def on_focus(self) -> None:
        # A name that was filled in is replaced by typing, and not typed on to.
        self.select_all()
        self.post_message(NameField.Entered())

    def on_blur(self) -> None:
        self.post_message(NameField.Left())


class NameField(Vertical):
    """A label, a line to type in, and a line below for names to take or for what is missing.

    Down puts names from before into the line, one after the other; Up comes back to what was typed.
    """

    DEFAULT_CSS = """
    /* Textual restyles what is inside only where the rule is about the field itself too. */
    NameField { height: 2; &:focus-within { color: $foreground; } }
    NameField > Horizontal { height: 1; }
    NameField Label { width: 13; color: $muted; }
    NameField:focus-within Label { color: $text-primary; text-style: bold; }
    NameField LineInput { width: 1fr; }
    NameField > .below {
        height: 1;
        margin-left: 14;
        color: $muted;
        text-wrap: nowrap;
        text-overflow: ellipsis;
    }
    """

    @dataclass
    class Changed(Message):
        """What stands in the field changed."""

        field: NameField

        @property
        def control(self) -> NameField:
            return self.field

    class Entered(Message):
        """The line got the focus."""

    class Left(Message):
        """The line lost the focus."""

    def __init__(self, label: str, *, placeholder: str = "", id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._label, self._placeholder = label, placeholder
        self._names: tuple[str, ...] = ()
        self._typed = ""
        self._offers: list[str] = []
        self._taken = -1
        self._complaint = ""

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield Label(self._label, markup=False)
            yield _Line(placeholder=self._placeholder)
        yield Static(classes="below", markup=False)

    @property
    def value(self) -> str:
        """What stands in the field, without spaces around it."""
        return self._line.value.strip()

    @value.setter
    def value(self, text: str) -> None:
        self._line.value = text
        self._line.cursor_position = len(text)

    @property
    def _line(self) -> _Line:
        return self.query_one(_Line)

    def focus(self, scroll_visible: bool = True) -> NameField:
        self._line.focus(scroll_visible)
        return self

    def know(self, names: Sequence[str]) -> None:
        """Offer these names from now on, in this order."""
        self._names = tuple(names)
        self._offer()

    def hint(self, placeholder: str) -> None:
        """What to show while the field is empty."""
        self._line.placeholder = placeholder

    def complain(self, what: str) -> None:
        """Say ``what`` is wrong, until the field changes. An empty text takes it back."""
        self._complaint = what
        self._show_below()

    def take(self, step: int) -> None:
        """Put the next name from before into the line, or (-1) the one before it."""
        wanted = max(-1, min(self._taken + step, len(self._offers) - 1))
        if wanted == self._taken:
            return
        self._taken = wanted
        self.value = self._typed if wanted < 0 else self._offers[wanted]
        self._show_below()

    @on(LineInput.Changed)
    def _changed(self, event: LineInput.Changed) -> None:
        event.stop()
        self._complaint = ""
        taken = self._offers[self._taken] if self._taken >= 0 else None
        if event.value != taken:
            self._typed = event.value
            self._offer()
        self._show_below()
        self.post_message(self.Changed(self))

    @on(LineInput.Submitted)
    def _submitted(self, event: LineInput.Submitted) -> None:
        event.stop()
        self.screen.focus_next()

    @on(Entered)
    @on(Left)
    def _show_below(self) -> None:
        self.query_one(".below", Static).update(self._below())

    def _offer(self) -> None:
        self._offers = offers(self._typed.strip(), self._names)
        self._taken = -1
        self._show_below()

    def _below(self) -> Content:
        if self._complaint:
            return Content.styled(self._complaint, "bold $text-error")
        if not self._line.has_focus or not self._offers:
            return Content("")
        parts: list[Content | str | tuple[str, str]] = ["↓ takes "]
        for place, name in enumerate(self._offers):
            taken = place == self._taken
            sign = "›" if taken else " "
            parts += [(f"{sign}{visible(name)}", "bold $text-primary" if taken else ""), "  "]
        return Content.assemble(*parts)
