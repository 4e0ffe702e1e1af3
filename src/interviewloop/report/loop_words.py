"""Sentences about a loop that page, Markdown and terminal share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewloop.interview.take_home import corrections, travel_text, travelled
from interviewloop.model.loop import OUTCOME_NAMES
from interviewloop.model.scorecard import RECOMMENDATION_NAMES
from interviewloop.model.text import counted
from interviewloop.report.score_words import amendment_words, change_words

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from interviewloop.calibration.fair_candidate import Fair
    from interviewloop.interview.debrief import Cell, Combination
    from interviewloop.interview.loops import Interview
    from interviewloop.model.loop import LoopEntry
    from interviewloop.report.loop_view import LoopView


def cell_words(cell: Cell) -> str:
    """``4``, ``5 → 3`` when it was amended, ``no signal``, or a dash."""
    if cell.score is None:
        return "–"
    return change_words(cell.sealed, cell.score)


def entry_words(entry: LoopEntry) -> str:
    """An entry of the record as a sentence."""
    what = {
        "waived": f"waived the scorecard of {entry.interviewer} ({entry.case})",
        "opened": "opened the scores before every scorecard was in",
        "decided": f"decided: {OUTCOME_NAMES[entry.outcome or 'hold']}",
        "held": "put a legal hold on the candidate's data",
        "released": "ended the legal hold",
    }[entry.what]
    return f"{entry.at:%Y-%m-%d %H:%M} UTC, {entry.by} {what}. {entry.why}"


def changes_words(view: LoopView) -> list[str]:
    """Each change of mind as a sentence, the oldest first."""
    return [amendment_words(it.interviewer, it.amendment, view.names) for it in view.changes]


def sum_words(summed: Combination) -> str:
    """The mean by rule, and the recommendations counted."""
    mean = "no score" if summed.mean is None else f"{summed.mean:.2f}"
    given = ", ".join(
        f"{count} {RECOMMENDATION_NAMES[name].lower()}"
        for name, count in reversed(summed.recommendations)
        if count
    )
    return (
        f"Mean over {counted(summed.dims, 'dimension')}, each counted alike: {mean}."
        f" Recommendations: {given or 'none'}."
    )


def fair_words(fair: Fair) -> str:
    """The mean with severity taken out and its interval, or why there is none."""
    figure = fair.figure
    if figure is None or figure.value is None:
        return f"Adjusted for severity: withheld, {fair.why}"
    clear = "" if fair.clear else " Severity does not clearly differ in this panel."
    raw = f", raw mean of the same scores {fair.raw:.2f}" if fair.raw is not None else ""
    return (
        f"Adjusted for severity: {figure.value:.2f} (95% interval {figure.ci_low:.2f} to"
        f" {figure.ci_high:.2f}, {counted(figure.n, 'sealed score')}{raw}).{clear}"
    )


def take_home_words(found: Iterable[Interview]) -> tuple[str, ...]:
    """For each take-home that was sent: when it went out and came back, and what was corrected."""
    said: list[str] = []
    for one in found:
        travel = travelled(one.session) if one.session else None
        if one.session is None or travel is None:
            continue
        back = f", received {_utc(travel.received_at)}" if travel.received_at else ""
        said.append(
            f"{one.case} with {one.interviewer}: sent {_utc(travel.sent_at)}{back}:"
            f" {travel_text(travel)}."
        )
        said += [
            f"{one.case} with {one.interviewer}: {right.way}, {_utc(wrong.at)}, was corrected to"
            f" {_utc(right.at)} on {_utc(right.entered_at)}: {right.why}"
            for wrong, right in corrections(one.session)
        ]
    return tuple(said)


def _utc(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"
