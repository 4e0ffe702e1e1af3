"""The app around the candidate's screen: a theme, a way out, and no interviewer's key."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import App
from textual.binding import Binding, BindingType

from interviewloop.tui.screens.present import POLL_S, PresentScreen
from interviewloop.tui.terminal import forgiving, on_polite_kill
from interviewloop.tui.themes import DARK, LIGHT, MUTED, THEMES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from textual.driver import Driver

    from interviewloop.report.candidate_view import Seen


class PresentApp(App[int]):
    """Shows what ``look`` sees, from ``seen`` on, until it is closed."""

    TITLE = "Interviewloop"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit", "Close", id="app.quit", show=False, priority=True),
        Binding("ctrl+t", "theme", "Theme", id="app.theme", show=False),
    ]

    def __init__(
        self,
        seen: Seen,
        look: Callable[[], Seen],
        theme: str,
        keymap: Mapping[str, str],
        poll_s: float = POLL_S,
    ) -> None:
        super().__init__()
        self._following = PresentScreen(seen, look, poll_s)
        self._keys = dict(keymap)
        for one in THEMES:
            self.register_theme(one)
        wanted = {"dark": DARK, "light": LIGHT}.get(theme, theme)
        self.theme = wanted if wanted in self.available_themes else DARK

    def get_driver_class(self) -> type[Driver]:
        return forgiving(super().get_driver_class())

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return {"muted": MUTED}

    def on_mount(self) -> None:
        self.set_keymap(self._keys)
        on_polite_kill(lambda: self.exit(0))
        self.push_screen(self._following)

    def action_theme(self) -> None:
        self.theme = LIGHT if self.current_theme.dark else DARK
