"""A new session, from the answers of the form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewloop.interview.plan import check_fit
from interviewloop.model.session import Session, StageUse

if TYPE_CHECKING:
    from datetime import datetime

    from interviewloop.interview.plan import Plan
    from interviewloop.model.session import SessionKind


def new_session(
    plan: Plan,
    *,
    kind: SessionKind,
    loop: str,
    candidate: str,
    interviewer: str,
    created_at: datetime,
    stretch: float = 1.0,
    persona: str | None = None,
) -> Session:
    """A session that is ready to start, at the first stage of the case.

    ``persona`` is the simulated candidate of a mock session.

    Raises :class:`~interviewloop.model.errors.Problem` when case and rubric do not fit, and
    pydantic's error when a name is empty or too long.
    """
    check_fit(plan)
    return Session(
        kind=kind,
        loop=loop or candidate,
        candidate=candidate,
        interviewer=interviewer,
        case=plan.case.id,
        case_version=plan.case.case.version,
        rubric=plan.rubric.id,
        rubric_version=plan.rubric.rubric.version,
        created_at=created_at,
        stretch=stretch,
        persona=persona,
        stage=plan.stages[0],
        stages={stage: StageUse() for stage in plan.stages},
    )
