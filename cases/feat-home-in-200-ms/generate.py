"""Rewrite the tables of this case: `python generate.py`. Standard library only, seeded.

Scenario givens stand at the top. Everything else is counted in a simulated log or computed, so a
displayed figure always agrees with the others.
"""

from __future__ import annotations

import csv
import random
from decimal import ROUND_HALF_EVEN, Decimal
from pathlib import Path
from statistics import NormalDist

EXHIBITS = Path(__file__).resolve().parent / "exhibits"
SEED = 128

DAILY_LISTENERS_K = 9_200
LISTENERS_14_DAYS_K = 14_800
SUBSCRIBERS_K = 4_600
SHOWS_K = 4_100
PRICE = Decimal("9.99")
RETENTION = 0.88
REQUESTS_PER_S = 14_000
CANDIDATES = 500
HEADROOM = Decimal("1.5")
CORE_PRICE = Decimal(28)
ALPHA, POWER = 0.05, 0.80
TEST_SHARE = 0.10
HOURS_MEAN, HOURS_SD = 5.7, 10.5
COVARIATE_R = 0.75

PLAYS_24H = "Plays of the show on the calendar day of the impression; table written at midnight"
NDCG_PRESENT = Decimal("0.2950")
# name, microseconds for one show on one core, NDCG@10
RANKERS = (
    ("Dot product of two vectors", Decimal("0.3"), Decimal("0.3083")),
    ("Boosted trees (the prototype)", Decimal(2), Decimal("0.3130")),
    ("Cross network", Decimal(25), Decimal("0.3142")),
)

PAGES = 120_000
CLICK_BY_SLOT = (0.082, 0.051, 0.039, 0.031, 0.025, 0.021, 0.018, 0.015, 0.013, 0.011)
PLAYED_30_S_AFTER_CLICK = 0.75
BEGUN_BY_AUTOPLAY = 0.41
# how a positive example began; still playing after 10 minutes; same show tapped within 7 days
STARTS = (
    ("Listener tapped the show", 0.62, 0.34),
    ("Autoplay, phone in use", 0.47, 0.13),
    ("Autoplay, phone not touched for 30 min", 0.91, 0.05),
)
UNTOUCHED_SHARE = 0.15 / BEGUN_BY_AUTOPLAY
# age of the show, share of the catalogue, share of what the present list puts on Home
AGES = (
    ("Under 30 days", 0.11, 0.004),
    ("30 to 179 days", 0.24, 0.056),
    ("180 to 364 days", 0.18, 0.119),
    ("1 to 3 years", 0.29, 0.415),
    ("Over 3 years", 0.18, 0.406),
)
# region, daily listeners in thousand, share that switched personalisation off
REGIONS = (
    ("European Union", 3_400, 0.140),
    ("Rest of Europe", 1_080, 0.061),
    ("North America", 2_250, 0.024),
    ("Latin America", 1_260, 0.013),
    ("Asia, Africa and Pacific", 1_210, 0.011),
)


def rounded(value: Decimal | float, places: int = 0) -> str:
    """Return `value` as text; halves go to the even digit, so 3.15 is 3.2."""
    step = Decimal(1).scaleb(-places)
    exact = value if isinstance(value, Decimal) else Decimal(repr(value))
    return str(exact.quantize(step, rounding=ROUND_HALF_EVEN))


def percent(part: float, whole: float, places: int = 1) -> str:
    return rounded(100 * part / whole, places)


def gain(ndcg: Decimal) -> str:
    return rounded(100 * (ndcg / NDCG_PRESENT - 1), 1)


def write(name: str, header: tuple[str, ...], rows: list[tuple[object, ...]]) -> None:
    with (EXHIBITS / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


class Log:
    """One week of Home, a sample of pages: ten shows each, what was clicked and what was played."""

    def __init__(self) -> None:
        rng = random.Random(SEED)
        self.clicks = [0] * len(CLICK_BY_SLOT)
        self.impressions_by_age = [0] * len(AGES)
        self.positives = [0] * len(STARTS)
        self.playing = [0] * len(STARTS)
        self.again = [0] * len(STARTS)
        tapped = PLAYED_30_S_AFTER_CLICK * sum(CLICK_BY_SLOT) / len(CLICK_BY_SLOT)
        autoplay = tapped * BEGUN_BY_AUTOPLAY / (1 - BEGUN_BY_AUTOPLAY)
        for _ in range(PAGES):
            for slot, rate in enumerate(CLICK_BY_SLOT):
                self.impressions_by_age[self._age(rng.random())] += 1
                if rng.random() < rate:
                    self.clicks[slot] += 1
                    if rng.random() < PLAYED_30_S_AFTER_CLICK:
                        self._positive(rng, 0)
                if rng.random() < autoplay:
                    self._positive(rng, 2 if rng.random() < UNTOUCHED_SHARE else 1)

    @staticmethod
    def _age(draw: float) -> int:
        for index, (_, _, shown) in enumerate(AGES):
            draw -= shown
            if draw < 0:
                return index
        return len(AGES) - 1

    def _positive(self, rng: random.Random, start: int) -> None:
        self.positives[start] += 1
        self.playing[start] += rng.random() < STARTS[start][1]
        self.again[start] += rng.random() < STARTS[start][2]


def facts() -> None:
    rows: list[tuple[object, ...]] = [
        ("Daily listeners", rounded(DAILY_LISTENERS_K / 1000, 1), "million"),
        ("Listeners seen within 14 days", rounded(LISTENERS_14_DAYS_K / 1000, 1), "million"),
        ("Paying subscribers", rounded(SUBSCRIBERS_K / 1000, 1), "million"),
        ("Price of a subscription", PRICE, "EUR a month"),
        ("Subscribers who stay the next month", percent(RETENTION, 1), "percent"),
        ("Shows in the catalogue", rounded(SHOWS_K / 1000, 1), "million"),
        ("Home requests at peak", f"{REQUESTS_PER_S:,}", "a second"),
        ("Shows to rank for a request", CANDIDATES, "shows"),
        ("Whole page, 95th percentile", 200, "ms, limit"),
        ("Ranking within it, 95th percentile", 60, "ms, limit"),
        ("Reading features of 500 shows, 95th percentile", 24, "ms, measured"),
        ("Reserve: cores busy at peak, multiplied by", HEADROOM, "house rule"),
        ("Price of one processor core", CORE_PRICE, "EUR a month"),
        ("Team", 3, "people"),
        ("Time", 13, "weeks"),
    ]
    write("facts.csv", ("fact", "value", "unit"), rows)


def prototype() -> None:
    trees = RANKERS[1][2]
    result = f"{trees} against {NDCG_PRESENT} for the present list: +{gain(trees)} %"
    rows: list[tuple[object, ...]] = [
        ("Model", "Boosted trees, one score for each show"),
        ("Learned from", "28 days of Home pages, all made by the present list"),
        ("Tested on", "The 7 days that follow, same kind of log"),
        ("Impression", "Written when the page is built: listener, show, slot 1 to 10"),
        ("Positive example", "Impression whose show then played for 30 s or more in that visit"),
        ("Feature topic_match", "Share of the listener's last 50 plays that are on the topic"),
        ("Feature country_rank", "Place of the show in the present list of the country"),
        ("Feature plays_24h", PLAYS_24H),
        ("Feature show_length", "Median length of an episode, minutes"),
        ("Feature hour_device", "Local hour and type of device"),
        ("Result, NDCG@10 (order of ten; 1 is perfect)", result),
    ]
    write("prototype.csv", ("part", "what_it_is"), rows)


def slots(log: Log) -> None:
    rows: list[tuple[object, ...]] = [
        (slot, PAGES, clicks, percent(clicks, PAGES)) for slot, clicks in enumerate(log.clicks, 1)
    ]
    write("slots.csv", ("slot", "impressions", "clicks", "click_rate_pct"), rows)


def starts(log: Log) -> None:
    total = sum(log.positives)
    counted = zip(STARTS, log.positives, log.playing, log.again, strict=True)
    rows: list[tuple[object, ...]] = [
        (name, n, percent(n, total), percent(playing, n, 0), percent(again, n, 0))
        for (name, _, _), n, playing, again in counted
    ]
    playing, again = sum(log.playing), sum(log.again)
    rows.append(("All", total, percent(1, 1), percent(playing, total, 0), percent(again, total, 0)))
    header = ("start", "positives", "share_pct", "playing_10_min_pct", "tapped_again_pct")
    write("starts.csv", header, rows)


def ages(log: Log) -> None:
    total = sum(log.impressions_by_age)
    rows: list[tuple[object, ...]] = [
        (
            name,
            rounded(SHOWS_K * share),
            percent(share, 1),
            seen,
            percent(seen, total),
            rounded(seen / total / share, 2),
        )
        for (name, share, _), seen in zip(AGES, log.impressions_by_age, strict=True)
    ]
    rows.append(("All", SHOWS_K, percent(1, 1), total, percent(1, 1), rounded(1.0, 2)))
    header = ("age", "shows_k", "shows_pct", "impressions", "impressions_pct", "exposure_ratio")
    write("ages.csv", header, rows)


def rankers() -> None:
    rows: list[tuple[object, ...]] = [("Present list, no score", 0, 0, NDCG_PRESENT, "0.0")]
    rows += [
        (name, cost, rounded(cost * CANDIDATES / 1000, 2), ndcg, gain(ndcg))
        for name, cost, ndcg in RANKERS
    ]
    write("rankers.csv", ("ranker", "cost_us", "request_ms", "ndcg_10", "gain_pct"), rows)


def cores() -> None:
    (_, dot, _), (_, trees, _), (_, cross, _) = RANKERS
    designs = (
        ("Dot product on 500", ((CANDIDATES, dot),)),
        ("Boosted trees on 500", ((CANDIDATES, trees),)),
        ("Cross network on 500", ((CANDIDATES, cross),)),
        ("Dot product on 500, trees on best 100", ((CANDIDATES, dot), (100, trees))),
        ("Dot product on 500, cross network on best 50", ((CANDIDATES, dot), (50, cross))),
    )
    rows: list[tuple[object, ...]] = []
    for name, steps in designs:
        cost_us = sum((shows * cost for shows, cost in steps), Decimal(0))
        scores_m = Decimal(REQUESTS_PER_S * sum(shows for shows, _ in steps)) / 1_000_000
        busy = REQUESTS_PER_S * cost_us / 1_000_000
        needed = busy * HEADROOM
        rows.append(
            (
                name,
                rounded(scores_m, 1),
                rounded(cost_us / 1000, 2),
                rounded(busy, 1),
                rounded(needed, 1),
                rounded(needed * CORE_PRICE),
            )
        )
    header = ("design", "scores_m_per_s", "request_ms", "busy_cores", "cores", "price_month")
    write("cores.csv", header, rows)


def opt_outs() -> None:
    rows: list[tuple[object, ...]] = []
    total = 0
    for region, listeners, share in REGIONS:
        off = int(rounded(listeners * share))
        total += off
        rows.append((region, listeners, off, percent(off, listeners)))
    rows.append(("All", DAILY_LISTENERS_K, total, percent(total, DAILY_LISTENERS_K)))
    write("opt_outs.csv", ("region", "listeners_k", "off_k", "off_pct"), rows)


def users_per_arm_k(variance: float, change: float) -> float:
    """Return the users in each of two equal arms, in thousand; two-sided test, equal variances."""
    z = NormalDist().inv_cdf(1 - ALPHA / 2) + NormalDist().inv_cdf(POWER)
    return 2 * z * z * variance / (change * change) / 1000


def power() -> None:
    hours = users_per_arm_k((HOURS_SD / HOURS_MEAN) ** 2, 0.005)
    active = 0.46
    outcomes = (
        (
            "Subscriber stays the next month",
            "88.0 %",
            "+0.2 points",
            users_per_arm_k(RETENTION * (1 - RETENTION), 0.002),
            SUBSCRIBERS_K,
        ),
        ("Hours a week", "5.7 h, SD 10.5", "+0.5 %", hours, LISTENERS_14_DAYS_K),
        (
            "Hours a week, adjusted by hours before (r 0.75)",
            "5.7 h, SD 10.5",
            "+0.5 %",
            hours * (1 - COVARIATE_R**2),
            LISTENERS_14_DAYS_K,
        ),
        (
            "Active on 4 days or more in week 2",
            "46.0 %",
            "+0.5 points",
            users_per_arm_k(active * (1 - active), 0.005),
            LISTENERS_14_DAYS_K,
        ),
    )
    rows: list[tuple[object, ...]] = [
        (
            name,
            now,
            change,
            rounded(needed),
            rounded(population * TEST_SHARE / 2),
            percent(2 * needed, population),
        )
        for name, now, change, needed, population in outcomes
    ]
    header = ("outcome", "now", "change", "needed_k", "have_k", "share_needed_pct")
    write("power.csv", header, rows)


def main() -> None:
    EXHIBITS.mkdir(exist_ok=True)
    log = Log()
    facts()
    prototype()
    slots(log)
    starts(log)
    ages(log)
    rankers()
    cores()
    opt_outs()
    power()


if __name__ == "__main__":
    main()
