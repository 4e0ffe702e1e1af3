"""The second process: reads its task from the standard input and tells what comes of it on the
standard output. It ends when its input does, for then nobody listens any more."""

from __future__ import annotations

import os
import pickle
import sys
import threading
import traceback
from contextlib import suppress
from pathlib import PurePath
from typing import IO, TYPE_CHECKING

from interviewloop.apart.frames import read_frame, write_frame
from interviewloop.apart.messages import Ended
from interviewloop.apart.pieces import send_in_pieces
from interviewloop.model.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Callable

_POLITE = 5
"""Where both processes want the same processor, the one that answers keys goes first."""


def main() -> None:
    """Do the task, then end at once: what is in memory needs no tidying."""
    out = os.fdopen(os.dup(1), "wb", buffering=0)
    # A stray word of a library must not get among the messages.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    os.nice(_POLITE)
    data = read_frame(sys.stdin.buffer)
    if data is None:
        return
    threading.Thread(target=_end_with, args=(sys.stdin.buffer,), daemon=True).start()

    def send(data: bytes) -> None:
        write_frame(out, data)

    with suppress(BrokenPipeError):
        send_in_pieces(_done(data, lambda value: send_in_pieces(value, send)), send)
    os._exit(0)


def _done(data: bytes, tell: Callable[[object], None]) -> Ended:
    try:
        pickle.loads(data)(tell)  # noqa: S301 - from the process that began this one
    except BrokenPipeError:
        raise
    except Problem as problem:
        return Ended((problem.title, problem.what, problem.mend, problem.where))
    except Exception as error:  # noqa: BLE001 - whatever it is, the screen has to say something
        return Ended(_mistake(error))
    return Ended()


def _mistake(error: Exception) -> tuple[str, str, str, str]:
    """Where in the program it happened, without the error's words: they may quote a name."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{PurePath(frame.filename).name}, line {frame.lineno}"
    what = f"the program made a mistake of its own: {type(error).__name__} in {place}"
    return ("The computing broke off", what, "F5 tries again. Please report it.", "")


def _end_with(pipe: IO[bytes]) -> None:
    while pipe.read(1):
        pass
    os._exit(0)


if __name__ == "__main__":
    main()
