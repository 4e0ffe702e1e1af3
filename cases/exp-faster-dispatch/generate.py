"""Rewrite the exhibits of this case: `python generate.py`. Standard library only, seeded.

Scenario givens stand at the top. Everything else is drawn from them or computed, so a figure on
screen agrees with every other one. Seeds were searched, not drawn: a test that teaches that nothing
is gained must come out at +0.05 points, -0.42 to +0.51.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from math import sqrt
from pathlib import Path
from statistics import fmean, stdev
from typing import NamedTuple

EXHIBITS = Path(__file__).resolve().parent / "exhibits"
SEED_CITIES, SEED_DRIVERS, SEED_OTHERS = 23461, 143, 2291


class Counts(NamedTuple):
    """Riders who asked and those who got a ride, with Match 1 and with Match 2."""

    riders_1: int
    rides_1: int
    riders_2: int
    rides_2: int

    @property
    def rates(self) -> tuple[float, float]:
        """Both in percent."""
        return 100 * self.rides_1 / self.riders_1, 100 * self.rides_2 / self.riders_2

    @property
    def change(self) -> float:
        """In points."""
        return self.rates[1] - self.rates[0]

    @property
    def z(self) -> float:
        """As if each rider were independent of all others."""
        share = (self.rides_1 + self.rides_2) / (self.riders_1 + self.riders_2)
        error = sqrt(share * (1 - share) * (1 / self.riders_1 + 1 / self.riders_2))
        return self.change / 100 / error


# --- the test by rider, in six cities -------------------------------------------------------------

RIDERS_A_WEEK = 1_000_000
WEEK_1, WEEK_2 = (
    Counts(900_000, 738_000, 100_000, 83_000),
    Counts(500_000, 370_000, 500_000, 375_500),
)
BOTH = Counts(*map(sum, zip(WEEK_1, WEEK_2, strict=True)))
STORM_HOURS = 40
"""In week 2; none in week 1."""
RIDES_WEEK_0 = 822_000
MATCHER = (
    ("Looks for drivers", "within 6 minutes of the rider", "within 9 minutes of the rider"),
    ("Chooses among", "free drivers", "free drivers and those whose ride ends within 2 minutes"),
    ("Keeps a driver for the rider", "from when the driver accepts", "from the request on"),
    ("Gives up after", "15 seconds without a driver", "40 seconds without a driver"),
    ("Pays the driver", "for the ride", "for the ride"),
)
PLAN = (
    ("Where", "Six large cities, a million riders a week"),
    ("Split", "By rider, by lot; who has Match 2 keeps it"),
    ("Share with Match 2", "Week 1: 10 %. Week 2: 50 %"),
    ("Measure", "Share of riders whose first request in the week ended in a ride"),
    ("Reading", "Once, after week 2, over both weeks"),
    ("Smallest change worth a release", "+0.3 points; it pays for the machines that Match 2 needs"),
    ("Other measures, limits", "None"),
)
# zone, share of the riders, ends in another zone, rides of riders with Match 1, gain with Match 2
ZONES = (
    ("Centre", 0.22, 0.41, 0.777, 0.003),
    ("Inner north", 0.18, 0.55, 0.757, 0.006),
    ("Inner south", 0.17, 0.53, 0.753, 0.007),
    ("Riverside", 0.13, 0.58, 0.736, 0.011),
    ("Outer north", 0.12, 0.66, 0.685, 0.025),
    ("Outer east", 0.11, 0.69, 0.667, 0.028),
    ("Airport", 0.07, 0.93, 0.764, 0.005),
)
# city without the test, riders a week, hours of storm in week 2
OTHERS = (("Ivarra", 168_000, 41), ("Jessop", 152_000, 37), ("Kellmar", 175_000, 42))
OTHERS_LEVEL, OTHERS_SD, ONE_WEEK_SD, STORM, STORM_SD = 0.822, 0.006, 0.0015, -0.069, 0.004

# --- the test by city and day, in eight smaller cities --------------------------------------------

CITIES = ("Aldery", "Brenholm", "Castrel", "Dovany", "Elmsund", "Farrow", "Garmond", "Hollin")
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
RIDERS_A_DAY, RIDERS_SD = 9_000, 260
LEVEL, CITY_SD, CITY_DAY_SD = 0.748, 0.005, 0.0112
WEEKEND = {"Sat": 0.016, "Sun": 0.010}
FIRST_MINUTES, FIRST_MINUTES_SD = 0.036, 0.001
"""Share of a day's riders who ask within 20 minutes after 18:00."""
STILL_FAR_AWAY = -0.035
"""What Match 1 lacks in these minutes after a day of Match 2, whose drivers are far from riders."""
T_55, T_6 = 2.0040, 2.4469
"""Student's t with 55 and with 6 degrees of freedom, two-sided 95 %."""
PAYOUT, PAID_KM, CAR_COST_A_KM = 9.10, 6.2, 0.30
RIDES_AN_HOUR, RIDES_AN_HOUR_SD = 1.93, 0.045
WAY_KM, WAY_CITY_SD, WAY_SD = {1: 2.31, 2: 2.84}, 0.13, 0.12


@dataclass(frozen=True, slots=True)
class CityDay:
    """What one city did from 18:00 to 18:00 under one version."""

    city: str
    day: int
    weekday: str
    match: int
    changed: bool
    riders: int
    rides: int
    first_riders: int
    first_rides: int
    hours: float
    way_km: float

    @property
    def completion(self) -> float:
        return 100 * self.rides / self.riders

    @property
    def first_completion(self) -> float:
        return 100 * self.first_rides / self.first_riders

    @property
    def settled_completion(self) -> float:
        """Without the first 20 minutes where these follow a change of version."""
        if not self.changed:
            return self.completion
        return 100 * (self.rides - self.first_rides) / (self.riders - self.first_riders)

    @property
    def rides_an_hour(self) -> float:
        return self.rides / self.hours

    @property
    def earnings(self) -> float:
        """EUR for an hour online, after what the car costs."""
        return self.rides_an_hour * (PAYOUT - CAR_COST_A_KM * (PAID_KM + self.way_km))


Measure = Callable[[CityDay], float]


def rounded(value: float, places: int = 0, *, sign: bool = False) -> str:
    """Return `value` as text; halves go to the even digit."""
    exact = Decimal(repr(round(value, 9))).quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN)
    if not exact:
        return str(abs(exact))  # never -0.00
    return f"{exact:+}" if sign else str(exact)


def percent(part: float, whole: float, places: int = 1) -> str:
    return rounded(100 * part / whole, places)


def grouped(*counts: int) -> list[str]:
    return [f"{count:,}" for count in counts]


def write(name: str, header: tuple[str, ...], rows: list[tuple[object, ...]]) -> None:
    with (EXHIBITS / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


# --- the test by rider ----------------------------------------------------------------------------


MEAN_GAIN = (WEEK_1.change + WEEK_2.change) / 2


def weeks() -> None:
    rows: list[tuple[object, ...]] = []
    for name, week, storm in (
        ("Week 1", WEEK_1, 0),
        ("Week 2", WEEK_2, STORM_HOURS),
        ("Both", BOTH, STORM_HOURS),
    ):
        rates = [rounded(rate, 1) for rate in week.rates]
        counts = grouped(*week)
        rows.append((name, *counts[:2], rates[0], *counts[2:], rates[1], storm))
    header = ("week", "riders_1", "rides_1", "rate_1", "riders_2", "rides_2", "rate_2", "storm_h")
    write("weeks.csv", header, rows)


def calculations() -> None:
    """What each message was computed from, without the counts behind it."""
    rows: list[tuple[object, ...]] = []
    for name, counts in (
        ("Petr: both weeks together", BOTH),
        ("Nomsa: week 1", WEEK_1),
        ("Nomsa: week 2", WEEK_2),
    ):
        rates = [rounded(rate, 2) for rate in counts.rates]
        rows.append(
            (name, *rates, rounded(counts.change, 2, sign=True), rounded(counts.z, 1, sign=True))
        )
    means = [rounded(fmean(rates), 2) for rates in zip(WEEK_1.rates, WEEK_2.rates, strict=True)]
    rows.append(("Nomsa: mean of the two weeks", *means, rounded(MEAN_GAIN, 2, sign=True), ""))
    write("calculations.csv", ("calculation", "rate_1", "rate_2", "change", "z"), rows)


def notes() -> None:
    """The three messages that the interview begins with."""
    rates = [rounded(rate, 1) for rate in BOTH.rates]
    lost_a_week = int(-BOTH.change / 100 * RIDERS_A_WEEK / 1000)
    gains = [rounded(week.change, 1, sign=True) for week in (WEEK_1, WEEK_2)]
    won_a_year = round(52 * MEAN_GAIN / 100 * RIDERS_A_WEEK)
    text = f"""\
PETR HAVLIK, finance director
{rates[0]} % of riders with Match 1 got their ride, {rates[1]} % with Match 2.
That is {rounded(BOTH.change, 1, sign=True)} points: {lost_a_week},000 rides lost in a week.
z is {rounded(BOTH.z)}, so it is not chance. Stop it.

NOMSA MOKOENA, product lead
Match 2 won in both weeks: {gains[0]} points, then {gains[1]}.
The mean is {rounded(MEAN_GAIN, 2, sign=True)}. With a million riders a week, that is
{won_a_year:,} more rides a year. Give it to everyone.

LUANA KEALOHA, head of operations
There was a storm in week 2. Take that week out: week 1 is clean.

Match 1 is the version of today. Got their ride: the first
request in the week ended in a ride. A point is 1 rider in 100.
"""
    (EXHIBITS / "notes.txt").write_text(text, encoding="utf-8")


def zones() -> None:
    left = WEEK_2
    rows: list[tuple[object, ...]] = []
    for name, share, elsewhere, rate, gain in ZONES:
        of = zip(
            (WEEK_2[0], WEEK_2[0], WEEK_2[2], WEEK_2[2]), (1, rate, 1, rate + gain), strict=True
        )
        counts = Counts(*(100 * round(share * riders * part / 100) for riders, part in of))
        if name == ZONES[-1][0]:
            counts = left
        left = Counts(*(rest - count for rest, count in zip(left, counts, strict=True)))
        rows.append((name, percent(elsewhere, 1, 0), *_zone(counts)))
    all_elsewhere = sum(share * elsewhere for _, share, elsewhere, _, _ in ZONES)
    rows.append(("All zones", percent(all_elsewhere, 1, 0), *_zone(WEEK_2)))
    header = ("zone", "elsewhere_pct", "riders_1", "rides_1", "rate_1")
    write("zones.csv", (*header, "riders_2", "rides_2", "rate_2", "change"), rows)


def _zone(counts: Counts) -> tuple[object, ...]:
    rates = [rounded(rate, 1) for rate in counts.rates]
    change = rounded(counts.change, 1, sign=True)
    shown_counts = grouped(*counts)
    return (*shown_counts[:2], rates[0], *shown_counts[2:], rates[1], change)


def others() -> None:
    """Cities where nobody had Match 2, beside the test cities."""
    rng = random.Random(SEED_OTHERS)
    rows: list[tuple[object, ...]] = []
    rides = [0, 0, 0]
    for name, riders, storm in OTHERS:
        rates = [OTHERS_LEVEL + rng.gauss(0, OTHERS_SD)]
        rates.append(rates[0] + rng.gauss(0, ONE_WEEK_SD))
        rates.append(rates[1] + STORM + rng.gauss(0, STORM_SD))
        counts = [100 * round(riders * rate / 100) for rate in rates]
        rides = [total + count for total, count in zip(rides, counts, strict=True)]
        rates_shown = (percent(count, riders) for count in counts)
        rows.append((name, *grouped(riders), *rates_shown, storm))
    together = sum(riders for _, riders, _ in OTHERS)
    storm_mean = sum(riders * storm for _, riders, storm in OTHERS) / together
    three = (percent(count, together) for count in rides)
    rows.append(("The three together", *grouped(together), *three, rounded(storm_mean)))
    week_0 = percent(RIDES_WEEK_0, RIDERS_A_WEEK)
    rates_1, rates_2 = (
        [rounded(week.rates[side], 1) for week in (WEEK_1, WEEK_2)] for side in (0, 1)
    )
    rows.append(("Tested, Match 1", "", week_0, *rates_1, STORM_HOURS))
    rows.append(("Tested, Match 2", "", "", *rates_2, STORM_HOURS))
    write("others.csv", ("where", "riders", "week_0", "week_1", "week_2", "storm_h"), rows)


# --- the test by city and day ---------------------------------------------------------------------


def versions(rng: random.Random) -> dict[tuple[str, int], int]:
    """Return the version of each city on each day.

    By lot in the first week, the other way round in the second: a city has both on each weekday,
    and on each day four cities have Match 1 and four Match 2.
    """
    found = {}
    week = len(WEEKDAYS)
    for day in range(1, week + 1):
        chosen = rng.sample(CITIES, len(CITIES) // 2)
        for city in CITIES:
            found[city, day] = 2 if city in chosen else 1
            found[city, day + week] = 3 - found[city, day]
    return found


def city_days() -> list[CityDay]:
    rng, drivers = random.Random(SEED_CITIES), random.Random(SEED_DRIVERS)
    plan = versions(rng)
    found = []
    for city in CITIES:
        level = LEVEL + rng.gauss(0, CITY_SD)
        way = drivers.gauss(0, WAY_CITY_SD)
        for day in range(1, 2 * len(WEEKDAYS) + 1):
            weekday = WEEKDAYS[(day - 1) % len(WEEKDAYS)]
            match = plan[city, day]
            changed = match != plan.get((city, day - 1), 1)
            rate = level + WEEKEND.get(weekday, 0.0) + rng.gauss(0, CITY_DAY_SD)
            riders = round(rng.gauss(RIDERS_A_DAY, RIDERS_SD))
            first = round(riders * rng.gauss(FIRST_MINUTES, FIRST_MINUTES_SD))
            far = STILL_FAR_AWAY if changed and match == 1 else 0.0
            first_rides = _successes(rng, first, rate + far)
            rides = first_rides + _successes(rng, riders - first, rate)
            hours = rides / drivers.gauss(RIDES_AN_HOUR, RIDES_AN_HOUR_SD)
            way_km = WAY_KM[match] + way + drivers.gauss(0, WAY_SD)
            counts = (riders, rides, first, first_rides)
            found.append(CityDay(city, day, weekday, match, changed, *counts, hours, way_km))
    return found


def _successes(rng: random.Random, tries: int, chance: float) -> int:
    """Draw how many of `tries` succeed; with hundreds of tries the normal curve is near enough."""
    return round(rng.gauss(tries * chance, sqrt(tries * chance * (1 - chance))))


def pairs(days: list[CityDay]) -> list[tuple[CityDay, CityDay]]:
    """The Match 1 day and the Match 2 day of each city and weekday."""
    by_place = {(day.city, day.weekday, day.match): day for day in days}
    return [(by_place[c, w, 1], by_place[c, w, 2]) for c in CITIES for w in WEEKDAYS]


def compared(couples: list[tuple[CityDay, CityDay]], measure: Measure, t: float) -> list[float]:
    """Mean with Match 1, mean with Match 2, change, and both ends of its 95 % interval."""
    changes = [measure(two) - measure(one) for one, two in couples]
    change = fmean(changes)
    reach = t * stdev(changes) / sqrt(len(changes))
    means = [fmean(measure(couple[side]) for couple in couples) for side in (0, 1)]
    return [*means, change, change - reach, change + reach]


def shown(values: list[float], places: int) -> tuple[str, ...]:
    levels = [rounded(value, places) for value in values[:2]]
    return (*levels, *(rounded(value, places, sign=True) for value in values[2:]))


def completion(day: CityDay) -> float:
    return day.completion


def by_city(couples: list[tuple[CityDay, CityDay]]) -> None:
    rows: list[tuple[object, ...]] = []
    for city in CITIES:
        own = [couple for couple in couples if couple[0].city == city]
        rows.append((city, *shown(compared(own, completion, T_6), 2)))
    rows.append(("All eight", *shown(compared(couples, completion, T_55), 2)))
    write("by-city.csv", ("city", "rate_1", "rate_2", "change", "ci_low", "ci_high"), rows)


def by_day(days: list[CityDay]) -> None:
    rows: list[tuple[object, ...]] = []
    for number in range(1, 2 * len(WEEKDAYS) + 1):
        today = [day for day in days if day.day == number]
        means = [fmean(day.completion for day in today if day.match == m) for m in (1, 2)]
        rows.append((number, today[0].weekday, *(rounded(mean, 2) for mean in means)))
    write("by-day.csv", ("day", "weekday", "rate_1", "rate_2"), rows)


def drivers(couples: list[tuple[CityDay, CityDay]]) -> None:
    measures: tuple[tuple[str, Measure, int], ...] = (
        ("Earnings for an hour online, after car costs (EUR)", lambda day: day.earnings, 2),
        ("Way to the rider, not paid (km for a ride)", lambda day: day.way_km, 2),
        ("Rides in an hour online", lambda day: day.rides_an_hour, 3),
        ("Hours online of all drivers in a city and day", lambda day: day.hours, 0),
    )
    rows: list[tuple[object, ...]] = [
        (name, *shown(compared(couples, measure, T_55), places))
        for name, measure, places in measures
    ]
    write("drivers.csv", ("measure", "match_1", "match_2", "change", "ci_low", "ci_high"), rows)


def switch_log(days: list[CityDay], couples: list[tuple[CityDay, CityDay]]) -> None:
    """The minutes after 18:00, and the result with and without those that follow a change."""
    rows: list[tuple[object, ...]] = []
    for name, changed in (("18:00-18:20 after a change", True), ("18:00-18:20, no change", False)):
        meant = [day for day in days if day.changed == changed]
        share = percent(sum(d.first_riders for d in meant), sum(d.riders for d in meant))
        sides = [[day for day in meant if day.match == match] for match in (1, 2)]
        means = [fmean(day.first_completion for day in side) for side in sides]
        change = rounded(means[1] - means[0], 2, sign=True)
        shown_means = (rounded(mean, 2) for mean in means)
        rows.append((name, len(sides[0]), len(sides[1]), share, *shown_means, change, "", ""))
    half = len(couples)
    rows.append(("Whole days", half, half, "100.0", *shown(compared(couples, completion, T_55), 2)))
    settled = compared(couples, lambda day: day.settled_completion, T_55)
    lost = sum(day.first_riders for day in days if day.changed)
    kept = percent(sum(day.riders for day in days) - lost, sum(day.riders for day in days))
    rows.append(("Without 18:00-18:20 after a change", half, half, kept, *shown(settled, 2)))
    header = ("part", "days_1", "days_2", "riders_pct", "rate_1", "rate_2", "change")
    write("switches.csv", (*header, "ci_low", "ci_high"), rows)


def key(days: list[CityDay], couples: list[tuple[CityDay, CityDay]]) -> None:
    """For the interviewer: the pairs that the intervals rest on, and the days behind them."""
    rows: list[tuple[object, ...]] = [
        (
            f"{one.city} {one.weekday}",
            rounded(one.completion, 3),
            rounded(two.completion, 3),
            rounded(two.completion - one.completion, 3, sign=True),
            rounded(two.earnings - one.earnings, 3, sign=True),
        )
        for one, two in couples
    ]
    write("pairs.csv", ("pair", "rate_1", "rate_2", "change", "earnings_change"), rows)
    rows = [
        (
            *(f"{day.city} {day.day}", day.match, "yes" if day.changed else "no"),
            *(day.riders, day.rides, day.first_riders, day.first_rides),
            *(rounded(day.hours), rounded(day.way_km, 3), rounded(day.earnings, 3)),
        )
        for day in days
    ]
    header = ("city_day", "match", "changed", "riders", "rides", "first_riders", "first_rides")
    write("city-days.csv", (*header, "hours", "way_km", "earnings"), rows)


def main() -> None:
    EXHIBITS.mkdir(exist_ok=True)
    write("matcher.csv", ("step", "match_1", "match_2"), [*MATCHER])
    write("plan.csv", ("point", "agreed"), [*PLAN])
    notes()
    calculations()
    weeks()
    zones()
    others()
    days = city_days()
    couples = pairs(days)
    by_city(couples)
    by_day(days)
    drivers(couples)
    switch_log(days, couples)
    key(days, couples)


if __name__ == "__main__":
    main()
