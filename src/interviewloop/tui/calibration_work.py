"""What the calibration screen shows: one kind of sessions measured, as far as the viewer may see.

Free of Textual. Importing it brings NumPy, so only the thread that computes does.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from interviewloop.calibration.calibrate import calibrate
from interviewloop.calibration.ratings import Ratings
from interviewloop.exchange.left_out import unreadable_files
from interviewloop.exchange.session_ratings import REAL_KINDS, rows_from_sessions
from interviewloop.interview.blindness import closed_because
from interviewloop.model.text import visible
from interviewloop.report.calibration_text import calibration_text
from interviewloop.tui.open_scorecards import OpenScorecards

if TYPE_CHECKING:
    from collections.abc import Sequence

    from interviewloop.calibration.figures import Notice
    from interviewloop.calibration.results import Calibration
    from interviewloop.model.session import Session
    from interviewloop.workspace.listing import Listing

Pool = Literal["panel", "mock", "example"]
"""Live and shadow sessions judge real candidates and are one pool; the others stand alone."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A calibration, or None with ``notices`` that say why not.

    ``left_out`` counts the loops the viewer may not see yet.
    """

    pool: Pool
    calibration: Calibration | None
    notices: tuple[Notice, ...]
    left_out: int

    def text(self, width: int) -> str:
        """The report for a screen of ``width`` columns."""
        if self.calibration is not None:
            report = calibration_text(self.calibration, width)
        else:
            said = [visible(f"{notice.message} {notice.mend}") for notice in self.notices]
            report = "\n\n".join([_NOTHING[self.pool], *said])
        return "\n\n".join(part for part in (self._left_out_words(), report) if part)

    def _left_out_words(self) -> str:
        if not self.left_out:
            return ""
        loops = "1 loop is" if self.left_out == 1 else f"{self.left_out} loops are"
        return f"{loops} left out: submit your own scorecard there first."


_NOTHING: dict[Pool, str] = {
    "panel": "Nothing to measure yet: no scorecard of a live or shadow session can be counted.\n"
    "Agreement needs two interviewers who have scored the same candidate.",
    "mock": "Nothing to measure yet: no scorecard of a mock session has been submitted.",
    "example": "There are no example sessions here. `interviewloop demo` opens the app on some.",
}


def first_pool(listing: Listing) -> Pool:
    """The panel, or the examples where nothing else has been submitted."""
    kinds = {stored.session.kind for stored in listing.sessions if stored.session.sealed}
    return "example" if kinds == {"example"} else "panel"


def measured(listing: Listing, pool: Pool, viewer: str) -> Measured:
    """Measure the sealed sessions of ``pool`` that ``viewer`` (empty if unknown) may see."""
    sessions = [stored.session for stored in listing.sessions]
    allowed, left_out = _allowed(sessions, pool, viewer)
    found = rows_from_sessions(allowed, kind=None if pool == "panel" else pool)
    unread = unreadable_files([bad.path.name for bad in listing.unreadable])
    notices = (*unread, *found.notices)
    if not found.rows:
        return Measured(pool, None, notices, left_out)
    result = calibrate(Ratings.from_rows(found.rows), order=found.order)
    result = replace(result, notices=(*notices, *result.notices))
    return Measured(pool, result, notices, left_out)


def _allowed(sessions: Sequence[Session], pool: Pool, viewer: str) -> tuple[list[Session], int]:
    """Sessions of ``pool`` but for loops whose scores are closed to the viewer, and how many those
    are. What nobody has submitted stays in: it holds others' scores of the candidate back."""
    kinds = REAL_KINDS if pool == "panel" else (pool,)
    open_cards = OpenScorecards(sessions)
    allowed, barred = [], set()
    for session in sessions:
        if session.kind not in kinds:
            continue
        closed = closed_because(viewer, session, open_cards.near(session))
        if closed in (None, "not-submitted"):
            allowed.append(session)
        else:
            barred.add(session.loop)
    return allowed, len(barred)
