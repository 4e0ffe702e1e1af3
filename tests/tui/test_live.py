"""The live screen: what an interviewer does in it reaches the session and the disk."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.widgets import Static

from interviewloop.interview.events import AddNote, GoTo, Start
from interviewloop.tui.screens.dialogs import Choose
from interviewloop.tui.screens.help import binding_rows
from interviewloop.tui.screens.live import LiveScreen
from interviewloop.tui.widgets.note_line import NoteLine
from interviewloop.tui.widgets.pane_list import PaneList
from interviewloop.tui.widgets.script_pane import MORE, ScriptPane
from interviewloop.workspace.settings import Settings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from tests.tui.conftest import Stand
    from textual.pilot import Pilot

    from interviewloop.tui.app import InterviewloopApp
    from interviewloop.tui.desk import Desk

from contextlib import asynccontextmanager


@asynccontextmanager
async def live(
    stand: Stand, size: tuple[int, int] = (120, 40)
) -> AsyncIterator[tuple[InterviewloopApp, Pilot[int], LiveScreen]]:
    """The app with a fresh session open on the live screen."""
    path = stand.store()
    app = stand.app()
    async with app.run_test(size=size) as pilot:
        app.open_session(path)
        await pilot.pause()
        assert isinstance(app.screen, LiveScreen)
        yield app, pilot, app.screen


def desk_of(app: InterviewloopApp) -> Desk:
    assert app.desk is not None
    return app.desk


async def until(pilot: Pilot[int], holds: Callable[[], bool]) -> None:
    """Wait for something that takes as long as the machine needs; give up after ten seconds."""
    for _ in range(200):
        if holds():
            return
        await pilot.pause(0.05)
    raise AssertionError("it did not come about")


async def enter(pilot: Pilot[int], screen: LiveScreen, line: str) -> None:
    """Put a line into the note line and press Enter."""
    screen.note_line.line = line
    screen.note_line.focus()
    await pilot.press("enter")
    await pilot.pause()


async def test_typed_note_is_tagged_listed_and_on_disk(stand: Stand) -> None:
    async with live(stand) as (app, pilot, screen):
        for key in ["plus", "p", "f", "space", "w", "h", "o", "enter"]:
            await pilot.press(key)
        note = desk_of(app).session.notes["n1"]
        assert (note.text, note.signal, note.dim) == ("who", "strong", "problem-framing")
        assert screen.query_one("#notes", PaneList).option_count == 1
        assert desk_of(app).saved(5)
        path = desk_of(app).path
        assert path is not None
        assert stand.workspace.peek(path).notes["n1"].text == "who"
        assert screen.note_line.line == ""


async def test_hostile_text_is_stored_exactly_and_shown_harmlessly(stand: Stand) -> None:
    hostile = "[bold red]x[/] \x1b[2J \x00 ../../etc/x 🦊 مرحبا " + "y" * 10_000
    async with live(stand) as (app, pilot, screen):
        await enter(pilot, screen, hostile)
        assert desk_of(app).session.notes["n1"].text == hostile
        shown = str(screen.query_one("#notes", PaneList).get_option_at_index(0).prompt)
        assert "[bold red]x[/] ␛[2J ␀" in " ".join(shown.split())
        assert "\x1b" not in shown
        assert desk_of(app).saved(5)
        path = desk_of(app).path
        assert path is not None
        assert stand.workspace.peek(path).notes["n1"].text == hostile


async def test_a_note_on_who_they_are_is_kept_and_questioned(stand: Stand) -> None:
    async with live(stand) as (app, pilot, screen):
        await enter(pilot, screen, "-ci strong accent")
        assert desk_of(app).session.notes["n1"].text == "strong accent"
        said = [str(line.content) for line in screen.note_line.query(Static)]
        assert any("accent or first language" in line for line in said)
        assert screen.note_line.line == ""


async def test_pasted_lines_are_all_kept(stand: Stand) -> None:
    from textual.events import Paste

    async with live(stand) as (app, pilot, screen):
        screen.note_line.focus()
        app.screen.focused.post_message(Paste("one\ntwo\x1b[31m\r\nthree"))  # type: ignore[union-attr]
        await pilot.pause()
        await pilot.press("enter")
        assert desk_of(app).session.notes["n1"].text == "one\ntwo\x1b[31m\r\nthree"


async def test_half_typed_line_survives_closing(stand: Stand) -> None:
    async with live(stand) as (_app, pilot, screen):
        screen.note_line.line = "+pf half a thou"
        await pilot.pause()
        screen.action_home()
        await pilot.pause()
    path = next(stored.path for stored in stand.workspace.listing().sessions)
    assert stand.workspace.peek(path).draft.note == "+pf half a thou"
    again = stand.app()
    async with again.run_test() as pilot:
        again.open_session(path)
        await pilot.pause()
        assert again.screen.query_one(NoteLine).line == "+pf half a thou"


async def test_stage_keys_move_pause_and_count_overrun_in_words(stand: Stand) -> None:
    async with live(stand) as (app, pilot, screen):
        await pilot.press("f2")
        await pilot.press("f4")
        assert desk_of(app).session.stage == "frame"
        stand.seconds = 700
        screen.refresh_session()
        assert "1 min 40 s over" in str(screen.query_one("#script", PaneList).border_title)
        await pilot.press("f2")
        assert not desk_of(app).session.clock.running
        await pilot.press("f3")
        assert desk_of(app).session.stage == "brief"
        assert [entry.what for entry in desk_of(app).session.log.values()] == [
            "start", "next", "pause", "back",
        ]  # fmt: skip


async def test_commands_do_what_they_say(stand: Stand) -> None:
    async with live(stand) as (app, pilot, screen):
        for line in ["/goto frame", "/probe 2", "/seen 1", "/seen goal rung 3", "/show plan"]:
            await enter(pilot, screen, line)
        await enter(pilot, screen, "/flag 1")
        session = desk_of(app).session
        assert set(session.probes) == {"p-metric"}
        assert session.look_fors["pf5-metric"].rung == 2
        assert session.look_fors["pf3-goal"].rung == 3
        assert session.exhibits["plan"].on_screen
        assert set(session.red_flags) == {"rf-no-control"}
        await enter(pilot, screen, "/hide 1")
        assert not desk_of(app).session.exhibits["plan"].on_screen


async def test_unclear_command_stays_in_the_line(stand: Stand) -> None:
    async with live(stand) as (app, pilot, screen):
        await enter(pilot, screen, "/prbe 1")
        assert screen.note_line.line == "/prbe 1"
        assert not desk_of(app).session.probes


async def test_editing_retags_and_escape_leaves_the_note_as_it_was(stand: Stand) -> None:
    async with live(stand) as (app, pilot, screen):
        desk_of(app).do(AddNote("first words", "strong", "problem-framing"))
        screen.refresh_session()
        await enter(pilot, screen, "/edit")
        assert screen.note_line.line == "+problem-framing first words"
        await pilot.press("escape")
        assert screen.note_line.line == ""
        assert desk_of(app).session.notes["n1"].edited_at is None
        screen.edit_note("n1")
        await enter(pilot, screen, "-model other words")
        note = desk_of(app).session.notes["n1"]
        assert (note.text, note.signal, note.dim) == ("other words", "weak", "modeling-depth")
        assert len(desk_of(app).session.notes) == 1


async def test_a_half_typed_note_is_kept_when_an_edit_begins(stand: Stand) -> None:
    async with live(stand) as (app, _, screen):
        desk_of(app).do(AddNote("old"))
        screen.note_line.line = "! half"
        screen.edit_note("n1")
        assert [note.text for note in desk_of(app).session.live_notes().values()] == ["old", "half"]


async def test_delete_and_undo(stand: Stand) -> None:
    async with live(stand) as (app, pilot, screen):
        desk_of(app).do(AddNote("keep me"))
        screen.refresh_session()
        await pilot.press("up")
        await pilot.press("delete")
        assert not desk_of(app).session.live_notes()
        await pilot.press("ctrl+z")
        assert list(desk_of(app).session.live_notes()) == ["n1"]
        await pilot.press("ctrl+y")
        assert not desk_of(app).session.live_notes()


async def test_a_letter_in_a_pane_begins_a_note(stand: Stand) -> None:
    async with live(stand) as (_, pilot, screen):
        screen.query_one("#script", PaneList).focus()
        await pilot.press("x")
        assert screen.note_line.line == "x"
        await pilot.press("y")
        assert screen.note_line.line == "xy"


async def test_tab_spells_out_the_dimension(stand: Stand) -> None:
    async with live(stand) as (_, pilot, screen):
        screen.note_line.line = "+lead sets"
        screen.note_line.focus()
        await pilot.press("tab")
        assert screen.note_line.line == "+leadership sets"


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_every_pane_is_reached_by_f6(stand: Stand, size: tuple[int, int]) -> None:
    async with live(stand, size) as (_, pilot, screen):
        seen = set()
        for _ in range(5):
            await pilot.press("f6")
            seen.add(screen.pane)
            assert screen.query_one(f"#{screen.pane}").display
            assert screen.query_one(f"#{screen.pane}").region.width > 0
        assert {"script", "stages", "notes"} <= seen


async def test_an_interrupted_session_offers_to_resume_where_the_clock_stood(stand: Stand) -> None:
    async with live(stand) as (app, _, _screen):
        desk_of(app).do(Start())
        stand.seconds = 90
        desk_of(app).do(GoTo("frame"))
        path = desk_of(app).path
        assert path is not None
    # The process is gone; a new one, with another monotonic clock, opens the file.
    stand.seconds = 5000
    again = stand.app()
    async with again.run_test() as pilot:
        again.open_session(path)
        await pilot.pause()
        assert isinstance(again.screen, Choose)
        await pilot.press("1")
        await pilot.pause()
        stand.seconds = 5010
        desk_of(again).do(GoTo("data"))
        assert desk_of(again).session.clock.elapsed_s == pytest.approx(100)


async def test_exhibit_is_looked_at_before_it_is_shown(stand: Stand) -> None:
    async with live(stand) as (app, pilot, screen):
        desk_of(app).do(GoTo("frame"))
        screen.refresh_session()
        await pilot.press("f5")
        assert not desk_of(app).session.exhibits
        await pilot.press("enter")
        await pilot.pause()
        assert desk_of(app).session.exhibits["plan"].on_screen


async def test_what_was_shown_is_said_and_stays_in_sight(stand: Stand) -> None:
    async with live(stand) as (app, pilot, screen):
        desk_of(app).do(GoTo("frame"))
        screen.refresh_session()
        await enter(pilot, screen, "/show plan")
        assert "The candidate sees: The plan" in str(screen.query_one(".reading", Static).render())
        assert "The plan" in str(screen.query_one("#script", PaneList).border_subtitle)
        await enter(pilot, screen, "/show chart/hide 1")
        assert set(desk_of(app).session.exhibits) == {"plan"}
        await enter(pilot, screen, "/hide 1")
        assert not screen.query_one("#script", PaneList).border_subtitle


async def test_notes_are_meant_by_the_number_they_show(stand: Stand) -> None:
    async with live(stand) as (app, pilot, screen):
        for text in ("one", "two", "three"):
            desk_of(app).do(AddNote(text))
        await enter(pilot, screen, "/delete 1")
        await enter(pilot, screen, "/delete 2")
        assert list(desk_of(app).session.live_notes()) == ["n3"]
        await enter(pilot, screen, "/delete 1")
        assert list(desk_of(app).session.live_notes()) == ["n3"]
        await enter(pilot, screen, "/edit n3")
        assert screen.note_line.line == "three"


async def test_help_shows_the_keys_as_they_are_mapped(stand: Stand) -> None:
    stand.settings = Settings(interviewer="Mara Lindqvist", keymap={"live.next": "ctrl+n"})
    async with live(stand) as (app, pilot, screen):
        await pilot.press("ctrl+n")
        assert desk_of(app).session.stage == "frame"
        rows = {words: keys for keys, words in binding_rows(screen)}
        assert rows["Go to the next stage"] == "^n"


async def test_palette_reaches_every_command(stand: Stand) -> None:
    async with live(stand) as (app, _pilot, screen):
        titles = {command.title for command in app.get_system_commands(screen)}
        assert {f"note line: /{name}" for name in ("next", "undo", "score")} <= titles
        assert "note line: /show EXHIBIT" in titles
        show = next(c for c in app.get_system_commands(screen) if "/show" in c.title)
        show.callback()
        assert screen.note_line.line == "/show "


async def test_help_lists_every_key_of_the_screen(stand: Stand) -> None:
    async with live(stand) as (app, pilot, screen):
        await pilot.press("f1")
        await pilot.pause()
        text = " ".join(str(static.render()) for static in app.screen.query("Static"))
        for binding in screen.BINDINGS:
            in_practice_only = binding.action == "listen"  # type: ignore[union-attr]
            assert (binding.tooltip in text) != in_practice_only  # type: ignore[union-attr]


async def test_keys_that_come_in_one_burst_act_in_their_order(stand: Stand) -> None:
    """As over a slow line: ctrl+u, Enter and letters of two notes within one read."""
    from textual import events

    async with live(stand) as (app, pilot, screen):
        screen.note_line.line = "left over"
        screen.note_line.focus()
        await pilot.pause()
        keys = ["ctrl+u", *"one", "enter", *"two", "enter", *"thr"]
        for key in keys:
            app.post_message(events.Key(key, key if len(key) == 1 else None))
        await until(pilot, lambda: screen.note_line.line == "thr")
        notes = [note.text for note in desk_of(app).session.notes.values()]
        assert notes == ["one", "two"]
        assert screen.note_line.line == "thr"


async def test_letters_after_tab_go_to_the_next_field(stand: Stand) -> None:
    from textual import events

    from interviewloop.tui.widgets.typing import LineInput

    app = stand.app()
    async with app.run_test() as pilot:
        await pilot.press("f2")
        await pilot.pause()
        for key in ["C", "-", "1", "tab", "Z", "o", "e"]:
            app.post_message(events.Key(key, key if len(key) == 1 else None))
        await until(pilot, lambda: "Zoe" in app.screen.query(LineInput)[1].value)
        assert [one.value for one in app.screen.query(LineInput)][:1] == ["C-1"]


async def test_a_long_script_is_scrolled_from_the_note_line_and_says_that_it_goes_on(
    stand: Stand,
) -> None:
    async with live(stand, (80, 12)) as (_, pilot, screen):
        script = screen.query_one(ScriptPane)
        screen.note_line.focus()
        await until(pilot, lambda: script.more_below)
        assert MORE in str(script.border_subtitle)
        while script.more_below:
            before = script.scroll_y
            await pilot.press("pagedown")
            await pilot.pause()
            assert script.scroll_y > before
        assert MORE not in str(script.border_subtitle)
        await pilot.press("pageup")
        await until(pilot, lambda: MORE in str(script.border_subtitle))
        await pilot.press("p")
        assert screen.note_line.line == "p"


async def test_a_list_with_the_focus_turns_its_own_pages(stand: Stand) -> None:
    async with live(stand, (120, 16)) as (_, pilot, screen):
        for number in range(30):
            screen.do(AddNote(f"note {number}", "note", None))
        notes, script = screen.query_one("#notes", PaneList), screen.query_one(ScriptPane)
        await pilot.press("up", "home")
        assert notes.highlighted == 0
        await pilot.press("pagedown")
        assert (notes.highlighted or 0) > 3
        assert script.scroll_y == 0
