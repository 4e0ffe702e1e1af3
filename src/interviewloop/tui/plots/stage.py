"""The plot of a sheet, and beside it what else is known about the line under the cursor.

Importing it brings NumPy, so it comes on stage only when there is something to show.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from interviewloop.report.pictures import Forest, Heat, Mark, Paths
from interviewloop.tui.plots.braille import braille_line
from interviewloop.tui.plots.drift import DriftLines
from interviewloop.tui.plots.forest import ForestPlot
from interviewloop.tui.plots.grid import Grid
from interviewloop.tui.plots.heat import HeatMap
from interviewloop.tui.plots.rows import SheetRows
from interviewloop.tui.plots.use import UseBars
from interviewloop.tui.plots.wright import WrightMap
from interviewloop.tui.room.details import detail

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from interviewloop.calibration.results import Calibration
    from interviewloop.tui.room.sheet import Line, Sheet, Subject

_CHART_HIGH = 4


class Stage(Container, can_focus=True):
    """Shows one sheet at a time, each by the plot that its picture asks for."""

    DEFAULT_CSS = """
    Stage { layout: vertical; height: 1fr; }
    Stage > SheetRows { display: none; }
    Stage > #detail {
        height: 14;
        padding: 0 1;
        border-top: solid $border;
        scrollbar-size-vertical: 1;
        scrollbar-gutter: stable;
    }
    Stage > #detail:focus { border-top: solid $primary; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "Sessions", show=False),
        Binding("up", "move(-1)", "Up", show=False),
        Binding("down", "move(1)", "Down", show=False),
        Binding("left", "sideways(-1)", "Part before", show=False),
        Binding("right", "sideways(1)", "Next part", show=False),
        Binding("pageup", "page(-1)", "Page up", show=False),
        Binding("pagedown", "page(1)", "Page down", show=False),
        Binding("home", "to(0)", "First", show=False),
        Binding("end", "to(-1)", "Last", show=False),
    ]

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's own name for it
        super().__init__(id=id)
        self._calibration: Calibration | None = None
        self._shown: SheetRows | None = None

    def compose(self) -> ComposeResult:
        yield Grid(id="grid")
        yield ForestPlot(id="forest")
        yield HeatMap(id="heat")
        yield UseBars(id="use")
        yield DriftLines(id="drift")
        yield WrightMap(id="wright")
        with VerticalScroll(id="detail"):
            yield Static(id="about", markup=False)

    @property
    def plot(self) -> SheetRows | None:
        """The plot that is shown."""
        return self._shown

    @property
    def line(self) -> Line | None:
        """The line under the cursor."""
        return self.plot.line if self.plot is not None else None

    @property
    def subject(self) -> Subject | None:
        """What is under the cursor: a part of the line, or all of it."""
        return self.plot.subject if self.plot is not None else None

    @property
    def about(self) -> str:
        """What stands beside the plot."""
        return str(self.query_one("#about", Static).content)

    def action_choose(self) -> None:
        if self.plot is not None:
            self.plot.choose()

    def action_move(self, step: int) -> None:
        if self.plot is not None:
            self.plot.move(step)

    def action_sideways(self, step: int) -> None:
        """Go to the part before or after; without one the key is the screen's."""
        if self.plot is None or not self.plot.sideways(step):
            raise SkipAction

    def action_page(self, step: int) -> None:
        if self.plot is not None:
            self.plot.page(step)

    def action_to(self, end: int) -> None:
        if self.plot is not None:
            self.plot.go_to(end)

    def show(self, sheet: Sheet, calibration: Calibration | None) -> SheetRows:
        """Show ``sheet``; ``calibration`` is None while only the first figures are known."""
        self._calibration = calibration
        shown = self.query_one(f"#{plot_of(sheet)}", SheetRows)
        if self._shown is not None and self._shown is not shown:
            self._shown.display = False
        self._shown = shown
        shown.display = True
        shown.show(sheet)
        self.query_one("#detail").scroll_home(animate=False)
        return shown

    @on(SheetRows.Moved)
    def _show_detail(self) -> None:
        plot = self.plot
        if plot is None or plot.sheet is None:
            return
        parts: list[Content] = []
        line, subject = self.line, self.subject
        if line is not None and subject is not None and self._calibration is not None:
            parts += self._chart(plot)
            parts.append(detail(self._calibration, plot.sheet, line, subject))
        parts.append(Content.styled(plot.sheet.legend, "$muted"))
        self.query_one("#about", Static).update(Content("\n\n").join(parts))

    def _chart(self, plot: SheetRows) -> list[Content]:
        """The drift line under the cursor, high enough to see its course."""
        picture = plot.sheet.picture if plot.sheet is not None else None
        width = self.query_one("#detail").scrollable_content_region.width
        if not isinstance(picture, Paths) or width <= 0:
            return []
        path = picture.rows[plot.cursor]
        if not path.points:
            return []
        rows = braille_line(path.points, picture.span, width, _CHART_HIGH)
        top, bottom = f"{picture.span:+g}", f"{-picture.span:+g}"
        ends = f"first session to last; {top} points at the top, {bottom} at the bottom"
        return [Content("\n".join([*rows, ends]))]


def plot_of(sheet: Sheet) -> str:
    """The id of the plot that shows ``sheet``."""
    picture = sheet.picture
    if isinstance(picture, Forest):
        return "forest"
    if isinstance(picture, Heat):
        return "heat"
    if isinstance(picture, Paths):
        return "drift"
    if picture is None:
        return "grid"
    return "wright" if picture and isinstance(picture[0], Mark) else "use"
