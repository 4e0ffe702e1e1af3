"""Why something is withheld, or what a remark means: a text to read and close."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Label, Static

from interviewloop.tui.screens.base import Dialog

if TYPE_CHECKING:
    from textual.app import ComposeResult


class Why(Dialog[None]):
    """A text in front of the screen. Any of the usual keys closes it."""

    DEFAULT_CSS = """
    Why .hint { color: $muted; margin-top: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,space,q,w,f2", "dismiss(None)", "Close", id="why.close"),
    ]

    def __init__(self, title: str, text: str) -> None:
        """Both are plain text, safe to show."""
        super().__init__()
        self._title, self.text = title, text

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="dialog-box") as box:
            box.border_title = Content(self._title).markup
            yield Static(Content(self.text), markup=False)
            yield Label("Esc closes.", classes="hint")
