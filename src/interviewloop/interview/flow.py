"""Moving through an interview: start, pause, next, back, skip, jump, on to the scorecard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewloop.interview.clock import ticking
from interviewloop.interview.entries import next_id, where
from interviewloop.interview.events import (
    BeginScoring,
    FlowEvent,
    GoTo,
    Pause,
    ReopenInterview,
    Resume,
    SkipStage,
    Start,
    Tick,
)
from interviewloop.model.errors import Problem
from interviewloop.model.session import Clock, LogEntry, StageUse

if TYPE_CHECKING:
    from interviewloop.interview.moment import Moment
    from interviewloop.interview.plan import Plan
    from interviewloop.model.session import Move, Session


def apply(session: Session, event: FlowEvent, now: Moment, plan: Plan) -> Session:
    """``session`` (its clock already at ``now``) after a move."""
    match event:
        case Tick():
            return session
        case Start():
            return _start(session, now, plan)
        case Pause():
            return _pause(session, now)
        case Resume():
            return _resume(session, now, plan)
        case GoTo(stage):
            plan.need_stage(stage)
            return _go_to(session, stage, now, plan)
        case SkipStage():
            return _skip(session, now, plan)
        case BeginScoring():
            return _begin_scoring(session, now)
        case ReopenInterview():
            return _reopen(session, now)


def next_stage(session: Session, plan: Plan) -> str | None:
    """The stage after the current one, or None in the last."""
    later = plan.stages[_position(session, plan) + 1 :]
    return later[0] if later else None


def previous_stage(session: Session, plan: Plan) -> str | None:
    """The stage before the current one, or None in the first."""
    earlier = plan.stages[: _position(session, plan)]
    return earlier[-1] if earlier else None


def _position(session: Session, plan: Plan) -> int:
    return plan.stages.index(session.stage) if session.stage in plan.stages else 0


def _start(session: Session, now: Moment, plan: Plan) -> Session:
    if session.phase != "ready":
        return session
    # What was to be done beforehand lies behind now.
    here = _first_with_candidate(session, plan)
    stages = session.stages
    if session.stage is not None and session.stage != here:
        stages = _entered(stages, session.stage)
    session = session.model_copy(
        update={
            "phase": "interview",
            "started_at": now.wall,
            "clock": _running(session, now),
            "stage": here,
            "stages": _entered(stages, here),
        }
    )
    return _logged(session, "start", now)


def _first_with_candidate(session: Session, plan: Plan) -> str:
    """The current stage, or the next one that is not done beforehand."""
    place = _position(session, plan)
    later = (name for name in plan.stages[place:] if name in plan.case.slot_stages)
    return next(later, session.stage or plan.stages[0])


def _pause(session: Session, now: Moment) -> Session:
    if not session.clock.running:
        return session
    return _logged(_stopped(session), "pause", now)


def _resume(session: Session, now: Moment, plan: Plan) -> Session:
    if session.phase == "ready":
        return _start(session, now, plan)
    if session.phase != "interview":
        raise Problem(
            "Interview is over", "the scorecard is open", "Go back to the interview first."
        )
    if ticking(session):
        return session
    return _logged(session.model_copy(update={"clock": _running(session, now)}), "resume", now)


def _go_to(session: Session, stage: str, now: Moment, plan: Plan) -> Session:
    if session.phase == "ready" and stage not in plan.case.slot_stages:
        return session.model_copy(update={"stage": stage})
    if session.phase == "ready":
        session = _start(session, now, plan)
    if stage == session.stage:
        return session
    here, there = _position(session, plan), plan.stages.index(stage)
    what: Move = "back" if there < here else "next" if there == here + 1 else "jump"
    passed_over = plan.stages[here + 1 : there]
    stages = dict(session.stages)
    for name in passed_over:
        use = stages.get(name, StageUse())
        if not use.visited:
            stages[name] = use.model_copy(update={"skipped": True})
    return _moved(session, stages, stage, what, now)


def _skip(session: Session, now: Moment, plan: Plan) -> Session:
    following = next_stage(session, plan)
    if following is None:
        raise Problem("Last stage", "there is no stage after this one", "Go on to the scorecard.")
    here = session.stage or ""
    if session.phase == "ready":
        session = _start(session, now, plan)
    use = session.stages.get(here, StageUse())
    stages = {**session.stages, here: use.model_copy(update={"skipped": True})}
    return _moved(session, stages, following, "skip", now)


def _moved(
    session: Session, stages: dict[str, StageUse], stage: str, what: Move, now: Moment
) -> Session:
    session = session.model_copy(update={"stage": stage, "stages": _entered(stages, stage)})
    return _logged(session, what, now)


def _begin_scoring(session: Session, now: Moment) -> Session:
    if session.phase == "scoring":
        return session
    session = _stopped(session).model_copy(update={"phase": "scoring"})
    return _logged(session, "score", now)


def _reopen(session: Session, now: Moment) -> Session:
    if session.phase != "scoring":
        return session
    phase = "interview" if session.started_at else "ready"
    return _logged(session.model_copy(update={"phase": phase}), "reopen", now)


def _running(session: Session, now: Moment) -> Clock:
    return session.clock.model_copy(update={"running": True, "anchor": now.mono})


def _stopped(session: Session) -> Session:
    clock = session.clock.model_copy(update={"running": False, "anchor": None})
    return session.model_copy(update={"clock": clock})


def _entered(stages: dict[str, StageUse], stage: str) -> dict[str, StageUse]:
    use = stages.get(stage, StageUse())
    return {**stages, stage: use.model_copy(update={"visited": True, "skipped": False})}


def _logged(session: Session, what: Move, now: Moment) -> Session:
    entry = LogEntry(what=what, **where(session, now))
    return session.model_copy(update={"log": {**session.log, next_id("e", session.log): entry}})
