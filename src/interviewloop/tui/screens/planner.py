"""The planner: how many interviewers and dimensions a decision needs, and whom to seat next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static
from textual.worker import get_current_worker

from interviewloop.model.errors import Problem
from interviewloop.tui.screens import sheet_actions
from interviewloop.tui.screens.base import AppScreen, problem_text
from interviewloop.tui.widgets.key_line import KeyLine
from interviewloop.tui.widgets.slider import Slider
from interviewloop.tui.widgets.top_bar import TopBar

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from interviewloop.tui.plots.forest import ForestPlot
    from interviewloop.tui.room.planning import Basis, Planned
    from interviewloop.tui.room.query import Pool

_INTERVIEWERS = tuple(float(n) for n in range(1, 11))
_CUTS = tuple(n / 4 for n in range(4, 21))
_INTERVIEWERS_FIRST, _CUT_FIRST = 4.0, 3.5
_MOST_DIMENSIONS = 12
_POOLS = {"panel": "live and shadow", "mock": "mock", "example": "EXAMPLE DATA"}
_CAVEAT = """\
Reliability: how much of the spread of mean scores is the candidates, each having their own \
interviewers; 1 is all of it. Wrong hires and rejections are shares of all candidates: let through \
though truly below the mean that is needed, or turned away though not. Scores are taken to be \
normal, which is rough near 1 and 5, and coming candidates and interviewers to be like those \
measured. In brackets 95% intervals; with another number of dimensions than scored now they are \
somewhat narrow."""


class PlannerScreen(AppScreen):
    """Three sliders, and what they come to."""

    CSS_PATH = "planner.tcss"
    TITLE_HERE = "planner"
    AUTO_FOCUS = "#interviewers"
    HELP = """
From the scores measured so far: how reliable a decision is with 1 to 10 interviewers and another \
number of dimensions, how many would be hired or rejected wrongly, and what one more interview \
buys. Left and Right move a slider, Up and Down go to the next; Page keys scroll.

Whom to seat next keeps everybody comparable: groups of the panel that share no candidate come \
first. Interviewers have their names here, because nothing of a plan tells how anybody scored.

`interviewloop plan` prints the same for a table of your own.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pagedown", "scroll_page(1)", "Scroll", id="planner.down", show=False),
        Binding("pageup", "scroll_page(-1)", "Scroll up", id="planner.up", show=False),
        Binding("f6,y", "copy", "Copy", id="planner.copy", tooltip="Copy the plan"),
        Binding("f7,x", "export", "Export", id="planner.export",
                tooltip="Write the table of panels as a CSV file"),
        Binding("escape,f9,q", "leave", "Back", id="planner.back", tooltip="Back"),
    ]  # fmt: skip

    @dataclass
    class Ready(Message):
        """The scores have been read, or cannot be."""

        found: Basis | Problem

    @dataclass
    class Planned(Message):
        """A plan for the sliders as they stood."""

        plan: Planned
        seats: list[str]

    def __init__(self, pool: Pool | None = None) -> None:
        """``pool`` as in the calibration room; None takes what there is."""
        super().__init__()
        self._pool = pool
        self._basis: Basis | None = None
        self.plan: Planned | None = None
        self._seats: list[str] = []

    def compose(self) -> ComposeResult:
        yield TopBar("Plan a loop")
        with Vertical(id="sliders"):
            yield Slider("Interviewers", _INTERVIEWERS, _INTERVIEWERS_FIRST, id="interviewers")
            yield Slider("Dimensions", (1.0,), 1.0, id="dimensions")
            yield Slider("Mean needed", _CUTS, _CUT_FIRST, "{:.2f}", id="cut")
        with VerticalScroll(id="page", can_focus=False):
            yield Static("Reading …", id="words", markup=False)
            yield Static(id="seats", markup=False)
            yield Static(Content.styled(_CAVEAT, "$muted"), id="caveat", markup=False)
        yield KeyLine()

    def on_mount(self) -> None:
        self._read()

    # --- computing -----------------------------------------------------------------------------

    @work(thread=True, group="plan-read")
    def _read(self) -> None:
        services, worker = self.loop_app.services, get_current_worker()
        # deferred, and in this thread: NumPy takes as long as all the rest of the start
        from interviewloop.tui.room.planning import basis_of

        found: Basis | Problem
        try:
            found = basis_of(services.workspace.survey(), self._pool, services.settings.interviewer)
        except Problem as problem:
            found = problem
        if not worker.is_cancelled:
            self.post_message(self.Ready(found))

    @on(Ready)
    async def _ready(self, event: Ready) -> None:
        if isinstance(event.found, Problem):
            self.query_one("#words", Static).update(problem_text(event.found))
            return
        from interviewloop.tui.plots.forest import ForestPlot  # deferred: brings NumPy

        self._basis = event.found
        now = event.found.nearest
        steps = tuple(float(n) for n in range(1, max(now, _MOST_DIMENSIONS) + 1))
        self.query_one("#dimensions", Slider).offer(steps, float(now))
        self.query_one(TopBar).show(right=Content(_POOLS[event.found.pool]))
        plot = ForestPlot(id="panels")
        plot.can_focus = False
        await self.query_one("#page").mount(plot, after="#words")
        self._compute(event.found, *self._wanted())

    def _wanted(self) -> tuple[int, int, float]:
        """The sliders: interviewers, dimensions, cut."""
        people, dims, cut = (
            self.query_one(f"#{name}", Slider).value
            for name in ("interviewers", "dimensions", "cut")
        )
        return int(people), int(dims), cut

    @work(thread=True, exclusive=True, group="plan")
    def _compute(self, basis: Basis, interviewers: int, dimensions: int, cut: float) -> None:
        worker = get_current_worker()
        from interviewloop.tui.room.planning import planned, seats  # deferred: as above

        plan = planned(basis, cut, dimensions)
        seated = seats(basis, interviewers)
        if not worker.is_cancelled:
            self.post_message(self.Planned(plan, seated))

    @on(Slider.Changed)
    def _moved(self) -> None:
        if self._basis is not None:
            self._show_words()
            self._compute(self._basis, *self._wanted())

    # --- showing -------------------------------------------------------------------------------

    @on(Planned)
    def _planned(self, event: Planned) -> None:
        self.plan, self._seats = event.plan, event.seats
        self._show_words()
        plot = self._plot
        if plot is not None:
            plot.display = not event.plan.why
            plot.show(event.plan.sheet)
            plot.cursor = self._wanted()[0] - 1 if event.plan.sheet.lines else 0
        seats = Content.styled("Whom to seat next\n", "bold $text-primary")
        self.query_one("#seats", Static).update(seats + Content("\n".join(event.seats)))

    @property
    def _plot(self) -> ForestPlot | None:
        return next(iter(self.query("#panels")), None)  # type: ignore[return-value] # its id

    def _show_words(self) -> None:
        if self.plan is None or self._basis is None:
            return
        if self.plan.why:
            self.query_one("#words", Static).update(Content.styled(self.plan.why, "$text-warning"))
            return
        people, dimensions, _ = self._wanted()
        sheet = self.plan.sheet
        names = [column.name.capitalize() for column in sheet.columns[1:]]
        told = dict(zip(names, sheet.words(sheet.lines[people - 1])[1:], strict=True))
        lines = [
            Content.assemble((f"{name:<18}", "$muted"), (words, "bold"))
            for name, words in told.items()
        ]
        words = self._basis.words(dimensions)
        lines.append(Content.assemble((f"{'Dimensions':<18}", "$muted"), words))
        lines += [Content(""), Content(self.plan.buys[people - 1])]
        self.query_one("#words", Static).update(Content("\n").join(lines))

    # --- keys ----------------------------------------------------------------------------------

    def action_scroll_page(self, step: int) -> None:
        self.query_one("#page").scroll_relative(y=step * 10, animate=False)

    def action_copy(self) -> None:
        if self.plan is None:
            return
        from interviewloop.tui.room.output import as_text  # deferred: seldom asked for

        parts = [self.plan.why or as_text(self.plan.sheet), *self.plan.buys]
        text = "\n\n".join([*parts, "\n".join(["Whom to seat next", *self._seats])])
        sheet_actions.copy_text(self, text, "the plan")

    def action_export(self) -> None:
        if self.plan is not None and self._basis is not None and not self.plan.why:
            sheet_actions.export(self, self.plan.sheet, self._basis.pool)

    def action_leave(self) -> None:
        self.app.pop_screen()
