"""The last line of a screen: the keys that work here, each whole or not at all."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widget import Widget

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual import events
    from textual.binding import ActiveBinding
    from textual.screen import Screen

ALL = "All keys"
"""What the help key says where there is no room for every key."""
ALWAYS = frozenset({"help", "leave", "home", "dismiss", "clear_or_leave"})
"""Help and the ways back are shown before any other: whoever is lost needs these."""


@dataclass(frozen=True)
class ShownKey:
    """One key as it stands in the line."""

    key: str
    shown: str
    words: str
    enabled: bool = True
    always: bool = False
    helps: bool = False
    tooltip: str = ""

    @property
    def cells(self) -> int:
        return len(self.shown) + len(self.words) + 3


def fitting(keys: Sequence[ShownKey], width: int) -> list[ShownKey]:
    """Those of ``keys`` that there is room for, in their order.

    Earlier ones go before later ones. If any is left out, the help key says that it has the rest.
    """
    if sum(one.cells for one in keys) <= width:
        return list(keys)
    told = [replace(one, words=ALL) if one.helps else one for one in keys]
    chosen: set[int] = set()
    for place in sorted(range(len(told)), key=lambda place: not told[place].always):
        if told[place].cells <= width:
            chosen.add(place)
            width -= told[place].cells
    return [told[place] for place in sorted(chosen)]


class KeyLine(Widget):
    """The keys of the screen, in the order it declares them; a click does what the key does.

    Textual's footer cuts what does not fit in mid-word, and is built anew from widgets whenever the
    focus moves, which takes longer than drawing most screens.
    """

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    KeyLine {
        dock: bottom;
        width: 1fr;
        height: 1;
        text-wrap: nowrap;
        background: $panel;
        color: $footer-description-foreground;
    }
    """

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, self._keys_changed)

    def on_unmount(self) -> None:
        self.screen.bindings_updated_signal.unsubscribe(self)

    def _keys_changed(self, screen: Screen[object]) -> None:
        if screen.app.app_focus and self.is_attached:
            self.refresh()

    def shown_keys(self) -> list[ShownKey]:
        """What stands in the line at its present width; the palette last, where there is room."""
        keys = list(self._shown(self.screen.active_bindings.values()))
        palette = self.screen.active_bindings.get(self.app.COMMAND_PALETTE_BINDING)
        if palette is not None:
            binding = palette.binding
            shown = self.app.get_key_display(binding)
            keys.append(ShownKey(binding.key, shown, "Commands", tooltip=binding.tooltip))
        return fitting(keys, self.size.width)

    def _shown(self, active: Iterable[ActiveBinding]) -> Iterable[ShownKey]:
        first: dict[str, ActiveBinding] = {}
        for one in active:
            if one.binding.show:
                first.setdefault(one.binding.action, one)
        for action, one in first.items():
            binding = one.binding
            yield ShownKey(
                binding.key,
                self.app.get_key_display(binding),
                binding.description,
                one.enabled,
                always=action in ALWAYS,
                helps=action == "help",
                tooltip=one.tooltip,
            )

    def render(self) -> Content:
        parts: list[tuple[str, str]] = []
        for one in self.shown_keys():
            dim = "" if one.enabled else " dim"
            parts += [
                (f" {one.shown}", f"bold $footer-key-foreground{dim}"),
                (f" {one.words} ", f"$footer-description-foreground{dim}"),
            ]
        return Content.assemble(*parts)

    def _at(self, column: int) -> ShownKey | None:
        for one in self.shown_keys():
            if column < one.cells:
                return one
            column -= one.cells
        return None

    def on_mouse_move(self, event: events.MouseMove) -> None:
        under = self._at(event.x)
        self.tooltip = under.tooltip or None if under else None

    def on_click(self, event: events.Click) -> None:
        pressed = self._at(event.x)
        if pressed is None:
            return
        if pressed.enabled:
            self.app.simulate_key(pressed.key)
        else:
            self.app.bell()
