"""What the live screen's panes show: rows made from a session and its plan."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from textual.content import Content

from interviewloop.interview.branches import holds
from interviewloop.interview.clock import (
    budget_s,
    clock_text,
    interrupted,
    overrun_text,
    slot_s,
    ticking,
)
from interviewloop.interview.coverage import coverage
from interviewloop.interview.events import AskProbe, RaiseFlag, SeeLookFor, ShowExhibit
from interviewloop.interview.noteline import SIGN_OF
from interviewloop.model.case import KIND_NAMES
from interviewloop.model.session import StageUse
from interviewloop.model.text import visible
from interviewloop.tui import take_home_views
from interviewloop.tui.script_rows import RUNG_WORDS, heading, look_for_row
from interviewloop.tui.widgets.note_line import signal_style
from interviewloop.tui.widgets.pane_list import Row

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from interviewloop.interview.plan import Plan
    from interviewloop.model.case import Stage
    from interviewloop.model.session import Note, Session

Tickable = AskProbe | SeeLookFor | RaiseFlag | ShowExhibit
KIND_WORDS = {"live": "live", "mock": "MOCK", "shadow": "shadow", "example": "EXAMPLE DATA"}
NOTE_INDENT = 8
"""Time and sign of a note; its words stand below each other."""
NUMBER_INDENT = 4
"""The number before it, where notes are meant by number."""


def title(session: Session, plan: Plan) -> Content:
    """What is being run, with whom."""
    case = plan.case.case
    return Content.assemble(
        (visible(session.candidate), "$text-primary"),
        f" · {KIND_WORDS[session.kind]} · {KIND_NAMES[case.kind]} · {case.title}",
    )


def clock(session: Session, plan: Plan) -> Content:
    """Elapsed and planned time, and in words when the clock stands still."""
    planned = slot_s(session, plan)
    times = f"{clock_text(session.clock.elapsed_s)} / {clock_text(planned)}"
    if session.phase == "ready":
        return Content.assemble(times, "  ", ("not started", "$text-warning"))
    if session.phase == "interview" and not ticking(session):
        word = "stopped" if interrupted(session) else "paused"
        return Content.assemble(times, "  ", (word, "$text-warning"))
    over = overrun_text(session.clock.elapsed_s, planned)
    return Content.assemble(times, *((("  " + over, "$text-error"),) if over else ()))


def stage_rows(session: Session, plan: Plan) -> list[Row]:
    """One row a stage: where one is, minutes used and planned, overrun in words."""
    return [
        Row(_stage_row(session, plan, number, name, stage), name, 4)
        for number, (name, stage) in enumerate(plan.case.stages.items(), 1)
    ]


def _stage_row(session: Session, plan: Plan, number: int, name: str, stage: Stage) -> Content:
    use = session.stages.get(name, StageUse())
    planned = budget_s(session, plan, name)
    here = name == session.stage
    mark = "▶" if here else "–" if use.skipped else "✓" if use.visited else " "
    used = "before" if stage.beforehand else f"{use.used_s / 60:.0f}/{planned / 60:.0f}"
    over = "" if stage.beforehand else overrun_text(use.used_s, planned)
    line = Content.assemble(
        f"{mark} {number} ",
        (stage.title, "bold" if here else "" if use.visited else "$muted"),
        f"  {used}",
        *((("  skipped", "$muted"),) if use.skipped and not here else ()),
    )
    if stage.beforehand:
        line += Content("\n") + take_home_views.stands(session)
    return line + Content.assemble(("\n" + over, "$text-error")) if over else line


def stage_line(session: Session, plan: Plan) -> str:
    """The current stage with its number, time used and budget."""
    name = session.stage or plan.stages[0]
    use = session.stages.get(name, StageUse())
    planned = budget_s(session, plan, name)
    number = plan.stages.index(name) + 1
    title_ = plan.case.stages[name].title
    if plan.case.stages[name].beforehand:
        return f"{number} · {title_}   beforehand, about {planned / 60:.0f} min"
    over = overrun_text(use.used_s, planned)
    tail = f"   {over}" if over else ""
    return f"{number} · {title_}   {clock_text(use.used_s)} of {clock_text(planned)}{tail}"


def stage_time(session: Session, plan: Plan) -> str:
    """The current stage's number, time used and budget: all there is room for beside many tabs."""
    name = session.stage or plan.stages[0]
    used, planned = session.stages.get(name, StageUse()).used_s, budget_s(session, plan, name)
    return f"{plan.stages.index(name) + 1}\u00a0·\u00a0{clock_text(used)} of {clock_text(planned)}"


def script_rows(session: Session, plan: Plan) -> list[Row]:
    """What to say, ask, listen for and show in the current stage. Keys are ``kind:id``."""
    stage_id = session.stage or plan.stages[0]
    stage = plan.case.stages[stage_id]
    if stage.beforehand:
        return [
            *take_home_views.rows(session, plan, stage_id),
            *_exhibit_rows(session, plan, stage_id),
            *_flag_rows(session, plan),
        ]
    rows = [Row(Content.assemble(("Say  ", "bold $text-accent"), f"“{stage.prompt}”"), None, 5)]
    if stage_id == plan.stages[0]:
        brief = ("Brief  ", "bold $text-accent")
        rows.append(Row(Content.assemble(brief, plan.case.case.candidate_brief), None, 7))
    for _, branch in plan.case.branches_of(stage_id):
        if holds(branch, session.look_fors):
            rows.append(Row(Content.assemble(("Then say  ", "bold $text-accent"), branch.prompt)))
    rows += _probe_rows(session, plan, stage_id)
    rows += _look_for_rows(session, plan, stage_id)
    for_you = [stage.goal] if stage.goal else []
    if stage_id == plan.stages[0]:
        for_you.append(plan.case.case.interviewer_summary)
    if for_you:
        rows.append(heading("FOR YOU  (never read out)"))
        rows += [Row(Content.styled(text, "$muted")) for text in for_you]
    rows += _exhibit_rows(session, plan, stage_id)
    rows += _flag_rows(session, plan)
    return rows


def _probe_rows(session: Session, plan: Plan, stage: str) -> Iterator[Row]:
    probes = list(plan.case.probes_of(stage))
    if probes:
        yield heading("PROBES  (rung of help)")
    for number, (name, probe) in enumerate(probes, 1):
        asked = name in session.probes
        done = bool(probe.unless) and all(seen in session.look_fors for seen in probe.unless)
        yield Row(
            Content.assemble(
                f"{'●' if asked else '○'} {number} ",
                (probe.ask, "$muted" if done and not asked else ""),
                (f"  rung\u00a0{probe.rung}", "$muted"),
                (("  asked" if asked else "  no need" if done else ""), "$muted"),
            ),
            f"probe:{name}",
            4,
        )


def _look_for_rows(session: Session, plan: Plan, stage: str) -> Iterator[Row]:
    look_fors = list(plan.case.look_fors_of(stage))
    if look_fors:
        yield heading("LISTEN FOR  (level it speaks for)")
    for number, (name, seen) in enumerate(look_fors, 1):
        yield look_for_row(number, name, seen, session.look_fors.get(name))


def _exhibit_rows(session: Session, plan: Plan, stage: str) -> Iterator[Row]:
    names = plan.case.exhibits_of(stage)
    own = [name for name, it in plan.case.exhibits.items() if it.audience == "interviewer"]
    if names or own:
        yield heading("EXHIBITS  (Enter looks and shows)")
    asked_for = {reveal.exhibit: reveal for reveal in plan.case.reveals.values()}
    planned = plan.case.stages[stage].exhibits
    for number, name in enumerate((*names, *own), 1):
        showing = session.exhibits.get(name)
        on_screen = showing is not None and showing.on_screen
        state = "shown" if on_screen else "was shown" if showing else ""
        when = "" if name in planned else "only for you" if name in own else "on request"
        hint = f"  ask: {asked_for[name].ask[0]}" if when == "on request" else ""
        yield Row(
            Content.assemble(
                f"{'▣' if on_screen else '▢'} {number} ",
                plan.case.exhibits[name].title,
                (f"  {when}" if when else "", "$text-warning"),
                (hint, "$muted"),
                (f"  {state}" if state else "", "bold $text-success"),
            ),
            f"exhibit:{name}",
            4,
        )


def _flag_rows(session: Session, plan: Plan) -> Iterator[Row]:
    if plan.case.red_flags:
        yield heading("RED FLAGS  (any stage)")
    for number, (name, flag) in enumerate(plan.case.red_flags.items(), 1):
        raised = name in session.red_flags
        yield Row(
            Content.assemble(
                f"{'⚑' if raised else '○'} {number} ",
                (flag.text, "bold $text-error" if raised else ""),
                (f"  caps {', '.join(flag.dims)} at {flag.cap}", "$muted"),
            ),
            f"flag:{name}",
            4,
        )


def note_rows(session: Session, notes: Iterable[tuple[str, Note]] | None = None) -> list[Row]:
    """Notes as a list, oldest first: time, sign, dimension, words as typed."""
    shown = session.live_notes().items() if notes is None else notes
    return [_note_row(name, note) for name, note in shown]


@lru_cache(maxsize=1024)
def _note_row(name: str, note: Note) -> Row:
    """Notes are values and mostly stay as they are; only new ones are laid out anew."""
    number = Content.styled(f"{name.removeprefix('n'):>3} ", "$muted")
    return Row(number + note_content(note), name, NUMBER_INDENT + NOTE_INDENT)


def note_content(note: Note) -> Content:
    """One note on one paragraph. What was typed is content, never markup or escapes."""
    return Content.assemble(
        (clock_text(note.clock_s), "$muted"),
        " ",
        (SIGN_OF[note.signal], signal_style(note.signal)),
        " ",
        *(((note.dim, "$text-primary"), "  ") if note.dim else ()),
        visible(note.text),
        *(((" (edited)", "$muted"),) if note.edited_at else ()),
    )


def tabs(names: Mapping[str, str], here: str) -> Content:
    """Names of panes side by side, the one that is shown in brackets."""
    return Content("").join(
        Content.styled(f"[{name}]", "bold $text-primary") if pane == here else Content(f" {name} ")
        for pane, name in names.items()
    )


def said(event: Tickable, session: Session, plan: Plan) -> str:
    """What ticking something off came to, in words."""
    match event:
        case AskProbe(name, asked):
            words = "asked" if asked else "not asked after all"
            return f"Probe {words}: {plan.case.probes[name].ask}"
        case SeeLookFor(name, seen):
            if not seen:
                return f"Not seen after all: {plan.case.look_fors[name].text}"
            rung = RUNG_WORDS[session.look_fors[name].rung]
            return f"Seen, {rung}: {plan.case.look_fors[name].text}"
        case RaiseFlag(name, raised):
            return (
                f"Red flag {'raised' if raised else 'withdrawn'}: {plan.case.red_flags[name].text}"
            )
        case ShowExhibit(name, on_screen):
            title = plan.case.exhibits[name].title
            return f"The candidate sees: {title}" if on_screen else f"Taken away: {title}"


def candidate_sees(shown: Iterable[str], plan: Plan) -> str:
    """Which exhibits the candidate has before them, for the foot of the script."""
    exhibits = plan.case.exhibits
    titles = [exhibits[name].title for name in shown if name in exhibits]
    return f"candidate sees: {', '.join(titles)}" if titles else ""


def coverage_content(session: Session, plan: Plan, width: int) -> Content:
    """Per dimension how much speaks to it, as a bar and a number, or in words that nothing does."""
    rows = [row for row in coverage(session, plan) if row.role != "other" or row.total]
    name_width = min(25, max(12, width - 11))
    room = max(1, width - name_width - 7)
    most = max((row.total for row in rows), default=0)
    scale = min(1.0, room / most) if most else 1.0
    lines = []
    for row in rows:
        star = "*" if row.role == "primary" else " "
        name = Content(f"{star}{row.dim}").truncate(name_width, ellipsis=True)
        pad = " " * (name_width - name.cell_length + 1)
        if row.total:
            bar = "█" * max(1, round(row.total * scale))
            flags = f" !{row.red_flags}" if row.red_flags else ""
            lines.append(
                Content.assemble(
                    name, pad, (bar, "$primary"), f" {row.total}", (flags, "$text-error")
                )
            )
        else:
            style = "$text-warning" if row.role == "primary" else "$muted"
            lines.append(Content.assemble(name, pad, ("none yet", style)))
    return Content("\n").join(lines)
