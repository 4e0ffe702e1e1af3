"""Waiting for what may never answer, and no longer than one would."""

from __future__ import annotations

from threading import Event, Thread
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    Tick = Callable[[], None]

PATIENCE_S = 10.0
"""How long a single step may take: one file, one folder."""
_T = TypeVar("_T")


class Silent(Exception):  # noqa: N818 - it is no error but an answer: none
    """Nothing came for longer than one waits."""


def patiently(work: Callable[[Tick], _T], patience_s: float = PATIENCE_S) -> _T:
    """What ``work`` returns or raises. It calls what it is given before each step; Silent is
    raised when a step takes longer than ``patience_s`` seconds, and the step is left to itself:
    nothing can call back a thread that waits for a dead disk."""
    beat = Event()
    answer: list[_T] = []
    error: list[BaseException] = []

    def run() -> None:
        try:
            answer.append(work(beat.set))
        except BaseException as raised:  # noqa: BLE001 - raised again where it is waited for
            error.append(raised)
        beat.set()

    thread = Thread(target=run, daemon=True)
    thread.start()
    while not answer and not error:
        if not beat.wait(patience_s) and not answer and not error:
            raise Silent
        beat.clear()
    if error:
        raise error[0]
    return answer[0]
