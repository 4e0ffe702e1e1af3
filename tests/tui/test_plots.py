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
from interviewloop.tui.plots.drift import DriftLines, cell_of
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


# --- pointing at parts ---------------------------------------------------------------------------


def drawn(plot: SheetRows, place: int) -> str:
    """The line at ``place`` as it is drawn, cursor and all."""
    return plot.render_line(plot.row_of(place) - plot.scroll_offset.y + 1).text


async def test_parts_of_a_line_are_gone_through_from_left_to_right_and_back() -> None:
    app = Wall("whole", DARK)
    async with app.run_test(size=(110, TALL)):
        for number, count in ((3, 5), (4, 6), (8, 28)):
            plot = app.query_one(f"#plot-{number}", SheetRows)
            line = plot.line
            assert line is not None
            assert plot.subject == line.subject
            went = []
            while plot.sideways(1):
                went.append(plot.subject)
            assert tuple(went) == line.parts
            assert len(went) == count
            for _ in range(count):
                assert plot.sideways(-1)
            assert plot.subject == line.subject
            assert not plot.sideways(-1)


async def test_the_part_under_the_cursor_shows_without_colour() -> None:
    app = Wall("whole", DARK)
    async with app.run_test(size=(80, TALL)):
        use, heat, drift = (app.query_one(f"#plot-{n}", SheetRows) for n in (3, 4, 8))
        for plot in (use, heat, drift):
            before = drawn(plot, 0)
            assert "▸" not in before.removeprefix("▸ ")
            plot.sideways(1)
            plot.sideways(1)
            after = drawn(plot, 0)
            assert len(after) == len(before) == 80
            assert after != before
            assert ("●" in after) if plot is drift else ("▸" in after.removeprefix("▸ "))
        assert f"▸{use.line.values[2]}" in drawn(use, 0)  # type: ignore[union-attr] # there is a line


async def test_columns_that_there_is_no_room_for_come_into_view_with_the_cursor() -> None:
    app = Wall("huge", DARK)
    async with app.run_test(size=(60, TALL)):
        heat = app.query_one("#plot-4", HeatMap)
        columns = heat.heat.columns
        head = heat.render_line(0).text
        assert columns[0] in head
        assert columns[-1] not in head
        assert head.rstrip().endswith("+3")
        while heat.sideways(1):
            pass
        head = heat.render_line(0).text
        assert columns[-1] in head
        assert columns[0] not in head
        assert head.rstrip().endswith("+3")


async def test_a_click_points_at_the_part_that_is_drawn_there() -> None:
    app = Wall("whole", DARK)
    async with app.run_test(size=(110, TALL)) as pilot:
        for number in (3, 4, 8):
            plot = app.query_one(f"#plot-{number}", SheetRows)
            plot.cursor = 1
            for part in (0, 2):
                plot.part = part
                at = drawn(plot, 1).index("●" if number == 8 else "▸", 2)
                plot.part = -1
                await pilot.click(plot, offset=(at, 2))
                assert plot.part == part
            await pilot.click(plot, offset=(4, 3))
            assert (plot.cursor, plot.part) == (2, -1)


async def test_moving_on_keeps_the_column_and_a_shorter_line_its_last_part() -> None:
    app = Wall("whole", DARK)
    async with app.run_test(size=(110, TALL)):
        drift = app.query_one("#plot-8", DriftLines)
        lengths = [len(path.points) for path in drift.paths.rows]
        drift.part = lengths[0] - 1
        drift.move(1)
        assert drift.part == min(lengths[0], lengths[1]) - 1
        assert drift.subject is not None
        assert drift.subject.about == "session"


async def test_the_cursor_of_the_map_goes_along_a_kind_and_over_to_the_next() -> None:
    app = Wall("whole", DARK)
    async with app.run_test(size=(110, TALL)):
        plot = app.query_one("#plot-7", WrightMap)
        assert plot.sheet is not None
        kinds: dict[str, list[str]] = {}
        for line in plot.sheet.lines:
            kinds.setdefault(line.subject.about, []).append(line.subject.labels[0])

        def here() -> tuple[str, str]:
            assert plot.subject is not None
            return plot.subject.about, plot.subject.labels[0]

        assert here() == ("candidate", kinds["candidate"][0])
        seen = [here()[1]]
        for _ in kinds["candidate"][1:]:
            plot.move(1)
            seen.append(here()[1])
        assert seen == kinds["candidate"]
        plot.go_to(0)
        assert here() == ("candidate", kinds["candidate"][0])
        assert not plot.sideways(-1)
        assert plot.sideways(1)
        assert here()[0] == "interviewer"
        assert plot.sideways(1)
        assert here()[0] == "dimension"
        assert not plot.sideways(1)
        plot.go_to(-1)
        assert here() == ("dimension", kinds["dimension"][-1])
        plot.page(-9)
        assert here() == ("dimension", kinds["dimension"][0])


async def test_each_of_those_who_share_a_step_of_the_map_can_be_pointed_at() -> None:
    app = Wall("huge", DARK)
    async with app.run_test(size=(80, TALL)) as pilot:
        plot = app.query_one("#plot-7", WrightMap)
        rows = [plot.row_of(place) for place in range(20)]
        shared = next(place for place in range(19) if rows[place] == rows[place + 1])
        count = rows.count(rows[shared])
        assert f"● {count}" in drawn(plot, shared) or count > 5
        plot.cursor = shared
        assert f"▸1/{count} {plot.words(shared)[1]}" in drawn(plot, shared)
        plot.move(1)
        assert f"▸2/{count} {plot.words(shared + 1)[1]}" in drawn(plot, shared + 1)
        plot.scroll_to(y=0, animate=False, immediate=True)
        await pilot.click(plot, offset=(9, rows[shared] + 1))
        assert plot.row_of(plot.cursor) == rows[shared]


async def test_what_has_no_place_on_the_map_stands_below_it_and_can_be_pointed_at() -> None:
    app = Wall("tiny", DARK)
    async with app.run_test(size=(110, TALL)):
        plot = app.query_one(WrightMap)
        assert plot.subject is not None
        assert plot.subject.about == "dimension"
        assert plot.sideways(-1)
        assert plot.subject.about == "interviewer"
        assert plot.row_of(plot.cursor) == plot.rows_high() - 1
        assert drawn(plot, plot.cursor).lstrip().startswith("w ")
        assert "▸1/2 Ada" in drawn(plot, plot.cursor)
        assert plot.sideways(-1)
        assert plot.subject.labels == ("C-014",)


@given(st.integers(1, 300), st.integers(10, 120))
def test_every_session_has_a_cell_of_the_drift_line_in_order(count: int, width: int) -> None:
    cells = [cell_of(place, count, width) for place in range(count)]
    assert cells == sorted(cells)
    assert 0 <= cells[0] <= cells[-1] < width
