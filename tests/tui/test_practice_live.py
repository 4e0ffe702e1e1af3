"""A mock interview on the live screen: asking, hearing, and the transcript of both."""

from __future__ import annotations

import shutil
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import tomli_w
from tests.library.test_persona_policies import made_up
from tests.tui.practice import CASE, RUBRIC, PracticeStand, library, mock, plan, practice_stand
from tests.tui.test_live import desk_of, enter, live

from interviewloop.interview.events import AddNote, Event, GoTo, Start, TakeTurn, Talk
from interviewloop.interview.plan import Plan
from interviewloop.interview.start import new_session
from interviewloop.library.library import Library
from interviewloop.tui.screens.help import binding_rows
from interviewloop.tui.screens.live import LiveScreen
from interviewloop.tui.widgets.offer_list import OfferList
from interviewloop.tui.widgets.pane_list import PaneList
from interviewloop.tui.widgets.talk_pane import TalkPane

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.tui.conftest import Stand
    from textual.pilot import Pilot

    from interviewloop.tui.app import InterviewloopApp

ROOT = Path(__file__).parents[2]
QUILL = library().persona(CASE, "quill")
LISTEN = "ctrl+l"


@pytest.fixture
def practice(tmp_path: Path) -> PracticeStand:
    return practice_stand(tmp_path)


@asynccontextmanager
async def interview(
    practice: PracticeStand, *events: Event, size: tuple[int, int] = (120, 40), who: str = "quill"
) -> AsyncIterator[tuple[InterviewloopApp, Pilot[int], LiveScreen]]:
    """A mock interview, open on the live screen."""
    path = practice.store(mock(who, *events))
    app = practice.app()
    async with app.run_test(size=size) as pilot:
        app.open_session(path)
        await pilot.pause()
        if len(app.screen_stack) > 2 and not isinstance(app.screen, LiveScreen):
            await pilot.press("1")  # resume
            await pilot.pause()
        assert isinstance(app.screen, LiveScreen)
        yield app, pilot, app.screen


def talk(screen: LiveScreen) -> str:
    pane = screen.query_one(TalkPane)
    prompts = [pane.get_option_at_index(place).prompt for place in range(pane.option_count)]
    # Joined again where the pane breaks lines.
    return "\n".join(" ".join(str(prompt).split()) for prompt in prompts)


def reading(screen: LiveScreen) -> str:
    return str(screen.note_line.query_one(".reading").render())  # type: ignore[attr-defined]


def joined(text: str) -> str:
    return " ".join(text.split())


async def test_one_key_reads_the_prompt_out_and_the_answer_stands_in_the_talk(
    practice: PracticeStand,
) -> None:
    async with interview(practice, Start(), GoTo("critique")) as (app, pilot, screen):
        assert "F2 starts the interview" in talk(screen)
        await pilot.press(LISTEN)
        await pilot.pause()
        answer = QUILL.answer_at("critique")
        assert answer is not None
        assert f"Quill {joined(answer.text)}" in talk(screen)
        assert joined(plan().case.stages["critique"].prompt) in talk(screen)
        (exchange,) = desk_of(app).session.talk.values()
        assert (exchange.answer, exchange.stage, exchange.said) == ("critique", "critique", "")
        await pilot.press(LISTEN)
        assert len(desk_of(app).session.talk) == 1
        assert "Quill has answered this prompt" in reading(screen)
        assert desk_of(app).saved(5)
        path = desk_of(app).path
        assert path is not None
        assert practice.workspace.peek(path).talk == desk_of(app).session.talk


async def test_a_question_mark_alone_is_the_same_as_the_key(practice: PracticeStand) -> None:
    async with interview(practice, Start(), GoTo("dig")) as (app, pilot, screen):
        await enter(pilot, screen, "?")
        assert [one.answer for one in desk_of(app).session.talk.values()] == ["dig"]
        assert screen.note_line.line == ""


async def test_before_the_start_and_in_unscored_parts_nothing_is_said(
    practice: PracticeStand,
) -> None:
    async with interview(practice) as (app, pilot, screen):
        await pilot.press(LISTEN)
        assert "Quill is silent in this part" in reading(screen)
        await enter(pilot, screen, "? anything to ask")
        assert desk_of(app).session.talk == {}
        assert screen.note_line.line == "? anything to ask"


async def test_a_probe_chosen_in_the_script_is_asked_once(practice: PracticeStand) -> None:
    async with interview(practice, Start(), GoTo("critique")) as (app, pilot, screen):
        script = screen.query_one("#script", PaneList)
        for _ in range(2):
            script.post_message(PaneList.Chosen(script, "probe:p-doors"))
            await pilot.pause()
        session = desk_of(app).session
        assert [one.answer for one in session.talk.values()] == ["p-doors"]
        assert session.probes["p-doors"].rung == plan().case.probes["p-doors"].rung
        assert "Asked already" in reading(screen)
        await enter(pilot, screen, "/probe 1")
        assert len(desk_of(app).session.talk) == 2


async def test_own_words_offer_the_nearest_and_a_digit_picks(practice: PracticeStand) -> None:
    async with interview(practice, Start(), GoTo("critique")) as (app, pilot, screen):
        await enter(pilot, screen, "? what about brazil")
        offers = screen.query_one(OfferList)
        assert offers.has_class("-open")
        assert 2 <= offers.option_count <= 4
        assert desk_of(app).session.talk == {}
        await pilot.press("1")
        await pilot.pause()
        (exchange,) = desk_of(app).session.talk.values()
        assert (exchange.said, exchange.answer) == ("what about brazil", "p-best-cell")
        assert "You what about brazil" in talk(screen)
        await enter(pilot, screen, "? what about brazil")
        await pilot.press("0")
        await pilot.pause()
        assert joined(QUILL.persona.holding_lines[0]) in talk(screen)


async def test_what_nothing_is_near_to_gets_a_holding_line_at_once(
    practice: PracticeStand,
) -> None:
    async with interview(practice, Start(), GoTo("critique")) as (app, pilot, screen):
        for _ in range(2):
            await enter(pilot, screen, "? do you keep [b]bees[/b] \x1b[2J")
        assert not screen.query_one(OfferList).has_class("-open")
        assert [one.answer for one in desk_of(app).session.talk.values()] == [None, None]
        first, second = QUILL.persona.holding_lines[:2]
        assert joined(first) in talk(screen)
        assert joined(second) in talk(screen)
        assert "[b]bees[/b] ␛[2J" in talk(screen)
        assert "\x1b" not in talk(screen)


async def test_with_room_for_one_pane_the_answer_takes_it(practice: PracticeStand) -> None:
    async with interview(practice, Start(), GoTo("critique"), size=(80, 24)) as (_, pilot, screen):
        assert screen.pane == "script"
        assert not screen.query_one(TalkPane).display
        await pilot.press(LISTEN)
        await pilot.pause()
        assert screen.pane == "talk"
        assert screen.query_one(TalkPane).display
        assert screen.query_one(TalkPane).region.height > 10


async def test_the_whole_transcript_can_be_read_with_the_arrows(practice: PracticeStand) -> None:
    events: list[Event] = [Start(), GoTo("critique"), Talk("", "critique"), Talk("", "p-first")]
    async with interview(practice, *events, size=(80, 24)) as (_, pilot, screen):
        await pilot.press("f6")
        pane = screen.query_one(TalkPane)
        assert pane.has_focus
        for _ in range(60):
            pane.action_cursor_up()
        await pilot.pause()
        assert pane.scroll_y == 0
        for _ in range(120):
            pane.action_cursor_down()
        await pilot.pause()
        assert pane.scroll_y == pane.max_scroll_y


async def test_the_talk_is_there_after_a_restart(practice: PracticeStand) -> None:
    events = [Start(), GoTo("critique"), Talk("why?", "p-first"), Talk("hm?")]
    async with interview(practice, *events) as (_, _pilot, screen):
        assert "00:40 You why?" in talk(screen)
        assert "01:00 You hm?" in talk(screen)
        assert joined(QUILL.persona.holding_lines[0]) in talk(screen)


async def test_a_real_interview_has_nobody_to_listen_to(stand: Stand) -> None:
    async with live(stand) as (_, pilot, screen):
        assert not screen.query(TalkPane)
        assert "talk" not in screen.panes
        assert not any("Practice:" in words for _, words in binding_rows(screen))
        await pilot.press(LISTEN)
        assert isinstance(screen.app.screen, LiveScreen)


async def test_practice_says_how_it_is_done(practice: PracticeStand) -> None:
    async with interview(practice) as (_, _pilot, screen):
        assert any("Practice:" in words for _, words in binding_rows(screen))
        await_words = "Ctrl+L, or ? alone"
        assert await_words in screen.HELP


# --- incidents -------------------------------------------------------------------------------

INCIDENT = "inc-green-dashboards"


@pytest.fixture
def on_call(tmp_path: Path) -> PracticeStand:
    """A stand whose incident has a persona with a policy of two moves."""
    root = tmp_path / "content"
    folder = root / "cases" / INCIDENT
    shutil.copytree(ROOT / "cases" / INCIDENT, folder, ignore=lambda *_: ["personas"])
    shutil.copytree(ROOT / "rubrics", root / "rubrics")
    persona = made_up("anvil", 1, strong=True)
    persona["policy"] = {
        "look": {"say": "Split it by platform.", "do": "ask:segments"},
        "tell": {"say": "I tell everybody.", "do": "act:declare", "when": "seen.segments"},
    }
    (folder / "personas").mkdir()
    (folder / "personas" / "anvil.toml").write_text(tomli_w.dumps(persona), encoding="utf-8")
    stand = practice_stand(tmp_path / "team")
    stand.content = Library.open([root])
    return stand


async def test_the_key_lets_the_candidate_make_its_next_move(on_call: PracticeStand) -> None:
    services = on_call.services
    case, rubric = services.library.case(INCIDENT).case, services.library.rubric(RUBRIC)
    session = new_session(
        Plan(case, rubric),
        kind="mock",
        loop="practice",
        candidate="anvil",
        interviewer=on_call.settings.interviewer,
        created_at=on_call.now().wall,
        persona="anvil",
    )
    path = on_call.store(session)
    app = on_call.app()
    async with app.run_test(size=(120, 40)) as pilot:
        app.open_session(path)
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, LiveScreen)
        screen.do(Start())
        await pilot.press(LISTEN)
        assert desk_of(app).session.talk == {}  # the briefing is no time to work
        screen.do(GoTo("triage"))
        await pilot.press(LISTEN)
        await pilot.press(LISTEN)
        moves = [one.move for one in desk_of(app).session.talk.values()]
        assert moves == ["look"]  # what comes next waits for what was asked for
        assert "Split it by platform." in talk(screen)
        assert desk_of(app).session.incident == {}  # the world hears it from the interviewer
        screen.do(TakeTurn("split it", "ask:segments"))
        await pilot.press(LISTEN)
        moves = [one.move for one in desk_of(app).session.talk.values()]
        assert moves == ["look", "tell"]


async def test_notes_stay_notes_in_practice(practice: PracticeStand) -> None:
    async with interview(practice, Start(), AddNote("one")) as (app, pilot, screen):
        await enter(pilot, screen, "?? is that a question")
        notes = [note.text for note in desk_of(app).session.notes.values()]
        assert notes == ["one", "? is that a question"]
