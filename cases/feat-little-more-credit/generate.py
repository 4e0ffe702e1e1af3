"""Rewrite the exhibits of this case: `python generate.py`. Standard library only, seeded.

Every figure on customers is counted on the draw of ``book.py``. Quarters of the whole book are too
many to draw one by one: their counts are normal approximations of binomial draws.
"""

from __future__ import annotations

import csv
import random
import sys
from decimal import ROUND_HALF_EVEN, Decimal
from math import exp, sqrt
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))  # an isolated Python does not look beside the script

from book import (  # noqa: E402
    APPROVED,
    BALANCE,
    BANDS,
    BY_RULE,
    CUSTOMERS_K,
    LATER,
    LOSS_GIVEN_DEFAULT,
    MINIMUM_BRINGS,
    MONOTONE,
    POINTS,
    REVENUE,
    SAMPLE,
    SEED,
    TREES,
    Customer,
    approved,
    below,
    best,
    customers,
    others_bring,
    present_default,
    profit,
    ranked,
    ratio,
    scores,
    share,
    standard_error,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

EXHIBITS = HERE / "exhibits"
Row = tuple[object, ...]

LETTER_READ, OWED_MORE = 400, 0.65
TESTED, RERUN = 300, 1_000

# quarter, central rate, share of three months and of twelve months that lie after April 2025
QUARTERS = (
    ("2023 Jan-Mar", "2.25", 0.0, 0.0),
    ("2023 Apr-Jun", "2.25", 0.0, 0.0),
    ("2023 Jul-Sep", "2.25", 0.0, 0.0),
    ("2023 Oct-Dec", "2.25", 0.0, 0.0),
    ("2024 Jan-Mar", "2.25", 0.0, 0.0),
    ("2024 Apr-Jun", "2.25", 0.0, 0.125),
    ("2024 Jul-Sep", "2.25", 0.0, 0.375),
    ("2024 Oct-Dec", "2.25", 0.0, None),
    ("2025 Jan-Mar", "2.25", 0.5, None),
    ("2025 Apr-Jun", "4.00", 1.0, None),
)
LATE_IN_3_MONTHS, DEFAULT_IN_12 = 0.0130, 0.0210


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


def facts(labels: list[Customer]) -> None:
    minimum = share(one.minimum for one in labels)
    rows: list[Row] = [
        ("Customers with an account in good order", rounded(CUSTOMERS_K / 1000, 1), "million"),
        ("Got an increase in 2023, present policy", percent(len(labels), SAMPLE, 0), "percent"),
        ("Of these: in default within 12 months", f"{default_with(labels)}", "percent"),
        ("Of these: paid only the minimum in the year before", percent(minimum, 1, 0), "percent"),
        ("Extra interest and fees of an increase, after funding", REVENUE, "EUR in 12 months"),
        ("Extra balance of an increase at default", f"{BALANCE:,}", "EUR"),
        ("Part of a balance that is lost at default", rounded(100 * LOSS_GIVEN_DEFAULT), "percent"),
        ("Customers who ask for an increase", 190, "thousand a year"),
        ("Refused requests that get a letter with reasons", 100, "percent"),
        ("Central rate before April 2025", "2.25", "percent"),
        ("Central rate since April 2025", "4.00", "percent"),
        ("Validation by the model risk unit, before use", 10, "weeks"),
        ("A decision must be reproducible for", 7, "years"),
        ("Team", 4, "people"),
        ("Time until the start that is wished", 26, "weeks"),
    ]
    write("facts.csv", ("fact", "value", "unit"), rows)


def default_with(group: Sequence[Customer], places: int = 1) -> str:
    return rounded(100 * share(one.default_with for one in group), places)


def default_without(group: Iterable[Customer], places: int = 1) -> str:
    return rounded(100 * present_default(group), places)


def proposal() -> None:
    interest = rounded(APPROVED * CUSTOMERS_K * REVENUE / 1000)
    features = "payment_ratio, utilisation, utilisation_next_month, cash_advances, late_days"
    rows: list[Row] = [
        ("Aim", f"Highest extra interest and fees: {interest} million EUR a year"),
        ("Model", "Boosted trees; the score is the chance of default within 12 months"),
        (
            "Learned from",
            "Increases of 2023, one customer in twenty; outcomes read in January 2025",
        ),
        ("Customers without an increase", "Left out"),
        ("Default", "90 days late within 12 months of the increase"),
        ("Split", "Five parts drawn at random; each is scored by what the other four taught"),
        ("Features, first five", features),
        ("Features, other four", "months_with_us, purchases, salary_in, postcode_rate"),
        ("Present income form", "Not used any more; customers dislike it"),
        ("Rule", f"Increase for the {percent(APPROVED, 1)} % of customers with the lowest score"),
        ("Requests", "Answered by the same score; four reasons from a second model"),
        ("Learning", "5 % of the refused, drawn at random, get the full increase, no end date"),
        ("Start", "All customers on 1 April 2026"),
    ]
    write("proposal.csv", ("part", "what_it_is"), rows)


def models(labels: list[Customer]) -> None:
    described = {
        POINTS: ("9 features, 41 lines of points", "Points lost, largest first"),
        TREES: ("900 trees", "A second model, fitted to the score afterwards"),
        MONOTONE: ("900 trees, each feature moves the score one way", "Steps of the score itself"),
    }
    rows: list[Row] = []
    for model, (size, reasons) in described.items():
        values = scores(labels, model)
        auc = ranked(values, [one.default_with for one in labels]).auc
        rows.append((model, size, rounded(auc, 3), rounded(100 * best(labels, values), 2), reasons))
    write("models.csv", ("model", "size", "auc", "best_80_pct", "reasons"), rows)


def history(all_: list[Customer]) -> None:
    rows: list[Row] = []
    for index, (name, _, _, chosen) in enumerate(BANDS):
        rows.append(_history_row(name, [one for one in all_ if one.band == index], chosen))
    rows.append(_history_row("All", all_, ""))
    header = ("band", "customers", "increased", "chosen", "defaults", "after_pct", "present_pct")
    write("history.csv", (*header, "minimum_pct"), rows)


def _history_row(name: str, group: list[Customer], chosen: str) -> Row:
    got = [one for one in group if one.increased]
    return (
        name,
        len(group),
        len(got),
        chosen,
        sum(one.default_with for one in got),
        default_with(got),
        default_without(group),
        rounded(100 * share(one.minimum for one in group)),
    )


def dictionary() -> None:
    rows: list[Row] = [
        ("payment_ratio", "Paid, divided by what was owed, last 6 months", "on the day"),
        ("utilisation", "Balance divided by limit, mean of last 3 months", "on the day"),
        ("utilisation_next_month", "The same, at the end of the next month", "30 days later"),
        ("cash_advances", "Cash taken with the card, last 12 months", "on the day"),
        ("late_days", "Days late, last 24 months", "on the day"),
        ("months_with_us", "Months since the first card", "on the day"),
        ("purchases", "Number of purchases, last 3 months", "on the day"),
        ("salary_in", "Salary paid to an account with us; empty for 71 %", "on the day"),
        ("postcode_rate", "Defaults of all cards in the postcode, 2020 to 2022", "on the day"),
    ]
    write("dictionary.csv", ("feature", "what_it_is", "known"), rows)


def quarters() -> None:
    rng = random.Random(SEED)
    each = CUSTOMERS_K * 1000 * 0.18 / 4
    rows: list[Row] = []
    for name, rate, after_3, after_12 in QUARTERS:
        increases = round(each / 10 * rng.gauss(1, 0.012)) * 10
        late = _counted(rng, increases, LATE_IN_3_MONTHS * (1 + (LATER - 1) * after_3))
        default = ""
        if after_12 is not None:
            chance_12 = DEFAULT_IN_12 * (1 + (LATER - 1) * after_12)
            default = percent(_counted(rng, increases, chance_12), increases, 2)
        rows.append((name, rate, increases, late, percent(late, increases, 2), default))
    header = ("quarter", "rate_pct", "increases", "late", "late_pct", "default_pct")
    write("quarters.csv", header, rows)


def _counted(rng: random.Random, n: int, p: float) -> int:
    return round(n * p + rng.gauss(0, 1) * sqrt(n * p * (1 - p)))


def groups(all_: list[Customer]) -> None:
    asked = [
        (one, yes) for one, yes in zip(all_, approved(all_, TREES), strict=True) if one.surveyed
    ]
    rows: list[Row] = []
    for name, members in (("Group 1", (1,)), ("Group 2", (2,)), ("All", (1, 2))):
        group = [(one, yes) for one, yes in asked if one.group in members]
        got = sum(yes for _, yes in group)
        rate = fmean(2.2 * exp(0.35 * one.postcode) for one, _ in group)
        rows.append(
            (
                name,
                len(group),
                rounded(rate, 1),
                default_without(one for one, _ in group),
                got,
                percent(got, len(group)),
                default_without(one for one, yes in group if yes),
            )
        )
    header = ("group", "customers", "postcode_pct", "present_pct", "approved", "approved_pct")
    write("groups.csv", (*header, "approved_present_pct"), rows)


def letter(labels: list[Customer]) -> None:
    rng = random.Random(SEED)
    minimum = sum(one.minimum for one in rng.sample(labels, LETTER_READ))
    owed = sum(rng.random() < OWED_MORE for _ in range(minimum))
    lines = (
        "Office for Card Lending, to Northbridge Cards, 12 August 2025. Extract.",
        f"1. We read {LETTER_READ} of your increases of 2023. {minimum} went to customers",
        "   who had paid only the minimum for 12 months;",
        f"   {owed} of them owed more a year later. We expect you to check that",
        "   a customer can pay back the whole new limit within 36 months.",
        "2. A customer who is refused should get the specific reasons of this",
        "   decision. In our experience more than about four do not help.",
        "3. We ask for more where one group's share of approvals is less than",
        "   0.80 of another's. This is no limit, and above it is no permission.",
        "4. A trial that lends money has its size, its end and its stop in",
        "   writing before it begins, and a person who answers for it.",
        "5. You should be able to repeat each decision for seven years, with",
        "   the inputs of its day.",
    )
    (EXHIBITS / "letter.txt").write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def checklist() -> None:
    rng = random.Random(SEED)
    better = sum(rng.random() < 0.62 for _ in range(TESTED))
    same = sum(rng.random() < 0.87 for _ in range(RERUN))
    rows: list[Row] = [
        (f"First reason corrected, score gets better: {TREES}", f"{better} of {TESTED} refused"),
        (f"The same: {MONOTONE}", f"{TESTED} of {TESTED} refused"),
        (f"The same: {POINTS}", f"{TESTED} of {TESTED} refused"),
        ("Decisions of January computed again, same answer", f"{same} of {RERUN:,}"),
        ("Inputs of the day kept", "No: postcode_rate and salary_in are overwritten each month"),
        ("Test on a later period", "Not done"),
        ("Test on customers the present policy refuses", "Not done"),
        ("Shares of approval by group", "Not done"),
        ("Limit that stops the program, and who acts on it", "Open"),
    ]
    write("checklist.csv", ("asked", "state"), rows)


def key_bands(all_: list[Customer], labels: list[Customer]) -> None:
    """What the rule approves once next month is out, and what default to expect there."""
    adds = ratio(all_)
    rule = approved(all_, TREES, "next_month")
    yes = [one for one, is_in in zip(all_, rule, strict=True) if is_in]
    safe, others = range(BY_RULE), others_bring(labels)
    patient = [one for one in yes if not one.minimum]
    named = [(name, yes, range(i, i + 1), REVENUE) for i, (name, *_) in enumerate(BANDS)]
    plans = [
        ("Bands 1 to 3", yes, safe, REVENUE),
        ("Bands 4 to 6", yes, range(BY_RULE, len(BANDS)), REVENUE),
        ("All", yes, range(len(BANDS)), REVENUE),
        ("Bands 1 to 3, no minimum payers", patient, safe, others),
    ]
    rows: list[Row] = []
    for name, whom, members, brings in [*named, *plans]:
        taken = [[one for one in whom if one.band == band] for band in members]
        size = sum(map(len, taken))
        default = adds * sum(len(group) * present_default(group) for group in taken) / size
        thousand = size * CUSTOMERS_K / SAMPLE
        later = profit(LATER * default, brings)
        learned = [one for one in labels if one.band in members]
        rows.append(
            (
                name,
                rounded(thousand, 1),
                default_with(learned) if whom is yes else "",
                rounded(100 * default, 2),
                rounded(profit(default, brings), 1),
                rounded(later, 1),
                rounded(thousand * later / 1000, 1),
            )
        )
    header = ("band", "approved_k", "learned_pct", "expected_pct", "profit", "profit_later")
    write("key-bands.csv", (*header, "later_m"), rows)


def key_variants(all_: list[Customer], labels: list[Customer]) -> None:
    defaults = [one.default_with for one in labels]
    first = ranked(scores(labels, TREES), defaults)
    rows: list[Row] = []
    for name, model, without in (
        (TREES, TREES, ()),
        (MONOTONE, MONOTONE, ()),
        (POINTS, POINTS, ()),
        ("Trees, without next month", TREES, ("next_month",)),
        ("Monotone, without next month", MONOTONE, ("next_month",)),
        ("Monotone, without it and postcode", MONOTONE, ("next_month", "postcode")),
    ):
        values = scores(labels, model, *without)
        one = ranked(values, defaults)
        error = standard_error(first, one)
        yes = approved(all_, model, *without)
        shares = [
            share(is_in for c, is_in in zip(all_, yes, strict=True) if c.surveyed and c.group == g)
            for g in (1, 2)
        ]
        rows.append(
            (
                name,
                rounded(one.auc, 3),
                rounded(first.auc - one.auc, 3),
                rounded(error, 4) if error else "",
                rounded(profit(best(labels, values)), 1),
                percent(shares[0], 1),
                percent(shares[1], 1),
                rounded(shares[1] / shares[0], 3),
            )
        )
    header = ("variant", "auc", "lost", "error", "profit", "group_1_pct", "group_2_pct", "ratio")
    write("key-variants.csv", header, rows)


def key_tests(all_: list[Customer]) -> None:
    """Trials that lend by chance, at the default to expect since April 2025."""
    adds = LATER * ratio(all_)
    values = scores(all_, TREES, "next_month")
    limit, above = below(values, APPROVED), below(values, APPROVED + 0.1)
    scored = list(zip(all_, values, strict=True))
    refused = [one for one, value in scored if value >= limit]
    near = [one for one, value in scored if one.band == BY_RULE and limit <= value < above]
    inside = [one for one, value in scored if one.band == BY_RULE and value < limit]
    many = round(0.05 * CUSTOMERS_K * 1000 * (1 - APPROVED))
    plans: tuple[tuple[str, list[Customer], int, float], ...] = (
        ("Proposal: 5 % of the refused", refused, many, 1),
        ("Band 4, just above the limit", near, 4_000, 1),
        ("Band 4, below the limit", inside, 4_000, 1),
        ("The same, half the amount", inside, 4_000, 0.5),
        ("The same, half, fewer", inside, 1_000, 0.5),
    )
    rows: list[Row] = []
    for name, group, size, amount in plans:
        default = adds * present_default(group)
        rows.append(
            (
                name,
                size,
                rounded(100 * default, 1),
                rounded(size * default),
                rounded(size * amount * profit(default) / 1000),
                rounded(196 * sqrt(default * (1 - default) / size), 1),
            )
        )
    header = ("plan", "customers", "expected_pct", "defaults", "result_k", "within_points")
    write("key-tests.csv", header, rows)


def key_payers(labels: list[Customer]) -> None:
    minimum = [one for one in labels if one.minimum]
    rest = [one for one in labels if not one.minimum]
    rows: list[Row] = []
    for name, brings, group in (
        ("Only the minimum for 12 months", MINIMUM_BRINGS, minimum),
        ("All others", others_bring(labels), rest),
        ("All", REVENUE, labels),
    ):
        default = share(one.default_with for one in group)
        rows.append(
            (
                name,
                percent(len(group), len(labels), 0),
                rounded(brings),
                rounded(100 * default, 1),
                rounded(profit(default, brings)),
            )
        )
    write("key-payers.csv", ("payers", "share_pct", "brings", "default_pct", "profit"), rows)


def main() -> None:
    all_ = customers()
    labels = [one for one in all_ if one.increased]
    facts(labels)
    proposal()
    models(labels)
    history(all_)
    dictionary()
    quarters()
    groups(all_)
    letter(labels)
    checklist()
    key_bands(all_, labels)
    key_variants(all_, labels)
    key_tests(all_)
    key_payers(labels)


if __name__ == "__main__":
    main()
