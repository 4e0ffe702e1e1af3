"""The ends of the calendar: refused where they come in, as no later sum with them has a result."""

from __future__ import annotations

import pytest
from tests.exchange.imports import read_csv_as
from tests.interview.test_erasure import LOOP

from interviewloop.exchange.import_store import decode, encode
from interviewloop.model.errors import Problem
from interviewloop.workspace.codec import decode_loop
from interviewloop.workspace.codec import encode as encode_loop

ENDS = ["0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00+00:00"]
MAP = """
[columns]
candidate = "candidate"
interviewer = "interviewer"
dimension = "dimension"
score = "score"
submitted_at = "at"
[scale]
lowest = 1
highest = 5
"""
ROW = "candidate,interviewer,dimension,score,at\nC-1,Ann,model,4,{}\n"


@pytest.mark.parametrize("end", ENDS)
def test_a_loop_of_no_possible_time_is_refused_with_its_line(end: str) -> None:
    whole = encode_loop(LOOP).decode()
    line = next(line for line in whole.splitlines() if line.startswith("created_at"))
    with pytest.raises(Problem, match=r"created_at .*between the years 1900 and 9000"):
        decode_loop(whole.replace(line, f"created_at = {end}").encode(), "loop.toml")


@pytest.mark.parametrize("end", ENDS)
def test_an_import_of_no_possible_time_is_rejected(end: str) -> None:
    reading = read_csv_as(MAP, ROW.format(end))
    assert not reading.ratings
    assert "submitted" in reading.rejected[0].reason


@pytest.mark.parametrize("end", [*ENDS, "yesterday", "\\u0000"])
def test_a_stored_import_whose_time_was_changed_by_hand_is_refused(end: str) -> None:
    reading = read_csv_as(MAP, ROW.format("2026-03-01T10:00:00Z"))
    stored = encode(reading.ratings).decode()
    assert decode(stored.encode(), "a.toml")
    with pytest.raises(Problem, match="submitted_at"):
        decode(stored.replace("2026-03-01T10:00:00+00:00", end).encode(), "a.toml")
