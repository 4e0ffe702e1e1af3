"""The incident screen: the world moves by what is typed, shows it, and survives a crash."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest
from tests.builders import DIMS, after, scored, session
from tests.incident.worlds import SMALL, small
from tests.tui.conftest import Stand
from textual.widgets import Input, Static

from interviewloop.incident.running import Running
from interviewloop.incident.tiles import Tile
from interviewloop.interview.events import (
    AddNote,
    BeginScoring,
    Event,
    LinkEvidence,
    Pause,
    Resume,
    SetRationale,
    Start,
    Submit,
    TakeTurn,
)
from interviewloop.tui import incident_evidence, incident_views
from interviewloop.tui.screens.dialogs import Choose
from interviewloop.tui.screens.exhibit import ExhibitScreen
from interviewloop.tui.screens.incident import IncidentScreen
from interviewloop.tui.screens.live import LiveScreen
from interviewloop.tui.screens.pick_offer import PickOffer
from interviewloop.tui.screens.score import ScoreScreen
from interviewloop.tui.screens.sealed import SealedScreen
from interviewloop.tui.widgets.incident_pane import Board
from interviewloop.tui.widgets.offer_list import OfferList
from interviewloop.tui.widgets.pane_list import PaneList
from interviewloop.tui.widgets.script_pane import ScriptPane

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from textual.pilot import Pilot

    from interviewloop.model.session import Session, Turn
    from interviewloop.tui.app import InterviewloopApp

WORLD = (
    SMALL.replace('dim = "x"', 'dim = "problem-framing"')
    .replace('title = "Look"', 'title = "Look"\nexhibit = "plan"')
    .replace('text = "deep",', 'text = "deep", exhibit = "truth",')
)
REAL = WORLD.replace("horizon_min", 'clock = "real"\nhorizon_min')


@pytest.fixture
def stand(tmp_path: Path) -> Stand:
    return Stand(tmp_path, incident=WORLD)


@asynccontextmanager
async def incident(
    stand: Stand, *events: Event, size: tuple[int, int] = (120, 40), path: Path | None = None
) -> AsyncIterator[tuple[InterviewloopApp, Pilot[int], IncidentScreen]]:
    """The app with a session open on the incident screen, after ``events``."""
    path = path or stand.store(after(session(), Start(), *events, Pause()))
    app = stand.app()
    async with app.run_test(size=size) as pilot:
        app.open_session(path)
        await pilot.pause()
        screen = app.screen
        if isinstance(screen, Choose):
            screen = app.screen_stack[-2]
        assert isinstance(screen, IncidentScreen)
        yield app, pilot, screen


async def enter(pilot: Pilot[int], screen: LiveScreen, line: str, *then: str) -> None:
    """Put a line into the note line, press Enter and then some keys."""
    screen.note_line.line = line
    screen.note_line.focus()
    await pilot.press("enter", *then)
    await pilot.pause()


def turns(screen: LiveScreen) -> list[Turn]:
    return list(screen.desk.session.live_turns().values())


def rows(screen: LiveScreen | ScoreScreen, pane: str) -> str:
    return "\n".join(row.content.plain for row in screen.query_one(f"#{pane}", PaneList)._rows)


def minute(screen: IncidentScreen) -> int:
    assert screen.look is not None
    return screen.look.state.t


def reading(screen: LiveScreen) -> str:
    return str(screen.note_line.query_one(".reading", Static).content)


def notices(app: InterviewloopApp) -> list[str]:
    return [f"{one.title}: {one.message}" for one in app._notifications]


# --- asking ----------------------------------------------------------------------------------


async def test_nothing_is_told_before_a_digit_picks_and_then_it_is_on_disk(stand: Stand) -> None:
    async with incident(stand) as (_, pilot, screen):
        await enter(pilot, screen, "> can I have a look")
        assert screen.query_one(OfferList).has_class("-open")
        assert (turns(screen), minute(screen)) == ([], 0)
        await pilot.press("1")
        await pilot.pause()
        assert [(turn.said, turn.event) for turn in turns(screen)] == [
            ("can I have a look", "ask:look")
        ]
        assert "▪ T+3 Look\nill" in rows(screen, "told")
        assert "T+3 · 00:03 UTC" in str(screen.query_one(Board).border_title)
        assert reading(screen) == "T+3  Look: ill"
        assert isinstance(screen.focused, Input)
        assert screen.desk.session.notes == {}
        assert screen.desk.saved(5)
        assert screen.desk.path is not None
        assert stand.workspace.peek(screen.desk.path).incident == screen.desk.session.incident


async def test_none_of_them_keeps_the_words_for_the_author(stand: Stand) -> None:
    async with incident(stand) as (_, pilot, screen):
        await enter(pilot, screen, "> the weather [b]now[/b] \x1b[2J", "0")
        assert [turn.event for turn in turns(screen)] == [None]
        assert minute(screen) == 0
        assert "asked: “the weather [b]now[/b] ␛[2J”" in rows(screen, "told")
        assert "\x1b" not in rows(screen, "told")


async def test_request_for_everything_costs_a_minute_and_asks_back(stand: Stand) -> None:
    async with incident(stand) as (_, pilot, screen):
        await enter(pilot, screen, "> show me everything you have", "1")
        assert minute(screen) == 1
        assert "What first, and why?" in reading(screen)


async def test_belief_is_listed_for_the_interviewer_as_guess_then_as_founded(stand: Stand) -> None:
    founding = (TakeTurn("e", "name:truth"), TakeTurn("a", "ask:look"), TakeTurn("e", "name:truth"))
    async with incident(stand, founding[0]) as (_, _, screen):
        assert "◇ truth T+0 a guess, right" in rows(screen, "milestones")
    async with incident(Stand(stand.root / "b", incident=WORLD), *founding) as (_, _, screen):
        assert "◇ truth T+3 founded, right" in rows(screen, "milestones")


async def test_everything_can_be_picked_by_hand(stand: Stand) -> None:
    async with incident(stand) as (app, pilot, screen):
        await enter(pilot, screen, "/topics")
        assert isinstance(app.screen, PickOffer)
        await pilot.press("down", "enter")
        await pilot.pause()
        assert [(turn.said, turn.event) for turn in turns(screen)] == [("Look", "ask:look")]


async def test_looking_through_the_list_keeps_what_was_said(stand: Stand) -> None:
    async with incident(stand) as (app, pilot, screen):
        await enter(pilot, screen, "> zzz qqq", "1")
        assert isinstance(app.screen, PickOffer)
        await pilot.press("escape")
        assert (turns(screen), screen.note_line.line) == ([], "> zzz qqq")
        await enter(pilot, screen, "> zzz qqq", "1")
        app.screen.query_one(Input).value = "quick"
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert [(turn.said, turn.event) for turn in turns(screen)] == [("zzz qqq", "act:quick")]
        assert screen.note_line.line == ""


async def test_action_that_was_ordered_can_be_ordered_undone(stand: Stand) -> None:
    async with incident(stand, TakeTurn("d", "act:quick")) as (_, pilot, screen):
        await enter(pilot, screen, "> quick")
        offers = screen.query_one(OfferList)
        titles = [row.content.plain for row in offers._rows]
        place = next(n for n, title in enumerate(titles, 1) if "Undo: quick" in title)
        await pilot.press(str(place))
        await pilot.pause()
        assert turns(screen)[-1].event == "undo:quick"


# --- showing ---------------------------------------------------------------------------------


async def test_inject_is_a_line_a_mark_and_a_notice_that_leaves_the_keyboard(stand: Stand) -> None:
    async with incident(stand) as (app, pilot, screen):
        await enter(pilot, screen, "/wait 6")
        assert "» T+5 Boss  NEW\nWell?" in rows(screen, "told")
        assert notices(app) == ["T+5  Boss: Well?"]
        assert reading(screen) == "T+6  6 min pass"
        for key in ("a", "b"):
            await pilot.press(key)
        assert screen.note_line.line == "ab"
        await enter(pilot, screen, "/wait 1")
        assert "NEW" not in rows(screen, "told")
        assert len(notices(app)) == 1


async def test_opening_a_session_announces_nothing_again(stand: Stand) -> None:
    async with incident(stand, TakeTurn("", "wait:60")) as (app, _, screen):
        assert minute(screen) == 60
        assert notices(app) == []
        assert "the run is over" in str(screen.query_one(Board).border_subtitle)


async def test_the_end_of_the_run_is_said_once(stand: Stand) -> None:
    async with incident(stand, TakeTurn("w", "wait:55")) as (app, pilot, screen):
        await enter(pilot, screen, "/wait 9")
        await enter(pilot, screen, "/wait 9")
        assert minute(screen) == 60
        assert sum("The run is over" in words for words in notices(app)) == 1
        assert "missed" in rows(screen, "milestones")


async def test_what_is_on_its_way_stands_with_its_minutes(stand: Stand) -> None:
    async with incident(stand) as (_, pilot, screen):
        await enter(pilot, screen, "> fix", "1")
        assert "in 4 min   fix" in str(screen.query_one(Board).content)
        await enter(pilot, screen, "/wait 4")
        assert "nothing on its way" in str(screen.query_one(Board).content)


async def test_what_came_with_an_answer_is_before_the_candidate_and_one_key_takes_it_away(
    stand: Stand,
) -> None:
    async with incident(stand, TakeTurn("a", "ask:look")) as (app, pilot, screen):
        script = screen.query_one(ScriptPane)
        assert "the candidate sees: The plan" in rows(screen, "told")
        assert "candidate sees: The plan" in str(script.border_subtitle)
        assert screen.desk.session.exhibits == {}
        await pilot.press("f5")
        await pilot.pause()
        assert isinstance(app.screen, ExhibitScreen)
        await pilot.press("enter")
        await pilot.pause()
        shown = {name: it.on_screen for name, it in screen.desk.session.exhibits.items()}
        assert shown == {"plan": False}
        assert "not on screen: The plan" in rows(screen, "told")
        assert "candidate sees" not in str(script.border_subtitle)


async def test_no_key_shows_what_is_for_the_interviewer(stand: Stand) -> None:
    asked = (TakeTurn("a", "ask:look"), TakeTurn("b", "ask:deep"))
    async with incident(stand, *asked) as (app, pilot, screen):
        assert "only for you: Truth" in rows(screen, "told")
        assert screen.on_screen == ("plan",)
        await pilot.press("f5")
        await pilot.press("enter")
        told = screen.query_one("#told", PaneList)
        while app.screen is not screen:
            await pilot.press("escape")
        told.post_message(PaneList.Chosen(told, str(told.option_count - 1)))
        await pilot.pause()
        await pilot.press("enter")
        assert "truth" not in screen.desk.session.exhibits


async def test_a_milestone_says_its_deadlines_in_full(stand: Stand) -> None:
    async with incident(stand) as (_, pilot, screen):
        milestones = screen.query_one("#milestones", PaneList)
        assert "seen it" in rows(screen, "milestones")
        assert "by T+5" in rows(screen, "milestones")
        milestones.focus()
        await pilot.press("down", "enter")
        await pilot.pause()
        assert reading(screen) == "seen it: strong until T+5, ok until T+10"


async def test_in_a_small_terminal_the_answer_comes_to_the_front(stand: Stand) -> None:
    async with incident(stand, size=(80, 24)) as (_, pilot, screen):
        board = screen.query_one(Board)
        assert str(board.content).startswith("T+0 · 00:00 UTC")
        assert screen.query_one("#script").display
        assert not screen.query_one("#told").display
        await enter(pilot, screen, "> look", "1")
        assert screen.query_one("#told").display
        assert "= as normal" in str(board.content) or "below normal" in str(board.content)
        seen = []
        for _ in screen.PANES:
            await pilot.press("f6")
            seen.append(screen.pane)
        assert sorted(seen) == sorted(screen.PANES)
        assert all(screen.query_one(f"#{name}").display is (name == screen.pane)
                   for name in screen.PANES)  # fmt: skip


# --- slips -----------------------------------------------------------------------------------


async def test_a_line_taken_back_takes_its_minutes_and_can_be_put_back(stand: Stand) -> None:
    async with incident(stand, TakeTurn("a", "ask:look")) as (_, pilot, screen):
        await enter(pilot, screen, "> fix", "1")
        assert minute(screen) == 5
        await pilot.press("ctrl+r")
        await pilot.pause()
        assert (minute(screen), len(turns(screen))) == (3, 1)
        assert "Taken back: “fix”. It is T+3" in reading(screen)
        await pilot.press("ctrl+g")
        await pilot.pause()
        assert (minute(screen), turns(screen)[-1].event) == (5, "act:fix")
        await enter(pilot, screen, "/takeback")
        await enter(pilot, screen, "/takeback")
        assert (minute(screen), turns(screen)) == (0, [])


async def test_notes_and_incident_have_histories_of_their_own(stand: Stand) -> None:
    async with incident(stand) as (_, pilot, screen):
        await enter(pilot, screen, "> look", "1")
        await enter(pilot, screen, "a note")
        await pilot.press("ctrl+r")
        assert (len(turns(screen)), len(screen.desk.session.live_notes())) == (0, 1)
        await pilot.press("ctrl+z")
        assert len(screen.desk.session.live_notes()) == 0


@pytest.mark.parametrize("words", ["", "0", "soon", "-3", "٣", "999999999999"])
async def test_minutes_that_are_none_are_refused_and_stay_in_the_line(
    stand: Stand, words: str
) -> None:
    async with incident(stand) as (_, pilot, screen):
        line = f"/wait {words}".rstrip()
        await enter(pilot, screen, line)
        assert (turns(screen), screen.note_line.line) == ([], line)


async def test_commands_of_an_incident_are_refused_where_there_is_none(tmp_path: Path) -> None:
    plain = Stand(tmp_path)
    path = plain.store()
    app = plain.app()
    async with app.run_test() as pilot:
        app.open_session(path)
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, LiveScreen)
        assert not isinstance(screen, IncidentScreen)
        for line in ("/wait 5", "/topics", "/takeback", "/putback"):
            screen.note_line.line = ""
            await enter(pilot, screen, line)
            assert app.screen is screen
        assert screen.desk.session.incident == {}
        assert all("No incident here" in words for words in notices(app))
        titles = [command.title for command in screen.palette_commands()]
        assert "note line: /takeback" not in titles
        assert "note line: /undo" in titles


# --- a real clock ----------------------------------------------------------------------------


async def test_real_minutes_pass_with_the_interview_and_a_pause_is_not_caught_up(
    tmp_path: Path,
) -> None:
    stand = Stand(tmp_path, incident=REAL)
    async with incident(stand) as (_, _, screen):
        screen.do(Resume())
        # One second had passed before the pause.
        stand.seconds = 58
        screen._second()
        assert minute(screen) == 0
        stand.seconds = 59
        screen._second()
        screen._second()
        assert minute(screen) == 1
        screen.do(Pause())
        stand.seconds = 2000
        screen._second()
        screen.do(Resume())
        screen._second()
        assert minute(screen) == 1
        stand.seconds = 2060
        screen._second()
        assert minute(screen) == 2
        assert all(turn.said == "" for turn in turns(screen))
        assert "the interview clock moves it" in str(screen.query_one(Board).border_subtitle)


async def test_taking_back_goes_past_minutes_that_passed_by_themselves(tmp_path: Path) -> None:
    stand = Stand(tmp_path, incident=REAL)
    async with incident(stand, TakeTurn("a slip", "ask:look")) as (_, pilot, screen):
        screen.do(Resume())
        stand.seconds = 61
        screen._second()
        assert minute(screen) == 4
        await pilot.press("ctrl+r")
        await pilot.pause()
        assert (minute(screen), turns(screen)) == (0, [])
        # The minute was taken back with the slip and does not come again.
        screen._second()
        assert minute(screen) == 0


async def test_where_turns_move_the_clock_real_time_does_not(stand: Stand) -> None:
    async with incident(stand) as (_, _, screen):
        screen.do(Resume())
        stand.seconds = 3000
        screen._second()
        assert minute(screen) == 0


# --- after a crash ---------------------------------------------------------------------------


async def test_after_a_crash_minute_log_and_what_is_on_its_way_are_the_same(stand: Stand) -> None:
    async with incident(stand, TakeTurn("a", "ask:look")) as (app, pilot, screen):
        screen.do(Resume())
        for line in ("> fix", "> zzz qqq"):
            await enter(pilot, screen, line, "1" if "fix" in line else "0")
        assert screen.desk.saved(5)
        assert screen.desk.path is not None
        before = screen.look
        # The file as it lies there while the program still runs is all that a crash leaves.
        left_behind: Session = stand.workspace.peek(screen.desk.path)
        await pilot.press(*"half")
        assert app.is_running
    other = Stand(stand.root / "other", incident=WORLD)
    async with incident(other, path=other.store(left_behind)) as (app, pilot, screen):
        assert isinstance(app.screen, Choose)
        assert screen.look is not None
        assert before is not None
        assert screen.look.state == before.state
        assert screen.look.lines == before.lines
        assert minute(screen) == 5
        await pilot.press("1")
        await pilot.pause()
        await enter(pilot, screen, "/wait 4")
        assert "✓ T+9 fix\nfixed" in rows(screen, "told")
        await enter(pilot, screen, "/takeback")
        await enter(pilot, screen, "/takeback")
        assert [turn.event for turn in turns(screen)] == ["ask:look", "act:fix"]


async def test_a_session_that_no_longer_fits_the_incident_can_still_be_run(stand: Stand) -> None:
    async with incident(stand, TakeTurn("x", "ask:gone")) as (app, pilot, screen):
        assert len([one for one in notices(app) if "No such event" in one]) == 1
        await enter(pilot, screen, "+pf a note")
        assert len(screen.desk.session.live_notes()) == 1
        await enter(pilot, screen, "> look")
        assert screen.note_line.line == "> look"
        assert not screen.query_one(OfferList).has_class("-open")


# --- on to the scorecard ---------------------------------------------------------------------


def scoring(*events: Event) -> Session:
    return after(session(), Start(), *events, BeginScoring())


@asynccontextmanager
async def score(
    stand: Stand, *events: Event
) -> AsyncIterator[tuple[InterviewloopApp, Pilot[int], ScoreScreen]]:
    path = stand.store(scoring(*events))
    app = stand.app()
    async with app.run_test(size=(120, 40)) as pilot:
        app.open_session(path)
        await pilot.pause()
        assert isinstance(app.screen, ScoreScreen)
        yield app, pilot, app.screen


async def test_a_suggestion_becomes_a_linked_note_and_is_not_offered_again(stand: Stand) -> None:
    asked = TakeTurn("a", "ask:look")
    async with score(stand, asked) as (_, pilot, screen):
        words = "T+3 seen it: strong, unprompted"
        assert incident_evidence.HEADING in rows(screen, "evidence")
        assert f"+ {words}" in rows(screen, "evidence")
        screen.query_one("#evidence").focus()
        await pilot.press("home", "enter")
        await pilot.pause()
        note = screen.desk.session.notes["n1"]
        assert (note.text, note.signal, note.dim) == (words, "strong", "problem-framing")
        assert note.source == "milestone:seen-it"
        assert screen.desk.session.scorecard.evidence == {"problem-framing": ("n1",)}
        assert screen.desk.session.scorecard.scores == {}
        assert rows(screen, "evidence").count(words) == 1
        assert f"+ {words}" in rows(screen, "evidence")
        assert "☑" in rows(screen, "evidence")
        await pilot.press("ctrl+z")
        assert screen.desk.session.scorecard.evidence == {}
        assert screen.desk.saved(5)
        assert screen.desk.path is not None
        assert stand.workspace.peek(screen.desk.path).notes["n1"].source == "milestone:seen-it"


async def test_the_first_suggestion_taken_links_the_tagged_notes_as_a_score_would(
    stand: Stand,
) -> None:
    noted = AddNote("names the goal", "strong", "problem-framing")
    async with score(stand, noted, TakeTurn("a", "ask:look")) as (_, pilot, screen):
        key = next(
            row.key for row in screen.query_one("#evidence", PaneList)._rows
            if row.key and row.key.startswith(incident_evidence.KEY)
        )  # fmt: skip
        screen.query_one("#evidence", PaneList).post_message(
            PaneList.Chosen(screen.query_one("#evidence", PaneList), key)
        )
        await pilot.pause()
        assert screen.desk.session.scorecard.evidence == {"problem-framing": ("n1", "n2")}
        await pilot.press("4")
        assert screen.desk.session.scorecard.evidence == {"problem-framing": ("n1", "n2")}


async def test_harm_is_told_without_help_and_an_effect_at_once_is_the_answer(
    stand: Stand,
) -> None:
    async with incident(stand) as (_, pilot, screen):
        await enter(pilot, screen, "> quick", "1")
        assert reading(screen) == "T+1  quick: at once"
        screen.action_score()
        await pilot.pause()
        scored_screen = pilot.app.screen
        assert isinstance(scored_screen, ScoreScreen)
        assert "- T+1 harm: harm done\n" in rows(scored_screen, "evidence")


async def test_other_dimensions_and_an_incident_never_begun_show_no_suggestion(
    stand: Stand,
) -> None:
    async with score(stand, TakeTurn("a", "ask:look")) as (_, _, screen):
        screen.go_to("modeling-depth")
        assert incident_evidence.HEADING not in rows(screen, "evidence")
    async with score(Stand(stand.root / "b", incident=WORLD)) as (_, _, screen):
        assert incident_evidence.HEADING not in rows(screen, "evidence")


async def test_sealed_page_lists_suggestions_and_requests_in_vain(stand: Stand) -> None:
    begun = after(session(), Start(), TakeTurn("a", "ask:look"), TakeTurn("the [b]sky", None))
    card = scored().scorecard
    ready = begun.model_copy(update={"phase": "scoring", "scorecard": card})
    reasons = [SetRationale(dim, "because") for dim in DIMS]
    taken = AddNote("T+3 seen it: strong", "strong", "problem-framing", "milestone:seen-it")
    sealed = after(ready, taken, LinkEvidence("problem-framing", "n1"), *reasons, Submit())
    path = stand.store(sealed)
    app = stand.app()
    async with app.run_test(size=(120, 40)) as pilot:
        app.view_session(path)
        await pilot.pause()
        assert isinstance(app.screen, SealedScreen)
        text = str(app.screen.query_one("#section-observed", Static).content)
        assert "☑       Problem Framing  T+3 seen it: strong, unprompted" in text
        assert "☐       Problem Framing  Not reached when the run ended at T+3" in text
        assert "“the [b]sky”" in text


# --- views -----------------------------------------------------------------------------------


def looked(*events: str) -> incident_views.Look:
    played = after(session(), Start(), *(TakeTurn("said", event) for event in events))
    return incident_views.look_at(Running(small()), played)


@pytest.mark.parametrize("width", [40, 76, 96, 112, 116, 196])
def test_no_line_of_the_board_is_wider_than_its_pane(width: int) -> None:
    look = looked("act:fix", "act:quick", "ask:look", "act:fix", "act:fix", "act:fix", "act:fix")
    board = incident_views.board(look, width)
    assert max(line.cell_length for line in board.split("\n")) <= width
    assert incident_views.board_line(look, width).cell_length <= width


@pytest.mark.parametrize(
    ("value", "good", "words"),
    [
        (20.0, "up", ("=", "as normal")),
        (20.2, "up", ("=", "as normal")),
        (17.0, "up", ("▼", "15 % below normal, worse")),
        (17.0, "down", ("▼", "15 % below normal, better")),
        (20.5, "up", ("▲", "2 % above normal, better")),
        (90.0, "down", ("▲", "4 times normal, worse")),
    ],
)
def test_change_is_said_in_a_sign_and_words(
    value: float, good: str, words: tuple[str, str]
) -> None:
    tile = Tile("m", "M", "", value, 20.0, good, (value,), jitter=0.01)
    assert incident_views.change_words(tile)[:2] == words


def test_milestone_rows_fit_a_narrow_pane_and_say_sentences_in_a_wide_one() -> None:
    look = looked("ask:look")
    for width in (20, 26, 80):
        for row in incident_views.milestone_rows(look, width):
            assert max(len(line) for line in row.content.plain.split("\n")) <= width
