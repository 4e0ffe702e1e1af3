"""Every screen, opened as she who owes a scorecard can open it, and everything done on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from tests.blindness.kept import TELLTALE
from tests.blindness.looking import beneath
from tests.blindness.workspaces import (
    CASE,
    CLOSED,
    INCIDENT,
    IVO,
    ME,
    MINE,
    PIA,
    WIM,
    Part,
    library,
    practice,
)
from textual.widgets import Static

from interviewloop.model.errors import Problem
from interviewloop.tui.following import Follower
from interviewloop.tui.room.query import Filters, Query
from interviewloop.tui.room.tabs import TABS
from interviewloop.tui.screens.calibration import CalibrationScreen
from interviewloop.tui.screens.debrief import STEPS, SUM, DebriefScreen
from interviewloop.tui.screens.exhibit import ExhibitScreen
from interviewloop.tui.screens.filters import FilterDialog
from interviewloop.tui.screens.help import HelpScreen
from interviewloop.tui.screens.home import HomeScreen, detail
from interviewloop.tui.screens.incident import IncidentScreen
from interviewloop.tui.screens.library import LibraryScreen
from interviewloop.tui.screens.live import LiveScreen
from interviewloop.tui.screens.loops import LoopsScreen
from interviewloop.tui.screens.new_loop import NewLoopScreen
from interviewloop.tui.screens.new_session import NewSessionScreen
from interviewloop.tui.screens.plan_loop import PlanLoopScreen
from interviewloop.tui.screens.planner import PlannerScreen
from interviewloop.tui.screens.practise import PractiseScreen
from interviewloop.tui.screens.present import PresentScreen
from interviewloop.tui.screens.score import ScoreScreen
from interviewloop.tui.screens.sealed import SealedScreen
from interviewloop.tui.screens.sealing import SealingScreen
from interviewloop.tui.screens.take_home import TakeHomeScreen
from interviewloop.tui.widgets.name_field import NameField
from interviewloop.tui.widgets.table_list import TableList

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Sequence
    from typing import Any

    from tests.blindness.looking import Looking
    from textual.screen import Screen

    from interviewloop.workspace.listing import StoredLoop

    Row = Callable[[Looking], Awaitable[None]]

S = TypeVar("S", bound="Screen[Any]")

_QUERIES = (TELLTALE, "telltal", "Ivo Brandt", "C-014", "asks who", "strong", "lve", "5")
_LOOPS = ("C-014", "C-014 again", "C-015", "C-016", "C-017", "C-019", "K-1",
          "practice-exp-day-four-win-velvet", "practice-exp-day-four-win-rivet",
          "practice-exp-day-four-win-dial")  # fmt: skip
_READABLE = tuple(part for part in CLOSED if part.who != WIM)


def _name(part: Part) -> str:
    return f"{part.loop} {part.who} {part.case}"


def _on(look: Looking, kind: type[S]) -> S:
    """The screen on top, which is of that kind."""
    screen = look.app.screen
    assert isinstance(screen, kind), screen
    return screen


async def home(look: Looking) -> None:
    screen = _on(look, HomeScreen)
    screen.reload()
    await look.take("list")
    assert screen._overview is not None
    look.note("every row in full", [str(detail(row)) for row in screen._overview.rows])
    look.note("words to search", sorted(screen._overview.words))
    for query in _QUERIES:
        screen._search.value = query
        await look.take(f"search {query}")
    look.note("words of notes to search", sorted(screen._notes.words))
    screen.action_leave_search()
    await look.settle()


async def opening(look: Looking, parts: Sequence[Part] = CLOSED) -> None:
    """What the list says when a colleague's interview is to be opened."""
    for part in parts:
        screen = await look.home()
        screen.query_one("#sessions", TableList).point_at(str(look.place.path(part)))
        screen._open(look=part is CLOSED[0])
        if look.app.screen is screen:
            look.note(_name(part), look.heard())
        else:
            await look.take(_name(part))


async def sealed(look: Looking, parts: Sequence[Part] = _READABLE) -> None:
    """The scorecard itself, however one came to it."""
    look.app.view_session(look.place.path(CLOSED[0]))
    await look.take("opened")
    screen = _on(look, SealedScreen)
    for part in parts:
        screen.path = look.place.path(part)
        screen.desk = look.app.services.look_at(screen.path)
        screen.reread()
        await _keys(look, screen, "go_to(1)", "section(1)", "copy", "amend", "feedback")
        await look.take(_name(part))


async def own_scorecard(look: Looking) -> None:
    look.app.view_session(look.place.path(practice(ME, "dial", day=2)))
    await look.take("mine")
    _on(look, SealedScreen).action_amend()
    await look.take("amend")


async def feedback(look: Looking) -> None:
    for part in (practice(IVO, "velvet"), practice(IVO, "rivet"), practice(IVO, "dial")):
        try:
            look.app.show_feedback(look.place.path(part))
        except Problem as problem:
            look.note(_name(part), problem.lines())
    look.app.show_feedback(look.place.path(practice(ME, "dial", day=2)))
    await look.take("mine")
    await _keys(look, look.app.screen, "go_to(6)", "copy")
    await look.take("at the end")


async def loops(look: Looking) -> None:
    await look.open(LoopsScreen())
    await look.take("list")
    for name in _LOOPS:
        path = look.place.workspace.loop_path(name)
        look.app.screen.query_one(TableList).point_at(str(path))
        await look.settle()
        about = look.app.screen.query_one("#about", Static)
        look.note(name, str(about.content))


async def debrief(look: Looking, loops: Sequence[str] = _LOOPS) -> None:
    await look.open(_debrief_of(look, _LOOPS[0]))
    screen = _on(look, DebriefScreen)
    for name in loops:
        screen.path, screen.step = look.place.workspace.loop_path(name), 0
        screen.action_reload()
        await look.take(f"{name} gate")
        for step in range(1, len(STEPS)):
            screen.action_step(step)
        await _keys(look, screen, "dimension(1)", "next_step", "amend", "decide")
        await look.take(f"{name} after every key")


async def decide(look: Looking) -> None:
    await look.open(_debrief_of(look, "K-2"))
    screen = _on(look, DebriefScreen)
    screen.action_step(SUM)
    await look.take("sum")
    screen.action_decide()
    await look.take("decide")


async def force_open(look: Looking) -> None:
    await look.open(_debrief_of(look, "C-015"))
    _on(look, DebriefScreen).action_force_open()
    await look.take("why")
    look.app.screen.dismiss("because")
    await look.take("refused")


def _debrief_of(look: Looking, name: str) -> DebriefScreen:
    stored = _stored(look, name)
    return DebriefScreen(stored.path, stored.loop)


def _stored(look: Looking, name: str) -> StoredLoop:
    return {one.loop.name: one for one in look.place.workspace.listing().loops}[name]


async def room(look: Looking) -> None:
    await look.open(CalibrationScreen())
    screen = _on(look, CalibrationScreen)
    await _every_table(look, screen, "panel", pictures=True)
    await _beside_the_room(look, screen)
    some = Filters(case=CASE, interviewers=frozenset({IVO, ME}))
    for query in (
        Query("panel", names=True),
        Query("panel", some),
        Query("mock"),
        Query("mock", names=True),
        Query("example"),
    ):
        await _measure(look, screen, query)
        said = f"{query.pool} {'names' if query.names else query.filters.words()}"
        await look.take(said)
        await _every_table(look, screen, said, pictures=False)


async def _measure(look: Looking, screen: CalibrationScreen, query: Query) -> None:
    screen.ask(query)
    await look.settle()


async def _every_table(
    look: Looking, screen: CalibrationScreen, said: str, *, pictures: bool
) -> None:
    measured = screen.room.measured
    assert measured is not None
    look.note(f"{said} choices", measured.choices)
    for tab in TABS:
        screen.room.tab = tab
        for view in range(max(1, len(screen.room.sheets))):
            screen.room.view = view
            if pictures:
                screen._show()
                await look.take(f"{said} {tab} {view}")
            screen.action_copy()
            look.note(f"{said} {tab} {view} copied", look.app.clipboard)
    look.heard()


async def _beside_the_room(look: Looking, screen: CalibrationScreen) -> None:
    screen.action_tab("interviewers")
    await look.settle()
    screen.action_export()
    await _keys(look, screen, "behind", "why")
    await look.take("behind and why")
    await _back(look, screen)
    screen.action_tab("overview")
    await look.settle()
    screen.action_why()
    await look.take("remark")
    await _back(look, screen)
    screen.action_filter()
    await look.take("filter")
    dialog = _on(look, FilterDialog)
    dialog._several("interviewers", dialog._choices.interviewers, frozenset())
    await look.take("interviewers")
    await _back(look, screen)


async def new_loop(look: Looking) -> None:
    await look.open(NewLoopScreen(lambda _: None))
    screen = _on(look, NewLoopScreen)
    for field in screen.query(NameField):
        field.focus()
        for typed in ("C-014", "Iv"):
            field.value = typed
            await look.take(f"{field.id} {typed}")


async def plan_loop(look: Looking) -> None:
    for name in _LOOPS[:6]:
        await look.home()
        stored = _stored(look, name)
        await look.open(PlanLoopScreen(stored.path, stored.loop))
        await look.take(name)
    screen = _on(look, PlanLoopScreen)
    for action in ("suggest", "add", "drop", "start"):
        await _keys(look, screen, action)
        await look.take(action)
        await _back(look, screen)


async def shelves(look: Looking) -> None:
    """The library: how often a case was used is told, what came of it is not."""
    await look.open(LibraryScreen())
    await look.take("cases")
    screen = _on(look, LibraryScreen)
    await _keys(look, screen, "answer")
    await look.take("answer")
    await _keys(look, screen, "retire")
    await look.take("retire")
    await _back(look, screen)


async def take_home(look: Looking) -> None:
    look.app.open_session(look.place.path(MINE[-1]))
    await look.take("mine")
    await _keys(look, _on(look, TakeHomeScreen), "hand_over")
    await look.take("handed over")


async def planner(look: Looking) -> None:
    for pool in (None, "mock"):
        await look.home()
        await look.open(PlannerScreen(pool))
        await look.take(str(pool))


async def live(look: Looking) -> None:
    look.app.open_session(look.place.path(MINE[0]))
    await look.take("mine")
    screen = _on(look, LiveScreen)
    for line in ("/present", "+ asks", "/go"):
        screen.note_line.line = line
        await look.take(f"typed {line}")
    screen.note_line.line = ""
    exhibit = next(iter(screen.desk.plan.case.exhibits))
    await look.open(ExhibitScreen(screen.desk.loaded, exhibit, False))
    await look.take("exhibit")


async def incident(look: Looking) -> None:
    look.app.open_session(look.place.path(MINE[1]))
    await look.take("mine")
    _on(look, IncidentScreen).browse("the deploys")
    await look.take("pick")


async def score(look: Looking) -> None:
    look.app.open_session(look.place.path(MINE[2]))
    await look.take("mine")
    screen = _on(look, ScoreScreen)
    screen.go_to("recommendation")
    await look.take("recommendation")
    screen.action_submit()
    await look.take("submit")
    await _back(look, screen)
    look.app.push_screen(SealingScreen(screen.desk))
    look.screens.add(type(look.app.screen))  # it closes as soon as all is on disk
    await look.take("after sealing")


async def mock(look: Looking) -> None:
    look.app.open_session(look.place.path(practice(ME, "rivet")))
    await look.take("mine")


async def practise(look: Looking) -> None:
    await look.open(PractiseScreen())
    screen = _on(look, PractiseScreen)
    for case in (CASE, INCIDENT):
        screen.query_one("#cases", TableList).point_at(case)
        await look.take(case)
        for persona in library().personas(case):
            screen.query_one("#candidates", TableList).point_at(persona)
            screen._show_hint()
            hint = screen.query_one("#practise-hint", Static)
            look.note(f"{case} {persona}", str(hint.content))
    for who in (IVO, "Ivo", ""):
        screen.query_one("#trainee", NameField).value = who
        await look.take(f"as {who}")


async def new_session(look: Looking) -> None:
    await look.open(NewSessionScreen())
    screen = _on(look, NewSessionScreen)
    await look.take("empty")
    for name, typed in (("candidate", "c-0"), ("interviewer", "Iv"), ("loop", "practice")):
        field = screen.query_one(f"#{name}", NameField)
        field.focus()
        field.value = typed
        await look.take(f"{name} {typed}")
    screen.query_one("#cases", TableList).point_at(CASE)
    for name, typed in (("candidate", "C-014"), ("interviewer", IVO), ("loop", "")):
        screen.query_one(f"#{name}", NameField).value = typed
    await look.settle()
    screen.action_create()
    await look.until_asked()
    look.note("a colleague's", [*map(str, beneath(look.app.screen))])
    look.app.screen.dismiss("open")
    await look.take("to be opened")


async def present(look: Looking) -> None:
    """The candidate's view of a colleague's interview."""
    for part in (Part("C-014", PIA), Part("C-018", PIA, case=INCIDENT), Part("C-014", IVO)):
        await look.home()
        follower = Follower(look.place.path(part), look.place.workspace, library())
        await look.open(PresentScreen(follower.first, follower.look, 60.0))
        await look.take(_name(part))


async def helping(look: Looking) -> None:
    """Help, and what the palette offers."""
    await look.open(HelpScreen(_on(look, HomeScreen)))
    await look.take("home")
    await look.home()
    look.app.action_command_palette()
    await look.take("palette")


async def _keys(look: Looking, screen: Screen[Any], *actions: str) -> None:
    """What keys would do, as far as the screen lets them."""
    for action in actions:
        await look.app.run_action(action, screen)


async def _back(look: Looking, screen: Screen[Any]) -> None:
    while look.app.screen is not screen:
        await look.settle()
        await look.app.pop_screen()


ROWS: tuple[Row, ...] = (
    home, opening, sealed, own_scorecard, feedback, loops, debrief, decide, force_open, room,
    new_loop, plan_loop, shelves, take_home, planner, live, incident, score, mock, practise,
    new_session, present, helping,
)  # fmt: skip
"""What is done, each from the list. A screen that none of these opens fails a test: add a row."""


async def all_seen(look: Looking, rows: Iterable[Row]) -> None:
    """Go through the rows."""
    for row in rows:
        look.row = row.__name__
        await look.home()
        await row(look)
    await look.home()
