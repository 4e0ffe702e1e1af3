"""Rewrite the exhibits of this case: `python generate.py`. Standard library only, seeded.

Every table and every figure on the slide is computed from the 64 tenants of ``tenants.py``, so what
is shown always agrees.
"""

from __future__ import annotations

import csv
import sys
from decimal import ROUND_HALF_EVEN, Decimal
from math import exp, log, sqrt
from pathlib import Path
from statistics import fmean

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))  # an isolated Python does not look beside the script

from tenants import (  # noqa: E402
    LARGEST,
    LEFT,
    WEEKS,
    Result,
    Tenant,
    arm,
    between_share,
    by_ticket,
    common_sd,
    detectable,
    log_change,
    log_change_whole,
    needed,
    of_tenants,
    of_tickets,
    of_tickets_grouped,
    redrawn_share,
    satisfied_p,
    tenants,
    ticket_variance,
    weighted,
)

EXHIBITS = HERE / "exhibits"
SOLVED_ONCE_GOAL = 0.88
SMALLEST_CHANGE = 0.05
Row = tuple[object, ...]


def rounded(value: float, places: int = 0) -> str:
    step = Decimal(1).scaleb(-places)
    return str(Decimal(repr(value)).quantize(step, rounding=ROUND_HALF_EVEN))


def percent(part: float, whole: float, places: int = 1) -> str:
    return rounded(100 * part / whole, places)


def write(name: str, header: tuple[str, ...], rows: list[Row]) -> None:
    with (EXHIBITS / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def slide(all_: list[Tenant]) -> None:
    control, assistant = arm(all_, "control"), arm(all_, "assistant")
    main = of_tickets(control, assistant)
    once = [weighted((one.first_once, one.once) for one in group) for group in (control, assistant)]
    happy = [
        percent(sum(one.satisfied for one in group), sum(one.answered for one in group), 0)
        for group in (control, assistant)
    ]
    tickets, closed_once = sum(one.tickets for one in all_), sum(one.once for one in all_)
    text = f"""\
Agent assistant: result of the six-week test

A coin gave each of {len(all_)} firms the assistant or not. We call a firm a tenant.
Handle time: an agent's minutes on a ticket up to its first closing.

1. Handle time falls by {rounded(-main.change, 0)} %: {rounded(main.control, 1)} to \
{rounded(main.assistant, 1)} minutes, {tickets:,} tickets, z = {rounded(main.ratio, 0)}.
2. Reopened tickets do not explain it. Without them the fall is the same: \
{rounded(once[0], 1)} to {rounded(once[1], 1)} minutes, {closed_once:,} tickets.
3. It is there in week 1 and in each later week.
4. Requesters are happier: {happy[1]} % satisfied against {happy[0]} %, \
p = {rounded(satisfied_p(control, assistant), 3)}.
5. All {len(assistant)} firms with the assistant kept it to the end.

Proposal: assistant for all firms from Monday. In offers and in the price list: \
"With the assistant, your agents are {rounded(-main.change, 0)} percent faster."
"""
    (EXHIBITS / "slide.txt").write_text(text, encoding="utf-8", newline="\n")


def arms(all_: list[Tenant]) -> None:
    rows: list[Row] = []
    for name in ("control", "assistant"):
        group = arm(all_, name)
        tickets, once = sum(one.tickets for one in group), sum(one.once for one in group)
        rows.append(
            (
                name,
                len(group),
                tickets,
                rounded(by_ticket(group, lambda one: one.first), 2),
                rounded(sqrt(ticket_variance(group)), 2),
                once,
                rounded(weighted((one.first_once, one.once) for one in group), 2),
            )
        )
    header = ("arm", "tenants", "tickets", "minutes", "sd_minutes", "once", "once_minutes")
    write("arms.csv", header, rows)


def weeks(all_: list[Tenant]) -> None:
    rows: list[Row] = []
    for week in range(WEEKS):
        minutes, tickets = [], []
        for name in ("control", "assistant"):
            pairs = [(one.week_first[week], one.week_tickets[week]) for one in arm(all_, name)]
            minutes.append(rounded(weighted(pairs), 1))
            tickets.append(sum(count for _, count in pairs))
        rows.append((week + 1, *minutes, *tickets))
    header = ("week", "control", "assistant", "tickets_control", "tickets_assistant")
    write("weeks.csv", header, rows)


def tenant_list(all_: list[Tenant]) -> None:
    total = sum(one.tickets for one in all_)
    rows: list[Row] = [
        (
            one.name,
            one.counted,
            one.tickets,
            percent(one.tickets, total),
            rounded(one.first_before, 1),
            rounded(one.first, 1),
            rounded(one.sd, 1),
            percent(one.reopened, one.tickets),
        )
        for one in sorted(all_, key=lambda one: (-one.tickets, one.name))
    ]
    header = ("tenant", "arm", "tickets", "share", "before", "test", "sd", "reopened")
    write("tenants.csv", header, rows)


def results(all_: list[Tenant]) -> None:
    control, assistant = arm(all_, "control"), arm(all_, "assistant")
    others = [one for one in assistant if one.name != LARGEST]
    listed = (
        ("by ticket", of_tickets(control, assistant)),
        ("by ticket, grouped errors", of_tickets_grouped(control, assistant)),
        ("by tenant", of_tenants(control, assistant)),
        (f"by ticket, without {LARGEST}", of_tickets(control, others)),
        (f"by ticket, grouped errors, without {LARGEST}", of_tickets_grouped(control, others)),
        (f"by tenant, without {LARGEST}", of_tenants(control, others)),
    )
    rows: list[Row] = [
        (
            name,
            rounded(one.control, 2),
            rounded(one.assistant, 2),
            rounded(one.change, 1),
            rounded(one.difference, 2),
            *(rounded(end, 2) for end in one.interval),
            rounded(one.p, 4),
            rounded(one.se, 3),
            rounded(one.ratio, 2),
        )
        for name, one in listed
    ]
    header = ("analysis", "control", "assistant", "change", "difference", "ci_low", "ci_high", "p")
    write("results.csv", (*header, "se", "ratio"), rows)


def reopened(all_: list[Tenant]) -> None:
    rows: list[Row] = []
    for name in ("control", "assistant"):
        group = arm(all_, name)
        tickets = sum(one.tickets for one in group)
        again = sum(one.reopened for one in group)
        first = by_ticket(group, lambda one: one.first)
        after = weighted((one.after, one.reopened) for one in group)
        before = weighted((one.reopened_before, one.tickets_before) for one in group)
        rows.append(
            (
                f"{name}, by ticket",
                tickets,
                again,
                percent(before, 1),
                percent(again, tickets),
                rounded(first, 1),
                rounded(after, 1),
                rounded(by_ticket(group, lambda one: one.whole), 1),
            )
        )
    for name in ("control", "assistant"):
        group = arm(all_, name)
        means = [
            fmean(one.reopened_before for one in group) * 100,
            fmean(one.reopened_share for one in group) * 100,
            fmean(one.first for one in group),
            fmean(one.after for one in group),
            fmean(one.whole for one in group),
        ]
        rows.append((f"{name}, by tenant", "", "", *(rounded(value, 1) for value in means)))
    header = (
        "group",
        "tickets",
        "reopened",
        "before_pct",
        "reopened_pct",
        "first",
        "after",
        "whole",
    )
    write("reopened.csv", header, rows)


def left(all_: list[Tenant]) -> None:
    rows: list[Row] = [
        (
            one.name,
            one.drawn,
            one.counted,
            LEFT[one.name][0],
            one.tickets,
            rounded(one.first_before, 1),
            rounded(one.with_assistant, 1),
            LEFT[one.name][2],
        )
        for one in all_
        if one.with_assistant is not None
    ]
    header = ("tenant", "coin", "counted", "weeks", "tickets", "before", "with_it", "reason")
    write("left.csv", header, rows)


def survey(all_: list[Tenant]) -> None:
    rows: list[Row] = []
    for name in ("control", "assistant", "all"):
        group = all_ if name == "all" else arm(all_, name)
        tickets, sent = sum(one.tickets for one in group), sum(one.once for one in group)
        answered, yes = sum(one.answered for one in group), sum(one.satisfied for one in group)
        rows.append(
            (name, tickets, sent, answered, percent(answered, tickets), yes, percent(yes, answered))
        )
    header = ("arm", "tickets", "sent", "answered", "answered_pct", "satisfied", "satisfied_pct")
    write("survey.csv", header, rows)


def keys(all_: list[Tenant]) -> None:
    """Two tables for the interviewer: what the test is worth, and what it shows."""
    control, assistant = arm(all_, "control"), arm(all_, "assistant")
    write("key-worth.csv", ("item", "value", "unit"), _worth(all_, control, assistant))
    coin_control = [one for one in all_ if one.drawn == "control"]
    coin_assistant = [one for one in all_ if one.drawn == "assistant"]
    write(
        "key-effects.csv",
        ("comparison", "control", "assistant", "change", "ci_low", "ci_high", "unit"),
        _effects(control, assistant, coin_control, coin_assistant),
    )


def _worth(all_: list[Tenant], control: list[Tenant], assistant: list[Tenant]) -> list[Row]:
    total, in_assistant = (sum(one.tickets for one in group) for group in (all_, assistant))
    share = between_share(all_)
    inflation = 1 + (total / len(all_) - 1) * share
    largest = next(one for one in all_ if one.name == LARGEST)
    rest = [one for one in assistant if one is not largest]
    happy = [sum(one.satisfied for one in rest), sum(one.answered for one in rest)]
    mean_sd = common_sd((control, assistant), lambda one: one.first)
    level_sd = common_sd((control, assistant), lambda one: log(one.first))
    change_sd = common_sd((control, assistant), log_change)
    equal = in_assistant**2 / sum(one.tickets**2 for one in assistant)
    return [
        ("Standard deviation of tenant means, one arm", rounded(mean_sd, 1), "minutes"),
        ("Share of the variance that lies between tenants", percent(share, 1, 0), "%"),
        ("Tickets of an average tenant", rounded(total / len(all_)), "tickets"),
        ("Variance, against independent tickets", rounded(inflation), "times"),
        ("Independent tickets the test is worth", rounded(total / inflation), "tickets"),
        ("T00: share of all tickets", percent(largest.tickets, total, 0), "%"),
        ("T00: share of assistant tickets", percent(largest.tickets, in_assistant, 0), "%"),
        ("Assistant tickets are worth, in equal tenants", rounded(equal, 1), "tenants"),
        ("Arms drawn anew: gap by ticket this large", percent(redrawn_share(all_), 1, 0), "%"),
        ("Satisfied with assistant, without T00", percent(*happy), "%"),
        ("Control tenants under 88 % solved once", _below_goal(control), "tenants"),
        ("Assistant tenants under 88 % solved once", _below_goal(assistant), "tenants"),
        ("Smallest fall seen, plain minutes", percent(detectable(level_sd), 1, 0), "%"),
        ("Smallest fall seen, own weeks before", percent(detectable(change_sd), 1, 0), "%"),
        ("Needed per arm for 5 %, plain minutes", _tenants_for(level_sd), "tenants"),
        ("Needed per arm for 5 %, own weeks before", _tenants_for(change_sd), "tenants"),
    ]


def _below_goal(group: list[Tenant]) -> int:
    return sum(1 - one.reopened_share < SOLVED_ONCE_GOAL for one in group)


def _tenants_for(sd: float) -> str:
    return rounded(needed(sd, SMALLEST_CHANGE))


def _effects(
    control: list[Tenant],
    assistant: list[Tenant],
    coin_control: list[Tenant],
    coin_assistant: list[Tenant],
) -> list[Row]:
    gap = [
        weighted((one.first_before, one.tickets_before) for one in group)
        for group in (control, assistant)
    ]
    before = ("Eight weeks before, by ticket", *(rounded(value, 1) for value in gap))
    coin = of_tenants(coin_control, coin_assistant)
    plain = ("First closing, by tenant, as the coin fell", *_means(coin))
    ends = [100 * end / coin.control for end in coin.interval]
    rows: list[Row] = [
        (*before, signed(100 * (gap[1] / gap[0] - 1)), "", "", "%"),
        (*plain, signed(coin.change), *map(signed, ends), "%"),
    ]
    counted, fell = (control, assistant), (coin_control, coin_assistant)
    for name, groups, what in (
        ("First closing, own weeks before, as counted", counted, log_change),
        ("First closing, own weeks before, as the coin fell", fell, log_change),
        ("All work, own weeks before, as counted", counted, log_change_whole),
        ("All work, own weeks before, as the coin fell", fell, log_change_whole),
    ):
        own = of_tenants(*groups, what)
        values = (own.control, own.assistant, own.difference, *own.interval)
        rows.append((name, *(signed(100 * (exp(value) - 1)) for value in values), "%"))
    for name, groups in (("as counted", counted), ("as the coin fell", fell)):
        again = of_tenants(*groups, lambda one: 100 * one.reopened_share)
        points = (again.difference, *again.interval)
        rows.append(
            (f"Reopened, by tenant, {name}", *_means(again), *map(signed, points), "points")
        )
    return rows


def _means(result: Result) -> tuple[str, str]:
    return rounded(result.control, 1), rounded(result.assistant, 1)


def signed(value: float) -> str:
    return f"{float(rounded(value, 1)) + 0.0:+.1f}"  # the addition takes the sign off a zero


def main() -> None:
    all_ = tenants()
    slide(all_)
    arms(all_)
    weeks(all_)
    tenant_list(all_)
    results(all_)
    reopened(all_)
    left(all_)
    survey(all_)
    keys(all_)


if __name__ == "__main__":
    main()
