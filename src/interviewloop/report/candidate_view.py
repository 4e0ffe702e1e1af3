"""What a candidate may see of a session, as a value of its own.

The candidate's screen is drawn from this and from nothing else. There is no field here for a goal,
a probe, a look-for, a milestone, a note, a score or a name, so none of them can reach that screen;
``candidate_projection`` fills the fields, one by one, from what an author wrote for candidates.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import datetime

    from interviewloop.library.lines import Lines
    from interviewloop.library.tables import Table


@dataclass(frozen=True, slots=True)
class ShownExhibit:
    """An exhibit that is before the candidate."""

    title: str
    material: str | Table | Lines


@dataclass(frozen=True, slots=True)
class ShownTile:
    """A live metric. ``history`` has its displayed value at the end of each minute so far.

    ``change`` is the value against normal as a share, None where nothing is normal.
    """

    label: str
    value: str
    change: float | None
    normal: float | None
    history: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class ShownTold:
    """Something that was told at simulated minute ``minute``.

    ``about`` is who says it, or what was asked for; ``new`` what came with the last turn.
    """

    minute: int
    about: str
    text: str
    new: bool


@dataclass(frozen=True, slots=True)
class ShownIncident:
    """An incident at minute ``minute`` of its own clock, which began at ``began``."""

    began: datetime
    minute: int
    alert: str
    tiles: tuple[ShownTile, ...]
    told: tuple[ShownTold, ...]
    """The newest first."""


@dataclass(frozen=True, slots=True)
class CandidateView:
    """Everything that is on the candidate's screen. Before and after the interview it is bare.

    Titles of stages can say too much, so progress is ``part`` (from 1) of ``parts``. ``exhibits``
    has what was shown last first.
    """

    state: Literal["before", "under way", "over"]
    part: int = 0
    parts: int = 0
    prompts: tuple[str, ...] = ()
    brief: str = ""
    exhibits: tuple[ShownExhibit, ...] = ()
    incident: ShownIncident | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """What was last seen of a session; ``waiting`` while its file cannot be read."""

    view: CandidateView
    waiting: bool = False
