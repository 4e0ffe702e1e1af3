"""Waiting until the app has nothing more to do, and no longer than that.

Textual's own way sleeps for a fiftieth of a second at least, twice for each key pressed, and looks
at the time of the processor: on a busy machine that is long, and most of it is waiting for nothing.
"""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any

from textual._context import active_app
from textual._wait import wait_for_idle

if TYPE_CHECKING:
    from textual.app import App

_POLL_S, _QUIET = 0.001, 2
"""How often is looked whether all is quiet, and how many times in a row it must be."""
_PATIENCE = 5
"""How many times in a row a thread may seem idle; on a busy machine it often has to wait."""
_PAINTS = 10
"""A screen paints what is due by itself, or at the next message if it missed the moment: after so
many looks it is left as it is, as Textual does after a fiftieth of a second."""


async def until_idle(min_sleep: float = 0.0, max_sleep: float = 1.0) -> None:
    """Stands in for :func:`textual._wait.wait_for_idle`."""
    app, end = active_app.get(), time.monotonic() + max_sleep
    quiet = unpainted = given = 0
    while quiet < _QUIET and time.monotonic() < end:
        await asyncio.sleep(_POLL_S)
        if _threads_at_work(app) and given < _PATIENCE:
            # A thread may wait for the test, so not until it is done.
            await wait_for_idle(min_sleep, max_sleep)
            given, quiet = given + 1, 0
            continue
        unpainted = unpainted + 1 if _to_be_painted(app) else 0
        busy = _messages_wait(app) or 0 < unpainted < _PAINTS
        quiet = 0 if busy else quiet + 1


def _messages_wait(app: App[Any]) -> bool:
    # Also what is on its way out: a screen that closes is no more on the stack.
    return any(node.message_queue_size or node._next_callbacks for node in (app, *app._registry))


def _to_be_painted(app: App[Any]) -> bool:
    screen = app.screen_stack[-1] if app.screen_stack else None
    return screen is not None and bool(
        screen._layout_required
        or screen._scroll_required
        or screen._repaint_required
        or screen._recompose_required
        or screen._dirty_widgets
        or screen._callbacks
    )


def _threads_at_work(app: App[Any]) -> bool:
    saver = getattr(getattr(app, "desk", None), "saver", None)
    return getattr(saver, "dirty", False) or any(
        worker._thread_worker and not worker.is_finished for worker in app.workers
    )
