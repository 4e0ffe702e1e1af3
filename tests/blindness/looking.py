"""Looking at the app: what a screen shows, in text and styles, and what lies ready beneath it."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from tests.blindness.workspaces import ME_TYPED, library
from tests.builders import T0
from textual.content import Content
from textual.widgets import Input, OptionList, Static

from interviewloop.interview.moment import Moment
from interviewloop.tui.app import InterviewloopApp
from interviewloop.tui.screens.desk_screen import DeskScreen
from interviewloop.tui.screens.home import HomeScreen
from interviewloop.tui.services import Services
from interviewloop.tui.widgets.name_field import NameField
from interviewloop.tui.widgets.table_list import TableList
from interviewloop.workspace.settings import Settings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from tests.blindness.workspaces import Place
    from textual.pilot import Pilot
    from textual.screen import Screen
    from textual.widget import Widget

SIZE = (120, 40)
_POLL_S, _QUIET = 0.001, 3
"""How often is looked whether all is quiet, and how many times in a row it must be."""
NOW = Moment(T0 + timedelta(days=40), 5_000.0)


@dataclass(repr=False)
class Looking:
    """An open app, and everything that was seen in it, by the name of the moment."""

    app: InterviewloopApp
    pilot: Pilot[int]
    place: Place
    seen: dict[str, object] = field(default_factory=dict)
    screens: set[type[Screen[Any]]] = field(default_factory=set)
    row: str = ""
    _notices: list[tuple[str, ...]] = field(default_factory=list)

    def __post_init__(self) -> None:
        # Kept and not shown: a notice takes as long to draw as the rest of the screen.
        def notify(message: str, *, title: str = "", severity: str = "", **_: object) -> None:
            self._notices.append((title, message, severity))

        self.app.notify = notify  # type: ignore[method-assign]

    async def settle(self) -> None:
        """Wait until nothing is being read, worked out or laid out any more."""
        quiet = 0
        while quiet < _QUIET:
            await asyncio.sleep(_POLL_S)
            quiet = 0 if self._busy() else quiet + 1

    def _busy(self) -> bool:
        screen = self.app.screen
        nodes = (self.app, *self.app.screen_stack, *screen.walk_children())
        return bool(
            any(one.group != "follow" and not one.is_finished for one in self.app.workers)
            or any(node.message_queue_size or node._next_callbacks for node in nodes)
            or screen._layout_required
            or screen._scroll_required
            or screen._repaint_required
            or screen._recompose_required
            or screen._dirty_widgets
            or screen._callbacks
        )

    async def open(self, screen: Screen[Any]) -> None:
        """Put a screen on top."""
        self.app.push_screen(screen)
        await self.settle()
        await self.settle()

    async def take(self, moment: str) -> None:
        """Remember all that is to be seen, and was to be heard in notices, at this moment."""
        await self.settle()
        # Half-typed text is kept after a moment, and that is said: now, and not in between.
        self.app._keep_typing()
        assert self.app.desk is None or self.app.desk.saved(5.0)
        await self.settle()
        self.screens.update(type(one) for one in self.app.screen_stack)
        screen = self.app.screen
        self.note(
            moment,
            {
                "screens": [type(one).__name__ for one in self.app.screen_stack],
                "shown": shown(self.app),
                "beneath": list(beneath(screen)),
                # Which keys do something tells as well.
                "keys": sorted(f"{key} {it.enabled}" for key, it in screen.active_bindings.items()),
                "palette": [(it.title, it.help) for it in self.app.get_system_commands(screen)],
                "heard": self.heard(),
                "clipboard": self.app.clipboard,
            },
        )

    def heard(self) -> list[tuple[str, ...]]:
        """Notices since this was asked last."""
        notices, self._notices = self._notices, []
        return notices

    async def until_asked(self) -> None:
        """Wait for a question; the worker that asks it goes on waiting."""
        before = self.app.screen
        while self.app.screen is before:
            await self.pilot.pause()
        await self.pilot.pause()

    def note(self, moment: str, what: object) -> None:
        """Remember something under a moment of this row."""
        name = f"{self.row}: {moment}"
        assert name not in self.seen, name
        self.seen[name] = what

    async def home(self) -> HomeScreen:
        """Everything closed, the list on top, the workspace as it was at first."""
        while not isinstance(self.app.screen, HomeScreen):
            await self.settle()
            if isinstance(self.app.screen, DeskScreen):
                self.app.screen.action_home()
                await self.settle()
            else:
                await self.app.pop_screen()
        self.app.copy_to_clipboard("")
        heard, changes = self.heard(), self.place.changes()
        if heard or changes:
            self.note(f"left behind after {len(self.seen)} moments", (heard, changes))
            self.place.lay_out()
        return self.app.screen


@asynccontextmanager
async def looking(place: Place) -> AsyncIterator[Looking]:
    """The app on the workspace, with her at the screen who owes scorecards."""
    services = Services(
        place.root, place.config, Settings(interviewer=ME_TYPED), library, lambda: NOW
    )
    app = InterviewloopApp(services)
    async with app.run_test(size=SIZE) as pilot:
        look = Looking(app, pilot, place)
        await look.settle()
        yield look
        await look.home()


def shown(app: InterviewloopApp) -> list[list[tuple[str, str]]]:
    """What the terminal shows, line by line: pieces of text with their styles."""
    return [
        [(piece.text, str(piece.style)) for piece in strip]
        for strip in app.screen._compositor.render_strips()
    ]


def beneath(screen: Screen[Any]) -> Iterator[tuple[str, ...]]:
    """What every widget of a screen holds, also what is out of view or not displayed."""
    for widget in screen.walk_children():
        held = tuple(_held(widget))
        if held:
            yield (type(widget).__name__, widget.id or "", *held)


def _held(widget: Widget) -> Iterator[str]:
    yield from (str(it) for it in (widget.border_title, widget.border_subtitle) if it)
    if isinstance(widget, Static):
        content = widget.content
        yield f"{content.plain} {content.spans}" if isinstance(content, Content) else str(content)
    elif isinstance(widget, OptionList):
        yield from (str(option.prompt) for option in widget.options)
    elif isinstance(widget, TableList):
        yield from map(str, widget._lines)
    elif isinstance(widget, NameField):
        yield from widget._names
    elif isinstance(widget, Input):
        yield f"{widget.value} | {widget.placeholder}"
