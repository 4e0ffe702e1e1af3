"""The whole calibration report, stage by stage, as panels grow.

    python benchmarks/report.py                           # to a million ratings
    python benchmarks/report.py 10000 100000 1000000 10000000

- command: ``interviewloop calibrate --ratings FILE.csv``, from the start of the process to the last
  line of text, as a user waits for it.
- stages: the same steps in a process of their own, each with wall and processor seconds and the
  highest memory while it lasted. Linux only (reads /proc). Reading holds the CSV file, the order of
  the rows and the table; the other stages are those that the command's progress line tells of.
- linear: how many times the processor seconds of the row above, for ten times the ratings.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from panels import ONE_THREAD, in_own_process, machine, panel, table, write_csv

COMMAND = (
    "import sys; from interviewloop.cli.main import entry; sys.argv[0] = 'interviewloop'; entry()"
)


class Stages:
    """Wall seconds, processor seconds and peak MB of each stage, told when the next one begins."""

    def __init__(self) -> None:
        self.found: dict[str, tuple[float, float, float]] = {}
        self._name = ""
        self._before = (0.0, 0.0)

    def __call__(self, name: str, _done: int = 0, _of: int = 0) -> None:
        now = time.perf_counter(), time.process_time()
        if self._name:
            wall, processor = (
                after - before for before, after in zip(self._before, now, strict=True)
            )
            self.found[self._name] = (wall, processor, peak_memory())
        Path("/proc/self/clear_refs").write_text("5")  # begins a new peak
        self._name, self._before = name, now


def peak_memory() -> float:
    status = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmHWM"))


def measure_stages(path: Path) -> dict[str, tuple[float, float, float]]:
    """The steps of ``interviewloop calibrate --ratings``."""
    from interviewloop.calibration.calibrate import calibrate
    from interviewloop.calibration.rating_columns import table_of
    from interviewloop.exchange.ratings_csv import read_ratings_csv
    from interviewloop.exchange.row_choice import order_of_rows
    from interviewloop.report.calibration_text import calibration_text

    gc.disable()  # as the command does
    stage = Stages()
    stage("reading")
    rows = read_ratings_csv(path).rows
    order, ratings = order_of_rows(rows), table_of(rows)
    del rows
    result = calibrate(ratings, order=order, progress=stage)
    stage("text")
    calibration_text(result)
    stage("")
    return stage.found


def measure_command(path: str) -> tuple[float, float, float]:
    """Wall and processor seconds and peak MB of the command."""
    command = [sys.executable, "-c", COMMAND, "calibrate", "--ratings", path]
    started = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=ONE_THREAD)
    _, status, used = os.wait4(child.pid, 0)
    assert status == 0
    wall = time.perf_counter() - started
    return wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def show(name: str, found: tuple[float, float, float], before: float | None) -> None:
    grown = f"{found[1] / before:8.1f}" if before else "       -"
    print(f"{name:>24} {found[0]:9.2f} {found[1]:10.2f} {found[2]:8.0f} {grown}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("sizes", nargs="*", type=int, default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--stages", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.stages is not None:
        print(json.dumps(measure_stages(args.stages)))
        return
    before: dict[str, float] = {}
    for size in args.sizes:
        print(f"\n{size:,} ratings; {machine()}")
        print(f"{'':>24} {'wall s':>9} {'processor':>10} {'peak MB':>8} {'linear':>8}")
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "ratings.csv"
            write_csv(table(panel(size)), path)
            rows = {"command": measure_command(str(path))}
            rows |= in_own_process(__file__, "--stages", str(path))
        for name, found in rows.items():
            show(name, found, before.get(name))
            before[name] = found[1]


if __name__ == "__main__":
    main()
