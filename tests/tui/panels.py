"""Calibrations to draw: made-up panels of every awkward kind, seeds fixed."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Literal

from tests.calibration.panels import made_up, rows_of

from interviewloop.calibration.calibrate import calibrate
from interviewloop.calibration.ratings import RatingRow, Ratings

if TYPE_CHECKING:
    from interviewloop.calibration.results import Calibration

Kind = Literal["whole", "withheld", "tiny", "huge", "disconnected"]
KINDS: tuple[Kind, ...] = ("whole", "withheld", "tiny", "huge", "disconnected")
_FEWEST_REPLICATES = 100


@cache
def panel(kind: Kind) -> Calibration:
    """A calibration of the kind, with sessions in the order of their candidates."""
    ratings = _ratings(kind)
    placed = sorted({(row.candidate, row.interviewer) for row in rows_of(ratings)})
    order = {place: float(number) for number, place in enumerate(placed)}
    return calibrate(ratings, bootstrap=_FEWEST_REPLICATES, order=order)


def _ratings(kind: Kind) -> Ratings:
    if kind == "tiny":
        return Ratings.from_rows(
            [RatingRow("C-014", "Ada", "depth", 2), RatingRow("C-014", "Ben", "depth", 4)]
        )
    if kind == "withheld":
        return made_up(4, 4, seats=2, dimensions=3, seed=1)
    if kind == "huge":
        return made_up(150, 64, seed=2)
    if kind == "disconnected":
        left, right = (rows_of(made_up(14, 4, seats=3, dimensions=4, seed=n)) for n in (3, 4))
        apart = [
            row._replace(candidate=f"X{row.candidate}", interviewer=f"X{row.interviewer}")
            for row in right
        ]
        return Ratings.from_rows([*left, *apart])
    return made_up(40, 6, seats=4, dimensions=6, missing=0.05, seed=5, components=_PLAIN)


_PLAIN = (0.3, 0.15, 0.05, 0.05, 0.05, 0.12, 0.4)
"""Enough of each effect that something shows on every plot."""
