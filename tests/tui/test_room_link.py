"""Groups of the panel linked by practice, on screen."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.tui.test_calibration import apart
from tests.tui.test_home import ME, settled, told
from tests.tui.test_room import read, room, store, text
from textual.widgets import OptionList

from interviewloop.report.calibration_facets import link_words
from interviewloop.tui.room.query import Filters
from interviewloop.tui.screens.behind import BehindScreen
from interviewloop.tui.screens.filters import FilterDialog
from interviewloop.tui.screens.why import Why

if TYPE_CHECKING:
    from tests.tui.conftest import Stand


async def test_groups_are_linked_by_practice_when_that_is_asked_for(stand: Stand) -> None:
    store(stand, *apart(("Ada", "quill"), (ME, "quill")))
    async with room(stand) as (app, pilot, screen):
        screen.action_tab("interviewers")
        assert [sheet.name for sheet in screen.room.sheets] == ["Severity"]
        await pilot.press("f10")
        dialog = app.screen
        assert isinstance(dialog, FilterDialog)
        options = dialog.query_one(OptionList)
        options.highlighted = options.get_option_index("linked")
        await pilot.press("enter")
        assert "yes" in str(options.get_option("linked").prompt)
        await pilot.press("f10")
        await settled(app, pilot)
        assert "linked by practice" in text(screen)
        assert "only" not in screen.room.asked
        screen.action_view()
        await pilot.pause()
        assert screen.room.sheet is not None
        assert screen.room.sheet.name == "Linked by practice"
        assert screen.room.calibration is not None
        # The words are those of the command line.
        assert link_words(screen.room.calibration.linked) == screen.room.sheet.legend
        report = screen.room.measured.text(100) if screen.room.measured else ""
        assert "Severity across groups, linked by practice" in report
        assert "stand on live interviews and practice together" in " ".join(report.split())
        places = [line.subject.labels[0] for line in screen.room.sheet.lines]
        mine = places.index(f"{ME} (you)")
        assert screen.stage is not None
        assert screen.stage.plot is not None
        screen.stage.plot.cursor = mine
        screen.action_behind()
        await settled(app, pilot)
        assert isinstance(app.screen, BehindScreen)
        assert "practice included" in read(app.screen)
        kinds = [line.values[3] for line in app.screen.sheet.lines] if app.screen.sheet else []
        assert sorted(kinds) == ["live"] * 6 + ["mock"]


async def test_why_groups_cannot_be_linked_is_said(stand: Stand) -> None:
    store(stand, *apart())
    async with room(stand) as (app, pilot, screen):
        screen.ask(replace(screen.room.query, filters=Filters(linked=True)))
        await settled(app, pilot)
        assert "not linked: link-nothing" in text(screen)
        assert "none of these interviewers has sealed practice" in " ".join(text(screen).split())
        screen.action_tab("interviewers")
        screen.action_view()
        await pilot.pause()
        assert "withheld: link-nothing" in text(screen)
        await pilot.press("f2")
        assert isinstance(app.screen, Why)
        assert "Let interviewers of each group score the same" in app.screen.text
        await pilot.press("escape", "f3")
        await settled(app, pilot)
        assert not screen.room.query.filters.linked
        screen.action_filter()
        await pilot.pause()
        assert isinstance(app.screen, FilterDialog)
        options = app.screen.query_one(OptionList)
        options.highlighted = options.get_option_index("linked")
        await pilot.press("enter")
        assert "Only live and shadow interviews are linked" in told(app)[-1]
        assert "no" in str(options.get_option("linked").prompt)
