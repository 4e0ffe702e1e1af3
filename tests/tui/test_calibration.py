"""The calibration screen: the report of one kind of sessions, as far as the viewer may see."""

from __future__ import annotations

from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from tests.builders import DIMS, T0, session
from tests.tui.test_home import ME, OTHER, sealed, settled, told
from textual.content import Content
from textual.widgets import Static

from interviewloop.interview.events import SetScore
from interviewloop.model.errors import Problem
from interviewloop.tui.room.measuring import first_pool, measured
from interviewloop.tui.screens.calibration import CalibrationScreen, headed
from interviewloop.tui.widgets.choice import Choice
from interviewloop.workspace.listing import Listing, Stored
from interviewloop.workspace.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from typing import Any

    import pytest
    from tests.tui.conftest import Stand
    from textual.pilot import Pilot

    from interviewloop.model.session import Session
    from interviewloop.tui.app import InterviewloopApp


def listing(*sessions: Session) -> Listing:
    return Listing(tuple(Stored(Path(f"/w/{n}"), one) for n, one in enumerate(sessions)), ())


def pair(candidate: str, **changes: Any) -> tuple[Session, Session]:
    """Two submitted scorecards of one candidate, the second a point higher."""
    fields = {"candidate": candidate, "loop": candidate, **changes}
    higher = [SetScore(dim, 4) for dim in DIMS]
    return sealed(interviewer="Ada", **fields), sealed(*higher, interviewer=OTHER, **fields)


def test_kinds_are_never_put_together() -> None:
    both = listing(*pair("A"), *pair("B", kind="mock"), *pair("C", kind="example"))
    for pool in ("panel", "mock", "example"):
        found = measured(both, pool, ME)
        assert found.calibration is not None
        assert found.calibration.data.candidates == 1


def test_loops_in_which_the_viewer_owes_a_scorecard_are_left_out_and_counted() -> None:
    owed = session(candidate="A", loop="A", interviewer=ME, kind="mock")
    found = measured(listing(*pair("A"), *pair("B"), owed), "panel", ME)
    assert found.calibration is not None
    assert list(found.calibration.candidates) == ["B"]
    assert found.text(80).startswith("1 loop is left out: submit your own scorecard there first.")
    assert measured(listing(*pair("A"), *pair("B"), owed), "panel", "Ada").left_out == 0
    assert measured(listing(owed), "mock", ME).left_out == 0
    assert measured(listing(*pair("A"), *pair("B"), owed), "panel", "").left_out == 1


def test_a_persona_that_the_viewer_has_yet_to_score_is_held_back() -> None:
    """Every mock session has a candidate and a loop of its own; what they share is the persona."""
    met = pair("A", kind="mock", persona="quill")
    mine = session(candidate="mine", loop="mine", interviewer=ME, kind="mock", persona="quill")
    assert measured(listing(*met), "mock", "Ada").calibration is not None
    assert measured(listing(*met), "mock", ME).calibration is None
    found = measured(listing(*met, mine), "mock", "Ada")
    assert found.calibration is None
    assert "held-back" in {notice.code for notice in found.notices}


def test_where_nothing_can_be_measured_the_words_say_so() -> None:
    for pool in ("panel", "mock", "example"):
        text = measured(listing(session()), pool, ME).text(80)
        assert text.splitlines()[0]
        assert "Calibration" not in text


def test_the_examples_come_first_only_where_there_is_nothing_else() -> None:
    examples = pair("C", kind="example")
    assert first_pool(listing(*examples)) == "example"
    assert first_pool(listing(*examples, *pair("A"))) == "panel"
    assert first_pool(listing()) == "panel"


def test_headings_stand_out_without_their_underlines_and_no_word_is_changed() -> None:
    shown = headed("Title\n=====\n\n- one [bold]\n--\nPart\n----\nx")
    assert shown.plain == "Title\n\n- one [bold]\n--\nPart\nx"
    assert shown[:5].is_same(Content.styled("Title", "bold $text-primary"))


def test_examples_are_called_examples_in_the_first_lines() -> None:
    both = listing(*pair("A"), *pair("C", kind="example"))
    text = {pool: measured(both, pool, ME).text(80) for pool in ("panel", "example")}
    assert "EXAMPLE DATA: made-up people" in "".join(text["example"].splitlines()[:4])
    assert "EXAMPLE" not in text["panel"]


@asynccontextmanager
async def calibration(
    stand: Stand, size: tuple[int, int] = (120, 40)
) -> AsyncIterator[tuple[InterviewloopApp, Pilot[int], CalibrationScreen]]:
    app = stand.app()
    async with app.run_test(size=size) as pilot:
        await settled(app, pilot)
        await pilot.press("c")
        await settled(app, pilot)
        assert isinstance(app.screen, CalibrationScreen)
        yield app, pilot, app.screen


def paper(screen: CalibrationScreen) -> str:
    return str(screen.query_one("#report", Static).content)


async def test_the_report_is_shown_and_the_kind_changes_with_a_key(stand: Stand) -> None:
    for one in (*pair("A"), *pair("B", created_at=T0 - timedelta(days=1))):
        stand.store(one)
    async with calibration(stand) as (app, pilot, screen):
        assert "16 scores" not in paper(screen)
        assert "32 scores, 2 candidates, 2 interviewers" in paper(screen)
        assert screen.query_one("#pool", Choice).value == "panel"
        await pilot.press("2")
        await settled(app, pilot)
        assert "no scorecard of a mock session" in paper(screen)
        assert "MOCK" in str(screen.query_one("TopBar", Static).content)
        await pilot.press("escape")
        await pilot.pause()
        assert not isinstance(app.screen, CalibrationScreen)


async def test_the_whole_report_is_copied(stand: Stand) -> None:
    for one in pair("A"):
        stand.store(one)
    async with calibration(stand, (80, 24)) as (app, pilot, screen):
        screen.action_copy()
        await pilot.pause()
        assert app.clipboard == screen.report
        assert headed(screen.report).plain == paper(screen)
        assert "Copied" in told(app)[0]
        assert all(len(line) <= 80 for line in paper(screen).splitlines())


async def test_what_cannot_be_read_is_said(stand: Stand, monkeypatch: pytest.MonkeyPatch) -> None:
    async with calibration(stand) as (app, pilot, screen):

        def broken(self: Workspace, progress: Any = None) -> Listing:
            raise Problem("No access", "permission denied")

        monkeypatch.setattr(Workspace, "listing", broken)
        screen.action_reload()
        assert paper(screen) == "Computing …"
        await settled(app, pilot)
        assert paper(screen) == "permission denied"
