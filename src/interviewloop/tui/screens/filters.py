"""Which sessions and scores the calibration room measures."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Literal

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Label, OptionList, SelectionList
from textual.widgets.option_list import Option
from textual.widgets.selection_list import Selection

from interviewloop.model.errors import Problem
from interviewloop.model.text import visible
from interviewloop.tui.room.query import Filters, day
from interviewloop.tui.screens.base import Dialog, problem_text
from interviewloop.tui.screens.dialogs import AskLine, Choose

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from interviewloop.tui.room.found import Choices
    from interviewloop.tui.room.query import Pool

_Row = Literal[
    "role", "rubric", "case", "since", "until", "interviewers", "dimensions", "linked", "clear"
]
_ROWS: tuple[_Row, ...] = (
    "role", "rubric", "case", "since", "until", "interviewers", "dimensions", "linked", "clear",
)  # fmt: skip
_ANY = "any"
_LINK = "Link groups by practice"
_NOTHING_TO_LINK = "Only live and shadow interviews are linked; these are not."


class FilterDialog(Dialog[Filters | None]):
    """The filters as a list. Returns the new ones, or None where nothing is to change."""

    DEFAULT_CSS = """
    FilterDialog OptionList { height: auto; border: none; padding: 0; }
    FilterDialog OptionList:focus { border: none; background-tint: $foreground 0%; }
    FilterDialog .hint { color: $muted; margin-top: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Cancel", id="filters.cancel"),
        Binding("f10,ctrl+s", "apply", "Apply", id="filters.apply"),
    ]

    def __init__(self, filters: Filters, choices: Choices, pool: Pool) -> None:
        """``choices`` are there among the sessions of ``pool``."""
        super().__init__()
        self.filters, self._choices, self._pool = filters, choices, pool

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="dialog-box", can_focus=False) as box:
            box.border_title = "What is measured"
            yield OptionList(*(Option(self._words(row), id=row) for row in _ROWS))
            yield Label("Enter changes a line, F10 measures. Esc leaves all as it was.",
                        classes="hint")  # fmt: skip

    def on_mount(self) -> None:
        self.query_one(OptionList).focus()

    def _words(self, row: _Row) -> Content:
        if row == "clear":
            return Content("No filter at all")
        if row == "linked":
            return Content.assemble(
                (f"{_LINK}  ", "$muted"), "yes" if self.filters.linked else "no"
            )
        return Content.assemble((f"{row:<14}", "$muted"), visible(self._value(row)))

    def _value(self, row: _Row) -> str:
        filters = self.filters
        if row == "interviewers":
            called = dict(self._choices.interviewers)
            return ", ".join(called.get(name, "?") for name in sorted(filters.interviewers)) or _ANY
        if row == "dimensions":
            return ", ".join(sorted(filters.dimensions)) or _ANY
        value = {
            "role": filters.role, "rubric": filters.rubric, "case": filters.case,
            "since": filters.since, "until": filters.until,
        }[row]  # fmt: skip
        return str(value) if value else _ANY

    def change(self, **changes: object) -> None:
        """Set some of the filters and show them."""
        self.filters = replace(self.filters, **changes)  # type: ignore[arg-type] # fields by name
        options = self.query_one(OptionList)
        for place, row in enumerate(_ROWS):
            options.replace_option_prompt_at_index(place, self._words(row))

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        row = _ROWS[event.option_index]
        if row == "clear":
            self.filters = Filters()
            self.change()
        elif row == "linked":
            self._switch_link()
        elif row in ("role", "rubric", "case"):
            offered = {
                "role": self._choices.roles,
                "rubric": self._choices.rubrics,
                "case": self._choices.cases,
            }
            self._one_of(row, offered[row])
        elif row in ("since", "until"):
            self._ask_day(row)
        elif row == "interviewers":
            self._several(row, self._choices.interviewers, self.filters.interviewers)
        else:
            dims = [(dim, dim) for dim in self._choices.dimensions]
            self._several(row, dims, self.filters.dimensions)

    def _switch_link(self) -> None:
        if self._pool == "panel":
            self.change(linked=not self.filters.linked)
        else:
            self.app.notify(_NOTHING_TO_LINK, timeout=5, markup=False)

    def _one_of(self, row: str, ids: Sequence[str]) -> None:
        def answered(answer: str | None) -> None:
            if answer is not None:
                self.change(**{row: answer or None})

        answers = [("", _ANY), *((id_, visible(id_)) for id_ in ids)]
        question = f"Only sessions {'of loops for' if row == 'role' else 'of'} this {row}."
        self.app.push_screen(Choose(row.capitalize(), question, answers), answered)

    def _ask_day(self, row: str) -> None:
        def answered(answer: str | None) -> None:
            if answer is None:
                return
            try:
                self.change(**{row: day("" if answer.strip() == "-" else answer)})
            except Problem as problem:
                text = problem_text(problem).plain
                self.app.notify(text, title=problem.title, severity="error", markup=False)

        question = f"Only sessions sealed {row} this day: 2026-01-31, or - for any day."
        now = getattr(self.filters, row)
        self.app.push_screen(
            AskLine(row.capitalize(), question, str(now) if now else "", "2026-01-31"), answered
        )

    def _several(
        self, row: str, offered: Sequence[tuple[str, str]], chosen: frozenset[str]
    ) -> None:
        def answered(answer: frozenset[str] | None) -> None:
            if answer is not None:
                self.change(**{row: answer})

        self.app.push_screen(Several(row.capitalize(), offered, chosen), answered)

    def action_apply(self) -> None:
        self.dismiss(self.filters)


class Several(Dialog[frozenset[str] | None]):
    """Some of a list. Returns the keys that are ticked; none stands for all."""

    DEFAULT_CSS = """
    Several SelectionList { height: auto; max-height: 16; border: none; padding: 0; }
    Several SelectionList:focus { border: none; }
    Several .hint { color: $muted; margin-top: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f10", "done", "Done", id="several.done"),
    ]

    def __init__(
        self, title: str, offered: Sequence[tuple[str, str]], chosen: frozenset[str]
    ) -> None:
        """``offered`` are pairs of key and words."""
        super().__init__()
        self._title, self._offered, self._chosen = title, tuple(offered), chosen

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="dialog-box", can_focus=False) as box:
            box.border_title = Content(self._title).markup
            yield SelectionList[str](
                *(
                    Selection(Content(visible(words)), key, key in self._chosen)
                    for key, words in self._offered
                )
            )
            yield Label("Space ticks; none ticked means all. Esc goes back.", classes="hint")

    def on_mount(self) -> None:
        self.query_one(SelectionList).focus()

    def action_done(self) -> None:
        self.dismiss(frozenset(self.query_one(SelectionList).selected))
