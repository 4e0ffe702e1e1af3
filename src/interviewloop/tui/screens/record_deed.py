"""Something done to a loop as a whole, shown as it will be recorded before it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Label, Static

from interviewloop.model.errors import Problem
from interviewloop.model.text import visible
from interviewloop.tui.screens.base import Dialog, problem_text
from interviewloop.tui.widgets.typing import LineInput

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult

_BLANK = "…"
"""What stands in the entry for what is not filled in yet."""


class RecordDeed(Dialog[bool]):
    """Returns True once the entry is on disk. Refused, it stays with all that was typed."""

    DEFAULT_CSS = """
    RecordDeed > .dialog-box { width: 84; padding: 0 1; }
    RecordDeed .line { height: 1; }
    RecordDeed .line Label { width: 14; padding: 0 1; }
    RecordDeed .line LineInput { width: 1fr; }
    RecordDeed .about { height: auto; margin: 0 1 1 1; }
    RecordDeed .entry { height: auto; max-height: 8; margin: 1; }
    RecordDeed .trouble { height: auto; max-height: 4; padding: 0 1; color: $text-error; }
    RecordDeed Button { margin-left: 1; }
    RecordDeed .hint { width: 100%; color: $muted; padding: 0 1; margin-top: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(False)", "Cancel", id="deed.cancel"),
        Binding("ctrl+s", "record", "Record", id="deed.record"),
    ]

    def __init__(
        self,
        title: str,
        about: str,
        by: str,
        entry: Callable[[str, str], str],
        record: Callable[[str, str], None],
    ) -> None:
        """``about`` says what comes of it. ``entry`` is what will be recorded for a name and a
        reason and ``record`` records it; both raise Problem where that cannot be."""
        super().__init__()
        self._title, self._about, self._by = title, about, by
        self._entry, self._record = entry, record

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="dialog-box", can_focus=False) as box:
            box.border_title = Content(self._title).markup
            yield Static(Content(self._about), markup=False, classes="about")
            with Horizontal(classes="line"):
                yield Label("Reason")
                yield LineInput(placeholder="why (required)", id="why")
            with Horizontal(classes="line"):
                yield Label("Recorded by")
                yield LineInput(self._by, placeholder="your name (required)", id="by")
            yield Static(classes="entry", markup=False)
            yield Static(classes="trouble", markup=False)
            yield Button("Record it", compact=True, variant="primary")
            yield Label(
                "Enter goes on, and on the button it records. Ctrl+S records too. Esc cancels.",
                classes="hint",
            )

    def on_mount(self) -> None:
        self.query_one("#why").focus()
        self._show_entry()

    @property
    def _answers(self) -> tuple[str, str]:
        return (
            self.query_one("#by", LineInput).value.strip(),
            self.query_one("#why", LineInput).value.strip(),
        )

    @on(LineInput.Changed)
    def _show_entry(self) -> None:
        by, why = self._answers
        self._complain(None)
        try:
            entry = visible(self._entry(by or _BLANK, why or _BLANK))
        except Problem as problem:
            entry = ""
            self._complain(problem)
        words = ("This will stay on the record:\n", "$muted") if entry else ""
        self.query_one(".entry", Static).update(Content.assemble(words, (entry, "bold")))

    @on(LineInput.Submitted)
    def _next(self) -> None:
        self.focus_next()

    @on(Button.Pressed)
    def action_record(self) -> None:
        """Write the entry; say what is missing if something is."""
        try:
            self._record(*self._answers)
        except Problem as problem:
            self._complain(problem)
            return
        self.dismiss(True)

    def _complain(self, problem: Problem | None) -> None:
        words = Content("")
        if problem is not None:
            words = Content.assemble((f"{problem.title}: ", "bold"), problem_text(problem))
        self.query_one(".trouble", Static).update(words)
