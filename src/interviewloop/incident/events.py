"""What an operator can do to the world, as values and as text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from interviewloop.model.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable

_WORD = re.compile(r"(ask|act|undo|name|wait):(\S+)", re.ASCII)
_NUMBER = re.compile(r"[0-9]{1,4}", re.ASCII)
_MEND = "write ask:ID, act:ID, undo:ID, name:ID or wait:MINUTES"


@dataclass(frozen=True, slots=True)
class Ask:
    """The candidate asks for a topic of evidence."""

    id: str

    def __str__(self) -> str:
        return f"ask:{self.id}"


@dataclass(frozen=True, slots=True)
class Act:
    """The candidate orders an action."""

    id: str

    def __str__(self) -> str:
        return f"act:{self.id}"


@dataclass(frozen=True, slots=True)
class Undo:
    """The candidate orders that an action be taken back."""

    id: str

    def __str__(self) -> str:
        return f"undo:{self.id}"


@dataclass(frozen=True, slots=True)
class Name:
    """The candidate says what they believe the cause is."""

    id: str

    def __str__(self) -> str:
        return f"name:{self.id}"


@dataclass(frozen=True, slots=True)
class Wait:
    """Minutes pass."""

    minutes: int

    def __str__(self) -> str:
        return f"wait:{self.minutes}"


Event = Ask | Act | Undo | Name | Wait
_WITH_ID: dict[str, type[Ask | Act | Undo | Name]] = {
    "ask": Ask,
    "act": Act,
    "undo": Undo,
    "name": Name,
}


def event_of(text: str) -> Event:
    """The event that ``text`` spells, such as ``ask:segments`` or ``wait:12``.

    Raises Problem when it spells none. Whether the id exists is for the engine to say.
    """
    found = _WORD.fullmatch(text.strip())
    if found is None:
        raise Problem("No such event", f"{text.strip()[:80]!r} is no event", _MEND)
    word, rest = found.groups()
    if word != "wait":
        return _WITH_ID[word](rest)
    if not _NUMBER.fullmatch(rest):
        what = f"{rest[:20]!r} is not a number of minutes"
        raise Problem("No such event", what, "write wait: and a whole number up to 9999")
    return Wait(int(rest))


def events_of(lines: Iterable[str]) -> tuple[Event, ...]:
    """One event a line; empty lines and lines that begin with ``#`` are passed over.

    Raises Problem, with the line, for one that spells no event.
    """
    events: list[Event] = []
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        try:
            events.append(event_of(line))
        except Problem as problem:
            problem.where = f"line {number}"
            raise
    return tuple(events)
