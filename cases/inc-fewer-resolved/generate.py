"""Build the exhibits of this case: `python generate.py`. Standard library only, seeded.

Rates and volumes are assumed; conversations are drawn from them once, in steps of ten minutes, and
every table is counted in that one draw or computed from the same rates.
"""

from __future__ import annotations

import csv
import random
from collections import Counter
from dataclasses import dataclass
from math import cos, pi
from pathlib import Path

EXHIBITS = Path(__file__).resolve().parent / "exhibits"
SEED = 87

STEP = 10
# Minutes since midnight of 17 September.
FROM, NEW_TENANT, FAULT, MIDNIGHT, CHECK_TO, PAGE = 1080, 1200, 1420, 1440, 1800, 1860
CHART_FROM, CHART_STEP, WINDOW = 1140, 30, 360

# An average hour of this week: what the world of the incident assumes too.
EU_HOUR, US_HOUR = 1558, 2542
# A week ago there was a little less to do, also without the new tenant.
EU_HOUR_LAST, US_HOUR_LAST = 1446, 2521
ALL_HOUR = EU_HOUR + US_HOUR
EU_OK, EU_FAULTY, US_OK = 0.62, 0.374, 0.624
UNSUPPORTED, UNSUPPORTED_FAULTY = 0.041, 0.096
SPARE_HOUR = 310
EXTRA_PEOPLE_HOUR = 150
LINE_CLOSES_AT = 1250
# What a stricter hand-over keeps from being resolved in the EU while search is faulty.
STRICTER = 0.073

CACHE_SHARE = 0.24
COST_PER_CALL, CALLS = 0.011, 3.2

NEW = "Norvang"
OTHERS = "163 other tenants"
FIRM = "Tessaly, EU"


@dataclass(frozen=True)
class Tenant:
    """An EU tenant: conversations in an average hour, what share of them is resolved, documents
    that it added, and conversations in an hour of last week."""

    name: str
    hourly: int
    ok: float
    faulty: float
    added: int = 0
    last: int = 0


TENANTS = (
    Tenant("Mirova Telecom", 164, 0.631, 0.379, last=161),
    Tenant("Brightlane Travel", 118, 0.604, 0.362, last=121),
    Tenant("Tollen Bank", 96, 0.612, 0.371, last=94),
    Tenant("Quayside Homeware", 87, 0.640, 0.386, last=88),
    Tenant("Ordal Insurance", 62, 0.589, 0.355, 17_400, last=60),
    Tenant("Lumea Energy", 52, 0.627, 0.378, 12_100, last=53),
    Tenant("Kestrin Pharmacy", 44, 0.615, 0.367, 8_500, last=45),
    Tenant(NEW, 103, 0.618, 0.370),
)
REST = EU_HOUR - sum(tenant.hourly for tenant in TENANTS)
# What each region resolved: a week ago, and this night while its search worked.
LAST_OK = {"EU": 0.6196, "US": 0.6236}
NOW_OK = {"EU": 0.6203, "US": 0.6238}

PASSAGES = (
    ("EU, 17 Sep 22:00", 1, "Send back a damaged parcel: who pays", "0.84", "p1"),
    ("EU, 17 Sep 22:00", 2, "Print a label for sending back", "0.80", "p2"),
    ("EU, 17 Sep 22:00", 3, "When the money is returned", "0.77", "p3"),
    ("EU, 18 Sep 07:10", 1, "Delivery days before the holidays", "0.63", "p4"),
    ("EU, 18 Sep 07:10", 2, "Change the address of an order", "0.62", "p5"),
    ("EU, 18 Sep 07:10", 3, "How long a gift card is valid", "0.60", "p6"),
    ("US, 18 Sep 07:10", 1, "Send back a damaged parcel: who pays", "0.84", "p1"),
    ("US, 18 Sep 07:10", 2, "Print a label for sending back", "0.80", "p2"),
    ("US, 18 Sep 07:10", 3, "When the money is returned", "0.77", "p3"),
)
GOLDEN = (("EU, 11 Sep", 162), ("EU, 18 Sep 07:10", 68), ("US, 18 Sep 07:10", 164))
TRIAL = (
    ("v2", "v2, index of 16 Sep", 162),
    ("v2", "v3, index of 23:40", 68),
    ("v3", "v3, index of 23:40", 166),
    ("v3", "v2, index of 16 Sep", 66),
    ("keywords", "words, no encoder", 118),
)
QUESTIONS = 200
GIVEN = (
    ("16 Sep 12:00", "p30", "before the update", 193),
    ("17 Sep 18:00", "p31", "before the update", 194),
    ("18 Sep 07:20", "p31", "after the update", 193),
)
BUILD_LOG = (
    ("time_utc", "step", "message"),
    ("17 Sep 23:00", "start", "EU: more than 1 % new documents, so everything is built anew"),
    ("17 Sep 23:02", "read", "171 tenants, 2 450 000 passages"),
    ("17 Sep 23:04", "encode", "encoder: default; 768 numbers for each passage"),
    ("17 Sep 23:33", "encode", "2 450 000 of 2 450 000 passages, 0 errors, 29 min"),
    ("17 Sep 23:35", "check", "passages as read: ok; 768 numbers: ok; tenants kept apart: ok"),
    ("17 Sep 23:38", "cache", "EU answer cache emptied"),
    ("17 Sep 23:40", "alias", "eu points to the new index; index of 16 Sep kept for 3 days"),
    ("earlier", "compare", "index of 16 Sep: builder 3.1.4, encode took 4 h 40 min"),
    ("18 Sep 07:30", "planned", "US: start; same builder, same settings; live at 08:10"),
)
VERSIONS = (
    ("part", "set_by", "eu_until_2340", "eu_since_2340", "us_now", "us_from_0810"),
    ("index builder", "search platform", "3.1.4", "3.2.0", "3.1.4", "3.2.0"),
    ("encoder of the passages", "default of the builder", "v2", "v3", "v2", "v3"),
    ("encoder of the questions", "assistant, fixed", "v2", "v2", "v2", "v2"),
    ("numbers for each text", "encoder", "768", "768", "768", "768"),
    ("passages given to the model", "assistant, fixed", "5", "5", "5", "5"),
    ("hand-over below similarity", "assistant, fixed", "0.45", "0.45", "0.45", "0.45"),
)
DEPLOYS = (
    ("time_utc", "component", "version", "team", "change"),
    ("17 Sep 08:40", "chat-window", "6.2.0", "web", "dark colours"),
    (
        "17 Sep 11:15",
        "index-builder",
        "3.2.0",
        "search platform",
        "SP-918: faster, settings tidied",
    ),
    ("17 Sep 14:30", "desk-tool", "9.4.1", "desk tools", "new shortcuts for agents"),
    ("17 Sep 17:00", "assistant-prompt", "p31", "assistant", "shorter greeting; EU and US"),
    ("17 Sep 20:00", "tenant", NEW, "onboarding", "large new tenant goes live in the EU"),
    ("17 Sep 22:00", "hosted-model", "minor", "model vendor", "announced update; EU and US"),
    ("17 Sep 23:00", "import", "bulk", "onboarding", "38 000 documents of three EU tenants"),
    ("17 Sep 23:40", "search-eu", "17 Sep", "search platform", "index built anew after the import"),
    ("18 Sep 02:15", "assistant", "autoscale", "platform", "48 to 36 machines, planned"),
    ("18 Sep 04:00", "reports", "2.8.0", "finance", "new layout of the weekly report"),
)
DUTIES = (
    ("tenants", "number", "what", "until"),
    (
        "insurers, pharmacies, energy, banks (EU)",
        14,
        "written notice of wrong advice to their customers",
        "3 hours after we know",
    ),
    ("all others (EU and US)", 626, "error figures in the monthly report", "end of month"),
    (
        "all EU tenants",
        171,
        "their data only to processors on the list",
        "30 days before a new one",
    ),
    ("all tenants", 640, "a person can be reached at any time", "always"),
)

Table = list[tuple[object, ...]]
Key = tuple[str, int, str, str]
"""Week (``last`` or ``now``), start of the step, region, tenant (empty in the US)."""


def busy(minute: int) -> float:
    """Conversations at a minute, next to the average of the checked night."""
    return 1 + 0.05 * cos(2 * pi * (minute - MIDNIGHT) / 1440) - 0.05 * 2 / pi


class Night:
    """Both weeks in steps of ten minutes. The totals of each phase are fixed; where in it each
    conversation falls, and which of them are resolved, is drawn."""

    def __init__(self) -> None:
        self.rng = random.Random(SEED)
        self.count: Counter[Key] = Counter()
        self.resolved: Counter[Key] = Counter()
        phases = (
            (FROM, NEW_TENANT),
            (NEW_TENANT, FAULT),
            (FAULT, MIDNIGHT),
            (MIDNIGHT, CHECK_TO),
            (CHECK_TO, PAGE),
        )
        for start, end in phases:
            hours = (end - start) / 60
            faulty = start >= FAULT
            self._region("last", "EU", start, end, hours, faulty=False)
            self._region("now", "EU", start, end, hours, faulty=faulty)
            for week, hourly, rates in (
                ("last", US_HOUR_LAST, LAST_OK),
                ("now", US_HOUR, NOW_OK),
            ):
                total = round(hourly * hours)
                self._draw(week, "US", "", start, end, total, round(rates["US"] * total))

    def _region(
        self, week: str, region: str, start: int, end: int, hours: float, *, faulty: bool
    ) -> None:
        """The tenants of the EU; the many small ones make up for what the named ones leave."""
        there = [
            tenant
            for tenant in TENANTS
            if tenant.name != NEW or (week == "now" and start >= NEW_TENANT)
        ]
        hourly = {tenant.name: tenant.last if week == "last" else tenant.hourly for tenant in there}
        counts = {name: round(volume * hours) for name, volume in hourly.items()}
        solved = {
            tenant.name: round((tenant.faulty if faulty else tenant.ok) * counts[tenant.name])
            for tenant in there
        }
        rest = EU_HOUR_LAST - sum(hourly.values()) if week == "last" else REST
        whole = round((rest + sum(hourly.values())) * hours)
        rate = EU_FAULTY if faulty else (LAST_OK if week == "last" else NOW_OK)["EU"]
        counts[OTHERS] = whole - sum(counts.values())
        solved[OTHERS] = round(rate * whole) - sum(solved.values())
        for name, total in counts.items():
            self._draw(week, region, name, start, end, total, solved[name])

    def _draw(
        self, week: str, region: str, tenant: str, start: int, end: int, total: int, good: int
    ) -> None:
        steps = range(start, end, STEP)
        drawn = self.rng.choices(steps, weights=[busy(step + STEP // 2) for step in steps], k=total)
        for step in drawn:
            self.count[week, step, region, tenant] += 1
        for step in self.rng.sample(drawn, good):
            self.resolved[week, step, region, tenant] += 1

    def total(
        self, week: str, start: int, end: int, region: str = "", tenant: str = ""
    ) -> tuple[int, int]:
        """Conversations and how many of them were resolved, of a region or tenant or of all."""
        keys = [
            key
            for key in self.count
            if key[0] == week
            and start <= key[1] < end
            and region in ("", key[2])
            and tenant in ("", key[3])
        ]
        return sum(self.count[key] for key in keys), sum(self.resolved[key] for key in keys)


def header(names: str) -> Table:
    return [tuple(names.split())]


def clock(minute: int) -> str:
    return f"{minute // 60 % 24:02d}:{minute % 60:02d}"


def pct(part: float, whole: float, digits: int = 1) -> str:
    return f"{100 * part / whole:.{digits}f}"


def change(now: float, before: float) -> str:
    relative = round(100 * (now / before - 1), 1)
    return f"{relative:+.1f}" if relative else "0.0"


def compared(before: tuple[int, int], now: tuple[int, int]) -> tuple[object, ...]:
    """Both weeks with their shares and the change from one to the other."""
    shares = pct(before[1], before[0]), pct(now[1], now[0])
    moved = change(now[1] / now[0], before[1] / before[0])
    return (*before, shares[0], *now, shares[1], moved)


COMPARED = "conversations_last resolved_last share_last conversations_now resolved_now share_now"


def resolution(night: Night) -> Table:
    table = header(f"start_utc {COMPARED} change")
    for start in range(CHART_FROM, PAGE, CHART_STEP):
        before = night.total("last", start, start + CHART_STEP)
        now = night.total("now", start, start + CHART_STEP)
        table.append((clock(start), *compared(before, now)))
    return table


def regions(night: Night) -> Table:
    table = header(f"place {COMPARED} change")
    rows = (
        ("EU, 18:00 to 23:40", FROM, FAULT, "EU"),
        ("US, 18:00 to 23:40", FROM, FAULT, "US"),
        ("EU, 00:00 to 06:00", MIDNIGHT, CHECK_TO, "EU"),
        ("US, 00:00 to 06:00", MIDNIGHT, CHECK_TO, "US"),
        ("all, 00:00 to 06:00", MIDNIGHT, CHECK_TO, ""),
    )
    for name, start, end, region in rows:
        before = night.total("last", start, end, region)
        table.append((name, *compared(before, night.total("now", start, end, region))))
    return table


def tenants(night: Night) -> Table:
    table = header(f"tenant documents_added {COMPARED} change")
    for tenant in (*TENANTS, Tenant(OTHERS, REST, 0, 0), Tenant("", 0, 0, 0, 38_000)):
        window = (MIDNIGHT, CHECK_TO, "EU", tenant.name)
        before, now = night.total("last", *window), night.total("now", *window)
        name = tenant.name or "all EU"
        if before[0]:
            table.append((name, tenant.added, *compared(before, now)))
        else:
            table.append((name, tenant.added, *before, "", *now, pct(now[1], now[0]), ""))
    return table


def desk(night: Night) -> Table:
    """Hand-overs by hour. Nobody waits for long as long as fewer come than people can take."""
    people = people_hour()
    table = header("hour_utc last_week tonight people_can_take waiting_at_end")
    waiting = 0.0
    for start in range(FAULT - 100, PAGE, 60):
        before, ok_before = night.total("last", start, start + 60)
        now, ok_now = night.total("now", start, start + 60)
        for step in range(start, start + 60, STEP):
            count, ok = night.total("now", step, step + STEP)
            waiting = max(0.0, waiting + (count - ok) - people * STEP / 60)
        hours = f"{clock(start)} to {clock(start + 60)}"
        table.append((hours, before - ok_before, now - ok_now, people, round(waiting)))
    return table


def people_hour() -> int:
    """How many hand-overs people can take in an hour."""
    return round(hand_overs(EU_OK, US_OK)) + SPARE_HOUR


def hand_overs(eu: float, us: float) -> float:
    return EU_HOUR * (1 - eu) + US_HOUR * (1 - us)


def unsupported() -> Table:
    table = header("sample conversations resolved unsupported share of_resolved")
    rows = (
        ("EU, night to 11 Sep", EU_OK, UNSUPPORTED),
        ("EU, tonight", EU_FAULTY, UNSUPPORTED_FAULTY),
        ("US, night to 11 Sep", US_OK, UNSUPPORTED),
        ("US, tonight", US_OK, UNSUPPORTED),
    )
    for name, solved, wrong in rows:
        resolved, bad = round(1000 * solved), round(1000 * wrong)
        table.append((name, 1000, resolved, bad, pct(bad, 1000), pct(bad, resolved)))
    return table


def found(rows: tuple[tuple[object, ...], ...], names: str) -> Table:
    """Questions with their last figure as how many of them went well, and its share."""
    table = header(names)
    for row in rows:
        *what, good = row
        table.append((*what, QUESTIONS, good, f"{int(str(good)) / QUESTIONS:.3g}"))
    return table


def generation() -> Table:
    table = header("time_utc prompt hosted_model questions supported share")
    for *what, good in GIVEN:
        table.append((*what, QUESTIONS, good, pct(good, QUESTIONS)))
    return table


def passages() -> Table:
    table = header("search rank passage similarity")
    return [*table, *(row[:4] for row in PASSAGES)]


def stored_wrong() -> float:
    """Of answers that ended a conversation in the night and so were stored: the share that its
    source does not support, as far as people who get them accept them."""
    return EU_OK * UNSUPPORTED_FAULTY / EU_FAULTY


def with_cache(fresh: float, *, flushed: bool) -> float:
    return fresh if flushed else (1 - CACHE_SHARE) * fresh + CACHE_SHARE * stored_wrong()


def effects() -> Table:
    """What the world of the incident comes to after each action, and after how many minutes."""
    fault, wrong = EU_FAULTY, UNSUPPORTED_FAULTY
    rows: list[tuple[str, object, float, float, float]] = [
        ("nothing yet", 0, fault, US_OK, wrong),
        ("EU back to yesterday's index", 6, 0.615, US_OK, with_cache(0.041, flushed=False)),
        ("the same, and EU cache flushed", 8, 0.615, US_OK, 0.041),
        ("keyword search in the EU", 4, 0.52, US_OK, with_cache(0.048, flushed=False)),
        ("keyword search, and EU cache flushed", 8, 0.52, US_OK, 0.048),
        ("stricter hand-over in the EU", 5, fault - STRICTER, US_OK, 0.48 * wrong),
        ("EU questions to encoder v3", 25, 0.62, US_OK, with_cache(0.041, flushed=False)),
        ("EU index built again with v2", 303, 0.62, US_OK, with_cache(0.041, flushed=False)),
        ("20 passages instead of 5", 5, fault + 0.01, US_OK, 1.26 * wrong),
        ("prompt or model version taken back", 10, fault, US_OK, wrong),
        ("another model vendor", 34, fault, US_OK, wrong),
        ("assistant off in the EU", 4, 0.0, US_OK, 0.0),
        ("assistant off for everybody", 4, 0.0, 0.0, 0.0),
        ("US index live, EU still faulty", "08:10", fault, 0.378, wrong),
        ("US index live, EU repaired", "08:10", 0.62, 0.378, 0.041),
    ]
    normal = (EU_HOUR * EU_OK + US_HOUR * US_OK) / ALL_HOUR
    table = header(
        "action minutes resolution change eu_resolution eu_wrong eu_wrong_hour hand_overs"
    )
    for name, minutes, eu, us, bad in rows:
        share = (EU_HOUR * eu + US_HOUR * us) / ALL_HOUR
        wrong_hour, handed = round(EU_HOUR * bad), round(hand_overs(eu, us))
        shares = (pct(share, 1), change(share, normal) if share else "-100.0", pct(eu, 1))
        table.append((name, minutes, *shares, pct(bad, 1), wrong_hour, handed))
    return table


def facts(night: Night) -> Table:
    """Figures that the texts quote and that stand in no other table."""
    hours = (PAGE - FAULT) / 60
    talked, resolved = EU_HOUR * hours, EU_HOUR * hours * EU_FAULTY
    more = hand_overs(EU_FAULTY, US_OK) - hand_overs(EU_OK, US_OK)
    people = people_hour()
    short = hand_overs(EU_FAULTY, US_OK) - people
    wrong = EU_HOUR * hours * UNSUPPORTED_FAULTY
    all_last = night.total("last", MIDNIGHT, CHECK_TO)
    all_now = night.total("now", MIDNIGHT, CHECK_TO)
    new = night.total("now", MIDNIGHT, CHECK_TO, tenant=NEW)
    without = (all_now[1] - new[1]) / (all_now[0] - new[0])
    off, off_eu = hand_overs(0, 0) - people, hand_overs(0, US_OK) - people
    waiting = int(str(desk(night)[-1][-1]))
    imported = [tenant for tenant in TENANTS if tenant.added]
    return [
        ("fact", "value"),
        ("resolved last week, all, %", pct(all_last[1], all_last[0])),
        ("resolved tonight, all, %", pct(all_now[1], all_now[0])),
        ("resolved tonight without the new tenant, %", pct(without, 1)),
        ("the fall in points", f"{_points(all_last) - _points(all_now):.1f}"),
        ("new tenant: points of the fall", f"{100 * (without - all_now[1] / all_now[0]):.1f}"),
        ("new tenant 20:00 to 23:40: resolved, %", _first_hours(night)),
        ("tenants with new documents, share of EU conversations, %", _share(imported)),
        ("conversations in an hour", ALL_HOUR),
        ("of these in the EU", EU_HOUR),
        ("of these in the EU, %", pct(EU_HOUR, ALL_HOUR, 0)),
        ("hand-overs in an hour, normal", round(hand_overs(EU_OK, US_OK))),
        ("hand-overs in an hour, tonight", round(hand_overs(EU_FAULTY, US_OK))),
        ("more hand-overs in an hour", round(more)),
        ("spare people for hand-overs in an hour", SPARE_HOUR),
        ("hand-overs too many in an hour", round(short)),
        ("waiting at 07:00", waiting),
        ("minutes to wait at 07:00", round(60 * waiting / people)),
        ("minutes to wait, normal", 3),
        ("more people for hand-overs in an hour, if the desk lead is called", EXTRA_PEOPLE_HOUR),
        ("waiting at which the line is closed", LINE_CLOSES_AT),
        ("off for everybody: too many in an hour", round(off)),
        ("off in the EU: too many in an hour", round(off_eu)),
        ("off for everybody: minutes until then", round(60 * (LINE_CLOSES_AT - waiting) / off)),
        ("off in the EU: minutes until then", round(60 * (LINE_CLOSES_AT - waiting) / off_eu)),
        ("EU conversations 23:40 to 07:00", f"{round(talked, -2):.0f}"),
        ("of these resolved", f"{round(resolved, -1):.0f}"),
        ("of these on an unsupported answer", f"{round(wrong, -1):.0f}"),
        ("the same in a normal night", f"{round(EU_HOUR * hours * UNSUPPORTED, -1):.0f}"),
        ("unsupported EU answers in an hour, tonight", round(EU_HOUR * UNSUPPORTED_FAULTY)),
        ("unsupported EU answers in an hour, normal", round(EU_HOUR * UNSUPPORTED)),
        ("unsupported US answers in an hour, normal", round(US_HOUR * UNSUPPORTED)),
        ("the same once the US is hit", round(US_HOUR * UNSUPPORTED_FAULTY)),
        ("unsupported US answers with 20 passages, %", pct(1.26 * UNSUPPORTED, 1)),
        ("stricter hand-over: more hand-overs in an hour", round(EU_HOUR * STRICTER)),
        ("minutes until the night's wrong answers are listed", 44),
        ("resolved on a supported answer, EU tonight, %", pct(EU_FAULTY - UNSUPPORTED_FAULTY, 1)),
        ("resolved on a supported answer, EU normal, %", pct(EU_OK - UNSUPPORTED, 1)),
        ("EU answers from the cache, %", pct(CACHE_SHARE, 1, 0)),
        ("hours that an answer stays in the cache", 24),
        ("slowest 5 % of answers, seconds, every night", "6.0"),
        ("the same with 20 passages, seconds", "11.0"),
        ("errors of search and model, %", "0.03"),
        ("cost of a conversation", f"{CALLS * COST_PER_CALL:.3f}"),
        ("answers read again by people", 100),
        ("of these called unsupported by the judge", 50),
        ("of these judged the same", 91),
        ("six hours to 05:00, change, %", _fall(night, CHECK_TO - 60)),
        ("six hours to 06:00, change, %", _fall(night, CHECK_TO)),
        ("six hours to 07:00, change, %", _fall(night, CHECK_TO + 60)),
        ("similarity of the first passage, EU median, normal", "0.81"),
        ("similarity of the first passage, EU median, since 23:40", "0.62"),
    ]


def _fall(night: Night, end: int) -> str:
    """The alert's figure: six hours of all conversations against the same hours last week."""
    before, ok_before = night.total("last", end - WINDOW, end)
    now, ok = night.total("now", end - WINDOW, end)
    return change(ok / now, ok_before / before)


def _points(total: tuple[int, int]) -> float:
    return 100 * total[1] / total[0]


def _first_hours(night: Night) -> str:
    count, ok = night.total("now", NEW_TENANT, FAULT, tenant=NEW)
    return pct(ok, count)


def _share(some: list[Tenant]) -> str:
    return pct(sum(tenant.hourly for tenant in some), EU_HOUR, 0)


def write(name: str, table: Table) -> None:
    with (EXHIBITS / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(table)


def main() -> None:
    night = Night()
    EXHIBITS.mkdir(exist_ok=True)
    for name, table in {
        "resolution": resolution(night),
        "regions": regions(night),
        "tenants": tenants(night),
        "desk": desk(night),
        "unsupported": unsupported(),
        "passages": passages(),
        "golden": found(GOLDEN, "search questions found recall"),
        "trial": found(TRIAL, "questions_by passages_by questions found recall"),
        "build-log": list(BUILD_LOG),
        "versions": list(VERSIONS),
        "deploys": list(DEPLOYS),
        "generation": generation(),
        "duties": list(DUTIES),
        "effects": effects(),
        "facts": facts(night),
    }.items():
        write(name, table)


if __name__ == "__main__":
    main()
