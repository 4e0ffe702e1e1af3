"""Named entries (n1, n2 ...) and the marks that date them."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from interviewloop.interview.moment import Moment
    from interviewloop.model.session import Session


class Where(TypedDict):
    """The fields of :class:`~interviewloop.model.session.Mark`."""

    at: datetime
    clock_s: float
    stage: str


def where(session: Session, now: Moment) -> Where:
    """The mark of something that happens now."""
    return Where(at=now.wall, clock_s=round(session.clock.elapsed_s, 3), stage=session.stage or "")


def next_id(prefix: str, entries: Mapping[str, object]) -> str:
    """The next free name. Counts on from the highest, so a removed entry's name is never reused."""
    numbers = [int(name[len(prefix) :]) for name in entries if name[len(prefix) :].isdecimal()]
    return f"{prefix}{max(numbers, default=0) + 1}"
