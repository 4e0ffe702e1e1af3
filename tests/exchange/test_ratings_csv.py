from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interviewloop.calibration.ratings import RatingRow
from interviewloop.exchange import ratings_csv
from interviewloop.exchange.clean_csv import clean_rows
from interviewloop.exchange.ratings_csv import (
    RatingsFileProblem,
    parse_ratings_csv,
    read_ratings_csv,
)
from interviewloop.model.errors import Problem
from interviewloop.model.text import visible

HEADER = "candidate,interviewer,dimension,score\n"


def problem_of(text: str) -> RatingsFileProblem:
    with pytest.raises(RatingsFileProblem) as caught:
        parse_ratings_csv(text, "r.csv")
    return caught.value


def reasons(text: str) -> list[str]:
    return [str(row) for row in problem_of(text).rows]


def test_columns_in_any_order_and_letter_case():
    found = parse_ratings_csv("Score, dimension ,Interviewer,CANDIDATE\n4,depth,Ann,C1\n", "r.csv")
    assert tuple(found.rows) == (RatingRow("C1", "Ann", "depth", 4),)
    assert (found.missing, found.ignored) == (0, ())


def test_other_columns_are_named_and_not_read():
    found = parse_ratings_csv("note,candidate,interviewer,,dimension,score\n=1,C,I,,d,5\n", "r.csv")
    assert tuple(found.rows) == (RatingRow("C", "I", "d", 5),)
    assert found.ignored == ("note",)


def test_a_case_is_read_where_there_is_one():
    header = "case,candidate,interviewer,dimension,score\n"
    text = header + "feed,C,I,d,5\n ,C,I,e,4\n feed,C,J,d,no-signal\n"
    found = parse_ratings_csv(text, "r.csv")
    assert found.rows == (RatingRow("C", "I", "d", 5, "feed"), RatingRow("C", "I", "e", 4))
    assert (found.missing, found.ignored) == (1, ())
    [row] = problem_of("case,candidate,interviewer,dimension,score\na\x1bb,C,I,d,5\n").rows
    assert str(row) == 'line 2: case "a␛b" holds a control character'
    assert "column case twice" in problem_of("case," + text.partition("\n")[0] + "\n").what
    other = "candidate,interviewer,dimension,score,case\nC,I,d,5,a\nC,I,d,4,b\n"
    assert reasons(other) == ["line 3: the same candidate, interviewer and dimension as line 2"]


def test_missing_scores_are_counted_not_guessed():
    text = HEADER + "C,I,b,no-signal\nC,I,c,No-Signal\nC,I,d, no-signal \nC,I,e,3\n"
    found = parse_ratings_csv(text, "r.csv")
    assert tuple(found.rows) == (RatingRow("C", "I", "e", 3),)
    assert found.missing == 3


@pytest.mark.parametrize("blank", ["", "  "])
def test_a_blank_score_is_named_not_guessed(blank):
    assert reasons(HEADER + f"C,I,a,{blank}\nC,I,b,3\n") == ["line 2: score is blank"]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_byte_order_mark_quotes_and_line_ends(tmp_path, newline):
    lines = [
        '"candidate","interviewer","dimension","score"',
        '"Doe, Jane ""JD""",Zoë,"problem framing","5"',
        "",
        ",,,",
        " C2 ,Bob,depth,1",
        "",
    ]
    path = tmp_path / "r.csv"
    path.write_bytes(b"\xef\xbb\xbf" + newline.join(lines).encode())
    assert tuple(read_ratings_csv(path).rows) == (
        RatingRow('Doe, Jane "JD"', "Zoë", "problem framing", 5),
        RatingRow("C2", "Bob", "depth", 1),
    )


@pytest.mark.parametrize("score", ["6", "0", "-1", "3.0", "3,5", "five", "٣", "1e0", "nan", "+4"])
def test_a_score_off_the_scale_is_named_with_its_line(score):
    text = HEADER + f'C,I,a,4\nC,I,b,"{score}"\n'
    assert reasons(text) == [f'line 3: score "{score}" is not 1 to 5']


def test_every_bad_row_is_named_and_none_is_used():
    text = HEADER + 'C,I,a,4\n,I,b,9\nC,,c,3\nC,I,d\nC,I,e,1,2\nC,I,a,5\n"a\x1bb",I,f,2\n'
    problem = problem_of(text)
    assert [str(row) for row in problem.rows] == [
        'line 3: candidate is empty; score "9" is not 1 to 5',
        "line 4: interviewer is empty",
        "line 5: 3 fields, the header has 4",
        "line 6: 5 fields, the header has 4",
        "line 7: the same candidate, interviewer and dimension as line 2",
        'line 8: candidate "a␛b" holds a control character',
    ]
    assert "6 rows of 7 cannot be read" in problem.what
    lines = problem.lines()
    assert lines[1].startswith("  r.csv: 6 rows")
    assert lines[2] == '    line 3: candidate is empty; score "9" is not 1 to 5'
    assert lines[-1].strip() == problem.mend


def test_a_missing_score_still_counts_as_the_cell_being_taken():
    text = HEADER + "C,I,a,no-signal\nC,I,a,4\n"
    assert reasons(text) == ["line 3: the same candidate, interviewer and dimension as line 2"]


def test_a_row_over_several_lines_is_named_by_its_first():
    text = 'note,candidate,interviewer,dimension,score\n"two\nlines",C,I,a,3\n"x\ny",C,I,b,8\n'
    assert reasons(text) == ['line 4: score "8" is not 1 to 5']


def test_many_bad_rows_are_all_known_but_not_all_shown():
    problem = problem_of(HEADER + "C,I,a,x\n" * 50)
    assert len(problem.rows) == 50
    assert len(problem.lines()) == 2 + 20 + 2
    assert "    and 30 more" in problem.lines()


@pytest.mark.parametrize(
    ("text", "what", "mend"),
    [
        ("", "it is empty", "candidate, interviewer, dimension, score"),
        ("\n\n", "it is empty", "candidate, interviewer, dimension, score"),
        ("candidate,score\nC,3\n", "no column interviewer or dimension", "first line"),
        ("candidate;interviewer;dimension;score\nC;I;d;3\n", "names no column", "commas"),
        ("C,I,d,3\n", "line 1 names no column", "first line"),
        (HEADER.strip() + ",score\nC,I,d,3,4\n", "column score twice", "one of them"),
        (HEADER + 'C,I,d,"3\n', "line 2 is not CSV", "quotes"),
        (HEADER + 'C,"I"x,d,3\n', "line 2 is not CSV", "quotes"),
    ],
)
def test_a_file_that_is_no_such_table_says_what_to_do(text, what, mend):
    problem = problem_of(text)
    assert what in problem.what
    assert mend in problem.mend
    assert problem.where == "r.csv"
    assert problem.rows == ()
    assert problem.lines()[-1].strip() == problem.mend


def test_a_header_alone_is_a_table_without_rows():
    assert len(parse_ratings_csv(HEADER, "r.csv").rows) == 0


def test_text_that_is_not_utf_8_is_named_with_its_line(tmp_path):
    path = tmp_path / "latin.csv"
    path.write_bytes((HEADER + "Zoë,I,d,3\n").encode("latin-1"))
    with pytest.raises(RatingsFileProblem, match="line 2 is not UTF-8") as caught:
        read_ratings_csv(path)
    assert str(path) in caught.value.where


@pytest.mark.parametrize("name", ["absent.csv", ".", "nul\0byte"])
def test_a_file_that_cannot_be_opened_is_a_problem_with_a_mend(tmp_path, name):
    with pytest.raises(RatingsFileProblem) as caught:
        read_ratings_csv(tmp_path / name)
    assert isinstance(caught.value, Problem)
    assert caught.value.mend


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_break_it(data):
    try:
        text = (HEADER.encode() + data).decode("utf-8-sig")
    except UnicodeDecodeError:
        return
    problem = None
    try:
        found = parse_ratings_csv(text, "r.csv")
    except RatingsFileProblem as refused:
        problem = refused
    if problem is None:
        assert {row.score for row in found.rows} <= {1, 2, 3, 4, 5}
    else:
        assert all(visible(line) == line for line in problem.lines())


LABELS = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=8).filter(
    lambda label: visible(label) == label
)


@settings(deadline=None)
@given(st.dictionaries(st.tuples(LABELS, LABELS, LABELS), st.integers(1, 5), max_size=12))
def test_what_was_written_is_read_back(cells):
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(["candidate", "interviewer", "dimension", "score"])
    writer.writerows((*labels, score) for labels, score in cells.items())
    found = parse_ratings_csv(file.getvalue(), "r.csv")
    assert tuple(found.rows) == tuple(RatingRow(*labels, score) for labels, score in cells.items())


FIELD = st.sampled_from(["A", "B", " A ", '"A"', "", "\x1b", "1", "5", "6", "no-signal", '"'])
LINE = st.lists(FIELD, min_size=3, max_size=5).map(",".join)
GOOD_LINE = st.text("ABCDEF", min_size=3, max_size=3).map(lambda text: ",".join(text) + ",3")


@settings(max_examples=300)
@given(st.lists(GOOD_LINE) | st.lists(LINE | GOOD_LINE))
def test_the_quick_way_and_the_careful_one_agree(lines):
    text = HEADER + "\n".join(lines)
    found = []
    for quick in (clean_rows, lambda *_: None):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(ratings_csv, "clean_rows", quick)
            try:
                file = parse_ratings_csv(text, "r.csv")
                found.append((tuple(file.rows), file.missing))
            except RatingsFileProblem as problem:
                found.append(problem.lines())
    assert found[0] == found[1]
