"""A persona's policy: the first move in order that is due and was not made."""

from __future__ import annotations

from tests.incident.worlds import shipped

from interviewloop.incident.engine import run
from interviewloop.incident.events import event_of
from interviewloop.incident.policy import next_move
from interviewloop.model.persona import PolicyMove

WORLD = shipped()
POLICY = {
    "look": PolicyMove(say="Split it by platform, please.", do="ask:segments"),
    "tell": PolicyMove(say="Tell people.", do=("act:declare", "act:update"), when="seen.segments"),
    "late": PolicyMove(say="Where are we?", do="wait:5", when="t >= 60 and not did.declare"),
}


def after(*events: str) -> str | None:
    made = {"look"} if events else set()
    return next_move(WORLD, run(WORLD, map(event_of, events)), POLICY, made)


def test_the_first_move_that_is_due_comes_next() -> None:
    assert after() == "look"
    assert after("ask:segments") == "tell"
    assert after("wait:59") is None
    assert after("wait:60") == "late"


def test_a_move_is_made_once() -> None:
    state = run(WORLD, [event_of("ask:segments")])
    assert next_move(WORLD, state, POLICY, {"look", "tell"}) is None
    assert POLICY["look"].do == ("ask:segments",)
