"""Rewrite data and tables of this case: `python generate.py`. Standard library only, seeded.

The scenario stands at the top, everything else is drawn or computed from it, so that a figure in a
table agrees with the data the candidate gets. The same seed writes the same bytes. After a change
paste the new digests that `interviewloop validate` prints and the scores of runs.csv.
"""

from __future__ import annotations

import csv
import random
from math import exp, log
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
SEED = 20261

MONTHS = [f"2025-{month:02}" for month in range(1, 13)]
ROWS_A_MONTH = 150
LEVEL_BEFORE, LEVEL_SINCE, CHANGED_IN = 0.20, 0.32, "2025-07"
"""Share of late rows, and the month in which the rules changed."""
IMMATURE = "2025-12"
"""Exported before most of its outcomes were known."""
KNOWN_BY_THEN = 0.25
CUSTOMERS = 120
COPIED = 0.04
"""Share of rows that stand there twice."""
TEST_FROM = "2025-09"
COLUMNS = (
    ("id", "number of the row"),
    ("month", "month of issue"),
    ("customer", "number of the customer"),
    ("amount", "amount in euro"),
    ("habit", "what the customer's earlier rows looked like, between 0 and 1"),
    ("contacts", "times the customer was contacted about this row"),
    ("late", "1 if it came late, else 0"),
)


class Row(NamedTuple):
    """One row of the data; the names of the fields are those of the columns."""

    id: int
    month: str
    customer: int
    amount: int
    habit: float
    contacts: int
    late: int


def rows_of(rng: random.Random) -> list[Row]:
    habits = [rng.random() for _ in range(CUSTOMERS)]
    rows: list[Row] = []
    for month in MONTHS:
        level = LEVEL_SINCE if month >= CHANGED_IN else LEVEL_BEFORE
        for _ in range(ROWS_A_MONTH):
            customer = rng.randrange(CUSTOMERS)
            amount = round(exp(6.0 + 0.8 * (rng.random() + rng.random() - 1)))
            lean = 1.6 * (habits[customer] - 0.5) + 0.4 * (log(amount) - 6.0)
            chance = 1 / (1 + exp(-(log(level / (1 - level)) + lean)))
            late = rng.random() < chance
            # People are contacted because a row is late: the column knows the outcome.
            contacts = (1 if rng.random() < 0.5 else 2) if late else int(rng.random() < 0.06)
            seen = late and (month != IMMATURE or rng.random() < KNOWN_BY_THEN)
            habit = round(min(1.0, max(0.0, habits[customer] + 0.2 * (rng.random() - 0.5))), 2)
            row = Row(len(rows) + 1, month, customer + 1, amount, habit, contacts, int(seen))
            rows.append(row)
            if rng.random() < COPIED:
                rows.append(row._replace(id=len(rows) + 1))
    return rows


def percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}"


def months(rows: list[Row]) -> list[tuple[object, ...]]:
    table: list[tuple[object, ...]] = [("month", "rows", "late", "late_share")]
    for month in MONTHS:
        late = [row.late for row in rows if row.month == month]
        table.append((month, len(late), sum(late), percent(sum(late), len(late))))
    return table


def contacts(rows: list[Row]) -> list[tuple[object, ...]]:
    table: list[tuple[object, ...]] = [("contacts", "rows", "late", "late_share")]
    for name in ("0", "1", "2", "all"):
        late = [row.late for row in rows if name in ("all", str(row.contacts))]
        table.append((name, len(late), sum(late), percent(sum(late), len(late))))
    return table


def copies(rows: list[Row]) -> list[tuple[object, ...]]:
    table: list[tuple[object, ...]] = [("half_year", "rows", "copies")]
    for name, first, last in (("first", "2025-01", "2025-06"), ("second", "2025-07", "2025-12")):
        among = [row[1:] for row in rows if first <= row.month <= last]
        table.append((name, len(among), len(among) - len({*among})))
    return table


def auc(rows: list[Row], scores: list[float]) -> float:
    """The chance that a late row has a higher score than one that is not; ties count half."""
    late = [score for row, score in zip(rows, scores, strict=True) if row.late]
    others = [score for row, score in zip(rows, scores, strict=True) if not row.late]
    wins = sum((one > other) + 0.5 * (one == other) for one in late for other in others)
    return wins / (len(late) * len(others))


def runs(rows: list[Row]) -> list[tuple[object, ...]]:
    test = [row for row in rows if TEST_FROM <= row.month < IMMATURE]
    honest = [1.6 * row.habit + 0.4 * log(row.amount) for row in test]
    leaking = [score + 5 * row.contacts for score, row in zip(honest, test, strict=True)]
    return [
        ("run", "what", "auc"),
        ("honest", "columns that are known on the day of issue", f"{auc(test, honest):.3f}"),
        ("inflated", "with contacts", f"{auc(test, leaking):.3f}"),
        ("rule", "habit alone", f"{auc(test, [row.habit for row in test]):.3f}"),
    ]


def write(name: str, rows: list[tuple[object, ...]]) -> None:
    path = HERE / name
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
    print(name)


if __name__ == "__main__":
    data = rows_of(random.Random(SEED))
    write("data/rows.csv", [Row._fields, *data])
    write("data/columns.csv", [("column", "what_it_holds"), *COLUMNS])
    write("exhibits/months.csv", months(data))
    write("exhibits/contacts.csv", contacts(data))
    write("exhibits/copies.csv", copies(data))
    write("exhibits/runs.csv", runs(data))
