"""What a calibration report holds, before a terminal or Markdown gives it a form.

Sentences come first, then what to beware of, then tables. Score points throughout; logits only in
the Rasch table. Interviewers stand in the order of their names: no league table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewloop.calibration.findings import dimension_lean, findings
from interviewloop.calibration.ratings import LOWEST
from interviewloop.model.text import counted
from interviewloop.report.calibration_facets import accuracy, cases, linked
from interviewloop.report.calibration_tables import MOST_ROWS, Section, Table, capped, cell
from interviewloop.report.coding import said_once

if TYPE_CHECKING:
    from interviewloop.calibration.results import Calibration, InterviewerResult

_LEVELS = {"withheld": "Withheld", "warning": "Beware", "info": "Note"}
_EFFECT_WORDS = {
    "central_tendency": "keeps to middle",
    "extremity": "goes to ends",
    "randomness": "unlike others",
    "dimensions_together": "alike dimensions",
}


def counts(calibration: Calibration) -> str:
    """What was measured, in a line."""
    data = calibration.data
    return ", ".join(
        f"{count} {noun}{'' if count == 1 else 's'}"
        for count, noun in (
            (data.ratings, "score"),
            (data.candidates, "candidate"),
            (data.interviewers, "interviewer"),
            (data.dimensions, "dimension"),
        )
    )


def sections(calibration: Calibration) -> list[Section]:
    """The report in order. Names may hold control characters; whoever shows them sees to that."""
    said = [said_once(finding.sentence) for finding in findings(calibration)]
    notices = [
        f"{_LEVELS[notice.level]}: {said_once(notice.message).removesuffix('.')}. {notice.mend}"
        for notice in calibration.notices
    ]
    return [
        Section("What the scores say", said or ["The data bear no figure yet; see below for why."]),
        Section("Before you rely on it", notices),
        Section("Agreement", tables=_agreement(calibration)),
        Section("Severity", tables=[_severity(calibration)]),
        linked(calibration),
        _leans(calibration),
        Section("Patterns in the scoring", tables=[_patterns(calibration)]),
        accuracy(calibration),
        Section("Reliability", tables=[_reliability(calibration), _spread(calibration)]),
        Section("Pairs of interviewers", tables=_pairs(calibration)),
        Section("Candidates", tables=[_candidates(calibration)]),
        cases(calibration),
        Section("Use of the scale", _anchors(calibration), [_scale(calibration)]),
        Section("Rasch model", tables=_rasch(calibration)),
    ]


def _agreement(calibration: Calibration) -> list[Table]:
    parts = {
        label: (part, calibration.corrected_by_dimension[label])
        for label, part in calibration.by_dimension.items()
    }
    if len(parts) != 1:
        parts = {"all dimensions": (calibration.overall, calibration.corrected), **parts}
    shares = [
        [
            label,
            cell(agreement.exact, "{:.0%}", "%"),
            cell(agreement.within_one, "{:.0%}", "%"),
            str(agreement.exact.n),
        ]
        for label, (agreement, _) in parts.items()
    ]
    coefficients = [
        [
            label,
            cell(agreement.alpha_ordinal, "{:.2f}"),
            cell(corrected.ac2_quadratic, "{:.2f}"),
            str(agreement.alpha_ordinal.n),
        ]
        for label, (agreement, corrected) in parts.items()
    ]
    return [
        Table(
            ["", "equal", "within one", "pairs"],
            shares,
            "Shares of interviewer pairs with equal scores and with scores at most one point apart,"
            " with their 95% intervals over candidates. Chance levels are in the JSON output.",
        ),
        Table(
            ["", "alpha", "AC2", "scores"],
            coefficients,
            "Krippendorff's alpha (ordinal distances) and Gwet's AC2 (quadratic weights). They"
            " fail in opposite directions: alpha falls where candidates are alike, AC2 stays high"
            " wherever scores cluster. The other coefficients are in the JSON output.",
        ),
    ]


def _severity(calibration: Calibration) -> Table:
    whole = calibration.data.connectivity.connected
    rows = [
        [
            label,
            f"{result.mean:.2f}",
            str(result.n),
            cell(result.severity.severity if whole else result.severity.within_subset, "{:+.2f}"),
            cell(result.severity_raw, "{:+.2f}"),
        ]
        for label, result in calibration.interviewers.items()
    ]
    inside = "" if whole else " Each group of the panel is measured for itself."
    return Table(
        ["", "mean score", "scores", "severity", "raw"],
        rows,
        "Severity: score points below (+) or above (-) what the average colleague would give the"
        " same candidates, drawn towards zero as far as the data are thin, with a 95% interval that"
        " allows for the scores of one session hanging together. Raw: the plain difference from"
        f" the colleagues who happened to be there.{inside}",
    )


def _leans(calibration: Calibration) -> Section:
    """Those whose interval leaves out zero, and how many were looked at."""
    if len(calibration.dimensions) < 2:
        return Section("Leans on single dimensions")
    sentences = [
        said_once(sentence)
        for label, result in calibration.interviewers.items()
        for dimension, figure in result.leans.items()
        if (sentence := dimension_lean(label, dimension, figure)) is not None
    ]
    more = len(sentences) - MOST_ROWS
    if more > 0:
        sentences = [*sentences[:MOST_ROWS], f"And {more} more, in the JSON output."]
    remark = (
        f"Leans on single dimensions: {calibration.leans_measured} measured, of which about 1 in 20"
        " would seem clear by chance alone."
    )
    return Section("Leans on single dimensions", sentences, remark=remark)


def _patterns(calibration: Calibration) -> Table:
    return Table(
        ["", "patterns", "drift"],
        capped(
            [label, flags(result), cell(result.drift.points, "{:+.2f}")]
            for label, result in calibration.interviewers.items()
        ),
        "Patterns that severity does not show, by rules that were tried on large made-up panels;"
        " smaller ones find less. Drift: score points by which later sessions were scored lower (+)"
        " or higher (-) than earlier ones. A reason to look at scorecards, not a verdict.",
    )


def flags(result: InterviewerResult) -> str:
    """The patterns in one interviewer's scores in a few words."""
    flagged = [
        words
        for name, words in _EFFECT_WORDS.items()
        if (effect := result.effects.get(name)) is not None and effect.flag
    ]
    if result.drift.flag:
        flagged.append("drift")
    if flagged:
        return ", ".join(flagged)
    looked = any(effect.withheld is None for effect in result.effects.values())
    return "none found" if looked else "withheld"


def _reliability(calibration: Calibration) -> Table:
    found = calibration.reliability
    rows = [
        ["one interviewer, equal scores, ICC(A,1)", cell(found.a1, "{:.2f}")],
        ["one interviewer, equal order, ICC(C,1)", cell(found.c1, "{:.2f}")],
        ["mean of a panel, equal scores, ICC(A,k)", cell(found.a_k, "{:.2f}")],
        ["mean of a panel, equal order, ICC(C,k)", cell(found.c_k, "{:.2f}")],
        ["mean of the panel a candidate had, G(q,k)", cell(found.g_qk, "{:.2f}")],
    ]
    k = "" if found.k is None else f" A panel here is {found.k:.1f} interviewers."
    return Table(
        ["share of the spread that is the candidates", "reliability"],
        rows,
        f"From {counted(found.a1.n, 'scorecard')} averaged over dimensions.{k}",
    )


def _spread(calibration: Calibration) -> Table:
    values = calibration.components.values
    total = sum(values.values())
    rows = [
        [term.replace(":", " x "), f"{value:.3f}", f"{value / total:.0%}" if total else "-"]
        for term, value in values.items()
    ]
    return Table(
        ["where the spread of scores comes from", "variance", "share"],
        rows,
        "Variance components in squared score points; the residual holds what is left.",
    )


def _pairs(calibration: Calibration) -> list[Table]:
    told = [pair for pair in calibration.pairs if pair.kappa_quadratic.value is not None]
    if not told:
        return []
    rows = capped(
        [f"{pair.a} and {pair.b}", cell(pair.kappa_quadratic, "{:.2f}"), str(pair.n)]
        for pair in told
    )
    legend = "Quadratic weighted kappa: 1 is perfect, 0 is chance."
    return [Table(["", "kappa", "shared"], rows, legend)]


def _candidates(calibration: Calibration) -> Table:
    whole = calibration.data.connectivity.connected
    ranked = calibration.severity_clear
    rows = capped(
        [
            label,
            f"{result.raw_mean:.2f}",
            cell(result.fair.fair_mean if whole else result.fair.within_subset, "{:.2f}"),
            *([f"{result.fair.raw_rank} to {result.fair.fair_rank}"] if ranked else []),
            str(result.n),
        ]
        for label, result in calibration.candidates.items()
    )
    return Table(
        ["", "mean score", "fair mean", *(["rank"] if ranked else []), "scores"],
        rows,
        "Fair mean: what the scores would average had every interviewer been equally severe."
        + (
            " Rank by mean score, then by fair mean; most steps lie within the intervals, so no"
            " shortlist should turn on them."
            if ranked
            else " Ranks are not told, because interviewers do not differ clearly in severity."
        ),
    )


def _anchors(calibration: Calibration) -> list[str]:
    return [one.sentence for one in calibration.categories.anchors]


def _scale(calibration: Calibration) -> Table:
    return Table(
        ["times given", *(str(score) for score in range(LOWEST, calibration.data.highest + 1))],
        [
            [label, *(str(count) for count in result.category_counts)]
            for label, result in calibration.dimensions.items()
        ],
        "",
    )


def _rasch(calibration: Calibration) -> list[Table]:
    model = calibration.rasch
    if model.withheld is not None:
        return []
    rows = capped(
        [
            label,
            *(
                "withheld" if value is None else form.format(value)
                for value, form in (
                    (result.rasch.value, "{:+.2f}"),
                    (result.rasch.se, "{:.2f}"),
                    (result.rasch.infit, "{:.2f}"),
                    (result.rasch.outfit, "{:.2f}"),
                    (result.rasch.fair_average, "{:.2f}"),
                )
            ),
        ]
        for label, result in calibration.interviewers.items()
    )
    inside = "" if calibration.data.connectivity.connected else ", comparable inside a group only"
    method = "marginal" if model.method == "mml" else "joint"
    return [
        Table(
            ["", "severity", "SE", "infit", "outfit", "fair average"],
            rows,
            f"Many-facet Rasch model, {method} estimation: severity in logits{inside}, for"
            " comparison with FACETS. Its standard errors do not allow for the scores of one"
            " session hanging together; the table of severity above does. Infit and outfit near 1"
            " are as the model expects.",
        )
    ]
