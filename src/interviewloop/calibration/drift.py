"""Drift: whether an interviewer's scores change over the sessions, beyond what candidates explain.

Within one interviewer, the mean z of each session (standardised residuals of the joint estimates
of the many-facet Rasch model) is regressed on the order of the sessions. Drift shows when |t| > 3.
A colleague's drift leaks into others through shared candidates, so it is flagged only if it stays
when the drifts of all whom it shows for are fitted together (:mod:`.drift_confirmation`). How often
that finds drift and how often it errs stands in docs/statistics.md; a flag is a reason to look, not
a verdict.

``shift`` is the severity of the later half of the sessions less that of the earlier, in logits: one
Newton step from no change, -(sum res / sum V) late less early. ``points`` is the same in score
points: the mean residual of early sessions less that of late ones, with Student's interval for a
difference of two means of sessions (pooled), so that halo is allowed for.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from interviewloop.calibration import rasch_rules as rules
from interviewloop.calibration.drift_confirmation import confirmations
from interviewloop.calibration.figures import Figure
from interviewloop.calibration.rasch_fit import residuals
from interviewloop.calibration.rasch_model import Fitted
from interviewloop.calibration.ratings import LOWEST
from interviewloop.calibration.student import around

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from interviewloop.calibration.figures import Notice, Rule
    from interviewloop.calibration.rasch_fit import Residuals
    from interviewloop.calibration.ratings import Ratings

    Floats = NDArray[np.float64]

MOST_T = 3.0
_FLAT = 1e-12


@dataclass(frozen=True, slots=True)
class Drift:
    """``slope`` of mean z for one unit of order with its standard error and ``t``; positive is
    growing milder. ``shift`` in logits and ``points`` in score points, ``n`` counting sessions, are
    positive when later sessions were harsher. ``confirmed`` says whether a drift that shows stays
    beside those of others, and is ``None`` where none shows; ``flag`` is that it shows and stays.
    All are ``None`` if ``withheld`` names a rule. ``path`` is the mean residual of each session in
    order, in score points, above 0 where scored higher than the model expects; ``met`` names the
    candidate of each."""

    flag: bool | None
    confirmed: bool | None
    slope: float | None
    slope_se: float | None
    t: float | None
    shift: float | None
    points: Figure
    sessions: int
    withheld: str | None
    path: tuple[float, ...] = ()
    met: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Drifts:
    """Drift by interviewer label."""

    interviewers: Mapping[str, Drift]
    notices: tuple[Notice, ...]


def drifts(
    ratings: Ratings,
    fit: Fitted | Rule,
    order: Mapping[tuple[str, str], float] | None = None,
) -> Drifts:
    """Drift of every interviewer.

    ``fit`` is what :func:`~.rasch_model.fitted` gave for joint estimation. ``order`` places
    sessions, keyed by (candidate, interviewer): a number, or days since some date. Sessions without
    a place are left out; without any order drift is withheld.
    """
    place = _places(ratings, order)
    missing = (
        fit if not isinstance(fit, Fitted) else rules.DRIFT_NO_ORDER if order is None else None
    )
    found: dict[str, Drift]
    if missing is not None or not isinstance(fit, Fitted):
        found = {
            label: _hidden(missing or rules.DRIFT_NO_ORDER, 0) for label in ratings.interviewers
        }
    else:
        found = dict(_drifts(ratings, residuals(ratings, *fit), place))
    by_code = {rule.code: rule for rule in rules.RASCH_RULES}
    concerned = [
        (by_code[drift.withheld], label)
        for label, drift in found.items()
        if drift.withheld is not None
    ]
    concerned += [
        (rules.DRIFT_UNCONFIRMED, label)
        for label, drift in found.items()
        if drift.confirmed is False
    ]
    if missing is not None:
        concerned = [(missing, "Drift")]
    return Drifts(found, rules.notices_of(concerned))


def _places(ratings: Ratings, order: Mapping[tuple[str, str], float] | None) -> Floats:
    """The place of each score's session (n,); NaN where it is not known."""
    people = len(ratings.interviewers)
    session = ratings.candidate.astype(np.int64) * people + ratings.interviewer
    key, row = np.unique(session, return_inverse=True)
    known = {} if order is None else order
    place = np.array(
        [
            known.get((ratings.candidates[k // people], ratings.interviewers[k % people]), np.nan)
            for k in key.tolist()
        ],
        dtype=np.float64,
    )
    return np.where(np.isfinite(place), place, np.nan)[row]


class _Line(NamedTuple):
    """Drift of mean z over the sessions of one interviewer."""

    slope: float
    se: float
    t: float
    sessions: int


def _drifts(ratings: Ratings, at: Residuals, place: Floats) -> Iterator[tuple[str, Drift]]:
    placed = np.flatnonzero(np.isfinite(place))
    placed = placed[np.argsort(ratings.interviewer[placed], kind="stable")]
    people = np.arange(len(ratings.interviewers) + 1)
    ends = np.searchsorted(ratings.interviewer[placed], people)
    standardised = at.standardised
    rows = [placed[begin:end] for begin, end in pairwise(ends.tolist())]
    lines = [_line(ratings.candidate[own], standardised[own], place[own]) for own in rows]
    marked = [
        code for code, line in enumerate(lines) if isinstance(line, _Line) and abs(line.t) > MOST_T
    ]
    late = np.zeros(len(ratings), dtype=np.bool_)
    for code in marked:
        late[rows[code]] = _late(place[rows[code]])
    confirmed = confirmations(ratings, late, marked)
    for code, (own, line) in enumerate(zip(rows, lines, strict=True)):
        label = ratings.interviewers[code]
        if not isinstance(line, _Line):
            yield label, _hidden(rules.DRIFT_FEW_SESSIONS, line)
            continue
        known = confirmed.get(code)
        path, met = _path(ratings.candidate[own], at.residual[own], place[own])
        yield (
            label,
            Drift(
                flag=known is not None and known.confirmed,
                confirmed=None if known is None else known.confirmed,
                slope=line.slope,
                slope_se=line.se,
                t=line.t,
                shift=_shift(at, place, own),
                points=_points(ratings, at.residual, place, own),
                sessions=line.sessions,
                withheld=None,
                path=path,
                met=tuple(ratings.candidates[code] for code in met),
            ),
        )


def _hidden(rule: Rule, sessions: int) -> Drift:
    points = Figure.hidden(rule, sessions)
    return Drift(None, None, None, None, None, None, points, sessions, rule.code)


def _line(candidate: NDArray[np.int32], standardised: Floats, place: Floats) -> _Line | int:
    """The line through the sessions, or how many there are when they are too few. The scores of one
    interviewer, each (n,)."""
    _, session = np.unique(candidate, return_inverse=True)
    n = np.bincount(session)
    y = np.bincount(session, standardised) / n
    x = np.bincount(session, place) / n
    sessions = len(n)
    if sessions < rules.DRIFT_FEW_SESSIONS.threshold:
        return sessions
    x, y = x - x.mean(), y - y.mean()
    square = float(x @ x)
    if square < _FLAT:
        return sessions
    slope = float(x @ y) / square
    left = float(((y - slope * x) ** 2).sum()) / (sessions - 2)
    se = (left / square) ** 0.5
    return _Line(slope, se, slope / se if se > _FLAT else 0.0, sessions)


def _late(place: Floats) -> NDArray[np.bool_]:
    """Which scores of one interviewer belong to the later half of the sessions."""
    return np.asarray(place > np.median(np.unique(place)))


def _shift(at: Residuals, place: Floats, own: NDArray[np.int64]) -> float:
    late = _late(place[own])
    parts = [own[late], own[~late]]
    step = [-float(at.residual[part].sum() / at.variance[part].sum()) for part in parts]
    return step[0] - step[1]


def _points(ratings: Ratings, residual: Floats, place: Floats, own: NDArray[np.int64]) -> Figure:
    """Shift in score points over the sessions of one interviewer, whose scores are ``own``."""
    widest = float(ratings.highest - LOWEST)
    mean, when = _session_means(ratings.candidate[own], residual[own], place[own])
    late = when > np.median(when)
    halves = (mean[~late], mean[late])
    if not len(halves[1]):
        return Figure.hidden(rules.DRIFT_FEW_SESSIONS, len(mean))
    value = float(halves[0].mean() - halves[1].mean())
    value = min(max(value, -widest), widest)
    freedom = len(mean) - 2
    squares = sum(float(((half - half.mean()) ** 2).sum()) for half in halves)
    error = math.sqrt(squares / freedom * sum(1 / len(half) for half in halves))
    return Figure.of(value, around(value, error, freedom, -widest, widest), len(mean))


def _path(
    candidate: NDArray[np.int32], residual: Floats, place: Floats
) -> tuple[tuple[float, ...], tuple[int, ...]]:
    """Mean residual and candidate of each session of one interviewer, by place; scores each
    (n,)."""
    mean, when = _session_means(candidate, residual, place)
    order = np.argsort(when, kind="stable")
    return tuple(mean[order].tolist()), tuple(np.unique(candidate)[order].tolist())


def _session_means(
    candidate: NDArray[np.int32], residual: Floats, place: Floats
) -> tuple[Floats, Floats]:
    """Mean residual and place of each session of one interviewer, (sessions,) each."""
    _, session = np.unique(candidate, return_inverse=True)
    n = np.bincount(session)
    return np.bincount(session, residual) / n, np.bincount(session, place) / n
