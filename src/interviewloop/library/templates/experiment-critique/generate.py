"""Rewrite the exhibits of this case: `python generate.py`. Standard library only, seeded.

The scenario stands at the top, everything else is drawn or computed from it, so that a figure on
screen agrees with every other one. The same seed writes the same bytes. After a change paste the
new digests that `interviewloop validate` prints, and mend the `numbers` of the pitfalls.
"""

from __future__ import annotations

import csv
import random
from math import sqrt
from pathlib import Path
from statistics import NormalDist

HERE = Path(__file__).resolve().parent
SEED = 20263

BUYS = 0.080
"""Share of users who buy; the new version changes nothing."""
# device, users with the old version, users with the new one who would have been counted
DEVICES = (("phone", 24_000, 24_000), ("desktop", 16_000, 16_000))
LOST_ON_PHONE = 0.07
"""Share of phone users with the new version who leave uncounted. None of them buys."""
REGIONS = ("north", "east", "south", "west", "coast", "lakes", "hills", "plains")
USERS_A_REGION = 2_500
WEEKS = (("1", 6.0), ("2", 2.5), ("3", 0.6), ("4", -0.2))
"""Week since first seen, change in buyers in percent: curiosity that wears off."""
ORDERS_EACH = 3
"""Orders of one buyer that are counted as if they were independent."""
EFFECT_Z = 1.7
"""Effect over its standard error when people are counted."""


def draw(rng: random.Random, tries: int, share: float) -> int:
    """How many of ``tries`` happen, each with chance ``share``."""
    return sum(rng.random() < share for _ in range(tries))


def two_sided(z: float) -> float:
    return 2 * NormalDist().cdf(-abs(z))


def p_of(buyers: tuple[int, int], users: tuple[int, int]) -> float:
    """P-value of the difference of two shares, as if each user were independent of all others."""
    pooled = sum(buyers) / sum(users)
    error = sqrt(pooled * (1 - pooled) * (1 / users[0] + 1 / users[1]))
    return two_sided((buyers[1] / users[1] - buyers[0] / users[0]) / error)


def row_of(name: str, users: tuple[int, int], buyers: tuple[int, int]) -> tuple[object, ...]:
    lift = (buyers[1] / users[1]) / (buyers[0] / users[0]) - 1
    chi_squared = (users[0] - users[1]) ** 2 / sum(users)
    srm = two_sided(sqrt(chi_squared))
    return (name, *users, *buyers, f"{lift:.4f}", f"{p_of(buyers, users):.3g}", f"{srm:.3g}")


def arms(rng: random.Random) -> list[tuple[object, ...]]:
    names = ("users_control", "users_treatment", "buyers_control", "buyers_treatment")
    rows: list[tuple[object, ...]] = [("device", *names, "rel_lift", "p", "srm_p")]
    totals = [0, 0, 0, 0]
    for name, old, new in DEVICES:
        buyers = draw(rng, old, BUYS), draw(rng, new, BUYS)
        lost = draw(rng, new - buyers[1], LOST_ON_PHONE) if name == "phone" else 0
        counted = (old, new - lost, *buyers)
        totals = [total + one for total, one in zip(totals, counted, strict=True)]
        rows.append(row_of(name, counted[:2], buyers))
    return [*rows, row_of("all", (totals[0], totals[1]), (totals[2], totals[3]))]


def regions(rng: random.Random) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = [("region", "rel_lift", "p")]
    users = (USERS_A_REGION, USERS_A_REGION)
    for name in REGIONS:
        buyers = draw(rng, users[0], BUYS), draw(rng, users[1], BUYS)
        rows.append((name, f"{buyers[1] / buyers[0] - 1:.3f}", f"{p_of(buyers, users):.3f}"))
    return rows


def counting() -> list[tuple[object, ...]]:
    by_row = EFFECT_Z * sqrt(ORDERS_EACH)
    return [
        ("counted", "p"),
        ("orders", f"{two_sided(by_row):.4f}"),
        ("users", f"{two_sided(EFFECT_Z):.3f}"),
    ]


def write(name: str, rows: list[tuple[object, ...]]) -> None:
    path = HERE / name
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
    print(name)


if __name__ == "__main__":
    generator = random.Random(SEED)
    write("exhibits/arms.csv", arms(generator))
    write("exhibits/regions.csv", regions(generator))
    write("exhibits/weeks.csv", [("week", "change_pct"), *WEEKS])
    write("exhibits/counting.csv", counting())
