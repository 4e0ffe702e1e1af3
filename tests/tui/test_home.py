"""The list of sessions: what it shows, what it hides, what it opens."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.builders import DIMS, T0, after, case, scored, session
from textual.widgets import Input, Static

from interviewloop.interview.events import (
    AddNote,
    GoTo,
    Pause,
    SetRationale,
    SetScore,
    Start,
    Submit,
)
from interviewloop.interview.loop_events import PlanInterview, Waive
from interviewloop.interview.loops import apply
from interviewloop.model.errors import Problem
from interviewloop.model.loop import Loop
from interviewloop.tui.home_rows import HomeRow, Notes, Overview, matching, overview
from interviewloop.tui.home_views import shortened
from interviewloop.tui.identity import remember_theme
from interviewloop.tui.opening import open_path
from interviewloop.tui.screens.dialogs import Choose
from interviewloop.tui.screens.home import HomeScreen
from interviewloop.tui.screens.live import LiveScreen
from interviewloop.tui.screens.new_session import NewSessionScreen
from interviewloop.tui.settings_check import setting_mistakes
from interviewloop.tui.themes import DARK, LIGHT
from interviewloop.tui.widgets.table_list import Column, TableList, cut, fitting
from interviewloop.workspace.listing import Listing, Stored, StoredLoop, Unreadable
from interviewloop.workspace.lock import SessionLock
from interviewloop.workspace.settings import load_settings
from interviewloop.workspace.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping
    from typing import Any

    from tests.tui.conftest import Stand
    from textual.pilot import Pilot

    from interviewloop.interview.events import Event
    from interviewloop.model.case import Case
    from interviewloop.model.session import Session
    from interviewloop.tui.app import InterviewloopApp
    from interviewloop.workspace.surveying import AnyListing

ME, OTHER = "Mara Lindqvist", "Jonas Weber"
HOSTILE = "[bold red]Eve[/] \x1b[2J 🧑🏽‍🔬 \u202eevE"


def sealed(*events: Event, **changes: Any) -> Session:
    """A submitted session; ``events`` come before the submission."""
    reasons = [SetRationale(dim, "Said so.") for dim in DIMS]
    return after(scored(**changes), *reasons, *events, Submit())


def seen(*sessions: Session, viewer: str = ME, bad: tuple[Unreadable, ...] = ()) -> Overview:
    stored = tuple(Stored(Path(f"/w/{n}.toml"), one) for n, one in enumerate(sessions))
    return overview(Listing(stored, bad), {"feat-test": case()}, viewer, T0, UTC)


def searched(query: str, *sessions: Session, viewer: str = ME) -> tuple[HomeRow, ...]:
    """What ``query`` finds, with the notes of all sessions at hand, open or not."""
    texts = {
        Path(f"/w/{n}.toml"): " ".join(note.text for note in one.live_notes().values())
        for n, one in enumerate(sessions)
    }
    words = frozenset(word for text in texts.values() for word in text.split())
    return matching(seen(*sessions, viewer=viewer), query, Notes(texts, words))


def words(row: HomeRow) -> tuple[str, ...]:
    return (row.candidate, row.interviewer, row.case, row.kind, row.state, row.date)


# --- the rows, without a screen ---------------------------------------------------------------


def test_open_sessions_come_first_then_sealed_ones_then_files_that_cannot_be_read() -> None:
    yesterday, last_week = T0 - timedelta(days=1), T0 - timedelta(days=7)
    bad = Unreadable(Path("/w/x/bad.toml"), Problem("Broken", "is empty", "Restore it."))
    rows = seen(
        sealed(candidate="old", loop="old").model_copy(update={"sealed_at": last_week}),
        sealed(candidate="new", loop="new").model_copy(update={"sealed_at": yesterday}),
        session(candidate="ready", loop="ready"),
        scored(candidate="scoring", loop="scoring"),
        after(session(candidate="running", loop="running"), Start()),
        bad=(bad,),
    ).rows
    assert [row.candidate for row in rows] == ["running", "scoring", "ready", "new", "old", ""]
    assert [row.section for row in rows] == ["open"] * 3 + ["sealed"] * 2 + ["unreadable"]
    assert (rows[-1].case, rows[-1].state) == ("x/bad.toml", "is empty")


@pytest.mark.parametrize(
    ("one", "state", "brief"),
    [
        (session(), "ready to start", "ready"),
        (
            after(session(), Start(), GoTo("data"), step=1421),
            "resume at 23:41, stage 3 Data",
            "resume at 23:41",
        ),
        (after(session(), Start(), Pause(), step=60), "paused at 01:00, stage 1 Brief", None),
        (scored(), "to be scored", "to be scored"),
        (sealed(), "sealed", "sealed"),
    ],
)
def test_the_state_is_said_in_words(one: Session, state: str, brief: str | None) -> None:
    row = seen(one).rows[0]
    assert row.state == state
    assert brief is None or row.brief_state == brief


def test_without_its_case_a_session_is_listed_by_the_ids_in_its_file() -> None:
    one = after(session(), Start())
    listing = Listing((Stored(Path("/w/1.toml"), one),), ())
    row = overview(listing, {}, ME, T0, UTC).rows[0]
    assert (row.case, row.state) == ("feat-test", "resume at 00:00, stage brief")


def test_dates_are_short_and_today_has_its_time() -> None:
    ages = [timedelta(0), timedelta(days=5), timedelta(days=400)]
    rows = seen(*(session(candidate=f"C-{n}", created_at=T0 - age) for n, age in enumerate(ages)))
    assert [row.date for row in rows.rows] == ["today 10:00", "2026-02-25", "2025-01-26"]
    assert [row.brief_date for row in rows.rows] == ["10:00", "25 Feb", "Jan 2025"]


def test_a_row_tells_nothing_of_a_scorecard() -> None:
    low, high = (
        seen(sealed(*(SetScore(dim, score) for dim in DIMS), interviewer=OTHER)).rows[0]
        for score in (1, 5)
    )
    assert words(low) == words(high)
    assert low.haystack == high.haystack


def test_what_is_planned_for_the_viewer_stands_between_open_and_sealed() -> None:
    loop = planned_loop(ME, OTHER, "Gone")
    loop = apply(loop, Waive("Gone", "feat-test", OTHER, "left"), T0, ())
    listing = Listing(
        (Stored(Path("/w/1.toml"), sealed()), Stored(Path("/w/2.toml"), session(loop="x"))),
        (),
        (StoredLoop(Path("/w/spring/loop.toml"), loop),),
    )

    def rows_for(viewer: str, cases: Mapping[str, Case]) -> list[HomeRow]:
        return list(overview(listing, cases, viewer, T0, UTC).rows)

    rows = rows_for("mara  lindqvist", {"feat-test": case()})
    assert [row.section for row in rows] == ["open", "planned", "sealed"]
    mine = rows[1]
    assert words(mine) == (
        "[b]C-9", ME, "A feed for a small shop", "live", "planned, loop spring ␛[2J", ""
    )  # fmt: skip
    assert mine.path.parent == Path("/w/spring")
    assert mine.start is not None
    assert (mine.start.loop, mine.start.rubric) == ("spring \x1b[2J", "r")
    assert rows_for(ME, {})[1].case == "feat-test"
    assert matching(overview(listing, {}, ME, T0, UTC), "planned spring") == (rows_for(ME, {})[1],)
    for viewer in ("", "Gone", "Somebody Else"):
        assert [row.section for row in rows_for(viewer, {})] == ["open", "sealed"]


def test_what_was_begun_is_planned_no_longer_and_examples_never_are() -> None:
    begun = session(loop="spring \x1b[2J", candidate="[b]C-9")
    for loop, sessions in (
        (planned_loop(ME), (begun,)),
        (planned_loop(ME).model_copy(update={"example": True}), ()),
    ):
        stored = tuple(Stored(Path("/w/1.toml"), one) for one in sessions)
        listing = Listing(stored, (), (StoredLoop(Path("/w/spring/loop.toml"), loop),))
        sections = [row.section for row in overview(listing, {}, ME, T0, UTC).rows]
        assert sections == ["open"] * len(sessions)


def planned_loop(*names: str) -> Loop:
    loop = Loop(name="spring \x1b[2J", candidate="[b]C-9", rubric="r", created_at=T0)
    for name in names:
        loop = apply(loop, PlanInterview(name, "feat-test"), T0, ())
    return loop


def test_notes_are_searched_only_where_they_may_be_read() -> None:
    note = AddNote("forgets the xylophone")
    mine = after(session(candidate="mine", loop="mine"), Start(), note)
    theirs = after(session(candidate="theirs", loop="theirs", interviewer=OTHER), Start(), note)
    owed = sealed(note, candidate="mine", loop="mine", interviewer=OTHER)
    free = sealed(note, candidate="free", loop="free", interviewer=OTHER)
    found = searched("xylophone", mine, theirs, owed, free)
    assert {(row.candidate, row.interviewer) for row in found} == {("mine", ME), ("free", OTHER)}
    # Who has given no name may be any of them.
    assert not searched("xylophone", mine, theirs, owed, viewer="")
    # A slip of the pen must not find them either.
    assert not searched("xylophome", mine, theirs, owed, viewer="")


def test_a_search_wants_every_word_and_forgives_a_slip_only_when_nothing_fits() -> None:
    everything = seen(
        session(candidate="C-014", interviewer="Grace Hopper"),
        session(candidate="C-015", interviewer="Grace Kelly"),
        session(candidate="C-016", interviewer="Ada Lovelace"),
    )

    def found(query: str) -> list[str]:
        return [row.candidate for row in matching(everything, query)]

    assert found("") == found("  ") == ["C-014", "C-015", "C-016"]
    assert found("grace 015") == ["C-015"]
    assert found("GRACE") == ["C-014", "C-015"]
    assert found("lovleace") == ["C-016"]
    assert found("hoper shop") == ["C-014"]
    assert found("zzzz") == []


def test_only_example_sessions_make_it_example_data() -> None:
    example = sealed(kind="example", candidate="E", loop="E")
    assert seen(example).examples_only
    assert not seen(example, session()).examples_only
    assert not seen().examples_only


# --- the table --------------------------------------------------------------------------------


def test_columns_give_up_room_in_their_order_and_only_then_below_what_is_fair() -> None:
    columns = (
        Column("A", gives=2, least=4, fair=8, most=20),
        Column("B", gives=1, least=4, fair=10, most=40),
    )
    assert fitting(columns, [10, 60], 60) == [10, 40]
    assert fitting(columns, [10, 60], 32) == [10, 20]
    assert fitting(columns, [10, 60], 20) == [8, 10]
    assert fitting(columns, [10, 60], 15) == [8, 5]
    assert fitting(columns, [10, 60], 12) == [6, 4]


def test_a_cut_is_exactly_as_wide_as_asked_for() -> None:
    assert cut("abc", 5) == "abc  "
    assert cut("abcdef", 4) == "abc…"
    assert cut("日本語", 4) == "日 …"
    assert cut("abc", 0) == ""


def test_a_long_path_keeps_its_ends(tmp_path: Path) -> None:
    home = Path.home()
    assert shortened(home / "teams" / "ml", 40) == "~/teams/ml"
    short = shortened(Path("/") / ("x" * 80) / "ml", 30)
    assert len(short) == 30
    assert short.endswith("ml")


def test_the_screen_imports_no_models_before_its_first_frame() -> None:
    heavy = ("pydantic", "numpy", "rapidfuzz", "tomli_w", "filelock")
    code = (
        "import sys, interviewloop.tui.app;"
        f"print([name for name in {heavy} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# --- the screen -------------------------------------------------------------------------------


@asynccontextmanager
async def home(
    stand: Stand, size: tuple[int, int] = (120, 40)
) -> AsyncIterator[tuple[InterviewloopApp, Pilot[int], HomeScreen]]:
    """The app on its list, with everything read."""
    app = stand.app()
    async with app.run_test(size=size) as pilot:
        await settled(app, pilot)
        assert isinstance(app.screen, HomeScreen)
        yield app, pilot, app.screen


async def settled(app: InterviewloopApp, pilot: Pilot[int]) -> None:
    await pilot.pause()
    await app.workers.wait_for_complete()
    await pilot.pause()


def table(screen: HomeScreen) -> TableList:
    return screen.query_one(TableList)


def shown(screen: HomeScreen) -> str:
    """What the table draws, as text."""
    lines = table(screen)
    return "\n".join(lines.render_line(y).text for y in range(lines.content_size.height))


def instead(screen: HomeScreen) -> str:
    assert not table(screen).display
    return str(screen.query_one("#instead", Static).content)


def told(app: InterviewloopApp) -> list[str]:
    return [f"{notice.title}: {notice.message}" for notice in app._notifications]


async def choose(pilot: Pilot[int], screen: HomeScreen) -> None:
    """What Enter does; a test of its own presses it."""
    table(screen).action_choose()
    await pilot.pause()


def opened(app: InterviewloopApp, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Paths that were opened to look at, in place of the screen for that."""
    paths: list[Path] = []
    monkeypatch.setattr(app, "view_session", paths.append)
    return paths


async def test_an_empty_workspace_says_what_to_do(stand: Stand) -> None:
    async with home(stand) as (_, _, screen):
        assert "interviewloop demo" in instead(screen)
        assert "N or F2" in instead(screen)


async def test_until_the_files_are_read_the_screen_says_so(
    stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand.store()
    go_on, listing = threading.Event(), Workspace.survey

    def slow(self: Workspace, progress: Any = None) -> Listing:
        progress(200, 4000)
        go_on.wait(5)
        return listing(self, progress)

    monkeypatch.setattr(Workspace, "survey", slow)
    app = stand.app()
    async with app.run_test() as pilot:
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)
        assert instead(app.screen) == "Reading sessions … 200 of 4,000"
        go_on.set()
        await settled(app, pilot)
        assert "C-014" in shown(app.screen)


async def test_a_workspace_that_cannot_be_read_says_why(
    stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(self: Workspace, progress: Any = None) -> Listing:
        raise Problem("No access", "permission denied", "Ask [somebody].")

    monkeypatch.setattr(Workspace, "survey", broken)
    async with home(stand) as (_, _, screen):
        assert instead(screen) == "No access\n  permission denied\n  Ask [somebody]."


async def test_names_are_shown_as_typed_and_never_run(stand: Stand) -> None:
    stand.store(candidate=HOSTILE, loop="x")
    async with home(stand) as (_, _, screen):
        assert "[bold red" in shown(screen)
        detail = str(screen.query_one("#detail", Static).content)
        assert "[bold red]Eve[/] ␛[2J" in detail
        assert "\x1b" not in detail + shown(screen)
        assert "\u202e" not in detail + shown(screen)


async def test_the_narrow_list_is_brief_and_the_line_below_says_it_in_full(stand: Stand) -> None:
    stand.store(after(session(kind="example"), Start(), GoTo("data"), step=1421))
    async with home(stand, (80, 24)) as (_, _, screen):
        assert "EXAMPLE DATA" in str(screen.query_one("TopBar", Static).content)
        assert "resume at 23:41  10:00" in shown(screen)
        detail = str(screen.query_one("#detail", Static).content)
        assert "resume at 23:41, stage 3 Data" in detail
        assert all(len(line) <= 76 for line in shown(screen).splitlines())


async def test_a_capital_is_the_same_command_and_is_still_typed_into_a_line(stand: Stand) -> None:
    stand.store()
    async with home(stand) as (app, pilot, _):
        await pilot.press("slash", "N")
        assert app.screen.query_one(Input).value == "N"
        await pilot.press("escape", "escape", "N")
        await pilot.pause()
        assert isinstance(app.screen, NewSessionScreen)
        assert app.screen.query(Input).first().value == ""


async def test_enter_opens_the_session_under_the_cursor(stand: Stand) -> None:
    stand.store(candidate="A", loop="A", created_at=T0 - timedelta(days=1))
    stand.store(candidate="B", loop="B", created_at=T0)
    async with home(stand) as (app, pilot, _):
        await pilot.press("down", "enter")
        await pilot.pause()
        assert isinstance(app.screen, LiveScreen)
        assert app.screen.desk.session.candidate == "A"


async def test_a_planned_interview_opens_as_a_form_that_is_filled_in(stand: Stand) -> None:
    stand.workspace.create_loop(
        planned_loop(ME).model_copy(update={"rubric": "test-rubric", "name": "spring"})
    )
    async with home(stand, (80, 24)) as (app, pilot, screen):
        assert "PLANNED FOR YOU" in shown(screen)
        assert "planned, loop spring   Enter fills in the form" in str(
            screen.query_one("#detail", Static).content
        )
        await choose(pilot, screen)
        await settled(app, pilot)
        form = app.screen
        assert isinstance(form, NewSessionScreen)
        assert (form.answers().candidate, form.answers().case) == ("[b]C-9", "feat-test")
        form.action_create()
        await settled(app, pilot)
        assert isinstance(app.screen, LiveScreen)
        app.close_desk()
        await settled(app, pilot)
        assert screen.query_one(TableList).current_key is not None
        assert "PLANNED FOR YOU" not in shown(screen)


async def test_back_home_the_cursor_is_on_the_session_just_left(stand: Stand) -> None:
    stand.store(candidate="A", loop="A")
    async with home(stand) as (app, pilot, screen):
        new = stand.store(candidate="B", loop="B", created_at=T0 - timedelta(days=1))
        assert open_path(screen, new)
        await pilot.pause()
        await pilot.press("f9")
        await settled(app, pilot)
        assert app.screen is screen
        assert table(screen).current_key == str(new)
        table(screen).to_first()
        screen.reload()
        await settled(app, pilot)
        assert table(screen).current_key != str(new)


@pytest.mark.parametrize(("theme", "word"), [(LIGHT, "light"), (DARK, "dark"), ("nord", "nord")])
async def test_a_chosen_theme_is_remembered(stand: Stand, theme: str, word: str) -> None:
    stand.config.parent.mkdir()
    stand.config.write_text('# mine\ntheme = "gruvbox"\n')
    app = stand.app("gruvbox")
    assert remember_theme(app, theme) is None
    assert load_settings(stand.config)[0].theme == word
    assert stand.config.read_text() == f'# mine\ntheme = "{word}"\n'
    assert app.services.settings.theme == word
    stand.config.write_text("not toml")
    assert remember_theme(app, "textual-dark") is not None
    assert app.services.settings.theme == "textual-dark"


def test_settings_that_name_what_is_not_there_are_told(stand: Stand) -> None:
    assert setting_mistakes(stand.app()) == []
    stand.settings = replace(
        stand.settings, keymap={"live.next": "f2", "app.quit": "f10", "live.nxt": "f4"}
    )
    [theme, binding] = setting_mistakes(stand.app("ligth"))
    assert "did you mean light?" in theme.what
    assert binding.what.endswith(
        "'live.nxt' is not the id of a key binding; did you mean live.next?"
    )
    assert binding.where == str(stand.config)


async def test_look_opens_without_the_right_to_write(
    stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = stand.store()
    async with home(stand) as (app, pilot, screen):
        paths = opened(app, monkeypatch)
        await pilot.press("v")
        await pilot.pause()
        assert paths == [path]
        assert app.screen is screen


async def test_a_session_open_elsewhere_can_be_looked_at(
    stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = stand.store()
    elsewhere = SessionLock(path, ME, now=lambda: T0, host="desk[4]")
    async with home(stand) as (app, pilot, screen):
        paths = opened(app, monkeypatch)
        with elsewhere:
            await choose(pilot, screen)
            assert isinstance(app.screen, Choose)
            question = str(app.screen.query(Static).first().content)
            assert f"open by {ME} on desk[4]" in question
            assert "since 2026-03-02 10:00" in question
            await pilot.press("1")
            await pilot.pause()
        assert paths == [path]


async def test_a_colleagues_scorecard_stays_closed_until_ones_own_is_submitted(
    stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = stand.store(sealed(interviewer=OTHER))
    async with home(stand) as (app, pilot, screen):
        paths = opened(app, monkeypatch)
        # Written after the list was read: what counts is the file.
        stand.store()
        await choose(pilot, screen)
        assert not paths
        assert app.screen is screen
        assert "Submit yours first." in told(app)[0]
        mine = stand.workspace.path_for(session())
        mine.unlink()
        await choose(pilot, screen)
        assert paths == [theirs]


async def test_an_open_scorecard_is_its_interviewers_alone(stand: Stand) -> None:
    stand.store(interviewer=OTHER)
    async with home(stand) as (app, pilot, screen):
        await choose(pilot, screen)
        assert isinstance(app.screen, Choose)
        await pilot.press("1")
        await pilot.pause()
        assert app.screen is screen
        await choose(pilot, screen)
        await pilot.press("2")
        await pilot.pause()
        assert isinstance(app.screen, LiveScreen)
        assert app.services.settings.interviewer == OTHER
    config = stand.config
    assert load_settings(config)[0].interviewer == OTHER


async def test_a_file_that_cannot_be_read_is_explained(stand: Stand) -> None:
    stand.store()
    broken = stand.workspace.sessions / "loop" / "x.toml"
    broken.parent.mkdir()
    # A name that is not UTF-8 cannot be written to the terminal as it is.
    (broken.parent / os.fsdecode(b"w\xff.toml")).write_text("kind = [")
    broken.write_text("kind = [")
    async with home(stand) as (app, pilot, screen):
        assert "CANNOT BE READ" in shown(screen)
        assert "loop/w\N{REPLACEMENT CHARACTER}.toml" in shown(screen)
        table(screen).action_end(1)
        await choose(pilot, screen)
        assert isinstance(app.screen, Choose)
        text = str(app.screen.query(Static).first().content)
        assert str(broken) in text
        assert "Mend the file" in text


async def test_opening_what_is_gone_is_told_and_nothing_breaks(stand: Stand) -> None:
    path = stand.store()
    async with home(stand) as (app, pilot, screen):
        path.unlink()
        await choose(pilot, screen)
        assert app.screen is screen
        assert told(app)


async def test_up_leads_to_the_search_which_narrows_the_list_until_escape(stand: Stand) -> None:
    for name in ("Ada", "Ben", "Cleo"):
        stand.store(candidate=name, loop=name)
    async with home(stand) as (_, pilot, screen):
        search = screen.query_one("#search", Input)
        assert table(screen).has_focus
        table(screen).action_move(-1)
        await pilot.pause()
        assert search.has_focus
        search.value = "ben"
        await pilot.pause()
        assert "Ada" not in shown(screen)
        assert table(screen).border_subtitle == "1 of 3"
        await pilot.press("down")
        await pilot.pause()
        assert table(screen).has_focus
        search.value = "nobody at all"
        await pilot.pause()
        assert "Nothing matches" in instead(screen)
        await pilot.press("escape")
        await pilot.pause()
        assert "Ada" in shown(screen)
        assert table(screen).has_focus


async def test_reading_anew_keeps_the_cursor_on_its_session(stand: Stand) -> None:
    for name in ("A", "B", "C"):
        stand.store(candidate=name, loop=name)
    async with home(stand) as (app, pilot, screen):
        table(screen).cursor = 3
        kept = table(screen).current_key
        stand.store(after(session(candidate="Z", loop="Z"), Start()))
        screen.reload()
        await settled(app, pilot)
        assert "resume at" in shown(screen)
        assert table(screen).cursor == 4
        assert table(screen).current_key == kept


async def test_a_click_moves_and_a_double_click_opens(stand: Stand) -> None:
    for name in ("A", "B"):
        stand.store(candidate=name, loop=name)
    async with home(stand) as (app, pilot, screen):
        await pilot.click(TableList, offset=(5, 4))
        await pilot.pause()
        assert table(screen).cursor == 2
        await pilot.click(TableList, offset=(5, 4), times=2)
        await pilot.pause()
        assert isinstance(app.screen, LiveScreen)


async def test_thousands_of_rows_scroll_with_the_cursor(stand: Stand) -> None:
    stand.store()
    async with home(stand, (80, 24)) as (_, pilot, screen):
        many = seen(*(session(candidate=f"C-{n:04d}") for n in range(2000)))
        screen.post_message(HomeScreen.Read(many))
        await pilot.pause()
        table(screen).action_end(1)
        table(screen).action_move(-1)
        await pilot.pause()
        last = table(screen).current_key
        assert last == str(many.rows[-2].path)
        assert many.rows[-2].candidate in shown(screen)
        assert shown(screen).startswith("Candidate")
        table(screen).action_page(-1)
        assert table(screen).current_key == str(many.rows[-17].path)
        table(screen).action_end(-1)
        await pilot.pause()
        assert "OPEN" in shown(screen)


async def test_the_list_is_read_no_further_behind_the_room_and_goes_on_when_it_is_seen_again(
    stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand.store(candidate="A")
    real, outcomes, go_on = Workspace.survey, [], threading.Event()

    def slow(self: Workspace, progress: Any = None) -> AnyListing:
        try:
            while not go_on.wait(0.01):
                progress(1, 2)
        except BaseException:
            outcomes.append("called off")
            raise
        outcomes.append("read")
        return real(self)

    monkeypatch.setattr(Workspace, "survey", slow)
    app = stand.app()
    async with app.run_test() as pilot:
        await pilot.pause()
        assert outcomes == []
        await pilot.press("c")
        for _ in range(500):
            if outcomes:
                break
            await pilot.pause(0.02)
        assert outcomes == ["called off"]
        await pilot.press("escape")
        await pilot.pause()
        go_on.set()
        await settled(app, pilot)
        assert isinstance(app.screen, HomeScreen)
        assert outcomes[-1] == "read"
        assert "A" in shown(app.screen)


async def test_a_file_of_a_newer_program_is_a_line_that_says_whose(stand: Stand) -> None:
    stand.store()
    newer = stand.workspace.sessions / "loop" / "ann--x.toml"
    newer.parent.mkdir()
    data = b'schema_version = 9\nwritten_by = "interviewloop 3.0"\n'
    newer.write_bytes(data)
    async with home(stand) as (app, pilot, screen):
        assert "loop/ann--x.toml" in shown(screen)
        assert "it was written by" in shown(screen)
        table(screen).action_end(1)
        await choose(pilot, screen)
        assert isinstance(app.screen, Choose)
        text = str(app.screen.query(Static).first().content)
        assert "Update to interviewloop 3.0" in text
    assert newer.read_bytes() == data
