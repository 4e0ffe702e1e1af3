"""The 64 tenants of this case, as drawn, and the statistics its tables show. Used by generate.py.

``exhibits/source/tenants.csv`` holds the test, one line for each tenant, in the arm it was counted
in. What the source does not hold (the weeks before, the work after a reopening, surveys, weeks of
the test) is drawn once for each tenant.
"""

from __future__ import annotations

import csv
import random
from dataclasses import dataclass
from functools import cache
from math import exp, lgamma, log, log1p, pi, sqrt
from pathlib import Path
from statistics import NormalDist, fmean, stdev
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

EXHIBITS = Path(__file__).resolve().parent / "exhibits"
SEED = 332

LARGEST = "T00"
WEEKS = 6
WEEKS_BEFORE = 8
REDRAWS = 20_000
ALPHA, POWER = 0.05, 0.80

# Assumed: minutes to the first closing fall by so much, tenants differ, and months differ anyway.
SAVING, SAVING_SD, MONTHS_SD = 0.058, 0.04, 0.035
SAVING_LARGEST = 0.01
# Assumed: work after a reopening, as a part of the minutes before the first closing.
AFTER, AFTER_ASSISTANT, AFTER_SD = 0.75, 0.85, 0.06
REOPENED_BEFORE, REOPENED_BEFORE_SD = 0.088, 0.012
# Assumed: who answers the survey, and who of them is satisfied.
ANSWERS, ANSWERS_LARGEST = 0.035, 0.050
SATISFIED, SATISFIED_LARGEST = 0.805, 0.875

# The coin gave these the assistant; they left it and were counted with the others.
# tenant: weeks with the assistant, change of minutes meanwhile, what they wrote
LEFT = {
    "T01": (2, 0.07, "Drafts are wrong for machine repairs; agents rewrite them"),
    "T10": (3, 0.05, "Each draft has to be read by our legal team"),
    "T24": (3, 0.04, "Requesters come back because the answer was too general"),
    "T37": (4, 0.02, "More tickets are reopened than before; our own goal is at risk"),
    "T46": (2, 0.06, "Drafts in Finnish are poor"),
}

NORMAL = NormalDist()
# Standard errors between no effect and one that is detected.
DETECT = NORMAL.inv_cdf(1 - ALPHA / 2) + NORMAL.inv_cdf(POWER)


@dataclass(frozen=True)
class Tenant:
    """One firm. Minutes are means for a ticket; ``drawn`` is the coin's arm, ``counted`` the
    report's."""

    name: str
    drawn: str
    counted: str
    tickets: int
    first: float
    first_once: float
    reopened: int
    sd: float
    tickets_before: int
    first_before: float
    reopened_before: float
    after: float
    after_before: float
    with_assistant: float | None
    week_tickets: tuple[int, ...]
    week_first: tuple[float, ...]
    answered: int
    satisfied: int

    @property
    def once(self) -> int:
        return self.tickets - self.reopened

    @property
    def reopened_share(self) -> float:
        return self.reopened / self.tickets

    @property
    def whole(self) -> float:
        """All minutes a ticket takes, with the work after a reopening."""
        return self.first + self.reopened_share * self.after

    @property
    def whole_before(self) -> float:
        return self.first_before + self.reopened_before * self.after_before


def tenants() -> list[Tenant]:
    rng = random.Random(SEED)
    with (EXHIBITS / "source" / "tenants.csv").open(encoding="utf-8", newline="") as file:
        return [_tenant(rng, row) for row in csv.DictReader(file)]


def _tenant(rng: random.Random, row: dict[str, str]) -> Tenant:
    name, counted = row["tenant"], row["counted_in"]
    tickets, first, sd = int(row["tickets"]), float(row["first_close_min"]), float(row["sd_min"])
    drawn = "assistant" if name in LEFT else counted
    weeks, change, _ = LEFT.get(name, (WEEKS if drawn == "assistant" else 0, 0.0, ""))
    if counted == "assistant":
        change = -(SAVING_LARGEST if name == LARGEST else rng.gauss(SAVING, SAVING_SD))
    share = weeks / WEEKS
    month = exp(rng.gauss(0, MONTHS_SD))
    before = first / (month * (1 + share * change))
    week_tickets = _parts(rng, tickets)
    answers = ANSWERS_LARGEST if name == LARGEST else ANSWERS
    content = SATISFIED_LARGEST if name == LARGEST else SATISFIED
    once = tickets - int(row["reopened"])
    answered = _count(rng, once, answers * tickets / once)
    return Tenant(
        name=name,
        drawn=drawn,
        counted=counted,
        tickets=tickets,
        first=first,
        first_once=float(row["first_close_min_not_reopened"]),
        reopened=int(row["reopened"]),
        sd=sd,
        tickets_before=round(tickets * WEEKS_BEFORE / WEEKS * exp(rng.gauss(0, 0.06))),
        first_before=before,
        reopened_before=rng.gauss(REOPENED_BEFORE, REOPENED_BEFORE_SD),
        after=first * (AFTER + share * (AFTER_ASSISTANT - AFTER)) * exp(rng.gauss(0, AFTER_SD)),
        after_before=before * AFTER * exp(rng.gauss(0, AFTER_SD)),
        with_assistant=before * month * (1 + change) if name in LEFT else None,
        week_tickets=week_tickets,
        week_first=_means(rng, first, sd, week_tickets),
        answered=answered,
        satisfied=_count(rng, answered, content),
    )


def _parts(rng: random.Random, total: int) -> tuple[int, ...]:
    """Tickets in each week; they add up to the total."""
    weights = [exp(rng.gauss(0, 0.08)) for _ in range(WEEKS)]
    parts = [int(total * weight / sum(weights)) for weight in weights]
    parts[-1] += total - sum(parts)
    return tuple(parts)


def _means(
    rng: random.Random, mean: float, sd: float, counts: tuple[int, ...]
) -> tuple[float, ...]:
    """Weekly means whose average over tickets is the mean of the whole test."""
    drawn = [rng.gauss(mean, sd / sqrt(count)) for count in counts]
    off = mean - weighted(zip(drawn, counts, strict=True))
    return tuple(value + off for value in drawn)


def _count(rng: random.Random, tries: int, chance: float) -> int:
    return sum(rng.random() < chance for _ in range(tries))


def weighted(pairs: Iterable[tuple[float, float]]) -> float:
    listed = list(pairs)
    return sum(value * weight for value, weight in listed) / sum(weight for _, weight in listed)


def by_ticket(group: list[Tenant], what: Callable[[Tenant], float]) -> float:
    return weighted((what(one), one.tickets) for one in group)


def arm(all_: list[Tenant], name: str) -> list[Tenant]:
    return [one for one in all_ if one.counted == name]


def ticket_variance(group: list[Tenant]) -> float:
    """The variance of single tickets: within tenants and between them."""
    mean = by_ticket(group, lambda one: one.first)
    return by_ticket(group, lambda one: one.sd**2 + (one.first - mean) ** 2)


def t_cdf(t: float, df: int) -> float:
    """Student's distribution function, by Simpson's rule over its density from 0 to ``t``."""
    scale = exp(lgamma((df + 1) / 2) - lgamma(df / 2)) / sqrt(df * pi)
    steps = 2_000
    width = t / steps
    heights = [
        (1 if i in (0, steps) else 4 if i % 2 else 2)
        * scale
        * exp(-(df + 1) / 2 * log1p((i * width) ** 2 / df))
        for i in range(steps + 1)
    ]
    return 0.5 + width / 3 * sum(heights)


@cache
def t_limit(df: int) -> float:
    """The 97.5 % point of Student's distribution, by halving."""
    low, high = 1.9, 3.0
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if t_cdf(middle, df) < 0.975 else (low, middle)
    return low


@dataclass(frozen=True)
class Result:
    """A comparison of two means; ``df`` is None where a normal distribution is used."""

    control: float
    assistant: float
    se: float
    df: int | None

    @property
    def difference(self) -> float:
        return self.assistant - self.control

    @property
    def change(self) -> float:
        return 100 * (self.assistant / self.control - 1)

    @property
    def ratio(self) -> float:
        """The difference in standard errors: z, or t."""
        return self.difference / self.se

    @property
    def p(self) -> float:
        size = abs(self.ratio)
        return 2 * (1 - (NORMAL.cdf(size) if self.df is None else t_cdf(min(size, 60), self.df)))

    @property
    def interval(self) -> tuple[float, float]:
        limit = NORMAL.inv_cdf(0.975) if self.df is None else t_limit(self.df)
        return self.difference - limit * self.se, self.difference + limit * self.se


def of_tickets(control: list[Tenant], assistant: list[Tenant]) -> Result:
    """As on the slide: each ticket is taken for an independent one."""
    parts = [
        ticket_variance(group) / sum(one.tickets for one in group) for group in (control, assistant)
    ]
    return Result(
        by_ticket(control, lambda one: one.first),
        by_ticket(assistant, lambda one: one.first),
        sqrt(sum(parts)),
        None,
    )


def of_tickets_grouped(control: list[Tenant], assistant: list[Tenant]) -> Result:
    """The same means, with standard errors that take each tenant's tickets together."""
    variance = 0.0
    for group in (control, assistant):
        mean = by_ticket(group, lambda one: one.first)
        total = sum(one.tickets for one in group)
        n = len(group)
        moved = sum((one.tickets * (one.first - mean) / total) ** 2 for one in group)
        variance += n / (n - 1) * moved
    plain = of_tickets(control, assistant)
    return Result(plain.control, plain.assistant, sqrt(variance), len(control + assistant) - 2)


def of_tenants(
    control: list[Tenant],
    assistant: list[Tenant],
    what: Callable[[Tenant], float] = lambda one: one.first,
) -> Result:
    """Each tenant counts once: two-sample t with a common variance."""
    left, right = [what(one) for one in control], [what(one) for one in assistant]
    df = len(left) + len(right) - 2
    pooled = ((len(left) - 1) * stdev(left) ** 2 + (len(right) - 1) * stdev(right) ** 2) / df
    se = sqrt(pooled * (1 / len(left) + 1 / len(right)))
    return Result(fmean(left), fmean(right), se, df)


def log_change(one: Tenant) -> float:
    """Minutes to the first closing, against the tenant's own weeks before."""
    return log(one.first / one.first_before)


def log_change_whole(one: Tenant) -> float:
    return log(one.whole / one.whole_before)


def common_sd(groups: Iterable[list[Tenant]], what: Callable[[Tenant], float]) -> float:
    """The standard deviation between tenants of one arm, both arms taken together."""
    listed = [[what(one) for one in group] for group in groups]
    squares = sum((len(values) - 1) * stdev(values) ** 2 for values in listed)
    return sqrt(squares / sum(len(values) - 1 for values in listed))


def detectable(sd: float) -> float:
    """The smallest fall that 32 tenants an arm detect, as a part; ``sd`` is that of logarithms."""
    return 1 - exp(-DETECT * sd * sqrt(2 / 32))


def needed(sd: float, change: float) -> float:
    """Tenants per arm that detect a relative change; ``sd`` is that of logarithms."""
    return 2 * (DETECT * sd / change) ** 2


def between_share(all_: list[Tenant]) -> float:
    """The intra-class correlation of single tickets, from a one-way analysis of variance."""
    total, k = sum(one.tickets for one in all_), len(all_)
    mean = by_ticket(all_, lambda one: one.first)
    between = sum(one.tickets * (one.first - mean) ** 2 for one in all_) / (k - 1)
    within = sum((one.tickets - 1) * one.sd**2 for one in all_) / (total - k)
    size = (total - sum(one.tickets**2 for one in all_) / total) / (k - 1)
    return (between - within) / (between + (size - 1) * within)


def redrawn_share(all_: list[Tenant]) -> float:
    """How often 32 tenants drawn anew differ by ticket from the others as much as the arms do."""
    rng = random.Random(SEED)
    minutes = [one.tickets * one.first for one in all_]
    tickets = [one.tickets for one in all_]
    seen = abs(of_tickets(arm(all_, "control"), arm(all_, "assistant")).difference)
    hits = 0
    for _ in range(REDRAWS):
        picked = rng.sample(range(len(all_)), len(all_) // 2)
        n, m = sum(tickets[i] for i in picked), sum(minutes[i] for i in picked)
        hits += abs(m / n - (sum(minutes) - m) / (sum(tickets) - n)) >= seen
    return hits / REDRAWS


def satisfied_p(control: list[Tenant], assistant: list[Tenant]) -> float:
    """Two proportions with a common variance, each answer taken for an independent one."""
    (yes_c, n_c), (yes_a, n_a) = (
        (sum(one.satisfied for one in group), sum(one.answered for one in group))
        for group in (control, assistant)
    )
    together = (yes_c + yes_a) / (n_c + n_a)
    se = sqrt(together * (1 - together) * (1 / n_c + 1 / n_a))
    return 2 * (1 - NORMAL.cdf(abs(yes_a / n_a - yes_c / n_c) / se))
