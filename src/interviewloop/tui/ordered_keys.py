"""Keys act in the order they were pressed, however fast; letters are commands in either case."""

from __future__ import annotations

import time
from collections import deque
from typing import TYPE_CHECKING, TypeVar

from textual import events, on
from textual.app import App
from textual.message import Message

if TYPE_CHECKING:
    from textual.screen import Screen
    from textual.widget import Widget

_Result = TypeVar("_Result")

LOST_S = 0.25
"""A key is taken as done after this long: what was to report it may have been closed by it."""


class KeyDone(Message):
    """Follows a key on its way up to the app, so that it arrives when the key has been handled."""


class OrderedKeys(App[_Result]):
    """An app that hands on a key only when the one before it has been handled.

    Textual gives every key to the focused widget, which inserts a character at once; a bound key
    travels up to the app first. When keys come in one read, as over a slow line or after a stall,
    Enter would then submit letters typed after it, and letters typed after Tab would land in the
    field before.
    """

    def __init__(self) -> None:
        super().__init__()
        self._keys_waiting: deque[events.Key] = deque()
        self._key_since: float | None = None

    async def on_event(self, event: events.Event) -> None:
        if not isinstance(event, events.Key) or event.is_forwarded:
            await super().on_event(event)
        elif self._key_since is None or time.monotonic() - self._key_since > LOST_S:
            await self._hand_on(event)
        else:
            self._keys_waiting.append(event)
            self.set_timer(LOST_S, self._give_up)

    async def _hand_on(self, event: events.Key) -> None:
        self._key_since = time.monotonic()
        target: Widget | Screen[object] = self.focused or self.screen
        await super().on_event(event)
        if not target.post_message(KeyDone()):
            self._key_since = None

    @on(KeyDone)
    async def _next_key(self) -> None:
        self._key_since = None
        if self._keys_waiting:
            await self._hand_on(self._keys_waiting.popleft())

    def on_key(self, event: events.Key) -> None:
        """A letter that no text line took is a command, also with shift or caps lock: the screens
        and the guide write N for the key N."""
        letter = event.character or ""
        if len(letter) == 1 and letter.isupper() and not self._bound(event.key):
            self.simulate_key(letter.lower())

    def _bound(self, key: str) -> bool:
        return any(active.binding.key == key for active in self.screen.active_bindings.values())

    async def _give_up(self) -> None:
        """The report of a key got lost, for instance with the dialog that the key closed."""
        while self._keys_waiting and (
            self._key_since is None or time.monotonic() - self._key_since > LOST_S
        ):
            await self._next_key()
