"""An amendment of a sealed scorecard: what changes, to what, why, and who says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Label, Static

from interviewloop.interview.events import Amend
from interviewloop.model.errors import Problem
from interviewloop.model.rubric import LEVELS
from interviewloop.model.scorecard import NO_SIGNAL, OVERALL, RECOMMENDATIONS, amended
from interviewloop.report.score_words import change_words, value_words
from interviewloop.tui.score_views import field_name, fields
from interviewloop.tui.screens.base import Dialog, problem_text
from interviewloop.tui.widgets.pane_list import PaneList, Row
from interviewloop.tui.widgets.typing import LineInput

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult

    from interviewloop.interview.plan import Plan
    from interviewloop.model.scorecard import Recommendation, Score
    from interviewloop.model.session import Session


class AmendScreen(Dialog[bool]):
    """Returns True once the amendment is on disk. Refused, it stays with all that was typed."""

    DEFAULT_CSS = """
    AmendScreen > .dialog-box { width: 84; height: auto; padding: 0 1; }
    AmendScreen #what { height: auto; max-height: 13; margin-bottom: 1; background: $surface; }
    AmendScreen .line { height: 1; }
    AmendScreen .line Label { width: 9; padding: 0 1; }
    AmendScreen .line LineInput { width: 1fr; }
    AmendScreen #trouble { height: auto; max-height: 4; padding: 0 1; color: $text-error; }
    AmendScreen .hint { color: $muted; padding: 0 1; margin-top: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "Cancel", id="amend.cancel"),
        *(
            Binding(str(digit), f"value({digit})", f"New value {digit}", show=False)
            for digit in (*LEVELS, 0)
        ),
    ]

    def __init__(
        self, session: Session, plan: Plan, by: str, record: Callable[[Amend], None]
    ) -> None:
        """``record`` writes the amendment, in a thread, or raises :class:`Problem`."""
        super().__init__()
        self._plan, self._by, self._record = plan, by, record
        self._now = amended(session.scorecard, session.amendments)
        self._field = ""
        self._after: Score | Recommendation | None = None
        self._busy = False

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog-box") as box:
            box.border_title = "Amend the sealed scorecard"
            yield PaneList("WHAT CHANGES", id="what")
            with Horizontal(classes="line"):
                yield Label("Reason")
                yield LineInput(placeholder="Why it changes (required)", id="why")
            with Horizontal(classes="line"):
                yield Label("Name")
                yield LineInput(self._by, placeholder="Who changes it (required)", id="by")
            yield Static(id="trouble", markup=False)
            yield Static(
                "Arrows choose, a digit changes: 0-5, or 1-4 for the recommendation.\n"
                "Enter goes on; at the name it records. Esc cancels.",
                classes="hint",
                markup=False,
            )

    def on_mount(self) -> None:
        what = self.query_one("#what", PaneList)
        self._show()
        what.highlighted = 0
        what.focus()

    def _show(self) -> None:
        rows = []
        for field in fields(self._plan):
            before = self._before(field)
            chosen = field == self._field
            after = self._after if chosen else before
            value = change_words(before, after)
            name = field_name(self._plan, field)
            rows.append(
                Row(
                    Content.assemble(
                        "▶ " if chosen else "  ",
                        f"{name:<30} ",
                        (value, "bold" if chosen else ""),
                    ),
                    field,
                )
            )
        self.query_one("#what", PaneList).show(rows)

    def _before(self, field: str) -> Score | Recommendation | None:
        if field == OVERALL:
            return self._now.recommendation
        return self._now.scores.get(field)

    def action_value(self, digit: int) -> None:
        field = self.query_one("#what", PaneList).current_key
        if field is None:
            return
        if field != OVERALL:
            self._after = next((it for it in LEVELS if it == digit), NO_SIGNAL)
        elif 1 <= digit <= len(RECOMMENDATIONS):
            self._after = RECOMMENDATIONS[digit - 1]
        else:
            self._say("The recommendation is 1 strong no, 2 no, 3 yes or 4 strong yes.")
            return
        self._field = field
        same = self._after == self._before(field)
        words = f"{field_name(self._plan, field)} already stands at {value_words(self._after)}."
        self._say(words if same else "")
        self._show()

    @on(PaneList.Chosen, "#what")
    def _what_chosen(self) -> None:
        if self._after is None:
            self._say("A digit gives the new value.")
        else:
            self.query_one("#why").focus()

    @on(LineInput.Submitted, "#why")
    def _why_given(self) -> None:
        self.query_one("#by").focus()

    @on(LineInput.Submitted, "#by")
    def _finished(self) -> None:
        if self._busy:
            return
        if self._after is None:
            self._say("Nothing is changed yet: choose a row and press a digit.")
            self.query_one("#what").focus()
            return
        why = self.query_one("#why", LineInput).value
        by = self.query_one("#by", LineInput).value
        self._busy = True
        self._say("Writing …")
        self._write(Amend(self._field, self._after, by, why))

    @work(thread=True)
    def _write(self, amendment: Amend) -> None:
        try:
            self._record(amendment)
        except Problem as problem:
            self.app.call_from_thread(self._refused, problem)
        else:
            self.app.call_from_thread(self._recorded)

    def _recorded(self) -> None:
        self.dismiss(True)

    def _refused(self, problem: Problem) -> None:
        self._busy = False
        self.query_one("#trouble", Static).update(
            Content.assemble((f"{problem.title}: ", "bold"), problem_text(problem))
        )
        for line in self.query(LineInput):
            if not line.value.strip():
                line.focus()
                break

    def _say(self, words: str) -> None:
        self.query_one("#trouble", Static).update(Content(words))

    def action_cancel(self) -> None:
        if not self._busy:
            self.dismiss(False)
