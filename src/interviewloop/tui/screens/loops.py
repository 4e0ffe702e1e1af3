"""Loops: every candidate's interviews as one line, and the way into the debrief."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static
from textual.worker import get_current_worker

from interviewloop.interview.loops import interviews
from interviewloop.model.errors import Problem
from interviewloop.report.loop_text import loop_line, loop_text
from interviewloop.tui.screens.base import AppScreen
from interviewloop.tui.widgets.key_line import KeyLine
from interviewloop.tui.widgets.table_list import Column, Line, TableList
from interviewloop.tui.widgets.top_bar import TopBar

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from textual.app import ComposeResult

    from interviewloop.interview.loops import Interview
    from interviewloop.workspace.listing import StoredLoop

_COLUMNS = (
    Column("Loop", gives=2, least=10, fair=18, most=30),
    Column("Candidate", gives=3, least=9, fair=12, most=24),
    Column("Submitted", gives=4, least=9, fair=9, most=9),
    Column("Decision", gives=1, least=8, fair=16, most=20),
)
NOTHING = """\
No loops here yet.

N or F2     begin one, then plan its interviews

A loop also begins by itself with the first interview of a candidate."""


class LoopsScreen(AppScreen):
    """The list of loops, with the one under the cursor in full beside or below it."""

    CSS_PATH = "loops.tcss"
    TITLE_HERE = "loops"
    AUTO_FOCUS = "#loops"
    HELP = """
Every candidate's loop: how many scorecards are in, and what was decided. Beside it who is to \
interview, how far each is, and which dimensions fewer than two interviewers cover.

F2 begins a loop. F4 opens the plan of the one under the cursor: add interviews, drop them, take \
suggestions, begin your own. Enter opens its debrief; no screen tells a score before your own is \
submitted.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2,n", "new", "New loop", id="loops.new", tooltip="Begin a candidate's loop"),
        Binding("f4,p", "plan", "Plan", id="loops.plan",
                tooltip="Who interviews, with which case, and what that covers"),
        Binding("f8,d", "debrief", "Debrief", id="loops.debrief",
                tooltip="Compare the scorecards once all are in, and decide"),
        Binding("f5", "reload", "Reload", id="loops.reload", tooltip="Read the files anew"),
        Binding("escape,f9", "leave", "Back", id="loops.leave", tooltip="Back to the sessions"),
    ]  # fmt: skip

    class Read(Message):
        """The loops have been read."""

        def __init__(
            self,
            loops: tuple[StoredLoop, ...],
            found: Mapping[str, tuple[Interview, ...]],
            names: dict[str, dict[str, str]],
        ) -> None:
            """``found`` by the loop's path, ``names`` of dimensions by rubric."""
            super().__init__()
            self.loops, self.found, self.names = loops, found, names

    class Failed(Message):
        """They cannot be read."""

        def __init__(self, problem: Problem) -> None:
            super().__init__()
            self.problem = problem

    def __init__(self) -> None:
        super().__init__()
        self._seen: LoopsScreen.Read | None = None
        self._made: Path | None = None
        """The loop that was just made, until the cursor has been put on it."""

    def compose(self) -> ComposeResult:
        yield TopBar("Loops")
        yield TableList(_COLUMNS, id="loops")
        with VerticalScroll(id="detail", can_focus=False):
            yield Static("Reading loops …", id="about", markup=False)
        yield KeyLine()

    def on_mount(self) -> None:
        self.query_one(TableList).border_title = "LOOPS"
        self.action_reload()

    def on_screen_resume(self) -> None:
        if self._seen is not None:
            self.action_reload()

    def action_reload(self) -> None:
        self._read()

    @work(thread=True, exclusive=True, group="loops-read")
    def _read(self) -> None:
        services, worker = self.loop_app.services, get_current_worker()
        try:
            listing = services.workspace.survey()
            assessed = {id_: one.case.dims for id_, one in services.library.cases().items()}
            rubrics = services.library.rubrics()
        except Problem as problem:
            self.post_message(self.Failed(problem))
            return
        sessions = [stored.session for stored in listing.sessions]
        found = {str(one.path): interviews(one.loop, sessions, assessed) for one in listing.loops}
        names = {
            id_: {dim: it.name for dim, it in rubric.dimensions.items()}
            for id_, rubric in rubrics.items()
        }
        if not worker.is_cancelled:
            self.post_message(self.Read(listing.loops, found, names))

    @on(Failed)
    def _failed(self, event: Failed) -> None:
        self.tell(event.problem)

    @on(Read)
    def _show(self, event: Read) -> None:
        self._seen = event
        lines = [
            Line(loop_line(one.loop, event.found[str(one.path)]), str(one.path))
            for one in event.loops
        ]
        table = self.query_one(TableList)
        table.measure(line.cells for line in lines)
        table.show(lines)
        if self._made is not None:
            table.point_at(str(self._made))
            self._made = None
        self._show_detail()

    @on(TableList.Moved)
    def _show_detail(self) -> None:
        stored = self._current()
        about = self.query_one("#about", Static)
        if self._seen is None or stored is None:
            about.update(Content(NOTHING if self._seen is not None else ""))
            return
        names = self._seen.names.get(stored.loop.rubric, {})
        width = max(30, self.query_one("#detail").size.width - 2)
        found = self._seen.found[str(stored.path)]
        about.update(Content(loop_text(stored.loop, found, names, width)))

    def on_resize(self) -> None:
        self.call_after_refresh(self._show_detail)

    def _current(self) -> StoredLoop | None:
        key = self.query_one(TableList).current_key
        loops = () if self._seen is None else self._seen.loops
        return next((one for one in loops if str(one.path) == key), None)

    def action_new(self) -> None:
        from interviewloop.tui.screens.new_loop import NewLoopScreen  # deferred: seldom opened

        def created(path: Path) -> None:
            self._made = path

        self.app.push_screen(NewLoopScreen(created))

    def action_plan(self) -> None:
        from interviewloop.tui.screens.plan_loop import PlanLoopScreen  # deferred: as above

        stored = self._current()
        if stored is not None:
            self.app.push_screen(PlanLoopScreen(stored.path, stored.loop))

    @on(TableList.Chosen)
    def action_debrief(self) -> None:
        from interviewloop.tui.screens.debrief import DebriefScreen  # deferred: seldom opened

        stored = self._current()
        if stored is not None:
            self.app.push_screen(DebriefScreen(stored.path, stored.loop))

    def action_leave(self) -> None:
        self.loop_app.show_home()
