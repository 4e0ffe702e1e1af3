"""What the live screen shows of a take-home: where it is, the memo to read, the task."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from interviewloop.interview.take_home import corrections, length_text, travel_text, travelled
from interviewloop.model.text import visible
from interviewloop.tui.script_rows import heading, look_for_row
from interviewloop.tui.widgets.pane_list import Row

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from interviewloop.interview.plan import Plan
    from interviewloop.model.case import TakeHome
    from interviewloop.model.session import Session


def stands(session: Session) -> Content:
    """How the take-home stands, in the colour that says whether something is to be done."""
    travel = travelled(session)
    if travel is None or travel.received_at is None:
        style = "$text-warning"
    else:
        style = "$text-error" if travel.late_min else "$text-success"
    return Content.styled(travel_text(travel), style)


def times(session: Session) -> Iterator[str]:
    """The times that count, one a line, and each correction with its reason."""
    travel = travelled(session)
    if travel is not None:
        yield f"sent {_clock(travel.sent_at)}, {length_text(travel.box_min)} to take"
    if travel is not None and travel.received_at is not None:
        yield f"received {_clock(travel.received_at)}"
    for wrong, right in corrections(session):
        yield (
            f"{right.way}: {_clock(wrong.at)} was corrected to {_clock(right.at)} on"
            f" {_clock(right.entered_at)}: {visible(right.why)}"
        )


def _clock(at: datetime) -> str:
    return f"{at.astimezone():%Y-%m-%d %H:%M}"


def rows(session: Session, plan: Plan, stage: str) -> Iterator[Row]:
    """The script of the stage in which the memo is read, before the interview."""
    case = plan.case
    here = case.stages[stage]
    yield Row(Content.assemble(("Read  ", "bold $text-accent"), here.prompt), None, 6)
    yield from _where(session)
    if case.take_home is not None:
        yield from _memo(session, plan, stage, case.take_home)
    yield heading("FOR YOU  (never read out)")
    if here.goal:
        yield Row(Content.styled(here.goal, "$muted"))
    yield Row(Content.styled(case.case.interviewer_summary, "$muted"))
    if case.take_home is not None:
        yield from _task(plan, case.take_home)


def _where(session: Session) -> Iterator[Row]:
    yield heading("TAKE-HOME")
    travel = travelled(session)
    yield Row(stands(session))
    for line in times(session):
        yield Row(Content.styled(line, "$muted"))
    if travel is None or travel.received_at is None:
        way = "/received" if travel else "/sent"
        yield Row(Content.styled(f"Ctrl+O or {way} enters the time", "$muted"))


def _memo(session: Session, plan: Plan, stage: str, task: TakeHome) -> Iterator[Row]:
    """Section by section what to look for. The numbers are those that /seen takes."""
    numbers = {name: number for number, (name, _) in enumerate(plan.case.look_fors_of(stage), 1)}
    for section in task.memo_sections.values():
        yield heading(f"MEMO · {section.title}")
        for name in section.look_fors:
            if name in numbers:
                seen = plan.case.look_fors[name]
                yield look_for_row(numbers[name], name, seen, session.look_fors.get(name))


def _task(plan: Plan, task: TakeHome) -> Iterator[Row]:
    yield Row(
        Content.styled(
            f"AUC: honest model {task.baseline:.3f}, with the leaks {task.inflated:.3f}, "
            f"rule of one line {task.rule_score:.3f}.",
            "$muted",
        )
    )
    yield heading("THE TASK  (what the candidate got)")
    yield Row(Content(plan.case.case.candidate_brief))
    yield Row(Content(task.brief))
    yield Row(Content.assemble(("Hand in  ", "bold"), task.deliverable), None, 9)
