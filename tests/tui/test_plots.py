"""The plots of the calibration room, on panels of every awkward kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from tests.tui.panels import KINDS, panel
from textual.app import App
from textual.containers import VerticalScroll

from interviewloop.calibration.figures import FEW_RATINGS, Figure
from interviewloop.report.pictures import Forest, Row
from interviewloop.tui.plots.braille import braille_line, spread
from interviewloop.tui.plots.drift import DriftLines
from interviewloop.tui.plots.forest import ForestPlot, interval, place_of
from interviewloop.tui.plots.grid import Grid
from interviewloop.tui.plots.heat import HeatMap
from interviewloop.tui.plots.rows import SheetRows, without_middle
from interviewloop.tui.plots.stage import plot_of
from interviewloop.tui.plots.use import UseBars, block
from interviewloop.tui.plots.wright import WrightMap
from interviewloop.tui.room.sheets import all_sheets
from interviewloop.tui.themes import DARK, LIGHT, THEMES

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.tui.panels import Kind
    from textual.app import ComposeResult

    from interviewloop.tui.room.sheet import Sheet
    from interviewloop.tui.room.tabs import Tab

    Compare = Callable[..., bool]

PLOTS: dict[str, type[SheetRows]] = {
    "grid": Grid, "forest": ForestPlot, "heat": HeatMap, "use": UseBars, "drift": DriftLines,
    "wright": WrightMap,
}  # fmt: skip
DRAWN: tuple[tuple[Tab, int, int], ...] = (
    ("agreement", 0, 6), ("agreement", 1, 6), ("interviewers", 0, 9), ("dimensions", 0, 7),
    ("dimensions", 1, 9), ("pairs", 0, 6), ("candidates", 0, 6), ("candidates", 1, 16),
    ("drift", 0, 9),
)  # fmt: skip
"""Tab, place of the sheet, rows of the picture that are looked at."""


class Wall(App[None]):
    """Every plot of a panel, one above the other."""

    CSS = "VerticalScroll { overflow: hidden; } SheetRows { margin-bottom: 1; }"
    ENABLE_COMMAND_PALETTE: ClassVar[bool] = False

    def __init__(self, kind: Kind, theme: str) -> None:
        super().__init__()
        for one in THEMES:
            self.register_theme(one)
        self.theme = theme
        self.sheets: list[tuple[Sheet, int]] = [
            (sheets[place], rows)
            for tab, place, rows in DRAWN
            if place < len(sheets := all_sheets(panel(kind))[tab])
        ]

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return {"muted": "#767676"}

    def compose(self) -> ComposeResult:
        with VerticalScroll(can_focus=False):
            for number, (sheet, rows) in enumerate(self.sheets):
                plot = PLOTS[plot_of(sheet)](id=f"plot-{number}")
                plot.styles.height = rows
                yield plot

    def on_mount(self) -> None:
        for number, (sheet, _) in enumerate(self.sheets):
            self.query_one(f"#plot-{number}", SheetRows).show(sheet)


TALL = sum(rows + 1 for _, _, rows in DRAWN)


@pytest.mark.parametrize("kind", KINDS)
def test_every_plot(snap_compare: Compare, kind: Kind) -> None:
    assert snap_compare(Wall(kind, DARK), terminal_size=(110, TALL))


def test_every_plot_in_a_light_theme_and_a_narrow_terminal(snap_compare: Compare) -> None:
    assert snap_compare(Wall("whole", LIGHT), terminal_size=(80, TALL))


def test_every_plot_without_colour(snap_compare: Compare, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert snap_compare(Wall("whole", DARK), terminal_size=(80, TALL))


@pytest.mark.parametrize("kind", KINDS)
async def test_a_withheld_line_keeps_its_place_and_says_its_rule(kind: Kind) -> None:
    """And no line is wider than the plot, whatever it holds."""
    app = Wall(kind, DARK)
    async with app.run_test(size=(80, 60)) as pilot:
        await pilot.pause()
        for plot in app.query(ForestPlot):
            assert plot.sheet is not None
            plot.scroll_to(y=0, animate=False, immediate=True)
            for place, line in enumerate(plot.sheet.lines[:5]):
                shown = plot.render_line(place + 1).text
                assert plot.words(place)[0][:6] in shown
                figure = line.values[plot.sheet.drawn]
                assert isinstance(figure, Figure)
                assert (f"withheld: {figure.withheld}" in shown) == (figure.withheld is not None)
        for plot in app.query(SheetRows):
            room = plot.scrollable_content_region.width
            assert {plot.render_line(y).cell_length for y in range(8)} == {room}


async def test_the_cursor_stays_on_what_it_points_at() -> None:
    app = Wall("huge", DARK)
    async with app.run_test(size=(100, 60)) as pilot:
        severity = app.query_one("#plot-2", SheetRows)
        severity.go_to(-1)
        assert severity.line is not None
        last = severity.line.subject
        severity.move(1)
        assert severity.line.subject == last
        severity.show(all_sheets(panel("huge"))["interviewers"][0])
        assert severity.line.subject == last
        await pilot.pause()
        assert severity.scroll_offset.y > 0
        severity.show(all_sheets(panel("whole"))["interviewers"][0])
        assert severity.cursor == 0


# --- the parts of plots, without a screen --------------------------------------------------------


def forest(low: float, value: float, high: float, against: float = 0.0) -> str:
    row = Row("a", "a", Figure(value, low, high, 9), against)
    picture = Forest("", "", "", 1.0, (row,), marks=against != 0.0)
    return "".join(part.text for part in interval(row, picture, 21))


def test_intervals_have_caps_and_dots_that_need_no_colour() -> None:
    assert forest(0.2, 0.5, 0.8) == "          │ ├──●──┤  "
    assert forest(-0.3, 0.2, 0.6) == "       ├──┼─○───┤    "
    assert forest(-2.0, -0.5, 1.5) == "◂────○────┼─────────▸"
    assert forest(0.5, 0.5, 0.5) == "          │    ●     "
    assert forest(0.2, 0.4, 0.6, 0.8) == "          │ ├─●─┤ ◆  "


def test_a_withheld_interval_is_an_empty_axis() -> None:
    row = Row("a", "a", Figure.hidden(FEW_RATINGS, 3))
    drawn = interval(row, Forest("", "", "", 1.0, (row,)), 5)
    assert "".join(part.text for part in drawn) == "  │  "


@given(st.floats(-9, 9), st.integers(2, 90))
def test_no_value_falls_off_the_axis(value: float, axis: int) -> None:
    assert 0 <= place_of(value, Forest("", "", "", 0.5, ()), axis) < axis


@given(st.integers(0, 99), st.integers(1, 99), st.integers(1, 20))
def test_a_bar_is_as_wide_as_its_column_and_never_empty_for_nothing(
    count: int, most: int, width: int
) -> None:
    bar = block(min(count, most), most, width)
    assert len(bar) == width
    assert (bar.strip() == "") == (count == 0)


@given(st.lists(st.floats(-2, 2), max_size=60), st.integers(1, 40), st.integers(1, 4))
def test_a_braille_line_fills_its_room_and_hangs_together(
    points: list[float], width: int, height: int
) -> None:
    rows = braille_line(points, 1.0, width, height)
    assert [len(row) for row in rows] == [width] * height
    columns = ["".join(row[x] for row in rows) for x in range(width)]
    assert all(any(cell != "⠀" for cell in column) for column in columns) == bool(points)


def test_a_braille_line_goes_up_where_its_points_do() -> None:
    assert braille_line([-1, 1], 1.0, 2, 1) == ["⣀⠏"]
    assert braille_line([1, -1], 1.0, 2, 1) == ["⠉⣆"]


@given(st.lists(st.floats(-2, 2), min_size=1, max_size=60), st.integers(1, 60))
def test_spreading_keeps_the_range(points: list[float], count: int) -> None:
    found = spread(points, count)
    assert len(found) == count
    assert min(points) - 1e-9 <= min(found) <= max(found) <= max(points) + 1e-9


@given(st.text(alphabet="ab名é🧑", max_size=30), st.integers(4, 20))
def test_a_shortened_label_fills_its_room(text: str, width: int) -> None:
    short = without_middle(text, width)
    assert cell_len(short) == width
    if cell_len(text) <= width:
        assert short.rstrip() == text


def test_a_shortened_label_keeps_both_ends() -> None:
    assert without_middle("Interviewer 02 – Interviewer 03", 16) == "Intervie…ewer 03"
