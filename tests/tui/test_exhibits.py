"""Exhibits in characters: numbers stay whole, words wrap, nothing typed is anything but text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from interviewloop.library.lines import Line, Lines
from interviewloop.library.tables import Table
from interviewloop.tui.exhibits import CHART_WIDTH, drawn

TABLE = Table(
    ("group", "what was bought in the shop", "share, %"),
    (("new people", "a lamp and two chairs", "12.25"), ("old", "nothing", "7")),
)


def lines(content: object) -> list[str]:
    return str(content).split("\n")


def test_numbers_stand_right_and_words_left() -> None:
    assert lines(drawn(TABLE)) == [
        "group       what was bought in the shop  share, %",
        "─────────────────────────────────────────────────",
        "new people  a lamp and two chairs           12.25",
        "old         nothing                             7",
    ]


def test_words_wrap_where_there_is_no_room() -> None:
    assert lines(drawn(TABLE, 36)) == [
        "group       what was        share, %",
        "            bought in the",
        "            shop",
        "────────────────────────────────────",
        "new people  a lamp and two     12.25",
        "            chairs",
        "old         nothing                7",
    ]


def test_a_wrapped_heading_stands_over_its_numbers() -> None:
    table = Table(("shop", "share of all sales (%)"), (("north", "41.5"),))
    assert lines(drawn(table, 21)) == [
        "shop     share of all",
        "            sales (%)",
        "─────────────────────",
        "north            41.5",
    ]


@given(st.integers(10, 120))
def test_no_word_is_broken_and_none_is_lost(width: int) -> None:
    shown = " ".join(lines(drawn(TABLE, width))).split()
    cells = [TABLE.header, *TABLE.rows]
    words = sorted(word for row in cells for cell in row for word in cell.split())
    assert sorted(word for word in shown if "─" not in word) == words


@given(
    st.lists(st.lists(st.tuples(st.integers(0, 9), st.floats(-1e300, 1e300)), max_size=9)),
    st.text(),
)
def test_a_chart_of_any_numbers_keeps_its_size(
    series: list[list[tuple[int, float]]], name: str
) -> None:
    drawn_lines = tuple(Line(name, tuple(points)) for points in series)
    chart = Lines("day", "sold", ("1", "10"), 10, drawn_lines, "in words")
    shown = lines(drawn(chart))
    if any(series):
        assert sum("┤" in line for line in shown) == 14
        assert max(len(line.partition("┤")[2]) for line in shown if "┤" in line) <= CHART_WIDTH
    else:
        assert shown == ["in words"]


def test_the_axis_of_a_chart_has_thousands_and_no_powers() -> None:
    line = Line("alerts", ((0, 0.0), (1, 1_378.0)))
    shown = "\n".join(lines(drawn(Lines("day", "alerts", ("1", "2"), 2, (line,), "in words"))))
    assert "1,380 ┤" in shown
    assert "742 ┤" in shown
    assert "e+" not in shown


def test_escape_codes_and_markup_stay_text() -> None:
    evil = "[bold]\x1b[2J"
    table, chart = Table((evil,), ((evil,),)), Lines(evil, evil, (evil, evil), 0, (), evil)
    for material in (evil, table, chart):
        content = drawn(material)
        assert "\x1b" not in content.plain
        assert "[bold]␛[2J" in content.plain
