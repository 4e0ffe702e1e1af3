"""The second process as the first one sees it: begun, listened to, ended."""

from __future__ import annotations

import os
import pickle
import selectors
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Protocol, Self

from interviewloop.apart.frames import LENGTH, write_frame
from interviewloop.apart.messages import Ended
from interviewloop.apart.pieces import Assembly
from interviewloop.model.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_LOOK_S = 0.05
"""So often it is looked whether anybody still waits."""
_READ = 65536
_STOPPED = "The computing stopped"
_NOT_BEGUN = "The computing could not be begun"
_MEND = "F5 tries again. If it stays so, see whether the machine has memory to spare."


class Task(Protocol):
    """What can be done apart: a value that can be pickled, and called with whom to tell what is
    found on the way. It may raise Problem."""

    def __call__(self, tell: Callable[[object], None]) -> None: ...


class Abandoned(Exception):  # noqa: N818 - reads as what it says
    """Nobody waits for the result any more."""


def possible() -> bool:
    """Whether a second process can be begun and listened to here."""
    return sys.platform != "win32" and bool(sys.executable) and not getattr(sys, "frozen", False)


class Apart:
    """A process that does one task, for a ``with`` statement: afterwards it is gone.

    It has a session of its own, so what a terminal sends to all its programs does not reach it,
    and it writes nowhere but to its pipe. It ends by itself when this process does, however.
    """

    def __init__(self, task: Task) -> None:
        """Begin. Raises Problem where the system does not allow that."""
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "interviewloop.apart"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=0,
                start_new_session=True,
            )
        except OSError as error:
            reason = error.strerror or "the system gave no reason"
            raise Problem(_NOT_BEGUN, reason, _MEND) from None
        self._task = task

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()

    @property
    def pid(self) -> int:
        return self._process.pid

    def told(self, abandoned: Callable[[], bool]) -> Iterator[object]:
        """What the task tells, as it comes, until it is done.

        Raises Abandoned soon after ``abandoned`` says so, and Problem: the task's own, or that its
        process is gone.
        """
        stdin = self._process.stdin
        if stdin is None:
            raise AssertionError("the pipe was asked for")
        try:
            write_frame(stdin, pickle.dumps(self._task))
        except BrokenPipeError:
            raise self._gone() from None
        assembly = Assembly()
        for data in self._frames(abandoned):
            begun = time.monotonic()
            taken = assembly.take(data)
            # The screen's thread has the time between pieces to itself.
            time.sleep(time.monotonic() - begun)
            for found in taken:
                if not isinstance(found, Ended):
                    yield found
                elif found.problem is not None:
                    raise found.problem
                else:
                    return
        raise self._gone()

    def _frames(self, abandoned: Callable[[], bool]) -> Iterator[bytes]:
        stdout = self._process.stdout
        if stdout is None:
            raise AssertionError("the pipe was asked for")
        data = bytearray()
        with selectors.DefaultSelector() as selector:
            selector.register(stdout, selectors.EVENT_READ)
            while True:
                if abandoned():
                    raise Abandoned
                if not selector.select(_LOOK_S):
                    continue
                more = os.read(stdout.fileno(), _READ)
                if not more:
                    return
                data += more
                yield from _taken_from(data)

    def _gone(self) -> Problem:
        code = self._process.wait()
        how = (
            f"was ended by {signal.Signals(-code).name}" if code < 0 else f"ended with code {code}"
        )
        return Problem(_STOPPED, f"the process that computes {how}", _MEND)


def _taken_from(data: bytearray) -> Iterator[bytes]:
    """Whole messages, taken off the beginning of ``data``."""
    while len(data) >= LENGTH.size:
        end = LENGTH.size + LENGTH.unpack_from(data)[0]
        if len(data) < end:
            return
        message = bytes(data[LENGTH.size : end])
        del data[:end]
        yield message
