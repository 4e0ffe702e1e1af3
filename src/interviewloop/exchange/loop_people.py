"""Whom to propose for a loop, and whether the panel stays comparable: who has met whom.

Scores are left out on purpose. Whoever plans a loop may still owe a scorecard, and what is planned
must not depend on what anybody scored.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from interviewloop.calibration.connectivity import connectivity
from interviewloop.calibration.ratings import RatingRow, Ratings
from interviewloop.calibration.seating import joiners
from interviewloop.exchange.session_ratings import REAL_KINDS
from interviewloop.interview.loops import interviews, scored_blind
from interviewloop.model.names import folded, same_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from interviewloop.calibration.seating import Purpose
    from interviewloop.interview.loops import Interview
    from interviewloop.model.head import SessionHead
    from interviewloop.model.loop import Loop
    from interviewloop.workspace.surveying import AnyListing

Groups = tuple[tuple[str, ...], ...]
_ANY_DIMENSION, _ANY_SCORE = "met", 1
"""What stands in the table for scores: who met whom is all that is asked of it."""


class Joining(NamedTuple):
    """Somebody for a loop, and what they would do for the panel.

    ``purpose`` and ``link`` are those of a seating; None for who has no scorecard that counts yet.
    """

    interviewer: str
    purpose: Purpose | None = None
    link: str | None = None


class Panel(NamedTuple):
    """Groups of interviewers who share candidates, the largest first: as it is ``now``, and
    ``then``, when every interview of the loop has been submitted. One group is what is wanted."""

    now: Groups
    then: Groups


def people_for(
    listing: AnyListing, loop: Loop, named: Sequence[str], seats: int
) -> tuple[Joining, ...]:
    """Up to ``seats`` interviewers who are not in ``loop`` yet, of ``named`` if any are.

    Of those who have interviewed before, who would join parts of the panel comes first, then who
    has met the others least; people without a scorecard follow in the order of their names.
    """
    real = _real(listing, loop)
    loops = [stored.loop for stored in listing.loops if stored.loop.example == loop.example]
    busy = [one.interviewer for one in interviews(loop, real)]
    known = {one.interviewer for one in real}
    known.update(plan.interviewer for one in loops for plan in one.planned.values())
    wanted = tuple(named) or tuple(sorted(known))
    table = Ratings.from_rows(_met(listing, loop))
    names = _Spelled(table.interviewers)
    found = joiners(
        table,
        loop.name,
        [names.first(name) for name in busy],
        [names.first(name) for name in wanted],
        seats,
    )
    order = [Joining(*one) for one in found]
    for name in wanted:
        if not any(same_name(name, other) for other in (*busy, *(it.interviewer for it in order))):
            order.append(Joining(name))
    return tuple(order[:seats])


def panel_with(listing: AnyListing, loop: Loop, found: Iterable[Interview]) -> Panel:
    """The panel as it is, and as it will be with ``found``, the interviews of ``loop``."""
    rows = _met(listing, loop)
    names = _Spelled(row.interviewer for row in rows)
    pairs = {(row.candidate, row.interviewer) for row in rows}
    opened = any(entry.what == "opened" for entry in loop.record.values())
    coming = {
        (loop.name, names.first(one.interviewer))
        for one in found
        if one.state in ("planned", "open") and not opened
    }
    return Panel(_groups(rows), _groups([*rows, *map(_row, sorted(coming - pairs))]))


def _real(listing: AnyListing, loop: Loop) -> list[SessionHead]:
    """The sessions that are measured together with those of ``loop``."""
    kinds = ("example",) if loop.example else REAL_KINDS
    return [one.session for one in listing.sessions if one.session.kind in kinds]


def _met(listing: AnyListing, loop: Loop) -> list[RatingRow]:
    """One row for each loop and interviewer with a scorecard that counts in calibration."""
    loops = {folded(stored.loop.name): stored.loop for stored in listing.loops}
    names = _Spelled([loop.name])
    people = _Spelled()
    pairs: dict[tuple[str, str], None] = {}
    for session in _real(listing, loop):
        own = loops.get(folded(session.loop))
        if session.sealed and (own is None or scored_blind(session, own)):
            pairs[names.first(session.loop), people.first(session.interviewer)] = None
    return [_row(pair) for pair in pairs]


def _row(pair: tuple[str, str]) -> RatingRow:
    return RatingRow(*pair, _ANY_DIMENSION, _ANY_SCORE)


def _groups(rows: Iterable[RatingRow]) -> Groups:
    return connectivity(Ratings.from_rows(rows)).subsets


class _Spelled:
    """Names as they were spelled first."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._first: dict[str, str] = {}
        for name in names:
            self.first(name)

    def first(self, name: str) -> str:
        return self._first.setdefault(folded(name), name.strip())
