"""Choosing whom to practise on: what is offered, what is not told, and the session that comes."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from tests.builders import T0
from tests.practice.mocks import ORDER
from tests.practice.test_trainees import exact, only_threes
from tests.tui.practice import (
    CASE,
    TOVE,
    PracticeStand,
    library,
    mock,
    practice_stand,
    submitted,
)
from tests.tui.test_live import until

from interviewloop.exchange.session_ratings import rows_from_sessions
from interviewloop.interview.events import Start
from interviewloop.library.library import Library
from interviewloop.model.errors import Problem
from interviewloop.tui import practising
from interviewloop.tui.screens.feedback import FeedbackScreen
from interviewloop.tui.screens.home import HomeScreen
from interviewloop.tui.screens.live import LiveScreen
from interviewloop.tui.screens.practise import PractiseScreen
from interviewloop.tui.screens.sealed import SealedScreen
from interviewloop.tui.widgets.table_list import TableList

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot
    from textual.screen import Screen

    from interviewloop.model.session import Session

PERSONAS = library().personas(CASE)
NAMES = sorted(one.name for one in PERSONAS.values())
TELLING = re.compile(
    r"twin|polish|shallow|academic|veteran|tun(?:er|es)|fluent|quiet|level|median:", re.IGNORECASE
)


@pytest.fixture
def practice(tmp_path: Path) -> PracticeStand:
    return practice_stand(tmp_path)


def lines(screen: Screen[Any], name: str) -> list[tuple[str, ...]]:
    return [line.cells for line in screen.query_one(f"#{name}", TableList)._lines]


async def chosen(pilot: Pilot[int], screen: PractiseScreen) -> None:
    await until(pilot, lambda: bool(lines(screen, "candidates")))


def told(screen: Screen[Any]) -> str:
    """Everything that stands on the screen."""
    rows = [screen.app.screen._compositor.render_strips()]
    return "\n".join(
        "".join(segment.text for segment in strip) for rows_ in rows for strip in rows_
    )


async def test_names_and_nothing_else_are_offered(practice: PracticeStand) -> None:
    app = practice.app(first=PractiseScreen)
    async with app.run_test(size=(120, 40)) as pilot:
        screen = app.screen
        assert isinstance(screen, PractiseScreen)
        await chosen(pilot, screen)
        assert [name for name, _ in lines(screen, "candidates")] == NAMES
        await pilot.pause()
        text = told(screen)
        assert all(name in text for name in NAMES)
        assert not TELLING.search(text)
        assert not any(id_ in text for id_ in PERSONAS if "-" in id_)


async def test_the_first_of_the_plan_is_under_the_cursor(practice: PracticeStand) -> None:
    app = practice.app(first=PractiseScreen)
    async with app.run_test(size=(120, 40)) as pilot:
        await chosen(pilot, app.screen)  # type: ignore[arg-type]
        assert app.screen.query_one("#candidates", TableList).current_key == "median"
        states = dict(lines(app.screen, "candidates"))
        assert states["Median"] == "not met yet   ← next"
        assert states["Quill"] == "not met yet"
        await pilot.press("f8")
        await until(pilot, lambda: isinstance(app.screen, LiveScreen))
        assert app.desk is not None
        session = app.desk.session
        assert (session.kind, session.persona, session.candidate) == ("mock", "median", "Median")
        assert (session.loop, session.interviewer) == (f"practice-{CASE}-median", TOVE)


async def test_what_was_begun_is_gone_on_with(practice: PracticeStand) -> None:
    practice.store(submitted("median", exact))
    begun = practice.store(mock("rivet", Start(), loop="practice-r"))
    app = practice.app(first=lambda: PractiseScreen(CASE, "rivet"))
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: app.desk is not None)
        assert app.desk is not None
        assert app.desk.path == begun
        # A screen that is torn down while it is built has no panes.
        await until(pilot, lambda: any(isinstance(one, LiveScreen) for one in app.screen_stack))
        await pilot.pause()


async def test_without_a_name_it_is_asked_for_and_then_remembered(practice: PracticeStand) -> None:
    practice.settings = practice_stand(practice.root, viewer="").settings
    app = practice.app(first=lambda: PractiseScreen(CASE, "dial"))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = app.screen
        assert isinstance(screen, PractiseScreen)
        await chosen(pilot, screen)
        assert screen.query_one("#candidates", TableList).current_key == "dial"
        await pilot.press("f8")
        assert app.screen is screen
        assert "Missing: your name." in told(screen)
        screen._trainee.value = "Ada"
        await pilot.pause()
        await pilot.press("f8")
        await until(pilot, lambda: app.desk is not None)
        assert app.services.settings.interviewer == "Ada"


async def test_a_library_without_personas_says_so(practice: PracticeStand, tmp_path: Path) -> None:
    practice.content = Library.open([tmp_path])
    app = practice.app(first=PractiseScreen)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "No case here has simulated candidates" in told(app.screen))


async def test_home_leads_to_practice_and_escape_back(practice: PracticeStand) -> None:
    app = practice.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f4")
        await pilot.pause()
        assert isinstance(app.screen, PractiseScreen)
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)


# --- whom to meet, without a screen ----------------------------------------------------------


def store(practice: PracticeStand, *sessions: Session) -> list[Any]:
    for one in sessions:
        practice.store(one)
    return [*practice.workspace.listing().sessions]


def following(practice: PracticeStand, who: str = TOVE) -> str | None:
    stored = practice.workspace.listing().sessions
    return practising.suggested(PERSONAS, stored, CASE, who)


def test_a_loop_is_walked_in_the_order_of_the_plan(practice: PracticeStand) -> None:
    met = []
    while (persona := following(practice)) is not None:
        met.append(persona)
        store(practice, submitted(persona, exact, day=len(met)))
    assert met == [*ORDER]


def test_every_other_trainee_meets_the_flat_one_later(practice: PracticeStand) -> None:
    store(practice, submitted("median", exact))
    assert following(practice, "Second Person") == "velvet"
    later = {"interviewer": "Second Person", "created_at": T0 + timedelta(hours=1)}
    store(practice, submitted("velvet", exact, day=1, **later))
    assert following(practice, "Third Person") == "median"
    assert following(practice, "second person") == "rivet"


def test_states_of_candidates(practice: PracticeStand) -> None:
    stored = store(
        practice,
        submitted("median", exact),
        mock("rivet", Start()),
        submitted("dial", exact, interviewer="Somebody Else"),
        mock("quill", kind="live"),
    )
    now = practising.meetings(PERSONAS, stored, CASE, "tove  BERG")
    assert {id_: one.state for id_, one in now.items() if one.state != "new"} == {
        "median": "met",
        "rivet": "begun",
    }
    assert practising.suggested(PERSONAS, stored, CASE, TOVE) == "rivet"


def test_all_who_meet_a_candidate_share_its_loop_and_make_a_crossed_design(
    practice: PracticeStand,
) -> None:
    for who in (TOVE, "Ada Byron", "Omar Said"):
        path = practising.session_with(
            practice.services, CASE, PERSONAS["velvet-plain"], who, practice.workspace.listing()
        )
        assert path.parent.name == f"practice-{CASE}-canvas"
    sessions = [one.session for one in practice.workspace.listing().sessions]
    assert {one.candidate for one in sessions} == {"Canvas"}
    assert {one.rubric for one in sessions} == {"principal-ml-scientist"}
    sealed = [
        submitted("velvet-plain", only_threes, interviewer=one.interviewer) for one in sessions
    ]
    rows = rows_from_sessions(sealed, kind="mock").rows
    assert len({row.candidate for row in rows}) == 1
    assert len({row.interviewer for row in rows}) == 3


def test_meeting_somebody_again_has_a_loop_of_its_own(practice: PracticeStand) -> None:
    services = practice.services
    first = submitted("dial", exact)
    store(practice, first)
    paths = [
        practising.session_with(
            services, CASE, PERSONAS["dial"], "tove berg", practice.workspace.listing()
        )
        for _ in range(2)
    ]
    assert paths[0] == paths[1]  # the unfinished one
    again = practice.workspace.peek(paths[0])
    assert (again.loop, again.interviewer) == (f"{first.loop}-2", TOVE)


@pytest.mark.parametrize("words", ["Canvas", "canvas ", "velvet-plain"])
def test_a_candidate_goes_by_its_name_or_by_the_id_a_trainer_knows(words: str) -> None:
    assert practising.persona_meant(library(), CASE, words).id == "velvet-plain"


def test_an_unknown_candidate_is_answered_with_names_alone() -> None:
    with pytest.raises(Problem) as told_:
        practising.persona_meant(library(), CASE, "Nobody At All")
    text = "\n".join(told_.value.lines())
    assert all(name in text for name in NAMES)
    assert not TELLING.search(text)
    with pytest.raises(Problem, match="no simulated candidates"):
        practising.case_meant(library(), "inc-missed-fraud")


# --- a calibration exercise: nobody sees another's scores before their own --------------------


async def test_home_and_sealed_screen_keep_others_scores_of_a_candidate_closed(
    practice: PracticeStand,
) -> None:
    theirs = submitted("velvet", only_threes, interviewer="Omar Said", loop="x")
    note = {"n1": {"at": theirs.created_at, "clock_s": 1, "stage": "dig", "text": "zebra crossing"}}
    theirs = type(theirs).model_validate(theirs.model_dump() | {"notes": note})
    path = practice.store(theirs)
    app = practice.app()
    async with app.run_test(size=(120, 40)) as pilot:
        table = app.screen.query_one("#sessions", TableList)
        await until(pilot, lambda: table.current_key is not None)
        home = app.screen
        assert isinstance(home, HomeScreen)
        assert home._by_key[str(path)].haystack.count("zebra") == 0
        await pilot.press("enter")
        await until(pilot, lambda: bool(app._notifications))
        (notice,) = app._notifications
        assert notice.title == "Not before your own scorecard"
        assert "you have not interviewed Velvet yourself yet" in notice.message
        assert isinstance(app.screen, HomeScreen)
        app.view_session(path)
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, SealedScreen)
        text = told(screen)
        assert "You have not interviewed Velvet yourself yet" in text
        assert "heard it" not in text
        assert "zebra" not in text
        assert screen.check_action("copy", ()) is False
        assert screen.check_action("feedback", ()) is False
        with pytest.raises(Problem, match="for Omar Said alone"):
            app.show_feedback(path)


async def test_after_the_own_scorecard_theirs_is_open_and_their_feedback_is_not(
    practice: PracticeStand,
) -> None:
    path = practice.store(submitted("velvet", only_threes, interviewer="Omar Said"))
    practice.store(submitted("velvet", exact))
    app = practice.app()
    async with app.run_test(size=(120, 40)) as pilot:
        app.view_session(path)
        await until(pilot, lambda: "heard it" in told(app.screen))
        assert isinstance(app.screen, SealedScreen)
        assert app.screen.check_action("feedback", ()) is False
        await pilot.press("f5")
        await pilot.pause()
        assert not isinstance(app.screen, FeedbackScreen)


def test_the_calibration_screen_leaves_out_candidates_not_met(practice: PracticeStand) -> None:
    from interviewloop.tui.room.measuring import measured
    from interviewloop.tui.room.query import Query

    everybody = ("Omar Said", "Ada Byron")
    for who in everybody:
        store(practice, *(submitted(p, only_threes, interviewer=who) for p in ("velvet", "quill")))
    listing = practice.workspace.listing()
    unmet = measured(listing, Query("mock"), TOVE)
    assert (unmet.calibration, unmet.left_out) == (None, 2)
    store(practice, submitted("velvet", exact))
    met = measured(practice.workspace.listing(), Query("mock"), TOVE)
    assert met.left_out == 1
    assert met.calibration is not None
