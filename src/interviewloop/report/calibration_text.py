"""A calibration for reading in a terminal: sentences first, then what to beware of, then tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewloop.calibration.findings import findings, lean_sentence
from interviewloop.calibration.ratings import HIGHEST, LOWEST
from interviewloop.model.text import visible
from interviewloop.report.columns import paragraph, table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from interviewloop.calibration.agreement import Agreement
    from interviewloop.calibration.figures import Figure
    from interviewloop.calibration.results import Calibration

NARROWEST = 80
_EXAMPLES = "examples-only"
"""The notice on figures that come from example sessions."""
_LEVELS = {"withheld": "Withheld", "warning": "Beware", "info": "Note"}


def calibration_text(calibration: Calibration, width: int = NARROWEST) -> str:
    """The report, at least 80 columns wide, without colour, ending in a line end."""
    width = max(width, NARROWEST)
    sections = [
        _title(calibration),
        _section("What the scores say", _findings(calibration, width)),
        _section("Before you rely on it", _notices(calibration, width)),
        _section("Agreement", _agreement(calibration, width)),
        _section("Severity", _severity(calibration, width)),
        _section("Leans on single dimensions", _leans(calibration, width)),
        _section("Use of the scale", _categories(calibration, width)),
    ]
    return "\n\n".join("\n".join(lines) for lines in sections if lines) + "\n"


def _section(heading: str, lines: list[str]) -> list[str]:
    return [heading, "-" * len(heading), *lines] if lines else []


def _title(calibration: Calibration) -> list[str]:
    data = calibration.data
    title = "Calibration"
    counts = ", ".join(
        f"{count} {noun}{'' if count == 1 else 's'}"
        for count, noun in (
            (data.ratings, "score"),
            (data.candidates, "candidate"),
            (data.interviewers, "interviewer"),
            (data.dimensions, "dimension"),
        )
    )
    example = any(notice.code == _EXAMPLES for notice in calibration.notices)
    marks = ["EXAMPLE DATA: made-up people, not your panel"] if example else []
    return [title, "=" * len(title), *marks, counts]


def _findings(calibration: Calibration, width: int) -> list[str]:
    sentences = [visible(finding.sentence) for finding in findings(calibration)]
    return _bullets(sentences or ["The data bear no figure yet; see below for why."], width)


def _notices(calibration: Calibration, width: int) -> list[str]:
    return _bullets(
        (
            visible(f"{_LEVELS[notice.level]}: {notice.message.removesuffix('.')}. {notice.mend}")
            for notice in calibration.notices
        ),
        width,
    )


def _agreement(calibration: Calibration, width: int) -> list[str]:
    header = ["", "equal", "within one", "alpha", "pairs"]
    parts = dict(calibration.by_dimension)
    if len(parts) != 1:
        parts = {"all dimensions": calibration.overall, **parts}
    rows = [[visible(label), *_agreement_cells(part)] for label, part in parts.items()]
    legend = (
        "Shares of interviewer pairs, and Krippendorff's alpha with ordinal distances, each with"
        " its 95% interval over candidates. All three alphas and the chance levels are in the JSON"
        " output."
    )
    return [*table(header, rows, width), "", *paragraph(legend, width)]


def _agreement_cells(agreement: Agreement) -> list[str]:
    return [
        _cell(agreement.exact, "{:.0%}", "%"),
        _cell(agreement.within_one, "{:.0%}", "%"),
        _cell(agreement.alpha_ordinal, "{:.2f}"),
        str(agreement.exact.n),
    ]


def _severity(calibration: Calibration, width: int) -> list[str]:
    header = ["", "mean score", "scores", "severity", "shared"]
    rows = [
        [
            visible(label),
            f"{result.mean:.2f}",
            str(result.n),
            _cell(result.severity_raw, "{:+.2f}"),
            str(result.severity_raw.n),
        ]
        for label, result in calibration.interviewers.items()
    ]
    legend = (
        "Severity: score points below (+) or above (-) colleagues on the same candidate and"
        " dimension, with its 95% interval. It is relative to those colleagues, who may be"
        " severe or lenient themselves; mean scores also depend on who was interviewed."
    )
    return [*table(header, rows, width), "", *paragraph(legend, width)]


def _leans(calibration: Calibration, width: int) -> list[str]:
    """Those whose interval leaves out zero, and how many were looked at."""
    sentences = []
    measured = withheld = 0
    for label, result in calibration.interviewers.items():
        for dimension, figure in result.severity_by_dimension.items():
            if figure.ci_low is None or figure.ci_high is None:
                withheld += 1
                continue
            measured += 1
            if figure.ci_low > 0 or figure.ci_high < 0:
                sentence = lean_sentence(f"Interviewer {label}", figure, dimension)
                sentences.append(visible(sentence or ""))
    summary = (
        f"Interviewers' leans on single dimensions: {measured} measured, of which about 1 in 20"
        f" would seem clear by chance alone; {withheld} withheld for too little shared data."
    )
    return [*_bullets(sentences, width), *paragraph(summary, width)]


def _categories(calibration: Calibration, width: int) -> list[str]:
    header = ["times given", *(str(score) for score in range(LOWEST, HIGHEST + 1))]
    rows = [
        [visible(label), *(str(count) for count in result.category_counts)]
        for label, result in calibration.dimensions.items()
    ]
    return table(header, rows, width)


def _bullets(sentences: Iterable[str], width: int) -> list[str]:
    return [line for sentence in sentences for line in paragraph(sentence, width, "- ")]


def _cell(figure: Figure, form: str, unit: str = "") -> str:
    """A figure in a table, ``80% (76 to 85%)``. Why it is withheld stands in the notices."""
    if figure.value is None or figure.ci_low is None or figure.ci_high is None:
        return "withheld"
    low, high = form.format(figure.ci_low), form.format(figure.ci_high)
    return f"{form.format(figure.value)} ({low.removesuffix(unit)} to {high})"
