"""What every app of ours asks of its terminal: forgiving input, and an end in good order."""

from __future__ import annotations

import asyncio
import signal
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.driver import Driver


def forgiving(chosen: type[Driver]) -> type[Driver]:
    """The driver to use where Textual has ``chosen`` one: ours, which bad input does not end."""
    if sys.platform != "win32" and chosen.__name__ == "LinuxDriver":
        from interviewloop.tui.terminal_input import ForgivingDriver  # deferred: not on Windows

        return ForgivingDriver
    return chosen


def on_polite_kill(end: Callable[[], None]) -> None:
    """Call ``end`` when the terminal closes or the process is asked to go."""
    loop = asyncio.get_running_loop()
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None:
            loop.add_signal_handler(number, end)
