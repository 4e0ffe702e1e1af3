"""The line of keys: whole keys, help and the way back first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from interviewloop.tui.widgets.key_line import ALL, KeyLine, ShownKey, fitting

if TYPE_CHECKING:
    from tests.tui.conftest import Stand

HELP = ShownKey("f1", "f1", "Help", always=True, helps=True)
BACK = ShownKey("escape", "esc", "Back", always=True)
NEW, PLAN, SEARCH = (ShownKey(name[0], name[0], name) for name in ("New", "Plan", "Search"))


def words(width: int) -> list[str]:
    return [one.words for one in fitting([HELP, NEW, PLAN, SEARCH, BACK], width)]


def test_all_keys_stand_in_their_order_where_there_is_room() -> None:
    assert words(44) == ["Help", "New", "Plan", "Search", "Back"]


def test_what_is_left_out_is_named_and_the_way_back_stays() -> None:
    assert words(43) == [ALL, "New", "Plan", "Back"]
    assert words(31) == [ALL, "New", "Back"]
    assert words(24) == [ALL, "Back"]


@pytest.mark.parametrize("width", [80, 100, 120, 200])
async def test_no_key_is_cut_on_the_first_screen(stand: Stand, width: int) -> None:
    app = stand.app()
    async with app.run_test(size=(width, 24)) as pilot:
        await pilot.pause()
        line = app.screen.query_one(KeyLine)
        shown = line.render().plain
        assert len(shown) <= width
        assert shown.startswith(f" f1 {ALL} " if width < 120 else " f1 Help ")
        assert all(f" {one.shown} {one.words} " in shown for one in line.shown_keys())


async def test_the_line_follows_a_key_mapped_anew_and_a_click_presses_it(stand: Stand) -> None:
    app = stand.app()
    async with app.run_test(size=(120, 24)) as pilot:
        await pilot.pause()
        app.set_keymap({"home.loops": "f11"})
        await pilot.pause()
        line = app.screen.query_one(KeyLine)
        shown = line.render().plain
        assert " f11 Loops " in shown
        await pilot.click(KeyLine, offset=(shown.index("f11"), 0))
        await pilot.pause()
        assert app.screen.TITLE_HERE == "loops"
