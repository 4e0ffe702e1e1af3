"""A loop with its scorecards as Markdown, for a pull request or a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewloop.interview.noteline import SIGNAL_NAMES
from interviewloop.model.loop import OUTCOME_NAMES
from interviewloop.report.loop_words import (
    cell_words,
    changes_words,
    entry_words,
    fair_words,
    sum_words,
    take_home_words,
)
from interviewloop.report.markdown import plain, table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from interviewloop.report.loop_view import LoopView


def loop_markdown(view: LoopView) -> str:
    """The report, ending in a line end. Nothing typed can bring in markup of its own."""
    loop = view.loop
    decision = loop.decision
    outcome = OUTCOME_NAMES[decision.outcome or "hold"] if decision else OUTCOME_NAMES["hold"]
    blocks = [f"# {plain(loop.candidate)}: {outcome}"]
    if loop.example:
        blocks.append("**EXAMPLE DATA: made-up people**")
    if decision is not None:
        blocks.append(plain(entry_words(decision)))
        blocks += [
            f"Dissent, {plain(one.by)}: {plain(one.why)}" for one in decision.dissent.values()
        ]
    blocks += ["## Scores", *_scores(view), "## What they add up to"]
    blocks += [plain(sum_words(view.summed)), plain(fair_words(view.fair))]
    if travelled := take_home_words(view.found):
        blocks += ["## Take-home", "\n".join(f"- {plain(it)}" for it in travelled)]
    blocks += ["## Evidence", *_evidence(view)]
    if view.changes:
        blocks += ["## Changes of mind", _listed(changes_words(view))]
    if loop.record:
        blocks += ["## Record", _listed(map(entry_words, loop.record.values()))]
    return "\n\n".join(blocks) + "\n"


def _listed(lines: Iterable[str]) -> str:
    return "\n".join(f"- {plain(line)}" for line in lines)


def _scores(view: LoopView) -> Iterator[str]:
    people = [who for who, _ in view.recommendations]
    rows = [
        [
            view.names[row.dim] + (" (2 or more apart)" if row.wide else ""),
            *(cell_words(cell) for cell in row.cells),
            "" if row.mean is None else f"{row.mean:.1f}",
        ]
        for row in view.rows
    ]
    rows.append(["Recommendation", *(what for _, what in view.recommendations), ""])
    yield table(["Dimension", *people, "mean"], rows)


def _evidence(view: LoopView) -> Iterator[str]:
    for row in view.rows:
        lines = []
        for one in view.evidence[row.dim]:
            said = [f"({SIGNAL_NAMES[note.signal]}) {note.text}" for note in one.notes]
            said += [one.reason] if one.reason else []
            lines += [f"- {plain(one.interviewer)}: {plain(words)}" for words in said]
        if lines:
            yield f"### {plain(view.names[row.dim])}"
            yield "\n".join(lines)
