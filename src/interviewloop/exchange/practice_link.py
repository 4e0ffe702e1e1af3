"""Scores of simulated candidates by which the groups of a live panel can be linked."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from interviewloop.exchange.session_ratings import rows_from_sessions
from interviewloop.model.names import folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from interviewloop.calibration.figures import Notice
    from interviewloop.calibration.ratings import RatingRow
    from interviewloop.exchange.session_ratings import Baseline
    from interviewloop.model.head import SessionHead


class Practice(NamedTuple):
    """First meetings of a panel's interviewers with personas: ``rows``, what was held back of them,
    and the sessions ``behind`` by (candidate, interviewer) as in the rows."""

    rows: tuple[RatingRow, ...]
    notices: tuple[Notice, ...]
    behind: Mapping[tuple[str, str], tuple[SessionHead, ...]]


def practice_of(
    interviewers: Iterable[str],
    sessions: Iterable[SessionHead],
    baseline: Baseline = "sealed",
    *,
    rubric: str | None = None,
    since: date | None = None,
    until: date | None = None,
) -> Practice:
    """Practice among ``sessions`` by any of ``interviewers``, who are spelled as there."""
    found = rows_from_sessions(
        sessions, baseline, kind="mock", rubric=rubric, since=since, until=until
    )
    spelling = {folded(name): name for name in interviewers}
    met = {
        (candidate, name): spelling[folded(name)]
        for candidate, name in found.meetings
        if folded(name) in spelling
    }
    return Practice(
        tuple(
            row._replace(interviewer=met[row.candidate, row.interviewer])
            for row in found.rows
            if (row.candidate, row.interviewer) in met
        ),
        tuple(notice for notice in found.notices if notice.code == "held-back"),
        {(place[0], name): found.behind[place] for place, name in met.items()},
    )
