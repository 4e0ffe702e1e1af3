"""Pictures of planning a loop, on shipped cases. See ``test_snapshots`` for how they are made."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.builders import T0
from tests.tui.test_snapshots import (
    CRITIQUE,
    DESIGN,
    INCIDENT,
    LARGE,
    RUBRIC,
    SMALL,
    few_on,
    opened,
    pressed,
    run,
    scorecard,
    settled,
    stand,
)

from interviewloop.interview.events import Start, Submit
from interviewloop.interview.loop_events import PlanInterview
from interviewloop.interview.loops import apply
from interviewloop.model.loop import Loop
from interviewloop.tui.screens.debrief import DebriefScreen
from interviewloop.tui.screens.plan_loop import PlanLoopScreen
from interviewloop.tui.widgets.typing import LineInput

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tui.conftest import Stand
    from tests.tui.test_snapshots import Compare, Steps
    from textual.pilot import Pilot


__all__ = ["stand"]
ROLE = "Principal scientist, [b]ads[/b]"


def planned(stand: Stand) -> tuple[Path, Loop]:
    """A loop under way: one submitted, one begun, two to begin, one of them a shadow. Two more
    people have met each other and nobody of it."""
    for name in ("Eve Adler", "Tom Reed"):
        done = run(CRITIQUE, Start(), *scorecard(CRITIQUE), Submit(), interviewer=name, loop="C-9",
                   candidate="C-9")  # fmt: skip
        stand.store(done)
    loop = Loop(name="C-014", candidate="C-014", rubric=RUBRIC, created_at=T0, role=ROLE)
    path = stand.workspace.create_loop(loop)
    dims = ("problem-framing", "modeling-depth", "systems-performance", "responsible-ai")
    for event in (
        PlanInterview("Mara Lindqvist", DESIGN, dims),
        PlanInterview("Omar Haddad", CRITIQUE, (dims[0], "experimentation-rigor", "leadership")),
        PlanInterview("[red]Ivo[/] \x1b[2J", INCIDENT, ("production-ml", "leadership")),
        PlanInterview("Nura Said", DESIGN, dims, shadow=True),
    ):
        loop = apply(loop, event, T0, ())
    stand.workspace.save_loop(path, loop)
    stand.store(run(DESIGN, Start(), *scorecard(DESIGN), Submit()))
    stand.store(run(CRITIQUE, interviewer="Omar Haddad"))
    return path, loop


def on(screen: type[PlanLoopScreen | DebriefScreen], path: Path, loop: Loop) -> Steps:
    async def step(pilot: Pilot[int]) -> None:
        pilot.app.push_screen(screen(path, loop))

    return step


def reason(words: str) -> Steps:
    async def step(pilot: Pilot[int]) -> None:
        pilot.app.screen.query_one("#why", LineInput).value = words

    return step


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x40"])
def test_loop_plan(stand: Stand, snap_compare: Compare, size: tuple[int, int]) -> None:
    steps = opened(stand, None, on(PlanLoopScreen, *planned(stand)), settled)
    theme = "light" if size == LARGE else "dark"
    assert snap_compare(few_on(stand, theme), run_before=steps, terminal_size=size)


def test_suggested_interviews(stand: Stand, snap_compare: Compare) -> None:
    shown = on(PlanLoopScreen, *planned(stand))
    steps = opened(stand, None, shown, settled, pressed("f4"))
    assert snap_compare(few_on(stand, "light"), run_before=steps, terminal_size=SMALL)


def test_what_an_early_opening_records(stand: Stand, snap_compare: Compare) -> None:
    shown = on(DebriefScreen, *planned(stand))
    steps = opened(stand, None, shown, settled, pressed("o"), reason("offer ends today"))
    assert snap_compare(few_on(stand), run_before=steps, terminal_size=SMALL)
