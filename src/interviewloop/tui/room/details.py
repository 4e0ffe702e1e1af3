"""More about the line under the cursor, and why something of it is withheld."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content

from interviewloop.calibration.figures import Figure, first_few
from interviewloop.calibration.findings import dimension_lean
from interviewloop.calibration.ratings import LOWEST
from interviewloop.calibration.rules import BY_CODE
from interviewloop.model.text import visible
from interviewloop.report.calibration_sections import flags
from interviewloop.report.calibration_tables import cell
from interviewloop.report.coding import said_once

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from interviewloop.calibration.effects import Effect
    from interviewloop.calibration.results import (
        Calibration,
        CandidateResult,
        InterviewerResult,
    )
    from interviewloop.tui.room.sheet import Column, Line, Sheet, Subject

_POINTS, _PLAIN = "{:+.2f}", "{:.2f}"


class Reason(NamedTuple):
    """Why figures are withheld: what they are, the rule's reason and what would mend it."""

    code: str
    figures: tuple[str, ...]
    why: str
    mend: str


def detail(calibration: Calibration, sheet: Sheet, line: Line, subject: Subject) -> Content:
    """What else is known about ``subject``, the line or a part of it, in a few lines of text."""
    title = visible(title_of(subject))
    lines = list(_about(calibration, subject))
    if not lines:
        title = sheet.words(line)[0]
        lines = [f"{column.name}  {words}" for column, words in _rest(sheet, line)]
    head = Content.assemble((title, "bold $text-primary"), ("   Enter: sessions behind", "$muted"))
    return Content("\n").join([head, *(Content(said_once(visible(one))) for one in lines)])


def title_of(subject: Subject) -> str:
    """What ``subject`` is called, empty for what has no labels."""
    labels = subject.labels
    if subject.about in ("lean", "session"):
        return f"{labels[0]}, {labels[1]}"
    if subject.about == "score":
        return f"{labels[0]}, score {labels[1]}"
    return " and ".join(labels) if subject.about == "pair" else first_few(labels)


def reasons(
    calibration: Calibration, sheet: Sheet, line: Line, subject: Subject
) -> tuple[Reason, ...]:
    """Why anything about ``subject``, the line or a part of it, is withheld, one entry a rule."""
    named: dict[str, list[str]] = {}
    beside = ((name, one.withheld) for name, one in _beside(calibration, subject))
    whole = _withheld(sheet, line) if subject == line.subject else ()
    for name, code in (*whole, *beside):
        if code is not None:
            named.setdefault(code, []).append(name)
    return tuple(_reason(code, names) for code, names in named.items())


def reason_text(found: Iterable[Reason]) -> str:
    """Reasons to read, one paragraph each."""
    return "\n\n".join(
        f"{visible(', '.join(one.figures))}: withheld ({one.code})\n{one.why}.\n{one.mend}"
        for one in found
    )


def _reason(code: str, names: Iterable[str]) -> Reason:
    rule = BY_CODE[code]
    why, mend = (text.format(threshold=rule.threshold) for text in (rule.reason, rule.mend))
    return Reason(code, tuple(dict.fromkeys(names)), why[:1].upper() + why[1:], mend)


def _withheld(sheet: Sheet, line: Line) -> Iterator[tuple[str, str]]:
    for column, value in zip(sheet.columns, line.values, strict=True):
        if isinstance(value, Figure) and value.withheld is not None:
            yield column.name, value.withheld


def _beside(calibration: Calibration, subject: Subject) -> Iterator[tuple[str, Figure | Effect]]:
    """What the detail of ``subject`` shows beside the line, by name."""
    label = subject.labels[0] if subject.labels else ""
    match subject.about:
        case "interviewer" if label in calibration.interviewers:
            one = calibration.interviewers[label]
            yield "severity", _severity(calibration, one)
            yield "raw", one.severity_raw
            for name, effect in one.effects.items():
                yield name.replace("_", " "), effect
            yield "drift", one.drift.points
            if calibration.keyed:
                yield "against the key", one.accuracy.severity
        case "dimension" if label in calibration.dimensions:
            agreed = calibration.by_dimension[label]
            yield "within one", agreed.within_one
            yield "alpha", agreed.alpha_ordinal
            yield "reliability of one", calibration.dimensions[label].reliability.a1
        case "candidate" if label in calibration.candidates:
            yield "fair mean", _fair(calibration, calibration.candidates[label])
        case "lean":
            leans = calibration.interviewers[label].leans
            if subject.labels[1] in leans:
                yield f"lean on {subject.labels[1]}", leans[subject.labels[1]]
        case "linked":
            yield (
                "severity in the own group",
                calibration.interviewers[label].severity.within_subset,
            )


def _severity(calibration: Calibration, one: InterviewerResult) -> Figure:
    whole = calibration.data.connectivity.connected
    return one.severity.severity if whole else one.severity.within_subset


def _fair(calibration: Calibration, one: CandidateResult) -> Figure:
    whole = calibration.data.connectivity.connected
    return one.fair.fair_mean if whole else one.fair.within_subset


def _rest(sheet: Sheet, line: Line) -> Iterator[tuple[Column, str]]:
    words = sheet.words(line)
    yield from zip(sheet.columns[1:], words[1:], strict=True)


def _about(calibration: Calibration, subject: Subject) -> Iterator[str]:
    labels = subject.labels
    match subject.about:
        case "interviewer":
            yield from _interviewer(calibration, labels[0])
        case "dimension":
            yield from _dimension(calibration, labels[0])
        case "candidate":
            yield from _candidate(calibration, labels[0])
        case "lean":
            yield from _lean(calibration, *labels)
        case "score":
            yield from _score(calibration, *labels)
        case "session":
            yield from _session(calibration, *labels)
        case "linked":
            yield from _linked(calibration, labels[0])


def _interviewer(calibration: Calibration, label: str) -> Iterator[str]:
    one = calibration.interviewers.get(label)
    if one is None:
        return
    yield f"{_counted(one.n, 'score')}, mean {one.mean:.2f}"
    yield f"severity  {_said(_severity(calibration, one))}"
    yield f"raw  {_said(one.severity_raw)}"
    yield f"patterns  {flags(one)}"
    yield f"drift  {_said(one.drift.points)}, {_counted(one.drift.sessions, 'session')}"
    if calibration.keyed:
        yield f"against the key  {_said(one.accuracy.severity)}"
    yield from _rasch(one)
    told = (dimension_lean(label, dim, figure) for dim, figure in one.leans.items())
    clear = [sentence for sentence in told if sentence is not None]
    measured = sum(figure.withheld is None for figure in one.leans.values())
    if measured:
        yield from clear or [f"No clear lean on any of {measured} dimensions measured."]


def _rasch(one: InterviewerResult) -> Iterator[str]:
    found = one.rasch
    if found.value is None:
        return
    parts = [f"Rasch  {found.value:+.2f} logits"]
    named: Mapping[str, float | None] = {
        "SE": found.se, "infit": found.infit, "outfit": found.outfit,
    }  # fmt: skip
    parts += [f"{name} {value:.2f}" for name, value in named.items() if value is not None]
    yield ", ".join(parts)


def _lean(calibration: Calibration, label: str, dimension: str) -> Iterator[str]:
    one = calibration.interviewers[label]
    figure = one.leans.get(dimension)
    if figure is None:
        yield "No scores on this dimension."
        return
    yield f"lean beyond severity  {_said(figure)}, {_counted(figure.n, 'shared score')}"
    raw = one.severity_by_dimension.get(dimension)
    if raw is not None:
        yield f"raw on this dimension  {_said(raw)}"
    told = dimension_lean(label, dimension, figure)
    if told is not None:
        yield told


def _score(calibration: Calibration, dimension: str, score: str) -> Iterator[str]:
    counts = calibration.dimensions[dimension].category_counts
    count, total = counts[int(score) - LOWEST], sum(counts)
    share = f", {count / total:.0%} of its {total} scores" if total else ""
    yield f"given {_counted(count, 'time')}{share}"


def _session(calibration: Calibration, label: str, candidate: str) -> Iterator[str]:
    drift = calibration.interviewers[label].drift
    place = drift.met.index(candidate)
    yield f"session {place + 1} of {len(drift.met)}"
    yield f"{drift.path[place]:+.2f} points next to what candidate and severity explain"


def _linked(calibration: Calibration, label: str) -> Iterator[str]:
    one = calibration.interviewers[label]
    yield f"severity with practice as a link  {_said(one.severity_linked)}"
    yield f"severity in the own group  {_said(one.severity.within_subset)}"
    found = one.rasch_linked
    if found.severity is not None and found.se is not None:
        yield f"Rasch with practice as a link  {found.severity:+.2f} logits, SE {found.se:.2f}"


def _dimension(calibration: Calibration, label: str) -> Iterator[str]:
    one = calibration.dimensions.get(label)
    if one is None:
        return
    agreed = calibration.by_dimension[label]
    scores, candidates = sum(one.category_counts), agreed.candidates
    yield f"{_counted(scores, 'score')}, {_counted(candidates, 'candidate')} compared"
    yield f"within one  {_said(agreed.within_one, '{:.0%}', '%')}"
    yield f"alpha  {_said(agreed.alpha_ordinal, _PLAIN)}"
    yield f"reliability of one  {_said(one.reliability.a1, _PLAIN)}"
    told = [one.sentence for one in calibration.categories.anchors if one.dimension == label]
    yield from told or ["No anchor stands out as not working."]


def _candidate(calibration: Calibration, label: str) -> Iterator[str]:
    one = calibration.candidates.get(label)
    if one is None:
        return
    yield f"{_counted(one.n, 'score')} by {_counted(one.interviewers, 'interviewer')}"
    yield f"plain mean  {one.raw_mean:.2f}"
    yield f"fair mean  {_said(_fair(calibration, one), _PLAIN)}"
    if calibration.severity_clear and one.fair.raw_rank is not None:
        yield (
            f"rank {one.fair.raw_rank} by plain mean, {one.fair.fair_rank} by fair mean; most"
            " steps lie within the intervals"
        )


def _said(figure: Figure, form: str = _POINTS, unit: str = "") -> str:
    return f"withheld: {figure.withheld}" if figure.withheld else cell(figure, form, unit)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
