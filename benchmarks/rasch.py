"""Many-facet Rasch: time and peak memory of this package, mirt and raschpy on the same panels.

    pip install mirt raschpy                  # for this benchmark alone
    python benchmarks/rasch.py                        # 10,000 ratings, seconds
    python benchmarks/rasch.py 10000 64000 1000000 --alone 100000

Each run is a process of its own, in turn on the same machine, without imports and the making of the
data; medians of ``--repeat`` runs, processor seconds with the ratio to this package's marginal
estimation, and wall seconds. Peak memory is what the process grew by while it estimated. Above
``--alone`` ratings only this package is run. raschpy has another estimator (composite likelihood,
no measures or fit in this run), so only its time can be compared; mirt has the same one.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
from typing import TYPE_CHECKING

import numpy as np
from panels import DIMENSIONS, SEATS, Panel, in_own_process, machine, panel, seconds, table

if TYPE_CHECKING:
    from collections.abc import Callable


def own(made: Panel, method: str) -> Callable[[], np.ndarray]:
    """The whole model of this package: estimates, standard errors, fit, fair averages."""
    from interviewloop.calibration.rasch_model import rasch_model

    ratings = table(made)

    def run() -> np.ndarray:
        model = rasch_model(ratings, "jml" if method == "jml" else "mml")
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


def measure(name: str, ratings: int) -> dict[str, float]:
    """One run: wall and processor seconds, MiB, and correlation with the true severities."""
    made = panel(ratings)
    run = RUNS[name](made)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found: list[np.ndarray] = []
    wall, processor = seconds(lambda: found.append(run()))
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    same = found[0].shape == made.severity.shape
    r = float(np.corrcoef(found[0], made.severity)[0, 1]) if same else 0.0
    return {"wall": wall, "processor": processor, "mib": grown, "r": r}


def median_of(name: str, ratings: int, repeat: int) -> dict[str, float]:
    runs = [in_own_process(__file__, "--measure", name, str(ratings)) for _ in range(repeat)]
    return {key: statistics.median(run[key] for run in runs) for key in runs[0]}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("ratings", nargs="*", type=int, default=[10_000])
    parser.add_argument("--alone", type=int, default=100_000, help="above this, run alone")
    parser.add_argument("--repeat", type=int, default=5, help="runs of which the median counts")
    parser.add_argument("--measure", choices=list(RUNS), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        print(json.dumps(measure(options.measure, options.ratings[0])))
        return
    print(machine())
    print(
        f"{'ratings':>10} {'run':8} {'processor':>9} {'x mml':>6} {'wall':>7} {'MiB':>6} {'r':>6}"
    )
    for ratings in options.ratings:
        base = 0.0
        for name in RUNS if ratings <= options.alone else ("mml", "jml"):
            try:
                found = median_of(name, ratings, options.repeat)
            except subprocess.CalledProcessError as error:  # another package's failure is a result
                print(f"{ratings:>10,} {name:8} failed: {error.stderr.strip().splitlines()[-1:]}")
                continue
            base = found["processor"] if name == "mml" else base
            ratio = f"{found['processor'] / base:6.1f}" if base else "     -"
            print(
                f"{ratings:>10,} {name:8} {found['processor']:9.3f} {ratio} {found['wall']:7.2f}"
                f" {found['mib']:6.0f} {found['r']:6.3f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
