"""Questions: one with choices, one that asks for a line of text."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Label, OptionList, Static
from textual.widgets.option_list import Option

from interviewloop.tui.screens.base import Dialog
from interviewloop.tui.widgets.typing import LineInput

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult


class Choose(Dialog[str | None]):
    """A question with a list of answers. Returns the chosen key, or None after escape.

    Arrows and enter choose, and so do the digits 1 to 9, which every keyboard layout has.
    """

    DEFAULT_CSS = """
    Choose OptionList { height: auto; max-height: 14; border: none; padding: 0; margin-top: 1; }
    Choose OptionList:focus { border: none; background: $surface; background-tint: $foreground 0%; }
    Choose .hint { color: $muted; margin-top: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Cancel", id="dialog.cancel"),
        *(
            Binding(str(number), f"pick({number})", f"Answer {number}", show=False)
            for number in range(1, 10)
        ),
    ]

    def __init__(self, title: str, question: str, answers: Sequence[tuple[str, str]]) -> None:
        """``answers`` are pairs of key and words, the safest first; all texts are plain."""
        super().__init__()
        self._title, self._question, self._answers = title, question, list(answers)

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="dialog-box", can_focus=False) as box:
            box.border_title = Content(self._title).markup
            yield Static(Content(self._question), markup=False)
            yield OptionList(
                *(
                    Option(Content(f"{number}  {words}"), id=f"answer-{number}")
                    for number, (_, words) in enumerate(self._answers, 1)
                )
            )
            yield Label("Arrows and Enter, or a number. Esc cancels.", classes="hint")

    def on_mount(self) -> None:
        self.query_one(OptionList).focus()

    def action_pick(self, number: int) -> None:
        if number <= len(self._answers):
            self.dismiss(self._answers[number - 1][0])

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._answers[event.option_index][0])


class AskLine(Dialog[str | None]):
    """A question answered by one line. Returns the line as typed, or None after escape."""

    DEFAULT_CSS = """
    AskLine LineInput { margin-top: 1; }
    AskLine .hint { color: $muted; margin-top: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Cancel", id="dialog.cancel"),
    ]

    def __init__(self, title: str, question: str, value: str = "", placeholder: str = "") -> None:
        super().__init__()
        self._title, self._question = title, question
        self._value, self._placeholder = value, placeholder

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="dialog-box", can_focus=False) as box:
            box.border_title = Content(self._title).markup
            yield Static(Content(self._question), markup=False)
            yield LineInput(self._value, placeholder=self._placeholder)
            yield Label("Enter accepts. Esc cancels.", classes="hint")

    @on(LineInput.Submitted)
    def _answered(self, event: LineInput.Submitted) -> None:
        if event.value.strip():
            self.dismiss(event.value)
