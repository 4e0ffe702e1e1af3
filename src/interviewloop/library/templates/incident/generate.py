"""Rewrite the exhibits of this case: `python generate.py`. Standard library only, seeded.

The scenario stands at the top; base, normal and effects in incident.toml say the same in its own
way, so change both. The same seed writes the same bytes. After a change paste the new digests that
`interviewloop validate` prints.
"""

from __future__ import annotations

import csv
import random
from pathlib import Path

HERE = Path(__file__).resolve().parent
SEED = 20262

REQUESTS = 20_000
# client, share of requests served well on a healthy day, and since the change
CLIENTS = (("app, newest", 0.90, 0.58), ("app, older", 0.90, 0.90), ("web", 0.91, 0.91))
HOURS = range(18, 30)
"""18:00 to 05:00 the next day."""
CHANGED_AT = 24
EMPTY_BEFORE, EMPTY_SINCE = 0.004, 0.310


def share(rng: random.Random, chance: float) -> str:
    """What a share of ``chance`` looks like among so many requests, in percent."""
    return f"{100 * sum(rng.random() < chance for _ in range(REQUESTS)) / REQUESTS:.1f}"


def segments(rng: random.Random) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = [("client", "before", "now")]
    return rows + [(name, share(rng, old), share(rng, new)) for name, old, new in CLIENTS]


def inputs(rng: random.Random) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = [("hour", "empty_pct")]
    for hour in HOURS:
        chance = EMPTY_SINCE if hour >= CHANGED_AT else EMPTY_BEFORE
        rows.append((f"{hour % 24:02}:00", share(rng, chance)))
    return rows


def write(name: str, rows: list[tuple[object, ...]]) -> None:
    path = HERE / name
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
    print(name)


if __name__ == "__main__":
    generator = random.Random(SEED)
    write("exhibits/segments.csv", segments(generator))
    write("exhibits/inputs.csv", inputs(generator))
