"""Pictures of practice: choosing, talking, and the feedback. See test_snapshots.py."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.practice.mocks import ORDER
from tests.practice.test_trainees import generous, polish
from tests.tui.practice import CASE, PracticeStand, mock, practice_stand, submitted
from tests.tui.test_snapshots import LARGE, SMALL, opened, pressed, settled

from interviewloop.interview.events import AddNote, Event, GoTo, Start, Talk
from interviewloop.tui.app import InterviewloopApp
from interviewloop.tui.screens.live import LiveScreen
from interviewloop.tui.screens.practise import PractiseScreen

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tui.test_snapshots import Compare, Steps
    from textual.pilot import Pilot

TALK: list[Event] = [
    Start(),
    GoTo("critique"),
    Talk("", "critique"),
    AddNote("33,735 against 29,527 on legacy, counted later or never", "strong"),
    Talk("and what about Brazil?", "p-best-cell"),
    Talk("do you keep bees?"),
]


@pytest.fixture
def practice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PracticeStand:
    """A workspace whose path looks the same on every machine."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    return practice_stand(home / "interviews")


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x40"])
def test_practise(practice: PracticeStand, snap_compare: Compare, size: tuple[int, int]) -> None:
    practice.store(submitted("median", generous))
    practice.store(mock("velvet", Start()))
    app = practice.app(first=lambda: PractiseScreen(CASE))
    assert snap_compare(app, run_before=opened(practice, None), terminal_size=size)


def test_talk(practice: PracticeStand, snap_compare: Compare) -> None:
    steps = opened(practice, mock("quill", *TALK), pressed("1"))
    assert snap_compare(practice.app(), run_before=steps, terminal_size=LARGE)


def test_talk_in_a_small_terminal_with_offers(
    practice: PracticeStand, snap_compare: Compare
) -> None:
    async def ask(pilot: Pilot[int]) -> None:
        assert isinstance(pilot.app.screen, LiveScreen)
        pilot.app.screen.show_pane("talk")
        pilot.app.screen.ask("?", "what about the guardrails")

    steps = opened(practice, mock("quill", *TALK), pressed("1"), ask)
    assert snap_compare(practice.app("light"), run_before=steps, terminal_size=SMALL)


def feedback(path: Path, *keys: str) -> Steps:
    async def steps(pilot: Pilot[int]) -> None:
        assert isinstance(pilot.app, InterviewloopApp)
        await settled(pilot)
        pilot.app.show_feedback(path)
        await settled(pilot)
        await pilot.press(*keys)
        await settled(pilot)

    return steps


def test_feedback(practice: PracticeStand, snap_compare: Compare) -> None:
    path = practice.store(submitted("velvet", generous))
    assert snap_compare(practice.app(), run_before=feedback(path, "2"), terminal_size=LARGE)


def test_feedback_after_a_loop(practice: PracticeStand, snap_compare: Compare) -> None:
    for day, who in enumerate(ORDER):
        path = practice.store(submitted(who, polish, day=day))
    steps = feedback(path, "5", "pagedown")
    assert snap_compare(practice.app("light"), run_before=steps, terminal_size=SMALL)
