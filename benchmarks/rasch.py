"""Many-facet Rasch: time and peak memory of this package, mirt and raschpy on the same panels.

    python benchmarks/rasch.py                        # 10,000 ratings, seconds
    python benchmarks/rasch.py 10000 64000 1000000 --alone 100000

Panels: eight dimensions, four interviewers a candidate, one interviewer for every ten candidates.
Each run is a process of its own, one after the other on the same machine, so ratios are of the same
minute; the best of ``--repeat`` counts, on one thread, without imports and the making of the data.
Peak memory is what the process grew by while it estimated. Above ``--alone`` ratings only this
package is run. raschpy has another estimator (composite likelihood, no measures or fit in this
run), so only its time can be compared; mirt has the same one.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

SEATS, DIMENSIONS = 4, 8
# Threads that wait for each other on a busy machine would be measured instead of the work.
_ONE_THREAD = os.environ | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
TAU = np.array([-2.2, -0.8, 0.8, 2.2])


class Panel(NamedTuple):
    """``who`` (candidates, seats) and ``scores`` (candidates, seats, dimensions), 1 to 5."""

    who: np.ndarray
    scores: np.ndarray
    interviewers: int
    severity: np.ndarray


def panel(ratings: int, seed: int = 0) -> Panel:
    """A panel of about ``ratings`` scores that follows the model."""
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


def own(made: Panel, method: str) -> Callable[[], np.ndarray]:
    """The whole model of this package: estimates, standard errors, fit, fair averages."""
    from interviewloop.calibration.rasch_model import rasch_model
    from interviewloop.calibration.ratings import Ratings

    candidates = len(made.who)
    rows = (candidates, SEATS, DIMENSIONS)
    table = Ratings(
        np.repeat(np.arange(candidates, dtype=np.int32), SEATS * DIMENSIONS),
        np.broadcast_to(made.who[..., None], rows).reshape(-1).astype(np.int32),
        np.broadcast_to(np.arange(DIMENSIONS), rows).reshape(-1).astype(np.int32),
        made.scores.reshape(-1),
        tuple(f"C{c:07d}" for c in range(candidates)),
        tuple(f"I{i:07d}" for i in range(made.interviewers)),
        tuple(f"D{d}" for d in range(DIMENSIONS)),
    )

    def run() -> np.ndarray:
        model = rasch_model(table, "jml" if method == "jml" else "mml")
        return np.array([member.value for member in model.interviewers.values()], dtype=float)

    return run


def with_mirt(made: Panel) -> Callable[[], np.ndarray]:
    from mirt import fit_mfrm
    from mirt.models.mfrm import Facet, PolytomousMFRM

    candidates = len(made.who)
    names = [f"I{i}" for i in range(made.interviewers)]
    facet = Facet("interviewer", made.interviewers, labels=names)
    model = PolytomousMFRM(DIMENSIONS, 5, [facet])
    responses = made.scores.reshape(candidates, -1).astype(np.int64) - 1
    who = np.repeat(made.who, DIMENSIONS, axis=1)
    items = np.tile(np.arange(DIMENSIONS), SEATS)

    def run() -> np.ndarray:
        found = fit_mfrm(model, responses, {"interviewer": who}, item_indices=items)
        return np.asarray(found.facet_parameters["interviewer"], dtype=float)

    return run


def with_raschpy(made: Panel) -> Callable[[], np.ndarray]:
    import pandas
    import raschpy

    candidates = len(made.who)
    index = pandas.MultiIndex.from_arrays(
        [made.who.reshape(-1), np.repeat(np.arange(candidates), SEATS)], names=["Rater", "Person"]
    )
    columns = [f"D{d}" for d in range(DIMENSIONS)]
    long = pandas.DataFrame(made.scores.reshape(-1, DIMENSIONS) - 1.0, index, columns)
    grid = pandas.MultiIndex.from_product(
        [range(made.interviewers), range(candidates)], names=["Rater", "Person"]
    )
    responses = long.reindex(grid)

    def run() -> np.ndarray:
        model = raschpy.MFRM(responses, max_score=4)
        model.calibrate()
        return np.asarray(model.raters_global, dtype=float)

    return run


RUNS: dict[str, Callable[[Panel], Callable[[], np.ndarray]]] = {
    "mml": lambda made: own(made, "mml"),
    "jml": lambda made: own(made, "jml"),
    "mirt": with_mirt,
    "raschpy": with_raschpy,
}


def worker(name: str, ratings: int) -> None:
    """Time one run in this process and print it as JSON."""
    made = panel(ratings)
    run = RUNS[name](made)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.perf_counter()
    try:
        severity = run()
        failed = ""
    except Exception as error:  # noqa: BLE001 - another package's failure is a result here
        severity, failed = np.zeros(1), f"{type(error).__name__}: {error}"
    seconds = time.perf_counter() - started
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    same = severity.shape == made.severity.shape
    r = float(np.corrcoef(severity, made.severity)[0, 1]) if same else None
    found = {"seconds": seconds, "mib": grown, "r": r, "failed": failed[:60]}
    print(json.dumps(found))


def measured(name: str, ratings: int, limit: float) -> dict[str, float | str | None]:
    command = [sys.executable, __file__, "--worker", name, str(ratings)]
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=limit, check=True, env=_ONE_THREAD
        )
    except subprocess.TimeoutExpired:
        return {"seconds": limit, "mib": None, "r": None, "failed": "out of time"}
    except subprocess.CalledProcessError as error:
        last = (error.stderr.strip().splitlines() or ["killed"])[-1]
        return {"seconds": None, "mib": None, "r": None, "failed": last[:60]}
    return json.loads(done.stdout.splitlines()[-1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("ratings", nargs="*", type=int, default=[10_000])
    parser.add_argument(
        "--alone", type=int, default=100_000, help="ratings above which to run alone"
    )
    parser.add_argument("--limit", type=float, default=600.0, help="seconds a run may take")
    parser.add_argument("--repeat", type=int, default=3, help="runs of which the best counts")
    parser.add_argument("--worker", choices=list(RUNS))
    options = parser.parse_args()
    if options.worker:
        worker(options.worker, options.ratings[0])
        return
    print(f"{'ratings':>9} {'run':8} {'seconds':>8} {'x mml':>7} {'MiB':>7} {'r truth':>8}")
    for ratings in options.ratings:
        base = None
        for name in RUNS if ratings <= options.alone else ("mml", "jml"):
            runs = [measured(name, ratings, options.limit) for _ in range(options.repeat)]
            found = min(runs, key=lambda run: run["seconds"] or options.limit)
            seconds = found["seconds"]
            base = seconds if name == "mml" else base
            ratio = f"{seconds / base:7.1f}" if seconds and base else "      -"
            cells = [
                f"{found[key]:{width}}" if found[key] is not None else "-".rjust(int(width[0]))
                for key, width in (("seconds", "8.2f"), ("mib", "7.0f"), ("r", "8.3f"))
            ]
            print(
                f"{ratings:9d} {name:8} {cells[0]} {ratio} {cells[1]} {cells[2]} {found['failed']}",
                flush=True,
            )


if __name__ == "__main__":
    main()
