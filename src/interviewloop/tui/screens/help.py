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
            yield Static(Content(reflowed(self._about.HELP)), markup=False)
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


def binding_rows(screen: AppScreen) -> list[tuple[str, str]]:
    """Keys and what they do on ``screen`` and in the app, as they are mapped now."""
    rows: dict[tuple[str, str], list[str]] = {}
    for key, active in screen.active_bindings.items():
        binding = active.binding
        if active.node in (screen, screen.app) and binding.tooltip and not binding.system:
            shown = screen.app.get_key_display(binding.with_key(key))
            keys = rows.setdefault((binding.action, binding.tooltip), [])
            if shown not in keys:
                keys.append(shown)
    return [(" ".join(keys), words) for (_, words), keys in rows.items()]


def reflowed(text: str) -> str:
    """Paragraphs on one line each, so that they wrap to the window; indented lines stay lines."""
    lines: list[str] = []
    open_paragraph = False
    for line in text.strip().split("\n"):
        plain = bool(line) and not line.startswith(" ")
        if plain and open_paragraph:
            lines[-1] += f" {line}"
        else:
            lines.append(line)
        open_paragraph = plain
    return "\n".join(lines)
