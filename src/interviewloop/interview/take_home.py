"""A take-home on its way: when it went out, when it came back, how that fits the time box."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from interviewloop.interview.entries import next_id
from interviewloop.model.errors import Problem
from interviewloop.model.session import Handover

if TYPE_CHECKING:
    from datetime import tzinfo

    from interviewloop.interview.events import HandOver
    from interviewloop.interview.moment import Moment
    from interviewloop.interview.plan import Plan
    from interviewloop.model.head import SessionHead
    from interviewloop.model.session import Session, Way

_WORDS: dict[Way, str] = {"sent": "sent to the candidate", "received": "received"}
_WHEN = re.compile(r"(?:(\d{4})-(\d{2})-(\d{2})[T ]\s*)?(\d{1,2}):(\d{2})(?=\s|$)\s*")


@dataclass(frozen=True, slots=True)
class Travel:
    """Where a take-home is. ``box_min`` is what the candidate was told when it was sent."""

    sent_at: datetime
    box_min: float
    received_at: datetime | None = None

    @property
    def took_min(self) -> float | None:
        """Minutes from sending to receiving; None while it is out."""
        if self.received_at is None:
            return None
        return (self.received_at - self.sent_at).total_seconds() / 60

    @property
    def late_min(self) -> float | None:
        """Whole minutes over the time box, 0 within it; None while it is out."""
        took = self.took_min
        return None if took is None else float(max(0, int(took - self.box_min)))


def apply(session: Session, event: HandOver, now: Moment, plan: Plan) -> Session:
    """``session`` after its take-home went out or came back.

    Raises :class:`Problem` for another kind of case, for an order of times that cannot be, and for
    a second time without a reason.
    """
    task = plan.case.take_home
    if task is None:
        raise Problem("No take-home", "nothing is handed out in this case")
    travel, at = travelled(session), event.at or now.wall
    _check(travel, event, at, now)
    entry = Handover(
        way=event.way,
        at=at,
        entered_at=now.wall,
        box_min=task.hours * 60 * session.stretch if event.way == "sent" else None,
        why=event.why.strip(),
    )
    handovers = {**session.handovers, next_id("h", session.handovers): entry}
    return session.model_copy(update={"handovers": handovers})


def travelled(session: SessionHead) -> Travel | None:
    """Where the session's take-home is, by the last entry of each way; None before it was sent."""
    last = {entry.way: entry for entry in session.handovers.values()}
    sent = last.get("sent")
    if sent is None:
        return None
    back = last.get("received")
    return Travel(sent.at, sent.box_min or 0.0, back.at if back else None)


def next_way(session: SessionHead) -> Way:
    """What is to be entered next: that it was sent, then that it came back."""
    return "received" if travelled(session) else "sent"


def corrections(session: SessionHead) -> tuple[tuple[Handover, Handover], ...]:
    """Each entry that was replaced, with the one that replaced it, in order."""
    last: dict[Way, Handover] = {}
    found = []
    for entry in session.handovers.values():
        if entry.way in last:
            found.append((last[entry.way], entry))
        last[entry.way] = entry
    return tuple(found)


def travel_text(travel: Travel | None) -> str:
    """In words how a take-home stands: not sent, out, or how long it took, and by how much late."""
    if travel is None:
        return "not sent yet"
    box, took = length_text(travel.box_min), travel.took_min
    if took is None:
        return f"out, {box} to take"
    late = f", {length_text(travel.late_min)} late" if travel.late_min else ""
    return f"took {length_text(took)} of {box}{late}"


def length_text(minutes: float | None) -> str:
    """``2 h 50``, ``3 h`` or ``45 min``; from two days on whole days."""
    whole = int(minutes or 0)
    if whole >= 2 * 24 * 60:
        return f"{whole // (24 * 60)} days"
    hours, rest = divmod(whole, 60)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest:02d}" if rest else f"{hours} h"


def read_stamp(words: str, now: datetime, zone: tzinfo | None) -> tuple[datetime, str]:
    """The time and the reason in ``words``: ``[[2026-03-02] 09:05] [reason]``.

    A time without a day is the last such time before ``now``; ``zone`` is the reader's (None: the
    system's). Raises :class:`Problem` for a time that no clock shows.
    """
    found = _WHEN.match(words.strip())
    if found is None:
        return now, words.strip()
    year, month, day, hour, minute = found.groups()
    why = words.strip()[found.end() :].strip()
    try:
        clock = time(int(hour), int(minute))
        if year is not None:
            on = datetime(int(year), int(month), int(day))  # noqa: DTZ001 - local until below
            return _local(datetime.combine(on, clock), zone), why
    except ValueError:
        raise Problem(
            "Which time?",
            f"{found.group().strip()} is no time",
            "Such as 09:05, or 2026-03-02 09:05.",
        ) from None
    today = now.astimezone(zone).date()
    at = _local(datetime.combine(today, clock), zone)
    return (at if at <= now else at - timedelta(days=1)), why


def _local(at: datetime, zone: tzinfo | None) -> datetime:
    return (at.replace(tzinfo=zone) if zone else at.astimezone()).astimezone(UTC)


def _check(travel: Travel | None, event: HandOver, at: datetime, now: Moment) -> None:
    sent = travel.sent_at if travel else None
    back = travel.received_at if travel else None
    if at > now.wall:
        raise Problem("Not yet", f"it cannot have been {_WORDS[event.way]} in the future")
    if event.way == "received" and sent is None:
        raise Problem(
            "Not sent yet", "nothing can come back before it was sent", "Enter first when it was."
        )
    if (back if event.way == "received" else sent) is not None and not event.why.strip():
        raise Problem(
            "There is a time already",
            f"it was {_WORDS[event.way]} before",
            "To correct it, give the time and a reason.",
        )
    before, after = (at, back) if event.way == "sent" else (sent, at)
    if before is not None and after is not None and before > after:
        raise Problem("Back before it was sent", "the two times are in the wrong order")
