"""The sheets about scores and what they are given on: agreement, reliability, use, cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewloop.calibration.ratings import HIGHEST, LOWEST
from interviewloop.report import pictures
from interviewloop.tui.room.sheet import Column, Line, Sheet, Subject

if TYPE_CHECKING:
    from interviewloop.calibration.results import Calibration, FirstFigures

_SHARE = ("{:.0%}", "%")
_SCORES = tuple(str(score) for score in range(LOWEST, HIGHEST + 1))


def agreement(found: FirstFigures | Calibration) -> Sheet:
    """How far scores of the same thing agree, over all and by dimension."""
    parts = [
        (Subject("shared", (label,)), label, part, found.corrected_by_dimension[label])
        for label, part in found.by_dimension.items()
    ]
    if len(parts) != 1:
        parts.insert(0, (Subject("shared"), "all dimensions", found.overall, found.corrected))
    lines = tuple(
        Line(
            subject,
            (
                label,
                part.exact,
                part.within_one,
                part.within_one_chance,
                part.alpha_ordinal,
                corrected.ac2_quadratic,
                part.candidates,
            ),
        )
        for subject, label, part, corrected in parts
    )
    columns = (
        Column("dimension"),
        Column("equal", *_SHARE),
        Column("within one", *_SHARE),
        Column("chance", *_SHARE),
        Column("alpha", "{:.2f}"),
        Column("AC2", "{:.2f}"),
        Column("candidates"),
    )
    legend = (
        "Equal, within one: shares of interviewer pairs whose scores of the same thing are equal or"
        " at most one point apart; chance: what blind draws would give within one. Alpha"
        " (Krippendorff, ordinal) falls where candidates are alike, AC2 (Gwet, quadratic) stays"
        " high wherever scores cluster: read them together."
    )
    return Sheet("Agreement", columns, lines, legend)


def reliability(calibration: Calibration) -> Sheet:
    """How much of the spread of mean scores is the candidates."""
    found = calibration.reliability
    named = (
        ("ICC(A,1) one, equal scores", found.a1),
        ("ICC(C,1) one, equal order", found.c1),
        ("ICC(A,k) panel, equal scores", found.a_k),
        ("ICC(C,k) panel, equal order", found.c_k),
        ("G(q,k)   panels as they were", found.g_qk),
    )
    rows = tuple(pictures.Row(name, name, figure) for name, figure in named)
    panel = "" if found.k is None else f", here of {found.k:.1f} interviewers"
    return Sheet(
        "Reliability",
        (Column("coefficient"), Column("share", "{:.2f}")),
        tuple(Line(Subject("panel"), (name, figure)) for name, figure in named),
        "How much of the spread of mean scores is the candidates and not who interviewed them or"
        " chance: 1 is all of it. One: the mean score of one interviewer; panel: the mean of a"
        f" panel{panel}.",
        pictures.Forest("Reliability", "all chance", "all candidates", 0.5, rows, 0.5),
    )


def use(calibration: Calibration) -> Sheet:
    """How often each score was given."""
    lines = tuple(
        Line(
            Subject("dimension", (label,)),
            (label, *one.category_counts),
            tuple(Subject("score", (label, score)) for score in _SCORES),
        )
        for label, one in calibration.dimensions.items()
    )
    columns = (Column("dimension"), *(Column(score) for score in _SCORES))
    legend = "How often each score was given, by anybody. All bars are on one scale."
    return Sheet("Score use", columns, lines, legend, pictures.score_use(calibration))


def cases(calibration: Calibration) -> tuple[Sheet, ...]:
    """How hard each case is; nothing where there are not two."""
    if len(calibration.cases.cases) < 2:
        return ()
    lines = tuple(
        Line(Subject("case", (label,)), (label, one.difficulty))
        for label, one in calibration.cases.cases.items()
    )
    legend = (
        "Score points below (harder) or above (easier) what the same people would get from the same"
        " interviewers on the average of these cases."
    )
    columns = (Column("case"), Column("difficulty", "{:+.2f}"))
    return (Sheet("Cases", columns, lines, legend, pictures.case_forest(calibration)),)
