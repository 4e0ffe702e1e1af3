"""The open sessions near another one, so that blindness need not look through all of them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from interviewloop.model.names import folded

if TYPE_CHECKING:
    from collections.abc import Iterable

    from interviewloop.model.session import Session


class OpenScorecards:
    """Narrows, and decides nothing: whether somebody owes a scorecard says ``blindness``."""

    def __init__(self, sessions: Iterable[Session]) -> None:
        self._near: defaultdict[tuple[str, str], list[Session]] = defaultdict(list)
        for session in sessions:
            if not session.sealed:
                for key in _keys(session):
                    self._near[key].append(session)

    def near(self, session: Session) -> list[Session]:
        """Every open session of the same candidate or loop, however the names are spelled."""
        return [other for key in _keys(session) for other in self._near.get(key, ())]


def _keys(session: Session) -> tuple[tuple[str, str], tuple[str, str]]:
    return ("loop", folded(session.loop)), ("candidate", folded(session.candidate))
