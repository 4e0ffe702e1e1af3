"""The quick reader says what the full one says, or leaves the file to it."""

from __future__ import annotations

import random
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.workspace.test_listing import DAMAGE
from tests.workspace.values import NOON, a_session, amendment, sealed, sessions, unhurried

from interviewloop.model.errors import Problem
from interviewloop.model.head import Head, SessionHead, head_of
from interviewloop.model.scorecard import Scorecard
from interviewloop.model.session import Clock, Draft, Exchange, Help, Note, Session, Turn
from interviewloop.workspace import quick_head as layout
from interviewloop.workspace.codec import decode_session, encode
from interviewloop.workspace.migrations import PROGRAM_KEY
from interviewloop.workspace.quick_head import quick_head

if TYPE_CHECKING:
    from pydantic import BaseModel

ROOT = Path(__file__).resolve().parents[2]


def _full(data: bytes) -> Head | None:
    try:
        return head_of(decode_session(data, "a file"))
    except Problem:
        return None


def _agrees(data: bytes) -> bool:
    """Whether the quick reader took the file; what it says is what the full reader says."""
    found = quick_head(data)
    if found is not None:
        assert found == _full(data)
    return found is not None


def _long_session() -> Session:
    mark = {"at": NOON, "clock_s": 9.5, "stage": "frame"}
    return sealed(
        a_session(
            persona="quiet-one",
            kind="mock",
            scorecard=Scorecard(
                recommendation="no",
                scores={"modeling": 3, "leadership": "no-signal"},
                confidence={"modeling": "low", "leadership": "high"},
                evidence={"modeling": ("n1", "n2"), "leadership": ()},
                rationale={"modeling": 'a "quoted" \\ word\r\n\x1b'},
                summary="short",
            ),
            probes={"p1": Help(**mark), "p2": Help(**mark, rung=2)},
            red_flags={"blames-users": Help(**mark), "no-test": Help(**mark)},
            incident={"t1": Turn(**mark, said="who?", event="ask:segments")},
            talk={"e1": Exchange(**mark, said="hello", answer="intro")},
            draft=Draft(note="half a"),
            notes={
                name: Note(**mark, text=f"note {name}", dim="modeling", signal="weak")
                for name in ("n1", "n2", "n3")
            },
        )
    )


@settings(unhurried, max_examples=50)
@given(sessions)
def test_any_session_reads_the_same_both_ways(session: Session) -> None:
    _agrees(encode(session))


@unhurried
@given(
    st.sampled_from(sorted(ROOT.glob("sessions/*/*--*.toml"))), st.randoms(use_true_random=False)
)
def test_damaged_files_read_the_same_both_ways(file: Path, chance: random.Random) -> None:
    """Lines are lost, doubled, swapped and changed by a character: what is in doubt is left."""
    lines = file.read_text().split("\n")
    for _ in range(chance.randrange(1, 3)):
        at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
        line = lines[at]
        place = chance.randrange(len(line) + 1)
        match chance.randrange(6):
            case 0:
                del lines[at]
            case 1:
                lines.insert(other, line)
            case 2:
                lines[at], lines[other] = lines[other], line
            case 3:
                lines[at] = (
                    line[:place] + chance.choice('"\\= 0159-.[]e\r\t\0é') + line[place + 1 :]
                )
            case 4:
                lines[at] = line[:place] + chance.choice('"\\= 0159-.[]e\r\t\0é') + line[place:]
            case _:
                lines = lines[: max(at, 1)]
    _agrees("\n".join(lines).encode())


@pytest.mark.parametrize("number", range(len(DAMAGE)))
def test_known_damages_are_left_to_the_full_reader(number: int) -> None:
    damaged = DAMAGE[number](encode(_long_session()), random.Random(number))  # noqa: S311
    assert _agrees(damaged) == (_full(damaged) is not None)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("[notes.n2]", "[notes.n1]"),
        ("leadership = 4", "modeling = 4"),
        ('leadership = "high"', 'modeling = "high"'),
        ("leadership = []", "modeling = []"),
        ('phase = "sealed"', 'phase = "scoring"'),
        ('seal = "sha256:00"\n', ""),
        ('stage = "frame"\n\n[scorecard]', "\n[scorecard]"),
        ('interviewer = "ann"', 'interviewer = "  "'),
        ('interviewer = "ann"', f'interviewer = "{"a" * 201}"'),
        ("2026-03-01", "2026-02-30"),
        ("2026-03-01", "0000-03-01"),
        ('case = "feed-ranking"', f'case = "{"a" * 61}"'),
        ("case_version = 2", "case_version = 0"),
        ("stretch = 1.0", "stretch = 2.5"),
        ("elapsed_s = 0.0", "elapsed_s = -1.0"),
        ("elapsed_s = 0.0", "elapsed_s = 00.0"),
        ("rung = 2", "rung = 4"),
        ('event = "ask:segments"', 'event = "ask:"'),
    ],
)
def test_what_no_session_may_say_is_not_taken(old: str, new: str) -> None:
    whole = encode(_long_session()).decode().replace('leadership = "no-signal"', "leadership = 4")
    assert _agrees(whole.encode())
    damaged = whole.replace(old, new, 1)
    assert damaged != whole
    assert quick_head(damaged.encode()) is None
    assert _full(damaged.encode()) is None


def test_ordinary_files_are_taken() -> None:
    """Else reading would be slow, and only slow."""
    assert _agrees(encode(_long_session()))
    assert _agrees(encode(a_session(scorecard=Scorecard(), notes={}, clock=Clock(elapsed_s=3.25))))
    files = sorted(ROOT.glob("sessions/*/*--*.toml"))
    assert files
    assert all(_agrees(file.read_bytes()) for file in files)
    amended = sealed(a_session()).model_copy(update={"amendments": {"a1": amendment(4)}})
    assert not _agrees(encode(amended))


def test_the_layout_follows_the_models() -> None:
    """A field that is added to a model is missing in the patterns, and this says so."""

    def named(fields: tuple[layout.Field, ...]) -> list[str]:
        return [one.name for one in fields]

    def entry(name: str) -> type[BaseModel]:
        model: type[BaseModel] = get_args(Session.model_fields[name].annotation)[1]
        return model

    one_each = {"scorecard", "clock", "draft"}
    tables = [name for name in Session.model_fields if name not in named(layout.SESSION)]
    assert [name for name in tables if name not in layout.LEFT_TO_THE_FULL_READER] == [
        *("scorecard", "clock"),
        *(name for name in layout.ENTRIES if name not in ("log", "notes")),
        *("draft", "log", "notes"),
    ]
    version, *fields = [name for name in Session.model_fields if name not in {*tables, *one_each}]
    # Which program wrote a file stands in it and in no model.
    assert named(layout.SESSION) == [version, PROGRAM_KEY, *fields]
    # The writer puts plain values before tables, whatever the order in the model.
    assert set(Scorecard.model_fields) == {*named(layout.SCORECARD), *layout.COLUMNS}
    assert named(layout.CLOCK) == [name for name in Clock.model_fields if name != "anchor"]
    assert named(layout.DRAFT) == list(Draft.model_fields)
    for name, parts in layout.ENTRIES.items():
        assert sorted(named(parts)) == sorted(entry(name).model_fields), name


def test_a_head_and_a_session_have_the_same_fields() -> None:
    session = _long_session()
    head: SessionHead = head_of(session)
    for name in (*Head._fields, "sealed", "key"):
        if name not in ("scorecard", "clock", "red_flags"):
            assert getattr(head, name) == getattr(session, name)
    assert head.scorecard.scores == session.scorecard.scores
    assert (head.clock.elapsed_s, head.clock.running) == (session.clock.elapsed_s, False)
    assert list(head_of(session).red_flags) == list(session.red_flags)
