"""The sealed sessions behind a figure, and the way into each."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Footer, Static

from interviewloop.model.errors import Problem
from interviewloop.model.names import same_name
from interviewloop.model.text import visible
from interviewloop.tui.screens.base import AppScreen
from interviewloop.tui.screens.dialogs import Choose
from interviewloop.tui.widgets.table_list import Column, Line, TableList
from interviewloop.tui.widgets.top_bar import TopBar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from interviewloop.tui.room.behind import Source

_COLUMNS = (
    Column("Candidate", gives=3, least=8, fair=14, most=30),
    Column("Interviewer", gives=4, least=10, fair=18, most=30),
    Column("Case", gives=2, least=8, fair=20, most=30),
    Column("Kind", gives=0, least=4, fair=7, most=7),
    Column("Submitted", gives=5, least=10, fair=10, most=10),
)


class BehindScreen(AppScreen):
    """A list of sessions; Enter opens one as it was sealed."""

    CSS_PATH = "behind.tcss"
    TITLE_HERE = "sessions behind a figure"
    AUTO_FOCUS = "#sessions"
    HELP = """
The sealed sessions that a figure of the calibration was made from, in the order in which they \
were submitted. Only sessions whose scores you may see count in the calibration, so only those are \
here.

Enter opens a scorecard. It names its interviewer: where names are shown as codes, you are asked \
first.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f9,q", "leave", "Back", id="behind.back", tooltip="Back to the figures"),
    ]

    def __init__(self, about: str, sources: Sequence[Source], *, coded: bool) -> None:
        """``about`` says what the figure is about; ``coded`` that names are not shown."""
        super().__init__()
        self._about, self._sources, self._coded = about, tuple(sources), coded

    def compose(self) -> ComposeResult:
        yield TopBar(visible(f"Sessions behind {self._about}"))
        yield Static(id="count", markup=False)
        yield TableList(_COLUMNS, id="sessions")
        yield Footer()

    def on_mount(self) -> None:
        lines = [
            Line(
                (
                    visible(one.candidate),
                    visible(one.interviewer),
                    one.session.case,
                    one.session.kind,
                    f"{one.session.sealed_at:%Y-%m-%d}" if one.session.sealed_at else "",
                ),
                str(place),
            )
            for place, one in enumerate(self._sources)
        ]
        table = self.query_one(TableList)
        table.measure(line.cells for line in lines)
        table.show(lines)
        count = len(lines)
        words = f"{count} sealed session{'' if count == 1 else 's'}"
        self.query_one("#count", Static).update(Content(words))

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

    def action_leave(self) -> None:
        self.app.pop_screen()
