"""Who may see whose scores: nobody sees another's before submitting their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewloop.interview.loops import interviews, is_waived
from interviewloop.model.names import same_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from interviewloop.interview.loops import Interview
    from interviewloop.model.loop import Loop
    from interviewloop.model.session import Session


def owes_scorecard(
    viewer: str, session: Session, sessions: Iterable[Session], loops: Iterable[Loop] = ()
) -> bool:
    """Whether ``viewer`` still owes a scorecard of the same candidate or loop.

    One that was begun is owed until it is sealed or waived, one that is only planned too. A viewer
    who has given no name may be any interviewer of the loop.
    """
    near = [loop for loop in loops if _near(loop.name, loop.candidate, session)]
    own = [one for one in sessions if _near(one.loop, one.candidate, session)]
    begun = any(
        _may_be(viewer, one.interviewer)
        and not one.sealed
        and not any(is_waived(loop, one.interviewer, one.case) for loop in near)
        for one in own
    )
    return begun or any(
        one.state == "planned" and _may_be(viewer, one.interviewer)
        for loop in near
        for one in interviews(loop, own)
    )


def may_see_scores(
    viewer: str, session: Session, sessions: Iterable[Session], loops: Iterable[Loop] = ()
) -> bool:
    """Whether ``viewer`` (empty when unknown) may see the scores of ``session``.

    Own scores always; another's only when they are sealed and the viewer owes no scorecard for that
    candidate.
    """
    if same_name(session.interviewer, viewer):
        return True
    return session.sealed and not owes_scorecard(viewer, session, sessions, loops)


def owes_in(viewer: str, found: Iterable[Interview]) -> bool:
    """Whether ``viewer`` owes one of the scorecards of a loop."""
    return any(
        one.state in ("planned", "open") and _may_be(viewer, one.interviewer) for one in found
    )


def _near(loop: str, candidate: str, session: Session) -> bool:
    return same_name(loop, session.loop) or same_name(candidate, session.candidate)


def _may_be(viewer: str, interviewer: str) -> bool:
    return not viewer.strip() or same_name(interviewer, viewer)
