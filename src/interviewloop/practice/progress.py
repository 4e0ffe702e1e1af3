"""Progress over mock interviews: how near the key, first to last, and the certification bar."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import fmean
from typing import TYPE_CHECKING

from interviewloop.practice.cells import cells_of
from interviewloop.practice.evidence import Share
from interviewloop.practice.interviews import interview_of
from interviewloop.practice.limits import EXACT_BAR, LOOP, RMSE_BAR, WITHIN_ONE_BAR
from interviewloop.practice.measure import UNFINISHED_LOOP, Reason
from interviewloop.practice.patterns import Patterns, patterns_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from interviewloop.model.case import Case
    from interviewloop.model.persona import Persona
    from interviewloop.model.session import Session
    from interviewloop.practice.cells import Cell


@dataclass(frozen=True, slots=True)
class Mock:
    """A sealed mock session with the persona and case it was run with."""

    session: Session
    persona: Persona
    case: Case


@dataclass(frozen=True, slots=True)
class Accuracy:
    """How near the key: scores equal to it, scores less than two away, root mean square error.

    A key that lies between two scores is met by either. ``rmse`` is None without scores.
    """

    exact: Share
    within_one: Share
    rmse: float | None


@dataclass(frozen=True, slots=True)
class Point:
    """One mock interview on the way. ``again`` is true when the persona had been met before."""

    persona: str
    name: str
    case: str
    at: datetime | None
    accuracy: Accuracy
    again: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """The certification bar over the last loop: passed or not, or why it is not applied yet."""

    passed: bool | None
    accuracy: Accuracy
    interviews: int
    withheld: Reason | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """A trainee's way. ``rated`` is false while any key is the authors' and not a panel's."""

    trainee: str
    points: tuple[Point, ...]
    bar: Bar
    patterns: Patterns
    rated: bool


def progress(trainee: str, mocks: Sequence[Mock]) -> Progress:
    """The way of ``trainee`` over sealed ``mocks``, ordered by when they were sealed.

    Only first meetings with a persona count towards bar and patterns; later ones are shown.
    """
    ordered = sorted(mocks, key=_sealed_order)
    points: list[Point] = []
    first: list[Mock] = []
    met: set[tuple[str, str]] = set()
    for mock in ordered:
        who = (mock.case.id, mock.persona.id)
        points.append(_point(mock, who in met))
        if who not in met:
            met.add(who)
            first.append(mock)
    interviews = [interview_of(one.session, one.persona, one.case) for one in first]
    return Progress(
        trainee=trainee,
        points=tuple(points),
        bar=_bar(first),
        patterns=patterns_of(interviews),
        rated=all(mock.persona.persona.panel == "rated" for mock in ordered),
    )


def accuracy_of(cells: Sequence[Cell]) -> Accuracy:
    """Accuracy over those of ``cells`` that count."""
    counted = [cell for cell in cells if cell.counts]
    hits = sum(cell.outcome == "hit" for cell in counted)
    misses = sum(cell.outcome == "miss" for cell in counted)
    squares = [d * d for cell in counted if (d := cell.difference) is not None]
    return Accuracy(
        exact=Share(hits, len(counted)),
        within_one=Share(len(counted) - misses, len(counted)),
        rmse=math.sqrt(fmean(squares)) if squares else None,
    )


def passes(accuracy: Accuracy) -> bool:
    """Whether ``accuracy`` is at the certification bar or above it."""
    exact, near, rmse = accuracy.exact.value, accuracy.within_one.value, accuracy.rmse
    if exact is None or near is None or rmse is None:
        return False
    return exact >= EXACT_BAR and near >= WITHIN_ONE_BAR and rmse <= RMSE_BAR


def _point(mock: Mock, again: bool) -> Point:
    return Point(
        persona=mock.persona.id,
        name=mock.persona.name,
        case=mock.case.id,
        at=mock.session.sealed_at,
        accuracy=accuracy_of(cells_of(mock.session, mock.persona, mock.case)),
        again=again,
    )


def _bar(first: Sequence[Mock]) -> Bar:
    loop = first[-LOOP:]
    cells = [cell for one in loop for cell in cells_of(one.session, one.persona, one.case)]
    accuracy = accuracy_of(cells)
    if len(loop) < LOOP:
        return Bar(None, accuracy, len(loop), UNFINISHED_LOOP)
    return Bar(passes(accuracy), accuracy, len(loop))


def _sealed_order(mock: Mock) -> tuple[str, tuple[str, str, str]]:
    at = mock.session.sealed_at
    return (at.isoformat() if at else "", mock.session.key)
