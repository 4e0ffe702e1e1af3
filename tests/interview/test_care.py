"""The hint on notes that speak of who somebody is."""

from __future__ import annotations

import pytest

from interviewloop.interview.care import characteristics, hint


@pytest.mark.parametrize(
    ("note", "what"),
    [
        ("strong accent, hard to follow", "accent or first language"),
        ("maybe too OLD for the team", "age"),
        ("mentions she is pregnant", "family"),
        ("wears a hijab", "religion"),
        ("asks about visa status", "nationality or origin"),
        ("uses a wheelchair", "disability or health"),
        ("calm for a woman", "sex or orientation"),
    ],
)
def test_a_note_on_who_they_are_gets_a_hint(note: str, what: str) -> None:
    assert characteristics(note) == (what,)
    assert what in hint(note)


@pytest.mark.parametrize(
    "note",
    [
        "asks for the age of the rows and finds a race condition",
        "compares results by gender and by language before release",
        "names users with old phones; wants the origin of the labels",
        "accentuates the guardrail, minority class at 0.8 %",
        "asks whether the marriage of both tables loses rows",
        "",
    ],
)
def test_a_note_on_work_gets_none(note: str) -> None:
    assert hint(note) == ""
