"""Made-up panels for the benchmarks, and how these measure.

Panels have eight dimensions, four interviewers a candidate and one interviewer for every ten
candidates, who meet within a neighbourhood of forty: a large company has many that never meet.

Each measurement runs in a process of its own, on one thread of the matrix library, and what is
compared runs in turn in the same minute. Processor seconds leave out what other programs took of
the machine, though not how far they slowed its memory; wall seconds are what a user waits.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from interviewloop.calibration.ratings import Ratings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SEATS, DIMENSIONS = 4, 8
# Threads that wait for each other on a busy machine would be measured instead of the work.
ONE_THREAD = os.environ | dict.fromkeys(
    ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "RAYON_NUM_THREADS", "NUMBA_NUM_THREADS"), "1"
)
TAU = np.array([-2.2, -0.8, 0.8, 2.2])


class Panel(NamedTuple):
    """``who`` (candidates, seats) and ``scores`` (candidates, seats, dimensions), 1 to 5."""

    who: np.ndarray
    scores: np.ndarray
    interviewers: int
    severity: np.ndarray


def panel(ratings: int, seed: int = 0) -> Panel:
    """A panel of about ``ratings`` scores that follows the many-facet Rasch model."""
    generator = np.random.default_rng(seed)
    candidates = max(20, ratings // (SEATS * DIMENSIONS))
    interviewers = max(4, candidates // 10)
    severity = generator.normal(0, 0.5, interviewers)
    severity -= severity.mean()
    difficulty = generator.normal(0, 0.3, DIMENSIONS)
    near = min(40, interviewers)
    seats = np.argsort(generator.random((candidates, near)), axis=1)[:, :SEATS]
    who = np.sort((seats + generator.integers(0, interviewers, (candidates, 1))) % interviewers)
    y = generator.normal(size=(candidates, 1, 1)) - severity[who][..., None] - difficulty
    scores = np.empty(y.shape, dtype=np.uint8)
    for first in range(0, candidates, 10_000):
        block = slice(first, first + 10_000)
        logits = np.cumsum(y[block, ..., None] - TAU, axis=-1)
        weights = np.exp(np.concatenate([np.zeros((*logits.shape[:-1], 1)), logits], axis=-1))
        below = np.cumsum(weights, axis=-1) / weights.sum(axis=-1, keepdims=True)
        drawn = generator.random(logits.shape[:-1])
        scores[block] = 1 + (drawn[..., None] > below[..., :-1]).sum(axis=-1)
    return Panel(who, scores, interviewers, severity)


def table(made: Panel) -> Ratings:
    """The panel as the package's table."""
    candidates = len(made.who)
    rows = (candidates, SEATS, DIMENSIONS)
    return Ratings(
        np.repeat(np.arange(candidates, dtype=np.int32), SEATS * DIMENSIONS),
        np.broadcast_to(made.who[..., None], rows).reshape(-1).astype(np.int32),
        np.broadcast_to(np.arange(DIMENSIONS), rows).reshape(-1).astype(np.int32),
        made.scores.reshape(-1),
        tuple(f"C{c:07d}" for c in range(candidates)),
        tuple(f"I{i:06d}" for i in range(made.interviewers)),
        tuple(f"D{d}" for d in range(DIMENSIONS)),
    )


def write_csv(ratings: Ratings, path: Path) -> None:
    """The table as a file that the command would be given."""
    columns = (ratings.candidate, ratings.interviewer, ratings.dimension, ratings.score)
    names = (ratings.candidates, ratings.interviewers, ratings.dimensions)
    with path.open("w") as file:
        file.write("candidate,interviewer,dimension,score\n")
        for first in range(0, len(ratings), 1_000_000):
            block = (column[first : first + 1_000_000].tolist() for column in columns)
            for c, i, d, score in zip(*block, strict=True):
                file.write(f"{names[0][c]},{names[1][i]},{names[2][d]},{score}\n")


def seconds(work: Callable[[], object], repeat: int = 1) -> tuple[float, float]:
    """Median wall and processor seconds of ``work``."""
    found = []
    for _ in range(repeat):
        wall, processor = time.perf_counter(), time.process_time()
        work()
        found.append((time.perf_counter() - wall, time.process_time() - processor))
    wall, processor = (statistics.median(column) for column in zip(*found, strict=True))
    return wall, processor


def in_own_process(script: str, *arguments: str) -> dict[str, float]:
    """The JSON that ``script`` prints last, started anew with ``arguments``."""
    command = [sys.executable, script, *arguments]
    done = subprocess.run(command, env=ONE_THREAD, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def machine() -> str:
    """How busy the machine is, for the head of a table."""
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    return f"{os.cpu_count()} cores, load {load} (1, 5, 15 minutes)"
