"""The customers of this case, as drawn, and what is counted on them. Used by generate.py.

One customer in twenty of the book is drawn, with what the present policy sees, what the proposed
models see, and what nobody sees. From these follow who got an increase, who defaulted with one and
without one, and what each model scores.
"""

from __future__ import annotations

import random
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from math import exp, sqrt
from statistics import fmean, variance
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SEED = 47

CUSTOMERS_K = 2_400
SAMPLE = 120_000
REVENUE, BALANCE, LOSS_GIVEN_DEFAULT = 84, 2_600, 0.78
LOSS = BALANCE * LOSS_GIVEN_DEFAULT
LATER = 1.38
APPROVED = 0.556
SURVEYED = 1 / 3
GROUP_2 = 0.36

# Log-odds of default within twelve months of an increase, by facts of a customer:
# account and habits are what the models read, statement is the income form of the present policy,
# call is what staff hear on the telephone, shock is what happens after the decision.
ODDS = {
    "base": -4.27,
    "account": 0.40,
    "habits": 0.82,
    "postcode": 0.22,
    "statement": 0.90,
    "call": 0.80,
    "shock": 0.95,
}
INCREASE_ADDS = 0.25
WEIGHTS = {"account": 0.40, "habits": 0.73, "postcode": 0.20, "next_month": 0.40}
POINTS, TREES, MONOTONE = "Logistic, as points", "Boosted trees", "Monotone trees"
NOISE = {POINTS: 0.43, TREES: 0.17, MONOTONE: 0.245}

# band of the present policy: share of customers, share increased, and how they are chosen
BANDS = (
    ("1, lowest risk", 0.18, 0.340, "by rule"),
    ("2", 0.20, 0.300, "by rule"),
    ("3", 0.20, 0.240, "by rule"),
    ("4", 0.18, 0.0435, "after a call"),
    ("5", 0.14, 0.0145, "after a call"),
    ("6, highest risk", 0.10, 0.0055, "after a call"),
)
BY_RULE = 3
CALLED_BELOW, CALLED_SHARE = -1.2, 0.1151

MINIMUM_BRINGS = 120


@dataclass(frozen=True, slots=True)
class Customer:
    """One customer; defaults are what happens with an increase and without one."""

    band: int
    group: int
    surveyed: bool
    account: float
    habits: float
    postcode: float
    next_month: float
    noise: tuple[float, ...]
    increased: bool
    minimum: bool
    default_with: bool
    default_without: bool


def chance(log_odds: float) -> float:
    return 1 / (1 + exp(-log_odds))


def customers() -> list[Customer]:
    rng = random.Random(SEED)
    gauss = rng.gauss
    facts = [_facts(rng) for _ in range(SAMPLE)]
    policy = [one["account"] + 1.5 * one["statement"] + gauss(0, 0.4) for one in facts]
    edges, reached = [], 0.0
    ordered = sorted(policy)
    for _, share, _, _ in BANDS[:-1]:
        reached += share
        edges.append(ordered[round(reached * SAMPLE)])
    return [
        _customer(rng, one, bisect_right(edges, score))
        for one, score in zip(facts, policy, strict=True)
    ]


def _facts(rng: random.Random) -> dict[str, float]:
    gauss = rng.gauss
    second = rng.random() < GROUP_2
    shift = second - GROUP_2
    return {
        "group": 2 if second else 1,
        "account": gauss(0.48 * shift, 1),
        "habits": gauss(0, 1),
        "postcode": gauss(0.95 * shift, 1),
        "statement": gauss(0, 1),
        "call": gauss(0, 1),
        "shock": gauss(0, 1),
    }


def _customer(rng: random.Random, one: dict[str, float], band: int) -> Customer:
    _, _, share, _ = BANDS[band]
    if band < BY_RULE:
        increased = rng.random() < share
    else:
        increased = one["call"] < CALLED_BELOW and rng.random() < share / CALLED_SHARE
    log_odds = ODDS["base"] + sum(ODDS[name] * one[name] for name in ODDS if name != "base")
    return Customer(
        band=band,
        group=int(one["group"]),
        surveyed=rng.random() < SURVEYED,
        account=one["account"],
        habits=one["habits"],
        postcode=one["postcode"],
        next_month=0.7 * one["shock"] + rng.gauss(0, 0.71),
        noise=tuple(rng.gauss(0, 1) for _ in NOISE),
        increased=increased,
        minimum=rng.random() < chance(-1.35 + 0.5 * one["account"] + 0.4 * one["habits"]),
        default_with=rng.random() < chance(log_odds),
        default_without=rng.random() < chance(log_odds - INCREASE_ADDS),
    )


def scores(all_: Sequence[Customer], model: str, *without: str) -> list[float]:
    """The model's order of customers, lowest risk first, without some of its features."""
    index, spread = list(NOISE).index(model), NOISE[model]
    weights = {name: weight for name, weight in WEIGHTS.items() if name not in without}
    return [
        sum(weight * getattr(one, name) for name, weight in weights.items())
        + spread * one.noise[index]
        for one in all_
    ]


def below(values: Sequence[float], share: float) -> float:
    """The value below which this share of the values lies."""
    return sorted(values)[round(share * len(values))]


@dataclass(frozen=True)
class Ranked:
    """Placements of defaults among the rest and the reverse, for AUC and its uncertainty."""

    of_defaults: list[float]
    of_others: list[float]

    @property
    def auc(self) -> float:
        return fmean(self.of_defaults)


def ranked(values: Sequence[float], defaults: Sequence[bool]) -> Ranked:
    bad = sorted(v for v, d in zip(values, defaults, strict=True) if d)
    good = sorted(v for v, d in zip(values, defaults, strict=True) if not d)
    return Ranked(
        [bisect_left(good, v) / len(good) for v, d in zip(values, defaults, strict=True) if d],
        [
            1 - bisect_left(bad, v) / len(bad)
            for v, d in zip(values, defaults, strict=True)
            if not d
        ],
    )


def standard_error(one: Ranked, other: Ranked) -> float:
    """Of the difference of two AUC on the same customers (DeLong et al., Biometrics 44, 1988)."""
    parts = (
        [a - b for a, b in zip(one.of_defaults, other.of_defaults, strict=True)],
        [a - b for a, b in zip(one.of_others, other.of_others, strict=True)],
    )
    return sqrt(sum(variance(part) / len(part) for part in parts))


def share(flags: Iterable[bool]) -> float:
    listed = list(flags)
    return sum(listed) / len(listed)


def profit(default: float, brings: float = REVENUE) -> float:
    """Of one increase, in EUR over twelve months."""
    return brings - LOSS * default


def others_bring(labels: list[Customer]) -> float:
    """Extra interest and fees of those who pay more than the minimum, in EUR over twelve months."""
    minimum = share(one.minimum for one in labels)
    return (REVENUE - minimum * MINIMUM_BRINGS) / (1 - minimum)


def present_default(group: Iterable[Customer]) -> float:
    """Of those who kept their limit; of the others it is not known."""
    return share(one.default_without for one in group if not one.increased)


def best(labels: list[Customer], values: list[float]) -> float:
    """Default among the 80 % with the lowest scores."""
    cut = below(values, 0.8)
    return share(one.default_with for one, v in zip(labels, values, strict=True) if v < cut)


def approved(all_: list[Customer], model: str, *without: str) -> list[bool]:
    values = scores(all_, model, *without)
    cut = below(values, APPROVED)
    return [value < cut for value in values]


def ratio(all_: list[Customer]) -> float:
    """Default after an increase, divided by default on the present limit, in bands 1 to 3."""
    got = expected = 0.0
    for band in range(BY_RULE):
        group = [one for one in all_ if one.band == band]
        increased = [one for one in group if one.increased]
        got += sum(one.default_with for one in increased)
        expected += len(increased) * present_default(group)
    return got / expected
