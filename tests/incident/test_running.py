"""A session's incident is the fold over the turns that stand, however it came to them."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.incident.worlds import shipped

from interviewloop.incident.engine import run
from interviewloop.incident.events import event_of
from interviewloop.incident.running import Running

WORLD = shipped()
EVENTS = st.sampled_from(
    [
        *(f"ask:{id_}" for id_ in WORLD.incident.evidence),
        *(f"act:{id_}" for id_ in WORLD.incident.actions),
        *(f"name:{id_}" for id_ in WORLD.incident.hypotheses),
        "wait:7",
    ]
)


@given(st.lists(st.lists(EVENTS, max_size=6), min_size=1, max_size=5))
@settings(max_examples=40, deadline=None)
def test_every_list_of_events_gives_the_state_of_a_fresh_fold(runs: list[list[str]]) -> None:
    running = Running(WORLD)
    for events in runs:
        assert running.after(tuple(events)) == run(WORLD, map(event_of, events))
    longest = tuple(max(runs, key=len))
    running.after(longest)
    assert running.after(longest[:-1]) == run(WORLD, map(event_of, longest[:-1]))
