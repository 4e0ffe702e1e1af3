"""The debrief: closed until every scorecard is in, then in order, and everything on the record."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from tests.builders import DIMS, after, scored, session
from textual.widgets import Button, Label, Static

from interviewloop.interview.debrief import Cell, Compared
from interviewloop.interview.events import AddNote, LinkEvidence, SetRationale, SetScore, Submit
from interviewloop.interview.loop_events import ForceOpen
from interviewloop.model.errors import Problem
from interviewloop.tui.debrief_views import matrix_page
from interviewloop.tui.screens.amend import AmendScreen
from interviewloop.tui.screens.debrief import DECISION, EVIDENCE, SCORES, SUM, DebriefScreen
from interviewloop.tui.screens.decide import DecideScreen
from interviewloop.tui.screens.dialogs import Choose
from interviewloop.tui.screens.loops import LoopsScreen
from interviewloop.tui.screens.record_deed import RecordDeed
from interviewloop.tui.widgets.choice import Choice
from interviewloop.tui.widgets.typing import LineInput

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.tui.conftest import Stand
    from textual.pilot import Pilot

    from interviewloop.model.scorecard import Score
    from interviewloop.model.session import Session
    from interviewloop.tui.app import InterviewloopApp

MARA, IVO, NURA = "Mara Lindqvist", "Ivo Brandt", "Nura Said"
TOVE = "Tove Manager"
HOSTILE = "[bold red]asks who[/] \x1b[2J"


def card(
    interviewer: str, scores: dict[str, Score], note: str = HOSTILE, kind: str = "live"
) -> Session:
    one = after(
        scored(interviewer=interviewer, kind=kind),
        AddNote(note, "strong", DIMS[0]),
        LinkEvidence(DIMS[0], "n1"),
        *(SetScore(dim, score) for dim, score in scores.items()),
        *(SetRationale(dim, "heard it") for dim in DIMS),
    )
    return after(one, Submit(), start=90)


@asynccontextmanager
async def debrief(
    stand: Stand, viewer: str = TOVE, size: tuple[int, int] = (120, 40)
) -> AsyncIterator[tuple[InterviewloopApp, Pilot[int], DebriefScreen]]:
    """The debrief of the first loop, opened as ``viewer`` would."""
    stand.settings = replace(stand.settings, interviewer=viewer)
    app = stand.app()
    async with app.run_test(size=size) as pilot:
        await settled(app, pilot)
        await pilot.press("l")
        await settled(app, pilot)
        assert isinstance(app.screen, LoopsScreen)
        await pilot.press("enter")
        await settled(app, pilot)
        assert isinstance(app.screen, DebriefScreen)
        yield app, pilot, app.screen


async def settled(app: InterviewloopApp, pilot: Pilot[int]) -> None:
    await app.workers.wait_for_complete()
    await pilot.pause()
    await pilot.pause()


def text(screen: DebriefScreen) -> str:
    return str(screen.query_one("#body", Static).content)


def dialog_text(dialog: RecordDeed, name: str) -> str:
    return str(dialog.query_one(name, Static).content)


def steps(screen: DebriefScreen) -> str:
    return str(screen.query_one("#steps", Static).content)


async def test_who_owes_a_scorecard_sees_the_gate_and_nothing_else(stand: Stand) -> None:
    stand.store(card(MARA, {DIMS[0]: 5}))
    stand.store(session(interviewer=IVO))
    async with debrief(stand, IVO) as (app, pilot, screen):
        assert "● submitted" in text(screen)
        assert "◐ not submitted" in text(screen)
        assert steps(screen).rstrip().endswith("closed until all are in")
        assert len(steps(screen).rstrip()) <= 76  # a terminal of 80 columns
        for key in ("2", "3", "4", "5", "f4", "a", "d", "right"):
            await pilot.press(key)
            assert screen.step == 0
            assert isinstance(app.screen, DebriefScreen)
        with pytest.raises(Problem, match="still owes"):
            screen.record(ForceOpen(IVO, "in a hurry"))
        assert "asks who" not in text(screen)


async def test_a_forced_opening_is_recorded_and_still_closed_to_who_owes(stand: Stand) -> None:
    stand.store(card(MARA, {DIMS[0]: 5}))
    stand.store(session(interviewer=IVO))
    async with debrief(stand) as (_, pilot, screen):
        assert not screen.open
        screen.record(ForceOpen(TOVE, "offer expires today"))
        await pilot.pause()
        assert screen.open
        assert "Tove Manager opened the scores early: offer expires today" in text(screen)
    async with debrief(stand, IVO) as (_, _, screen):
        assert not screen.open
        assert "You still owe a scorecard for C-014." in text(screen)
        assert steps(screen).endswith("closed until yours is in")


async def test_a_loop_that_is_all_in_is_closed_to_who_owes_the_candidate_elsewhere(
    stand: Stand,
) -> None:
    stand.store(card(MARA, {DIMS[0]: 5}))
    stand.store(session(interviewer=IVO, loop="C-014 second"))
    async with debrief(stand, IVO) as (app, pilot, screen):
        assert "Every scorecard of this loop is in. You still owe a scorecard" in text(screen)
        screen.action_step(SCORES)
        await pilot.pause()
        assert screen.step == 0
        assert [one.title for one in app._notifications] == ["Not before your own scorecard"]
    async with debrief(stand) as (_, _, screen):
        assert screen.open


async def test_the_steps_in_order_with_names_hidden_first(stand: Stand) -> None:
    stand.store(card(MARA, {DIMS[0]: 5, DIMS[2]: 4}))
    stand.store(card(IVO, {DIMS[0]: 2, DIMS[3]: "no-signal"}))
    stand.store(card(NURA, {DIMS[0]: 1}, kind="shadow"))
    async with debrief(stand) as (app, pilot, screen):
        screen.action_decide()
        assert not isinstance(app.screen, DecideScreen)
        screen.action_step(EVIDENCE)
        shown = text(screen)
        assert "[bold red]asks who[/] ␛[2J" in shown
        assert "\x1b" not in shown
        assert not any(name in shown for name in (MARA, IVO, NURA))
        await pilot.press("right")
        assert "2 of 8" in text(screen)
        screen.action_step(SCORES)
        lines = text(screen).splitlines()
        assert lines[1] == "2 points or more apart: talk about these first"
        assert lines[2].startswith("◆ Problem Framing")
        assert "no signal" in text(screen)
        assert NURA[:4] not in text(screen)
        screen.action_step(SUM)
        assert "Adjusted for severity" in text(screen)
        assert "withheld" in text(screen)


def test_names_that_begin_alike_are_told_apart_in_a_small_terminal() -> None:
    people = ("Example Asha", "Example Bruno", "Example Deniz", "Example Eun-ji")
    cells = tuple(Cell(name, "case", 3, 3) for name in people)
    rows = [Compared("rigor", cells, 3.0, 0)]
    page = matrix_page(rows, {"rigor": "Experimentation rigor"}, 74).plain
    assert all(name.split()[1] in page for name in people)
    assert "Experimentation" in page
    assert max(map(len, page.splitlines())) <= 74


async def test_a_decision_is_recorded_with_dissent(stand: Stand) -> None:
    path = stand.store(card(MARA, {}))
    stand.store(card(IVO, {}))
    async with debrief(stand) as (app, pilot, screen):
        screen.action_step(SUM)
        screen.action_decide()
        await pilot.pause()
        dialog = app.screen
        assert isinstance(dialog, DecideScreen)
        dialog.action_record()
        assert "No decision chosen" in str(dialog.query_one(".trouble", Static).content)
        dialog.query_one("#outcome", Choice).choose("no-hire")
        dialog.action_record()
        assert "No reason given" in str(dialog.query_one(".trouble", Static).content)
        dialog.query_one("#why", LineInput).value = "no sign of rigour"
        dialog.query_one("#dissent-1", LineInput).value = "saw it twice"
        dialog.action_record()
        await pilot.pause()
        assert screen.step == DECISION
        assert "No hire   Tove Manager" in text(screen)
        assert "Dissent" in text(screen)
    loop = stand.workspace.load_loop(path.parent / "loop.toml")
    assert loop.decision is not None
    assert (loop.decision.outcome, loop.decision.why) == ("no-hire", "no sign of rigour")
    assert len(loop.decision.dissent) == 1


async def test_every_field_of_the_decision_comes_into_view_in_a_small_terminal(
    stand: Stand,
) -> None:
    for name in ("Ada Longfellow-Marchetti", *(f"Interviewer {number}" for number in range(14))):
        stand.store(card(name, {}))
    async with debrief(stand, size=(80, 24)) as (app, pilot, screen):
        screen.action_step(SUM)
        screen.action_decide()
        await pilot.pause()
        dialog = app.screen
        assert isinstance(dialog, DecideScreen)
        assert dialog.query_one("#outcome", Choice).value is None
        assert any("Ada Longfellow-Marchetti" in str(it.render()) for it in dialog.query(Label))
        box = dialog.query_one(".dialog-box")

        async def in_view(selector: str) -> bool:
            for _ in range(50):  # scrolling takes its time
                if box.region.contains_region(dialog.query_one(selector).region):
                    return True
                await pilot.pause(0.02)
            return False

        dialog.query_one("#by").focus()
        await settled(app, pilot)
        assert await in_view("#by")
        dialog.action_record()
        await settled(app, pilot)
        assert await in_view(".trouble")
        dialog.query_one("#outcome").focus()
        await settled(app, pilot)
        assert await in_view("#outcome")


async def test_an_early_opening_shows_what_will_be_recorded_before_it_is(stand: Stand) -> None:
    path = stand.store(card(MARA, {}))
    stand.store(session(interviewer=IVO))
    loop = path.parent / "loop.toml"
    before = loop.read_bytes()
    async with debrief(stand, IVO) as (app, pilot, screen):
        screen.action_force_open()
        await pilot.pause()
        dialog = app.screen
        assert isinstance(dialog, RecordDeed)
        assert f"Awaited: {IVO}." in dialog_text(dialog, ".about")
        dialog.query_one("#why", LineInput).value = HOSTILE
        await pilot.pause()
        # Who owes a scorecard is refused while typing already, and nothing typed is lost.
        assert "Not by you" in dialog_text(dialog, ".trouble")
        dialog.action_record()
        assert loop.read_bytes() == before
        dialog.query_one("#by", LineInput).value = TOVE
        await pilot.pause()
        assert dialog_text(dialog, ".trouble") == ""
        entry = dialog_text(dialog, ".entry").splitlines()[1]
        assert entry == (
            "2026-03-02 10:00 UTC, Tove Manager opened the scores before every scorecard was in."
            " [bold red]asks who[/] ␛[2J"
        )
        dialog.query_one(Button).press()
        await pilot.pause()
        assert app.screen is screen
        assert "opened the scores early" in text(screen)
        # Still closed to the one who owes.
        assert not screen.open
    entry_ = next(iter(stand.workspace.load_loop(loop).record.values()))
    assert (entry_.what, entry_.by, entry_.why) == ("opened", TOVE, HOSTILE.strip())


async def test_a_waiver_is_recorded_by_name_with_its_reason(stand: Stand) -> None:
    path = stand.store(card(MARA, {}))
    stand.store(session(interviewer=IVO))
    async with debrief(stand, "") as (app, pilot, screen):
        screen.action_waive()
        await pilot.pause()
        await pilot.press("1", "i", "l", "l", "enter")
        dialog = app.screen
        assert isinstance(dialog, RecordDeed)
        dialog.action_record()
        assert "No name given" in dialog_text(dialog, ".trouble")
        await pilot.press("T", "enter")
        await pilot.pause()
        assert f"T waived the scorecard of {IVO} (feat-test). ill" in dialog_text(dialog, ".entry")
        await pilot.press("enter")
        await pilot.pause()
        assert "– waived" in text(screen)
    entry = next(iter(stand.workspace.load_loop(path.parent / "loop.toml").record.values()))
    assert (entry.what, entry.by, entry.interviewer) == ("waived", "T", IVO)


async def test_a_change_of_mind_stands_beside_the_sealed_score(stand: Stand) -> None:
    from interviewloop.interview.events import Amend
    from interviewloop.tui.amending import record

    path = stand.store(card(MARA, {DIMS[0]: 5}))
    stand.store(card(IVO, {DIMS[0]: 2}))
    async with debrief(stand) as (app, pilot, screen):
        record(app.services, path, Amend(DIMS[0], 3, MARA, "heard Ivo's evidence"))
        screen.action_reload()
        await pilot.pause()
        screen.action_step(SCORES)
        assert "5 → 3" in text(screen)


async def test_whoever_changed_their_mind_is_chosen_and_their_card_is_amended(stand: Stand) -> None:
    stand.store(card(MARA, {DIMS[0]: 5}))
    stand.store(card(IVO, {DIMS[0]: 2}))
    async with debrief(stand) as (app, pilot, screen):
        screen.action_amend()
        await pilot.pause()
        assert isinstance(app.screen, Choose)
        app.screen.dismiss("0")  # the cards stand in the order of the names
        await pilot.pause()
        dialog = app.screen
        assert isinstance(dialog, AmendScreen)
        dialog.action_value(4)
        dialog.query_one("#why", LineInput).value = "heard Mara's evidence"
        await dialog.query_one("#by", LineInput).action_submit()
        await settled(app, pilot)
        screen.action_step(SCORES)
        assert "2 → 4" in text(screen)


async def test_an_edited_record_is_told(stand: Stand) -> None:
    path = stand.store(card(MARA, {}))
    stand.store(session(interviewer=IVO))
    async with debrief(stand) as (_, _, screen):
        screen.record(ForceOpen(TOVE, "deadline"))
    loop = path.parent / "loop.toml"
    loop.write_text(loop.read_text().replace("deadline", "whim"))
    async with debrief(stand) as (app, _, _):
        assert "RECORD EDITED" in str(app.screen.query_one("TopBar", Static).content)


async def test_others_scores_change_nothing_on_screen_for_who_owes(stand: Stand) -> None:
    """The loops list and the debrief of a loop, with two different sets of a colleague's scores."""
    stand.store(session(interviewer=IVO))
    seen = []
    for score in (1, 5):
        path = stand.store(card(MARA, dict.fromkeys(DIMS, score), note=f"note {score}"))
        async with debrief(stand, IVO) as (app, pilot, screen):
            shown = [text(screen), steps(screen)]
            await pilot.press("escape")
            await settled(app, pilot)
            shown.append(str(app.screen.query_one("#about", Static).content))
            seen.append(shown)
        path.unlink()
    assert seen[0] == seen[1]
