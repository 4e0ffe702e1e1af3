"""Reference values of the Rasch model, and made-up panels that follow it."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from interviewloop.calibration.ratings import RatingRow, Ratings

STATS = Path(__file__).parents[1] / "data" / "stats"
DATASETS = ("mfrmr_core_crossed", "synth_disconnected", "synth_effects", "synth_small")


class Known(NamedTuple):
    ratings: Ratings
    reference: dict[str, Any]

    def tolerance(self, name: str) -> float:
        return self.reference["tolerance"][name]


def known(name: str) -> Known:
    with (STATS / name / "data.csv").open(newline="") as file:
        ratings = Ratings.from_rows(
            RatingRow(r["candidate"], r["interviewer"], r["dimension"], int(r["score"]))
            for r in csv.DictReader(file)
        )
    return Known(ratings, json.loads((STATS / name / "rasch.json").read_text()))


def session_order(name: str) -> dict[str, int]:
    with (STATS / name / "sessions.csv").open(newline="") as file:
        return {r["candidate"]: int(r["session_index"]) for r in csv.DictReader(file)}


def made_up(
    candidates: int, *, interviewers: int = 10, seats: int = 4, gaps: float = 0.0, seed: int = 0
) -> tuple[Ratings, np.ndarray]:
    """Scores of a panel that follows the model on eight dimensions, and the true severities."""
    generator = np.random.default_rng(seed)
    severity = generator.normal(0, 0.5, interviewers)
    severity -= severity.mean()
    difficulty = generator.normal(0, 0.3, 8)
    tau = np.array([-2.2, -0.8, 0.8, 2.2])
    rows = []
    for c in range(candidates):
        measure = generator.normal()
        for i in generator.permutation(interviewers)[:seats]:
            for d in range(8):
                if generator.random() < gaps:
                    continue
                logits = np.cumsum(measure - severity[i] - difficulty[d] - tau)
                weights = np.exp(np.concatenate([[0.0], logits]))
                score = generator.choice(5, p=weights / weights.sum()) + 1
                rows.append(RatingRow(f"C{c:05d}", f"I{i:04d}", f"D{d}", int(score)))
    return Ratings.from_rows(rows), severity
