"""Messages on a pipe: eight bytes that say how long, then so many bytes."""

from __future__ import annotations

import struct
from typing import IO

LENGTH = struct.Struct(">Q")


def write_frame(pipe: IO[bytes], data: bytes) -> None:
    """Write one message, whatever part of it the pipe takes at once."""
    left = memoryview(LENGTH.pack(len(data)) + data)
    while left:
        left = left[pipe.write(left) :]


def read_frame(pipe: IO[bytes]) -> bytes | None:
    """The next message, None where the other end has closed before its end."""
    head = pipe.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(head)
    data = pipe.read(length)
    return data if len(data) == length else None
