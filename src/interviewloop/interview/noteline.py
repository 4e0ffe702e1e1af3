"""The note line: what an interviewer types during a call, read as typed.

``+`` strong, ``-`` weak, ``!`` red flag, then a few letters of a dimension, then the note; ``#``
tags a plain note; ``/`` begins a command. After a space nothing is a sign or a tag any more, so
``+ rigor was low`` keeps all its words. Where there is somebody to ask, ``>`` begins a line to the
incident's world and ``?`` one to the simulated candidate; a doubled ``//``, ``>>`` or ``??`` begins
a note with one of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from interviewloop.interview.dimensions import matching

if TYPE_CHECKING:
    from collections.abc import Mapping

    from interviewloop.model.rubric import Dimension
    from interviewloop.model.session import Note, Signal

SIGNS: dict[str, Signal] = {"+": "strong", "-": "weak", "!": "red-flag"}
SIGN_OF: dict[str, str] = {"strong": "+", "weak": "-", "red-flag": "!", "note": "·"}
"""How a signal is marked where notes are listed: a sign, so that it needs no colour."""
SIGNAL_NAMES: dict[str, str] = {
    "strong": "strong",
    "weak": "weak",
    "red-flag": "red flag",
    "note": "note",
}
_TAG = "#"
_COMMAND = "/"
WORLD, CANDIDATE = ">", "?"
_ESCAPED = (_COMMAND, WORLD, CANDIDATE)


@dataclass(frozen=True, slots=True)
class NoteLine:
    """A line read as a note."""

    signal: Signal
    text: str
    dim: str | None = None
    tag: str = ""
    """The letters read as a tag."""
    choices: tuple[str, ...] = ()
    """Dimensions the letters may stand for. With several none is chosen; the letters stay text."""

    @property
    def empty(self) -> bool:
        return not self.text.strip()


def is_command(line: str) -> bool:
    """Whether the line is a command; ``//`` begins a note with one slash."""
    return line.startswith(_COMMAND) and not line.startswith(_COMMAND * 2)


def addressed(line: str) -> str | None:
    """Whom a line speaks to: :data:`WORLD`, :data:`CANDIDATE`, or None for a note or command."""
    sign = line[:1]
    return sign if sign in (WORLD, CANDIDATE) and line[1:2] != sign else None


def read(line: str, dimensions: Mapping[str, Dimension]) -> NoteLine:
    """``line`` as a note. Nothing typed is dropped but sign, tag and the space after them."""
    if line[:1] in _ESCAPED and line[1:2] == line[:1]:
        return NoteLine("note", line[1:])
    signal: Signal = SIGNS.get(line[:1], "note")
    rest = line[1:] if line[:1] in SIGNS else line
    hashed = rest.startswith(_TAG)
    if signal == "note" and not hashed:
        return NoteLine("note", line.removeprefix(" "))
    letters, _, text = rest.removeprefix(_TAG).partition(" ")
    choices = matching(letters, dimensions)
    if len(choices) == 1:
        return NoteLine(signal, text, choices[0], letters, choices)
    return NoteLine(signal, rest.removeprefix(" "), None, letters, choices)


def completed(line: str, dimensions: Mapping[str, Dimension]) -> str | None:
    """``line`` with its tag spelled out, or None when there is no tag to complete.

    Among several matches the first is taken; completing again takes the next one, so the same key
    cycles through them.
    """
    if is_command(line):
        return None
    found = read(line, dimensions)
    if not found.choices:
        return None
    sign = line[0] if line[:1] in SIGNS else ""
    hash_ = _TAG if line[len(sign) :].startswith(_TAG) else ""
    rest = line[len(sign) + len(hash_) :]
    letters, _, text = rest.partition(" ")
    if letters == found.choices[0]:
        following = _after(letters, dimensions)
        return f"{sign}{hash_}{following} {text}"
    return f"{sign}{hash_}{found.choices[0]} {text}"


def as_typed(note: Note) -> str:
    """The line that would give this note again, for editing it."""
    sign = SIGN_OF[note.signal] if note.signal != "note" else ""
    if note.dim:
        return f"{sign or _TAG}{note.dim} {note.text}"
    if sign:
        return f"{sign} {note.text}"
    first = note.text[:1]
    if first in _ESCAPED:
        return f"{first}{note.text}"
    return f" {note.text}" if first in {*SIGNS, _TAG, " "} else note.text


def _after(dim: str, dimensions: Mapping[str, Dimension]) -> str:
    names = list(dimensions)
    return names[(names.index(dim) + 1) % len(names)]
