"""The long table: what other programs read is what figures count, and nothing in it runs."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.builders import DIMS, after, scored

from interviewloop.exchange.long_table import (
    LongRow,
    facets_file,
    long_csv,
    long_json,
    long_parquet,
    long_rows,
)
from interviewloop.exchange.session_ratings import rows_from_sessions
from interviewloop.interview.events import (
    AddNote,
    Amend,
    LinkEvidence,
    SetRationale,
    SetScore,
    Submit,
)

if TYPE_CHECKING:
    from interviewloop.model.session import Session

MARA, IVO = "Mara Lindqvist", "Ivo Brandt"
FORMULA = '=HYPERLINK("http://x")\nsecond, "line" \x1b[2J'


def card(interviewer: str, candidate: str = "C-1", start: float = 90) -> Session:
    one = after(
        scored(interviewer=interviewer, candidate=candidate, loop=candidate),
        AddNote(FORMULA, "strong", DIMS[0]),
        LinkEvidence(DIMS[0], "n1"),
        SetScore(DIMS[1], "no-signal"),
        *(SetRationale(dim, "heard it") for dim in DIMS),
    )
    return after(one, Submit(), start=start)


def rows(*sessions: Session, baseline: str = "sealed") -> list[LongRow]:
    chosen = "amended" if baseline == "amended" else "sealed"
    return long_rows(rows_from_sessions(sessions, chosen), chosen, lambda name: name)


def test_each_score_is_a_row_with_its_evidence() -> None:
    found = rows(card(MARA), card(IVO, start=95))
    assert len(found) == 2 * len(DIMS)
    first = found[0]
    assert (first.candidate, first.interviewer, first.submitter) == ("C-1", MARA, MARA)
    assert (first.dimension, first.score, first.scale_min, first.scale_max) == (DIMS[0], 3, 1, 5)
    assert first.evidence == f"{FORMULA} | heard it"
    assert first.submitted_at.endswith("+00:00")
    assert found[1].score is None
    assert len({row.scorecard_id for row in found}) == 2


def test_a_loop_that_waits_for_somebody_is_not_exported() -> None:
    assert rows(card(MARA), scored(interviewer=IVO, candidate="C-1", loop="C-1")) == []


def test_the_baseline_chooses_between_sealed_and_amended() -> None:
    changed = after(card(MARA), Amend(DIMS[0], 5, MARA, "heard more"), start=200)
    assert rows(changed)[0].score == 3
    assert rows(changed, baseline="amended")[0].score == 5


def test_no_cell_of_the_csv_runs() -> None:
    text = long_csv(rows(card("=cmd|' /C calc'!A0")))
    read = list(csv.DictReader(io.StringIO(text)))
    assert read[0]["interviewer"] == "'=cmd|' /C calc'!A0"
    assert read[0]["evidence"].startswith("'=HYPERLINK")
    assert read[1]["score"] == ""
    assert "\x1b" not in text


def test_json_and_parquet_hold_the_same_rows() -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    found = rows(card(MARA))
    as_json = json.loads(long_json(found))["scores"]
    table = parquet.read_table(io.BytesIO(long_parquet(found)))
    assert table.to_pylist() == as_json == [row._asdict() for row in found]


names = st.text(min_size=1, max_size=12)


@given(st.lists(st.tuples(names, names, st.sampled_from(DIMS), st.integers(1, 5)), max_size=8))
def test_a_facets_file_reads_back_as_it_was_written(
    scores: list[tuple[str, str, str, int]],
) -> None:
    made = [
        LongRow("s", candidate, interviewer, interviewer, "c", dim, score, 1, 5, "", "")
        for candidate, interviewer, dim, score in scores
    ]
    head, _, data = facets_file(made, "a, b = c*").partition("Data =\n")
    blocks = head.partition("Labels =\n")[2].split("*\n")
    counts = [block.count("\n") - 1 for block in blocks if block.strip()]
    for place, kept in enumerate(("candidate", "interviewer", "dimension")):
        assert counts[place] == len({getattr(row, kept) for row in made})
    read = [tuple(map(int, line.split(","))) for line in data.splitlines()]
    assert [one[3] for one in read] == [score for *_, score in scores]
    same = {(one[0], row.candidate) for one, row in zip(read, made, strict=True)}
    assert len(same) == len({row.candidate for row in made})
