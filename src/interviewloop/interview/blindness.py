"""Who may see whose scores: nobody sees another's before submitting their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewloop.model.names import same_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from interviewloop.model.session import Session


def owes_scorecard(viewer: str, session: Session, sessions: Iterable[Session]) -> bool:
    """Whether ``viewer`` still has an unsealed session of the same candidate or loop.

    A viewer who has given no name may be any interviewer of the loop.
    """
    unknown = not viewer.strip()
    return any(
        (unknown or same_name(other.interviewer, viewer))
        and not other.sealed
        and (other.loop == session.loop or other.candidate == session.candidate)
        for other in sessions
    )


def may_see_scores(viewer: str, session: Session, sessions: Iterable[Session]) -> bool:
    """Whether ``viewer`` (empty when unknown) may see the scores of ``session``.

    Own scores always; another's only when they are sealed and the viewer's own scorecard for that
    candidate does not stand open.
    """
    if same_name(session.interviewer, viewer):
        return True
    return session.sealed and not owes_scorecard(viewer, session, sessions)
