"""What the debrief shows, step by step: who is in, what was seen, where scores part, the sum."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from interviewloop.interview.debrief import GAP, no_signal
from interviewloop.interview.noteline import SIGN_OF, SIGNAL_NAMES
from interviewloop.model.loop import OUTCOME_NAMES
from interviewloop.model.scorecard import RECOMMENDATION_NAMES
from interviewloop.model.text import counted, visible, visible_lines
from interviewloop.report.loop_text import STATE_SIGNS, STATE_WORDS
from interviewloop.report.score_words import value_words
from interviewloop.tui.paper import columns
from interviewloop.tui.widgets.note_line import signal_style

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from interviewloop.calibration.fair_candidate import Fair
    from interviewloop.interview.blindness import Closed
    from interviewloop.interview.debrief import Cell, Combination, Compared, Gate, Said
    from interviewloop.interview.loops import Interview
    from interviewloop.model.loop import Loop, LoopEntry

_NAME, _CASE = 24, 26
_CELL, _WIDEST_CELL = 9, 20
_DIMENSION = 40
"""Room for the names of dimensions before the columns of people grow."""
_MEAN = 6


def gate_page(gate: Gate, found: Sequence[Interview], width: int, closed: str = "") -> Content:
    """Every interview with its state, and whether the debrief may begin; ``closed`` says why not
    for the person at the screen."""
    rows = [
        columns(
            [
                Content(visible(one.interviewer)),
                Content(one.case),
                _state(one),
            ],
            [_NAME, _CASE, width - _NAME - _CASE - 4],
        )
        for one in found
    ]
    return Content("\n").join([*rows, Content(""), _gate_words(gate, closed)])


def closed_words(closed: Closed, viewer: str, candidate: str) -> str:
    """Why the scores of a loop are closed to ``viewer``, and what opens them."""
    who = visible(candidate)
    if closed == "persona-not-met":
        return f"You have not interviewed {who} yourself yet. Do so, and what others scored opens."
    if viewer.strip():
        return f"You still owe a scorecard for {who}. Submit it, and what others scored opens."
    return "A scorecard is still owed, and nobody has said who you are: interviewer in config.toml."


def _state(one: Interview) -> Content:
    shadow = "  shadow: for calibration, not for the candidate" if one.shadow else ""
    style = {"sealed": "$text-success", "waived": "$muted"}.get(one.state, "$text-warning")
    words = f"{STATE_SIGNS[one.state]} {STATE_WORDS[one.state]}"
    return Content.assemble((words, style), (shadow, "$muted"))


def _gate_words(gate: Gate, closed: str) -> Content:
    if gate.opened is not None:
        who = f"{visible(gate.opened.by)} opened the scores early: {visible(gate.opened.why)}"
        return Content.styled("\n".join(filter(None, (who, closed))), "$text-warning")
    if gate.open and closed:
        return Content.styled(f"Every scorecard of this loop is in. {closed}", "$text-warning")
    if gate.open:
        return Content.styled("Every scorecard is in. 2 goes on to the evidence.", "$text-success")
    if not gate.waiting:
        return Content.styled("No scorecard has been submitted.", "$text-warning")
    names = ", ".join(visible(one.interviewer) for one in gate.waiting)
    return Content.assemble(
        (f"Waiting for {names}.", "$text-warning"),
        "\nW waives a scorecard by name; O opens the scores early. Both ask why and are recorded.",
    )


def evidence_page(name: str, definition: str, said: Sequence[Said], place: str) -> Content:
    """One dimension's evidence, names hidden. ``place`` says which of how many it is."""
    head = Content.assemble(
        (name, "bold $text-primary"), (f"   {place}", "$muted"), f"\n{definition}\n"
    )
    if not said:
        return Content.assemble(head, "\n", ("Nobody wrote down evidence here.", "$muted"))
    lines: list[Content] = []
    source = ""
    for one in said:
        if one.source != source:
            source = one.source
            lines.append(Content.styled(f"\nInterviewer {source}", "bold $muted"))
        lines.append(
            Content.assemble(
                (f"{SIGN_OF[one.signal]} ", signal_style(one.signal)),
                visible_lines(one.text),
                (
                    f"  {SIGNAL_NAMES[one.signal]}" if one.signal == "red-flag" else "",
                    "$text-error",
                ),
            )
        )
    return Content("\n").join([head, *lines])


def matrix_page(rows: Sequence[Compared], names: Mapping[str, str], width: int) -> Content:
    """Dimensions by interviewers, those furthest apart first; amended scores with the sealed."""
    if not rows or not rows[0].cells:
        return Content("There is no scorecard to compare.")
    people = [cell.interviewer for cell in rows[0].cells]
    cell = max(_CELL, min(_WIDEST_CELL, (width - _DIMENSION) // len(people) - 2))
    room = max(10, width - len(people) * (cell + 2) - _MEAN - 4)
    widths = [room, *[cell] * len(people), _MEAN]
    header = columns(
        [
            Content(""),
            *(Content.styled(visible(name), "bold") for name in people),
            Content.styled("mean", "bold"),
        ],
        widths,
    )
    lines = [header]
    apart = [row for row in rows if row.wide]
    if apart:
        words = f"{GAP} points or more apart: talk about these first"
        lines.append(Content.styled(words, "bold $text-warning"))
        lines += [_matrix_row(row, names, widths) for row in apart]
        lines.append(Content.styled("The others", "bold $muted"))
    else:
        lines.append(Content.styled(f"Nowhere {GAP} points or more apart.", "$text-success"))
    lines += [_matrix_row(row, names, widths) for row in rows if not row.wide]
    return Content("\n").join(lines)


def _matrix_row(row: Compared, names: Mapping[str, str], widths: Sequence[int]) -> Content:
    cells = [
        Content(("◆ " if row.wide else "  ") + names.get(row.dim, row.dim)),
        *(_cell(cell) for cell in row.cells),
        Content("" if row.mean is None else f"{row.mean:.1f}"),
    ]
    return columns(cells, widths)


def _cell(cell: Cell) -> Content:
    if cell.score is None:
        return Content.styled("–", "$muted")
    if cell.score != cell.sealed:
        before = "none" if cell.sealed is None else value_words(cell.sealed)
        return Content.assemble((f"{before} → {value_words(cell.score)}", "bold"))
    return Content.styled(value_words(cell.score), "$muted" if no_signal(cell) else "")


def sum_page(found: Combination, fair: Fair | None, names: Mapping[str, str]) -> Content:
    """What the scorecards add up to by rule, and the same with severity taken out."""
    mean = "–" if found.mean is None else f"{found.mean:.2f}"
    lines = [
        Content.assemble(
            ("Mean over dimensions   ", "$muted"), (mean, "bold"),
            (f"   {counted(found.dims, 'dimension')}, each counted alike", "$muted"),
        ),
        _fair_line(fair),
        Content(""),
        Content.styled("Recommendations", "$muted"),
        *(
            Content(f"  {RECOMMENDATION_NAMES[name]:<12} {'●' * count or '·'} {count or ''}")
            for name, count in reversed(found.recommendations)
        ),
    ]  # fmt: skip
    if found.unscored:
        unscored = ", ".join(names.get(dim, dim) for dim in found.unscored)
        lines += [Content(""), Content.styled(f"Nobody scored: {unscored}.", "$text-warning")]
    words = (
        "\nThis is arithmetic, not a verdict. It is shown before the decision, so that a decision"
        " against it is made knowingly and says why."
    )
    return Content("\n").join([*lines, Content.styled(words, "$muted")])


def _fair_line(fair: Fair | None) -> Content:
    label = ("Adjusted for severity  ", "$muted")
    if fair is None:
        return Content.assemble(label, ("computing …", "$muted"))
    if fair.figure is None or fair.figure.value is None:
        # The reason on lines of its own: it is a sentence or two and would wrap below the label.
        return Content.assemble(label, ("withheld", "$text-warning"), f"\n  {fair.why}")
    figure = fair.figure
    clear = "" if fair.clear else ", though severity does not clearly differ in this panel"
    raw = f"raw mean of all scores {fair.raw:.2f}, " if fair.raw is not None else ""
    return Content.assemble(
        label,
        (f"{figure.value:.2f}", "bold"),
        f" ({figure.ci_low:.2f} to {figure.ci_high:.2f}, {counted(figure.n, 'score')})",
        (f"   {raw}sealed scores{clear}", "$muted"),
    )


def decision_page(loop: Loop) -> Content:
    """The decision that stands, who dissented, and everything else on the record."""
    decision = loop.decision
    if decision is None:
        head = [Content.styled("Nothing is decided yet. D records the decision.", "$text-warning")]
    else:
        outcome = OUTCOME_NAMES[decision.outcome or "hold"]
        head = [
            Content.assemble((outcome, "bold $text-primary"), f"   {visible(decision.by)}"),
            Content(visible_lines(decision.why)),
            *_dissent(decision),
        ]
    rest = [entry for entry in loop.record.values() if entry is not decision]
    if rest:
        head += [Content.styled("\nOn the record", "bold $muted"), *map(_entry, rest)]
    return Content("\n").join(head)


def _dissent(entry: LoopEntry) -> Iterator[Content]:
    for one in entry.dissent.values():
        yield Content.assemble(
            ("Dissent  ", "$text-warning"), (visible(one.by), "bold"), f"  {visible(one.why)}"
        )


def _entry(entry: LoopEntry) -> Content:
    what = {
        "waived": f"waived {entry.interviewer} ({entry.case})",
        "opened": "opened the scores early",
        "decided": f"decided {OUTCOME_NAMES[entry.outcome or 'hold']}",
        "held": "put a legal hold on the candidate's data",
        "released": "ended the legal hold",
    }[entry.what]
    when = f"{entry.at:%Y-%m-%d %H:%M} UTC"
    return Content(visible(f"{when}  {entry.by} {what}: {entry.why}"))


def step_line(names: Iterable[str], here: int, closed_until: str) -> Content:
    """The steps side by side, the one that is shown in brackets; closed ones are said to be, with
    what opens them (empty if they are open)."""
    parts: list[str | tuple[str, str]] = []
    for place, name in enumerate(names):
        words = f"{place + 1} {name}"
        closed = place > 0 and closed_until
        if place == here:
            parts.append((f"[{words}]", "bold $text-primary"))
        else:
            parts.append((f" {words} ", "$muted" if closed else ""))
    if closed_until:
        parts.append((f"  closed until {closed_until}", "$text-warning"))
    return Content.assemble(*parts)
