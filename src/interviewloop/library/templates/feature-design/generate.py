"""Rewrite the exhibits of this case: `python generate.py`. Standard library only, seeded.

The scenario stands at the top, everything else is drawn or computed from it, so that a figure on
screen agrees with every other one. The same seed writes the same bytes. After a change paste the
new digests that `interviewloop validate` prints.
"""

from __future__ import annotations

import csv
import random
from pathlib import Path

HERE = Path(__file__).resolve().parent
SEED = 20260

# step, share of the step before that gets there
STEPS = (
    ("opens the app", 1.0),
    ("sees a suggestion", 0.82),
    ("opens one", 0.31),
    ("finishes", 0.12),
)
USERS = 40_000
# kind of user, share of all users, share that comes back within a week
SEGMENTS = (("new", 0.30, 0.22), ("regular", 0.50, 0.55), ("heavy", 0.20, 0.81))


def draw(rng: random.Random, tries: int, share: float) -> int:
    """How many of ``tries`` happen, each with chance ``share``."""
    return sum(rng.random() < share for _ in range(tries))


def percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}"


def today(rng: random.Random) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = [("step", "users", "share")]
    before = USERS
    for step, share in STEPS:
        users = before if share == 1.0 else draw(rng, before, share)
        rows.append((step, users, percent(users, before)))
        before = users
    return rows


def segments(rng: random.Random) -> list[tuple[object, ...]]:
    counts = []
    for name, part, share in SEGMENTS:
        users = round(USERS * part)
        counts.append((name, users, draw(rng, users, share)))
    counts.append(("all", sum(row[1] for row in counts), sum(row[2] for row in counts)))
    rows: list[tuple[object, ...]] = [("segment", "users", "returning", "share")]
    return rows + [(name, users, back, percent(back, users)) for name, users, back in counts]


def write(name: str, rows: list[tuple[object, ...]]) -> None:
    path = HERE / name
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
    print(name)


if __name__ == "__main__":
    generator = random.Random(SEED)
    write("exhibits/today.csv", today(generator))
    write("exhibits/segments.csv", segments(generator))
