"""What the library screen shows, and how that changes; without a screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from interviewloop.model.text import visible
from interviewloop.tui import library_rows as rows
from interviewloop.tui.library_pages import broken_page, entry_page
from interviewloop.tui.library_reading import changed, edited

if TYPE_CHECKING:
    from textual.content import Content

    from interviewloop.tui.library_reading import Details, Entry, View
    from interviewloop.tui.library_rows import FilterName, Found, Tab


class FilterWords(NamedTuple):
    """A filter as it is shown; ``narrows`` says whether it leaves anything out."""

    name: FilterName
    label: str
    value: str
    narrows: bool


class LibraryState:
    """One view of the library at a time, one of its tabs, what is searched and asked for in it."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.tab: Tab = "cases"
        self.query = ""
        self.filters = rows.NO_FILTERS
        self.edited: set[str] = set()
        """Keys of what was changed while this was on show."""
        self.answer_for: str | None = None
        """The one case whose answer is on show."""
        self._details: dict[str, Details] = {}
        self.found: Found = self._find()

    def take(self, view: View) -> dict[str, Entry]:
        """Show ``view`` from now on; what was edited since the one before."""
        files = changed(self.view.stamps, view.stamps)
        self.view = view
        if any(path.parent.name == "rubrics" for path in files):
            self._details.clear()  # what a case may name stands in the rubrics
        entries: dict[str, Entry] = {**view.cases, **view.rubrics}
        touched = {key: one for key, one in entries.items() if edited(one, files)}
        self.edited |= touched.keys()
        for key in touched:
            self._details.pop(key, None)
        self.found = self._find()
        return touched

    def search(self, query: str) -> None:
        """Seek something else."""
        self.query = query
        self.found = self._find()

    def step_filter(self, name: FilterName, step: int) -> None:
        """Ask for the next value of a filter, or the one before."""
        options = rows.options(self.view, self.tab)
        if name in options:
            self.filters = self.filters.stepped(name, options[name], step)
            self.found = self._find()

    def other_tab(self) -> None:
        """From cases to rubrics, or back. A search goes on; of the filters only retired is kept."""
        self.tab = "rubrics" if self.tab == "cases" else "cases"
        self.filters = rows.Filters(retired=self.filters.retired)
        self.answer_for = None
        self.found = self._find()

    def clear(self) -> bool:
        """Empty search and filters; False when they were empty."""
        if not self.query and self.filters == rows.NO_FILTERS:
            return False
        self.query, self.filters = "", rows.NO_FILTERS
        self.found = self._find()
        return True

    def point_at(self, key: str | None) -> None:
        """The cursor is on ``key``: the answer of any other case is hidden again."""
        if self.answer_for != key:
            self.answer_for = None

    def toggle_answer(self, key: str | None) -> None:
        """Show the answer of a case, or hide it."""
        shown = self.answer_for == key
        self.answer_for = key if key in self.view.cases and not shown else None

    def learn(self, key: str, details: Details) -> None:
        """Keep what a closer look has found."""
        self._details[key] = details

    def forget(self) -> None:
        """Have everything looked at closely again."""
        self._details.clear()

    def knows(self, key: str) -> bool:
        """Whether there has been a closer look."""
        return key in self._details

    @property
    def size(self) -> int:
        """How many entries the tab has, found or not."""
        return len(self.view.cases if self.tab == "cases" else self.view.rubrics)

    @property
    def empty(self) -> bool:
        """Whether there is nothing at all, not even a broken file."""
        view = self.view
        return not (view.cases or view.rubrics or view.broken_cases or view.broken_rubrics)

    def cells(self, key: str) -> tuple[str, ...]:
        """The line of an entry of this tab, whether it is found or not."""
        note = rows.edit_note(self._details.get(key)) if key in self.edited else ""
        return rows.cells(self._entries()[key], self.filters, note)

    def broken_words(self, key: str) -> str:
        """The line of a file that cannot be used."""
        return visible(rows.place(self.found.broken[key].path, self.tab))

    def every_line(self) -> list[tuple[str, ...]]:
        """The lines of all entries of this tab, to take widths from."""
        return [self.cells(key) for key in self._entries()]

    def filter_words(self) -> list[FilterWords]:
        """The filters of this tab, in words."""
        shown = []
        for name, options in rows.options(self.view, self.tab).items():
            value = self.filters.value(name)
            narrows = value != rows.NO_FILTERS.value(name)
            shown.append(
                FilterWords(name, rows.LABELS[name], dict(options).get(value, value), narrows)
            )
        return shown

    def page(self, key: str) -> Content:
        """An entry, or a file that cannot be used, in full."""
        if key in self.found.broken:
            return broken_page(self.found.broken[key])
        return entry_page(
            self.found.entries[key],
            self.view.dimension_names,
            self._details.get(key),
            answer=self.answer_for == key,
            edited=key in self.edited,
        )

    def _entries(self) -> dict[str, Entry]:
        return {**self.view.cases} if self.tab == "cases" else {**self.view.rubrics}

    def _find(self) -> Found:
        return rows.matching(self.view, self.tab, self.query, self.filters)
