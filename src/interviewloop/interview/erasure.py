"""What is left of a candidate once they are erased: scores of nobody.

Calibration needs who scored whom how; it does not need to know who the whom was. An erased loop
keeps its scorecards under a random label, without a word that anybody typed about the candidate.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from interviewloop.interview.loops import scored_blind
from interviewloop.interview.sealing import sealed_anew
from interviewloop.model.loop import Loop
from interviewloop.model.scorecard import Scorecard
from interviewloop.model.session import Session

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

ERASED = "erased"
"""What stands where a reason was."""


@dataclass(frozen=True, slots=True)
class Remains:
    """A loop and its scorecards after erasure, and how many sessions and notes went altogether."""

    loop: Loop
    sessions: tuple[Session, ...]
    dropped: int
    notes: int


def remains(loop: Loop, sessions: Iterable[Session], label: str) -> Remains:
    """What is kept of ``loop`` and its ``sessions`` under ``label``.

    Scorecards that count in figures are kept: sealed, and submitted blind. Others are dropped.
    """
    every = list(sessions)
    kept = [one for one in every if one.sealed and scored_blind(one, loop)]
    return Remains(
        loop=Loop(
            name=label,
            candidate=label,
            rubric=loop.rubric,
            created_at=min((_day(one) for one in kept), default=loop.created_at),
            example=loop.example,
        ),
        sessions=tuple(_anonymous(one, label) for one in kept),
        dropped=len(every) - len(kept),
        notes=sum(len(one.notes) for one in every),
    )


def _anonymous(session: Session, label: str) -> Session:
    """Scores, changes of scores and their times, of nobody."""
    card = session.scorecard
    bare = Session(
        kind=session.kind,
        phase="sealed",
        loop=label,
        candidate=label,
        interviewer=session.interviewer,
        case=session.case,
        case_version=session.case_version,
        rubric=session.rubric,
        rubric_version=session.rubric_version,
        created_at=_day(session),
        sealed_at=session.sealed_at,
        seal=ERASED,
        stretch=session.stretch,
        stage=session.stage,
        scorecard=Scorecard(
            recommendation=card.recommendation, scores=card.scores, confidence=card.confidence
        ),
        amendments={
            name: one.model_copy(update={"why": ERASED, "by": session.interviewer})
            for name, one in session.amendments.items()
        },
    )
    return sealed_anew(bare)


def _day(session: Session) -> datetime:
    return session.sealed_at or session.created_at
