"""Small, complete values for tests: a case, a rubric, a session, and moments."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from interviewloop.interview.engine import apply
from interviewloop.interview.events import BeginScoring, Event, SetRecommendation, SetScore, Start
from interviewloop.interview.moment import Moment
from interviewloop.interview.plan import Plan
from interviewloop.interview.start import new_session
from interviewloop.model.case import Case
from interviewloop.model.rubric import Rubric

if TYPE_CHECKING:
    from interviewloop.model.session import Session

T0 = datetime(2026, 3, 2, 10, 0, 0, tzinfo=UTC)
DIMS = (
    "problem-framing",
    "modeling-depth",
    "experimentation-rigor",
    "production-ml",
    "systems-performance",
    "responsible-ai",
    "communication-influence",
    "leadership",
)


def at(seconds: float) -> Moment:
    """The moment ``seconds`` after the start of a test's time."""
    return Moment(T0 + timedelta(seconds=seconds), 1000.0 + seconds)


def rubric() -> Rubric:
    """A rubric with the eight dimensions."""
    dimensions: dict[str, Any] = {
        dim: {
            "name": dim.replace("-", " ").title().replace("Ml", "ML").replace("Ai", "AI"),
            "definition": f"What {dim} means.",
            "anchors": {"5": f"{dim} at five", "3": f"{dim} at three", "1": f"{dim} at one"},
        }
        for dim in DIMS
    }
    card = {"id": "test-rubric", "title": "Test", "version": 1, "role": "Tester", "summary": "x"}
    return Rubric.model_validate({"schema_version": 1, "rubric": card, "dimensions": dimensions})


def case_data() -> dict[str, Any]:
    """A case with four stages, probes of three rungs, a reveal, an interviewer-only exhibit."""
    return {
        "schema_version": 1,
        "case": {
            "id": "feat-test",
            "kind": "feature-design",
            "title": "A feed for a small shop",
            "version": 2,
            "slot_min": 30,
            "settings": ["consumer"],
            "primary": ["problem-framing", "modeling-depth"],
            "secondary": ["leadership"],
            "candidate_brief": "A shop with nine thousand visitors a day wants a feed.",
            "interviewer_summary": "The metric is wrong and the log is biased.",
        },
        "stages": {
            "brief": {"min": 2, "title": "Brief", "prompt": "Read the brief."},
            "frame": {
                "min": 10,
                "title": "Frame",
                "prompt": "What is the goal?",
                "exhibits": ["plan"],
            },
            "data": {"min": 12, "title": "Data", "prompt": "What data do you need?"},
            "close": {"min": 6, "title": "Close", "prompt": "Your questions?", "scored": False},
        },
        "exhibits": {
            "plan": {
                "title": "The plan",
                "audience": "candidate",
                "kind": "text",
                "text": "Ship it.",
            },
            "log": {
                "title": "The log",
                "audience": "candidate",
                "kind": "text",
                "text": "10:00 ok",
            },
            "truth": {
                "title": "Truth",
                "audience": "interviewer",
                "kind": "text",
                "text": "Secret.",
            },
        },
        "look_fors": {
            "pf5-metric": {
                "dim": "problem-framing",
                "level": 5,
                "stage": "frame",
                "text": "Names the metric and what would stop the launch",
            },
            "pf3-goal": {
                "dim": "problem-framing",
                "level": 3,
                "stage": "frame",
                "text": "Asks for the goal",
            },
            "md1-model": {
                "dim": "modeling-depth",
                "level": 1,
                "stage": "data",
                "text": "Picks a model first",
            },
        },
        "probes": {
            "p-month": {"stage": "frame", "ask": "How will you know in a month?"},
            "p-metric": {
                "stage": "frame",
                "ask": "Which number decides?",
                "rung": 2,
                "unless": ["pf5-metric"],
            },
            "p-hint": {
                "stage": "frame",
                "ask": "What about returns?",
                "rung": 3,
                "unless": ["pf5-metric"],
            },
        },
        "reveals": {"r-log": {"exhibit": "log", "ask": ["show me the log", "any logs"]}},
        "branches": {
            "b-late": {
                "stage": "data",
                "when": "not seen.pf5-metric",
                "prompt": "Take profit as given.",
            },
        },
        "red_flags": {
            "rf-no-control": {
                "text": "Ships without a control",
                "dims": ["problem-framing"],
                "cap": 2,
            },
        },
        "anchors": {
            "problem-framing": {"5": "case five", "3": "case three", "1": "case one"},
        },
    }


def case(**changes: Any) -> Case:
    return Case.model_validate({**case_data(), **changes})


def plan() -> Plan:
    return Plan(case(), rubric())


def session(**changes: Any) -> Session:
    """A session that is ready to start."""
    fields: dict[str, Any] = {
        "kind": "live",
        "loop": "C-014",
        "candidate": "C-014",
        "interviewer": "Mara Lindqvist",
        "created_at": T0,
        **changes,
    }
    return new_session(plan(), **fields)


def after(begun: Session, *events: Event, start: float = 0.0, step: float = 1.0) -> Session:
    """``begun`` after ``events``, one every ``step`` seconds from ``start``."""
    for number, event in enumerate(events):
        begun = apply(begun, event, at(start + number * step), plan())
    return begun


def scored(**changes: Any) -> Session:
    """A session in scoring with every dimension scored 3, nothing missing but evidence."""
    scores = [SetScore(dim, 3) for dim in DIMS]
    return after(session(**changes), Start(), BeginScoring(), *scores, SetRecommendation("yes"))
