"""The candidate's screen: calm, large, and nothing on it that is not the candidate's.

It draws a candidate view and must not know sessions or cases; an import contract keeps it so.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, ScrollableContainer, Vertical
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Static

from interviewloop.tui.candidate_pages import WAITING, card, page, progress

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual import events
    from textual.app import ComposeResult

    from interviewloop.report.candidate_view import CandidateView, Seen
    from interviewloop.tui.candidate_pages import Block

POLL_S = 0.3
"""How often the session's file is looked at, in seconds."""
_WIDE = 150
"""From this width on an incident has a column of its own."""
_BROAD, _HIGH = 100, 30
"""Below this size the question scrolls with the rest, and blocks stand close."""
_WIDEST = 130
"""A single column is no wider: long lines are hard to read. The style sheet has it too."""
_EDGES = 9
"""Columns taken by padding, border and scroll bar around the text of one column."""


class PresentScreen(Screen[None]):
    """Follows a session through ``look``, which is called in a thread and never raises."""

    CSS_PATH = "present.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Up", show=False),
        Binding("down", "move(1)", "Down", show=False),
        Binding("pageup", "leaf(-1)", "Page up", show=False),
        Binding("pagedown,space", "leaf(1)", "Page down", show=False),
        Binding("left", "shift(-8)", "Left", show=False),
        Binding("right", "shift(8)", "Right", show=False),
        Binding("home", "edge(-1)", "To the top", show=False),
        Binding("end", "edge(1)", "To the end", show=False),
        Binding("tab", "other_side", "Other side", show=False),
    ]

    @dataclass
    class Looked(Message):
        """The session's file has been looked at."""

        seen: Seen

    def __init__(self, seen: Seen, look: Callable[[], Seen], poll_s: float) -> None:
        super().__init__()
        self._seen, self._look, self._poll_s = seen, look, poll_s
        self._shown: dict[str, Sequence[Block]] = {}
        self._hand = "left"

    def compose(self) -> ComposeResult:
        with Horizontal(id="bar"):
            yield Static(id="progress", markup=False)
            yield Static(id="state", markup=False)
        yield Static(id="card", markup=False)
        yield Vertical(id="top")
        with Horizontal(id="sides"):
            yield ScrollableContainer(id="left", classes="side", can_focus=False)
            yield ScrollableContainer(id="right", classes="side", can_focus=False)
        yield Static(id="foot", markup=False)

    async def on_mount(self) -> None:
        self.run_worker(self._follow(), group="follow")
        await self._show()

    async def on_resize(self, _: events.Resize) -> None:
        await self._show()

    async def _follow(self) -> None:
        while True:
            await asyncio.sleep(self._poll_s)
            # In a thread: a shared folder may take its time.
            seen = await asyncio.to_thread(self._look)
            if seen != self._seen:
                self.post_message(self.Looked(seen))

    @on(Looked)
    async def _looked(self, event: Looked) -> None:
        self._seen = event.seen
        await self._show()

    # --- showing -------------------------------------------------------------------------------

    async def _show(self) -> None:
        view, size = self._seen.view, self.app.size
        self.set_class(size.width < _BROAD or size.height < _HIGH, "-small")
        self.query_one("#progress", Static).update(progress(view))
        self.query_one("#state", Static).update(WAITING if self._seen.waiting else "")
        alone = card(view)
        self.query_one("#card", Static).display = alone is not None
        self.query_one("#card", Static).update(alone or "")
        self.query_one("#sides").display = alone is None
        await self._lay_out(view)
        both = bool(self._shown["right"])
        self.set_class(both, "-both")
        self._take(self._hand if both else "left")
        other = "   Tab  other side" if both else ""
        self.query_one("#foot", Static).update(f"↑ ↓  scroll{other}   Ctrl+Q  close")

    async def _lay_out(self, view: CandidateView) -> None:
        small = self.has_class("-small")
        wide = self.app.size.width >= _WIDE and not small
        two = wide and view.incident is not None
        column = self.app.size.width // 2 if two else min(self.app.size.width, _WIDEST)
        shown = page(view, max(1, column - _EDGES), wide=wide)
        top, left = ((), (*shown.top, *shown.left)) if small else (shown.top, shown.left)
        for name, blocks in (("top", top), ("left", left), ("right", shown.right)):
            await self._fill(name, blocks if view.state == "under way" else ())

    async def _fill(self, name: str, blocks: Sequence[Block]) -> None:
        """Put ``blocks`` into a part of the screen; what is new is brought into view."""
        if self._shown.get(name) == blocks:
            return
        self._shown[name] = blocks
        column = self.query_one(f"#{name}")
        column.display = bool(blocks)
        with self.app.batch_update():
            await column.remove_children()
            await column.mount_all(_widget(block) for block in blocks)
            column.scroll_home(animate=False)

    # --- keys ----------------------------------------------------------------------------------

    def _take(self, side: str) -> None:
        """Arrows move this side from now on."""
        self._hand = side
        for name in ("left", "right"):
            self.query_one(f"#{name}").set_class(name == side, "-hand")

    def action_move(self, lines: int) -> None:
        self.query_one(f"#{self._hand}").scroll_relative(y=lines, animate=False)

    def action_leaf(self, pages: int) -> None:
        side = self.query_one(f"#{self._hand}")
        side.scroll_relative(y=pages * max(1, side.size.height - 2), animate=False)

    def action_shift(self, columns: int) -> None:
        self.query_one(f"#{self._hand}").scroll_relative(x=columns, animate=False)

    def action_edge(self, where: int) -> None:
        side = self.query_one(f"#{self._hand}")
        if where < 0:
            side.scroll_home(animate=False)
        else:
            side.scroll_end(animate=False)

    def action_other_side(self) -> None:
        if self._shown.get("right"):
            self._take("right" if self._hand == "left" else "left")


def _widget(block: Block) -> Static:
    widget = Static(block.content, classes=f"block -{block.kind}", markup=False)
    widget.set_class(block.wraps, "-wraps")
    widget.border_title = block.heading
    return widget
