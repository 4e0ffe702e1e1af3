"""A chart's numbers: series, gaps, and files that do not fit the chart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.builders import case

from interviewloop.library.library import LoadedCase
from interviewloop.library.lines import Line, Lines, lines_in, number
from interviewloop.library.tables import Table
from interviewloop.model.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TABLE = Table(
    ("day", "shop", "sold", "back"),
    (("Mo", "north", "1,200", "3 %"), ("Mo", "south", "7", ""), ("Tu", "north", "9", "nan")),
)


def test_a_line_for_each_column_with_a_gap_where_no_number_stands() -> None:
    lines, words = lines_in(TABLE, "day", ("sold", "back"), None, {"sold": "sold (pieces)"})
    assert words == ("Mo", "Tu")
    assert lines == (
        Line("sold (pieces)", ((0, 1200.0), (0, 7.0), (1, 9.0))),
        Line("back", ((0, 3.0),)),
    )


def test_a_line_for_each_value_of_the_series_column() -> None:
    one, _ = lines_in(TABLE, "day", ("sold",), "shop", {})
    assert [line.name for line in one] == ["north", "south"]
    two, _ = lines_in(TABLE, "day", ("sold", "back"), "shop", {"back": "returned"})
    assert [line.name for line in two] == ["north sold", "south sold", "north returned"]


@pytest.mark.parametrize("cell", ["", "n/a", "inf", "nan", "1e999", "–3"])
def test_what_is_no_number(cell: str) -> None:
    assert number(cell) is None


@given(st.text())
def test_any_cell_is_a_finite_number_or_none(cell: str) -> None:
    value = number(cell)
    assert value is None or abs(value) < float("inf")


def with_exhibit(folder: Path, **exhibit: Any) -> LoadedCase:
    """The test case with one exhibit over a small file."""
    (folder / "sold.csv").write_text("day,sold\nMo,3\nTu,\n", encoding="utf-8")
    entry = {"title": "Sold", "audience": "candidate", "file": "sold.csv", **exhibit}
    return LoadedCase(case(exhibits={"sold": entry}), folder)


CHART = {"x": "day", "y": ("sold",), "x_label": "day", "y_label": "sold"}


def _columns(material: object) -> tuple[str, ...]:
    assert isinstance(material, Table)
    return material.header


@pytest.mark.parametrize(
    ("exhibit", "what"),
    [
        ({"kind": "chart", "chart": CHART}, lambda it: it.lines == (Line("sold", ((0, 3.0),)),)),
        ({"kind": "chart"}, lambda it: _columns(it) == ("day", "sold")),
        ({"kind": "table", "columns": ("sold",)}, lambda it: _columns(it) == ("sold",)),
        # A log with columns shows these and nothing else of its file.
        ({"kind": "log", "columns": ("day",)}, lambda it: _columns(it) == ("day",)),
        ({"kind": "log"}, lambda it: it == "day,sold\nMo,3\nTu,\n"),
        ({"kind": "text"}, lambda it: it == "day,sold\nMo,3\nTu,\n"),
    ],
)
def test_what_there_is_to_look_at(
    exhibit: dict[str, Any], what: Callable[[object], bool], tmp_path: Path
) -> None:
    assert what(with_exhibit(tmp_path, **exhibit).material("sold"))


def test_a_chart_of_an_empty_file_has_its_words_only(tmp_path: Path) -> None:
    loaded = with_exhibit(tmp_path, kind="chart", chart=CHART, alt="Nothing sold.")
    (tmp_path / "sold.csv").write_text("day,sold\n", encoding="utf-8")
    assert loaded.material("sold") == Lines("day", "sold", ("", ""), 0, (), "Nothing sold.")


def test_a_chart_over_a_column_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    loaded = with_exhibit(tmp_path, kind="chart", chart={**CHART, "y": ("lost",)})
    with pytest.raises(Problem, match="no column 'lost'"):
        loaded.material("sold")
