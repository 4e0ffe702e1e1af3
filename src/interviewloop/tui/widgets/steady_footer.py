"""A footer that stays as it is while the keys it shows are the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Footer

if TYPE_CHECKING:
    from textual.screen import Screen


class SteadyFooter(Footer):
    """Textual's footer is built anew whenever the focus moves, which takes longer than drawing most
    screens; this one only where keys come, go, or are switched on or off."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: list[tuple[str, str, str, bool]] | None = None

    def bindings_changed(self, screen: Screen[object]) -> None:
        if not screen.app.app_focus:
            return
        shown = [
            (binding.key, binding.description, tooltip, enabled)
            for _, binding, enabled, tooltip in screen.active_bindings.values()
            if binding.show
        ]
        if shown != self._shown:
            self._shown = shown
            super().bindings_changed(screen)
