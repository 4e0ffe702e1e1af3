"""Build the exhibits of this case: `python generate.py`. Standard library only, seeded.

Two Mondays of inbound leads are drawn lead by lead; every table of those days is counted in that
one draw. What is drawn is when a lead came, how it scored and what the agent said; what the report
makes of it follows from the rule of the nightly file: what was entered after the file's end is not
in it.
"""

from __future__ import annotations

import csv
import random
from dataclasses import dataclass
from itertools import pairwise
from math import log
from pathlib import Path

EXHIBITS = Path(__file__).resolve().parent / "exhibits"
SEED = 1495

# Minutes of the local day, which is UTC-4: the file of 29 September ends at 20:00 local.
FILE_END = 20 * 60
CUT, RAISED = 0.45, 0.55
CLOSES = {"Lakes": 18 * 60}
"""When agents stop calling; at midnight everywhere else."""
NEW = "Prairie"

# territory, share of the accepted leads on 22 September and on 29 September
TERRITORIES = (
    ("Atlantic", 0.23, 0.21),
    ("Capital", 0.19, 0.18),
    ("Delta", 0.16, 0.15),
    ("Highlands", 0.17, 0.16),
    ("Lakes", 0.12, 0.11),
    ("Coast", 0.13, 0.12),
    (NEW, 0.0, 0.07),
)
# Leads by hour, from 07:00; forms and calls go on until midnight.
BY_HOUR = (2, 5, 7, 8, 8, 8, 7, 7, 7, 8, 8, 8, 8, 6, 5, 3, 1)

# Of the accepted leads: how many, qualified in the end, without any outcome in the end; and the
# last day's that were entered after the end of the file.
LAST = {"accepted": 2884, "qualified": 1788, "open": 12}
NOW = {"accepted": 2900, "qualified": 1792, "open": 12, "late": 435, "late_qualified": 263}
NOT_ACCEPTED = {"last": 2461, "now": 2502}

DAYS = [f"{day:02d} Sep" for day in range(9, 30)]
WEEKEND = {"13 Sep", "14 Sep", "20 Sep", "21 Sep", "27 Sep", "28 Sep"}
USUAL = 0.62

LIMIT, WAITED, WAIT_HOURS, CALL_MIN = 55, 0.44, 11, 12
ACCEPTED_DAY = 2900
SUNDAY_EVENING = 231
"""Rows entered after 20:00 on 28 September: sent with that day's file, skipped in the next."""

Table = list[tuple[object, ...]]


@dataclass
class Lead:
    territory: str
    at: int
    """Minute of the local day at which it was accepted."""
    entered: int
    """Minute at which the agent entered what came of it."""
    score: float
    outcome: str = "not qualified"

    @property
    def late(self) -> bool:
        return self.entered >= FILE_END


def header(names: str) -> Table:
    return [tuple(names.split())]


def pct(part: float, whole: float, digits: int = 1) -> str:
    return f"{100 * part / whole:.{digits}f}"


def change(now: float, before: float) -> str:
    relative = round(100 * (now / before - 1), 1)
    return f"{relative:+.1f}" if relative else "0.0"


def clock(minute: int) -> str:
    return f"{minute // 60 % 24:02d}:{minute % 60:02d}"


def drawn(rng: random.Random, week: str) -> Lead:
    """One accepted lead. The agent's call begins at once and its outcome is entered after it."""
    shares = [(name, share[week == "now"]) for name, *share in TERRITORIES]
    names, weights = zip(*shares, strict=True)
    territory = rng.choices(names, weights=weights)[0]
    closes = CLOSES.get(territory, 24 * 60)
    while True:
        at = 60 * (7 + rng.choices(range(17), weights=BY_HOUR)[0]) + rng.randrange(60)
        entered = at + 3 + round(rng.expovariate(1 / 8))
        if at >= 8 * 60 and entered < closes:
            break
    mean = -0.12 if territory == NEW else 0.16
    score = 0.0
    while not CUT <= score < 0.98:
        score = _share(rng.gauss(mean, 0.74))
    return Lead(territory, at, entered, score)


def _share(odds: float) -> float:
    return 1 / (1 + 2.718281828**-odds)


def day(rng: random.Random, week: str) -> list[Lead]:
    """The accepted leads of a day, with what came of them; on the last day with fixed totals on
    either side of the end of the file."""
    if week == "last":
        leads = [drawn(rng, week) for _ in range(LAST["accepted"])]
        _judge(rng, leads, LAST["qualified"], LAST["open"])
        return leads
    early: list[Lead] = []
    late: list[Lead] = []
    while len(early) < NOW["accepted"] - NOW["late"] or len(late) < NOW["late"]:
        lead = drawn(rng, week)
        side, room = (late, NOW["late"]) if lead.late else (early, NOW["accepted"] - NOW["late"])
        if len(side) < room:
            side.append(lead)
    _judge(rng, early, NOW["qualified"] - NOW["late_qualified"], NOW["open"])
    _judge(rng, late, NOW["late_qualified"], 0)
    return early + late


def _judge(rng: random.Random, leads: list[Lead], qualified: int, still_open: int) -> None:
    """Draw who qualifies: by the odds of the score, and so many in all."""

    def chance(lead: Lead) -> float:
        noise = rng.random()
        return log(lead.score / (1 - lead.score)) + log(noise / (1 - noise))

    ranked = sorted(leads, key=chance, reverse=True)
    for lead in ranked[:qualified]:
        lead.outcome = "qualified"
    for lead in rng.sample(ranked[qualified:], still_open):
        lead.outcome = "none yet"


class Days:
    """The two Mondays, and the daily figures of three weeks."""

    def __init__(self) -> None:
        rng = random.Random(SEED)
        self.last, self.now = day(rng, "last"), day(rng, "now")
        self.refused = {week: _refused(rng, week) for week in ("last", "now")}
        self.daily: dict[str, tuple[int, int, int]] = {}
        """Accepted, qualified and without an outcome, as the report has them."""
        for name in DAYS:
            accepted = round(rng.gauss(2130 if name in WEEKEND else 2900, 24))
            hits = sum(rng.random() < USUAL for _ in range(accepted))
            self.daily[name] = (accepted, hits, round(rng.gauss(0.004, 0.0005) * accepted))
        self.daily["22 Sep"] = (LAST["accepted"], LAST["qualified"], LAST["open"])
        in_file = sum(counted(lead) for lead in self.now)
        none = sum(lead.late or lead.outcome == "none yet" for lead in self.now)
        self.daily["29 Sep"] = (NOW["accepted"], in_file, none)


def counted(lead: Lead) -> bool:
    """Whether the report of the last day counts the lead as qualified."""
    return lead.outcome == "qualified" and not lead.late


def _refused(rng: random.Random, week: str) -> list[float]:
    """Scores of the leads that were not accepted."""
    found: list[float] = []
    while len(found) < NOT_ACCEPTED[week]:
        score = _share(rng.gauss(-0.08 if week == "last" else -0.26, 0.74))
        if score < CUT:
            found.append(score)
    return found


def precision_by_day(days: Days) -> Table:
    table = header("day accepted qualified precision")
    for name, (accepted, hits, _) in days.daily.items():
        table.append((name, accepted, hits, pct(hits, accepted)))
    return table


def by_hour(days: Days) -> Table:
    table = header(
        "hour_local accepted_last qualified_last accepted_now qualified_now"
        " precision_last precision_now"
    )
    for hour in range(8, 24):
        last = [lead for lead in days.last if lead.at // 60 == hour]
        now = [lead for lead in days.now if lead.at // 60 == hour]
        hits = sum(lead.outcome == "qualified" for lead in last)
        hits_now = sum(counted(lead) for lead in now)
        shares = (pct(hits, len(last)), pct(hits_now, len(now)))
        table.append((f"{hour:02d}:00", len(last), hits, len(now), hits_now, *shares))
    return table


def territories(days: Days) -> Table:
    table = header(
        "territory accepted_last qualified_last accepted_now qualified_now"
        " precision_last precision_now change"
    )
    groups = [(name, {name}) for name, *_ in TERRITORIES]
    every = {name for name, *_ in TERRITORIES}
    groups += [(f"without {NEW}", every - {NEW}), ("all", every)]
    for label, names in groups:
        last = [lead for lead in days.last if lead.territory in names]
        now = [lead for lead in days.now if lead.territory in names]
        hits = sum(lead.outcome == "qualified" for lead in last)
        hits_now = sum(counted(lead) for lead in now)
        share_now = pct(hits_now, len(now))
        if not last:
            table.append((label, 0, 0, len(now), hits_now, "", share_now, ""))
            continue
        moved = change(hits_now / len(now), hits / len(last))
        counts = (len(last), hits, len(now), hits_now)
        table.append((label, *counts, pct(hits, len(last)), share_now, moved))
    return table


def outcomes(days: Days) -> Table:
    table = header("day accepted qualified not_qualified none with_outcome precision of_those")
    for name in ("22 Sep", "25 Sep", "26 Sep", "27 Sep", "28 Sep", "29 Sep"):
        accepted, hits, none = days.daily[name]
        known = accepted - none
        shares = (pct(known, accepted), pct(hits, accepted), pct(hits, known))
        table.append((name, accepted, hits, known - hits, none, *shares))
    return table


def predictions(days: Days) -> Table:
    """Accepted leads of the last day by score: expected and counted share of qualified ones."""
    table = header("score accepted expected with_outcome qualified of_all of_those")
    edges = (0.45, 0.50, 0.55, 0.60, 0.65, 0.70, 0.80, 0.98)
    for low, high in [*pairwise(edges), (edges[0], edges[-1])]:
        leads = [lead for lead in days.now if low <= lead.score < high]
        known = [lead for lead in leads if not lead.late and lead.outcome != "none yet"]
        hits = sum(counted(lead) for lead in leads)
        label = "all" if (low, high) == (edges[0], edges[-1]) else f"{low:.2f}-{high:.2f}"
        shares = (pct(hits, len(leads)), pct(hits, len(known)))
        expected = pct(sum(lead.score for lead in leads), len(leads))
        table.append((label, len(leads), expected, len(known), hits, *shares))
    return table


EDGES = (0.0, 0.25, 0.30, 0.35, 0.40, 0.45, 0.50, 0.55, 0.60, 0.70, 1.0)


def banded(days: Days, week: str) -> list[int]:
    accepted = days.last if week == "last" else days.now
    values = [lead.score for lead in accepted] + days.refused[week]
    return [sum(low <= score < high for score in values) for low, high in pairwise(EDGES)]


def shift(days: Days) -> float:
    """The population stability index of the scores over the bands of the table."""
    last, now = banded(days, "last"), banded(days, "now")
    shares = [(b / sum(last), a / sum(now)) for b, a in zip(last, now, strict=True)]
    return sum((after - before) * log(after / before) for before, after in shares)


def scores(days: Days) -> Table:
    table = header("score leads_last leads_now share_last share_now")
    last, now = banded(days, "last"), banded(days, "now")
    for (low, high), before, after in zip(pairwise(EDGES), last, now, strict=True):
        shares = (pct(before, sum(last)), pct(after, sum(now)))
        table.append((f"{low:.2f}-{high:.2f}", before, after, *shares))
    table.append(("all", sum(last), sum(now), "100.0", "100.0"))
    return table


def model_versions(days: Days) -> Table:
    """Days of each model, and the last day as the old one would have chosen."""
    table = header("leads model accepted qualified precision")
    for label, model, names in (
        ("23 to 25 Sep", "v6", ("23 Sep", "24 Sep", "25 Sep")),
        ("26 to 28 Sep", "v7", ("26 Sep", "27 Sep", "28 Sep")),
        ("29 Sep", "v7", ("29 Sep",)),
    ):
        accepted = sum(days.daily[name][0] for name in names)
        hits = sum(days.daily[name][1] for name in names)
        table.append((label, model, accepted, hits, pct(hits, accepted)))
    rng = random.Random(SEED + 1)
    both = [lead for lead in days.now if lead.score > CUT + 0.03 * rng.random()]
    hits = sum(counted(lead) for lead in both)
    table.append(("29 Sep, v6 agrees", "v6, trial", len(both), hits, pct(hits, len(both))))
    return table


def table_sizes(days: Days) -> Table:
    """Rows of the nightly tables. That of outcomes holds one row for each accepted lead."""
    made = sum(lead.outcome != "none yet" for lead in days.last)
    received = NOW["accepted"] - days.daily["29 Sep"][2]
    table = header("nightly_table source rows_last rows_now of_last")
    for name, source, last, now in (
        ("leads", "web forms", 5345, 5402),
        ("acceptances", "own database", LAST["accepted"], NOW["accepted"]),
        ("calls", "telephone system", 9812, 9874),
        ("overrides", "own database", 175, 177),
        ("deposits", "payment service", 704, 713),
        ("outcomes", "CRM", made, received),
    ):
        table.append((name, source, last, now, pct(now, last)))
    return table


def transfers(days: Days) -> Table:
    """The log of the nightly transfer. Until 28 September a file began where the local day did."""
    table = header("day first_utc last_utc rows skipped status finished_utc")
    for number in range(25, 30):
        accepted, _, none = days.daily[f"{number} Sep"]
        start, skipped = ("00:00", SUNDAY_EVENING) if number == 29 else ("04:00", 0)
        window = (f"{number} Sep {start}", f"{number + 1} Sep {start}")
        finished = f"{number + 1} Sep 05:{34 + number % 3}"
        table.append((f"{number} Sep", *window, accepted - none, skipped, "ok", finished))
    return table


def single_leads(days: Days) -> Table:
    """The leads nearest the end of the file on either side, and what the report makes of them."""
    known = sorted(
        (lead for lead in days.now if lead.outcome != "none yet"),
        key=lambda lead: (lead.entered, lead.at, lead.score),
    )
    first_late = next(index for index, lead in enumerate(known) if lead.late)
    chosen = known[first_late - 90 : first_late : 30] + known[first_late::80]
    table = header("lead territory accepted_local entered_utc agent_says in_table report_says")
    for index, lead in enumerate(chosen):
        utc = lead.entered + 4 * 60
        entered = f"{29 + utc // 1440} Sep {clock(utc)}"
        row = ("no", "not qualified") if lead.late else ("yes", lead.outcome)
        number = f"L-{61140 + 37 * index}"
        table.append((number, lead.territory, clock(lead.at), entered, lead.outcome, *row))
    return table


def hourly(share_lost: float) -> str:
    """Qualified leads lost in an average hour while so great a share waits for people."""
    return f"{ACCEPTED_DAY / 24 * share_lost * (USUAL - WAITED):.1f}"


def effects(days: Days) -> Table:
    """What each action does: minutes, the report's figure, acceptances and losses an hour."""
    kept_above = sum(lead.score >= RAISED for lead in days.now) / NOW["accepted"]
    false = pct(NOW["qualified"] - NOW["late_qualified"], NOW["accepted"])
    right = pct(NOW["qualified"], NOW["accepted"])
    table = header("action minutes precision accepted_hour wait_min lost_hour")
    for name, minutes, figure, kept, wait in (
        ("nothing, until 12:55", 0, false, 1.0, 4),
        ("nothing, after 12:55: the guard switches off", 45, false, 0.0, 660),
        ("guard held for two hours", 3, false, 1.0, 4),
        ("guard watches overrides", 13, false, 1.0, 4),
        ("guard switched off or limit lowered", 2, false, 1.0, 4),
        ("automatic acceptance switched off", 4, false, 0.0, 660),
        ("yesterday counted again from the CRM", 11, right, 1.0, 4),
        ("nightly transfer run again", 14, false, 1.0, 4),
        ("outcome table rebuilt", 23, right, 1.0, 4),
        ("CRM setting back, with the administrator there", 14, false, 1.0, 4),
        ("loader reads outcomes by their own time", 40, false, 1.0, 4),
        ("check before any figure goes out", 24, false, 1.0, 4),
        ("model v6 back", 13, false, 0.97, 4),
        ("accepted from a higher score", 5, false, round(kept_above, 2), 4),
        ("update or training with yesterday as it is", 42, false, 0.94, 4),
    ):
        per_hour = f"{ACCEPTED_DAY / 24 * kept:.0f}"
        table.append((name, minutes, figure, per_hour, wait, hourly(1 - kept)))
    return table


def facts(days: Days) -> Table:
    """Figures that the texts quote and that stand in no other table."""
    late = [lead for lead in days.now if lead.late]
    lost = sum(lead.outcome == "qualified" for lead in late)
    calls = (
        ACCEPTED_DAY
        / 24
        * (NOW["qualified"] / NOW["accepted"] - days.daily["29 Sep"][1] / ACCEPTED_DAY)
    )
    evening = [lead for lead in days.now if lead.at >= FILE_END]
    new = [lead for lead in days.now if lead.territory == NEW]
    new_right = sum(lead.outcome == "qualified" for lead in new)
    return [
        ("fact", "value"),
        ("overrides of 100 accepted leads, 22 Sep", pct(175, LAST["accepted"])),
        ("overrides of 100 accepted leads, 29 Sep", pct(177, NOW["accepted"])),
        ("deposits of 100 accepted leads, 22 Sep", pct(704, LAST["accepted"])),
        ("deposits of 100 accepted leads, 29 Sep", pct(713, NOW["accepted"])),
        ("price named as the reason, of 100 not qualified, 22 Sep", 8),
        ("price named as the reason, of 100 not qualified, 29 Sep", 8),
        ("shift of the scores, PSI", f"{shift(days):.2f}"),
        ("largest shift of an input, PSI", "0.01"),
        ("precision on 30 June, %", "62.4"),
        ("precision on 31 March, %", "61.7"),
        ("outcomes entered after 20:00 local on 29 Sep", len(late)),
        ("of these qualified", lost),
        ("of all qualified, %", pct(lost, NOW["qualified"])),
        ("accepted after 20:00 local, %", pct(len(evening), NOW["accepted"], 0)),
        ("qualified of 29 Sep, all outcomes", NOW["qualified"]),
        ("precision of 29 Sep, all outcomes, %", pct(NOW["qualified"], NOW["accepted"])),
        (f"the same in {NEW}, %", pct(new_right, len(new))),
        ("rows of the outcome table once it is whole", NOW["accepted"] - NOW["open"]),
        ("qualified leads lost an hour while all wait", hourly(1.0)),
        ("useless calls more an hour, if the figure were true", f"{calls:.1f}"),
        ("minutes of agents for these", f"{CALL_MIN * calls:.0f}"),
        ("limit of the guard if it watches overrides, of 100 accepted leads", 9),
        (
            "acceptances below a score of 0.55, %",
            pct(sum(lead.score < RAISED for lead in days.now), NOW["accepted"], 0),
        ),
        ("overrides with a higher acceptance score, of 100", 4.8),
        ("outcomes a day needs to pass the check, of 100 leads", 97),
        ("the same in each hour: one lead of the last hour may lack one", 90),
        ("weight of the newest day in the daily update, %", 20),
        ("fewer acceptances after an update with yesterday as it is, %", 6),
    ]


def write(name: str, table: Table) -> None:
    with (EXHIBITS / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(table)


def main() -> None:
    days = Days()
    EXHIBITS.mkdir(exist_ok=True)
    for name, table in {
        "precision-by-day": precision_by_day(days),
        "by-hour": by_hour(days),
        "territories": territories(days),
        "outcomes": outcomes(days),
        "predictions": predictions(days),
        "scores": scores(days),
        "model-versions": model_versions(days),
        "table-sizes": table_sizes(days),
        "transfers": transfers(days),
        "single-leads": single_leads(days),
        "effects": effects(days),
        "facts": facts(days),
    }.items():
        write(name, table)


if __name__ == "__main__":
    main()
