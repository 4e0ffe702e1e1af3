"""Tables as CSV: whatever people typed, nothing runs in a spreadsheet."""

from __future__ import annotations

import csv
import io
import stat
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewloop.exchange.table_csv import table_csv, write_table
from interviewloop.model.errors import Problem
from interviewloop.model.text import storable, visible

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 3, 2, 10, 0, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    "typed", ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "＝1", '=HYPERLINK("http://x")']
)
def test_what_would_be_a_formula_is_text(typed: str) -> None:
    row = next(csv.reader(io.StringIO(table_csv([typed], []))))
    assert row == [f"'{typed}"]


def test_numbers_stay_numbers_and_nothing_stays_empty() -> None:
    assert table_csv(["a", "b", "c"], [[-0.5, None, 3]]) == "a,b,c\n-0.5,,3\n"


@given(st.lists(st.text(max_size=12), min_size=2, max_size=4))
def test_text_comes_back_as_shown_and_never_begins_a_formula(texts: list[str]) -> None:
    header = [str(n) for n in range(len(texts))]
    back = list(csv.reader(io.StringIO(table_csv(header, [texts]))))[1]
    for came, typed in zip(back, texts, strict=True):
        assert came.removeprefix("'") == visible(storable(typed)).removeprefix("'")
        assert not came.lstrip().startswith(("=", "+", "-", "@"))


def test_a_file_has_a_name_of_its_own_for_its_owner_alone(tmp_path: Path) -> None:
    path = write_table(tmp_path, "Fair means/../x", ["a"], [["é"]], NOW)
    assert path == tmp_path / "exports" / "fair-means----x-20260302-100005.csv"
    assert path.read_bytes() == "a\né\n".encode()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_where_nothing_can_be_written_a_problem_says_so(tmp_path: Path) -> None:
    (tmp_path / "exports").write_text("in the way")
    with pytest.raises(Problem, match="not a folder"):
        write_table(tmp_path, "x", ["a"], [], NOW)
