"""What the interviewer ticks off: probes asked, look-fors seen, red flags, exhibits shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from interviewloop.interview.entries import where
from interviewloop.interview.events import (
    AskProbe,
    ObservationEvent,
    RaiseFlag,
    SeeLookFor,
    ShowExhibit,
)
from interviewloop.model.errors import Problem
from interviewloop.model.session import Help, Showing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from interviewloop.interview.moment import Moment
    from interviewloop.interview.plan import Plan
    from interviewloop.model.session import Rung, Session

_T = TypeVar("_T")


def apply(session: Session, event: ObservationEvent, now: Moment, plan: Plan) -> Session:
    """``session`` after something was asked, seen, raised or shown."""
    match event:
        case AskProbe(name, asked):
            probe = _known(plan.case.probes, name, "probe")
            help_ = Help(**where(session, now), rung=probe.rung)
            return _ticked(session, "probes", name, help_ if asked else None)
        case SeeLookFor(name, seen, rung):
            _known(plan.case.look_fors, name, "look-for")
            help_ = Help(
                **where(session, now),
                rung=rung if rung is not None else rung_so_far(session, plan, name),
            )
            return _ticked(session, "look_fors", name, help_ if seen else None)
        case RaiseFlag(name, raised):
            _known(plan.case.red_flags, name, "red flag")
            help_ = Help(**where(session, now))
            return _ticked(session, "red_flags", name, help_ if raised else None)
        case ShowExhibit(name, on_screen):
            return _shown(session, name, on_screen, now, plan)


def rung_so_far(session: Session, plan: Plan, look_for: str) -> Rung:
    """The rung of help a look-for seen now would carry.

    A probe names in ``unless`` the look-fors it fishes for; the highest rung among such probes
    already asked counts. Without one the candidate got there unprompted: rung 0.
    """
    rungs: list[Rung] = [
        help_.rung
        for name, help_ in session.probes.items()
        if name in plan.case.probes and look_for in plan.case.probes[name].unless
    ]
    return max(rungs, default=0)


def _shown(session: Session, name: str, on_screen: bool, now: Moment, plan: Plan) -> Session:
    exhibit = _known(plan.case.exhibits, name, "exhibit")
    if exhibit.audience != "candidate":
        raise Problem(
            "For you only",
            f"{exhibit.title!r} is interviewer material and is never shown to a candidate",
        )
    before = session.exhibits.get(name)
    showing = (
        before.model_copy(update={"on_screen": on_screen})
        if before
        else Showing(**where(session, now), on_screen=on_screen)
    )
    return session.model_copy(update={"exhibits": {**session.exhibits, name: showing}})


def _known(things: Mapping[str, _T], name: str, what: str) -> _T:
    try:
        return things[name]
    except KeyError:
        raise Problem(f"Unknown {what}", f"this case has no {what} {name!r}") from None


def _ticked(session: Session, table: str, name: str, help_: Help | None) -> Session:
    entries: dict[str, Help] = dict(getattr(session, table))
    if help_ is None:
        entries.pop(name, None)
    elif name not in entries or entries[name].rung != help_.rung:
        entries[name] = help_
    return session.model_copy(update={table: entries})
