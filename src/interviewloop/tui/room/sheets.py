"""The sheets of the room, tab by tab, from a calibration.

Interviewers stand in the order of their labels and nothing is ever sorted by a figure: these are
mirrors, not league tables.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewloop.calibration.findings import findings, first_findings
from interviewloop.calibration.ratings import HIGHEST, LOWEST
from interviewloop.report import pictures
from interviewloop.report.calibration_sections import flags
from interviewloop.report.coding import said_once
from interviewloop.tui.room.sheet import Column, Line, Sheet, Subject

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from interviewloop.calibration.findings import Finding
    from interviewloop.calibration.results import Calibration, FirstFigures, InterviewerResult
    from interviewloop.tui.room.sheet import Value
    from interviewloop.tui.room.tabs import Tab

    Sheets = Mapping[Tab, tuple[Sheet, ...]]

_N = Column("n")
_POINTS = "{:+.2f}"
_SHARE = ("{:.0%}", "%")


def first_sheets(first: FirstFigures) -> Sheets:
    """What can be shown before any model is fitted."""
    return {"overview": (_said(first_findings(first)),), "agreement": (_agreement(first),)}


def all_sheets(calibration: Calibration) -> Sheets:
    """Every tab with its sheets, the first of each being what it opens with."""
    return {
        "overview": (_said(findings(calibration)),),
        "agreement": (_agreement(calibration), _reliability(calibration)),
        "interviewers": (_severity(calibration),),
        "dimensions": (_use(calibration), *_leans(calibration), *_cases(calibration)),
        "pairs": (_pairs(calibration),),
        "candidates": (_fair(calibration), _wright(calibration)),
        "drift": (_drift(calibration),),
        "mock": (_accuracy(calibration),) if calibration.keyed else (),
    }


def _said(found: Iterable[Finding]) -> Sheet:
    """One line a finding. A finding about several leads to the sessions of the first."""
    lines = tuple(
        Line(_subject(finding), (finding.about, said_once(finding.sentence))) for finding in found
    )
    return Sheet("What the scores say", (Column("about"), Column("finding")), lines, "")


def _subject(finding: Finding) -> Subject:
    if len(finding.labels) == 1:
        for about in ("interviewer", "dimension", "candidate", "case"):
            if finding.about == about:
                return Subject(about, finding.labels)
    return Subject("panel")


def _agreement(found: FirstFigures | Calibration) -> Sheet:
    parts = [
        (Subject("dimension", (label,)), label, part, found.corrected_by_dimension[label])
        for label, part in found.by_dimension.items()
    ]
    if len(parts) != 1:
        parts.insert(0, (Subject("panel"), "all dimensions", found.overall, found.corrected))
    lines = tuple(
        Line(
            subject,
            (
                label,
                part.exact,
                part.within_one,
                part.within_one_chance.value,
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
        Column("chance", "{:.0%}"),
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


def _reliability(calibration: Calibration) -> Sheet:
    found = calibration.reliability
    named = (
        ("ICC(A,1)  one interviewer, equal scores", found.a1),
        ("ICC(C,1)  one interviewer, equal order", found.c1),
        ("ICC(A,k)  mean of a panel, equal scores", found.a_k),
        ("ICC(C,k)  mean of a panel, equal order", found.c_k),
        ("G(q,k)    mean of the panel each had", found.g_qk),
    )
    rows = tuple(pictures.Row(name, name, figure) for name, figure in named)
    panel = "" if found.k is None else f" A panel here is {found.k:.1f} interviewers."
    return Sheet(
        "Reliability",
        (Column("coefficient"), Column("share", "{:.2f}")),
        tuple(Line(Subject("panel"), (name, figure)) for name, figure in named),
        "How much of the spread of mean scores is the candidates and not who interviewed them or"
        f" chance: 1 is all of it.{panel}",
        pictures.Forest("Reliability", "all chance", "all candidates", 0.5, rows, 0.5),
    )


def _severity(calibration: Calibration) -> Sheet:
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
        f" ● the whole interval lies on one side, ○ it does not.{_apart(calibration)}"
    )
    return Sheet("Severity", columns, lines, legend, pictures.severity_forest(calibration))


def _apart(calibration: Calibration) -> str:
    """What to beware of where groups of the panel share no candidate."""
    if calibration.data.connectivity.connected:
        return ""
    return " Groups that share no candidate are measured each for itself: compare inside one only."


def _use(calibration: Calibration) -> Sheet:
    lines = tuple(
        Line(Subject("dimension", (label,)), (label, *one.category_counts))
        for label, one in calibration.dimensions.items()
    )
    columns = (Column("dimension"), *(Column(str(score)) for score in range(LOWEST, HIGHEST + 1)))
    legend = "How often each score was given, by anybody. All bars are on one scale."
    return Sheet("Score use", columns, lines, legend, pictures.score_use(calibration))


def _leans(calibration: Calibration) -> tuple[Sheet, ...]:
    if len(calibration.dimensions) < 2:
        return ()
    picture = pictures.lean_heat(calibration)
    lines = tuple(
        Line(Subject("interviewer", (label,)), (label, *cells)) for label, _, cells in picture.rows
    )
    columns = (Column("interviewer"), *(Column(name, _POINTS) for name in picture.columns))
    legend = (
        "Score points by which somebody is severer (+) or milder (-) on a dimension than on the"
        " others. ● the 95% interval leaves out zero; w: withheld; ·: not scored."
    )
    if calibration.leans_measured:
        legend += f" Of {calibration.leans_measured} measured, 1 in 20 would by chance alone."
    return (Sheet("Leans", columns, lines, legend, picture),)


def _cases(calibration: Calibration) -> tuple[Sheet, ...]:
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
    columns = (Column("case"), Column("difficulty", _POINTS))
    return (Sheet("Cases", columns, lines, legend, pictures.case_forest(calibration)),)


def _pairs(calibration: Calibration) -> Sheet:
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


def _fair(calibration: Calibration) -> Sheet:
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
    legend += _apart(calibration)
    return Sheet("Fair means", columns, lines, legend, picture, drawn=2)


def _wright(calibration: Calibration) -> Sheet:
    picture = pictures.wright_map(calibration)
    lines = tuple(Line(Subject("panel"), (mark.kind, mark.name, mark.value)) for mark in picture)
    columns = (Column("kind"), Column("name"), Column("points", "{:.2f}"))
    legend = (
        "All on one scale of rating points: candidates at their fair means, interviewers at 3 plus"
        " severity, dimensions at 3 plus how far below the others they are scored. Who or what"
        " stands higher asks for more. What is withheld has no place here."
    ) + _apart(calibration)
    return Sheet("Wright map", columns, lines, legend, picture)


def _drift(calibration: Calibration) -> Sheet:
    lines = tuple(
        Line(
            Subject("interviewer", (label,)),
            (label, one.drift.points, one.drift.sessions, _drift_words(one)),
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


def _accuracy(calibration: Calibration) -> Sheet:
    picture = pictures.accuracy_forest(calibration)
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
    return Sheet("Against the key", columns, lines, legend, picture)


def _accuracy_values(label: str, one: InterviewerResult) -> tuple[Value, ...]:
    found = one.accuracy
    return (label, found.severity, found.hit, found.near, found.miss, found.n)
