"""Rewrite the tables of this case: `python generate.py`. Standard library only, seeded.

Scenario givens stand at the top. Firms are drawn once, with their tickets and their pages; how
often the shared search returns none of a firm's own pages follows from how many it has. Times are
drawn ticket by ticket. Money, limits and numbers of labels are worked out from the givens.
"""

from __future__ import annotations

import csv
import random
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from math import ceil, comb, exp, fsum, log
from pathlib import Path
from statistics import NormalDist, median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

EXHIBITS = Path(__file__).resolve().parent / "exhibits"
SEED = 298
NORMAL = NormalDist()
Row = tuple[object, ...]

TICKETS = 3_100_000
AGENT_COST, CALL_PRICE, CLOSED_PRICE = Decimal("6.40"), Decimal("0.011"), Decimal("0.95")
READ_MINUTES, READER_PRICE = 3, 36

# How tickets of the pilot ended: the keyword bot's half, and the assistant's half.
CONFIRMED, SILENT_CLOSED = "Clicked: it helped", "Silent for 72 h: closed"
ENDINGS = (
    (CONFIRMED, 1_440, 1_680),
    (SILENT_CLOSED, 0, 720),
    ("Silent for 72 h: to an agent", 960, 0),
    ("Asked for an agent", 1_920, 2_640),
    ("No answer: to an agent", 3_680, 2_960),
)
CALLED, NOT_HELPED = 200, 80

# kind of ticket, answers, called unsupported by people, by the judge model, by both
READINGS = (
    ("Resolved, with a page", 132, 5, 4, 3),
    ("Resolved, no page", 88, 7, 5, 3),
    ("Opened again", 84, 11, 6, 4),
    ("Never resolved", 96, 17, 7, 4),
)
TEST_TICKETS, TEST_ANSWERS, TEST_UNSUPPORTED = 120, 122, 5
PROBES = 3_000

# Firms by number of tickets, and how many of each group have a contract for the European Union.
GROUPS = (
    ("Largest 20", 20, 3, 11),
    ("Next 80", 80, 0, 24),
    ("Next 340", 340, 0, 63),
    ("Other 800", 800, 0, 112),
)
TICKET_SPREAD, SMALLEST = 2.2, 0.03
PASSAGES = 4_600_000
PASSAGE_POWER, PASSAGE_SPREAD = 0.8, 0.5
BEST = 50
# A firm's own passages lie nearer to its questions, in standard deviations of all passages.
OWN_NEARER = 0.9

# part of a ticket, model calls, median in seconds, spread of its logarithm, share of tickets
PARTS = (
    ("Search, filter", 0, 0.25, 0.35, 1.0),
    ("Question anew", 1, 0.50, 0.40, 1.0),
    ("Answer", 1, 1.66, 0.42, 1.0),
    ("Judge", 1, 0.67, 0.38, 1.0),
    ("Second answer", 1, 1.66, 0.42, 0.2),
)
TIMED = 20_000


@dataclass(frozen=True)
class Firm:
    tickets: int
    passages: int

    @property
    def none_left(self) -> float:
        """The chance that no own passage is among the best of all firms' passages."""
        limit = NORMAL.inv_cdf(1 - BEST / PASSAGES)
        return NORMAL.cdf(limit - OWN_NEARER) ** self.passages


def firms() -> list[Firm]:
    """From most tickets to fewest."""
    rng = random.Random(SEED)
    number = sum(count for _, count, _, _ in GROUPS)
    sizes = sorted((_size(rng) for _ in range(number)), reverse=True)
    pages = [size**PASSAGE_POWER * exp(rng.gauss(0, PASSAGE_SPREAD)) for size in sizes]
    tickets, passages = _shared(TICKETS, sizes), _shared(PASSAGES, pages)
    return [Firm(one, other) for one, other in zip(tickets, passages, strict=True)]


def _size(rng: random.Random) -> float:
    return SMALLEST + exp(rng.gauss(0, TICKET_SPREAD))


def _shared(total: int, weights: list[float]) -> list[int]:
    """``total`` in whole parts by weight, with largest remainders."""
    exact = [total * weight / sum(weights) for weight in weights]
    parts = [int(value) for value in exact]
    order = sorted(range(len(parts)), key=lambda i: parts[i] - exact[i])
    for i in order[: total - sum(parts)]:
        parts[i] += 1
    return parts


def rounded(value: Decimal | float, places: int = 0) -> str:
    exact = value if isinstance(value, Decimal) else Decimal(repr(value))
    return str(exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_EVEN))


def percent(part: float, whole: float, places: int = 1) -> str:
    return rounded(100 * part / whole, places)


def millions(value: Decimal | float) -> str:
    return rounded(value / 1_000_000, 2)


def write(name: str, header: tuple[str, ...], rows: list[Row]) -> None:
    with (EXHIBITS / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def calls_a_ticket() -> Decimal:
    return sum((calls * Decimal(str(share)) for _, calls, _, _, share in PARTS), Decimal(0))


def closed_share(half: int) -> Decimal:
    """Of all tickets of one half of the pilot, 1 for the bot and 2 for the assistant."""
    closed = sum(row[half] for row in ENDINGS if row[0] in (CONFIRMED, SILENT_CLOSED))
    return Decimal(closed) / sum(row[half] for row in ENDINGS)


def facts(all_: list[Firm]) -> None:
    rows: list[Row] = [
        ("Firms that use the help desk", f"{len(all_):,}", "firms"),
        ("Firms to which sales has promised the assistant", 34, "firms"),
        ("Agents of these firms who answer tickets", "5,400", "people"),
        ("Tickets", rounded(TICKETS / 1e6, 1), "million a year"),
        ("Tickets written in chat, the others by e-mail", 35, "percent"),
        ("Tickets with an attachment", 22, "percent"),
        ("First reply of an agent, median", 3.4, "hours"),
        ("Cost of a ticket that an agent handles", AGENT_COST, "EUR, the firm's"),
        ("Tickets the keyword bot closes", percent(float(closed_share(1)), 1, 0), "percent"),
        ("Help pages and past answers, in passages", rounded(PASSAGES / 1e6, 1), "million"),
        ("Time to read an answer against its sources", READ_MINUTES, "minutes"),
        ("Price of a reader", READER_PRICE, "EUR an hour"),
        ("Team and time", 5, "people, 20 weeks"),
    ]
    write("facts.csv", ("fact", "value", "unit"), rows)


def sheet() -> None:
    bot, assistant = closed_share(1), closed_share(2)
    more = TICKETS * (assistant - bot)
    calls = calls_a_ticket()
    rows: list[Row] = [
        ("Tickets of all firms", rounded(TICKETS / 1e6, 1), "million a year"),
        ("Pilot: tickets drawn by lot, half for the bot", 3, "firms, 4 weeks"),
        ("Closed without an agent, keyword bot", percent(float(bot), 1, 0), "percent"),
        ("Closed without an agent, assistant", percent(float(assistant), 1, 0), "percent"),
        ("More tickets closed without an agent", f"{int(more):,}", "a year"),
        ("Cost of a ticket that an agent handles", AGENT_COST, "EUR"),
        ("Saved by the firms", millions(more * AGENT_COST), "million EUR a year"),
        ("Model calls", rounded(calls, 1), "a ticket"),
        ("Price of a call", CALL_PRICE, "EUR"),
        ("Cost of the model", millions(TICKETS * calls * CALL_PRICE), "million EUR a year"),
        ("Firms pay for a ticket the assistant closes", CLOSED_PRICE, "EUR"),
        ("Income", millions(TICKETS * assistant * CLOSED_PRICE), "million EUR a year"),
    ]
    write("sheet.csv", ("item", "value", "unit"), rows)


def prototype(times: list[float]) -> None:
    result = percent(TEST_UNSUPPORTED, TEST_ANSWERS)
    asked = f"{TEST_TICKETS} tickets of March that were resolved; two hold two questions"
    rows: list[Row] = [
        ("Pages", "Help pages and past answers of all firms, in one index"),
        ("Passages", "Each carries the number of its firm; eight go to the model"),
        ("Model", "Hosted by a supplier; told to use only the passages"),
        ("Ticket", "Its text and the text of its attachments go to the model"),
        ("Judge", "A second model says whether the cited text supports the answer"),
        ("If it does not", "One new answer is written, and that one is sent"),
        ("Judge and people", "kappa 0.41"),
        ("Test", f"{asked}, so {TEST_ANSWERS} answers"),
        ("Result, by judge", f"{TEST_UNSUPPORTED} answers not supported, {result} %"),
        (
            "Firm test",
            f"{PROBES:,} questions of the pilot firms; none got text of another",
        ),
        ("Time of a ticket", f"{rounded(at(times, 0.95), 1)} s, 95th percentile"),
        ("Repeated questions", "Answers are stored for 24 hours, from launch on"),
        ("Proposal", "All firms, on one day, answers sent without an agent"),
    ]
    write("prototype.csv", ("part", "what_it_is"), rows)


def closures() -> None:
    bots, assistants = (sum(row[half] for row in ENDINGS) for half in (1, 2))
    listed = [*ENDINGS, ("All", bots, assistants)]
    rows: list[Row] = [
        (
            name,
            bot,
            percent(bot, bots),
            assistant,
            percent(assistant, assistants),
            *((CALLED, NOT_HELPED) if name == SILENT_CLOSED else ("", "")),
        )
        for name, bot, assistant in listed
    ]
    header = ("ending", "bot", "bot_pct", "assistant", "assistant_pct", "called", "not_helped")
    write("closures.csv", header, rows)


def readings() -> None:
    totals = [sum(row[i] for row in READINGS) for i in (1, 2, 3, 4)]
    rows: list[Row] = [
        (kind, answers, people, percent(people, answers), judge, percent(judge, answers), both)
        for kind, answers, people, judge, both in (*READINGS, ("All", *totals))
    ]
    header = ("kind", "answers", "people", "people_pct", "judge", "judge_pct", "both")
    write("readings.csv", header, rows)


def path() -> None:
    rows: list[Row] = [
        ("1 Stored answer", "Same text and language in 24 h: that answer is sent (off in tests)"),
        ("2 Ticket", "Text, attachments and the firm's style rules become one prompt"),
        ("3 Search", f"A model puts the question anew; the best {BEST} passages of all firms"),
        ("4 Filter", "Passages of other firms are taken out; the best 8 of the rest stay"),
        ("5 No passage", "The ticket is passed to an agent"),
        ("6 Answer", "Model sees prompt and passages; a region in the United States"),
        ("7 Actions", "Model may send, close the ticket, read the person's last orders"),
        ("8 Judge", "Supported or not; one second answer, which is sent"),
        ("9 Log", "Prompt, passages, answer: 13 months, open to team and supplier"),
    ]
    write("path.csv", ("step", "what_happens"), rows)


def tenants(all_: list[Firm]) -> None:
    rows: list[Row] = []
    start = 0
    for name, count, pilot, union in GROUPS:
        rows.append((name, *_group_row(all_[start : start + count], pilot, union)))
        start += count
    pilot, union = (sum(group[i] for group in GROUPS) for i in (2, 3))
    rows.append(("All", *_group_row(all_, pilot, union)))
    header = ("group", "firms", "pilot", "union", "tickets", "share_pct", "own", "none_pct")
    write("tenants.csv", header, rows)


def _group_row(group: list[Firm], pilot: int, union: int) -> Row:
    tickets = sum(firm.tickets for firm in group)
    none = fsum(firm.tickets * firm.none_left for firm in group)
    own = f"{int(rounded(median(firm.passages for firm in group))):,}"
    share = percent(tickets, TICKETS)
    return (len(group), pilot, union, f"{tickets:,}", share, own, percent(none, tickets, 0))


def timed() -> list[list[float]]:
    """Seconds of each part, ticket by ticket; 0 where a part is not needed."""
    rng = random.Random(SEED)
    return [
        [
            exp(rng.gauss(log(middle), spread)) if rng.random() < share else 0.0
            for _, _, middle, spread, share in PARTS
        ]
        for _ in range(TIMED)
    ]


def latency(sample: list[list[float]]) -> None:
    rows: list[Row] = []
    for i, (name, calls, _, _, share) in enumerate(PARTS):
        values = [one[i] for one in sample if one[i]]
        made = calls * Decimal(str(share))
        rows.append((name, *_timed_row(values, share, made)))
    rows.append(("All", *_timed_row([sum(one) for one in sample], 1.0, calls_a_ticket())))
    header = ("part", "tickets_pct", "calls", "eur", "p50", "p95")
    write("latency.csv", header, rows)


def _timed_row(values: list[float], share: float, calls: Decimal) -> Row:
    cost = calls * CALL_PRICE
    shown = (rounded(at(values, 0.5), 1), rounded(at(values, 0.95), 1))
    return (percent(share, 1, 0), rounded(calls, 1), rounded(cost, 4), *shown)


def at(values: list[float], share: float) -> float:
    return sorted(values)[int(share * len(values))]


def contracts() -> None:
    union = sum(group[3] for group in GROUPS)
    text = f"""\
1. {union} firms: what people write stays in the European Union. The model there: 0.013 EUR a call.
2. A new supplier that sees tickets is announced 30 days before. A firm may say no.
3. Logs of tickets may be kept for 90 days.
4. A person may ask for deletion. It covers every copy, and takes 30 days at most.
5. 58 firms (clinics, insurers, benefit offices): a person of the firm approves each answer on \
health, money or entitlement before it is sent.
6. A person is told when a machine answers.
7. Text of one firm shown at another: both are told within 72 hours. In 96 contracts each case \
costs us 25,000 EUR.
"""
    (EXHIBITS / "contracts.txt").write_text(text, encoding="utf-8", newline="\n")


def key_money() -> None:
    bot, assistant = closed_share(1), closed_share(2)
    confirmed = Decimal(ENDINGS[0][2]) / sum(row[2] for row in ENDINGS)
    silent = assistant - confirmed
    gave_up = silent * NOT_HELPED / CALLED
    listed = (
        ("As on the sheet", assistant, Decimal(0)),
        ("Without 40 % of the silent ones", assistant - gave_up, gave_up),
        ("Confirmed only, as the bot is counted", confirmed, silent),
    )
    rows: list[Row] = [
        (
            name,
            percent(float(share), 1),
            percent(float(share - bot), 1),
            f"{round(TICKETS * (share - bot)):,}",
            millions(TICKETS * (share - bot) * AGENT_COST),
            millions(TICKETS * share * CLOSED_PRICE),
            f"{round(TICKETS * lost):,}",
        )
        for name, share, lost in listed
    ]
    header = ("count", "helped_pct", "gain", "tickets", "saved_m", "paid_m", "not_counted")
    write("key-money.csv", header, rows)


def key_loss() -> None:
    """What a wrong answer may cost before sending answers saves nothing."""
    totals = [sum(row[i] for row in READINGS) for i in (1, 2)]
    listed = (
        ("Judge, resolved tickets", TEST_UNSUPPORTED, TEST_ANSWERS),
        ("People, all tickets", totals[1], totals[0]),
        ("People, never resolved", READINGS[-1][2], READINGS[-1][1]),
    )
    cost = float(calls_a_ticket() * CALL_PRICE)
    rows: list[Row] = []
    for name, wrong, answers in listed:
        share = wrong / answers
        even = ((1 - share) * float(AGENT_COST) - cost) / share
        rows.append((name, wrong, answers, percent(wrong, answers), rounded(even, 1)))
    write("key-loss.csv", ("source", "wrong", "answers", "wrong_pct", "even_eur"), rows)


def key_samples() -> None:
    read = sum(row[1] for row in READINGS)
    wrong = sum(row[2] for row in READINGS)
    small = limits(TEST_UNSUPPORTED, TEST_ANSWERS)
    large = limits(wrong, read)
    rows: list[Row] = [
        (f"{TEST_UNSUPPORTED} of {TEST_ANSWERS} not supported", *shown(TEST_ANSWERS, small)),
        (f"{wrong} of {read} not supported", *shown(read, large)),
    ]
    for rate, within in ((0.041, 0.01), (0.1, 0.01), (0.1, 0.02)):
        needed = ceil(1.96**2 * rate * (1 - rate) / within**2)
        name = f"{percent(rate, 1)} % within {percent(within, 1, 0)} point{'s' * (within > 0.01)}"
        rows.append((name, *shown(needed, (rate - within, rate + within))))
    for chance in (1 / 1_000, 1 / 10_000):
        needed = ceil(log(0.05) / log(1 - chance)) if chance < 1 / 1_000 else PROBES
        bound = 1 - 0.05 ** (1 / needed)
        rows.append((f"0 of {needed:,} across firms", f"{needed:,}", "", 0, percent(bound, 1, 2)))
    write("key-samples.csv", ("claim", "number", "readers_eur", "low_pct", "high_pct"), rows)


def shown(number: int, between: tuple[float, float]) -> Row:
    """Two people read each answer."""
    price = 2 * number * READ_MINUTES / 60 * READER_PRICE
    return (f"{number:,}", f"{round(price):,}", *(percent(limit, 1) for limit in between))


def limits(hits: int, tries: int) -> tuple[float, float]:
    """The exact 95 % interval of Clopper and Pearson."""

    def at_most(chance: float, most: int) -> float:
        miss = 1 - chance
        return fsum(comb(tries, k) * chance**k * miss ** (tries - k) for k in range(most + 1))

    def solved(above: Callable[[float], bool]) -> float:
        low, high = 0.0, 1.0
        for _ in range(60):
            middle = (low + high) / 2
            low, high = (middle, high) if above(middle) else (low, middle)
        return high

    return (
        solved(lambda chance: 1 - at_most(chance, hits - 1) < 0.025),
        solved(lambda chance: at_most(chance, hits) > 0.025),
    )


def main() -> None:
    all_ = firms()
    sample = timed()
    facts(all_)
    sheet()
    prototype([sum(one) for one in sample])
    closures()
    readings()
    path()
    tenants(all_)
    latency(sample)
    contracts()
    key_money()
    key_loss()
    key_samples()


if __name__ == "__main__":
    main()
