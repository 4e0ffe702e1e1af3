"""The severity-adjusted view of one candidate, from the whole panel's sealed scores.

Free of Textual. Importing it brings NumPy, so only the thread that computes does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewloop.calibration.fair_candidate import Fair, fair_of, loop_labels
from interviewloop.exchange.session_ratings import rows_from_sessions

if TYPE_CHECKING:
    from interviewloop.model.loop import Loop
    from interviewloop.workspace.listing import Listing


def fair_view(listing: Listing, loop: Loop) -> Fair:
    """The fair mean of the candidate of ``loop``, on the sealed scores of the panel."""
    sessions = [stored.session for stored in listing.sessions]
    rows = rows_from_sessions(
        sessions,
        kind="example" if loop.example else None,
        loops=[stored.loop for stored in listing.loops],
    ).rows
    return fair_of(rows, loop_labels(loop.candidate, loop.name))
