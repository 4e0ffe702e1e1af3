"""The decision of a loop: what, on which basis, and who would have decided otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Label, Static

from interviewloop.interview.loop_events import Decide
from interviewloop.model.errors import Problem
from interviewloop.model.loop import OUTCOME_NAMES, OUTCOMES
from interviewloop.model.text import visible
from interviewloop.tui.screens.base import Dialog, problem_text
from interviewloop.tui.widgets.choice import Choice
from interviewloop.tui.widgets.typing import LineInput

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult

    from interviewloop.model.loop import Outcome


class DecideScreen(Dialog[bool]):
    """Returns True once the decision is on disk. Refused, it stays with all that was typed."""

    DEFAULT_CSS = """
    DecideScreen > .dialog-box { width: 92; padding: 0 1; }
    DecideScreen .line { height: 1; }
    DecideScreen .line Label {
        width: 26; padding: 0 1; text-wrap: nowrap; text-overflow: ellipsis;
    }
    DecideScreen .line LineInput { width: 1fr; }
    DecideScreen .sum { margin: 0 1 1 1; height: auto; }
    DecideScreen .trouble { height: auto; max-height: 4; padding: 0 1; color: $text-error; }
    DecideScreen .hint { color: $muted; padding: 0 1; margin-top: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(False)", "Cancel", id="decide.cancel"),
        Binding("ctrl+s", "record", "Record", id="decide.record"),
    ]

    def __init__(
        self,
        adds_up: Content,
        by: str,
        interviewers: Sequence[str],
        record: Callable[[Decide], None],
    ) -> None:
        """``adds_up`` is what the scorecards come to; ``record`` writes or raises Problem."""
        super().__init__()
        self._adds_up, self._by, self._record = adds_up, by, record
        self._interviewers = tuple(dict.fromkeys(interviewers))

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="dialog-box", can_focus=False) as box:
            box.border_title = "Decision"
            yield Static(self._adds_up, markup=False, classes="sum")
            with Horizontal(classes="line"):
                yield Label("Decision")
                options = [(it, OUTCOME_NAMES[it]) for it in OUTCOMES]
                yield Choice(options, open_at_first=True, id="outcome")
            with Horizontal(classes="line"):
                yield Label("Basis")
                yield LineInput(placeholder="which evidence decided it (required)", id="why")
            for place, name in enumerate(self._interviewers):
                with Horizontal(classes="line"):
                    yield Label(visible(name), markup=False)
                    yield LineInput(placeholder="dissent, if any: why", id=f"dissent-{place}")
            with Horizontal(classes="line"):
                yield Label("Recorded by")
                yield LineInput(self._by, placeholder="your name (required)", id="by")
            yield Static(classes="trouble", markup=False)
            yield Label("Tab goes on, Ctrl+S or Enter at the name records. Esc cancels.",
                        classes="hint")  # fmt: skip

    def on_mount(self) -> None:
        self.query_one("#outcome").focus()

    @on(LineInput.Submitted)
    def _next(self, event: LineInput.Submitted) -> None:
        if event.input.id == "by":
            self.action_record()
        else:
            self.focus_next()

    def action_record(self) -> None:
        """Write the decision; say what is missing if something is."""
        lines = {line.id: line.value for line in self.query(LineInput)}
        dissent = {
            name: why
            for place, name in enumerate(self._interviewers)
            if (why := lines[f"dissent-{place}"]).strip()
        }
        outcome = cast("Outcome | None", self.query_one("#outcome", Choice).value)
        if outcome is None:
            self._say("No decision chosen: Right arrow on the first line goes through the three.")
            return
        try:
            self._record(Decide(outcome, lines["by"], lines["why"], dissent))
        except Problem as problem:
            self._say(Content.assemble((f"{problem.title}: ", "bold"), problem_text(problem)))
            return
        self.dismiss(True)

    def _say(self, words: str | Content) -> None:
        trouble = self.query_one(".trouble", Static)
        trouble.update(words)
        self.call_after_refresh(trouble.scroll_visible, animate=False)
