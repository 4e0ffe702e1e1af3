"""More about the line under the cursor, and why something of it is withheld."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content

from interviewloop.calibration.figures import Figure
from interviewloop.calibration.findings import dimension_lean
from interviewloop.calibration.rules import BY_CODE
from interviewloop.model.text import visible
from interviewloop.report.calibration_sections import flags
from interviewloop.report.calibration_tables import cell
from interviewloop.report.coding import said_once

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from interviewloop.calibration.results import Calibration, InterviewerResult
    from interviewloop.tui.room.sheet import Column, Line, Sheet, Subject

_POINTS, _PLAIN = "{:+.2f}", "{:.2f}"


class Reason(NamedTuple):
    """Why figures are withheld: what they are, the rule's reason and what would mend it."""

    code: str
    figures: tuple[str, ...]
    why: str
    mend: str


def detail(calibration: Calibration, sheet: Sheet, line: Line) -> Content:
    """What else is known about the line, in a few lines of text."""
    title = Content.styled(visible(" and ".join(line.subject.labels)), "bold $text-primary")
    lines = list(_about(calibration, line.subject))
    if not lines:
        title = Content.styled(sheet.words(line)[0], "bold $text-primary")
        lines = [f"{column.name}  {words}" for column, words in _rest(sheet, line)]
    return Content("\n").join([title, *(Content(said_once(visible(one))) for one in lines)])


def reasons(calibration: Calibration, sheet: Sheet, line: Line) -> tuple[Reason, ...]:
    """Why anything on the line or in its detail is withheld, one entry a rule."""
    named: dict[str, list[str]] = {}
    for name, code in (*_withheld(sheet, line), *_withheld_beside(calibration, line.subject)):
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


def _withheld_beside(calibration: Calibration, subject: Subject) -> Iterator[tuple[str, str]]:
    """What the detail of an interviewer withholds beside the line itself."""
    if subject.about != "interviewer":
        return
    one = calibration.interviewers.get(subject.labels[0])
    if one is None:
        return
    for name, effect in one.effects.items():
        if effect.withheld is not None:
            yield name.replace("_", " "), effect.withheld
    if one.drift.withheld is not None:
        yield "drift", one.drift.withheld


def _rest(sheet: Sheet, line: Line) -> Iterator[tuple[Column, str]]:
    words = sheet.words(line)
    yield from zip(sheet.columns[1:], words[1:], strict=True)


def _about(calibration: Calibration, subject: Subject) -> Iterator[str]:
    if subject.about == "interviewer":
        yield from _interviewer(calibration, subject.labels[0])
    elif subject.about == "dimension":
        yield from _dimension(calibration, subject.labels[0])
    elif subject.about == "candidate":
        yield from _candidate(calibration, subject.labels[0])


def _interviewer(calibration: Calibration, label: str) -> Iterator[str]:
    one = calibration.interviewers.get(label)
    if one is None:
        return
    whole = calibration.data.connectivity.connected
    yield f"{one.n} scores, mean {one.mean:.2f}"
    yield f"severity  {_said(one.severity.severity if whole else one.severity.within_subset)}"
    yield f"raw  {_said(one.severity_raw)}"
    yield f"patterns  {flags(one)}"
    yield f"drift  {_said(one.drift.points)}, {one.drift.sessions} sessions"
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


def _dimension(calibration: Calibration, label: str) -> Iterator[str]:
    one = calibration.dimensions.get(label)
    if one is None:
        return
    agreed = calibration.by_dimension[label]
    yield f"{sum(one.category_counts)} scores, {agreed.candidates} candidates compared"
    yield f"within one  {cell(agreed.within_one, '{:.0%}', '%')}"
    yield f"alpha  {_said(agreed.alpha_ordinal, _PLAIN)}"
    yield f"reliability of one  {_said(one.reliability.a1, _PLAIN)}"
    told = [words for words in calibration.categories.anchors if words.startswith(f"On {label} ")]
    yield from told or ["No anchor stands out as not working."]


def _candidate(calibration: Calibration, label: str) -> Iterator[str]:
    one = calibration.candidates.get(label)
    if one is None:
        return
    whole = calibration.data.connectivity.connected
    yield f"{one.n} scores by {one.interviewers} interviewer{'' if one.interviewers == 1 else 's'}"
    yield f"plain mean  {one.raw_mean:.2f}"
    yield f"fair mean  {_said(one.fair.fair_mean if whole else one.fair.within_subset, _PLAIN)}"
    if calibration.severity_clear and one.fair.raw_rank is not None:
        yield (
            f"rank {one.fair.raw_rank} by plain mean, {one.fair.fair_rank} by fair mean; most"
            " steps lie within the intervals"
        )


def _said(figure: Figure, form: str = _POINTS) -> str:
    return f"withheld: {figure.withheld}" if figure.withheld else cell(figure, form)
