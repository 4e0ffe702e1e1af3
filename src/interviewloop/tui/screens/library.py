"""The library: cases and rubrics to search, read, use and retire, as they are on disk now."""

from __future__ import annotations

import time
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, ClassVar, cast

from textual import on, work
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from interviewloop.model.errors import Problem
from interviewloop.tui.screens.base import AppScreen
from interviewloop.tui.widgets.filter_bar import FilterBar
from interviewloop.tui.widgets.key_line import KeyLine
from interviewloop.tui.widgets.search_line import SearchLine
from interviewloop.tui.widgets.table_list import Column, Line, TableList
from interviewloop.tui.widgets.top_bar import TopBar
from interviewloop.tui.widgets.typing import LineInput

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.worker import Worker

    from interviewloop.tui.library_reading import Details, Entry, View
    from interviewloop.tui.library_rows import FilterName, Tab
    from interviewloop.tui.library_state import LibraryState

_USE = (
    Column("Used", gives=5, least=4, fair=4, most=5),
    Column("", gives=3, least=8, fair=14, most=36),
)
_COLUMNS: dict[Tab, tuple[Column, ...]] = {
    "cases": (
        Column("Case", gives=1, least=16, fair=28, most=60),
        Column("Kind", gives=2, least=10, fair=12, most=19),
        Column("Min", gives=4, least=3, fair=3, most=3),
        *_USE,
    ),
    "rubrics": (
        Column("Rubric", gives=1, least=16, fair=28, most=60),
        Column("For", gives=2, least=10, fair=12, most=30),
        Column("Dims", gives=4, least=4, fair=4, most=4),
        *_USE,
    ),
}
POLL_S = 1.0
"""How often the files are looked at: an author works in an editor beside."""
_REST_S = 0.15
"""How long the cursor must rest on a case before its files are checked."""
NOTHING = """\
No cases and no rubrics here.

Put cases/ and rubrics/ into the workspace folder; docs/authoring.md says how they are written."""
NO_MATCH = "Nothing matches. Esc empties search and filters."
_ONLY_CASES = {"new", "practise", "answer"}


class LibraryScreen(AppScreen):
    """The list on the left or above, what it holds of the one under the cursor beside or below."""

    CSS_PATH = "library.tcss"
    TITLE_HERE = "library"
    AUTO_FOCUS = ""  # the list takes the focus once it is read; until then letters are keys
    HELP = """
Every case and rubric that can be used here: those of the workspace and those that came with the \
program. F6 goes from cases to rubrics and back.

/ searches titles, ids, kinds, settings, dimensions, pitfalls and the words of the critiques \
expected. Small spelling mistakes do not matter. F3 goes to the filters: arrows choose one, the \
space bar changes it; their letters change them from the list. Setting tells the cases that suit \
a company as they are from those that need a change.

Enter begins a new interview with the case, P practises on it. S shows what is really the matter \
with it, and hides it again; so does moving on to another case.

Used counts interviews with real candidates; practice is counted apart, in the page. From 40 \
interviews with one version on, word has got round: retire the case, or give it new figures and a \
new version. R retires it and asks why; it is then no longer offered for new interviews, and what \
was begun goes on. R again takes that back.

Files are looked at once a second. An edited case is read anew where you are, and what the checker \
finds in it is told at once. Files that cannot be used come last, with line and mend.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2,n", "new", "New", id="library.new",
                tooltip="Begin an interview with the case under the cursor"),
        Binding("f3,f", "filter", "Filter", id="library.filter", tooltip="Go to the filters"),
        Binding("f8,s", "answer", "Answer", id="library.answer",
                tooltip="Show or hide what is really the matter with the case"),
        Binding("f6,c", "tab", "Next tab", id="library.tab",
                tooltip="From cases to rubrics, or back"),
        Binding("f7,r", "retire", "Retire", id="library.retire",
                tooltip="Offer it no longer for new interviews, or offer it again"),
        Binding("f4,p", "practise", "Practise", id="library.practise",
                tooltip="Interview a simulated candidate with this case"),
        Binding("k", "step_filter('kind')", "Kind", id="library.kind", show=False,
                tooltip="Filter by kind of case"),
        Binding("e", "step_filter('setting')", "Setting", id="library.setting", show=False,
                tooltip="Filter by the kind of company it suits"),
        Binding("d", "step_filter('dimension')", "Dimension", id="library.dimension", show=False,
                tooltip="Filter by a dimension that is primary"),
        Binding("m", "step_filter('personas')", "Personas", id="library.personas", show=False,
                tooltip="Filter by whether there are simulated candidates"),
        Binding("t", "step_filter('retired')", "Retired", id="library.retired", show=False,
                tooltip="Show retired ones too, only these, or none"),
        Binding("f5", "reload", "Reload", id="library.reload", show=False,
                tooltip="Read the files anew"),
        Binding("ctrl+f,slash", "search", "Search", id="library.search",
                tooltip="Search the list"),
        Binding("question_mark", "help", "Help", id="library.help", show=False),
        Binding("escape", "clear_or_leave", "Back", id="library.clear",
                tooltip="Empty search and filters; then back to the list, then to the sessions"),
        Binding("f9", "leave", "Back", id="library.leave", show=False,
                tooltip="Back to the sessions"),
    ]  # fmt: skip

    @dataclass
    class Read(Message):
        """The library has been read. A reading with a higher ``number`` began later."""

        view: View
        number: int

    @dataclass
    class Checked(Message):
        """The files of an entry have been looked at closely."""

        key: str
        details: Details

    def __init__(self) -> None:
        super().__init__()
        self.state: LibraryState | None = None
        self._told: set[str] = set()
        self._watcher: Worker[None] | None = None
        self._numbers, self._shown = count(), 0
        self._wanted: str | None = None
        """What is to be looked at closely, if the cursor stays on it."""

    def compose(self) -> ComposeResult:
        yield TopBar("Library")
        yield FilterBar(id="filters")
        with Horizontal(id="sides"):
            with Vertical(id="found"):
                yield SearchLine(placeholder="/ to search", id="search")
                yield TableList(_COLUMNS["cases"], id="list")
            with VerticalScroll(id="preview"):
                yield Static("Reading cases …", id="page", markup=False)
        yield KeyLine()

    def on_mount(self) -> None:
        self.read_anew()
        self.set_interval(POLL_S, self._watch)

    def on_screen_resume(self) -> None:
        if self.state is not None:
            self.read_anew()

    @property
    def _table(self) -> TableList:
        return self.query_one(TableList)

    @property
    def _search(self) -> LineInput:
        return self.query_one("#search", LineInput)

    @property
    def in_front(self) -> bool:
        """Whether no other screen is over this one. Textual's own ``is_current`` holds for the
        screen right below as well."""
        return self.app.screen is self

    @property
    def entry(self) -> Entry | None:
        """What is under the cursor; None on a file that cannot be used."""
        found = self.state.found.entries if self.state else {}
        return found.get(self._table.current_key or "")

    # --- reading -------------------------------------------------------------------------------

    @work(thread=True, group="library-read")
    def read_anew(self) -> None:
        """Read the library in the background; all stays as it is until then."""
        from interviewloop.tui.library_reading import read_library  # deferred: brings the linter

        number = next(self._numbers)
        self.post_message(self.Read(read_library(self.loop_app.services), number))

    def _watch(self) -> None:
        busy = self._watcher is not None and self._watcher.is_running
        if self.in_front and not busy:
            self._watcher = self.look_at_files()

    @work(thread=True, group="library-watch")
    def look_at_files(self) -> None:
        """Read the library anew if any of its files has changed."""
        from interviewloop.tui.library_reading import read_library  # deferred: as above

        services, state, number = self.loop_app.services, self.state, next(self._numbers)
        if state is not None and services.library.stamps() != state.view.stamps:
            self.post_message(self.Read(read_library(services), number))

    @on(Read)
    def _show_view(self, event: Read) -> None:
        from interviewloop.tui.library_state import LibraryState  # deferred: as above

        if event.number < self._shown:
            return
        self._shown = event.number
        for problem in event.view.problems:
            if str(problem) not in self._told:  # once, not at every reading
                self._told.add(str(problem))
                self.tell(problem)
        touched: dict[str, Entry] = {}
        if self.state is None:
            self.state = LibraryState(event.view)
        else:
            touched = self.state.take(event.view)
        if self._wanted in touched:
            self._wanted = None
        self._show_list()
        if self.focused is None and self.in_front:
            self._table.focus()
        for key, entry in touched.items():
            if key != self._table.current_key:
                self._check(key, entry)

    def _want_details(self, key: str, entry: Entry) -> None:
        if self._wanted != key:
            self._wanted = key
            self._check_wanted(key, entry)

    @work(thread=True, group="library-check")
    def _check_wanted(self, key: str, entry: Entry) -> None:
        time.sleep(_REST_S)
        if self._wanted == key:  # else the cursor has moved on
            self._look_closer(key, entry)

    @work(thread=True, group="library-check")
    def _check(self, key: str, entry: Entry) -> None:
        self._look_closer(key, entry)

    def _look_closer(self, key: str, entry: Entry) -> None:
        from interviewloop.tui.library_reading import look_closer  # deferred: as above

        self.post_message(self.Checked(key, look_closer(entry)))

    @on(Checked)
    def _show_details(self, event: Checked) -> None:
        if self.state is None:
            return
        self.state.learn(event.key, event.details)
        if self._wanted == event.key:
            self._wanted = None
        if event.key in self.state.edited:
            self._show_list()
        elif event.key == self._table.current_key:
            self._show_page()

    # --- showing -------------------------------------------------------------------------------

    def _show_list(self) -> None:
        state = self.state
        if state is None:
            return
        lines = [Line(state.cells(key), key) for key in state.found.entries]
        if state.found.broken:
            lines.append(Line(("CANNOT BE USED",)))
            lines += [Line((state.broken_words(key),), key) for key in state.found.broken]
        self._table.columns(_COLUMNS[state.tab])
        self._table.measure(state.every_line())
        self._table.show(lines)
        self._table.border_title = state.tab.upper()
        self._table.border_subtitle = f"{len(state.found.entries)} of {state.size}"
        self.query_one(FilterBar).show(state.filter_words())
        self._show_page()

    def _show_page(self) -> None:
        state, key, entry = self.state, self._table.current_key, self.entry
        if state is None:
            return
        shown = state.answer_for is not None
        self.query_one("#preview").border_subtitle = "the answer is shown" if shown else ""
        page = self.query_one("#page", Static)
        if key is None:
            page.update(Content(NOTHING if state.empty else NO_MATCH))
            return
        page.update(state.page(key))
        if entry is not None and not state.knows(key):
            self._want_details(key, entry)
        else:
            self._wanted = None

    @on(TableList.Moved)
    def _moved(self) -> None:
        if self.state is not None:
            self.state.point_at(self._table.current_key)
            self.query_one("#preview").scroll_home(animate=False)
            self._show_page()

    # --- searching and filtering ---------------------------------------------------------------

    @on(LineInput.Changed, "#search")
    def _searched(self) -> None:
        if self.state is not None:
            self.state.search(self._search.value)
            self._show_list()
            self._table.to_first()

    @on(LineInput.Submitted, "#search")
    def _to_list(self) -> None:
        self._table.focus()

    @on(TableList.LeftTop)
    def action_search(self) -> None:
        self.set_focus(self._search)  # at once: focus() would lose a letter typed right after

    def action_filter(self) -> None:
        self.query_one(FilterBar).focus()

    @on(FilterBar.Step)
    def _filter_stepped(self, event: FilterBar.Step) -> None:
        self.action_step_filter(cast("FilterName", event.name), event.step)

    def action_step_filter(self, name: FilterName, step: int = 1) -> None:
        if self.state is not None:
            self.state.step_filter(name, step)
            self._show_list()

    def action_tab(self) -> None:
        if self.state is not None:
            self.state.other_tab()
            self._show_list()
            self._table.to_first()
            self._table.focus()
            self.refresh_bindings()

    def action_clear_or_leave(self) -> None:
        if self.state is not None and self.state.clear():
            self._search.value = ""
            self._show_list()
            self._table.focus()
        elif not self._table.has_focus:
            self._table.focus()
        else:
            self.action_leave()

    def action_leave(self) -> None:
        self.loop_app.show_home()

    # --- doing ---------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in _ONLY_CASES and self.state is not None and self.state.tab != "cases":
            return False
        return super().check_action(action, parameters)

    def action_answer(self) -> None:
        if self.state is not None:
            self.state.toggle_answer(self._table.current_key)
            self._show_page()

    @on(TableList.Chosen)
    def _chosen(self) -> None:
        if self.state is not None and self.state.tab == "cases" and self.entry is not None:
            self.action_new()
        else:
            self.query_one("#preview").focus()

    def action_new(self) -> None:
        from interviewloop.tui.screens.new_session import NewSessionScreen  # deferred: seldom

        if self.state is not None and self.entry is not None:
            self.state.point_at(None)
            self.app.push_screen(NewSessionScreen(case=self.entry.id))

    def action_practise(self) -> None:
        from interviewloop.tui.library_reading import CaseEntry  # deferred: as above
        from interviewloop.tui.screens.practise import PractiseScreen

        entry = self.entry
        if self.state is None or not isinstance(entry, CaseEntry):
            return
        if not entry.personas:
            what = "this case has no simulated candidates"
            self.tell(Problem("Nobody to practise with", what, "M finds the cases with some."))
            return
        self.state.point_at(None)
        self.app.push_screen(PractiseScreen(entry.id))

    def action_retire(self) -> None:
        from interviewloop.tui.retiring import retire_or_not  # deferred: seldom done

        if self.state is not None and self.entry is not None:
            retire_or_not(self, self.state.tab, self.entry, self.read_anew)

    def action_reload(self) -> None:
        if self.state is not None:
            self.state.forget()
        self._told.clear()
        self.read_anew()
        self.app.notify("Reading the files anew.", timeout=2, markup=False)
