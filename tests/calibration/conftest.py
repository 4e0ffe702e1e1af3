"""Reference data sets, and ratings made on the spot."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from interviewloop.calibration.ratings import RatingRow, Ratings

STATS = Path(__file__).parents[1] / "data" / "stats"


class Dataset(NamedTuple):
    rows: list[RatingRow]
    reference: dict[str, Any]

    @property
    def ratings(self) -> Ratings:
        return Ratings.from_rows(self.rows)


@pytest.fixture
def dataset():
    def load(name: str) -> Dataset:
        with (STATS / name / "data.csv").open(newline="") as file:
            rows = [
                RatingRow(r["candidate"], r["interviewer"], r["dimension"], int(r["score"]))
                for r in csv.DictReader(file)
            ]
        return Dataset(rows, json.loads((STATS / name / "reference.json").read_text()))

    return load


@pytest.fixture
def panel():
    """Ratings from a picture: ``{"C1": "45.", ...}`` is what interviewers I1, I2, I3 gave."""

    def make(scores: dict[str, str], dimension: str = "d") -> Ratings:
        return Ratings.from_rows(
            RatingRow(candidate, f"I{position}", dimension, int(score))
            for candidate, given in scores.items()
            for position, score in enumerate(given, start=1)
            if score != "."
        )

    return make
