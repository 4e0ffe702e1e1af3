"""The sealed page: what it shows to whom, that it warns, and that amendments reach the disk."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from tests.builders import after, at, plan, session
from textual.widgets import Static

from interviewloop.interview.engine import apply
from interviewloop.interview.events import (
    AddNote,
    Amend,
    AskProbe,
    BeginScoring,
    GoTo,
    NoSignalForRest,
    SeeLookFor,
    SetConfidence,
    SetRationale,
    SetRecommendation,
    SetScore,
    SetSummary,
    ShowExhibit,
    Start,
    Submit,
)
from interviewloop.tui import sealed_views
from interviewloop.tui.screens.amend import AmendScreen
from interviewloop.tui.screens.home import HomeScreen
from interviewloop.tui.screens.sealed import SealedScreen
from interviewloop.workspace.lock import SessionLock

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from tests.tui.conftest import Stand
    from textual.pilot import Pilot

    from interviewloop.model.session import Session
    from interviewloop.tui.app import InterviewloopApp

SCORED = (
    Start(),
    AddNote("names the [b]metric[/b] \x1b[2J", "strong", "problem-framing"),
    GoTo("frame"),
    AskProbe("p-hint"),
    SeeLookFor("pf5-metric"),
    ShowExhibit("plan"),
    BeginScoring(),
    SetScore("problem-framing", 4),
    SetConfidence("problem-framing", "high"),
    SetRationale("problem-framing", "clear\nand early"),
    SetRationale("modeling-depth", "no time"),
    NoSignalForRest(),
    SetRecommendation("yes"),
    SetSummary("worth a second look"),
)


def scored(**changes: Any) -> Session:
    return after(session(**changes), *SCORED, step=60)


def sealed(**changes: Any) -> Session:
    return apply(scored(**changes), Submit(), at(900), plan())


def amended_once() -> Session:
    event = Amend("problem-framing", 3, "Mara Lindqvist", "the hint [i]carried[/i] it")
    return apply(sealed(), event, at(90_000), plan())


@asynccontextmanager
async def page(
    stand: Stand, one: Session, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[InterviewloopApp, Pilot[int], SealedScreen, Path]]:
    """The app with a stored session on the sealed screen."""
    path = stand.store(one)
    app = stand.app()
    async with app.run_test(size=size) as pilot:
        app.view_session(path)
        await pilot.pause()
        assert isinstance(app.screen, SealedScreen)
        yield app, pilot, app.screen, path


def said(app: InterviewloopApp, selector: str) -> str:
    return str(app.screen.query_one(selector, Static).content)


def on_screen(screen: SealedScreen) -> str:
    """Everything that is drawn, as text."""
    return "\n".join(strip.text for strip in screen._compositor.render_strips())


# --- what the page says ----------------------------------------------------------------------


def test_amended_score_shows_both_values_in_table_and_list() -> None:
    one = amended_once()
    for width in (140, 76):
        text = sealed_views.scorecard(one, plan(), width).plain
        assert "4 → 3" in text
        assert "Overall recommendation: Yes" in text
        assert "worth a second look" in text
        assert "no signal" in text
        assert "names the [b]metric[/b] ␛[2J" in text
        assert max(len(line) for line in text.splitlines()) <= width
    wide = sealed_views.scorecard(one, plan(), 140).plain.splitlines()
    row = next(line for line in wide if line.startswith("Problem Framing *"))
    assert row.split() == ["Problem", "Framing", "*", "4", "→", "3", "high", "clear"]


def test_amendments_say_who_when_why_before_and_after() -> None:
    text = sealed_views.amendments(amended_once(), plan(), 100).plain
    assert text.startswith("2026-03-03 ")
    assert "Problem Framing: 4 → 3  by Mara Lindqvist" in text
    assert "the hint [i]carried[/i] it" in text


def test_seal_that_holds_and_seal_that_does_not() -> None:
    assert "holds" in sealed_views.head(amended_once(), plan(), 100).plain
    card = sealed().scorecard.model_copy(update={"summary": "hire at once"})
    edited = sealed().model_copy(update={"scorecard": card})
    text = sealed_views.head(edited, plan(), 100).plain
    assert "THE SEAL IS BROKEN. Do not rely on these scores." in text
    assert "edited after submission" in text
    assert "holds" not in text


def test_observed_and_times_carry_clock_rung_and_overrun() -> None:
    text = sealed_views.observed(sealed(), plan(), 100).plain
    assert "03:00   What about returns?  rung 3" in text
    assert (
        "Problem Framing 5  Names the metric and what would stop the launch  after a hint" in text
    )
    assert "05:00   The plan" in text
    times = sealed_views.times(sealed(), plan(), 100).plain
    assert "not reached" in times
    assert "02:00 of 02:00" in times


def test_a_dimension_that_left_the_rubric_is_still_shown() -> None:
    card = sealed().scorecard
    gone = card.model_copy(update={"scores": {**card.scores, "charm": 5}})
    text = sealed_views.scorecard(sealed().model_copy(update={"scorecard": gone}), plan(), 140)
    assert "charm" in text.plain


# --- the screen ------------------------------------------------------------------------------


async def test_sections_copy_and_home(stand: Stand) -> None:
    async with page(stand, amended_once()) as (app, pilot, screen, _path):
        assert "sealed, 1 amendment" in on_screen(screen)
        await pilot.press("5")
        assert "OBSERVED" in on_screen(screen)
        assert "Exhibits shown" in on_screen(screen)
        await pilot.press("y")
        assert "4 → 3  Problem Framing *  confidence high" in app.clipboard
        assert "by Mara Lindqvist" in app.clipboard
        assert not set(app.clipboard) & {"\x1b", "\r"}
        await pilot.press("escape")
        assert isinstance(app.screen, HomeScreen)


async def test_amendment_is_recorded_under_the_lock_and_both_versions_stay(stand: Stand) -> None:
    async with page(stand, sealed(), (120, 40)) as (app, pilot, screen, path):
        await pilot.press("a", "2", "enter")
        assert isinstance(app.screen, AmendScreen)
        dialog = app.screen
        dialog.query_one("#why").value = "after [b]the[/b] debrief"  # type: ignore[attr-defined]
        await pilot.press("enter")
        with SessionLock(path, "Mara Lindqvist"):
            await pilot.press("enter")
            await app.workers.wait_for_complete()
            await pilot.pause()
            assert app.screen is dialog
            assert "open elsewhere" in said(app, "#trouble")
        await pilot.press("enter")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert app.screen is screen
        stored = stand.workspace.peek(path)
        amendment = stored.amendments["a1"]
        assert (amendment.before, amendment.after, amendment.by) == (4, 2, "Mara Lindqvist")
        assert stored.scorecard.scores["problem-framing"] == 4
        assert "4 → 2" in said(app, "#section-scorecard")
        assert "after [b]the[/b] debrief" in on_screen(screen)


async def test_amendment_without_a_reason_is_refused_and_nothing_typed_is_lost(
    stand: Stand,
) -> None:
    async with page(stand, sealed()) as (app, pilot, screen, path):
        screen.action_amend()
        await pilot.pause()
        await pilot.press("end", "5", "1", "tab", "tab", "enter")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "No reason given" in said(app, "#trouble")
        assert app.focused is app.screen.query_one("#why")
        assert "Yes → Strong no" in "\n".join(
            strip.text for strip in app.screen._compositor.render_strips()
        )
        await pilot.press("escape")
        assert app.screen is screen
        assert not stand.workspace.peek(path).amendments


async def test_the_section_marked_is_the_one_that_is_read(stand: Stand) -> None:
    async with page(stand, amended_once()) as (app, pilot, _screen, _path):
        assert "[1 Scorecard]" in said(app, "#sections")
        for key, marked in (
            ("2", "[2 Amendments (1)]"),
            ("home", "[1 Scorecard]"),
            ("5", "[5 Observed]"),
            ("home", "[1 Scorecard]"),
        ):
            await pilot.press(key)
            await pilot.pause()
            assert marked in said(app, "#sections")


# --- blindness -------------------------------------------------------------------------------


async def test_anothers_open_interview_shows_stage_and_clock_alone(stand: Stand) -> None:
    begun = after(session(interviewer="Ilya Brandt"), *SCORED[:3], step=60)
    async with page(stand, begun) as (app, _pilot, screen, path):
        assert "Ilya Brandt's open interview" in on_screen(screen)
        assert "Stage: Frame" in on_screen(screen)
        assert "metric" not in on_screen(screen)
        assert said(app, "#section-notes") == ""
        assert screen.check_action("copy", ()) is False
        stand.workspace.load(path)
        stand.workspace.save(path, scored(interviewer="Ilya Brandt"))
        screen.reread()
        assert "Being scored" in said(app, "#closed")
        assert said(app, "#section-scorecard") == ""
        stand.workspace.save(path, sealed(interviewer="Ilya Brandt"))
        screen.reread()
        assert "Overall recommendation: Yes" in said(app, "#section-scorecard")


async def test_anothers_sealed_scores_stay_closed_while_ones_own_are_open(stand: Stand) -> None:
    stand.store(session())
    async with page(stand, sealed(interviewer="Ilya Brandt")) as (app, _pilot, screen, _path):
        assert "You still have an open scorecard for C-014." in on_screen(screen)
        assert said(app, "#section-scorecard") == ""
        assert screen.check_action("amend", ()) is False


async def test_ones_own_interview_in_another_window_is_followed(stand: Stand) -> None:
    async with page(stand, after(session(), *SCORED[:2], step=60)) as (app, _pilot, screen, path):
        assert "names the [b]metric[/b]" in said(app, "#section-notes")
        assert screen.check_action("amend", ()) is False
        stand.workspace.load(path)
        stand.workspace.save(path, scored())
        screen.reread()
        assert "worth a second look" in said(app, "#section-scorecard")
        path.unlink()
        screen.reread()
        assert "not readable now" in on_screen(screen)
