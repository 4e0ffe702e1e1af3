"""Help: what the screen one is on is for, and every key that works on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from interviewloop.tui.screens.base import AppScreen, Dialog

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.screen import Screen


class HelpScreen(Dialog[None]):
    """The help text of a screen and a table of its bindings as they are mapped now."""

    DEFAULT_CSS = """
    HelpScreen > .dialog-box { width: 90; }
    HelpScreen .keys { margin-top: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f1,q,enter", "dismiss", "Close", id="help.close"),
    ]

    def __init__(self, about: AppScreen) -> None:
        super().__init__()
        self._about = about

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="dialog-box") as box:
            box.border_title = f"Help: {self._about.TITLE_HERE}"
            box.border_subtitle = "Esc closes"
            yield Static(Content(self._about.HELP.strip()), markup=False)
            yield Static(self._keys(), markup=False, classes="keys")

    def on_mount(self) -> None:
        self.query_one(VerticalScroll).focus()

    def _keys(self) -> Content:
        rows = binding_rows(self._about)
        width = max((len(keys) for keys, _ in rows), default=0)
        lines = [
            Content.assemble((keys.rjust(width), "bold $text-accent"), "  ", words)
            for keys, words in rows
        ]
        return Content("\n").join(lines)


def binding_rows(screen: Screen[None]) -> list[tuple[str, str]]:
    """Keys and what they do on ``screen``: its own, then the app's, in declared order."""
    rows: dict[tuple[str, str], list[str]] = {}
    namespaces = [screen, screen.app]
    for namespace in namespaces:
        for key, bindings in namespace._bindings.key_to_bindings.items():  # noqa: SLF001
            for binding in bindings:
                words = binding.tooltip or binding.description
                if words and not binding.system:
                    shown = screen.app.get_key_display(binding.with_key(key))
                    keys = rows.setdefault((binding.action, words), [])
                    if shown not in keys:
                        keys.append(shown)
    return [(" ".join(keys), words) for (_, words), keys in rows.items()]
