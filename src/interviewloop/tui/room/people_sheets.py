"""The sheets about interviewers: severity, leans, pairs, drift, accuracy.

Interviewers stand in the order of their labels and nothing is ever sorted by a figure: these are
mirrors, not league tables.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewloop.calibration.link_rules import LINK_NOT_ASKED
from interviewloop.report import pictures
from interviewloop.report.calibration_facets import link_words
from interviewloop.report.calibration_sections import flags
from interviewloop.tui.room.sheet import Column, Line, Sheet, Subject

if TYPE_CHECKING:
    from interviewloop.calibration.results import Calibration, InterviewerResult
    from interviewloop.tui.room.sheet import Value

_POINTS = "{:+.2f}"


def severity(calibration: Calibration) -> Sheet:
    """Who is severe or lenient, with what else is known of everybody's scores."""
    whole = calibration.data.connectivity.connected
    lines = tuple(
        Line(
            Subject("interviewer", (label,)),
            (
                label,
                one.severity.severity if whole else one.severity.within_subset,
                one.severity_raw,
                one.mean,
                flags(one),
                one.n,
            ),
        )
        for label, one in calibration.interviewers.items()
    )
    columns = (
        Column("interviewer"),
        Column("severity", _POINTS),
        Column("raw", _POINTS),
        Column("mean", "{:.2f}"),
        Column("patterns"),
        Column("scores"),
    )
    legend = (
        "Score points below (severe) or above (lenient) what the average colleague would give the"
        " same candidates, drawn towards zero as far as the data are thin, with the 95% interval."
        f" ● the whole interval lies on one side, ○ it does not.{apart_words(calibration)}"
    )
    return Sheet("Severity", columns, lines, legend, pictures.severity_forest(calibration))


def apart_words(calibration: Calibration) -> str:
    """What to beware of where groups of the panel share no candidate."""
    if calibration.data.connectivity.connected:
        return ""
    return " Groups that share no candidate are measured each for itself: compare inside one only."


def linked(calibration: Calibration) -> tuple[Sheet, ...]:
    """Severity over groups that only practice joins; nothing where nobody asked for it."""
    found = calibration.linked
    if found.withheld == LINK_NOT_ASKED.code:
        return ()
    lines = tuple(
        Line(
            Subject("linked", (label,)),
            (label, one.severity_linked, one.rasch_linked.severity, one.rasch_linked.se),
        )
        for label, one in calibration.interviewers.items()
    )
    columns = (
        Column("interviewer"),
        Column("severity", _POINTS),
        Column("logits", _POINTS),
        Column("SE", "{:.2f}"),
    )
    legend = link_words(found) or " ".join(
        f"{notice.message}. {notice.mend}" for notice in found.notices
    )
    picture = pictures.linked_forest(calibration)
    return (Sheet("Linked by practice", columns, lines, legend, picture),)


def leans(calibration: Calibration) -> tuple[Sheet, ...]:
    """Interviewers by dimensions; nothing where there is one dimension only."""
    if len(calibration.dimensions) < 2:
        return ()
    picture = pictures.lean_heat(calibration)
    lines = tuple(
        Line(
            Subject("interviewer", (label,)),
            (label, *cells),
            tuple(Subject("lean", (label, dimension)) for dimension in picture.columns),
        )
        for label, _, cells in picture.rows
    )
    columns = (Column("interviewer"), *(Column(name, _POINTS) for name in picture.columns))
    legend = (
        "Score points by which somebody is severer (+) or milder (-) on a dimension than on the"
        " others. ● the 95% interval leaves out zero; w: withheld; ·: not scored."
    )
    if calibration.leans_measured:
        legend += f" Of {calibration.leans_measured} measured, 1 in 20 would by chance alone."
    return (Sheet("Leans", columns, lines, legend, picture),)


def pairs(calibration: Calibration) -> Sheet:
    """Agreement of every two who share scores."""
    picture = pictures.kappa_forest(calibration)
    lines = tuple(
        Line(
            Subject("pair", (pair.a, pair.b)),
            (row.name, pair.kappa_quadratic, pair.n, pair.candidates),
        )
        for pair, row in zip(calibration.pairs, picture.rows, strict=True)
    )
    columns = (Column("pair"), Column("kappa", "{:.2f}"), Column("shared"), Column("candidates"))
    legend = "Agreement of two interviewers: 1 is perfect, 0 is chance (quadratic weighted kappa)."
    return Sheet("Pairs", columns, lines, legend, picture)


def drift(calibration: Calibration) -> Sheet:
    """Everybody's sessions in order."""
    lines = tuple(
        Line(
            Subject("interviewer", (label,)),
            (label, one.drift.points, one.drift.sessions, _drift_words(one)),
            tuple(Subject("session", (label, candidate)) for candidate in one.drift.met),
        )
        for label, one in calibration.interviewers.items()
    )
    columns = (
        Column("interviewer"),
        Column("drift", _POINTS),
        Column("sessions"),
        Column("told"),
    )
    legend = (
        "Each line is one interviewer's sessions in order, as a running mean: above the middle they"
        " scored higher than the candidates explain, below it lower. Drift: score points by which"
        " the later half was scored lower (+, harsher) or higher (-, milder) than the earlier, with"
        " the 95% interval;"
        " ◆ it shows and stays when all drifts are fitted together."
    )
    return Sheet("Drift", columns, lines, legend, pictures.drift_paths(calibration))


def _drift_words(one: InterviewerResult) -> str:
    if one.drift.flag:
        return "drift"
    return "" if one.drift.withheld is not None else "none found"


def accuracy(calibration: Calibration) -> tuple[Sheet, ...]:
    """Scores against the key; nothing where there is none."""
    if not calibration.keyed:
        return ()
    lines = tuple(
        Line(Subject("interviewer", (label,)), _accuracy_values(label, one))
        for label, one in calibration.interviewers.items()
    )
    columns = (
        Column("interviewer"),
        Column("severity", _POINTS),
        Column("hit", "{:.0%}"),
        Column("near", "{:.0%}"),
        Column("miss", "{:.0%}"),
        Column("scores"),
    )
    legend = (
        "Score points below (+) or above (-) the key of the simulated candidates, with the 95%"
        " interval. Hit: the key, or either side of a half key; near: less than two points off."
    )
    picture = pictures.accuracy_forest(calibration)
    return (Sheet("Against the key", columns, lines, legend, picture),)


def _accuracy_values(label: str, one: InterviewerResult) -> tuple[Value, ...]:
    found = one.accuracy
    return (label, found.severity, found.hit, found.near, found.miss, found.n)
