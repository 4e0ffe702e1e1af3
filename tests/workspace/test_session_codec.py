from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.workspace.values import a_session, amendment, loops, noted, sealed, sessions, unhurried

from interviewloop.model.session import Clock, Session
from interviewloop.workspace.codec import PROGRAM, NewerFile, decode_loop, decode_session, encode
from interviewloop.workspace.toml_text import DecodeProblem

if TYPE_CHECKING:
    from interviewloop.model.loop import Loop

JARGON = ("pydantic", "validation", "Input should", "input_value", "type=", "literal[", "Extra inp")


def _refused(data: bytes | str) -> DecodeProblem:
    with pytest.raises(DecodeProblem) as caught:
        decode_session(data.encode() if isinstance(data, str) else data, "ann--x.toml")
    problem = caught.value
    said = " ".join(problem.lines())
    assert problem.mend
    assert not [word for word in JARGON if word in said]
    return problem


def _text(session: Session | None = None) -> str:
    return encode(session or a_session()).decode()


@unhurried
@given(sessions)
def test_a_session_comes_back_as_it_was(session: Session) -> None:
    back = decode_session(encode(session), "x")
    assert back == session
    assert list(back.notes) == list(session.notes)
    assert list(back.amendments) == list(session.amendments)
    assert encode(back) == encode(session)


@unhurried
@given(loops)
def test_a_loop_comes_back_as_it_was(loop: Loop) -> None:
    assert decode_loop(encode(loop), "x") == loop


@pytest.mark.parametrize(
    "typed",
    [
        "a\r\nb",
        "\r",
        "\n\n",
        "\0",
        "\x1b[2J\x1b]0;x\x07",
        "\u202eevil\u2066",
        "שלום עולם",
        "👩‍💻🏳️‍🌈",
        '"""',
        "'''",
        "\\u0041",
        "<<<<<<< ours",
        "\x85\u2028\u2029",
        "\ufeff",
        "\xe9",
        "e\u0301",
        " [x] ",
    ],
)
def test_typed_text_is_kept_exactly(typed: str) -> None:
    session = noted(a_session(draft={"note": typed}), typed)
    back = decode_session(encode(session), "x")
    assert (back.draft.note, back.notes["n2"].text) == (typed, typed)


def test_half_characters_are_replaced_before_they_reach_a_file() -> None:
    session = a_session(candidate="C\ud800")
    assert decode_session(encode(session), "x").candidate == "C\ufffd"


def test_one_line_a_string_and_one_entry_a_table() -> None:
    before = _text().splitlines()
    after = _text(noted(a_session(), "line one\r\nline two")).splitlines()
    added = [line for line in after if line not in before]
    assert '"""' not in "\n".join(after)
    assert added == ["[notes.n2]", "clock_s = 9.0", 'text = "line one\\r\\nline two"']


def test_identity_and_scores_first_notes_last() -> None:
    text = _text()
    marks = ['kind = "live"', "[scorecard.scores]", "[clock]", "[notes.n1]"]
    places = [text.index(mark) for mark in marks]
    assert text.startswith("schema_version = 2\n")
    assert places == sorted(places)


def test_what_is_empty_is_left_out() -> None:
    text = _text()
    assert "draft" not in text
    assert "amendments" not in text
    assert "summary" not in text
    assert "anchor" not in _text(a_session(clock=Clock(elapsed_s=1.0, anchor=99.0)))


def test_an_amendment_of_a_dimension_without_a_score_can_be_read_again() -> None:
    first = amendment(4).model_copy(update={"before": None})
    session = sealed(a_session()).model_copy(update={"amendments": {"a1": first}})
    assert decode_session(encode(session), "x") == session


def test_byte_order_mark_and_windows_line_ends_are_read() -> None:
    data = b"\xef\xbb\xbf" + encode(a_session()).replace(b"\n", b"\r\n")
    assert decode_session(data, "x") == a_session()


@pytest.mark.parametrize(
    ("old", "new", "place", "said"),
    [
        ('kind = "live"', "kind = live", "kind = live", "not valid TOML"),
        ('kind = "live"', "<<<<<<< HEAD", "<<<<<<< HEAD", "unfinished git merge"),
        ('kind = "live"', 'kind = "alive"', "kind =", "kind must be 'live', 'mock', 'shadow'"),
        ('kind = "live"', "kind = 4", "kind =", "kind must be 'live'"),
        ('kind = "live"\n', "", "", "kind is missing"),
        (
            'kind = "live"',
            'kind = "live"\nlop = 1',
            "lop =",
            "lop is not a known key; did you mean loop",
        ),
        ('kind = "live"', 'kind = "live"\nzzzz = 1', "zzzz =", "zzzz is not a known key"),
        ("case_version = 2", 'case_version = "2"', "case_version", "needs a whole number"),
        ("case_version = 2", "case_version = 0", "case_version", "must be at least 1"),
        ("modeling = 3", "modeling = 6", "modeling = 6", "scorecard.scores.modeling must be 1, 2"),
        ("modeling = 3", 'modeling = "3"', 'modeling = "3"', "scores.modeling must be 1, 2"),
        ("modeling = 3", '"Bad Key" = 3', '"Bad Key"', "scorecard.scores.Bad Key is not an id"),
        ('loop = "ml-lead"', 'loop = " "', "loop =", "loop must not be empty"),
        ("12:00:00+00:00", "12:00:00", "created_at", "created_at a time needs a zone"),
        ("stretch = 1.0", 'stretch = "x"', "stretch", "stretch needs a number"),
        ('stage = "frame"\n\n', "\n", "", "it a session that has started names its stage"),
        ("schema_version = 2", "schema_version = 3", "schema_version", "(format 3)"),
        ("schema_version = 2", "schema_version = 0", "schema_version", "the file says 0"),
        ("clock_s = 4.5\n", "", "[notes.n1]", "notes.n1.clock_s is missing"),
        ("elapsed_s = 0.0", "elapsed_s = nan", "elapsed_s", "clock.elapsed_s"),
        ("[clock]", "[clock.elapsed_s]", "[clock.elapsed_s]", "clock.elapsed_s needs a number"),
        ("12:00:00+00:00", "12:00:00+99:00", "created_at", "not valid TOML"),
        ("2026-03-01 12:00:00+00:00", "0001-01-01 00:00:00+14:00", "created_at", "1900 and 9000"),
        ("stretch = 1.0", f"stretch = {'9' * 5000}", "", "not valid TOML"),
    ],
)
def test_mistakes_are_told_with_place_and_words(old: str, new: str, place: str, said: str) -> None:
    """``place`` begins the line that is to be named, "" if none can be."""
    text = _text()
    assert old in text
    text = text.replace(old, new, 1)
    problem = _refused(text)
    starts = [number for number, line in enumerate(text.split("\n"), 1) if line.startswith(place)]
    assert said in problem.what
    assert problem.where == (f"ann--x.toml:{starts[0]}" if place else "ann--x.toml")


def test_the_number_of_further_mistakes_is_told() -> None:
    text = _text().replace('kind = "live"', "kind = 1").replace("modeling = 3", "modeling = 9")
    assert "(1 more like this)" in _refused(text).what


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b"\0" * 4096, "empty"),
        (b"\xff\xfe\x00", "not UTF-8"),
        (b"x = " + b"[" * 100_000, "nested too deeply"),
        (b"x = 1\nx = 2\n", "not valid TOML"),
    ],
)
def test_files_that_are_no_session_at_all(data: bytes, said: str) -> None:
    assert said in _refused(data).what


@pytest.mark.parametrize("notes", ["notes = []\n", 'notes = "n1"\n', "[[notes]]\n"])
def test_lists_in_place_of_tables(notes: str) -> None:
    head, _, _ = _text().partition("\n[")
    assert "notes needs a table" in _refused(f"{head}\n{notes}").what


@unhurried
@given(st.data())
def test_damage_gives_a_session_or_a_problem_and_nothing_else(data: st.DataObject) -> None:
    whole = encode(a_session())
    cut = data.draw(st.integers(0, len(whole)))
    skip = data.draw(st.integers(0, 30))
    damaged = whole[:cut] + data.draw(st.binary(max_size=20)) + whole[cut + skip :]
    try:
        back = decode_session(damaged, "x")
    except DecodeProblem as problem:
        assert problem.where.startswith("x")  # noqa: PT017 - either outcome is right
    else:
        tomllib.loads(damaged.removeprefix(b"\xef\xbb\xbf").decode())
        assert isinstance(back, Session)


def test_the_program_that_wrote_a_newer_file_is_named() -> None:
    text = _text().replace("schema_version = 2", "schema_version = 9")
    problem = _refused(text.replace(PROGRAM, "interviewloop 7.1"))
    assert isinstance(problem, NewerFile)
    assert "written by interviewloop 7.1 (format 9)" in problem.what
    assert PROGRAM in problem.what
    assert "Update to interviewloop 7.1" in problem.mend
    assert "Install the newer version" in _refused("schema_version = 9\n").mend
    assert "\x1b" not in _refused(text.replace(PROGRAM, "\\u001b[2J")).what


@pytest.mark.parametrize("program", ["7", f'"{"x" * 101}"', "[]"])
def test_what_no_program_is_called_is_refused_by_name(program: str) -> None:
    problem = _refused(_text().replace(f'"{PROGRAM}"', program))
    assert "written_by needs text" in problem.what
    assert problem.where == "ann--x.toml:2"
