"""Ratings that were given elsewhere, each on the scale it was given on."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from interviewloop.model.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

OVERALL = "overall"
"""The dimension that a recommendation on the whole person is stored as."""
_ROWS_SHOWN = 20


class Scale(NamedTuple):
    """The steps of a scale, lowest first; the first has the score ``lowest``, each further one 1
    more. ``name`` begins with the source: no two tools mean the same by a 3."""

    name: str
    lowest: int
    labels: tuple[str, ...]

    @property
    def highest(self) -> int:
        return self.lowest + len(self.labels) - 1

    def __str__(self) -> str:
        return f"{self.name} ({self.lowest} to {self.highest})"


class ImportedRating(NamedTuple):
    """One score of one scorecard. ``interviewer`` judged, ``submitter`` typed it in.

    ``submitted_at`` is ISO 8601, and it, ``note``, ``submitter`` and ``case`` may be empty.
    """

    source: str
    scorecard_id: str
    candidate: str
    interviewer: str
    submitter: str
    dimension: str
    score: int
    scale: Scale
    note: str
    submitted_at: str
    case: str

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What makes it this rating and no other, whatever file it came in."""
        return self.source, self.scorecard_id, self.scale.name, self.dimension


class Rejected(NamedTuple):
    """Something that cannot be read: where it stands, and why."""

    where: str
    reason: str

    def __str__(self) -> str:
        return f"{self.where}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read. ``left_out`` counts, by what they are ("draft", "deleted scorecard" ..), what
    is no rating and no mistake either; ``remarks`` are sentences for whoever imports."""

    ratings: tuple[ImportedRating, ...]
    rejected: tuple[Rejected, ...] = ()
    left_out: Counter[str] = field(default_factory=Counter)
    remarks: tuple[str, ...] = ()


class Unusable(Problem):
    """An import that was refused as a whole; ``rejected`` is what has to be mended, if any."""

    def __init__(
        self, what: str, mend: str, where: str = "", rejected: Sequence[Rejected] = ()
    ) -> None:
        super().__init__("Nothing was imported", what, mend, where)
        self.rejected = tuple(rejected)

    def lines(self) -> list[str]:
        """The problem for a terminal, with one line for each of the first rejected rows."""
        if not self.rejected:
            return super().lines()
        title, what, *mend = super().lines()
        return [title, what, *rejected_lines(self.rejected), *mend]


def rejected_lines(rejected: Sequence[Rejected]) -> list[str]:
    """A line for each of the first of ``rejected``, and one that counts the rest."""
    lines = [f"    {one}" for one in rejected[:_ROWS_SHOWN]]
    if len(rejected) > _ROWS_SHOWN:
        lines.append(f"    and {len(rejected) - _ROWS_SHOWN} more")
    return lines
