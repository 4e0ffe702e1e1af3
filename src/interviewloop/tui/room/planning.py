"""What the planner shows: panels of other sizes, what one more interview buys, whom to seat next.

Free of Textual. Importing it brings NumPy, so only the thread that computes does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from interviewloop.calibration.connectivity import connectivity
from interviewloop.calibration.figures import Rule
from interviewloop.calibration.planning import dimensions_now, one_more, planned_panels
from interviewloop.calibration.rating_columns import table_of
from interviewloop.calibration.seating import FEWEST_SEATS, seatings
from interviewloop.report.pictures import Forest, Row
from interviewloop.report.plan_report import seating_lines
from interviewloop.tui.room.measuring import allowed_sessions, first_pool, rows_of
from interviewloop.tui.room.query import Filters
from interviewloop.tui.room.sheet import Column, Line, Sheet, Subject

if TYPE_CHECKING:
    from interviewloop.calibration.figures import Figure
    from interviewloop.calibration.planning import OneMore, PlannedPanel
    from interviewloop.calibration.ratings import Ratings
    from interviewloop.tui.room.query import Pool
    from interviewloop.workspace.surveying import AnyListing

MOST = 10
_CANDIDATES = 3
_SEAT_WIDTH = 76


class Basis(NamedTuple):
    """The scores that a plan is made from, and how many dimensions a session scores now.

    Interviewers have their own names here: nothing of a plan tells how anybody scored.
    """

    pool: Pool
    ratings: Ratings
    dimensions: float

    @property
    def nearest(self) -> int:
        """The number of dimensions on the slider that stands for as many as now."""
        return max(1, round(self.dimensions))

    def words(self, dimensions: int) -> str:
        """What so many dimensions a session mean next to those scored now."""
        now = f"{self.dimensions:.1f}".removesuffix(".0")
        if dimensions == self.nearest:
            return f"as now: {now} scored in a session"
        return f"{dimensions} in place of {now} scored in a session"


class Planned(NamedTuple):
    """A plan for a cut and a number of dimensions: by number of interviewers, 1 to ``MOST``.

    ``why`` says why there is none, and ``sheet`` is empty then.
    """

    sheet: Sheet
    buys: tuple[str, ...]
    why: str


def basis_of(listing: AnyListing, pool: Pool | None, viewer: str) -> Basis:
    """All scores of ``pool`` that ``viewer`` may see."""
    pool = pool or first_pool(listing)
    allowed, _ = allowed_sessions(listing, pool, viewer)
    loops = [stored.loop for stored in listing.loops]
    ratings = table_of(rows_of(allowed, pool, Filters(), loops).rows)
    return Basis(pool, ratings, dimensions_now(ratings))


def planned(basis: Basis, cut: float, dimensions: int) -> Planned:
    """The plan for a mean of ``cut`` and so many ``dimensions`` a session."""
    other = None if dimensions == basis.nearest else dimensions
    panels = planned_panels(basis.ratings, cut, MOST, other)
    more = one_more(basis.ratings, cut, MOST, other)
    if isinstance(panels, Rule) or isinstance(more, Rule):
        rule = panels if isinstance(panels, Rule) else more
        notice = rule.notice("Panels of other sizes") if isinstance(rule, Rule) else None
        why = f"Withheld: {notice.message}. {notice.mend}" if notice else ""
        return Planned(_sheet(()), (), why)
    return Planned(_sheet(panels), tuple(_buys(one) for one in more), "")


def seats(basis: Basis, interviewers: int, width: int = _SEAT_WIDTH) -> list[str]:
    """Whom to seat on the next candidates, in lines; ``interviewers`` each, two at the least."""
    found = seatings(basis.ratings, _CANDIDATES, max(FEWEST_SEATS, interviewers))
    return seating_lines(connectivity(basis.ratings), found, width)


def _sheet(panels: tuple[PlannedPanel, ...]) -> Sheet:
    rows = tuple(Row(str(one.interviewers), "", one.reliability) for one in panels)
    lines = tuple(
        Line(
            Subject("panel"),
            (str(one.interviewers), one.reliability, one.wrong_hire, one.wrong_reject),
        )
        for one in panels
    )
    columns = (
        Column("interviewers"),
        Column("reliability", "{:.2f}"),
        Column("wrong hires", "{:.0%}", "%"),
        Column("wrong rejections", "{:.0%}", "%"),
    )
    picture = Forest("Reliability", "all chance", "all candidates", 0.5, rows, 0.5)
    return Sheet("Plan", columns, lines, "", picture)


def _buys(more: OneMore) -> str:
    """What one more interview buys, in words; a sum that may be nothing is said to be."""
    n = more.interviewers
    hires, rejects = (_spared(rate) for rate in (more.wrong_hire, more.wrong_reject))
    return (
        f"One more interview, {n + 1} in place of {n}, raises reliability by"
        f" {_between(more.reliability, 1, '{:.2f}')}. In 100 candidates it spares {hires} wrong"
        f" hires and {rejects} wrong rejections."
    )


def _spared(rate: Figure) -> str:
    return _between(rate, 100, "{:.1f}")


def _between(figure: Figure, scale: float, form: str) -> str:
    value, low, high = (
        form.format(scale * (number or 0.0)).replace("-0.0", "0.0")
        for number in (figure.value, figure.ci_low, figure.ci_high)
    )
    return f"{value} ({low} to {high})"
