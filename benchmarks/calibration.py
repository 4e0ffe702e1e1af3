"""The whole calibration report, and alpha against the krippendorff package, on the same panels.

    python benchmarks/calibration.py                     # 10,000 and 100,000 ratings
    python benchmarks/calibration.py 10000 100000 1000000

Panels are those of benchmarks/rasch.py: eight dimensions, four interviewers a candidate, one
interviewer for every ten candidates. Each size runs in a process of its own, on one thread of the
matrix library (OPENBLAS_NUM_THREADS=1: on a busy machine several wait for one another). Wall
seconds are what a user waits; processor seconds leave out what other programs took. Peak memory is
that of the whole process.

- alpha: this package's three alphas, overall and by dimension, with 1,000 replicates each, next to
  the bare ordinal value of krippendorff on the same table of units, in the same process.
- report: reading the CSV, every statistic, and the text; JSON on top of it.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from interviewloop.calibration.ratings import Ratings

_ONE_THREAD = os.environ | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


def table(size: int) -> Ratings:
    """A panel that follows the many-facet Rasch model."""
    import numpy as np
    from rasch import DIMENSIONS, SEATS, panel

    from interviewloop.calibration.ratings import Ratings

    made = panel(size)
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
        for c, i, d, score in zip(*(column.tolist() for column in columns), strict=True):
            file.write(f"{names[0][c]},{names[1][i]},{names[2][d]},{score}\n")


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Wall and processor seconds of ``work``."""
    wall, processor = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - processor


def measure_alpha(size: int) -> dict[str, float]:
    """Our alphas with intervals, and the bare ordinal value of krippendorff."""
    import krippendorff
    import numpy as np

    from interviewloop.calibration.agreement import agreements
    from interviewloop.calibration.ratings import CATEGORIES, LOWEST
    from interviewloop.calibration.resampling import Resampling

    ratings = table(size)
    units = len(ratings.candidates) * len(ratings.dimensions)
    cell = ratings.unit() * CATEGORIES + (ratings.score - LOWEST)
    counts = np.bincount(cell, minlength=units * CATEGORIES).reshape(units, CATEGORIES)
    kwargs = {"value_counts": counts, "value_domain": [1, 2, 3, 4, 5]}
    bare = timed(lambda: krippendorff.alpha(level_of_measurement="ordinal", **kwargs))
    own = timed(lambda: agreements(ratings, Resampling()))
    return {"bare": bare[1], "own": own[1]}


def measure_report(path: str) -> dict[str, float]:
    """The steps of ``interviewloop calibrate --ratings``."""
    from interviewloop.calibration.calibrate import calibrate
    from interviewloop.calibration.ratings import Ratings
    from interviewloop.exchange.ratings_csv import read_ratings_csv
    from interviewloop.exchange.row_choice import order_of_rows
    from interviewloop.report.calibration_json import calibration_json
    from interviewloop.report.calibration_text import calibration_text

    held: dict[str, object] = {}
    gc.disable()  # as the command does

    def read() -> None:
        rows = read_ratings_csv(Path(path)).rows
        held["order"], held["ratings"] = order_of_rows(rows), Ratings.from_rows(rows)

    def compute() -> None:
        held["result"] = calibrate(held["ratings"], order=held["order"])

    times = {
        "read": timed(read),
        "compute": timed(compute),
        "text": timed(lambda: calibration_text(held["result"])),
    }
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    times["json"] = timed(lambda: calibration_json(held["result"]))
    found = {f"{name}_{kind}": t[k] for name, t in times.items() for k, kind in enumerate("wp")}
    return found | {"memory": memory}


def in_own_process(*arguments: str) -> dict[str, float]:
    """What one of the measurements gave."""
    done = subprocess.run(
        [sys.executable, __file__, *arguments],
        env=_ONE_THREAD,
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("sizes", nargs="*", type=int, default=[10_000, 100_000])
    parser.add_argument("--alpha", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--report", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.alpha is not None:
        print(json.dumps(measure_alpha(args.alpha)))
        return
    if args.report is not None:
        print(json.dumps(measure_report(args.report)))
        return
    print("alpha, processor seconds: krippendorff bare | own, 9 x 3 alphas with intervals | ratio")
    for size in args.sizes:
        found = in_own_process("--alpha", str(size))
        ratio = found["own"] / found["bare"]
        print(f"{size:>10,}  {found['bare']:8.3f}  {found['own']:8.3f}  {ratio:6.1f}", flush=True)
    print("report, wall (processor) seconds: read | compute | text | all three | json | peak MB")
    for size in args.sizes:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "ratings.csv"
            write_csv(table(size), path)
            found = in_own_process("--report", str(path))
        for name in ("read", "compute", "text", "json"):
            found[name] = f"{found[f'{name}_w']:.2f} ({found[f'{name}_p']:.2f})"
        whole = [sum(found[f"{n}_{k}"] for n in ("read", "compute", "text")) for k in "wp"]
        print(
            f"{size:>10,}  {found['read']}  {found['compute']}  {found['text']}  "
            f"{whole[0]:.2f} ({whole[1]:.2f})  {found['json']}  {found['memory']:.0f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
