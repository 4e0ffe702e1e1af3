"""The form for a new interview: what it asks, doubts and writes."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest
from tests.builders import T0, case, rubric, session
from tests.tui.test_home import HOSTILE, ME, OTHER, sealed, settled, told
from textual.widgets import Static

from interviewloop.model.loop import Loop
from interviewloop.model.names import near_misses
from interviewloop.tui.new_session_form import (
    Answers,
    complaints,
    doubt,
    fitting_rubrics,
    loops_for,
    time_options,
    usual_rubric,
)
from interviewloop.tui.screens.dialogs import Choose
from interviewloop.tui.screens.home import HomeScreen
from interviewloop.tui.screens.live import LiveScreen
from interviewloop.tui.screens.new_session import NewSessionScreen
from interviewloop.tui.widgets.choice import Choice
from interviewloop.tui.widgets.name_field import NameField, offers
from interviewloop.tui.widgets.table_list import TableList
from interviewloop.workspace.known_names import KnownNames
from interviewloop.workspace.listing import Listing, StoredLoop
from interviewloop.workspace.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path
    from typing import Any

    from tests.tui.conftest import Stand
    from textual.pilot import Pilot

    from interviewloop.tui.app import InterviewloopApp

HERE: Any = None
"""A path that nobody follows."""
KNOWN = KnownNames(("C-014", "C-2"), (ME,), ("C-014", "spring"))


def filled(**changes: Any) -> Answers:
    fields: dict[str, Any] = {
        "candidate": "C-014",
        "interviewer": ME,
        "case": "feat-test",
        "rubric": "test-rubric",
        "kind": "live",
        "loop": "",
        "stretch": 1.0,
        **changes,
    }
    return Answers(**fields)


# --- what the form knows, without a screen ----------------------------------------------------


def test_what_is_missing_is_named_in_the_order_of_the_form() -> None:
    assert complaints(filled()) == {}
    nothing = filled(candidate="", interviewer="", case=None, rubric=None, loop="x" * 201)
    assert list(complaints(nothing)) == ["candidate", "interviewer", "case", "loop"]
    assert "201" in complaints(nothing)["loop"]
    assert "dimensions" in complaints(filled(rubric=None))["case"]


@pytest.mark.parametrize(
    ("field", "changes", "near"),
    [
        ("candidate", {"candidate": "C-14"}, ("C-014",)),
        ("candidate", {"candidate": "c-014"}, ("C-014",)),
        ("candidate", {"candidate": "C-014"}, ()),
        ("candidate", {"candidate": "C-015"}, ()),
        ("interviewer", {"interviewer": "mara  lindqvist"}, (ME,)),
        ("interviewer", {"interviewer": "Mara Lindquist"}, (ME,)),
        ("loop", {"loop": ""}, ()),
        ("loop", {"loop": "sprnig"}, near_misses("sprnig", ["spring"])),
        ("loop", {"candidate": "C-2", "loop": "C-2"}, ()),
    ],
)
def test_a_name_that_is_nearly_one_from_before_is_doubted(
    field: Any, changes: dict[str, str], near: tuple[str, ...]
) -> None:
    assert doubt(filled(**changes), field, KNOWN) == near


def test_a_candidates_own_loops_are_offered_first() -> None:
    loop = Loop(name="spring", candidate="C-014", rubric="test-rubric", created_at=T0)
    listing = Listing((), (), (StoredLoop(HERE, loop),))
    assert loops_for("c-014", listing, KNOWN) == ("spring", "C-014")
    assert loops_for("C-9", listing, KNOWN) == ("C-014", "spring")


def test_only_rubrics_with_the_cases_dimensions_are_offered_and_the_loops_own_first() -> None:
    lacking = rubric().model_copy(update={"dimensions": {}})
    card = rubric().rubric
    same = {
        name: rubric().model_copy(update={"rubric": card.model_copy(update={"id": name})})
        for name in ("a", "b")
    }
    rubrics = {"lacking": lacking, **same}
    fitting = [name for name, _ in fitting_rubrics(case(), rubrics)]
    assert fitting == ["a", "b"]
    loop = Loop(name="C-014", candidate="C-014", rubric="b", created_at=T0)
    listing = Listing((), (), (StoredLoop(HERE, loop),))
    assert usual_rubric("feat-test", "C-014", listing, fitting) == "b"
    assert usual_rubric("feat-test", "C-015", listing, fitting) == "a"
    assert usual_rubric("feat-test", "C-015", listing, []) is None


def test_time_is_said_in_minutes_once_there_is_a_case() -> None:
    assert [words for _, words in time_options(None)] == ["normal", "x1.25", "x1.5"]
    assert [words for _, words in time_options(case())] == [
        "normal (30 min)",
        "x1.25 (38 min)",
        "x1.5 (45 min)",
    ]


def test_names_that_begin_like_what_is_typed_are_offered_first() -> None:
    names = ["Ada Berg", "Berta", "Ben", "Carl"]
    assert offers("be", names) == ["Berta", "Ben", "Ada Berg"]
    assert offers("", names) == names
    assert offers("Ben", names) == []


# --- the screen -------------------------------------------------------------------------------


@asynccontextmanager
async def form(
    stand: Stand, size: tuple[int, int] = (120, 40), **answers: str
) -> AsyncIterator[tuple[InterviewloopApp, Pilot[int], NewSessionScreen]]:
    """The app on the form, with the case chosen and ``answers`` in the fields for names."""
    app = stand.app()
    async with app.run_test(size=size) as pilot:
        await settled(app, pilot)
        assert isinstance(app.screen, HomeScreen)
        app.screen.action_new()
        await settled(app, pilot)
        assert isinstance(app.screen, NewSessionScreen)
        if answers:
            app.screen.query_one(TableList).to_first()
        for name, text in answers.items():
            field(app.screen, name).value = text
        await pilot.pause()
        yield app, pilot, app.screen


def field(screen: NewSessionScreen, name: str) -> NameField:
    return screen.query_one(f"#{name}", NameField)


def below(screen: NewSessionScreen, name: str) -> str:
    """What is said below a field."""
    return str(field(screen, name).query_one(".below", Static).content)


async def create(app: InterviewloopApp, pilot: Pilot[int]) -> None:
    assert isinstance(app.screen, NewSessionScreen)
    app.screen.action_create()
    await pilot.pause()
    await pilot.pause()


def stored(stand: Stand) -> list[Path]:
    return [one.path for one in stand.workspace.listing().sessions]


async def test_the_keyboard_alone_creates_and_opens_an_interview(stand: Stand) -> None:
    app = stand.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(app, pilot)
        await pilot.press("n")
        await settled(app, pilot)
        await pilot.press("C", "7", "tab", "tab", "tab", "down", "f8")
        await pilot.pause()
        assert isinstance(app.screen, LiveScreen)
        one = app.screen.desk.session
        assert (one.candidate, one.interviewer, one.loop) == ("C7", ME, "C7")
        assert (one.kind, one.case, one.rubric, one.stretch) == (
            "live", "feat-test", "test-rubric", 1.0
        )  # fmt: skip
        assert one.created_at == T0
        assert len(stored(stand)) == 1


async def test_every_choice_reaches_the_file(stand: Stand) -> None:
    async with form(stand, candidate="C-1", interviewer=OTHER, loop="spring") as (
        app,
        pilot,
        screen,
    ):
        screen.query_one("#kind", Choice).choose("shadow")
        screen.query_one("#time", Choice).choose("1.5")
        await create(app, pilot)
        assert isinstance(app.screen, LiveScreen)
        one = stand.workspace.peek(stored(stand)[0])
        assert (one.kind, one.loop, one.interviewer) == ("shadow", "spring", OTHER)
        assert one.stretch == 1.5
        assert app.services.settings.interviewer == OTHER
    assert load_settings(stand.config)[0].interviewer == OTHER


async def test_what_is_missing_stands_beside_its_field_and_all_fits_a_small_screen(
    stand: Stand,
) -> None:
    async with form(stand, (80, 24)) as (app, pilot, screen):
        await create(app, pilot)
        assert app.screen is screen
        assert "Missing" in below(screen, "candidate")
        assert not below(screen, "interviewer").startswith("Missing")
        assert "choose a case" in str(screen.query_one("#case-chosen", Static).content)
        assert field(screen, "candidate").has_focus_within
        field(screen, "candidate").value = "C-1"
        await pilot.pause()
        assert "Missing" not in below(screen, "candidate")
        assert not stored(stand)
        assert screen.query_one("#form").max_scroll_y == 0
        assert screen.query_one("#create").region.bottom <= 23


async def test_names_from_before_are_offered_and_typing_is_not_lost(stand: Stand) -> None:
    stand.store(candidate="C-014", loop="C-014")
    stand.store(candidate="C-020", loop="C-020")
    async with form(stand) as (_, pilot, screen):
        line = field(screen, "candidate")
        line.value = "c-0"
        await pilot.pause()
        assert "C-014" in below(screen, "candidate")
        await pilot.press("down", "down")
        await pilot.pause()
        assert line.value == "C-020"
        assert "›C-020" in below(screen, "candidate")
        line.take(-2)
        await pilot.pause()
        assert line.value == "c-0"


async def test_near_misses_are_asked_about_one_after_the_other(stand: Stand) -> None:
    stand.store(candidate="C-014", loop="C-014", interviewer="Maria Lindqvist")
    async with form(stand, candidate="C-14", interviewer=ME) as (app, pilot, screen):
        await create(app, pilot)
        assert isinstance(app.screen, Choose)
        answers = [words for _, words in app.screen._answers]
        assert answers == ["Yes, “C-014”", "No, “C-14” is someone new"]
        await pilot.press("escape")
        await pilot.pause()
        assert app.screen is screen
        assert field(screen, "candidate").value == "C-14"
        assert len(stored(stand)) == 1
        await create(app, pilot)
        await pilot.press("1")
        await pilot.pause()
        # The interviewer is asked about next, and is somebody else indeed.
        assert isinstance(app.screen, Choose)
        await pilot.press("2")
        await pilot.pause()
        assert isinstance(app.screen, LiveScreen)
        assert app.screen.desk.session.key == ("C-014", ME, "feat-test")


async def test_an_interview_that_is_there_is_opened_in_place_of_a_second_one(
    stand: Stand,
) -> None:
    stand.store()
    async with form(stand, candidate="C-014", interviewer=ME) as (app, pilot, screen):
        await create(app, pilot)
        assert isinstance(app.screen, Choose)
        await pilot.press("2")
        await pilot.pause()
        assert app.screen is screen
        await create(app, pilot)
        await pilot.press("1")
        await pilot.pause()
        assert isinstance(app.screen, LiveScreen)
        assert len(stored(stand)) == 1


async def test_a_submitted_one_that_is_there_opens_to_look_at(
    stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = stand.store(sealed())
    async with form(stand, candidate="C-014", interviewer=ME) as (app, pilot, _):
        seen: list[Path] = []
        monkeypatch.setattr(app, "view_session", seen.append)
        await create(app, pilot)
        await pilot.press("1")
        await pilot.pause()
        assert seen == [path]


async def test_a_loop_of_another_candidate_is_refused_and_nothing_typed_is_lost(
    stand: Stand,
) -> None:
    stand.store(session(candidate="C-9", loop="spring", interviewer=OTHER))
    async with form(stand, candidate="C-1", interviewer=ME, loop="spring") as (app, pilot, screen):
        await create(app, pilot)
        assert app.screen is screen
        assert "another candidate's" in told(app)[0]
        assert field(screen, "loop").value == "spring"
        assert len(stored(stand)) == 1


async def test_leaving_asks_once_something_is_typed(stand: Stand) -> None:
    async with form(stand, candidate="C-1") as (app, pilot, screen):
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, Choose)
        await pilot.press("1")
        await pilot.pause()
        assert app.screen is screen
        field(screen, "candidate").value = ""
        screen.action_leave()
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)


async def test_names_are_shown_as_typed_and_never_run(stand: Stand) -> None:
    stand.store(candidate=HOSTILE, loop="x", interviewer=OTHER)
    async with form(stand, candidate="[bold", interviewer=ME) as (app, pilot, screen):
        said = below(screen, "candidate")
        assert "[bold red]Eve[/] ␛[2J" in said
        assert "\x1b" not in said
        field(screen, "candidate").value = HOSTILE.lower()
        await create(app, pilot)
        assert isinstance(app.screen, Choose)
        question = str(app.screen.query(Static).first().content)
        assert "[bold red]eve[/]" in question
        assert "\x1b" not in question


async def test_searching_chooses_the_first_case_found(stand: Stand) -> None:
    async with form(stand) as (_, pilot, screen):
        assert screen.answers().case is None
        screen.query_one("#case-search").value = "feed"  # type: ignore[attr-defined]
        await pilot.pause()
        assert screen.answers().case == "feat-test"
        assert screen.answers().rubric == "test-rubric"
        said = str(screen.query_one("#case-chosen", Static).content)
        assert "problem-framing, modeling-depth" in said


async def test_the_arrows_change_a_choice_and_stop_at_its_ends(stand: Stand) -> None:
    async with form(stand) as (_, pilot, screen):
        kind = screen.query_one("#kind", Choice)
        kind.action_step(-1)
        assert kind.value == "live"
        kind.focus()
        await pilot.press("right")
        await pilot.pause()
        assert kind.value == "mock"
        kind.action_cycle()
        kind.action_cycle()
        assert kind.value == "live"
        await pilot.click("#kind", offset=(14, 0))
        await pilot.pause()
        assert kind.value == "mock"
