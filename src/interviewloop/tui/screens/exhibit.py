"""An exhibit, as the candidate would see it, before it is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import ScrollableContainer, Vertical
from textual.content import Content
from textual.widgets import Label, Static

from interviewloop.model.errors import Problem
from interviewloop.tui.exhibits import drawn
from interviewloop.tui.screens.base import Dialog, problem_text

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from interviewloop.library.library import LoadedCase


class ExhibitScreen(Dialog[bool | None]):
    """Returns True to show the exhibit, False to take it away, None to leave it as it is."""

    DEFAULT_CSS = """
    ExhibitScreen > .dialog-box { width: 116; height: auto; padding: 0 1; }
    ExhibitScreen .body { height: auto; max-height: 70vh; overflow: auto auto; }
    ExhibitScreen .body Static { width: auto; }
    ExhibitScreen.-prose .body Static { width: 1fr; }
    ExhibitScreen .hint { color: $muted; margin-top: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Close", id="exhibit.close"),
        Binding("enter,space", "show_or_hide", "Show or take away", id="exhibit.toggle"),
    ]

    def __init__(self, loaded: LoadedCase, name: str, on_screen: bool) -> None:
        super().__init__()
        self._loaded, self._exhibit_id, self._on_screen = loaded, name, on_screen
        self._exhibit = loaded.case.exhibits[name]
        self.set_class(self._exhibit.kind == "text", "-prose")

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog-box") as box:
            box.border_title = Content(self._exhibit.title).markup
            with ScrollableContainer(classes="body"):
                yield Static(self._body(), markup=False)
            yield Label(self._hint(), classes="hint", markup=False)

    def on_mount(self) -> None:
        self.query_one(".body").focus()

    def action_show_or_hide(self) -> None:
        if self._exhibit.audience == "candidate":
            self.dismiss(not self._on_screen)

    def _body(self) -> Content:
        try:
            return drawn(self._loaded.material(self._exhibit_id))
        except Problem as problem:
            return problem_text(problem)

    def _hint(self) -> str:
        if self._exhibit.audience != "candidate":
            return "For you only. Esc closes."
        if self._on_screen:
            return "The candidate has this. Enter takes it away. Esc closes."
        return "Enter marks it as shown to the candidate. Esc closes. Arrows scroll."
