"""Sealed sessions as rating rows.

Sessions of different kinds never meet in one figure: live and shadow sessions judge real
candidates and belong together; practice and examples each stand alone.

Scores of a candidate whose loop still has an open scorecard are held back. A calibration of a
small panel shows single scores (a candidate's mean, how often a 5 was given), and whoever has yet
to submit must not learn them here.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from interviewloop.calibration.ratings import RatingRow
from interviewloop.exchange.left_out import (
    EXAMPLES_ONLY,
    held_back,
    missing_scores,
    mixed_rubrics,
    repeated_scores,
)
from interviewloop.model.names import folded
from interviewloop.model.scorecard import NO_SIGNAL, amended

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from interviewloop.calibration.figures import Notice
    from interviewloop.model.session import Session, SessionKind

Baseline = Literal["sealed", "amended"]
BASELINES: tuple[Baseline, ...] = ("sealed", "amended")
REAL_KINDS: tuple[SessionKind, ...] = ("live", "shadow")


@dataclass(frozen=True, slots=True)
class SessionRatings:
    """Rows of the sessions that count, and what the reader must know about those that do not.

    ``sessions`` is how many count. ``order`` numbers them by (candidate, interviewer) in the order
    in which they were sealed.
    """

    rows: tuple[RatingRow, ...]
    sessions: int
    notices: tuple[Notice, ...]
    order: Mapping[tuple[str, str], float]


def rows_from_sessions(
    sessions: Iterable[Session],
    baseline: Baseline = "sealed",
    *,
    kind: SessionKind | None = None,
    case: str | None = None,
    rubric: str | None = None,
    since: date | None = None,
    until: date | None = None,
) -> SessionRatings:
    """Rating rows of the sealed ``sessions`` of one ``kind``, ``case`` and ``rubric``, sealed from
    ``since`` to ``until``, both days included, as the clock stands here.

    Without ``kind``: live and shadow, or the examples if no live or shadow session is sealed.
    ``amended`` takes the scores as amendments left them, ``sealed`` as they were submitted. Names
    that differ only in case or spacing are one person. A candidate seen in several loops is a
    different performance in each. If one interviewer scored the same candidate and dimension in
    two sessions of a loop, the one sealed first counts.
    """
    known = list(sessions)
    kinds, notices = _kinds(known, kind)
    of_kind = [session for session in known if session.kind in kinds]
    chosen = [
        session
        for session in of_kind
        if session.sealed
        and (case is None or session.case == case)
        and (rubric is None or session.rubric == rubric)
        and _sealed_within(session, since, until)
    ]
    open_loops = {session.loop for session in of_kind if not session.sealed}
    open_candidates = {folded(session.candidate) for session in of_kind if not session.sealed}
    counted: list[Session] = []
    held: list[Session] = []
    for session in sorted(chosen, key=_sealing_order):
        waits = session.loop in open_loops or folded(session.candidate) in open_candidates
        (held if waits else counted).append(session)
    rows, order, no_signal, repeated = _rows(counted, baseline)
    notices += [
        *mixed_rubrics((session.rubric, session.rubric_version) for session in counted),
        *held_back((session.candidate for session in held), len(held)),
        *repeated_scores(repeated),
        *missing_scores(no_signal),
    ]
    return SessionRatings(rows, len(counted), tuple(notices), order)


def _sealed_within(session: Session, since: date | None, until: date | None) -> bool:
    if session.sealed_at is None:
        return False
    day = session.sealed_at.astimezone().date()
    return (since is None or since <= day) and (until is None or day <= until)


def _kinds(
    sessions: Sequence[Session], kind: SessionKind | None
) -> tuple[tuple[SessionKind, ...], list[Notice]]:
    sealed = {session.kind for session in sessions if session.sealed}
    if kind is not None:
        return (kind,), [EXAMPLES_ONLY] if kind == "example" and kind in sealed else []
    if "example" in sealed and not sealed.intersection(REAL_KINDS):
        return ("example",), [EXAMPLES_ONLY]
    return REAL_KINDS, []


def _sealing_order(session: Session) -> tuple[str, tuple[str, str, str]]:
    return (session.sealed_at.isoformat() if session.sealed_at else "", session.key)


def _rows(
    sessions: Sequence[Session], baseline: Baseline
) -> tuple[tuple[RatingRow, ...], dict[tuple[str, str], float], int, int]:
    """Rows, the place of each session, scores without signal, and scores dropped because an
    earlier one stands."""
    loops_of: defaultdict[str, set[str]] = defaultdict(set)
    candidate_names: dict[str, str] = {}
    interviewer_names: dict[str, str] = {}
    for session in sessions:
        loops_of[folded(session.candidate)].add(session.loop)
        candidate_names.setdefault(folded(session.candidate), session.candidate.strip())
        interviewer_names.setdefault(folded(session.interviewer), session.interviewer.strip())
    rows: dict[tuple[str, str, str], RatingRow] = {}
    order: dict[tuple[str, str], float] = {}
    no_signal = repeated = 0
    for place, session in enumerate(sessions):
        candidate = candidate_names[folded(session.candidate)]
        if len(loops_of[folded(session.candidate)]) > 1:
            candidate = f"{candidate} ({session.loop})"
        interviewer = interviewer_names[folded(session.interviewer)]
        order.setdefault((candidate, interviewer), float(place))
        card = session.scorecard
        if baseline == "amended":
            card = amended(card, session.amendments)
        for dimension, score in card.scores.items():
            unit = (candidate, interviewer, dimension)
            if score == NO_SIGNAL:
                no_signal += 1
            elif unit in rows:
                repeated += 1
            else:
                rows[unit] = RatingRow(candidate, interviewer, dimension, score)
    return tuple(rows.values()), order, no_signal, repeated
