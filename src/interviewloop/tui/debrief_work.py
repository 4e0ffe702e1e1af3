"""The severity-adjusted view of one candidate, from the whole panel's sealed scores.

Free of Textual. Importing it brings NumPy, so only the thread that computes does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from interviewloop.calibration.connectivity import connectivity
from interviewloop.calibration.fair_means import fair_means
from interviewloop.calibration.ratings import Ratings
from interviewloop.calibration.rules import BY_CODE
from interviewloop.calibration.severity_model import severity_model
from interviewloop.exchange.session_ratings import rows_from_sessions
from interviewloop.model.names import same_name

if TYPE_CHECKING:
    from interviewloop.calibration.figures import Figure
    from interviewloop.model.loop import Loop
    from interviewloop.workspace.listing import Listing


@dataclass(frozen=True, slots=True)
class Fair:
    """The fair mean of a candidate, or in ``why`` the reason that there is none.

    ``raw`` is the plain mean of the same scores, ``clear`` whether severity differs clearly.
    """

    figure: Figure | None
    raw: float | None
    clear: bool
    why: str


def fair_view(listing: Listing, loop: Loop) -> Fair:
    """The fair mean of the candidate of ``loop``, on the sealed scores of the panel."""
    sessions = [stored.session for stored in listing.sessions]
    rows = rows_from_sessions(sessions, kind="example" if loop.example else None).rows
    names = {loop.candidate.strip(), f"{loop.candidate.strip()} ({loop.name})"}
    own = [row for row in rows if any(same_name(row.candidate, name) for name in names)]
    if not own:
        return Fair(None, None, False, "no sealed score of this candidate counts yet.")
    ratings = Ratings.from_rows(rows)
    model = severity_model(ratings, connectivity(ratings))
    found = fair_means(model)
    label = own[-1].candidate
    mean = found[label]
    code = mean.fair_mean.withheld
    return Fair(mean.fair_mean, mean.raw_mean, model.clear, _reason(code) if code else "")


def _reason(code: str) -> str:
    rule = BY_CODE[code]
    reason, mend = (text.format(threshold=rule.threshold) for text in (rule.reason, rule.mend))
    return f"{reason}. {mend}"
