"""A small take-home for tests: the test case with a memo to read and data to send."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.builders import T0, at, case_data, rubric

from interviewloop.interview.engine import apply
from interviewloop.interview.plan import Plan
from interviewloop.interview.start import new_session
from interviewloop.model.case import Case

if TYPE_CHECKING:
    from interviewloop.interview.events import Event
    from interviewloop.model.session import Session

TASK: dict[str, Any] = {
    "brief": "Build a first model.\n\nThen write *two* pages.",
    "hours": 3.0,
    "deliverable": "A memo.",
    "data": ({"file": "data/visits.csv", "what": "visits <b>by day</b>"},),
    "baseline": 0.61,
    "inflated": 0.97,
    "rule_score": 0.6,
    "memo_sections": {"answer": {"title": "Answer", "look_fors": ("pf3-memo",)}},
    "testers": ({"name": "Ada", "hours": 2.5}, {"name": "Bo", "hours": 2.0}),
}


def take_home_case(**changes: Any) -> Case:
    """The test case as a take-home: stage ``memo`` is read beforehand."""
    data = case_data()
    data["case"] = {**data["case"], "kind": "take-home"}
    memo = {"min": 20, "title": "Memo", "prompt": "Read the memo.", "beforehand": True}
    data["stages"] = {"memo": memo, **data["stages"]}
    read_for = {"dim": "problem-framing", "level": 3, "stage": "memo", "text": "Writes the goal"}
    data["look_fors"] = {**data["look_fors"], "pf3-memo": read_for}
    return Case.model_validate({**data, "take_home": TASK, **changes})


def take_home_plan() -> Plan:
    return Plan(take_home_case(), rubric())


def take_home(**changes: Any) -> Session:
    """A session of the take-home that is ready to start."""
    fields: dict[str, Any] = {
        "kind": "live",
        "loop": "C-014",
        "candidate": "C-014",
        "interviewer": "Mara Lindqvist",
        "created_at": T0,
        **changes,
    }
    return new_session(take_home_plan(), **fields)


def gone_on(begun: Session, *events: Event, start: float = 0.0) -> Session:
    """``begun`` after ``events``, one a second from ``start``."""
    for number, event in enumerate(events):
        begun = apply(begun, event, at(start + number), take_home_plan())
    return begun
