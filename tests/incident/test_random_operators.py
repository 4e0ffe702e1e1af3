"""Operators who do anything at all: the world stays in bounds and replays identically."""

from __future__ import annotations

import math
import random
import tomllib
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest
import tomli_w
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.incident.worlds import CASE, REFERENCE, SMALL, reference, shipped, small

from interviewloop.incident.engine import apply, run, start, verdicts
from interviewloop.incident.events import Wait, event_of
from interviewloop.incident.matching import Matcher, topics_of
from interviewloop.incident.play import play
from interviewloop.incident.tiles import tiles
from interviewloop.library.check import check
from interviewloop.library.incidents import open_incident, open_play
from interviewloop.model.errors import Problem

if TYPE_CHECKING:
    from pathlib import Path

    from interviewloop.incident.events import Event
    from interviewloop.incident.state import State
    from interviewloop.incident.world import World

OPERATORS, MOVES = 1_000, 40


def moves(world: World, rng: random.Random) -> list[Event]:
    incident = world.incident
    words = [f"ask:{id_}" for id_ in incident.evidence]
    words += [f"{word}:{id_}" for id_ in incident.actions for word in ("act", "act", "undo")]
    words += [f"name:{id_}" for id_ in incident.hypotheses]
    words += [f"wait:{minutes}" for minutes in (0, 1, 3, 12)]
    return [event_of(rng.choice(words)) for _ in range(MOVES)]


def check_bounds(world: World, before: State, state: State) -> None:
    assert before.t <= state.t <= world.incident.incident.horizon_min
    assert len(state.history) == state.t + 1
    assert all(math.isfinite(value) for value in state.signals.values())
    assert 0.03 < state.signals["ctr"] < 0.07
    assert state.told[: len(before.told)] == before.told
    assert before.marks - state.marks <= {mark for mark in before.marks if mark[0] == "eff"}
    assert before.fired == state.fired[: len(before.fired)]
    for id_, one in before.milestones.items():
        if one.verdict != "pending":
            assert state.milestones[id_] == one


@pytest.mark.parametrize("world", [shipped(), reference()], ids=["shipped", "reference"])
def test_random_operators_stay_in_bounds_and_replay(world: World) -> None:
    for seed in range(OPERATORS // 2):
        events = moves(world, random.Random(seed))  # noqa: S311 - a seed that repeats is the point
        states = [start(world)]
        for event in events:
            states.append(apply(world, states[-1], event))
            check_bounds(world, states[-2], states[-1])
        # Undo of the last event is the fold without it.
        without_last = run(world, events[:-1])
        assert without_last == states[-2]
        again = apply(world, without_last, events[-1])
        assert again == states[-1]
        assert "pending" not in verdicts(world, again, over=True).values()


def test_minutes_add_up_however_they_are_cut() -> None:
    world = shipped()
    whole = apply(world, start(world), Wait(100))
    cut = start(world)
    for _ in range(100):
        cut = apply(world, cut, Wait(1))
    assert cut == whole


def test_tiles_jitter_the_same_in_every_run_and_never_move_the_world() -> None:
    world = small()
    state = apply(world, start(world), Wait(20))
    (tile,) = tiles(world, state)
    assert tile == tiles(world, apply(world, start(world), Wait(20)))[0]
    assert len(tile.history) == 21
    assert tile.history[-1] == tile.value
    assert len(set(tile.history)) > 15
    assert all(abs(value / 5 - 1) <= 0.01 * 1.74 for value in tile.history)
    assert state.signals["rate"] == 5.0
    assert tile.change == pytest.approx(-0.75, abs=0.01)
    shown = {tile.id: tile.text for tile in tiles(shipped(), start(shipped()))}
    assert shown["ctr"].startswith("5.2")
    assert shown["ctr"].endswith(" %")
    assert shown["slowest_ms"].endswith(" ms")


LEAVES = st.none() | st.booleans() | st.integers(-3, 200) | st.floats(-2, 2) | st.text(max_size=8)
VALUES = LEAVES | st.lists(LEAVES, max_size=2) | st.dictionaries(st.text(max_size=5), LEAVES)
WORDS = st.sampled_from(
    [
        "1 / 0",
        "ctr",
        "rate",
        "late",
        "1 / (1 - late)",
        "t",
        "wait:3",
        "ask:look",
        "act:fix",
        "-" * 300,
    ]
)


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    found = [path] if path else []
    for key, below in pairs:
        found += _places(below, (*path, key)) if isinstance(below, dict | list) else [(*path, key)]
    return found


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_no_incident_file_ends_in_a_traceback(data: st.DataObject, tmp_path: Path) -> None:
    content = tomllib.loads(SMALL)
    for _ in range(data.draw(st.integers(1, 3))):
        *above, key = data.draw(st.sampled_from(_places(content)))
        table = content
        for part in above:
            table = table[part]
        value = data.draw(VALUES | WORDS)
        if value is not None:
            table[key] = value
        elif isinstance(table, dict):
            del table[key]
    file = tmp_path / "incident.toml"
    with suppress(TypeError, ValueError):  # what TOML cannot write
        file.write_text(tomli_w.dumps(content), encoding="utf-8", errors="replace")
    check([file])
    with suppress(Problem):
        world = open_incident(file).world()
        state = start(world)
        for text in data.draw(
            st.lists(st.sampled_from(["act:fix", "ask:look", "wait:9"]), max_size=4)
        ):
            state = apply(world, state, event_of(text))
        tiles(world, state)
        Matcher(topics_of(world.incident)).match("look")


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    text=st.text(max_size=80)
    | st.lists(
        st.sampled_from(
            ["ask:look", "act:fix", "undo:fix", "name:truth", "wait:7", "wait:x", "#", "", "ask:"]
        ),
        max_size=12,
    ).map("\n".join)
)
def test_no_list_of_events_ends_in_a_traceback(text: str, tmp_path: Path) -> None:
    file = tmp_path / "play.txt"
    file.write_text(text, encoding="utf-8", errors="replace")
    with suppress(Problem):
        play(small(), open_play(file))


@pytest.mark.parametrize("source", [CASE / "incident.toml", REFERENCE / "green_dashboards.toml"])
def test_files_cut_off_anywhere_are_answered(source: Path, tmp_path: Path) -> None:
    text = source.read_text(encoding="utf-8")
    file = tmp_path / "incident.toml"
    rng = random.Random(5)  # noqa: S311 - a seed that repeats is the point
    for _ in range(12):
        file.write_text(text[: rng.randrange(len(text))], encoding="utf-8")
        assert check([file]).findings
