"""Which sheets stand on which tab, and the sentences of the first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewloop.calibration.findings import findings, first_findings
from interviewloop.report.coding import said_once
from interviewloop.tui.room import candidate_sheets, people_sheets, score_sheets
from interviewloop.tui.room.sheet import Column, Line, Sheet, Subject

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from interviewloop.calibration.findings import Finding
    from interviewloop.calibration.results import Calibration, FirstFigures
    from interviewloop.tui.room.sheet import About
    from interviewloop.tui.room.tabs import Tab

    Sheets = Mapping[Tab, tuple[Sheet, ...]]

_LEADS_TO: Mapping[str, About] = {
    "interviewer": "interviewer", "dimension": "dimension", "candidate": "candidate",
    "case": "case", "anchor": "dimension", "linked": "linked",
}  # fmt: skip


def first_sheets(first: FirstFigures) -> Sheets:
    """What can be shown before any model is fitted."""
    said = _said(first_findings(first))
    return {"overview": (said,), "agreement": (score_sheets.agreement(first),)}


def all_sheets(calibration: Calibration) -> Sheets:
    """Every tab with its sheets, the first of each being what it opens with."""
    return {
        "overview": (_said(findings(calibration)),),
        "agreement": (score_sheets.agreement(calibration), score_sheets.reliability(calibration)),
        "interviewers": (people_sheets.severity(calibration), *people_sheets.linked(calibration)),
        "dimensions": (
            score_sheets.use(calibration),
            *people_sheets.leans(calibration),
            *score_sheets.cases(calibration),
        ),
        "pairs": (people_sheets.pairs(calibration),),
        "candidates": (candidate_sheets.fair(calibration), candidate_sheets.wright(calibration)),
        "drift": (people_sheets.drift(calibration),),
        "mock": people_sheets.accuracy(calibration),
    }


def _said(found: Iterable[Finding]) -> Sheet:
    """One line a finding, leading to the sessions of all whom it names."""
    lines = tuple(
        Line(_subject(finding), (finding.about, said_once(finding.sentence))) for finding in found
    )
    return Sheet("What the scores say", (Column("about"), Column("finding")), lines, "")


def _subject(finding: Finding) -> Subject:
    about = _LEADS_TO.get(finding.about)
    return Subject(about, finding.labels) if about and finding.labels else Subject("panel")
