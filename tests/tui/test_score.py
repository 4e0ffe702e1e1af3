"""The score screen: what is scored, linked and written reaches the session and the disk."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from tests.builders import DIMS, after, plan, session
from textual import events
from textual.widgets import Static

from interviewloop.interview.events import (
    AddNote,
    BeginScoring,
    LinkEvidence,
    NoSignalForRest,
    RaiseFlag,
    SeeLookFor,
    SetRationale,
    SetRecommendation,
    SetScore,
    Start,
)
from interviewloop.tui import score_views
from interviewloop.tui.screens.dialogs import Choose
from interviewloop.tui.screens.home import HomeScreen
from interviewloop.tui.screens.live import LiveScreen
from interviewloop.tui.screens.score import ScoreScreen
from interviewloop.tui.screens.sealed import SealedScreen
from interviewloop.tui.screens.sealing import SealingScreen
from interviewloop.tui.widgets.pane_list import PaneList
from interviewloop.workspace.files import SaveFailed
from interviewloop.workspace.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    import pytest
    from tests.tui.conftest import Stand
    from textual.pilot import Pilot

    from interviewloop.model.scorecard import Scorecard
    from interviewloop.model.session import Session
    from interviewloop.tui.app import InterviewloopApp

NOTES = (
    AddNote("names the metric", "strong", "problem-framing"),
    AddNote("[bold]slow[/bold] \x1b[31mstart", "note"),
    AddNote("picks a model first", "weak", "modeling-depth"),
)
NOTES_UNDONE = AddNote("written on the scorecard")
COMPLETE = (
    SetScore("problem-framing", 4),
    SetScore("modeling-depth", 2),
    NoSignalForRest(),
    SetRecommendation("yes"),
)


def scoring(*events: Any, **changes: Any) -> Session:
    """A session with three notes on the scorecard."""
    return after(session(**changes), Start(), *NOTES, BeginScoring(), *events)


@asynccontextmanager
async def score(
    stand: Stand, begun: Session | None = None, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[InterviewloopApp, Pilot[int], ScoreScreen, Path]]:
    """The app with a session open on the score screen."""
    path = stand.store(begun or scoring())
    app = stand.app()
    async with app.run_test(size=size) as pilot:
        app.open_session(path)
        await pilot.pause()
        assert isinstance(app.screen, ScoreScreen)
        yield app, pilot, app.screen, path


def card(screen: ScoreScreen) -> Scorecard:
    return screen.desk.session.scorecard


def shown(screen: ScoreScreen, pane: str) -> str:
    rows = screen.query_one(f"#{pane}", PaneList)._rows
    return "\n".join(row.content.plain for row in rows)


def said(app: InterviewloopApp, selector: str) -> str:
    return str(app.screen.query_one(selector, Static).content)


async def until(pilot: Pilot[int], screen: type) -> None:
    """Wait for a screen that a thread brings."""
    for _ in range(100):
        if isinstance(pilot.app.screen, screen):
            return
        await pilot.pause(0.02)
    raise AssertionError(f"{pilot.app.screen} is not {screen}")


# --- scores ----------------------------------------------------------------------------------


async def test_digits_score_link_tagged_notes_and_stay(stand: Stand) -> None:
    async with score(stand) as (_, pilot, screen, path):
        await pilot.press("4")
        assert card(screen).scores == {"problem-framing": 4}
        assert card(screen).evidence == {"problem-framing": ("n1",)}
        assert screen.field == "problem-framing"
        assert "◉ 4  CHOSEN" in shown(screen, "anchors")
        assert screen.desk.saved(2)
        assert stand.workspace.peek(path).scorecard.scores == {"problem-framing": 4}
        screen.action_score(0)
        assert card(screen).scores == {"problem-framing": "no-signal"}
        assert "NS" in shown(screen, "fields")
        for expected in ("low", "medium", "high", "low"):
            screen.action_confidence()
            assert card(screen).confidence == {"problem-framing": expected}


async def test_recommendation_takes_one_to_four_and_arrows_walk_through_the_dimensions(
    stand: Stand,
) -> None:
    async with score(stand) as (_, pilot, screen, _path):
        await pilot.press("f4", "right")
        assert screen.field == plan().dims[2]
        for _step in range(3):
            screen.action_step(-1)
        assert screen.field == "recommendation"
        screen.action_score(5)
        screen.action_score(0)
        assert card(screen).recommendation is None
        await pilot.press("4", "tab", "k")
        screen._go_to_pane("fields")
        await pilot.press("up")
        assert screen.field == plan().dims[-1]
        assert card(screen).recommendation == "strong-yes"
        assert (card(screen).scores, card(screen).summary) == ({}, "k")


# --- rationale -------------------------------------------------------------------------------


async def test_keys_in_the_rationale_are_text_but_function_keys_work(stand: Stand) -> None:
    async with score(stand) as (_, pilot, screen, _path):
        await pilot.press("tab", "4", "left", "3", "escape")
        assert card(screen).scores == {}
        assert card(screen).rationale == {"problem-framing": "34"}
        assert screen.focused is screen.query_one("#anchors")
        screen.action_write()
        screen.text.post_message(events.Paste("\rone\r\ntwo"))
        await pilot.press("x", "f6")
        assert screen.focused is screen.query_one("#evidence")
        assert card(screen).rationale == {"problem-framing": "34\none\ntwox"}


async def test_rationale_is_saved_when_typing_rests_and_stays_with_its_dimension(
    stand: Stand,
) -> None:
    async with score(stand) as (_, pilot, screen, path):
        screen.text.insert("first")
        await pilot.pause(0.4)
        assert screen.desk.saved(2)
        assert stand.workspace.peek(path).scorecard.rationale == {"problem-framing": "first"}
        screen.go_to("modeling-depth")
        assert screen.text.text == ""
        screen.text.insert("second")
        screen.go_to("problem-framing")
        await pilot.pause()
        assert screen.text.text == "first"
        assert card(screen).rationale == {"problem-framing": "first", "modeling-depth": "second"}


async def test_quitting_at_once_keeps_the_rationale(stand: Stand) -> None:
    async with score(stand) as (app, pilot, screen, path):
        screen.text.insert("half a sent")
        await pilot.press("ctrl+q")
    assert not app.is_running
    assert stand.workspace.peek(path).scorecard.rationale == {"problem-framing": "half a sent"}


ODD = "a\x1b[31m\x00b\tc\u202ed\r\ne\x0bf\u2028g\x85h [red]i[/red]\n"


async def test_odd_characters_stay_in_the_text_and_off_the_screen(stand: Stand) -> None:
    begun = scoring(SetRationale("problem-framing", ODD))
    async with score(stand, begun, (120, 40)) as (_, pilot, screen, _path):
        screen.action_step(1)
        screen.action_step(-1)
        assert card(screen).rationale["problem-framing"] == ODD
        await pilot.pause()
        drawn = "".join(
            screen.text.render_line(y).text for y in range(screen.text.content_size.height)
        )
        assert "a␛[31m␀b␉c␦d" in drawn
        assert "[red]i[/red]" in drawn
        assert all(ord(character) >= 32 and character not in "\x85\u202e" for character in drawn)
        screen.text.text = "ab\x00"
        screen.text.move_cursor((0, 3))
        screen.text.action_delete_left()
        screen.text.insert("\x1bc\nd")
        screen.keep_draft()
        assert card(screen).rationale["problem-framing"] == "ab\x1bc\nd"
        screen.text.undo()
        assert screen.text.text == "ab"


# --- evidence and anchors --------------------------------------------------------------------


async def test_space_links_and_unlinks_a_note_and_home_keeps_it(stand: Stand) -> None:
    async with score(stand) as (app, pilot, screen, path):
        screen._go_to_pane("evidence")
        await pilot.press("down", "space")
        assert card(screen).evidence == {"problem-framing": ("n1",)}
        assert "☑ " in shown(screen, "evidence")
        screen._list("evidence").action_select()
        await pilot.pause()
        assert card(screen).evidence == {"problem-framing": ()}
        screen.action_home()
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)
        assert app.desk is None
        assert stand.workspace.peek(path).scorecard.evidence == {"problem-framing": ()}


def test_evidence_lists_own_notes_first_then_look_fors_then_others() -> None:
    begun = after(
        session(),
        Start(),
        *NOTES,
        SeeLookFor("pf5-metric", rung=3),
        RaiseFlag("rf-no-control"),
        BeginScoring(),
    )
    rows = [
        row.content.plain for row in score_views.evidence_rows(begun, plan(), "problem-framing")
    ]
    assert rows[0] == "⚑ Red flag: Ships without a control  caps this at 2"
    places = [
        next(place for place, row in enumerate(rows) if words in row)
        for words in ("names the metric", "after a hint", "OTHER NOTES", "slow", "modeling-depth")
    ]
    assert places == sorted(places)
    assert "[bold]slow[/bold] ␛[31mstart" in rows[places[3]]


def test_anchors_show_this_case_before_the_rubric_and_every_level() -> None:
    rows = score_views.anchor_rows(scoring(), plan(), "problem-framing")
    text = "\n".join(row.content.plain for row in rows)
    assert [row.key for row in rows] == [None, "5", "4", "3", "2", "1", "0"]
    assert "case five" in text
    assert "In general" not in text
    pointed = score_views.anchor_rows(scoring(), plan(), "problem-framing", "5")
    assert "case five\nIn general: problem-framing at five" in pointed[1].content.plain
    assert pointed[3].same(rows[3])
    assert "4  Between 3 and 5" in text
    plain = score_views.anchor_rows(scoring(), plan(), "leadership")
    assert plain[1].content.plain == "○ 5  leadership at five"


async def test_every_anchor_can_be_read_in_a_small_terminal(stand: Stand) -> None:
    async with score(stand, size=(40, 18)) as (_, _pilot, screen, _path):
        anchors = screen.query_one("#anchors", PaneList)
        assert anchors.max_scroll_y > 0
        for _ in range(30):
            anchors.action_cursor_down()
        assert anchors.scroll_y == anchors.max_scroll_y
        assert anchors.current_key == "0"
        for _ in range(30):
            anchors.action_cursor_up()
        assert anchors.scroll_y == 0


async def test_the_level_pointed_at_has_the_rubrics_words(stand: Stand) -> None:
    async with score(stand) as (_, pilot, screen, _path):
        await pilot.press("down")
        assert "In general: problem-framing at five" in shown(screen, "anchors")
        await pilot.press("down")
        assert "In general" not in shown(screen, "anchors")
        screen.action_step(1)
        await pilot.pause()
        assert "In general" not in shown(screen, "anchors")


async def test_page_keys_scroll_the_anchors_and_change_no_dimension(stand: Stand) -> None:
    async with score(stand, size=(120, 20)) as (_, pilot, screen, _path):
        screen._go_to_pane("fields")
        anchors = screen._list("anchors")
        assert anchors.max_scroll_y > 0
        await pilot.press("pagedown")
        assert anchors.scroll_y > 0
        assert screen.field == "problem-framing"
        await pilot.press("pageup", "pageup")
        assert anchors.scroll_y == 0
        await pilot.press("tab", "pagedown")
        assert anchors.scroll_y == 0


async def test_undo_takes_back_scorecard_changes_and_no_note(stand: Stand) -> None:
    async with score(stand) as (_, pilot, screen, path):
        screen.desk.do(NOTES_UNDONE)
        await pilot.press("4", "f5")
        screen.go_to("modeling-depth")
        screen.action_undo()
        assert screen.field == "problem-framing"
        assert card(screen).confidence == {}
        await pilot.press("ctrl+z")
        assert (card(screen).scores, card(screen).evidence) == ({}, {})
        assert "CHOSEN" not in shown(screen, "anchors")
        screen.action_undo()
        assert "n4" in screen.desk.session.live_notes()
        await pilot.press("ctrl+y")
        assert card(screen).scores == {"problem-framing": 4}
        assert card(screen).evidence == {"problem-framing": ("n1",)}
        screen.desk.undo()
        assert "n4" not in screen.desk.session.live_notes()
        assert card(screen).scores == {"problem-framing": 4}
        assert screen.desk.saved(2)
        assert stand.workspace.peek(path).scorecard.scores == {"problem-framing": 4}


async def test_what_a_score_links_is_said_before_and_after(stand: Stand) -> None:
    async with score(stand) as (app, pilot, screen, _path):
        assert "a score links these" in shown(screen, "evidence")
        await pilot.press("4")
        assert "linked by its tag; Enter unlinks" in shown(screen, "evidence")
        assert "evidence: 1 linked" in said(app, "#confidence")
        assert screen._list("evidence").border_title == "EVIDENCE  1 linked"
        screen.do(LinkEvidence("problem-framing", "n1", False))
        assert "not linked; Enter links" in shown(screen, "evidence")
        assert "linked" not in said(app, "#confidence")


def test_no_signal_stands_in_the_column_of_the_scores() -> None:
    begun = scoring(SetScore("problem-framing", 4), SetScore("modeling-depth", "no-signal"))
    rows = [row.content.plain for row in score_views.field_rows(begun, plan(), "leadership")]
    assert rows[0].index("4") == rows[1].index("NS") == rows[2].index("–") == rows[-1].index("–")


# --- what is missing, submitting -------------------------------------------------------------


async def test_missing_is_always_listed_and_enter_goes_there(stand: Stand) -> None:
    begun = scoring(SetScore("problem-framing", 4), RaiseFlag("rf-no-control"))
    async with score(stand, begun, (80, 24)) as (app, pilot, screen, _path):
        assert said(app, "#status").startswith("9 missing: Problem Framing: above 2 despite")
        assert "above 2 write down why" in said(app, "#cautions")
        screen.go_to("leadership")
        assert not screen.query_one("#cautions").display
        screen._go_to_pane("missing")
        await pilot.press("end", "enter")
        assert screen.field == "problem-framing"
        assert screen.focused is screen.query_one("#anchors")


async def test_submit_with_gaps_lists_them_and_rest_of_no_signal_asks_first(stand: Stand) -> None:
    async with score(stand, scoring(*COMPLETE[:2])) as (app, pilot, screen, _path):
        screen.action_submit()
        await pilot.pause()
        assert isinstance(app.screen, Choose)
        await pilot.press("2")
        assert app.screen is screen
        assert screen.field == plan().dims[3]
        await pilot.press("f7")
        assert len(card(screen).scores) == 2
        await pilot.press("2")
        assert len(card(screen).scores) == len(DIMS)
        assert card(screen).scores["leadership"] == "no-signal"


async def test_the_last_question_names_what_is_advised(stand: Stand) -> None:
    async with score(stand, scoring(*COMPLETE)) as (app, pilot, _screen, _path):
        await pilot.press("f8")
        question = " ".join(str(it.render()) for it in app.screen.query(Static))
        assert "Problem Framing: confidence not given" in question
        assert "Modeling Depth: confidence not given" in question


async def test_submit_seals_on_disk_and_shows_the_sealed_page(stand: Stand) -> None:
    async with score(stand, scoring(*COMPLETE)) as (app, pilot, _screen, path):
        await pilot.press("f8", "2")
        await until(pilot, SealedScreen)
        stored = stand.workspace.peek(path)
        assert stored.sealed
        assert stored.scorecard.recommendation == "yes"
        assert app.desk is None
        assert len(app.screen_stack) == 3


async def test_nothing_is_called_sealed_before_it_is_on_disk(
    stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with score(stand, scoring(*COMPLETE)) as (app, pilot, _screen, path):
        save = Workspace.save

        def full(_self: Workspace, path: Path, _session: Session) -> None:
            raise SaveFailed(path, OSError(28, "No space left on device"))

        monkeypatch.setattr(Workspace, "save", full)
        monkeypatch.setattr("interviewloop.tui.screens.sealing.PATIENCE_S", 0)
        monkeypatch.setattr("interviewloop.tui.screens.sealing.TRY_S", 0.05)
        await pilot.press("f8", "2")
        await pilot.pause(0.2)
        assert isinstance(app.screen, SealingScreen)
        assert "Not on disk yet, so not sealed yet." in said(app, "SealingScreen Static")
        await pilot.press("escape")
        assert isinstance(app.screen, SealingScreen)
        assert not stand.workspace.peek(path).sealed
        monkeypatch.setattr(Workspace, "save", save)
        await until(pilot, SealedScreen)
        assert stand.workspace.peek(path).sealed


async def test_a_file_changed_by_somebody_else_is_not_called_sealed(stand: Stand) -> None:
    async with score(stand, scoring(*COMPLETE)) as (app, pilot, _screen, path):
        path.write_text(path.read_text().replace("names the metric", "names no metric"))
        await pilot.press("f8", "2")
        for _ in range(100):
            if "could not be sealed" in said(app, "SealingScreen Static"):
                break
            await pilot.pause(0.02)
        assert "changed by somebody else" in said(app, "SealingScreen Static") or (
            "kept in" in said(app, "SealingScreen Static")
        )
        await pilot.press("escape")
        await until(pilot, HomeScreen)
        assert not stand.workspace.peek(path).sealed


async def test_back_to_the_interview_takes_the_rationale_along(stand: Stand) -> None:
    async with score(stand) as (app, pilot, screen, _path):
        screen.text.insert("kept")
        await pilot.press("f2")
        assert isinstance(app.screen, LiveScreen)
        assert screen.desk.session.phase == "interview"
        assert card(screen).rationale == {"problem-framing": "kept"}
