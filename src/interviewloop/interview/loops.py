"""A candidate's loop: who is to interview, how far each is, what is covered, what was recorded."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, Literal, TypeVar

from interviewloop.interview.entries import next_id
from interviewloop.interview.loop_events import (
    Decide,
    DropInterview,
    ForceOpen,
    Hold,
    LoopEvent,
    PlanInterview,
    Release,
    Retain,
    Waive,
)
from interviewloop.model.errors import Problem
from interviewloop.model.head import SessionHead
from interviewloop.model.loop import Dissent, Loop, LoopEntry, PlannedInterview
from interviewloop.model.names import LONGEST_NAME, same_name
from interviewloop.model.text import storable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from interviewloop.model.loop import Deed

InterviewState = Literal["planned", "open", "sealed", "waived"]
_Session = TypeVar("_Session", bound=SessionHead)
_Session_co = TypeVar("_Session_co", bound=SessionHead, covariant=True)
COVERED_BY = 2
"""Interviewers that each dimension should be covered by: one alone has nobody to agree with."""


@dataclass(frozen=True, slots=True)
class InterviewOf(Generic[_Session_co]):
    """One interview of a loop: from the plan, from a session, or from both.

    ``dimensions`` are the planned ones, or those its case assesses. ``session`` is None before
    the interview was begun.
    """

    interviewer: str
    case: str
    dimensions: tuple[str, ...]
    shadow: bool
    state: InterviewState
    session: _Session_co | None


Interview = InterviewOf[SessionHead]
"""An interview of which no evidence is needed."""


def interviews(
    loop: Loop, sessions: Iterable[_Session], assessed: Mapping[str, tuple[str, ...]] | None = None
) -> tuple[InterviewOf[_Session], ...]:
    """The loop's interviews: planned ones in their order, then those that were begun unplanned.

    ``assessed`` gives the dimensions of a case, for interviews that were not planned.
    """
    own = [one for one in sessions if same_name(one.loop, loop.name)]
    found: list[InterviewOf[_Session]] = []
    used: list[_Session] = []
    for plan in loop.planned.values():
        session = _session_of(own, plan.interviewer, plan.case)
        if session is not None:
            used.append(session)
        found.append(_interview(loop, plan, session))
    for session in own:
        if session not in used:
            plan = PlannedInterview(
                interviewer=session.interviewer,
                case=session.case,
                dimensions=(assessed or {}).get(session.case, ()),
            )
            found.append(_interview(loop, plan, session))
    return tuple(found)


def coverage(found: Iterable[Interview], dims: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """By dimension, the interviewers who are to cover it. Shadows and waived interviews cover
    nothing.

    What was scored is not looked at: whether a colleague found a signal is not to be told before
    one's own scorecard is in.
    """
    covering: dict[str, list[str]] = {dim: [] for dim in dims}
    for one in found:
        if one.shadow or one.state == "waived":
            continue
        for dim in dims:
            if dim in one.dimensions and one.interviewer not in covering[dim]:
                covering[dim].append(one.interviewer)
    return {dim: tuple(names) for dim, names in covering.items()}


def to_begin(interviewer: str, found: Iterable[Interview]) -> tuple[Interview, ...]:
    """The interviews that ``interviewer`` is planned for and has not begun."""
    return tuple(
        one for one in found if one.state == "planned" and same_name(one.interviewer, interviewer)
    )


def planned_name(loop: Loop, interviewer: str, case: str) -> str:
    """What an interview is called in the plan. Raises Problem where it is not in it."""
    for name, plan in loop.planned.items():
        if same_name(plan.interviewer, interviewer) and plan.case == case:
            return name
    what = f"{interviewer} with {case} is not in the plan of this loop"
    raise Problem("Not in the plan", what, "Waive it in the debrief if it is not to count.")


def is_waived(loop: Loop, interviewer: str, case: str) -> bool:
    """Whether the loop does not wait for a scorecard."""
    return any(_is_waiver_of(entry, interviewer, case) for entry in loop.record.values())


def scored_blind(session: SessionHead, loop: Loop) -> bool:
    """Whether a sealed scorecard was submitted before its interviewer could have seen another.

    A waiver of it, or a forced opening of the loop, that came first makes it not blind.
    """
    if session.sealed_at is None:
        return False
    return not any(
        entry.at < session.sealed_at
        for entry in loop.record.values()
        if entry.what == "opened" or _is_waiver_of(entry, session.interviewer, session.case)
    )


def apply(loop: Loop, event: LoopEvent, at: datetime, sessions: Iterable[SessionHead]) -> Loop:
    """``loop`` after ``event``. Raises Problem, and leaves it as it was, where that cannot be."""
    found = interviews(loop, sessions)
    match event:
        case PlanInterview():
            return _planned(loop, event)
        case DropInterview(name):
            return _dropped(loop, name, found)
        case Waive():
            return _waived(loop, event, at, found)
        case ForceOpen(by, why):
            _need_name(by)
            if any(
                one.state in ("planned", "open") and same_name(one.interviewer, by) for one in found
            ):
                raise Problem(
                    "Not by you",
                    f"{by} still owes a scorecard here and would see others' scores first",
                    "Submit it, or let somebody else open the loop.",
                )
            return _entered(loop, LoopEntry(at=at, by=by, what="opened", why=_reason(why), seal=""))
        case Decide():
            return _decided(loop, event, at)
        case Hold() | Release():
            return _held(loop, event, at)
        case Retain(until):
            return loop.model_copy(update={"retain_until": until})


def broken_record(loop: Loop) -> tuple[str, ...]:
    """What of the record was edited or removed since it was written, in words. That its last
    entries were cut off leaves no trace in it."""
    said, previous = [], loop.name
    for name, entry in loop.record.items():
        if entry.seal != _chain(previous, entry):
            said.append(f"entry {name} ({entry.what}) was edited, or one before it was removed")
        previous = entry.seal
    return tuple(said)


def _interview(
    loop: Loop, plan: PlannedInterview, session: _Session | None
) -> InterviewOf[_Session]:
    state: InterviewState = "planned"
    if session is not None and session.sealed:
        state = "sealed"
    elif is_waived(loop, plan.interviewer, plan.case):
        state = "waived"
    elif session is not None:
        state = "open"
    shadow = plan.shadow or (session is not None and session.kind == "shadow")
    return InterviewOf(plan.interviewer, plan.case, plan.dimensions, shadow, state, session)


def _session_of(sessions: Sequence[_Session], interviewer: str, case: str) -> _Session | None:
    return next(
        (one for one in sessions if same_name(one.interviewer, interviewer) and one.case == case),
        None,
    )


def _is_waiver_of(entry: LoopEntry, interviewer: str, case: str) -> bool:
    return (
        entry.what == "waived"
        and entry.case == case
        and same_name(entry.interviewer or "", interviewer)
    )


def _planned(loop: Loop, event: PlanInterview) -> Loop:
    _need_name(event.interviewer)
    if any(
        same_name(one.interviewer, event.interviewer) and one.case == event.case
        for one in loop.planned.values()
    ):
        what = f"{event.interviewer} is to run {event.case} already"
        raise Problem("Planned already", what, "Choose another case or interviewer.")
    plan = PlannedInterview(
        interviewer=storable(event.interviewer),
        case=event.case,
        dimensions=event.dimensions,
        shadow=event.shadow,
    )
    planned = {**loop.planned, next_id("p", loop.planned): plan}
    return loop.model_copy(update={"planned": planned})


def _dropped(loop: Loop, name: str, found: Sequence[Interview]) -> Loop:
    plan = loop.planned.get(name)
    if plan is None:
        raise Problem("No such plan", f"the loop has no planned interview {name!r}")
    if any(
        one.session and one.case == plan.case and same_name(one.interviewer, plan.interviewer)
        for one in found
    ):
        what = f"{plan.interviewer} has begun it"
        raise Problem("Begun already", what, "Waive it in the debrief if it is not to count.")
    planned = {key: it for key, it in loop.planned.items() if key != name}
    return loop.model_copy(update={"planned": planned})


def _waived(loop: Loop, event: Waive, at: datetime, found: Sequence[Interview]) -> Loop:
    _need_name(event.by)
    owed = [
        one
        for one in found
        if same_name(one.interviewer, event.interviewer) and one.case == event.case
    ]
    if not owed or owed[0].state not in ("planned", "open"):
        what = f"{event.interviewer} owes no scorecard of {event.case} in this loop"
        raise Problem("Nothing to waive", what)
    if same_name(event.by, event.interviewer):
        what = "nobody waives their own scorecard"
        raise Problem("Not by you", what, "Let somebody else do it.")
    entry = LoopEntry(
        at=at,
        by=event.by,
        what="waived",
        why=_reason(event.why),
        interviewer=owed[0].interviewer,
        case=event.case,
        seal="",
    )
    return _entered(loop, entry)


def _decided(loop: Loop, event: Decide, at: datetime) -> Loop:
    _need_name(event.by)
    dissent = {
        f"d{number}": Dissent(by=name, why=storable(why))
        for number, (name, why) in enumerate(event.dissent.items(), 1)
    }
    entry = LoopEntry(
        at=at,
        by=event.by,
        what="decided",
        why=_reason(event.why),
        outcome=event.outcome,
        dissent=dissent,
        seal="",
    )
    return _entered(loop, entry)


def _held(loop: Loop, event: Hold | Release, at: datetime) -> Loop:
    _need_name(event.by)
    holds = isinstance(event, Hold)
    if holds == (loop.hold is not None):
        what = f"{loop.name} is under a legal hold already" if holds else f"{loop.name} has none"
        raise Problem("Nothing changes", what)
    what_done: Deed = "held" if holds else "released"
    entry = LoopEntry(at=at, by=event.by, what=what_done, why=_reason(event.why), seal="")
    return _entered(loop, entry)


def _entered(loop: Loop, entry: LoopEntry) -> Loop:
    last = next(reversed(loop.record.values()), None)
    sealed = entry.model_copy(update={"seal": _chain(last.seal if last else loop.name, entry)})
    return loop.model_copy(update={"record": {**loop.record, next_id("r", loop.record): sealed}})


def entry_text(previous: str, entry: LoopEntry) -> str:
    """The text that an entry's seal is a digest of, ``previous`` being the seal before it."""
    content = [previous, entry.model_dump(mode="json", exclude={"seal"}, exclude_defaults=True)]
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def _chain(previous: str, entry: LoopEntry) -> str:
    return "sha256:" + hashlib.sha256(entry_text(previous, entry).encode()).hexdigest()


def _need_name(name: str) -> None:
    if not name.strip():
        raise Problem("No name given", "the record says who did it", "Give your name.")
    if len(name) > LONGEST_NAME:
        what = f"it has {len(name)} characters"
        raise Problem("This name is too long", what, f"Give one of {LONGEST_NAME} at most.")


def _reason(why: str) -> str:
    if not why.strip():
        raise Problem("No reason given", "the record says why", "Write the reason in a few words.")
    return storable(why)
