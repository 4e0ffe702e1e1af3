"""The sessions and loops near a session, so that blindness need not look through all of them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from interviewloop.model.names import folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from interviewloop.model.head import SessionHead
    from interviewloop.model.loop import Loop


class Nearby:
    """Narrows, and decides nothing: whether somebody may see something says ``blindness``."""

    def __init__(self, sessions: Iterable[SessionHead], loops: Iterable[Loop]) -> None:
        self._sessions: defaultdict[tuple[str, ...], list[SessionHead]] = defaultdict(list)
        self._loops: defaultdict[tuple[str, ...], list[Loop]] = defaultdict(list)
        for session in sessions:
            for key in _keys_of(session):
                self._sessions[key].append(session)
        for loop in loops:
            for key in _keys(loop.name, loop.candidate):
                self._loops[key].append(loop)

    def sessions(self, session: SessionHead) -> list[SessionHead]:
        """Every session of the same candidate, loop or persona, however names are spelled."""
        return [other for key in _keys_of(session) for other in self._sessions.get(key, ())]

    def of_loop(self, loop: Loop) -> list[SessionHead]:
        """Every session of the loop of that name."""
        return list(self._sessions.get(("loop", folded(loop.name)), ()))

    def loops(self, session: SessionHead) -> list[Loop]:
        """Every loop of the same candidate or name."""
        keys = _keys(session.loop, session.candidate)
        return [loop for key in keys for loop in self._loops.get(key, ())]


def _keys_of(session: SessionHead) -> Iterator[tuple[str, ...]]:
    yield from _keys(session.loop, session.candidate)
    if session.persona is not None:
        yield "persona", session.case, session.persona


def _keys(loop: str, candidate: str) -> tuple[tuple[str, str], tuple[str, str]]:
    return ("loop", folded(loop)), ("candidate", folded(candidate))
