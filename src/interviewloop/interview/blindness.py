"""Who may see whose scores: nobody sees another's before submitting their own.

A simulated candidate can be met by anybody at any time, and whoever has seen another's scores of it
is spoilt for it. So practice is closed to all who have not scored that persona themselves, whether
or not they have begun to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from interviewloop.model.names import same_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from interviewloop.model.session import Session

Closed = Literal["not-submitted", "own-is-open", "persona-not-met"]


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


def closed_because(viewer: str, session: Session, sessions: Iterable[Session]) -> Closed | None:
    """Why the scores of ``session`` are closed to ``viewer`` (empty when unknown), None if open.

    Own scores are always open; another's only when they are sealed, the viewer's own scorecard for
    that candidate does not stand open, and a simulated candidate was scored by the viewer too.
    """
    if same_name(session.interviewer, viewer):
        return None
    if not session.sealed:
        return "not-submitted"
    known = list(sessions)
    if owes_scorecard(viewer, session, known):
        return "own-is-open"
    if is_practice(session) and not any(_same_persona(viewer, session, one) for one in known):
        return "persona-not-met"
    return None


def may_see_scores(viewer: str, session: Session, sessions: Iterable[Session]) -> bool:
    """Whether ``viewer`` may see the scores of ``session``; see :func:`closed_because`."""
    return closed_because(viewer, session, sessions) is None


def is_practice(session: Session) -> bool:
    """Whether it was run with a simulated candidate, whose key is known."""
    return session.kind == "mock" and session.persona is not None


def _same_persona(viewer: str, session: Session, other: Session) -> bool:
    """Whether ``other`` is the viewer's own sealed scorecard of the persona of ``session``."""
    return (
        other.sealed
        and is_practice(other)
        and (other.case, other.persona) == (session.case, session.persona)
        and same_name(other.interviewer, viewer)
    )
