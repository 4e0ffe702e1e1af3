"""The sealed sessions behind a figure, what was given in each, and the way into it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static
from textual.worker import get_current_worker

from interviewloop.model.errors import Problem
from interviewloop.model.names import same_name
from interviewloop.model.text import visible
from interviewloop.tui.given_views import given
from interviewloop.tui.room.behind import dimensions_of
from interviewloop.tui.room.behind_sheet import about_words, behind_sheet
from interviewloop.tui.screens import sheet_actions
from interviewloop.tui.screens.base import AppScreen, problem_text
from interviewloop.tui.screens.dialogs import Choose
from interviewloop.tui.widgets.steady_footer import SteadyFooter
from interviewloop.tui.widgets.table_list import Column, Line, TableList
from interviewloop.tui.widgets.top_bar import TopBar

if TYPE_CHECKING:
    from textual.app import ComposeResult

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

    def __init__(self, subject: Subject, behind: Behind, pool: Pool, *, coded: bool) -> None:
        """``subject`` is what the figure is about; ``coded`` says that names are not shown."""
        super().__init__()
        self._subject, self._behind, self._pool, self._coded = subject, behind, pool, coded
        self.sheet: Sheet | None = None
        self._sources: tuple[Source, ...] = ()

    def compose(self) -> ComposeResult:
        yield TopBar(visible(f"Sessions behind {about_words(self._behind, self._subject)}"))
        yield Static("…", id="count", markup=False)
        yield TableList(_COLUMNS if self._behind.keyed else _COLUMNS[:-1], id="sessions")
        with VerticalScroll(id="given"):
            yield Static(id="words", markup=False)
        yield SteadyFooter()

    def on_mount(self) -> None:
        self._find()

    @work(thread=True)
    def _find(self) -> None:
        """With a large panel the list takes longer than a key may wait."""
        worker = get_current_worker()
        sheet, sources = behind_sheet(self._behind, self._subject)
        if not worker.is_cancelled:
            self.post_message(self.Found(sheet, sources))

    @on(Found)
    def _found(self, event: Found) -> None:
        self.sheet, self._sources = event.sheet, event.sources
        lines = [
            Line(event.sheet.words(line), str(place))
            for place, line in enumerate(event.sheet.lines)
        ]
        table = self.query_one(TableList)
        table.measure(line.cells for line in lines)
        table.show(lines)
        count = len(lines)
        legend = event.sheet.legend.partition(". ")[2]  # what they are behind stands above
        words = f"{count:,} sealed session{'' if count == 1 else 's'}. {legend}"
        self.query_one("#count", Static).update(Content(visible(words)))

    @property
    def _source(self) -> Source | None:
        """The session under the cursor."""
        key = self.query_one(TableList).current_key
        return self._sources[int(key)] if key is not None else None

    @on(TableList.Moved)
    def _show_given(self) -> None:
        source = self._source
        box = self.query_one("#given")
        width = box.scrollable_content_region.width
        if source is None or width <= 0:
            return
        asked = dimensions_of(self._subject)
        self.query_one("#words", Static).update(self._given_in(source, asked, width))
        box.scroll_home(animate=False)

    def _given_in(self, source: Source, asked: tuple[str, ...], width: int) -> Content:
        """What was given, from the file as it is now, should it still be what was measured."""
        try:
            session = self.loop_app.services.workspace.peek(source.path)
        except Problem as problem:
            return problem_text(problem)
        if not session.sealed or session.key != source.session.key:
            return Content.styled("The file has changed since it was measured.", "$text-warning")
        return given(session, source.scores, asked, width)

    def on_resize(self) -> None:
        self.call_after_refresh(self._show_given)

    @on(TableList.Chosen)
    def _chosen(self, event: TableList.Chosen) -> None:
        source = self._sources[int(event.key)]
        own = same_name(source.session.interviewer, self.loop_app.services.settings.interviewer)
        if own or not self._coded:
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
