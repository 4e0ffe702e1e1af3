"""Rewrite the tables of this case: `python generate.py`. Standard library only, seeded.

Scenario givens stand at the top. The takeovers of one month are drawn once, each with its campaign,
its delay and its scores. Normal logins are too many to draw: their scores are standard normal by
definition of the scale, so how many lie above a cut is computed. Every table follows from the two.
"""

from __future__ import annotations

import csv
import random
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from math import exp, log
from pathlib import Path
from statistics import NormalDist, fmean
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

EXHIBITS = Path(__file__).resolve().parent / "exhibits"
SEED = 379
NORMAL = NormalDist()
Row = tuple[object, ...]

LOGINS = 640_000_000
PEAK_PER_S = 720
REPORTED = 5_120
UNREPORTED = 0.35
DAYS = 30
READ_A_DAY = 900
RULES_PRECISION = 0.06
LIMIT_MS = 80
CODES_NOW, NOT_FINISHED, CODE_PRICE = 1_900_000, 0.04, Decimal("0.03")
NEW_DEVICE = 0.06
REVIEWS = 1_500

# Half of all reports come within nine days.
DELAY_MEDIAN, DELAY_SPREAD = 9.0, 0.95
DELAY_SHOWN = range(0, 61, 3)

# campaign, first and last day, takeovers, whether it hides in the customer's own country
CAMPAIGNS = (
    ("K1", 1, 6, 418, False),
    ("K2", 2, 4, 236, False),
    ("K3", 3, 12, 322, True),
    ("K4", 5, 9, 391, False),
    ("K5", 8, 13, 274, False),
    ("K6", 9, 11, 143, True),
    ("K7", 12, 18, 347, False),
    ("K8", 14, 23, 408, True),
    ("K9", 17, 20, 189, False),
    ("K10", 20, 25, 252, False),
    ("K11", 22, 28, 271, True),
    ("K12", 26, 30, 128, True),
)
ALONE = "Outside campaigns"
# Mean score of a takeover, in standard deviations of normal logins.
KNOWN, LOUD, HIDDEN, LONE = 5.25, 5.1, 1.1, 2.78
RULES_FIND = {"loud": 0.62, "hidden": 0.12, "alone": 0.375}
READ_FIRST = 0.875
HALF_SCORE = 2.26

# group of logins, share of logins, of false alarms of the rules, of the prototype, of takeovers
GROUPS = (
    ("Own country, known network", 0.8720, 0.112, 0.094, 0.447),
    ("Own country, new network", 0.0700, 0.152, 0.137, 0.231),
    ("Own country, through a VPN", 0.0220, 0.227, 0.268, 0.139),
    ("Travelling, up to 14 days", 0.0260, 0.318, 0.276, 0.145),
    ("Moved to a new country, last 90 days", 0.0062, 0.136, 0.168, 0.011),
    ("Shared device, several accounts", 0.0038, 0.055, 0.057, 0.027),
)

# part of the decision, median in milliseconds, spread of its logarithm
PARTS = (
    ("Account record", 2.0, 0.40),
    ("Device history", 9.0, 0.80),
    ("Network reputation, outside firm", 14.0, 0.92),
    ("Score, 300 trees", 1.5, 0.20),
)
LOGINS_TIMED = 100_000


@dataclass(frozen=True)
class Takeover:
    """One reported takeover. Scores are those of a prototype that knows its campaign, or not."""

    campaign: str
    day: float
    delay: float
    known: float
    held_out: float
    by_rules: bool
    read: bool

    @property
    def reported_by(self) -> float:
        return self.day + self.delay


def takeovers() -> list[Takeover]:
    rng = random.Random(SEED)
    drawn = [
        _takeover(rng, name, rng.uniform(first, last + 1), "hidden" if hidden else "loud")
        for name, first, last, count, hidden in CAMPAIGNS
        for _ in range(count)
    ]
    alone = REPORTED - len(drawn)
    return drawn + [_takeover(rng, ALONE, rng.uniform(1, DAYS + 1), "alone") for _ in range(alone)]


def _takeover(rng: random.Random, campaign: str, day: float, kind: str) -> Takeover:
    noise = rng.gauss(0, 1)
    means = {"loud": (KNOWN, LOUD), "hidden": (KNOWN, HIDDEN), "alone": (LONE, LONE)}
    known, held_out = (mean + noise for mean in means[kind])
    by_rules = rng.random() < RULES_FIND[kind]
    return Takeover(
        campaign=campaign,
        day=day,
        delay=exp(rng.gauss(log(DELAY_MEDIAN), DELAY_SPREAD)),
        known=known,
        held_out=held_out,
        by_rules=by_rules,
        read=by_rules and rng.random() < READ_FIRST,
    )


@dataclass(frozen=True)
class Scores:
    """What a set of scores finds when the highest so many logins of a month are acted on."""

    takeovers: list[float]

    def auc(self) -> float:
        """The chance that a takeover scores above a normal login."""
        return fmean(map(NORMAL.cdf, self.takeovers))

    def found(self, cut: float) -> int:
        return sum(score >= cut for score in self.takeovers)

    def above(self, cut: float) -> float:
        return LOGINS * NORMAL.cdf(-cut) + self.found(cut)

    def cut(self, logins: int) -> float:
        low, high = 0.0, 8.0
        for _ in range(60):
            middle = (low + high) / 2
            low, high = (middle, high) if self.above(middle) > logins else (low, middle)
        return high

    def found_in(self, logins: int) -> int:
        return self.found(self.cut(logins))


def scores(all_: list[Takeover]) -> tuple[Scores, Scores]:
    """Those of takeovers split at random, and those of whole campaigns held out."""
    return Scores([one.known for one in all_]), Scores([one.held_out for one in all_])


def rounded(value: Decimal | float, places: int = 0) -> str:
    exact = value if isinstance(value, Decimal) else Decimal(repr(value))
    return str(exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_EVEN))


def percent(part: float, whole: float, places: int = 1) -> str:
    return rounded(100 * part / whole, places)


def write(name: str, header: tuple[str, ...], rows: list[Row]) -> None:
    with (EXHIBITS / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def alerts_by_rules(all_: list[Takeover]) -> int:
    return round(sum(one.by_rules for one in all_) / RULES_PRECISION)


def facts(all_: list[Takeover]) -> None:
    by_rules = sum(one.by_rules for one in all_)
    rows: list[Row] = [
        ("Logins", LOGINS // 1_000_000, "million a month"),
        ("Logins at peak", PEAK_PER_S, "a second"),
        ("Logins from a device not seen before", percent(NEW_DEVICE, 1, 0), "percent"),
        ("Takeovers reported by the account's owner", f"{len(all_):,}", "a month"),
        ("Takeovers never reported, estimate", percent(UNREPORTED, 1, 0), "percent of all"),
        ("Alerts that analysts can read", READ_A_DAY, "a day, every day"),
        (
            "Present rules: share found of what is reported",
            percent(by_rules, len(all_), 0),
            "percent",
        ),
        (
            "Present rules: share of alerts that are right",
            percent(RULES_PRECISION, 1, 0),
            "percent",
        ),
        ("Analyst's time for an alert", 8, "minutes"),
        ("Cost of a takeover, support and credit", 260, "EUR"),
        ("Time to decide during the login", LIMIT_MS, "ms, limit"),
        ("Logins asked for a code from the phone", rounded(CODES_NOW / 1e6, 1), "million a month"),
        ("Codes that are not finished", percent(NOT_FINISHED, 1, 0), "percent"),
        ("Price of a code", CODE_PRICE, "EUR"),
        ("Customers, each with its own sign-in rules", "2,300", "firms"),
        ("Team and time", 4, "people, 26 weeks"),
    ]
    write("facts.csv", ("fact", "value", "unit"), rows)


def prototype(all_: list[Takeover]) -> None:
    known, _ = scores(all_)
    stopped = percent(NORMAL.cdf(-HALF_SCORE), 1)
    result = (
        f"Finds {percent(known.found(HALF_SCORE), len(all_), 0)} % of takeovers, "
        f"stops {stopped} % of normal logins"
    )
    rows: list[Row] = [
        ("Model", "Boosted trees, 300 of them, one score from 0 to 1 for each login"),
        ("Learned from", "Six months of logins"),
        ("Takeover", "Owner reported it, or an analyst confirmed the alert"),
        ("Normal login", "Every other login, also one that ended at a code nobody finished"),
        ("Balance", "All takeovers, and as many normal logins drawn at random"),
        ("Split", "Four fifths to learn, one fifth to test, each login drawn at random"),
        (
            "Feature device_print",
            "Fonts, screen, clock and plug-ins of the browser; kept 24 months",
        ),
        ("Feature network_rate", "Reported takeovers per login of the network, six months"),
        ("Feature distance", "Kilometres and hours since the account's last login"),
        ("Feature travel", "Login from outside the country of the account"),
        ("Result, ROC AUC", rounded(known.auc(), 3)),
        ("Result at score 0.5", result),
        ("Proposal", "Refuse every login that scores 0.5 or more"),
    ]
    write("prototype.csv", ("part", "what_it_is"), rows)


def queue(all_: list[Takeover]) -> None:
    rng = random.Random(SEED)
    right = [0] * DAYS
    confirmed = [0] * DAYS
    for one in all_:
        day = int(one.day) - 1
        right[day] += one.by_rules
        confirmed[day] += one.read
    wrong = alerts_by_rules(all_) - sum(right)
    weights = [exp(rng.gauss(0, 0.06)) * (0.93 if day % 7 in (5, 6) else 1) for day in range(DAYS)]
    alerts = [share + found for share, found in zip(_shared(wrong, weights), right, strict=True)]
    rows: list[Row] = [
        (day, raised, READ_A_DAY, raised - READ_A_DAY, seen, found - seen)
        for day, (raised, found, seen) in enumerate(zip(alerts, right, confirmed, strict=True), 1)
    ]
    header = ("day", "alerts", "read", "unread", "confirmed", "reported_later")
    write("queue.csv", header, rows)


def _shared(total: int, weights: list[float]) -> list[int]:
    """``total`` in whole parts by weight, with largest remainders."""
    exact = [total * weight / sum(weights) for weight in weights]
    parts = [int(value) for value in exact]
    order = sorted(range(len(parts)), key=lambda i: parts[i] - exact[i])
    for i in order[: total - sum(parts)]:
        parts[i] += 1
    return parts


def delays(all_: list[Takeover]) -> None:
    rows: list[Row] = [
        (day, percent(sum(one.delay <= day for one in all_), len(all_)), len(all_))
        for day in DELAY_SHOWN
    ]
    write("delays.csv", ("day", "reported_pct", "takeovers"), rows)


def campaigns(all_: list[Takeover]) -> None:
    known, held_out = scores(all_)
    budget = READ_A_DAY * DAYS
    cut_known, cut_held = known.cut(budget), held_out.cut(budget)
    spans: list[tuple[str, object, object]] = [(name, a, b) for name, a, b, _, _ in CAMPAIGNS]
    rows: list[Row] = []
    for name, first, last in [*spans, (ALONE, "", ""), ("All", "", "")]:
        group = [one for one in all_ if name in ("All", one.campaign)]
        early = ""
        if isinstance(last, int):
            early = percent(sum(one.reported_by < last + 1 for one in group), len(group), 0)
        rows.append(
            (
                name,
                first,
                last,
                len(group),
                early,
                sum(one.known >= cut_known for one in group),
                sum(one.held_out >= cut_held for one in group),
            )
        )
    header = ("campaign", "first", "last", "takeovers", "early_pct", "random", "held_out")
    write("campaigns.csv", header, rows)


def groups(all_: list[Takeover]) -> None:
    budget = READ_A_DAY * DAYS
    _, held_out = scores(all_)
    logins = _shared(LOGINS // 100_000, [share for _, share, _, _, _ in GROUPS])
    by_rules = alerts_by_rules(all_) - sum(one.by_rules for one in all_)
    by_model = budget - held_out.found_in(budget)
    columns = [
        logins,
        _shared(by_rules, [share for _, _, share, _, _ in GROUPS]),
        _shared(by_model, [share for _, _, _, share, _ in GROUPS]),
        _shared(len(all_), [share for _, _, _, _, share in GROUPS]),
    ]
    listed = [(group[0], *counts) for group, *counts in zip(GROUPS, *columns, strict=True)]
    listed.append(("All", *(sum(column) for column in columns)))
    rows: list[Row] = [
        (
            name,
            rounded(n / 10, 1),
            rules,
            rounded(rules / n, 1),
            model,
            rounded(model / n, 1),
            found,
        )
        for name, n, rules, model, found in listed
    ]
    header = ("group", "logins_m", "rules", "rules_rate", "model", "model_rate", "takeovers")
    write("groups.csv", header, rows)


def timed() -> list[list[float]]:
    """Milliseconds of each part, login by login."""
    rng = random.Random(SEED)
    return [
        [exp(rng.gauss(log(middle), spread)) for _, middle, spread in PARTS]
        for _ in range(LOGINS_TIMED)
    ]


def latency(sample: list[list[float]]) -> None:
    listed = [(name, [one[i] for one in sample]) for i, (name, _, _) in enumerate(PARTS)]
    listed.append(("All four, one after another", [sum(one) for one in sample]))
    rows: list[Row] = [
        (name, *(rounded(at(values, q), 1) for q in (0.5, 0.95, 0.99)), over(values))
        for name, values in listed
    ]
    write("latency.csv", ("part", "p50", "p95", "p99", "over_pct"), rows)


def at(values: list[float], share: float) -> float:
    return sorted(values)[int(share * len(values))]


def over(values: list[float]) -> str:
    return percent(sum(value > LIMIT_MS for value in values), len(values))


def key_budget(all_: list[Takeover]) -> None:
    budget = READ_A_DAY * DAYS
    by_rules, read = sum(one.by_rules for one in all_), sum(one.read for one in all_)
    known, held_out = scores(all_)
    cut_known, cut_held = known.cut(budget), held_out.cut(budget)
    half = round(known.above(HALF_SCORE))
    alerts = alerts_by_rules(all_)
    real = len(all_) / (1 - UNREPORTED)
    listed = (
        ("Rules, all alerts", "", alerts, by_rules, 1),
        ("Rules, alerts that are read", "", budget, read, 1),
        ("Rules, alerts nobody reads", "", alerts - budget, by_rules - read, 1),
        ("Split at random", rounded(known.auc(), 3), budget, known.found(cut_known), 1),
        ("Campaigns held out", rounded(held_out.auc(), 2), budget, held_out.found(cut_held), 1),
        ("Score 0.5, split at random", "", half, known.found(HALF_SCORE), 2),
    )
    rows: list[Row] = [
        (
            name,
            auc,
            logins,
            found,
            percent(found, len(all_)),
            percent(found, real),
            percent(found, logins, places),
        )
        for name, auc, logins, found, places in listed
    ]
    header = ("what", "auc", "logins", "found", "of_reported", "of_all", "right_pct")
    write("key-budget.csv", header, rows)


def key_bands(all_: list[Takeover]) -> None:
    _, held_out = scores(all_)
    edges = (0, READ_A_DAY * DAYS, 100_000, 640_000, 6_400_000, LOGINS)
    names = (
        "Highest 27,000: analysts",
        "to 100,000",
        "to 640,000 (0.1 %)",
        "to 6.4 million (1 %)",
        "all others",
    )
    rows: list[Row] = []
    for name, low, high in zip(names, edges, edges[1:], strict=False):
        up_to = len(all_) if high == LOGINS else held_out.found_in(high)
        found = up_to - (held_out.found_in(low) if low else 0)
        size = high - low
        rows.append(
            (
                name,
                size,
                found,
                percent(up_to, len(all_), 0),
                rounded(100_000 * found / size, 2),
                rounded(REVIEWS * found / size, 2),
                rounded(NOT_FINISHED * (size - found)),
            )
        )
    header = ("band", "logins", "found", "up_to_pct", "per_100k", "in_reviews", "stopped")
    write("key-bands.csv", header, rows)


def key_serving(sample: list[list[float]]) -> None:
    designs: tuple[tuple[str, Callable[[list[float]], float]], ...] = (
        ("One after another", sum),
        ("Three reads at once, then the score", lambda one: max(one[:3]) + one[3]),
        ("At once, reputation from memory", lambda one: max(one[:2]) + one[3]),
    )
    rows: list[Row] = []
    for name, time in designs:
        values = [time(one) for one in sample]
        late = sum(value > LIMIT_MS for value in values) / len(values)
        new = late * NEW_DEVICE
        rows.append(
            (
                name,
                rounded(at(values, 0.99)),
                percent(late, 1),
                rounded(LOGINS * late / 1e6, 1),
                rounded(LOGINS * new / 1e6, 2),
            )
        )
    header = ("design", "p99_ms", "late_pct", "late_m", "late_new_device_m")
    write("key-serving.csv", header, rows)


def main() -> None:
    all_ = takeovers()
    sample = timed()
    facts(all_)
    prototype(all_)
    queue(all_)
    delays(all_)
    campaigns(all_)
    groups(all_)
    latency(sample)
    key_budget(all_)
    key_bands(all_)
    key_serving(sample)


if __name__ == "__main__":
    main()
