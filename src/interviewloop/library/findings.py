"""Finding: one thing wrong, or doubtful, in a content file, with its place and its mend."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from interviewloop.model.errors import Problem

if TYPE_CHECKING:
    from pathlib import Path

Severity = Literal["E", "W"]
"""E: the file is wrong and a build must fail. W: a reviewer must look and answer."""
KeyPath = tuple[str | int, ...]
"""Where a value stands in a TOML document: table and key names, and indexes into arrays."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong at ``path:line``. ``field`` is the dotted key, empty for the whole file."""

    path: Path
    line: int
    code: str
    severity: Severity
    message: str
    mend: str
    field: str = ""

    @property
    def where(self) -> str:
        return f"{self.path}:{self.line}"

    def problem(self) -> Problem:
        """The finding as the error that reaches a person."""
        return Problem("A content file has a mistake", self.message, self.mend, self.where)

    def line_of_text(self) -> str:
        """``path:line: CODE message (mend)``; not yet made visible for a terminal."""
        mend = f" ({self.mend})" if self.mend else ""
        return f"{self.where}: {self.code} {self.message}{mend}"


def dotted(path: KeyPath) -> str:
    """``stages.brief.exhibits[0]``, the way authors and TOML write it."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        elif part and all(sign.isalnum() or sign in "-_" for sign in part):
            text += f".{part}"
        else:
            text += f'."{part}"'
    return text.removeprefix(".")
