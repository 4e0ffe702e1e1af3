"""The sessions that decide who may see another one, so that blindness need not look through all."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from interviewloop.interview.blindness import is_practice
from interviewloop.model.names import folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from interviewloop.model.session import Session


class OpenScorecards:
    """Open scorecards, and practice, open or not, by candidate, loop and persona.

    It narrows, and decides nothing: whether somebody may see something says ``blindness``.
    """

    def __init__(self, sessions: Iterable[Session]) -> None:
        self._near: defaultdict[tuple[str, ...], list[Session]] = defaultdict(list)
        for session in sessions:
            if not session.sealed or is_practice(session):
                for key in _keys(session):
                    self._near[key].append(session)

    def near(self, session: Session) -> list[Session]:
        """Every such session of the same candidate, loop or persona, however names are spelled."""
        return [other for key in _keys(session) for other in self._near.get(key, ())]


def _keys(session: Session) -> Iterator[tuple[str, ...]]:
    yield "loop", folded(session.loop)
    yield "candidate", folded(session.candidate)
    if session.persona is not None:
        yield "persona", session.case, session.persona
