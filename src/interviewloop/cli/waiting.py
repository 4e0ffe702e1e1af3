"""Words on what a long command is doing, on a terminal and only when it takes over a second."""

from __future__ import annotations

import sys
import time
from threading import Event, Thread
from typing import TYPE_CHECKING, Self, TextIO

if TYPE_CHECKING:
    from types import TracebackType

_PATIENCE = 1.0
_EVERY = 0.5


class Progress:
    """A line on standard error that is rewritten and, at the end, taken away.

    Use it as a context manager and call it before each step. A thread of its own keeps the seconds
    counting while a step lasts. Where standard error is no terminal it does nothing.
    """

    def __init__(self, stream: TextIO | None = None, patience: float = _PATIENCE) -> None:
        self._stream = sys.stderr if stream is None else stream
        self._patience = patience
        self._words = ""
        self._over = Event()
        self._thread = Thread(target=self._run, daemon=True) if self._stream.isatty() else None

    def __enter__(self) -> Self:
        if self._thread is not None:
            self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        if self._thread is not None:
            self._thread.join()

    def __call__(self, step: str, done: int = 0, of: int = 0) -> None:
        self._words = f"{step} ({done + 1} of {of})" if of else step

    def _run(self) -> None:
        start = time.monotonic()
        wait = self._patience
        while not self._over.wait(wait):
            wait = _EVERY
            self._stream.write(f"\r\x1b[K{self._words} … {time.monotonic() - start:.0f} s")
            self._stream.flush()
        if wait is not self._patience:
            self._stream.write("\r\x1b[K")
            self._stream.flush()
