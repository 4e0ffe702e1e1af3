"""Scales of fewer steps than five are measured with the steps they have."""

from __future__ import annotations

import csv
from itertools import groupby
from pathlib import Path

import pytest

from interviewloop.calibration.calibrate import calibrate
from interviewloop.calibration.ratings import RatingRow, Ratings, ScoreOutOfRange

SMALL = Path(__file__).resolve().parent.parent / "data" / "stats" / "synth_small" / "data.csv"


def rows(highest: int) -> list[RatingRow]:
    """The panel's test data with every higher score as the highest."""
    with SMALL.open(encoding="utf-8", newline="") as file:
        return [
            RatingRow(one["candidate"], one["interviewer"], one["dimension"],
                      min(int(one["score"]), highest))
            for one in csv.DictReader(file)
        ]  # fmt: skip


def gwet(table: list[RatingRow], q: int) -> tuple[float, float]:
    """AC1 and AC2 with quadratic weights, written out after Gwet (2014)."""

    def cell(row: RatingRow) -> tuple[str, str]:
        return row.candidate, row.dimension

    units = [[row.score for row in unit] for _, unit in groupby(sorted(table, key=cell), key=cell)]
    share = [sum(unit.count(k) / len(unit) for unit in units) / len(units) for k in range(1, q + 1)]
    several = [unit for unit in units if len(unit) > 1]
    found = []
    for weight in (
        lambda a, b: float(a == b),
        lambda a, b: 1 - ((a - b) / (q - 1)) ** 2,
    ):
        agreed = sum(
            sum(weight(a, b) for i, a in enumerate(unit) for j, b in enumerate(unit) if i != j)
            / (len(unit) * (len(unit) - 1))
            for unit in several
        ) / len(several)
        total = sum(weight(a, b) for a in range(q) for b in range(q))
        chance = total / (q * (q - 1)) * sum(p * (1 - p) for p in share)
        found.append((agreed - chance) / (1 - chance))
    return found[0], found[1]


@pytest.mark.parametrize("highest", [2, 3, 4, 5])
def test_agreement_beyond_chance_knows_how_many_steps_there_are(highest: int) -> None:
    table = rows(highest)
    found = calibrate(Ratings.from_rows(table, highest), bootstrap=100).corrected
    ac1, ac2 = gwet(table, highest)
    assert found.ac1.value == pytest.approx(ac1)
    assert found.ac2_quadratic.value == pytest.approx(ac2)


def test_what_needs_no_steps_is_the_same_on_both_scales() -> None:
    """Four of five steps used, or four of four: only what counts steps may differ."""
    four, five = (calibrate(Ratings.from_rows(rows(4), q), bootstrap=100) for q in (4, 5))
    assert four.overall == five.overall
    assert four.pairs == five.pairs
    assert four.components.values == five.components.values
    assert four.reliability == five.reliability
    assert four.rasch == five.rasch
    assert four.corrected != five.corrected
    for label, one in four.interviewers.items():
        other = five.interviewers[label]
        assert one.severity == other.severity
        assert one.severity_raw == other.severity_raw
        assert one.effects == other.effects
    assert {len(one.category_counts) for one in four.dimensions.values()} == {4}
    assert {len(one.category_counts) for one in five.dimensions.values()} == {5}


def test_nobody_is_fairly_above_the_highest_step() -> None:
    table = [*rows(3)]
    found = calibrate(Ratings.from_rows(table, 3), bootstrap=100)
    ends = [one.fair.fair_mean.ci_high for one in found.candidates.values()]
    assert max(end for end in ends if end is not None) <= 3
    assert found.data.highest == 3
    assert not any("score 4" in one.message or "(4)" in one.message for one in found.notices)


def test_parts_of_a_table_keep_its_scale() -> None:
    table = Ratings.from_rows(rows(4), 4)
    assert table.only(dimensions=["D1"]).highest == 4


def test_scores_above_the_scale_and_scales_that_are_none_are_refused() -> None:
    with pytest.raises(ScoreOutOfRange, match="1 to 4"):
        Ratings.from_rows([RatingRow("C", "I", "D", 5)], 4)
    for highest in (1, 6):
        with pytest.raises(ValueError, match="cannot be measured"):
            Ratings.from_rows([], highest)
