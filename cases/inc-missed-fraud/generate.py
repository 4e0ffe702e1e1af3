"""Build the exhibits of this case: `python generate.py`. Standard library only, seeded.

Two things are assumed and everything else follows from them: what share of fraud and of good
payments each set-up scores above a cut, and how many payments come in at which hour. The night's
cases are drawn once; every table is counted in that one draw or computed from the same curves.
"""

from __future__ import annotations

import csv
import random
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from math import cos, exp, log, pi
from pathlib import Path
from statistics import NormalDist

EXHIBITS = Path(__file__).resolve().parent / "exhibits"
SEED = 40

DAY_PAYMENTS = 31_000_000
FRAUD_PER_MILLION = 2075
MEAN_LOSS = 92
EARLY_CONFIRMED = 0.34
GOOD_DECLINES_PER_COMPLAINT = 16

# Half-hours from 17:00, counted in minutes since midnight of 28 May.
CHART_FROM, RELEASE, CHECK_FROM, ATTACK, CHECK_TO = 1020, 1290, 1320, 1500, 1740
ALERT, NOON, REPAIRED = 1810, 2160, 1870
SLOTS = range(CHART_FROM, CHECK_TO, 30)

# bank, share of payments, whether its country had a public holiday on 29 May
BANKS = (
    ("Altessa", 0.24, "no"),
    ("Brennick", 0.19, "no"),
    ("Dunmar", 0.17, "no"),
    ("Ferrano", 0.16, "yes"),
    ("Ostrand", 0.14, "no"),
    ("Vilka", 0.10, "yes"),
)
ATTACKED, ATTACK_RATE = "Dunmar", 1.22

CUT, MATCHED, STEP_FROM, LOW = 0.82, 0.72, 0.70, 0.50
STEP_STOPS_FRAUD, STEP_LOSES_GOOD = 0.9, 0.12
RULES_CATCH, RULES_GOOD_PER_MILLION = 0.012, 420

NORMAL = NormalDist()
Table = list[tuple[object, ...]]


@dataclass(frozen=True)
class Curve:
    """The share of payments that score at or above a cut: straight lines between known points,
    drawn on scales (log odds against normal quantile) on which such curves are nearly straight."""

    points: tuple[tuple[float, float], ...]
    below: float
    above: float

    def at(self, cut: float) -> float:
        return 1 - NORMAL.cdf(self._z(log(cut / (1 - cut))))

    def _z(self, x: float) -> float:
        known = [(log(cut / (1 - cut)), NORMAL.inv_cdf(1 - share)) for cut, share in self.points]
        if x <= known[0][0]:
            return known[0][1] + self.below * (x - known[0][0])
        for (left, low), (right, high) in pairwise(known):
            if x <= right:
                return low + (high - low) * (x - left) / (right - left)
        return known[-1][1] + self.above * (x - known[-1][0])


@dataclass(frozen=True)
class Setup:
    """A model on a feature library. ``fraud`` is a share of fraud, ``good`` of all payments."""

    name: str
    fraud: Curve
    good: Curve

    def caught(self, cut: float) -> float:
        return self.fraud.at(cut)

    def good_declined(self, cut: float) -> float:
        """Per million payments."""
        return 1e6 * self.good.at(cut)

    def flagged(self, cut: float) -> float:
        """Per million payments."""
        return self.good_declined(cut) + FRAUD_PER_MILLION * self.caught(cut)

    def auc(self) -> float:
        """Chance that a fraud scores above a good payment, by trapezoids over the log odds."""
        area, last_fraud, last_good = 0.0, 0.0, 0.0
        for step in range(4000, -4001, -1):
            cut = 1 / (1 + exp(-14 * step / 4000))
            fraud, good = self.fraud.at(cut), self.good.at(cut)
            area += (good - last_good) * (fraud + last_fraud) / 2
            last_fraud, last_good = fraud, good
        return area + (1 - last_good) * (1 + last_fraud) / 2


V18 = Setup(
    "v18, old library",
    Curve(((0.82, 0.5754),), 0.55, 0.60),
    Curve(((0.82, 1312e-6),), 0.60, 0.60),
)
V19 = Setup(
    "v19, new library",
    Curve(((0.70, 0.648), (0.72, 0.626), (0.82, 0.4889)), 0.64, 0.609),
    Curve(((0.50, 8146e-6), (0.70, 1432e-6), (0.72, 1207e-6), (0.82, 277e-6)), 0.708, 0.70),
)
V18_NEW = Setup(
    "v18, new library",
    Curve(((0.82, 0.4296),), 0.50, 0.55),
    Curve(((0.82, 800e-6),), 0.55, 0.55),
)


def header(names: str) -> Table:
    return [tuple(names.split())]


def pct(part: float, whole: float, digits: int) -> str:
    return f"{100 * part / whole:.{digits}f}"


def change(now: float, before: float) -> str:
    relative = round(100 * (now / before - 1), 1)
    return f"{relative:+.1f}" if relative else "0.0"


def busy(minute: float) -> float:
    """Payments at this minute against an average minute; busiest at 15:30."""
    return 1 + 0.38 * cos(2 * pi * (minute / 60 - 15.5) / 24)


def payments(start: int, end: int) -> float:
    """Expected payments between two minutes."""
    steps = range(start, end, 10)
    return DAY_PAYMENTS / 1440 * sum(10 * busy(step + 5) for step in steps)


class Night:
    """Both weeks by half-hour: payments, flagged ones, early-confirmed fraud and what of it was
    caught. The totals of the checked hours are fixed; where in them each case falls is drawn."""

    def __init__(self) -> None:
        rng = random.Random(SEED)
        self.payments: dict[tuple[str, int], int] = {}
        self.flagged: dict[tuple[str, int], int] = {}
        self.fraud: dict[tuple[str, int, str], int] = {}
        self.caught: dict[tuple[str, int, str], int] = {}
        for week in ("last", "now"):
            for slot in SLOTS:
                expected = payments(slot, slot + 30)
                self.payments[week, slot] = round(expected * rng.gauss(1, 0.004))
                for bank, share, _ in BANKS:
                    mean = expected * FRAUD_PER_MILLION / 1e6 * EARLY_CONFIRMED * share
                    self.fraud[week, slot, bank] = round(rng.gauss(mean, mean**0.5))
        self._attack()
        for week, slots, setup in self._phases():
            self._flag(rng, week, slots, setup)
            self._catch(rng, week, slots, setup)

    @staticmethod
    def _phases() -> list[tuple[str, list[int], Setup]]:
        before = [slot for slot in SLOTS if slot < CHECK_FROM]
        checked = [slot for slot in SLOTS if slot >= CHECK_FROM]
        return [
            ("last", before, V18),
            ("last", checked, V18),
            ("now", [slot for slot in before if slot < RELEASE], V18),
            ("now", [slot for slot in before if slot >= RELEASE], V19),
            ("now", checked, V19),
        ]

    def _attack(self) -> None:
        """From 01:00 the attacked bank has so many more attempts than a week before."""
        slots = [slot for slot in SLOTS if slot >= ATTACK]
        wanted = ATTACK_RATE * sum(self.fraud["last", slot, ATTACKED] for slot in slots)
        has = sum(self.fraud["now", slot, ATTACKED] for slot in slots)
        for slot in slots:
            self.fraud["now", slot, ATTACKED] = round(
                self.fraud["now", slot, ATTACKED] * wanted / has
            )

    def _flag(self, rng: random.Random, week: str, slots: list[int], setup: Setup) -> None:
        counts = [self.payments[week, slot] for slot in slots]
        total = round(sum(counts) * setup.flagged(CUT) / 1e6)
        drawn = Counter(rng.choices(slots, weights=counts, k=total))
        for slot in slots:
            self.flagged[week, slot] = drawn[slot]

    def _catch(self, rng: random.Random, week: str, slots: list[int], setup: Setup) -> None:
        cases = [
            (slot, bank)
            for slot in slots
            for bank, _, _ in BANKS
            for _ in range(self.fraud[week, slot, bank])
        ]
        found = Counter(rng.sample(cases, round(len(cases) * setup.caught(CUT))))
        for slot in slots:
            for bank, _, _ in BANKS:
                self.caught[week, slot, bank] = found[slot, bank]

    def sum_fraud(self, week: str, slots: list[int], bank: str = "") -> tuple[int, int]:
        """Early-confirmed fraud and what of it was caught, of one bank or of all."""
        keys = [(week, slot, name) for slot in slots for name, _, _ in BANKS if bank in ("", name)]
        return sum(self.fraud[key] for key in keys), sum(self.caught[key] for key in keys)


CHECKED = [slot for slot in SLOTS if slot >= CHECK_FROM]


def clock(minute: int) -> str:
    return f"{minute // 60 % 24:02d}:{minute % 60:02d}"


def caught_share(night: Night) -> Table:
    table = header(
        "start_utc confirmed_last caught_last confirmed_now caught_now share_last share_now"
    )
    for slot in SLOTS:
        before, caught_before = night.sum_fraud("last", [slot])
        now, caught_now = night.sum_fraud("now", [slot])
        shares = (pct(caught_before, before, 1), pct(caught_now, now, 1))
        table.append((clock(slot), before, caught_before, now, caught_now, *shares))
    return table


def flagged_share(night: Night) -> Table:
    table = header(
        "start_utc payments_last declined_last payments_now declined_now share_last share_now"
    )
    for slot in SLOTS:
        before, now = night.payments["last", slot], night.payments["now", slot]
        declined, declined_now = night.flagged["last", slot], night.flagged["now", slot]
        shares = (pct(declined, before, 3), pct(declined_now, now, 3))
        table.append((clock(slot), before, declined, now, declined_now, *shares))
    return table


def issuers(night: Night) -> Table:
    late = [slot for slot in SLOTS if slot >= ATTACK]
    table = header(
        "bank holiday attempts_last attempts_now attempts_change confirmed_last caught_last"
        " confirmed_now caught_now share_last share_now change"
    )
    for bank, _, holiday in (*BANKS, ("", 1.0, "")):
        attempts, _ = night.sum_fraud("last", late, bank)
        attempts_now, _ = night.sum_fraud("now", late, bank)
        before, caught_before = night.sum_fraud("last", CHECKED, bank)
        now, caught_now = night.sum_fraud("now", CHECKED, bank)
        tried = (attempts, attempts_now, change(attempts_now, attempts))
        shares = (pct(caught_before, before, 1), pct(caught_now, now, 1))
        fall = change(caught_now / now, caught_before / before)
        counts = (before, caught_before, now, caught_now)
        table.append((bank or "all", holiday, *tried, *counts, *shares, fall))
    return table


def declines(night: Night) -> Table:
    table = header(
        "week payments declined fraud good hit_share good_per_million complaints_per_million"
    )
    for week, label, setup in (("last", "21 to 22 May", V18), ("now", "28 to 29 May", V19)):
        count = sum(night.payments[week, slot] for slot in CHECKED)
        flagged = sum(night.flagged[week, slot] for slot in CHECKED)
        good = int(count * setup.good_declined(CUT) / 1e6)
        per_million = 1e6 * good / count
        complaints = f"{per_million / GOOD_DECLINES_PER_COMPLAINT:.0f}"
        rates = (pct(flagged - good, flagged, 1), f"{per_million:.1f}", complaints)
        table.append((label, count, flagged, flagged - good, good, *rates))
    return table


def score_bands() -> Table:
    """Payments per million by score, in steps of 0.02, as both models score them."""
    table = header("score_from v18_band v19_band v18_up v19_up")
    edges = [round(0.60 + 0.02 * step, 2) for step in range(20)]
    up = [(round(V18.flagged(edge)), round(V19.flagged(edge))) for edge in edges] + [(0, 0)]
    for index, edge in enumerate(edges):
        (old, new), (old_next, new_next) = up[index], up[index + 1]
        table.append((f"{edge:.2f}", old - old_next, new - new_next, old, new))
    return table


def fraud_by_score() -> Table:
    """What share of the payments in a score band turned out to be fraud, per ten million."""
    table = header("score v18_payments v18_fraud v18_share v19_payments v19_fraud v19_share")
    edges = (0.50, 0.60, 0.68, 0.72, 0.76, 0.80, 0.84, 0.88, 0.92, 0.96)
    for low, high in zip(edges, (*edges[1:], 1.0), strict=True):
        row: list[object] = [f"{low:.2f} to {high:.2f}"]
        for setup in (V18, V19):
            above = (setup.fraud.at(high), setup.flagged(high)) if high < 1 else (0.0, 0.0)
            fraud = round(10 * FRAUD_PER_MILLION * (setup.fraud.at(low) - above[0]))
            count = round(10 * (setup.flagged(low) - above[1]))
            row += [count, fraud, pct(fraud, count, 1)]
        table.append(tuple(row))
    return table


def replayed(setup: Setup, cut: float) -> tuple[object, ...]:
    """One set-up on ten million payments whose outcome is known."""
    good = 10 * round(setup.good_declined(cut))
    fraud = round(10 * FRAUD_PER_MILLION * setup.caught(cut))
    declined, caught = pct(fraud + good, 1e7, 3), pct(fraud, 10 * FRAUD_PER_MILLION, 1)
    hits = pct(fraud, fraud + good, 1)
    return fraud + good, fraud, good, declined, caught, hits, good // 10


REPLAY = "declined fraud good declined_share caught_share hit_share good_per_million"


def cuts() -> Table:
    table = header(f"cut {REPLAY}")
    for cut in (0.82, 0.80, 0.78, 0.76, 0.74, 0.72, 0.70, 0.66, 0.60, 0.50):
        table.append((f"{cut:.2f}", *replayed(V19, cut)))
    return table


def replay_v18() -> Table:
    table = header(f"setup device_known {REPLAY}")
    for setup, known in ((V18, "81"), (V18_NEW, "0"), (V19, "81")):
        table.append((f"{setup.name}, cut {CUT:.2f}", known, *replayed(setup, CUT)))
    return table


def extra_loss(caught: float) -> float:
    """EUR an hour, at the payments of an average hour."""
    hourly = DAY_PAYMENTS / 24 * FRAUD_PER_MILLION / 1e6 * MEAN_LOSS
    return hourly * (V18.caught(CUT) - caught)


def noon() -> tuple[float, float, float]:
    """If the cut was put right at 07:10 and the noon job runs: the share of payments it takes for
    normal, per million, the cut that keeps that share, and what this cut catches."""
    faulty, mended = payments(RELEASE, REPAIRED), payments(REPAIRED, NOON)
    share = (faulty * V19.flagged(CUT) + mended * V19.flagged(MATCHED)) / (faulty + mended)
    cut = next(step / 100 for step in range(50, 99) if V19.flagged(step / 100) <= share)
    return share, cut, V19.caught(cut)


def stepped(setup: Setup, cut: float) -> tuple[float, float]:
    """Caught share and good payments lost, with confirmation requests from 0.70 up to the cut."""
    fraud = setup.caught(STEP_FROM) - setup.caught(cut)
    good = setup.good_declined(STEP_FROM) - setup.good_declined(cut)
    lost = setup.good_declined(cut) + STEP_LOSES_GOOD * good
    return setup.caught(cut) + STEP_STOPS_FRAUD * fraud, lost


def effects() -> Table:
    as_is = (V19.caught(CUT), V19.flagged(CUT), V19.good_declined(CUT))
    step_caught, step_good = stepped(V19, CUT)
    both_caught, both_good = stepped(V19, MATCHED)
    _, job_cut, _ = noon()
    rows: list[tuple[str, object, float, float, float]] = [
        ("nothing yet", 0, *as_is),
        ("confirmation request, 0.70 to 0.82", 8, step_caught, as_is[1], step_good),
        (
            "written rules tightened",
            7,
            as_is[0] + RULES_CATCH,
            as_is[1] + RULES_GOOD_PER_MILLION + RULES_CATCH * FRAUD_PER_MILLION,
            as_is[2] + RULES_GOOD_PER_MILLION,
        ),
        ("cut 0.72, approved", 8, *_at(V19, MATCHED)),
        ("cut 0.72 by emergency key", 4, *_at(V19, MATCHED)),
        ("cut 0.72 and confirmation request", 8, both_caught, V19.flagged(MATCHED), both_good),
        ("cut 0.50", 8, *_at(V19, LOW)),
        ("model v18 alone", 13, *_at(V18_NEW, CUT)),
        ("model v18 alone and cut 0.72", 13, *_at(V18_NEW, MATCHED)),
        ("model v18 and library 6.4", 43, *_at(V18, CUT)),
        ("model v18, library 6.4 and cut 0.72", 43, *_at(V18, MATCHED)),
        ("Dunmar card range blocked", 6, *as_is),
        ("model trained again", 123, *as_is),
        (f"noon job after cut 0.72: cut {job_cut:.2f}", "12:00", *_at(V19, job_cut)),
    ]
    table = header("action minutes caught_share declined_share good complaints extra_loss")
    for name, minutes, caught, flagged, good in rows:
        shares = (pct(caught, 1, 1), pct(flagged, 1e6, 3))
        people = (f"{good:.0f}", f"{good / GOOD_DECLINES_PER_COMPLAINT:.0f}")
        table.append((name, minutes, *shares, *people, f"{round(extra_loss(caught), -3):.0f}"))
    return table


def _at(setup: Setup, cut: float) -> tuple[float, float, float]:
    return setup.caught(cut), setup.flagged(cut), setup.good_declined(cut)


def facts(night: Night) -> Table:
    """Figures that the texts quote and that stand in no other table."""
    since = payments(RELEASE, ALERT)
    passed = (V19.flagged(MATCHED) - V19.flagged(CUT)) / 1e6 * since
    fraud = (V19.caught(MATCHED) - V19.caught(CUT)) * FRAUD_PER_MILLION / 1e6 * since
    lost = (V18.caught(CUT) - V19.caught(CUT)) * FRAUD_PER_MILLION / 1e6 * since * MEAN_LOSS
    hourly, hourly_v18 = extra_loss(V19.caught(CUT)), extra_loss(V18_NEW.caught(CUT))
    first = night.payments["now", RELEASE]
    share, job_cut, job_caught = noon()
    between = V19.good_declined(STEP_FROM) - V19.good_declined(CUT)
    return [
        ("fact", "value"),
        ("payments a day, million", f"{DAY_PAYMENTS / 1e6:.0f}"),
        ("payments in the half-hour from 21:30, thousand", f"{first / 1e3:.0f}"),
        ("slowest 1 % of scorings, ms, every night", 42),
        ("payments declined by written rules, %, both weeks", "0.012"),
        ("strict rules: more good payments declined, per million", RULES_GOOD_PER_MILLION),
        ("largest shift of an input of v19 against training", "0.02"),
        ("odds of a score, v18 against v19, by good payments kept in training", f"{27 / 15:.1f}"),
        ("AUC of v18 on the shadow week", f"{V18.auc():.4f}"),
        ("AUC of v19 on the shadow week", f"{V19.auc():.4f}"),
        ("fraud confirmed within the hour, % of all in the end", pct(EARLY_CONFIRMED, 1, 0)),
        ("payments since 21:30, million", f"{since / 1e6:.1f}"),
        ("extra loss 21:30 to 06:10, thousand EUR", f"{lost / 1e3:.0f}"),
        ("extra loss in an average hour, thousand EUR", f"{hourly / 1e3:.0f}"),
        ("the same with v18 alone, thousand EUR", f"{hourly_v18 / 1e3:.0f}"),
        ("let through since 21:30 with a score of 0.72 to 0.82", f"{round(passed, -2):.0f}"),
        ("of these fraud", f"{round(fraud, -2):.0f}"),
        ("of these fraud, %", pct(fraud, passed, 0)),
        ("of all fraud since 21:30, %", pct(V19.caught(MATCHED) - V19.caught(CUT), 1, 1)),
        ("good payments asked to confirm, per million", f"{between:.0f}"),
        ("good payments lost by confirmation, per million", f"{STEP_LOSES_GOOD * between:.0f}"),
        ("caught share if no fraud passes the confirmation, %", pct(V19.caught(STEP_FROM), 1, 1)),
        ("noon job after a repair at 07:10: share it keeps, %", pct(share, 1e6, 3)),
        ("noon job after a repair at 07:10: cut it sets", f"{job_cut:.2f}"),
        ("noon job after a repair at 07:10: caught share, %", pct(job_caught, 1, 1)),
    ]


def write(name: str, table: Table) -> None:
    with (EXHIBITS / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(table)


def main() -> None:
    night = Night()
    EXHIBITS.mkdir(exist_ok=True)
    for name, table in {
        "caught-share": caught_share(night),
        "flagged-share": flagged_share(night),
        "issuers": issuers(night),
        "declines": declines(night),
        "score-bands": score_bands(),
        "fraud-by-score": fraud_by_score(),
        "cuts": cuts(),
        "replay-v18": replay_v18(),
        "effects": effects(),
        "facts": facts(night),
    }.items():
        write(name, table)


if __name__ == "__main__":
    main()
