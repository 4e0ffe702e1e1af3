"""In front of the scorecard while it is sealed: sealed is what is on disk, and nothing before."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static
from textual.worker import get_current_worker

from interviewloop.tui.screens.base import Dialog, problem_text

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from interviewloop.model.errors import Problem
    from interviewloop.tui.desk import Desk

TRY_S = 0.5
"""How long one look at the disk lasts."""
PATIENCE_S = 2.0
"""From when on the wait is explained."""


class SealingScreen(Dialog[bool]):
    """Returns True once the sealed scorecard is on disk.

    False only when the system refuses it for good and the user has read so and closed this.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "give_up", "Close", id="sealing.close", show=False),
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._refused = False

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog-box") as box:
            box.border_title = "Sealing"
            yield Static("Writing the sealed scorecard to disk …", markup=False)

    def on_mount(self) -> None:
        self._wait()

    @work(thread=True)
    def _wait(self) -> None:
        worker, begun = get_current_worker(), time.monotonic()
        while not self._desk.saved(TRY_S):
            if worker.is_cancelled:
                return
            problem, again = self._trouble()
            if problem is not None and not again:
                self.app.call_from_thread(self._show_refusal, problem)
                return
            if time.monotonic() - begun > PATIENCE_S:
                self.app.call_from_thread(self._show_delay, problem)
        if not worker.is_cancelled:
            self.app.call_from_thread(self._finish)

    def _finish(self) -> None:
        self.dismiss(True)

    def _trouble(self) -> tuple[Problem | None, bool]:
        """Why the last try failed, and whether it is tried again."""
        saver = self._desk.saver
        if saver is None:
            return None, True
        return saver.state.problem, saver.state.retry_in is not None

    def _show_delay(self, problem: Problem | None) -> None:
        why = problem_text(problem) if problem else Content("The disk has not answered.")
        self.query_one(Static).update(
            Content.assemble(
                ("Not on disk yet, so not sealed yet.\n\n", "bold $text-error"),
                why,
                "\n\nIt is tried again every few seconds. Ctrl+Q offers to save a copy elsewhere.",
            )
        )

    def _show_refusal(self, problem: Problem) -> None:
        self._refused = True
        self.query_one(Static).update(
            Content.assemble(
                ("The scorecard could not be sealed in its file.\n\n", "bold $text-error"),
                problem_text(problem),
                "\n\nCtrl+Q offers to save a copy elsewhere. Esc closes the session.",
            )
        )

    def action_give_up(self) -> None:
        if self._refused:
            self.dismiss(False)
