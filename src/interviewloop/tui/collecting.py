"""Keeping Python's search for cycles from stopping the screen while a thread fills the memory."""

from __future__ import annotations

import gc
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_lock = threading.Lock()
_at_work = 0


@contextmanager
def not_collecting() -> Iterator[None]:
    """No search for cycles while thousands of files become objects.

    The search walks all there is and holds every thread for as long: a quarter of a second with
    3,200 sessions. What was read stays for good anyway, so the search leaves it out afterwards.
    Several threads may be inside at once.
    """
    global _at_work  # noqa: PLW0603 - the collector is one for the process
    with _lock:
        _at_work += 1
        gc.disable()
    try:
        yield
    finally:
        with _lock:
            _at_work -= 1
            if not _at_work:
                gc.freeze()
                gc.enable()
