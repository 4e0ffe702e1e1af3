"""Calibrations to draw: made-up panels of every awkward kind, seeds fixed."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Literal

from tests.builders import DIMS, T0
from tests.calibration.panels import made_up, rows_of
from tests.tui.test_home import sealed

from interviewloop.calibration.calibrate import calibrate
from interviewloop.calibration.ratings import RatingRow, Ratings

if TYPE_CHECKING:
    from interviewloop.calibration.results import Calibration
    from interviewloop.model.session import Session

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


def sessions(kind: Kind) -> list[Session]:
    """The scores of a panel as sealed live sessions, on the first of the usual dimensions; two
    cases take turns."""
    pattern = sealed()
    rows = rows_of(_ratings(kind))
    dims = dict(zip(sorted({row.dimension for row in rows}), DIMS, strict=False))
    cells: dict[tuple[str, str], dict[str, int]] = {}
    for row in rows:
        cells.setdefault((row.candidate, row.interviewer), {})[dims[row.dimension]] = row.score
    return [
        pattern.model_copy(
            update={
                "candidate": candidate,
                "loop": candidate,
                "interviewer": interviewer,
                "case": ("feat-test", "other")[number % 2],
                "sealed_at": T0 + timedelta(hours=number),
                "scorecard": pattern.scorecard.model_copy(update={"scores": scores}),
            }
        )
        for number, ((candidate, interviewer), scores) in enumerate(cells.items())
    ]
