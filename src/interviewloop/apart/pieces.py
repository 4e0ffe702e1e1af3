"""A value cut into pieces, each of which is made again in a few milliseconds.

Making thousands of objects from one pickle holds up every thread until all are made.
"""

from __future__ import annotations

import io
import pickle
from typing import TYPE_CHECKING, Literal, NamedTuple, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sized

    _Seen = dict[int, tuple[int, object]]
    """By id, the number of a long container and the container: it must live as long as its id."""

LONGEST = 64
"""Longer tuples, lists and dicts travel in pieces of so many entries."""
_Kind = Literal["tuple", "list", "dict"]


class _Piece(NamedTuple):
    """Entries of the container that has this number in its value."""

    number: int
    entries: tuple[object, ...]


class _Whole(NamedTuple):
    """The value, all pieces of which have gone before."""

    value: object


class _Cutter(pickle.Pickler):
    """Pickles one value. A long container in it goes out first, and a number stands for it."""

    def __init__(self, out: io.BytesIO, seen: _Seen, send: Callable[[bytes], None]) -> None:
        super().__init__(out, protocol=5)
        self._seen, self._send = seen, send

    def persistent_id(self, obj: object) -> tuple[_Kind, int] | None:
        kind = _kind(obj)
        if kind is None or len(cast("Sized", obj)) <= LONGEST:
            return None
        known = self._seen.get(id(obj))
        number = len(self._seen) if known is None else known[0]
        if known is None:
            self._seen[id(obj)] = number, obj
            entries = tuple(obj.items() if isinstance(obj, dict) else cast("Iterable[object]", obj))
            for at in range(0, len(entries), LONGEST):
                piece = _Piece(number, entries[at : at + LONGEST])
                self._send(_pickled(piece, self._seen, self._send))
        return kind, number


def _kind(obj: object) -> _Kind | None:
    """Named tuples and the like stay whole."""
    if type(obj) is tuple:
        return "tuple"
    if type(obj) is list:
        return "list"
    return "dict" if type(obj) is dict else None


class _Maker(pickle.Unpickler):
    """Makes one piece, with the containers that went before it."""

    def __init__(self, data: bytes, parts: dict[int, list[object]]) -> None:
        super().__init__(io.BytesIO(data))
        self._parts = parts

    def persistent_load(self, pid: tuple[_Kind, int]) -> object:
        kind, number = pid
        entries = self._parts[number]
        if kind == "dict":
            return dict(cast("list[tuple[object, object]]", entries))
        return tuple(entries) if kind == "tuple" else list(entries)


def _pickled(value: object, seen: _Seen, send: Callable[[bytes], None]) -> bytes:
    out = io.BytesIO()
    _Cutter(out, seen, send).dump(value)
    return out.getvalue()


def send_in_pieces(value: object, send: Callable[[bytes], None]) -> None:
    """``send`` what :class:`Assembly` makes ``value`` from, piece by piece."""
    send(_pickled(_Whole(value), {}, send))


class Assembly:
    """Puts values together again from their pieces."""

    def __init__(self) -> None:
        self._parts: dict[int, list[object]] = {}

    def take(self, data: bytes) -> tuple[object, ...]:
        """Take in a piece; the value, alone in a tuple, with the last of its pieces."""
        found = _Maker(data, self._parts).load()
        if isinstance(found, _Piece):
            self._parts.setdefault(found.number, []).extend(found.entries)
            return ()
        self._parts.clear()
        return (found.value,)
