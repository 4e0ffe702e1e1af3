"""One candidate's fair mean out of a whole panel's scores, for a debrief."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from interviewloop.calibration.connectivity import connectivity
from interviewloop.calibration.fair_means import fair_means
from interviewloop.calibration.rating_columns import table_of
from interviewloop.calibration.rules import BY_CODE
from interviewloop.calibration.severity_model import severity_model
from interviewloop.model.names import folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from interviewloop.calibration.figures import Figure
    from interviewloop.calibration.ratings import RatingRow


@dataclass(frozen=True, slots=True)
class Fair:
    """The fair mean of a candidate, or in ``why`` the reason that there is none.

    ``raw`` is the plain mean of the same scores, ``clear`` whether severity differs clearly.
    """

    figure: Figure | None
    raw: float | None
    clear: bool
    why: str


def fair_of(rows: Sequence[RatingRow], labels: Iterable[str]) -> Fair:
    """The fair mean of the candidate who goes by one of ``labels`` in the ``rows`` of a panel."""
    wanted = {folded(label) for label in labels}
    label = next((row.candidate for row in rows if folded(row.candidate) in wanted), None)
    if label is None:
        return Fair(None, None, False, "no sealed score of this candidate counts yet.")
    ratings = table_of(rows)
    model = severity_model(ratings, connectivity(ratings))
    mean = fair_means(model)[label]
    code = mean.fair_mean.withheld
    return Fair(mean.fair_mean, mean.raw_mean, model.clear, _reason(code) if code else "")


def loop_labels(candidate: str, loop: str) -> tuple[str, str]:
    """What a candidate of a loop is called in a table of ratings: alone, or seen in several."""
    return candidate.strip(), f"{candidate.strip()} ({loop})"


def _reason(code: str) -> str:
    rule = BY_CODE[code]
    reason, mend = (text.format(threshold=rule.threshold) for text in (rule.reason, rule.mend))
    return f"{reason}. {mend}"
