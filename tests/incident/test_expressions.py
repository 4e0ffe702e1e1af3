"""The white list of the expression language: what it reads, and what it refuses with a place."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewloop.incident.expressions import Unreadable, parse
from interviewloop.model.errors import Problem


class Moment:
    """Facts for tests: names by a dict, marks by a set."""

    t = 12
    changed_prod = True
    names = {"on": True, "off": False, "rate": 0.5, "zero": 0.0}  # noqa: RUF012 - never changed

    def value(self, name: str) -> bool | float:
        return self.names.get(name, 1.0)

    def marked(self, space: str, id_: str) -> bool:
        return (space, id_) in {("seen", "raw_events"), ("did", "fix")}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 + 2 * 3", 7),
        ("(1 + 2) * 3 / 2 - 1", 3.5),
        ("-rate + 1", 0.5),
        ("on + on", 2),
        ("on and not off", True),
        ("off or rate", True),
        ("0 < rate <= 0.5 < 1", True),
        ("rate == 0.5 and rate != 1", True),
        ("t >= 12", True),
        ("changed_prod", True),
        ("seen.raw-events and did.fix", True),
        ("seen.raw_events", True),
        ("eff.fix or named.x-y", False),
        ("t -2", 10),
        ("  on\n and\n on ", True),
        ("not on == off", True),
    ],
)
def test_values(text: str, expected: float) -> None:
    assert float(parse(text).evaluate(Moment())) == expected


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("rate ** 2", 1),
        ("rate // 2", 1),
        ("rate % 2", 1),
        ("on & off", 1),
        ("abs(rate)", 1),
        ("1 + seen.x()", 5),
        ("rate[0]", 1),
        ("1 + 'text'", 5),
        ("rate.real", 1),
        ("on and rate.real", 8),
        ("seen.x.y", 1),
        ("seen", 1),
        ("rate + did", 8),
        ("True", 1),
        ("None", 1),
        ("1j", 1),
        ("on if on else off", 1),
        ("[rate]", 1),
        ("{rate}", 1),
        ("rate in on", 1),
        ("rate is on", 1),
        ("~rate", 1),
        ("lambda: 1", 1),
        ("(a := 1)", 2),
        ("f'{rate}'", 1),
        ("(yield)", 2),
        ("1; 2", 2),
        ("on and", 7),
        ("", 1),
        ("\x00", 2),
        ("1e999", 1),
        ("__import__('os')", 1),
        ("(" * 240 + "1" + ")" * 240, 1),
    ],
)
def test_anything_else_is_refused_with_its_column(text: str, column: int) -> None:
    with pytest.raises(Unreadable) as caught:
        parse(text)
    assert caught.value.what
    assert 1 <= caught.value.column <= max(len(text), 1) + 1
    if len(text) < 100:
        assert caught.value.column == column


def test_what_is_referred_to_is_noted() -> None:
    found = parse("rate > 1 and seen.raw-events")
    assert found.names == (("rate", 1),)
    assert found.marks == (("seen", "raw_events", 14),)


def test_a_division_by_zero_is_a_problem() -> None:
    with pytest.raises(Problem, match="divides by zero"):
        parse("1 / zero").number(Moment())


TOKENS = (
    *("on", "rate", "t", "seen.raw-events", "did.fix", "and", "or", "not", "(", ")", "+", "-"),
    *(
        "*",
        "/",
        "**",
        "<",
        ">=",
        "==",
        "1",
        "0.5",
        "[",
        "]",
        ".",
        "'x'",
        "lambda",
        "if",
        "else",
        ",",
    ),
)


@given(st.lists(st.sampled_from(TOKENS), max_size=20).map(" ".join) | st.text(max_size=60))
def test_no_text_is_too_strange(text: str) -> None:
    with suppress(Unreadable, Problem):
        parse(text).holds(Moment())
