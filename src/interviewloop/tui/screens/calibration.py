"""Calibration: how far the interviewers agree and who is severe or lenient, in words and tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, cast

from textual import on, work
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Footer, Label, Static
from textual.worker import get_current_worker

from interviewloop.model.errors import Problem
from interviewloop.tui.screens.base import AppScreen, problem_text
from interviewloop.tui.widgets.choice import Choice
from interviewloop.tui.widgets.top_bar import TopBar

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from interviewloop.tui.calibration_work import Measured, Pool

_POOLS = [("panel", "1 live and shadow"), ("mock", "2 mock"), ("example", "3 example")]
_EXAMPLE = "EXAMPLE DATA"
_MARKS = {"panel": "", "mock": "MOCK", "example": _EXAMPLE}
_WIDEST = 120
_MARGINS = 6
"""Columns beside the report on a wide screen: padding and scrollbar."""


class CalibrationScreen(AppScreen):
    """The calibration report of the workspace, one kind of sessions at a time."""

    CSS_PATH = "calibration.tcss"
    TITLE_HERE = "calibration"
    AUTO_FOCUS = "#paper"
    HELP = """
How far the interviewers of this workspace agree, overall and per dimension, and who scores \
severely or leniently, measured on sealed scorecards as they were submitted.

Every figure comes with its 95% interval and how much stands behind it, or says why it is \
withheld. 1, 2 and 3 change between live and shadow interviews, mock ones and examples, which are \
never put together.

A loop for which you have not submitted your own scorecard is left out: the report would tell you \
what others scored.

On the command line `interviewloop calibrate` prints the same, and more with --json.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1", "pool('panel')", "Live", id="calibration.live", show=False,
                tooltip="Live and shadow interviews"),
        Binding("2", "pool('mock')", "Mock", id="calibration.mock", show=False,
                tooltip="Mock interviews"),
        Binding("3", "pool('example')", "Examples", id="calibration.example", show=False,
                tooltip="Example interviews"),
        Binding("f5", "reload", "Compute again", id="calibration.reload",
                tooltip="Read the files anew and compute again"),
        Binding("f6,y", "copy", "Copy", id="calibration.copy", tooltip="Copy the whole report"),
        Binding("question_mark", "help", "Help", id="calibration.help", show=False),
        Binding("escape,q", "dismiss", "Back", id="calibration.back", tooltip="Back to the list"),
    ]  # fmt: skip

    @dataclass
    class Computed(Message):
        """The report is ready."""

        measured: Measured

    @dataclass
    class Failed(Message):
        """There is no report."""

        problem: Problem

    def __init__(self) -> None:
        super().__init__()
        self._pool: Pool | None = None
        self._measured: Measured | None = None
        self._report = ""

    def compose(self) -> ComposeResult:
        yield TopBar("Calibration")
        with Horizontal(id="pools"):
            yield Label("Sessions")
            yield Choice(_POOLS, id="pool")
        with VerticalScroll(id="paper"):
            yield Static(id="report", markup=False)
        yield Footer()

    def on_mount(self) -> None:
        self.action_reload()

    @property
    def report(self) -> str:
        """The report as it is shown; empty until there is one."""
        return self._report

    # --- computing -----------------------------------------------------------------------------

    def action_reload(self) -> None:
        self._measured, self._report = None, ""
        self.query_one("#report", Static).update(Content("Computing …"))
        self._compute(self._pool)

    @work(thread=True, exclusive=True, group="calibrate")
    def _compute(self, pool: Pool | None) -> None:
        services, worker = self.loop_app.services, get_current_worker()
        # deferred, and in this thread: NumPy takes as long as all the rest of the start
        from interviewloop.tui.calibration_work import first_pool, measured

        try:
            listing = services.workspace.listing()
            found = measured(listing, pool or first_pool(listing), services.settings.interviewer)
        except Problem as problem:
            self.post_message(self.Failed(problem))
            return
        if not worker.is_cancelled:
            self.post_message(self.Computed(found))

    @on(Computed)
    def _show_computed(self, event: Computed) -> None:
        self._measured = event.measured
        self._pool = event.measured.pool
        with self.prevent(Choice.Changed):
            self.query_one("#pool", Choice).choose(self._pool)
        self.query_one(TopBar).show(right=Content.styled(_MARKS[self._pool], "$text-warning"))
        self._show_report()
        self.query_one("#paper").scroll_home(animate=False)

    @on(Failed)
    def _show_failure(self, event: Failed) -> None:
        self.query_one("#report", Static).update(problem_text(event.problem))

    def _show_report(self) -> None:
        if self._measured is not None:
            room = self.app.size.width if self.narrow else self.app.size.width - _MARGINS
            self._report = self._measured.text(min(room, _WIDEST))
            self.query_one("#report", Static).update(headed(self._report))

    def on_resize(self) -> None:
        self._show_report()

    # --- keys ----------------------------------------------------------------------------------

    def action_pool(self, pool: str) -> None:
        self.query_one("#pool", Choice).choose(pool)

    @on(Choice.Changed, "#pool")
    def _pool_chosen(self, event: Choice.Changed) -> None:
        self._pool = cast("Pool", event.key)
        self.action_reload()

    def action_copy(self) -> None:
        if self._report:
            self.app.copy_to_clipboard(self._report)
            self.app.notify(
                "Copied the report. If nothing arrives, your terminal does not allow it: "
                "`interviewloop calibrate` prints the same.",
                markup=False,
            )


def headed(report: str) -> Content:
    """``report`` with its headings in bold in place of underlined."""
    shown: list[Content] = []
    heading = ""
    for line in report.split("\n"):
        if heading and set(line) in ({"-"}, {"="}) and len(line) == len(heading):
            shown[-1] = Content.styled(heading, "bold $text-primary")
            heading = ""
            continue
        shown.append(
            Content.styled(line, "bold $text-warning" if line.startswith(_EXAMPLE) else "")
        )
        heading = line
    return Content("\n").join(shown)
