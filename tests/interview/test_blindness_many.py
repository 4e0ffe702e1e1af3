"""Asking for many sessions at once gives what asking for each gives."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest

from interviewloop.interview.blindness import apart, closed_because, closed_to
from interviewloop.interview.loop_events import PlanInterview, Waive
from interviewloop.interview.loops import apply
from interviewloop.model.errors import Problem
from interviewloop.model.head import Head, SessionHead, head_of
from interviewloop.model.loop import Loop
from interviewloop.model.session import Session

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
NAMES = ("Ann", " ann", "bob", "Cem", "Dağ")
CASES = ("feat-a", "feat-b")


def _session(chance: random.Random) -> Session:
    phase = chance.choice(("ready", "interview", "sealed", "sealed", "sealed"))
    kind = chance.choice(("live", "live", "shadow", "mock", "example"))
    return Session(
        kind=kind,
        phase=phase,
        loop=chance.choice(("l-1", "L-1", "l-2", "l-3")),
        candidate=chance.choice(("C-1", "c-1", "C-2", "C-3")),
        interviewer=chance.choice(NAMES),
        case=chance.choice(CASES),
        case_version=1,
        rubric="r",
        rubric_version=1,
        created_at=NOON,
        sealed_at=NOON if phase == "sealed" else None,
        seal="x" if phase == "sealed" else None,
        stage="s",
        persona=chance.choice(("p-1", "p-2", None)) if kind == "mock" else None,
    )


def _loop(name: str, sessions: list[Session], chance: random.Random) -> Loop:
    loop = Loop(name=name, candidate=chance.choice(("C-1", "C-2")), rubric="r", created_at=NOON)
    for number in range(chance.randrange(3)):
        try:
            plan = PlanInterview(chance.choice(NAMES), chance.choice(CASES))
            loop = apply(loop, plan, NOON, sessions)
            waive = Waive(chance.choice(NAMES), chance.choice(CASES), "Eve", "ill")
            loop = apply(loop, waive, NOON + timedelta(hours=number), sessions)
        except Problem:
            continue
    return loop


@pytest.mark.parametrize("seed", range(60))
def test_one_by_one_and_all_together(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - a world, not secrets
    sessions = [_session(chance) for _ in range(chance.randrange(1, 10))]
    loops = [_loop(name, sessions, chance) for name in ("l-1", "l-2") if chance.random() < 0.6]
    heads: list[Head] = list(map(head_of, sessions))
    for viewer in ("ann", "Bob", "cem", "eve", "", " "):
        for trainer in (False, True):
            wanted = [
                closed_because(viewer, one, sessions, loops, trainer=trainer) for one in sessions
            ]
            for known in (sessions, heads):
                closed = closed_to(viewer, known, loops, trainer=trainer)
                every: list[SessionHead] = list(known)
                assert [closed(one) for one in every] == wanted
            allowed, barred = apart(viewer, heads, loops, trainer=trainer)
            assert len(allowed) + len(barred) == len(heads)
            assert len(barred) == sum(why not in (None, "not-submitted") for why in wanted)


def test_the_worlds_have_every_answer() -> None:
    """Else the comparison above would compare little."""
    found = set()
    for seed in range(60):
        chance = random.Random(seed)  # noqa: S311 - as above
        sessions = [_session(chance) for _ in range(chance.randrange(1, 10))]
        closed = closed_to("ann", sessions)
        found |= {closed(one) for one in sessions}
    assert found == {None, "not-submitted", "own-is-open", "persona-not-met"}
