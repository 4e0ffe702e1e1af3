"""What the viewer asks the room to measure. Free of NumPy, so the first frame may know it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from interviewloop.model.errors import Problem
from interviewloop.model.text import visible

Pool = Literal["panel", "mock", "example"]
"""Live and shadow sessions judge real candidates and are one pool; the others stand alone."""


@dataclass(frozen=True, slots=True)
class Filters:
    """Only sessions of loops for this role, of this rubric and case, sealed on these days (both
    included), and of them only scores by these interviewers on these dimensions; none named chooses
    all. ``linked`` chooses nothing: it asks for severities with practice as a link between groups
    of the panel."""

    role: str | None = None
    rubric: str | None = None
    case: str | None = None
    since: date | None = None
    until: date | None = None
    interviewers: frozenset[str] = frozenset()
    dimensions: frozenset[str] = frozenset()
    linked: bool = False

    def words(self) -> str:
        """What is chosen in a line, empty when all is. Nobody is named."""
        parts = [
            *([f"role {self.role}"] if self.role else []),
            *([f"rubric {self.rubric}"] if self.rubric else []),
            *([f"case {self.case}"] if self.case else []),
            *([f"since {self.since}"] if self.since else []),
            *([f"until {self.until}"] if self.until else []),
            *([_counted(len(self.interviewers), "interviewer")] if self.interviewers else []),
            *([_counted(len(self.dimensions), "dimension")] if self.dimensions else []),
        ]
        return visible(", ".join(parts))


@dataclass(frozen=True, slots=True)
class Query:
    """``pool`` is the panel, or the examples where there is nothing else, if it is ``None``;
    ``names`` shows the names of other interviewers in place of codes."""

    pool: Pool | None = None
    filters: Filters = field(default_factory=Filters)
    names: bool = False


def day(text: str) -> date | None:
    """A day as typed, ``None`` for nothing. Raises Problem for anything else."""
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise Problem(
            "Not a day", f"{visible(text)!r} is not a day like 2026-01-31", "Year, month, day."
        ) from None


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
