"""Panels for the model tests: reference data on any scale, made-up ones, and tiny random ones."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import strategies as st

from interviewloop.calibration.ratings import RatingRow, Ratings

STATS = Path(__file__).parents[1] / "data" / "stats"

TINY = st.dictionaries(
    st.tuples(st.sampled_from("ABCDEFGH"), st.sampled_from("wxyz"), st.sampled_from("de")),
    st.integers(1, 5),
    min_size=1,
    max_size=64,
)


def ratings_of(cells: dict[tuple[str, str, str], int]) -> Ratings:
    return Ratings.from_rows(RatingRow(*labels, score) for labels, score in cells.items())


def rows_of(ratings: Ratings) -> list[RatingRow]:
    columns = (ratings.candidate, ratings.interviewer, ratings.dimension, ratings.score)
    return [
        RatingRow(ratings.candidates[c], ratings.interviewers[i], ratings.dimensions[d], int(s))
        for c, i, d, s in zip(*columns, strict=True)
    ]


def reference(name: str) -> tuple[Ratings, dict[str, Any]]:
    """A data set and what other programs make of it. Some are not on a scale of 1 to 5."""
    with (STATS / name / "data.csv").open(newline="") as file:
        rows = sorted(
            (r["candidate"], r["interviewer"], r["dimension"], int(r["score"]))
            for r in csv.DictReader(file)
        )
    labels = [sorted({row[column] for row in rows}) for column in range(3)]
    codes = [
        np.array([labels[column].index(row[column]) for row in rows], dtype=np.int32)
        for column in range(3)
    ]
    score = np.array([row[3] for row in rows], dtype=np.uint8)
    ratings = Ratings(*codes, score, *(tuple(own) for own in labels))
    return ratings, json.loads((STATS / name / "models.json").read_text())


def made_up(
    candidates: int,
    interviewers: int,
    *,
    seats: int = 4,
    dimensions: int = 8,
    missing: float = 0.0,
    seed: int = 0,
    components: tuple[float, ...] = (0.3, 0.1, 0.05, 0.05, 0.05, 0.02, 0.5),
) -> Ratings:
    """A panel with these variance components, scores rounded to 1 to 5."""
    generator = np.random.default_rng(seed)
    c, r, d, cr, cd, rd, e = np.sqrt(components)
    order = np.argsort(generator.random((candidates, interviewers)), axis=1)
    who = np.sort(order[:, :seats], axis=1)
    shape = (candidates, seats, dimensions)
    y = (
        3
        + generator.normal(0, c, (candidates, 1, 1))
        + generator.normal(0, r, interviewers)[who][:, :, np.newaxis]
        + generator.normal(0, d, dimensions)
        + generator.normal(0, cr, (candidates, seats, 1))
        + generator.normal(0, cd, (candidates, 1, dimensions))
        + generator.normal(0, rd, (interviewers, dimensions))[who]
        + generator.normal(0, e, shape)
    )
    score = np.clip(np.rint(y), 1, 5).astype(np.uint8)
    keep = generator.random(shape) >= missing
    candidate, _, dimension = np.indices(shape)
    interviewer = np.broadcast_to(who[:, :, np.newaxis], shape)
    return Ratings(
        candidate[keep].astype(np.int32),
        interviewer[keep].astype(np.int32),
        dimension[keep].astype(np.int32),
        score[keep],
        tuple(f"C{i:04}" for i in range(candidates)),
        tuple(f"I{i:04}" for i in range(interviewers)),
        tuple(f"D{i}" for i in range(dimensions)),
    )
