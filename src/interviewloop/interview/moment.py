"""A moment, as the shell hands it in: what the wall clock says and what has really passed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Moment:
    """``wall`` (UTC) dates notes; ``mono`` (seconds, monotonic) measures durations.

    Two clocks, because a wall clock can be set back in the middle of an interview.
    """

    wall: datetime
    mono: float
