"""The calibration room: how far interviewers agree and who is severe or lenient, in pictures."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar, cast

from textual import on, work
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widgets import Label, Static
from textual.worker import get_current_worker

from interviewloop.model.errors import Problem
from interviewloop.tui.room.overview import FINDING, NOTICE, overview_rows
from interviewloop.tui.room.query import Query
from interviewloop.tui.room.state import Room
from interviewloop.tui.room.tabs import TAB_NAMES, TABS, tab_line
from interviewloop.tui.screens import room_actions, sheet_actions
from interviewloop.tui.screens.base import AppScreen, problem_text
from interviewloop.tui.widgets.choice import Choice
from interviewloop.tui.widgets.key_line import KeyLine
from interviewloop.tui.widgets.reading_list import ReadingList
from interviewloop.tui.widgets.top_bar import TopBar

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from interviewloop.tui.plots.stage import Stage
    from interviewloop.tui.room.found import First, Measured
    from interviewloop.tui.room.query import Filters, Pool
    from interviewloop.tui.room.sheet import Line, Subject
    from interviewloop.tui.room.tabs import Tab

_POOLS = [("panel", "live and shadow"), ("mock", "mock"), ("example", "example")]
_MARKS = {"panel": "", "mock": "MOCK", "example": "EXAMPLE DATA"}


class CalibrationScreen(AppScreen):
    """One tab at a time; the tabs fill as the figures come in."""

    CSS_PATH = "calibration.tcss"
    TITLE_HERE = "calibration"
    AUTO_FOCUS = "#overview"
    HELP = """
How far the interviewers of this workspace agree and who scores severely or leniently, measured on \
sealed scorecards as they were submitted. Every figure has its 95% interval and how much stands \
behind it, or keeps its place and says by which rule it is withheld: F2 tells the reason and what \
would mend it. Enter lists the sessions behind a line, with their scores and notes.

1 to 8, Left and Right, or F4 change the tab; V changes between the tables of a tab. Where a line \
has parts, Right and Left go to them first: cells of the heat map, bars of a score, sessions of a \
drift line, and from kind to kind on the Wright map. Enter and F2 are then about that part.

F3 changes between live and shadow interviews, mock ones and examples, which are never put \
together. F10 chooses among them, and links groups of the panel that share no candidate by the \
simulated candidates that both have scored.

F6 copies a table, F7 writes it as a CSV file into the folder exports of the workspace; Shift+F7 \
tells what was written there so far and deletes it if you say so. Nothing is deleted by itself.

Other interviewers are shown as codes that have nothing to do with any figure. F8 shows names \
until you leave the room. Nothing is sorted by a figure: this is a mirror for each, not a league \
table.

A loop for which you have not submitted your own scorecard is left out: it would tell you what \
others scored. On the command line `interviewloop calibrate` prints the same, and more with --json.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(str(number), f"tab('{tab}')", TAB_NAMES[tab][0], id=f"calibration.{tab}",
                    show=False, tooltip=f"Go to: {TAB_NAMES[tab][0]}")
            for number, tab in enumerate(TABS, 1)
        ),
        Binding("f4", "turn(1)", "Tab", id="calibration.next", show=False,
                tooltip="Go to the next tab"),
        Binding("right", "turn(1)", "Next tab", id="calibration.right", show=False),
        Binding("left", "turn(-1)", "Previous tab", id="calibration.left", show=False),
        Binding("v", "view", "Table", id="calibration.view", tooltip="The next table of this tab"),
        Binding("f2,w", "why", "Why", id="calibration.why",
                tooltip="Why something on this line is withheld, and what would mend it"),
        Binding("f3,k", "pool", "Kind", id="calibration.pool", show=False,
                tooltip="Live and shadow interviews, mock ones, or examples"),
        Binding("f10,f", "filter", "Filter", id="calibration.filter",
                tooltip="Choose rubric, case, days, interviewers, dimensions"),
        Binding("f8,n", "names", "Names", id="calibration.names",
                tooltip="Names of interviewers in place of codes, or codes again"),
        Binding("f6,y", "copy", "Copy", id="calibration.copy", show=False,
                tooltip="Copy this table; on the overview, the whole report"),
        Binding("f7,x", "export", "Export", id="calibration.export", show=False,
                tooltip="Write this table as a CSV file"),
        Binding("shift+f7,e", "clear_exports", "Clear exports", id="calibration.clear-exports",
                show=False, tooltip="Delete CSV files written from the room, after asking"),
        Binding("f12,p", "plan", "Plan", id="calibration.plan",
                tooltip="How many interviewers a candidate needs, and whom to seat next"),
        Binding("f5", "reload", "Compute again", id="calibration.reload", show=False,
                tooltip="Read the files anew and compute again"),
        Binding("question_mark", "help", "Help", id="calibration.help", show=False),
        Binding("escape,f9,q", "leave", "Back", id="calibration.back", tooltip="Back to the list"),
    ]  # fmt: skip

    @dataclass
    class News(Message):
        """Something from the thread that computes: how far it is, the first figures, all of them,
        or why there are none. News of an older ``turn`` is dropped."""

        turn: int
        found: str | First | Measured | Problem

    def __init__(self) -> None:
        super().__init__()
        self.room = Room()
        self._overview_is_old = True

    def compose(self) -> ComposeResult:
        yield TopBar("Calibration")
        yield Static(id="tabs", markup=False)
        with Horizontal(id="pools"):
            yield Label("Sessions")
            yield Choice(_POOLS, id="pool")
            yield Static(id="state", markup=False)
        with Horizontal(id="tables"):
            yield Label("Table")
            yield Choice(id="views")
        yield Static(id="empty", markup=False)
        yield ReadingList("", id="overview")
        yield KeyLine()

    def on_mount(self) -> None:
        self.action_reload()

    # --- computing -----------------------------------------------------------------------------

    def action_reload(self) -> None:
        """Read and compute anew."""
        self.ask(self.room.query)

    def ask(self, query: Query) -> None:
        """Read the files and compute what ``query`` asks for."""
        turn = self.room.ask(query)
        self._show_news()
        self._compute(turn, query)

    @work(thread=True, exclusive=True, group="calibrate")
    def _compute(self, turn: int, query: Query) -> None:
        worker = get_current_worker()
        from interviewloop.tui.room.computing import compute  # deferred: not on the first frame

        def tell(found: str | First | Measured | Problem) -> None:
            self.post_message(self.News(turn, found))

        try:
            compute(self.loop_app.services, query, lambda: worker.is_cancelled, tell)
        except Problem as problem:
            tell(problem)

    @on(News)
    async def _take_in(self, event: News) -> None:
        if event.turn != self.room.turn:
            return
        found = event.found
        if isinstance(found, str):
            self.room.working = found
            self._show_state()
            return
        if isinstance(found, Problem):
            self.room.failed(found)
        else:
            self.room.answer(found)
            await self._set_stage()
        self._show_news()

    async def _set_stage(self) -> None:
        if self.stage is None:
            from interviewloop.tui.plots.stage import Stage  # deferred: as in _compute

            await self.mount(Stage(id="stage"), after="#empty")

    # --- showing -------------------------------------------------------------------------------

    @property
    def stage(self) -> Stage | None:
        """Where plots are shown; there is none before there are figures."""
        return cast("Stage | None", next(iter(self.query("#stage")), None))

    @property
    def line(self) -> Line | None:
        """The line under the cursor."""
        if self.room.tab != "overview":
            return self.stage.line if self.stage is not None else None
        kind, place = self._overview_place()
        return self.room.sheet.lines[place] if kind == FINDING and self.room.sheet else None

    @property
    def subject(self) -> Subject | None:
        """What is under the cursor, a line or a part of it."""
        if self.room.tab != "overview":
            return self.stage.subject if self.stage is not None else None
        return self.line.subject if self.line is not None else None

    def _overview_place(self) -> tuple[str, int]:
        """What is under the cursor of the overview, and its place among its kind."""
        kind, _, place = (self.query_one(ReadingList).current_key or "").partition("-")
        return kind, int(place or 0)

    def _show_news(self) -> None:
        """Show what has become known."""
        self._overview_is_old = True
        self._show()

    def _show(self) -> None:
        """Show the tab one is on, as far as it is known."""
        room = self.room
        line = tab_line(room.tab, room.ready, self.app.size.width)
        self.query_one("#tabs", Static).update(line)
        views = self.query_one("#views", Choice)
        self.query_one("#tables").display = len(room.sheets) > 1
        with self.prevent(Choice.Changed):
            if room.pool is not None:
                self.query_one("#pool", Choice).choose(room.pool)
            names = [(str(place), sheet.name) for place, sheet in enumerate(room.sheets)]
            views.offer(names, str(room.view))
        self._show_state()
        self._show_page()

    def _show_state(self) -> None:
        words = self.room.working or self.room.asked
        self.query_one("#state", Static).update(Content.styled(words, "$text-accent"))
        names = self.room.query.names
        named = ("NAMES SHOWN", "$text-warning") if names else ("names as codes", "$muted")
        mark = _MARKS[self.room.pool or "panel"]
        self.query_one(TopBar).show(
            right=Content.assemble(named, "   " if mark else "", (mark, "$text-warning"))
        )

    def _show_page(self) -> None:
        room, stage = self.room, self.stage
        overview, empty = self.query_one(ReadingList), self.query_one("#empty", Static)
        overview.display = room.tab == "overview"
        if overview.display and self._overview_is_old:
            # Made where it is seen, and once: with a large panel it holds hundreds of rows, too
            # many for every change of the tab.
            self._overview_is_old = False
            overview.show(overview_rows(room))
        empty.display = not overview.display and room.sheet is None
        if stage is not None:
            stage.display = not (overview.display or empty.display)
        if empty.display:
            empty.update(self._empty_words())
        elif stage is not None and stage.display and room.sheet is not None:
            stage.show(room.sheet, room.calibration)
        self._take_focus()

    def _empty_words(self) -> Content:
        found = self.room.measured
        if self.room.problem is not None:
            return problem_text(self.room.problem)
        if found is None:
            return Content.styled("Computing …", "$muted")
        if found.calibration is None:
            return Content(found.nothing())
        return Content(
            "Accuracy is how near scores come to the key of simulated candidates.\n"
            "Only mock sessions have a key: F3 changes to them."
        )

    def _take_focus(self) -> None:
        """The list or plot that is shown gets the keys, unless a choice above it has them."""
        held = self.focused.id if self.focused is not None else None
        if held == "pool" or (held == "views" and self.query_one("#tables").display):
            return
        if self.room.tab == "overview":
            self.query_one(ReadingList).focus()
        elif self.stage is not None and self.stage.display:
            self.stage.focus()

    def on_resize(self) -> None:
        self._show()

    # --- keys ----------------------------------------------------------------------------------

    def action_tab(self, tab: str) -> None:
        self.room.tab = cast("Tab", tab)
        self._show()

    def action_turn(self, step: int) -> None:
        self.room.turn_tab(step)
        self._show()

    def action_view(self) -> None:
        self.room.view += 1
        self._show()

    @on(Choice.Changed, "#views")
    def _view_chosen(self, event: Choice.Changed) -> None:
        self.room.view = int(event.key)
        self._show()

    def action_pool(self) -> None:
        self.query_one("#pool", Choice).action_cycle()

    @on(Choice.Changed, "#pool")
    def _pool_chosen(self, event: Choice.Changed) -> None:
        # What the filters chose belongs to the sessions that were left.
        self.ask(Query(cast("Pool", event.key), names=self.room.query.names))

    def action_names(self) -> None:
        self.ask(replace(self.room.query, names=not self.room.query.names))

    def action_filter(self) -> None:
        from interviewloop.tui.screens.filters import FilterDialog  # deferred: seldom opened

        def chosen(filters: Filters | None) -> None:
            if filters is not None and filters != self.room.query.filters:
                self.ask(replace(self.room.query, filters=filters))

        found = self.room.measured
        if found is None:
            self.app.notify("Not yet: the files are still being read.", timeout=3, markup=False)
            return
        dialog = FilterDialog(self.room.query.filters, found.choices, found.pool)
        self.app.push_screen(dialog, chosen)

    def action_why(self) -> None:
        kind, place = self._overview_place() if self.room.tab == "overview" else ("", 0)
        if kind == NOTICE:
            room_actions.tell_notice(self, self.room, place)
        else:
            room_actions.tell_why(self, self.room, self.line, self.subject)

    @on(ReadingList.Chosen, "#overview")
    def _remark_chosen(self) -> None:
        if self._overview_place()[0] == NOTICE:
            self.action_why()
        else:
            self.action_behind()

    def on_pointed_sheet_chosen(self) -> None:
        self.action_behind()

    def action_behind(self) -> None:
        """List the sessions behind what is under the cursor."""
        if self.subject is not None:
            room_actions.open_behind(self, self.room, self.subject)

    def action_copy(self) -> None:
        room_actions.copy(self, self.room)

    def action_export(self) -> None:
        room_actions.export(self, self.room)

    def action_clear_exports(self) -> None:
        sheet_actions.clear_exports(self)

    def action_plan(self) -> None:
        from interviewloop.tui.screens.planner import PlannerScreen  # deferred: seldom opened

        self.app.push_screen(PlannerScreen(self.room.pool))

    def action_leave(self) -> None:
        self.app.pop_screen()
