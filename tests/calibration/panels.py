"""Panels for the model tests: reference data on any scale, made-up ones, and tiny random ones."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any, NamedTuple

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


class CasePanel(NamedTuple):
    """A panel with cases, and how hard they are in score points: (K,), adding up to 0."""

    ratings: Ratings
    difficulty: np.ndarray


def case_panel(
    candidates: int,
    interviewers: int,
    *,
    cases: int,
    seats: int = 4,
    missing: float = 0.0,
    halo: float = 0.3,
    liking: float = 0.0,
    seed: int = 0,
    difficulty: tuple[float, ...] | None = None,
    lopsided: bool = False,
) -> CasePanel:
    """Every interviewer runs any case; ``lopsided``: the first half of them mostly the first one.

    ``halo`` is the SD of candidate by interviewer, ``liking`` that of candidate by case. Scores are
    on 1 to 5 without rounding error in the mean: drawn up or down by chance.
    """
    generator = np.random.default_rng(seed)
    hard = np.array(difficulty or generator.normal(0, 0.4, cases))
    hard = hard - hard.mean()
    severity = generator.normal(0, 0.3, interviewers)
    of_candidate = generator.normal(3, 0.4, candidates)
    of_dimension = generator.normal(0, 0.2, 6)
    taste = generator.normal(0, liking, (candidates, cases))
    rows = []
    for c in range(candidates):
        for i in generator.permutation(interviewers)[:seats]:
            k = int(generator.integers(cases))
            if lopsided and generator.random() < 0.8:
                k = int(i >= interviewers // 2)
            session = of_candidate[c] - severity[i] - hard[k] + taste[c, k]
            session += generator.normal(0, halo)
            for d in range(6):
                if generator.random() < missing:
                    continue
                value = session + of_dimension[d] + generator.normal(0, 0.5)
                score = int(np.clip(np.floor(value + generator.random()), 1, 5))
                rows.append(RatingRow(f"C{c:02}", f"I{i}", f"D{d}", score, f"K{k}"))
    return CasePanel(Ratings.from_rows(rows), hard)
