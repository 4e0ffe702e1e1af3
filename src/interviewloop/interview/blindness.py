"""Who may see whose scores: nobody sees another's before submitting their own.

A simulated candidate can be met by anybody at any time, and whoever has seen another's scores of it
is spoilt for it. So practice is closed to all who have not scored that persona themselves, whether
or not they have begun to. Only who says that they train others, and so will not, may look.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeVar

from interviewloop.interview.loops import interviews, is_waived
from interviewloop.interview.nearby import Nearby
from interviewloop.model.names import folded, same_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from interviewloop.interview.loops import Interview
    from interviewloop.model.head import SessionHead
    from interviewloop.model.loop import Loop

Closed = Literal["not-submitted", "own-is-open", "persona-not-met"]
_Session = TypeVar("_Session", bound="SessionHead")


def owes_scorecard(
    viewer: str, session: SessionHead, sessions: Iterable[SessionHead], loops: Iterable[Loop] = ()
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


def closed_because(
    viewer: str,
    session: SessionHead,
    sessions: Iterable[SessionHead],
    loops: Iterable[Loop] = (),
    *,
    trainer: bool = False,
) -> Closed | None:
    """Why the scores of ``session`` are closed to ``viewer`` (empty when unknown), None if open.

    Own scores are always open; another's only when they are sealed, the viewer owes no scorecard
    for that candidate, and a simulated candidate was scored by the viewer too, or the viewer is a
    ``trainer``.
    """
    return closed_to(viewer, sessions, loops, trainer=trainer)(session)


def closed_to(
    viewer: str,
    sessions: Iterable[SessionHead],
    loops: Iterable[Loop] = (),
    *,
    trainer: bool = False,
) -> Callable[[SessionHead], Closed | None]:
    """:func:`closed_because` for one session after another, among all there are.

    Where nobody who may be the viewer has begun or is planned for anything of the same loop or
    candidate, nothing can be owed, so only the rest is looked at closely.
    """
    known, plans = list(sessions), list(loops)
    begun = [one for one in known if not one.sealed and _may_be(viewer, one.interviewer)]
    planned = [
        loop
        for loop in plans
        if any(_may_be(viewer, plan.interviewer) for plan in loop.planned.values())
    ]
    names = {folded(one.loop) for one in begun} | {folded(loop.name) for loop in planned}
    candidates = {folded(one.candidate) for one in begun}
    candidates |= {folded(loop.candidate) for loop in planned}
    met = {
        (one.case, one.persona)
        for one in known
        if one.sealed and is_practice(one) and same_name(one.interviewer, viewer)
    }
    near = Nearby(known, plans) if names or candidates else None

    def closed(session: SessionHead) -> Closed | None:
        if same_name(session.interviewer, viewer):
            return None
        if not session.sealed:
            return "not-submitted"
        if near and (folded(session.loop) in names or folded(session.candidate) in candidates):
            around = near.sessions(session), near.loops(session)
            if owes_scorecard(viewer, session, *around):
                return "own-is-open"
        if trainer or not is_practice(session) or (session.case, session.persona) in met:
            return None
        return "persona-not-met"

    return closed


def apart(
    viewer: str, sessions: Iterable[_Session], loops: Iterable[Loop] = (), *, trainer: bool = False
) -> tuple[list[_Session], list[_Session]]:
    """What figures for ``viewer`` may be made from, and the sealed sessions that are closed.

    What nobody has submitted is among the first: it holds others' scores of the candidate back.
    """
    known = list(sessions)
    closed = closed_to(viewer, known, loops, trainer=trainer)
    found: tuple[list[_Session], list[_Session]] = ([], [])
    for session in known:
        found[closed(session) not in (None, "not-submitted")].append(session)
    return found


def loop_closed_because(
    viewer: str, found: Iterable[Interview], closed: Callable[[SessionHead], Closed | None]
) -> Closed | None:
    """Why what compares the scorecards of a loop is closed to ``viewer``, None if it is open.

    ``found`` are the loop's interviews and ``closed`` is made by :func:`closed_to`. The viewer may
    owe a scorecard here, or have another reason not to see one that is submitted: the same
    candidate may be owed in another loop.
    """
    known = list(found)
    if owes_in(viewer, known):
        return "own-is-open"
    sealed = (one.session for one in known if one.session is not None and one.state == "sealed")
    return next((why for session in sealed if (why := closed(session))), None)


def may_see_scores(
    viewer: str, session: SessionHead, sessions: Iterable[SessionHead], loops: Iterable[Loop] = ()
) -> bool:
    """Whether ``viewer`` may see the scores of ``session``; see :func:`closed_because`."""
    return closed_because(viewer, session, sessions, loops) is None


def is_practice(session: SessionHead) -> bool:
    """Whether it was run with a simulated candidate, whose key is known."""
    return session.kind == "mock" and session.persona is not None


def owes_in(viewer: str, found: Iterable[Interview]) -> bool:
    """Whether ``viewer`` owes one of the scorecards of a loop."""
    return any(
        one.state in ("planned", "open") and _may_be(viewer, one.interviewer) for one in found
    )


def _near(loop: str, candidate: str, session: SessionHead) -> bool:
    return same_name(loop, session.loop) or same_name(candidate, session.candidate)


def _may_be(viewer: str, interviewer: str) -> bool:
    return not viewer.strip() or same_name(interviewer, viewer)
