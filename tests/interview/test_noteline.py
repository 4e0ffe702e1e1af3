"""The note line: how typed letters are read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.builders import DIMS, T0, rubric

from interviewloop.interview import commands, dimensions, noteline
from interviewloop.model.errors import Problem
from interviewloop.model.session import Note

RUBRIC = rubric().dimensions


@pytest.mark.parametrize(
    ("line", "signal", "dim", "text"),
    [
        ("plain words", "note", None, "plain words"),
        ("+pf asks who decides", "strong", "problem-framing", "asks who decides"),
        ("-model no baseline", "weak", "modeling-depth", "no baseline"),
        ("!rigor claims 40% lift", "red-flag", "experimentation-rigor", "claims 40% lift"),
        ("+expermient counts users", "strong", "experimentation-rigor", "counts users"),
        ("#ai asks about harm", "note", "responsible-ai", "asks about harm"),
        ("+#lead sets a standard", "strong", "leadership", "sets a standard"),
        ("+ rigor was low", "strong", None, "rigor was low"),
        ("+asks who decides", "strong", None, "asks who decides"),
        ("+in depth", "strong", None, "in depth"),
        ("+p one letter", "strong", None, "p one letter"),
        ("+pro two dimensions", "strong", None, "pro two dimensions"),
        ("//etc is a path", "note", None, "/etc is a path"),
        (" - a list item", "note", None, "- a list item"),
        ("+pf  two spaces", "strong", "problem-framing", " two spaces"),
    ],
)
def test_reading_a_line(line: str, signal: str, dim: str | None, text: str) -> None:
    found = noteline.read(line, RUBRIC)
    assert (found.signal, found.dim, found.text) == (signal, dim, text)


def test_several_dimensions_are_offered_not_guessed() -> None:
    assert noteline.read("+pro x", RUBRIC).choices == ("problem-framing", "production-ml")


def test_completion_spells_the_tag_out_and_cycles() -> None:
    line = noteline.completed("+pro asks", RUBRIC)
    assert line == "+problem-framing asks"
    assert noteline.completed(line, RUBRIC) == "+modeling-depth asks"
    assert noteline.completed("#lead", RUBRIC) == "#leadership "
    assert noteline.completed("nothing to complete", RUBRIC) is None
    assert noteline.completed("/pro", RUBRIC) is None


@given(
    st.sampled_from(["strong", "weak", "red-flag", "note"]),
    st.one_of(st.none(), st.sampled_from(DIMS)),
    st.text(min_size=1),
)
def test_a_note_put_back_into_the_line_reads_the_same(
    signal: str, dim: str | None, text: str
) -> None:
    note = Note(at=T0, clock_s=0, stage="brief", signal=signal, dim=dim, text=text)
    line = noteline.as_typed(note)
    assert not noteline.is_command(line)
    found = noteline.read(line, RUBRIC)
    assert (found.signal, found.dim, found.text) == (note.signal, note.dim, note.text)


@given(st.text())
def test_no_typed_character_is_dropped_silently(line: str) -> None:
    if noteline.is_command(line):
        return
    found = noteline.read(line, RUBRIC)
    sign = line[:1] if line[:1] in noteline.SIGNS else ""
    kept = len(sign) + len(found.text) + (len(found.tag) if found.dim else 0)
    assert len(line) - kept <= 2  # the hash and one space, or one slash
    assert line.endswith(found.text)


@pytest.mark.parametrize("dim", DIMS)
def test_every_dimension_answers_to_its_initials_and_its_first_letters(dim: str) -> None:
    initials = "".join(word[0] for word in dim.split("-"))
    if len(initials) > 1:
        assert dimensions.only(initials, RUBRIC) == dim
    assert dimensions.only(dim[:7], RUBRIC) == dim


@pytest.mark.parametrize(
    ("line", "name", "argument"),
    [
        ("/next", "next", ""),
        ("/n", "next", ""),
        ("/goto 3", "goto", "3"),
        ("/PRO leak", "probe", "leak"),
    ],
)
def test_reading_a_command(line: str, name: str, argument: str) -> None:
    call = commands.read(line)
    assert (call.command.name, call.argument) == (name, argument)


@pytest.mark.parametrize(
    ("line", "hint"), [("/prbe 1", "/probe"), ("/s", "/start"), ("/zzz", "/help")]
)
def test_an_unclear_command_is_asked_about(line: str, hint: str) -> None:
    with pytest.raises(Problem) as caught:
        commands.read(line)
    assert hint in caught.value.mend


def test_picking_by_number_id_and_words() -> None:
    things = {"p-month": "How will you know in a month?", "p-metric": "Which number decides?"}
    assert commands.pick("2", things, "probe") == "p-metric"
    assert commands.pick("p-month", things, "probe") == "p-month"
    assert commands.pick("month", things, "probe") == "p-month"
    assert commands.pick("wich number", things, "probe") == "p-metric"
    for unclear in (
        "3",
        "0",
        "",
        "zebra crossing",
        "1 please",
        "month please",
        "w",
        "chart/hide 1",
    ):
        with pytest.raises(Problem):
            commands.pick(unclear, things, "probe")
