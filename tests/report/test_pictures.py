"""What pictures of a calibration hold, and the codes that stand for names."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from hypothesis import given
from hypothesis import strategies as st
from tests.tui.panels import panel

from interviewloop.calibration.figures import FEW_RATINGS, Figure
from interviewloop.report.calibration_tables import cell
from interviewloop.report.coding import naming, said_once
from interviewloop.report.pictures import (
    drift_forest,
    drift_paths,
    fair_forest,
    kappa_forest,
    lean_heat,
    severity_forest,
    wright_map,
)

if TYPE_CHECKING:
    from interviewloop.tui.room.sheet import Sheet


def test_axes_hold_every_interval_or_the_whole_scale() -> None:
    for kind in ("whole", "disconnected", "huge"):
        one = panel(kind)
        for forest in (severity_forest(one), drift_forest(one)):
            ends = [
                abs(end)
                for row in forest.rows
                for end in (row.figure.ci_low, row.figure.ci_high)
                if end is not None
            ]
            assert max(ends) <= forest.span <= 4.0
            assert forest.span % 0.5 == 0


def test_rows_stand_in_label_order_whatever_they_measure() -> None:
    one = panel("huge")
    for rows in (severity_forest(one).rows, drift_paths(one).rows, lean_heat(one).rows):
        labels = [row[0] for row in rows]
        assert labels == sorted(labels)


def test_a_fair_mean_is_clear_only_where_the_plain_mean_lies_outside() -> None:
    one = panel("huge")
    forest = fair_forest(one)
    assert (forest.middle, forest.span, forest.marks) == (3.0, 2.0, True)
    for row in forest.rows:
        assert row.against == one.candidates[row.label].raw_mean
        low, high = row.figure.ci_low, row.figure.ci_high
        assert low is not None
        assert high is not None
        assert row.clear == (row.against < low or row.against > high)


def test_pairs_are_called_by_both_names() -> None:
    row = kappa_forest(panel("whole"), str.lower).rows[0]
    assert row.name == "i0000 – i0001"


def test_a_drift_line_is_a_running_mean_of_sessions_and_averages_to_nothing() -> None:
    """Residuals of one person add up to nearly nothing; later ones above earlier ones is milder."""
    one = panel("whole")
    for row in drift_paths(one).rows:
        drift = one.interviewers[row.label].drift
        assert len(row.points) == len(drift.path) == drift.sessions
        half = len(drift.path) // 2
        early, late = drift.path[:half], drift.path[-half:]
        points = drift.points.value
        assert points is not None
        shift = sum(early) / half - sum(late) / half
        assert abs(shift - points) < 0.15
        assert abs(sum(drift.path) / len(drift.path)) < 0.15


def test_what_is_withheld_has_no_place_on_the_map() -> None:
    tiny = wright_map(panel("tiny"))
    assert {mark.kind for mark in tiny} == {"dimension"}
    whole = wright_map(panel("whole"))
    assert {mark.kind for mark in whole} == {"candidate", "interviewer", "dimension"}
    assert [mark.value for mark in whole] == sorted((m.value for m in whole), reverse=True)


@given(st.sets(st.text(min_size=1).filter(str.strip), min_size=1, max_size=12))
def test_codes_are_one_to_one_and_depend_on_the_names_alone(names: set[str]) -> None:
    called = naming(names)
    assert len({called(name) for name in names}) == len(names)
    assert {name: called(name) for name in names} == {
        name: naming(sorted(names, reverse=True))(name) for name in names
    }


def test_own_name_stays_and_a_code_is_said_once() -> None:
    called = naming(["Ada Byron", "Ben"], "ada  byron")
    assert called("Ada Byron") == "Ada Byron (you)"
    assert said_once(f"Interviewer {called('Ben')} scores") == f"{called('Ben')} scores"
    assert said_once("Interviewer Ada scores") == "Interviewer Ada scores"


def test_a_table_never_says_less_than_nothing() -> None:
    nothing = Figure(-0.001, -0.004, 0.3, 9)
    assert cell(nothing, "{:+.2f}") == "+0.00 (+0.00 to +0.30)"
    assert cell(Figure(0.5, -0.25, 0.75, 9), "{:.0%}", "%") == "50% (-25 to 75%)"
    assert cell(Figure.hidden(FEW_RATINGS, 2), "{:.2f}") == "withheld"


def test_every_sheet_draws_the_figures_of_its_drawn_column() -> None:
    from interviewloop.report.pictures import Forest
    from interviewloop.tui.room.sheets import all_sheets

    for kind in ("whole", "disconnected", "withheld"):
        sheets = [sheet for tab in all_sheets(panel(kind)).values() for sheet in tab]
        for sheet in cast("list[Sheet]", sheets):
            if isinstance(sheet.picture, Forest):
                drawn = [line.values[sheet.drawn] for line in sheet.lines]
                assert drawn == [row.figure for row in sheet.picture.rows]
