"""Tables as CSV: whatever people typed, nothing runs in a spreadsheet."""

from __future__ import annotations

import csv
import io
import os
import stat
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewloop.exchange.table_csv import (
    delete_tables,
    table_csv,
    write_table,
    written_tables,
)
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
    assert path == tmp_path / "exports" / "calibration-fair-means----x-20260302-100005.csv"
    assert path.read_bytes() == "a\né\n".encode()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_where_nothing_can_be_written_a_problem_says_so(tmp_path: Path) -> None:
    (tmp_path / "exports").write_text("in the way")
    with pytest.raises(Problem, match="not a folder"):
        write_table(tmp_path, "x", ["a"], [], NOW)


def test_the_tables_that_were_written_are_found_and_nothing_else(tmp_path: Path) -> None:
    assert written_tables(tmp_path) == ()
    names = ("fair means", "日本 Pairs", "x" * 200)
    paths = [
        write_table(tmp_path, name, ["a"], [["b"]], NOW + timedelta(seconds=place))
        for place, name in enumerate(names)
    ]
    for place, path in enumerate(reversed(paths)):
        os.utime(path, (place, place))
    own = tmp_path / "exports" / "my calibration.csv"
    own.write_text("mine")
    (tmp_path / "exports" / "calibration-x-20260302-100005.csv").symlink_to(own)
    (tmp_path / "exports" / "calibration-y-20260302-100005.csv").mkdir()
    found = written_tables(tmp_path)
    assert [one.path for one in found] == paths[::-1]
    assert {one.size for one in found} == {4}
    assert found[1].at == datetime.fromtimestamp(1, UTC)
    paths[0].unlink()
    delete_tables(found)
    assert written_tables(tmp_path) == ()
    assert own.read_text() == "mine"


def test_what_cannot_be_looked_at_or_deleted_is_a_problem(tmp_path: Path) -> None:
    path = write_table(tmp_path, "x", ["a"], [], NOW)
    [found] = written_tables(tmp_path)
    path.unlink()
    path.mkdir()
    with pytest.raises(Problem, match=r"(?i)director|permitted|denied"):
        delete_tables([found])
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "exports").write_text("in the way")
    with pytest.raises(Problem, match=r"(?i)directory"):
        written_tables(tmp_path / "other")
