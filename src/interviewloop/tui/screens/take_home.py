"""The live screen of a take-home: its task's times beside what every interview has."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from interviewloop.interview.commands import COMMAND_OF
from interviewloop.interview.take_home import next_way
from interviewloop.tui.live_commands import begin
from interviewloop.tui.live_help import HELP, TAKE_HOME_HELP
from interviewloop.tui.screens.live import LiveScreen


class TakeHomeScreen(LiveScreen):
    """Begins in the stage in which the memo is read; the clock runs from the next one on."""

    TITLE_HERE = "the take-home"
    HELP = f"{TAKE_HOME_HELP}\n{HELP.lstrip()}"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "ctrl+o", "hand_over", "Sent, received", id="take-home.hand-over", show=False,
            tooltip="Enter when the task went out, or when their work came back",
        ),
    ]  # fmt: skip

    def action_hand_over(self) -> None:
        """Begin the command: Enter takes this moment, a time before it another one."""
        begin(self, COMMAND_OF[next_way(self.desk.session)])
