from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interviewloop.exchange.key_csv import parse_key_csv, read_key_csv
from interviewloop.exchange.ratings_csv import RatingsFileProblem
from interviewloop.model.text import visible

HEADER = "candidate,dimension,score\n"


def problem_of(text: str) -> RatingsFileProblem:
    with pytest.raises(RatingsFileProblem) as caught:
        parse_key_csv(text, "k.csv")
    return caught.value


def test_scores_in_steps_of_a_half_and_other_columns():
    text = "note,Score,DIMENSION, candidate\nx,3.5,depth,C1\ny,1.0,clarity, C1 \nz,5,depth,C2\n"
    key, ignored = parse_key_csv(text, "k.csv")
    assert key == {("C1", "depth"): 3.5, ("C1", "clarity"): 1.0, ("C2", "depth"): 5.0}
    assert ignored == ("note",)


@pytest.mark.parametrize(
    "score", ["0.5", "5.5", "3.25", "3,5", "", "nan", "six", "1e0", "-1", "٣", "no-signal"]
)
def test_a_score_that_no_panel_gives_is_named_with_its_line(score):
    [row] = problem_of(HEADER + f'C,d,3\nC,e,"{score}"\n').rows
    assert str(row) == f'line 3: score "{score}" is not 1 to 5 in steps of a half'


def test_every_bad_row_is_named_and_none_is_used():
    problem = problem_of(HEADER + 'C,d,3\n,d,9\nC,,3\nC,d\nC,d,3.5\n"a\x1bb",d,2\n')
    assert [str(row) for row in problem.rows] == [
        'line 3: candidate is empty; score "9" is not 1 to 5 in steps of a half',
        "line 4: dimension is empty",
        "line 5: 2 fields, the header has 3",
        "line 6: the same candidate and dimension as line 2",
        'line 7: candidate "a␛b" holds a control character',
    ]
    assert "5 rows of 6 cannot be read" in problem.what


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "it is empty"),
        (HEADER, "no row with a score"),
        ("candidate,score\nC,3\n", "no column dimension"),
        (HEADER.strip() + ",score\nC,d,3,4\n", "column score twice"),
        (HEADER + 'C,d,"3\n', "line 2 is not CSV"),
    ],
)
def test_a_file_that_is_no_key_says_why(text, what):
    assert what in problem_of(text).what


@pytest.mark.parametrize("body", [HEADER.encode() + b"C,\xff,3\n", b"x" * 3_000_000])
def test_files_that_are_no_text_are_refused_under_the_name_of_the_key(tmp_path, body):
    path = tmp_path / "key.csv"
    path.write_bytes(body)
    with pytest.raises(RatingsFileProblem) as caught:
        read_key_csv(path)
    assert caught.value.lines()[0] == "The key cannot be used"
    with pytest.raises(RatingsFileProblem, match="no such file"):
        read_key_csv(tmp_path / "none.csv")


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_break_it(data):
    try:
        text = (HEADER.encode() + data).decode("utf-8-sig")
    except UnicodeDecodeError:
        return
    key, problem = {}, None
    try:
        key, _ = parse_key_csv(text, "k.csv")
    except RatingsFileProblem as refused:
        problem = refused
    assert {2 * score for score in key.values()} <= set(range(2, 11))
    assert problem is None or all(visible(line) == line for line in problem.lines())
