"""The severity-adjusted view of one candidate, from the whole panel's sealed scores.

Free of Textual. Importing it brings NumPy, so only the thread that computes does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewloop.calibration.fair_candidate import Fair, fair_of, loop_labels
from interviewloop.exchange.session_ratings import rows_from_sessions
from interviewloop.interview.blindness import apart

if TYPE_CHECKING:
    from interviewloop.model.loop import Loop
    from interviewloop.workspace.surveying import AnyListing


def fair_view(listing: AnyListing, loop: Loop, viewer: str) -> Fair:
    """The fair mean of the candidate of ``loop``, on the panel's sealed scores that ``viewer`` may
    see."""
    loops = [stored.loop for stored in listing.loops]
    allowed, _ = apart(viewer, (stored.session for stored in listing.sessions), loops)
    rows = rows_from_sessions(allowed, kind="example" if loop.example else None, loops=loops).rows
    return fair_of(rows, loop_labels(loop.candidate, loop.name))
