"""What a check is, what it finds, and what could be done about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from interviewloop.doctor.facts import Facts

Group = Literal[
    "files", "locks", "permissions", "disk", "clock", "terminal", "versions", "settings", "shared"
]
GROUPS: tuple[Group, ...] = (
    "files", "locks", "permissions", "disk", "clock", "terminal", "versions", "settings", "shared",
)  # fmt: skip
Level = Literal["note", "attention"]


@dataclass(frozen=True, slots=True)
class Narrow:
    """Take rights away from the file or folder at ``place``: ``mode`` is what stays."""

    place: str
    mode: int


@dataclass(frozen=True, slots=True)
class RemoveTemporary:
    """Remove the temporary file at ``place``, if it is still stale."""

    place: str


@dataclass(frozen=True, slots=True)
class ClearOwner:
    """Remove the note of who holds the session at ``place``, if nobody does."""

    place: str


@dataclass(frozen=True, slots=True)
class RemoveErasureNote:
    """Remove the note of an erasure of which nothing is left to do."""


Mend = Narrow | RemoveTemporary | ClearOwner | RemoveErasureNote


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it should be. ``where`` is a place, empty when it has none;
    ``mend`` is what ``--mend`` would do, None if that is not for a program to do."""

    where: str
    what: str
    level: Level = "attention"
    mend: Mend | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """One check: a name, words for its findings, and the function that finds them.

    ``why`` says what comes of it, ``how`` what a person does about it, ``mends`` what ``--mend``
    does, empty if nothing.
    """

    name: str
    group: Group
    title: str
    why: str
    how: str
    find: Callable[[Facts], Iterable[Finding]]
    mends: str = ""
