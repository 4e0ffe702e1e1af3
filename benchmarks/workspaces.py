"""A workspace of very many sessions: what it costs to know what is in it, beside what it must cost.

    python benchmarks/workspaces.py                    # 10,000 sessions
    python benchmarks/workspaces.py 100000 --runs 3
    python benchmarks/workspaces.py --workspace FOLDER --keep 10000   # write it, keep it, stop

The workspace is made up (the panel of benchmarks/rasch.py, four interviewers a candidate, every
loop with its file, sessions as long as the bundled examples). Each measurement is a process of its
own; it counts from the call on, without imports, which stand apart. Figures are processor time,
which other jobs do not lengthen, unless they are by the clock. Beside them are the floors of the
same run:

- scan: scandir and stat of every file, which any warm start has to pay
- parse: tomllib of every file in one process, from a sample of 500 files

and the goals: warm start to a ratings table under 100 ms at 10,000 sessions and 1 s at 100,000, one
changed file under 20 ms more, cold build at least 5 times faster than the parse.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
import tomllib
from pathlib import Path

from interviewloop.tui.collecting import not_collecting

STEPS = ("cold", "warm", "changed", "again")
SAMPLE = 500


def main() -> None:
    """Write the workspace, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("sessions", nargs="?", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--workspace", type=Path, help="write it here and keep it")
    parser.add_argument("--keep", action="store_true", help="only write it")
    parser.add_argument("--step", choices=STEPS, help=argparse.SUPPRESS)
    parser.add_argument("--cache", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.step:
        print(json.dumps(step(args.workspace, args.cache, args.step)))
        return
    with tempfile.TemporaryDirectory() as scratch:
        root = args.workspace or Path(scratch, "team")
        if not (root / "sessions").is_dir():
            from room import write_workspace

            write_workspace(root, args.sessions, loops=True)
            settle(root)
        if not args.keep:
            report(root, Path(scratch, "cache"), args.runs)


def settle(root: Path) -> None:
    """Make the files an hour old: what was written this moment is read again each time."""
    then = time.time() - 3600
    for file in root.glob("sessions/*/*.toml"):
        os.utime(file, (then, then))


def step(root: Path, cache: Path, name: str) -> dict[str, float]:
    """One measurement, in ms; in a process of its own."""
    imported = time.process_time()
    from interviewloop.calibration.rating_columns import table_of
    from interviewloop.exchange.session_ratings import rows_from_sessions
    from interviewloop.interview.blindness import apart
    from interviewloop.workspace.workspace import Workspace

    imported = time.process_time() - imported
    workspace = Workspace(root, cache=cache)
    if name == "again":
        workspace.survey()
    wall = time.perf_counter()
    used = [time.process_time()]
    with not_collecting():
        survey = workspace.survey()
        used.append(time.process_time())
        loops = [one.loop for one in survey.loops]
        allowed, _ = apart("Interviewer 0001", (one.session for one in survey.sessions), loops)
        used.append(time.process_time())
        table = table_of(rows_from_sessions(allowed, loops=loops).rows)
    used.append(time.process_time())
    wall = time.perf_counter() - wall
    assert len(table) > 7 * len(survey.sessions), "scores are missing"
    parts = [(later - earlier) * 1e3 for earlier, later in itertools.pairwise(used)]
    return {
        **dict(zip(("heads", "gates", "table"), parts, strict=True)),
        "all": sum(parts),
        "wall": wall * 1e3,
        "imports": imported * 1e3,
    }


def run_step(root: Path, cache: Path, name: str) -> dict[str, float]:
    """One measurement in a process of its own."""
    command = [sys.executable, __file__, "--step", name, "--workspace", root, "--cache", cache]
    done = subprocess.run(map(str, command), capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def report(root: Path, cache: Path, runs: int) -> None:
    """All figures, medians over ``runs``."""
    files = sorted(root.glob("sessions/*/*.toml"))
    sessions = [file for file in files if file.name != "loop.toml"]
    mean = statistics.mean(file.stat().st_size for file in sessions[:SAMPLE])
    print(f"{len(sessions):,} sessions of {mean / 1e3:.1f} kB in {len(files):,} files;"
          f" load {os.getloadavg()[0]:.1f}")  # fmt: skip
    scan = statistics.median(scan_ms(root) for _ in range(runs))
    parse = parse_ms(sessions)
    print(f"  floors: scan {scan:.0f} ms, parse {parse / 1e3:.1f} s")
    cold: list[dict[str, float]] = []
    for _ in range(max(1, runs // 2)):
        for file in cache.rglob("*.sqlite"):
            file.unlink()
        cold.append(run_step(root, cache, "cold"))
    show("cold build", cold)
    heads = statistics.median(one["heads"] for one in cold)
    print(f"    {parse / heads:.1f} times faster than the parse")
    warm = [run_step(root, cache, "warm") for _ in range(runs)]
    show("warm start", warm)
    all_ms = statistics.median(one["all"] for one in warm)
    print(f"    {all_ms / scan:.1f} times the scan; to the heads"
          f" {statistics.median(one['heads'] for one in warm) / scan:.1f} times")  # fmt: skip
    changed = []
    for _ in range(runs):
        file = random.choice(sessions)  # noqa: S311 - any will do
        file.write_bytes(file.read_bytes().replace(b'summary = "', b'summary = "x', 1))
        os.utime(file, (time.time() - 60,) * 2)
        changed.append(run_step(root, cache, "changed"))
    show("one file changed", changed)
    more = statistics.median(one["heads"] for one in changed) - statistics.median(
        one["heads"] for one in warm
    )
    print(f"    {more:+.0f} ms to the heads")
    show("same process, again", [run_step(root, cache, "again") for _ in range(runs)])
    size = sum(file.stat().st_size for file in cache.rglob("*.sqlite"))
    print(f"  the index is {size / 1e6:.1f} MB")


def show(name: str, found: list[dict[str, float]]) -> None:
    """One line of medians."""
    middle = {key: statistics.median(one[key] for one in found) for key in found[0]}
    print(f"  {name}: {middle['all']:,.0f} ms = heads {middle['heads']:,.0f} + gates"
          f" {middle['gates']:,.0f} + table {middle['table']:,.0f}; by the clock"
          f" {middle['wall']:,.0f}; imports before it {middle['imports']:,.0f}")  # fmt: skip


def scan_ms(root: Path) -> float:
    """The floor: every name and every stamp, and nothing done with them."""
    begun = time.process_time()
    for folder in os.scandir(root / "sessions"):
        for entry in os.scandir(folder.path):
            entry.stat(follow_symlinks=False)
    return (time.process_time() - begun) * 1e3


def parse_ms(files: list[Path]) -> float:
    """tomllib of every file, from a sample."""
    sample = random.Random(1).sample(files, min(SAMPLE, len(files)))  # noqa: S311 - a fixed sample
    begun = time.process_time()
    for file in sample:
        tomllib.loads(file.read_bytes().decode())
    return (time.process_time() - begun) / len(sample) * len(files) * 1e3


if __name__ == "__main__":
    main()
