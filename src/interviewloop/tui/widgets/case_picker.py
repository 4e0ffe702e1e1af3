"""Choosing a case: a search line, the cases it finds, and a few words on the one chosen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Label, Static

from interviewloop.library.search import Index, index_of_cases
from interviewloop.model.case import KIND_NAMES
from interviewloop.model.text import visible
from interviewloop.tui.widgets.search_line import SearchLine
from interviewloop.tui.widgets.table_list import Column, Line, TableList
from interviewloop.tui.widgets.typing import LineInput

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from textual.app import ComposeResult

    from interviewloop.library.library import LoadedCase
    from interviewloop.model.case import Case

_COLUMNS = (
    Column("Case", gives=1, least=20, fair=40, most=70),
    Column("Kind", gives=2, least=12, fair=19, most=19),
    Column("Min", gives=4, least=3, fair=3, most=3),
)


class CasePicker(Vertical):
    """No case is chosen until somebody moves the cursor or searches."""

    DEFAULT_CSS = """
    /* Textual restyles what is inside only where the rule is about the field itself too. */
    CasePicker { height: auto; &:focus-within { color: $foreground; } }
    CasePicker > Horizontal { height: auto; &:focus-within { color: $foreground; } }
    CasePicker Label { width: 13; color: $muted; }
    CasePicker > Horizontal:focus-within Label { color: $text-primary; text-style: bold; }
    CasePicker SearchLine { width: 1fr; }
    CasePicker TableList { margin-left: 13; height: 7; }
    CasePicker #case-chosen { margin-left: 14; height: 3; color: $muted; }
    """

    @dataclass
    class Moved(Message):
        """Another case is chosen, or none."""

        picker: CasePicker

        @property
        def control(self) -> CasePicker:
            return self.picker

    def __init__(self) -> None:
        super().__init__()
        self._known: Mapping[str, LoadedCase] = {}
        self._retired: frozenset[str] = frozenset()
        self._with_retired = False
        self._index = Index()

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield Label("Case")
            yield SearchLine(placeholder="type to search the cases", id="case-search")
        yield TableList(_COLUMNS, starts_on_first=False, id="cases")
        yield Static("Reading cases …", id="case-chosen", markup=False)

    @property
    def _table(self) -> TableList:
        return self.query_one(TableList)

    @property
    def key(self) -> str | None:
        """The id of the case that is chosen."""
        return self._table.current_key

    @property
    def case(self) -> Case | None:
        """The case that is chosen."""
        loaded = self._known.get(self.key or "")
        return loaded.case if loaded else None

    @property
    def held_back(self) -> int:
        """How many cases are not offered, because they are retired."""
        return 0 if self._with_retired else len(self._retired)

    @property
    def any_retired(self) -> bool:
        """Whether any of the cases is retired, offered or not."""
        return bool(self._retired)

    def know(self, cases: Mapping[str, LoadedCase], retired: Collection[str] = ()) -> None:
        """Offer these cases from now on, the ``retired`` ones among them only when asked to."""
        self._known = cases
        self._retired = frozenset(retired) & cases.keys()
        self._index = index_of_cases({id_: loaded.case for id_, loaded in cases.items()})
        cards = [loaded.case.case for loaded in cases.values()]
        self._table.measure((visible(card.title), KIND_NAMES[card.kind], "000") for card in cards)
        self._show_cases()

    def choose(self, id_: str) -> None:
        """Put the cursor on the case of that id, if it is offered."""
        if id_ in self._known:
            if id_ in self._retired and not self._with_retired:
                self.toggle_retired()
            self._table.point_at(id_)

    def toggle_retired(self) -> None:
        """Offer retired cases too, or no longer."""
        self._with_retired = not self._with_retired
        self._show_cases()
        self.post_message(self.Moved(self))

    def say(self, words: Content) -> None:
        """Show ``words`` below the cases."""
        self.query_one("#case-chosen", Static).update(words)

    def complain(self, what: str) -> None:
        """Say below the cases what is wrong with the choice, until another one is made."""
        self.say(Content.styled(what, "bold $text-error"))

    def focus(self, scroll_visible: bool = True) -> CasePicker:
        self.query_one(SearchLine).focus(scroll_visible)
        return self

    @on(LineInput.Changed)
    def _search(self, event: LineInput.Changed) -> None:
        event.stop()
        self._show_cases()
        if event.value.strip():
            self._table.to_first()

    @on(LineInput.Submitted)
    @on(TableList.Chosen)
    def _go_on(self, event: Message) -> None:
        event.stop()
        self.screen.focus_next()

    @on(TableList.LeftTop)
    def _to_search(self) -> None:
        self.focus()

    @on(TableList.Moved)
    def _moved(self, event: TableList.Moved) -> None:
        event.stop()
        self.post_message(self.Moved(self))

    def _show_cases(self) -> None:
        found = self._index.find(self.query_one(SearchLine).value)
        offered = [id_ for id_ in found if self._with_retired or id_ not in self._retired]
        self._table.show([self._line(id_) for id_ in offered])

    def _line(self, id_: str) -> Line:
        card = self._known[id_].case.case
        title = f"{card.title} (retired)" if id_ in self._retired else card.title
        return Line((visible(title), KIND_NAMES[card.kind], str(card.slot_min)), id_)
