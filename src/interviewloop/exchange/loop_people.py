"""Whom to propose for a loop: those whose joining keeps the panel comparable come first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewloop.calibration.ratings import Ratings
from interviewloop.calibration.seating import FEWEST_SEATS, seatings
from interviewloop.exchange.session_ratings import rows_from_sessions
from interviewloop.model.names import folded, same_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from interviewloop.model.loop import Loop
    from interviewloop.workspace.listing import Listing


def people_for(listing: Listing, loop: Loop, named: Sequence[str], seats: int) -> tuple[str, ...]:
    """Up to ``seats`` interviewers who are not in ``loop`` yet, of ``named`` if any are.

    Of those who have interviewed before, who would join subsets of the panel or has met the others
    least comes first; people without a sealed scorecard follow in the order of their names.
    """
    wanted = {folded(name) for name in named}
    sessions = [stored.session for stored in listing.sessions]
    real = [one for one in sessions if (one.kind == "example") == loop.example]
    busy = [plan.interviewer for plan in loop.planned.values()]
    busy += [one.interviewer for one in real if one.loop == loop.name]
    rows = rows_from_sessions(
        real,
        kind="example" if loop.example else None,
        loops=[stored.loop for stored in listing.loops],
    ).rows
    rows = tuple(row for row in rows if not wanted or folded(row.interviewer) in wanted)
    rows = tuple(row for row in rows if not any(same_name(row.interviewer, it) for it in busy))
    order: list[str] = []
    if rows and seats >= FEWEST_SEATS:
        table = Ratings.from_rows(rows)
        order = [name for seating in seatings(table, 1, seats) for name in seating.interviewers]
    others = named or sorted({one.interviewer for one in real if one.kind != "mock"})
    order += [name for name in others if not any(same_name(name, it) for it in (*order, *busy))]
    return tuple(order[:seats])
