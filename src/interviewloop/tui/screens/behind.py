"""The sealed sessions behind a figure, what was given in each, and the way into it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual import on, work
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static
from textual.worker import get_current_worker

from interviewloop.model.errors import Problem
from interviewloop.model.text import visible
from interviewloop.tui.given_views import given
from interviewloop.tui.room.behind import dimensions_of
from interviewloop.tui.room.behind_sheet import about_words, behind_sheet
from interviewloop.tui.screens import sheet_actions
from interviewloop.tui.screens.base import AppScreen, problem_text
from interviewloop.tui.screens.dialogs import Choose
from interviewloop.tui.widgets.key_line import KeyLine
from interviewloop.tui.widgets.table_list import Column, Line, TableList
from interviewloop.tui.widgets.top_bar import TopBar

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from interviewloop.model.session import Session
    from interviewloop.tui.room.behind import Behind, Source
    from interviewloop.tui.room.query import Pool
    from interviewloop.tui.room.sheet import Sheet, Subject

_COLUMNS = (
    Column("Candidate", gives=3, least=8, fair=12, most=30),
    Column("Interviewer", gives=4, least=10, fair=16, most=30),
    Column("Case", gives=1, least=6, fair=10, most=30),
    Column("Kind", gives=0, least=4, fair=7, most=7),
    Column("Submitted", gives=7, least=10, fair=10, most=10),
    Column("Score", gives=5, least=5, fair=5, most=6),
    Column("Others", gives=6, least=6, fair=6, most=6),
    Column("Key", gives=8, least=4, fair=4, most=6),
)
_CHANGED = Problem(
    "Not the same scorecard any more",
    "the file of this session holds another one than the figure was made from",
    "F5 in the calibration room computes anew.",
)


class BehindScreen(AppScreen):
    """A list of sessions, below it what was given in the one under the cursor; Enter opens it."""

    CSS_PATH = "behind.tcss"
    TITLE_HERE = "sessions behind a figure"
    AUTO_FOCUS = "#sessions"
    HELP = """
The sealed sessions that a figure of the calibration was made from, in the order in which they \
were submitted. Only sessions whose scores you may see count in the calibration, so only those are \
here. Others is the mean of what colleagues gave the same candidate on the same dimensions.

Below the list are the scores of the session under the cursor with their reasons and notes; Tab \
goes there to scroll. Enter opens the whole scorecard. It names its interviewer: where names are \
shown as codes, you are asked first.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f6,y", "copy", "Copy", id="behind.copy", tooltip="Copy this list"),
        Binding("f7,x", "export", "Export", id="behind.export",
                tooltip="Write this list as a CSV file"),
        Binding("escape,f9,q", "leave", "Back", id="behind.back", tooltip="Back to the figures"),
    ]  # fmt: skip

    @dataclass
    class Found(Message):
        """The list is made."""

        sheet: Sheet
        sources: tuple[Source, ...]
        lines: list[Line]
        widest: tuple[str, ...]
        """The widest text of each column."""

    @dataclass
    class Given(Message):
        """A session has been read from its file, or cannot be."""

        source: Source
        found: Session | Problem

    def __init__(self, subject: Subject, behind: Behind, pool: Pool, *, coded: bool) -> None:
        """``subject`` is what the figure is about; ``coded`` says that names are not shown."""
        super().__init__()
        self._subject, self._behind, self._pool, self._coded = subject, behind, pool, coded
        self.sheet: Sheet | None = None
        self._sources: tuple[Source, ...] = ()
        self._given: Session | Problem | None = None

    def compose(self) -> ComposeResult:
        yield TopBar(visible(f"Sessions behind {about_words(self._behind, self._subject)}"))
        yield Static("…", id="count", markup=False)
        yield TableList(_COLUMNS if self._behind.keyed else _COLUMNS[:-1], id="sessions")
        with VerticalScroll(id="given"):
            yield Static(id="words", markup=False)
        yield KeyLine()

    def on_mount(self) -> None:
        self._find()

    @work(thread=True)
    def _find(self) -> None:
        """With a large panel the list takes longer than a key may wait."""
        worker = get_current_worker()
        sheet, sources = behind_sheet(self._behind, self._subject)
        lines = [Line(sheet.words(line), str(place)) for place, line in enumerate(sheet.lines)]
        columns = zip(*(line.cells for line in lines), strict=True)
        widest = tuple(max(set(column), key=cell_len) for column in columns)
        if not worker.is_cancelled:
            self.post_message(self.Found(sheet, sources, lines, widest))

    @on(Found)
    def _found(self, event: Found) -> None:
        self.sheet, self._sources = event.sheet, event.sources
        table = self.query_one(TableList)
        table.measure([event.widest] if event.widest else [])
        table.show(event.lines)
        count = len(event.lines)
        legend = event.sheet.legend.partition(". ")[2]  # what they are behind stands above
        words = f"{count:,} sealed session{'' if count == 1 else 's'}. {legend}"
        self.query_one("#count", Static).update(Content(visible(words)))

    @property
    def _source(self) -> Source | None:
        """The session under the cursor."""
        key = self.query_one(TableList).current_key
        return self._sources[int(key)] if key is not None else None

    @on(TableList.Moved)
    def _moved(self) -> None:
        if self._source is not None:
            self._read(self._source)

    @work(thread=True, exclusive=True, group="given")
    def _read(self, source: Source) -> None:
        """Read what was given in a session; its notes are nowhere but in its file."""
        worker = get_current_worker()
        found: Session | Problem
        try:
            found = self.loop_app.services.workspace.peek(source.path)
        except Problem as problem:
            found = problem
        else:
            # Another file in its place may hold what is not to be seen.
            if not source.is_of(found):
                found = _CHANGED
        if not worker.is_cancelled:
            self.post_message(self.Given(source, found))

    @on(Given)
    def _read_to_the_end(self, event: Given) -> None:
        if event.source is self._source:
            self._given = event.found
            self._show_given()
            self.query_one("#given").scroll_home(animate=False)

    def _show_given(self) -> None:
        source, found = self._source, self._given
        width = self.query_one("#given").scrollable_content_region.width
        if source is None or found is None or width <= 0:
            return
        if isinstance(found, Problem):
            words = problem_text(found)
        else:
            words = given(found, source.scores, dimensions_of(self._subject), width)
        self.query_one("#words", Static).update(words)

    def on_resize(self) -> None:
        self.call_after_refresh(self._show_given)

    @on(TableList.Chosen)
    def _chosen(self, event: TableList.Chosen) -> None:
        source = self._sources[int(event.key)]
        if source.own or not self._coded:
            self.open_source(source)
            return

        def answered(answer: str | None) -> None:
            if answer == "open":
                self.open_source(source)

        self.app.push_screen(
            Choose(
                "A scorecard names its interviewer",
                f"Names are shown as codes here. Opening it tells who {source.interviewer} is.",
                [("stay", "Stay with the codes"), ("open", "Open the scorecard")],
            ),
            answered,
        )

    def open_source(self, source: Source) -> None:
        """Open the scorecard in front of this list."""
        from interviewloop.tui.screens.sealed import SealedScreen  # deferred: seldom opened

        try:
            desk = self.loop_app.services.look_at(source.path)
        except Problem as problem:
            self.tell(problem)
            return
        self.app.push_screen(SealedScreen(desk, source.path))

    def action_copy(self) -> None:
        if self.sheet is not None:
            sheet_actions.copy_sheet(self, self.sheet)

    def action_export(self) -> None:
        if self.sheet is not None:
            sheet_actions.export(self, self.sheet, self._pool)

    def action_leave(self) -> None:
        self.app.pop_screen()
