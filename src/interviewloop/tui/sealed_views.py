"""What the sealed screen shows: a session and its scorecard, section by section, for reading."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content

from interviewloop.interview.clock import budget_s, clock_text, overrun_text, slot_s
from interviewloop.interview.scoring import evidence
from interviewloop.interview.sealing import broken_seals
from interviewloop.model.case import KIND_NAMES
from interviewloop.model.scorecard import OVERALL, amended
from interviewloop.model.session import StageUse
from interviewloop.model.text import visible, visible_lines
from interviewloop.report.score_words import change_words
from interviewloop.tui import take_home_views
from interviewloop.tui.paper import columns
from interviewloop.tui.score_views import OVERALL_NAME, field_name, untagged
from interviewloop.tui.script_rows import RUNG_WORDS
from interviewloop.tui.views import KIND_WORDS, NOTE_INDENT, note_content
from interviewloop.tui.widgets.pane_list import Row

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from interviewloop.interview.blindness import Closed
    from interviewloop.interview.plan import Plan
    from interviewloop.model.session import Help, Session

TABLE_WIDTH = 100
"""Columns from which the scorecard is a table; below, reasons stand under their dimension."""
_LABEL = 11
_DIM, _SCORE, _CONFIDENCE = 29, 14, 10


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page that a key goes to."""

    name: str
    body: Content


@dataclass(frozen=True, slots=True)
class Group:
    """Things observed under one title, each with a sign or time that stands before it."""

    title: str
    entries: Sequence[tuple[str, Content]]


def sections(session: Session, plan: Plan, width: int, more: Sequence[Group] = ()) -> list[Section]:
    """The whole page, laid out for ``width`` columns; ``more`` was observed besides."""
    return [
        Section("Scorecard", scorecard(session, plan, width)),
        Section("Amendments", amendments(session, plan, width)),
        Section("Notes", notes(session, width)),
        Section("Time", times(session, plan, width)),
        Section("Observed", observed(session, plan, width, more)),
    ]


# --- the head --------------------------------------------------------------------------------


def head(session: Session, plan: Plan, width: int) -> Content:
    """Who interviewed whom with what, and whether the seal holds."""
    card = plan.case.case
    facts = [
        ("Candidate", Content.styled(visible(session.candidate), "bold $text-primary")),
        ("Interviewer", Content(f"{visible(session.interviewer)} · {KIND_WORDS[session.kind]}")),
        ("Case", Content(f"{KIND_NAMES[card.kind]} · {card.title}{_version(session, plan)}")),
    ]
    if session.loop != session.candidate:
        facts.append(("Loop", Content(visible(session.loop))))
    if session.handovers:
        facts.append(("Take-home", take_home_views.stands(session)))
    if session.sealed_at is not None:
        facts.append(("Sealed", Content(moment(session.sealed_at))))
        if not broken_seals(session):
            facts.append(("Seal", Content("holds: nothing was changed since submission")))
    rows = (
        columns([Content.styled(label, "$muted"), value], [_LABEL, width - _LABEL - 2])
        for label, value in facts
    )
    return Content("\n").join([*_seal_warning(session), *rows])


def _version(session: Session, plan: Plan) -> str:
    now = plan.case.case.version
    if session.case_version == now:
        return ""
    return f" (run with version {session.case_version}, shown here is version {now})"


def _seal_warning(session: Session) -> Iterator[Content]:
    """In words what was changed behind the seal; nothing while it holds."""
    broken = broken_seals(session)
    if broken:
        banner = " THE SEAL IS BROKEN. Do not rely on these scores. "
        yield Content.styled(banner, "bold reverse $text-error")
        for words in broken:
            yield Content.styled(f"{words[:1].upper()}{words[1:]}.", "$text-error")
        yield Content("")


def hidden(session: Session, plan: Plan, why_closed: Closed) -> Content:
    """All that may be seen of an interview whose scores must stay closed: stage and clock."""
    if why_closed == "persona-not-met":
        why = (
            f"You have not interviewed {visible(session.candidate)} yourself yet. Once you have "
            f"submitted your own scorecard, what {visible(session.interviewer)} noted and scored "
            "opens."
        )
        return Content(why)
    if session.sealed:
        why = (
            f"You still have an open scorecard for {visible(session.candidate)}. Submit yours "
            f"first; then what {visible(session.interviewer)} noted and scored opens."
        )
        return Content(why)
    return Content.assemble(
        *running(session, plan),
        "\n\nNotes and scores stay closed until this interview is submitted.",
    )


def running(session: Session, plan: Plan) -> tuple[str, ...]:
    """Where an interview that is not sealed stands."""
    times_ = f"{clock_text(session.clock.elapsed_s)} / {clock_text(slot_s(session, plan))}"
    if session.phase == "ready":
        return ("Not started.",)
    if session.phase == "scoring":
        return ("Being scored.   ", f"Clock {times_}")
    stage = plan.case.stages.get(session.stage or "")
    title = stage.title if stage else visible(session.stage or "")
    return (f"Stage: {title}   ", f"Clock {times_}")


def moment(at: datetime) -> str:
    """A time of day where one is, with its date."""
    return f"{at.astimezone():%Y-%m-%d %H:%M}"


# --- the scorecard ---------------------------------------------------------------------------


def scorecard(session: Session, plan: Plan, width: int) -> Content:
    """Recommendation, summary, and each dimension with its score and what it rests on."""
    card, now = session.scorecard, amended(session.scorecard, session.amendments)
    wide = width >= TABLE_WIDTH
    parts = [
        Content.assemble(
            (f"{OVERALL_NAME}: ", "$muted"),
            (change_words(card.recommendation, now.recommendation), "bold"),
        )
    ]
    if card.summary.strip():
        parts.append(Content(visible_lines(card.summary)))
    if wide:
        parts.append(_table_head(width))
    parts += [
        _wide_row(session, plan, dim, width) if wide else _narrow_row(session, plan, dim, width)
        for dim in scored_dims(session, plan)
    ]
    return Content("\n\n").join(parts)


def scored_dims(session: Session, plan: Plan) -> tuple[str, ...]:
    """The plan's dimensions, and any that were scored but have left the rubric since."""
    return (*plan.dims, *(dim for dim in session.scorecard.scores if dim not in plan.dims))


def _widths(width: int) -> list[int]:
    return [_DIM, _SCORE, _CONFIDENCE, width - _DIM - _SCORE - _CONFIDENCE - 6]


def _table_head(width: int) -> Content:
    names = ("Dimension", "Score", "Confidence", "Rationale and evidence")
    return Content.assemble(
        columns([Content.styled(name, "bold $muted") for name in names], _widths(width)),
        "\n",
        ("─" * (sum(_widths(width)) + 6), "$border"),
    )


def _wide_row(session: Session, plan: Plan, dim: str, width: int) -> Content:
    widths = _widths(width)
    cells = [
        Content(_starred(plan, dim)),
        _score(session, dim),
        Content(session.scorecard.confidence.get(dim, "")),
        reasons(session, dim, widths[-1]),
    ]
    return columns(cells, widths)


def _narrow_row(session: Session, plan: Plan, dim: str, width: int) -> Content:
    confidence = session.scorecard.confidence.get(dim)
    first = Content.assemble(
        _score(session, dim),
        "  ",
        (_starred(plan, dim), "bold"),
        (f"  confidence {confidence}" if confidence else "", "$muted"),
    )
    why = reasons(session, dim, width - 4)
    if not why:
        return first
    return Content.assemble(first, "\n", columns([Content(""), why], [2, width - 4]))


def _starred(plan: Plan, dim: str) -> str:
    return field_name(plan, dim) + (" *" if dim in plan.case.case.primary else "")


def _score(session: Session, dim: str) -> Content:
    now = amended(session.scorecard, session.amendments)
    before, after = session.scorecard.scores.get(dim), now.scores.get(dim)
    return Content.styled(
        change_words(before, after), "bold" if before == after else "bold $text-accent"
    )


def reasons(session: Session, dim: str, width: int) -> Content:
    """The rationale, then the notes that stand as evidence."""
    rationale = session.scorecard.rationale.get(dim, "").strip()
    lines = [Content(visible_lines(rationale))] if rationale else []
    lines += [
        Row(note_content(untagged(session.notes[name], dim)), None, NOTE_INDENT).laid_out(width)
        for name in evidence(session, dim)
    ]
    return Content("\n").join(lines)


# --- the other sections ----------------------------------------------------------------------


def amendments(session: Session, plan: Plan, width: int) -> Content:
    """Every change after sealing, in order: when, who, what, why."""
    if not session.amendments:
        return Content.styled("none", "$muted")
    lines = []
    for it in session.amendments.values():
        name = OVERALL_NAME if it.field == OVERALL else field_name(plan, it.field)
        what = Content.assemble(
            f"{name}: ",
            (change_words(it.before, it.after), "bold $text-accent"),
            f"  by {visible(it.by)}",
            f"\n{visible_lines(it.why)}",
        )
        lines.append(columns([Content.styled(moment(it.at), "$muted"), what], [16, width - 18]))
    return Content("\n").join(lines)


def notes(session: Session, width: int) -> Content:
    """All notes, oldest first."""
    found = session.live_notes().values()
    if not found:
        return Content.styled("none", "$muted")
    return Content("\n").join(
        Row(note_content(note), None, NOTE_INDENT).laid_out(width) for note in found
    )


def times(session: Session, plan: Plan, width: int) -> Content:
    """Each stage with the time it took and the time planned for it."""
    widths = [min(40, width - 40), 16, 20]
    lines = []
    for number, (name, stage) in enumerate(plan.case.stages.items(), 1):
        use, planned = session.stages.get(name, StageUse()), budget_s(session, plan, name)
        if stage.beforehand:
            lines.append(
                columns([Content(f"{number} {stage.title}"), Content("beforehand")], widths[:2])
            )
            continue
        over = overrun_text(use.used_s, planned)
        state = "skipped" if use.skipped else over or ("" if use.visited else "not reached")
        cells = [
            Content(f"{number} {stage.title}"),
            Content(f"{clock_text(use.used_s)} of {clock_text(planned)}"),
            Content.styled(state, "$text-warning" if over else "$muted"),
        ]
        lines.append(columns(cells, widths))
    total = f"{clock_text(session.clock.elapsed_s)} of {clock_text(slot_s(session, plan))}"
    lines.append(columns([Content("Whole interview"), Content(total)], widths[:2]))
    if session.handovers:
        lines += [Content(""), Content.assemble("Take-home: ", take_home_views.stands(session))]
        lines += [Content.styled(line, "$muted") for line in take_home_views.times(session)]
    return Content("\n").join(lines)


def observed(session: Session, plan: Plan, width: int, more: Sequence[Group] = ()) -> Content:
    """Red flags, look-fors, probes and exhibits, each with its time on the clock, then ``more``."""
    timed = (
        ("Red flags raised", _flags(session, plan)),
        ("Look-fors seen (level)", _look_fors(session, plan)),
        ("Probes asked", _probes(session, plan)),
        ("Exhibits shown", _exhibits(session, plan)),
    )
    groups = [
        Group(title, [(clock_text(at), it) for at, it in sorted(entries, key=lambda one: one[0])])
        for title, entries in timed
    ]
    return Content("\n\n").join(_group(group, width) for group in (*groups, *more))


def _group(group: Group, width: int) -> Content:
    rows = [
        columns([Content.styled(before, "$muted"), words], [6, width - 8])
        for before, words in group.entries
    ]
    none = [Content.styled("none", "$muted")]
    return Content("\n").join([Content.styled(group.title, "bold"), *(rows or none)])


def _flags(session: Session, plan: Plan) -> Iterator[tuple[float, Content]]:
    for name, help_ in session.red_flags.items():
        flag = plan.case.red_flags.get(name)
        words = f"⚑ {flag.text}" if flag else name
        yield help_.clock_s, Content.styled(words, "$text-error")


def _look_fors(session: Session, plan: Plan) -> Iterator[tuple[float, Content]]:
    for name, help_ in session.look_fors.items():
        seen = plan.case.look_fors.get(name)
        if seen is None:
            yield help_.clock_s, Content(name)
            continue
        yield (
            help_.clock_s,
            Content.assemble(
                (f"{field_name(plan, seen.dim)} {seen.level}  ", "$text-primary"),
                seen.text,
                _rung(help_),
            ),
        )


def _probes(session: Session, plan: Plan) -> Iterator[tuple[float, Content]]:
    for name, help_ in session.probes.items():
        probe = plan.case.probes.get(name)
        words = probe.ask if probe else name
        yield help_.clock_s, Content.assemble(words, (f"  rung {help_.rung}", "$muted"))


def _exhibits(session: Session, plan: Plan) -> Iterator[tuple[float, Content]]:
    for name, showing in session.exhibits.items():
        exhibit = plan.case.exhibits.get(name)
        yield showing.clock_s, Content(exhibit.title if exhibit else name)


def _rung(help_: Help) -> tuple[str, str]:
    return f"  {RUNG_WORDS[help_.rung]}", "$text-warning" if help_.rung else "$muted"


# --- as plain text ---------------------------------------------------------------------------


def as_text(session: Session, plan: Plan, width: int = 80) -> str:
    """Head, scorecard and amendments as plain text, for pasting elsewhere."""
    parts = [
        head(session, plan, width).plain,
        scorecard(session, plan, width).plain,
        *(["Amendments\n" + amendments(session, plan, width).plain] if session.amendments else []),
    ]
    return "\n\n".join(parts) + "\n"
