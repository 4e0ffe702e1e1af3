"""What the second process says of itself, beside what its task tells."""

from __future__ import annotations

from typing import NamedTuple

from interviewloop.model.errors import Problem


class Ended(NamedTuple):
    """The task is done, or ``told`` has the parts of the Problem that ended it."""

    told: tuple[str, str, str, str] | None = None

    @property
    def problem(self) -> Problem | None:
        return Problem(*self.told) if self.told is not None else None
