"""A loop as plain text for a terminal: what is planned, how far it is, what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewloop.interview.loops import COVERED_BY, coverage
from interviewloop.model.loop import OUTCOME_NAMES
from interviewloop.model.text import visible
from interviewloop.report.columns import paragraph, table
from interviewloop.report.loop_words import entry_words, take_home_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from interviewloop.interview.loops import Interview
    from interviewloop.model.loop import Loop, LoopEntry

STATE_WORDS = {
    "planned": "not begun",
    "open": "not submitted",
    "sealed": "submitted",
    "waived": "waived",
}
STATE_SIGNS = {"planned": "○", "open": "◐", "sealed": "●", "waived": "–"}


def loop_text(loop: Loop, found: Sequence[Interview], names: Mapping[str, str], width: int) -> str:
    """Everything about ``loop`` but scores. ``names`` gives what a dimension is called."""
    lines = [visible(f"Loop {loop.name}: {loop.candidate}, rubric {loop.rubric}"), ""]
    if loop.example:
        lines[0] += "  (EXAMPLE DATA)"
    lines += _interviews(loop, found, width) if found else ["No interview is planned yet."]
    if travelled := take_home_words(found):
        lines += ["", "Take-home"]
        lines += [line for it in travelled for line in paragraph(visible(it), width, "- ")]
    lines += ["", *_coverage(found, names, width)]
    if loop.record:
        lines += [
            "",
            "Record",
            *(line for it in loop.record.values() for line in _entry(it, width)),
        ]
    return "\n".join(lines) + "\n"


def loop_line(loop: Loop, found: Sequence[Interview]) -> tuple[str, ...]:
    """A loop in a list: name, candidate, submitted of all, what stands."""
    counted = [one for one in found if not one.shadow]
    done = sum(one.state == "sealed" for one in counted)
    waived = sum(one.state == "waived" for one in counted)
    decision = loop.decision
    outcome = decision.outcome if decision is not None else None
    return (
        visible(loop.name),
        visible(loop.candidate),
        f"{done} of {len(counted) - waived}",
        OUTCOME_NAMES[outcome] if outcome else "",
    )


def _interviews(loop: Loop, found: Sequence[Interview], width: int) -> list[str]:
    numbers = {(plan.interviewer, plan.case): name for name, plan in loop.planned.items()}
    rows = [
        (
            visible(one.interviewer),
            one.case,
            numbers.get((one.interviewer, one.case), ""),
            STATE_WORDS[one.state] + (", shadow" if one.shadow else ""),
        )
        for one in found
    ]
    return table(("Interviewer", "Case", "Plan", "State"), rows, width, words=4)


def _coverage(found: Sequence[Interview], names: Mapping[str, str], width: int) -> list[str]:
    lines = ["Who covers what"]
    for dim, people in coverage(found, tuple(names)).items():
        short = "" if len(people) >= COVERED_BY else f"  (needs {COVERED_BY - len(people)} more)"
        who = ", ".join(people) or "nobody"
        lines += paragraph(visible(f"{names[dim]}: {who}{short}"), width, "- ")
    return lines


def _entry(entry: LoopEntry, width: int) -> list[str]:
    lines = paragraph(visible(entry_words(entry)), width, "- ")
    for one in entry.dissent.values():
        lines += paragraph(
            visible(f"{one.by} would have decided otherwise: {one.why}"), width, "  - "
        )
    return lines
