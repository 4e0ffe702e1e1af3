"""Interview time: runs, stands still, survives a restart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewloop.model.session import StageUse

if TYPE_CHECKING:
    from interviewloop.interview.moment import Moment
    from interviewloop.interview.plan import Plan
    from interviewloop.model.session import Session


def ticking(session: Session) -> bool:
    """Whether time is passing in this process; a session just read from a file never ticks."""
    return session.clock.running and session.clock.anchor is not None


def interrupted(session: Session) -> bool:
    """Whether the clock ran when the session was last saved, and nothing has resumed it since."""
    return session.clock.running and session.clock.anchor is None


def advanced(session: Session, now: Moment) -> Session:
    """The session with its clock, and the current stage's, brought up to ``now``."""
    anchor = session.clock.anchor
    if not session.clock.running or anchor is None:
        return session
    passed = max(0.0, now.mono - anchor)
    clock = session.clock.model_copy(
        update={"elapsed_s": session.clock.elapsed_s + passed, "anchor": now.mono}
    )
    update: dict[str, object] = {"clock": clock}
    if session.stage is not None:
        use = session.stages.get(session.stage, StageUse())
        used = use.model_copy(update={"used_s": use.used_s + passed})
        update["stages"] = {**session.stages, session.stage: used}
    return session.model_copy(update=update)


def budget_s(session: Session, plan: Plan, stage: str) -> float:
    """Seconds planned for ``stage``, with the session's stretch for accommodations."""
    return plan.case.stages[stage].minutes * 60 * session.stretch


def slot_s(session: Session, plan: Plan) -> float:
    """Seconds planned for the whole interview."""
    return sum(budget_s(session, plan, stage) for stage in plan.case.slot_stages)


def clock_text(seconds: float) -> str:
    """``mm:ss``; minutes go past 99 when they must."""
    whole = int(seconds)
    return f"{whole // 60:02d}:{whole % 60:02d}"


def overrun_text(used_s: float, planned_s: float) -> str:
    """In words how far a stage is over its budget; empty while it is not."""
    over = int(used_s - planned_s)
    if over <= 0:
        return ""
    return f"{over // 60} min {over % 60:02d} s over" if over >= 60 else f"{over} s over"
