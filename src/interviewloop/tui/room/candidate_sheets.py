"""The sheets about candidates: fair means, and the map on which everything has one scale."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewloop.report import pictures
from interviewloop.tui.room.people_sheets import apart_words
from interviewloop.tui.room.sheet import Column, Line, Sheet, Subject

if TYPE_CHECKING:
    from collections.abc import Iterator

    from interviewloop.calibration.results import Calibration


def fair(calibration: Calibration) -> Sheet:
    """Fair mean beside plain mean."""
    picture = pictures.fair_forest(calibration)
    lines = tuple(
        Line(
            Subject("candidate", (row.label,)),
            (row.label, row.against, row.figure, calibration.candidates[row.label].interviewers),
        )
        for row in picture.rows
    )
    columns = (
        Column("candidate"),
        Column("plain mean", "{:.2f}"),
        Column("fair mean", "{:.2f}"),
        Column("interviewers"),
    )
    legend = (
        "Fair mean: what the scores would average had every interviewer been equally severe, with"
        " the 95% interval. ◆ the plain mean; ● it lies outside the interval, ○ within."
    )
    if not calibration.severity_clear:
        legend += " Interviewers do not differ clearly in severity: keep to the plain means."
    legend += apart_words(calibration)
    return Sheet("Fair means", columns, lines, legend, picture, drawn=2)


def wright(calibration: Calibration) -> Sheet:
    """A line for each mark of the map, highest first, then what has no place on it."""
    picture = pictures.wright_map(calibration)
    lines = [
        Line(Subject(mark.kind, (mark.label,)), (mark.kind, mark.name, mark.value))
        for mark in picture
    ]
    lines += _without_place(calibration)
    columns = (Column("kind"), Column("name"), Column("points", "{:.2f}"))
    legend = (
        "All on one scale of rating points: candidates at their fair means, interviewers at 3 plus"
        " severity, dimensions at 3 plus how far below the others they are scored. Who or what"
        " stands higher asks for more. Below the scale is what is withheld."
    ) + apart_words(calibration)
    return Sheet("Wright map", columns, tuple(lines), legend, picture)


def _without_place(calibration: Calibration) -> Iterator[Line]:
    """Those whose place is withheld, with the figure that says why."""
    for label, candidate in calibration.candidates.items():
        if candidate.fair.within_subset.value is None:
            values = ("candidate", label, candidate.fair.within_subset)
            yield Line(Subject("candidate", (label,)), values)
    for label, interviewer in calibration.interviewers.items():
        if interviewer.severity.within_subset.value is None:
            values = ("interviewer", label, interviewer.severity.within_subset)
            yield Line(Subject("interviewer", (label,)), values)
