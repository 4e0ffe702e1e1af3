"""Home: every session of the workspace, the open ones first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import Static
from textual.worker import get_current_worker

from interviewloop.model.errors import Problem
from interviewloop.model.text import storable, visible
from interviewloop.tui.collecting import not_collecting
from interviewloop.tui.home_rows import (
    NO_NOTES,
    HomeRow,
    Notes,
    Overview,
    matching,
    open_notes,
    overview,
)
from interviewloop.tui.home_views import COLUMNS, NOTHING_YET, cells, detail, lines, shortened
from interviewloop.tui.screens.base import AppScreen
from interviewloop.tui.widgets.key_line import KeyLine
from interviewloop.tui.widgets.search_line import SearchLine
from interviewloop.tui.widgets.table_list import TableList
from interviewloop.tui.widgets.top_bar import TopBar
from interviewloop.tui.widgets.typing import LineInput

if TYPE_CHECKING:
    from pathlib import Path

    from textual.app import ComposeResult

    from interviewloop.tui.new_session_form import Answers
    from interviewloop.workspace.surveying import AnyListing

_READING = "home-read"
_PROGRESS_STEP = 200
"""Files between two reports of how far reading has come."""


class _CalledOff(Exception):  # noqa: N818 - reads as what it says
    """The list is not to be read just now."""


class HomeScreen(AppScreen):
    """The list of sessions, with a search line over it and the row in full below it."""

    CSS_PATH = "home.tcss"
    TITLE_HERE = "sessions"
    AUTO_FOCUS = ""  # the list takes the focus once it is read; until then letters are keys
    HELP = """
Every interview of this workspace: open ones first, then what loops have planned for you, then \
sealed ones, newest first.

Enter opens the interview under the cursor where it was left; a planned one opens as a form that \
is filled in. V shows it without touching it. \
What colleagues scored is never in this list, and a colleague's scorecard opens only once you \
have submitted your own for the same candidate.

/ searches candidate, interviewer, case, loop, state and notes (your own notes, and others' once \
you may read them). Small spelling mistakes do not matter. Down leaves the search line for the \
list, Esc empties it.

Files that cannot be read are listed last; Enter says what is wrong with them and what to do.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2,n", "new", "New", id="home.new", tooltip="Begin a new interview"),
        Binding("f4,p", "practise", "Practise", id="home.practise",
                tooltip="Interview a simulated candidate and compare with the key"),
        Binding("f7,c", "calibrate", "Calibrate", id="home.calibrate",
                tooltip="How far the interviewers agree, who is severe or lenient"),
        Binding("f8,l", "loops", "Loops", id="home.loops",
                tooltip="Candidates' loops: plan, debrief, decision"),
        Binding("f9,t", "plan", "Plan", id="home.plan",
                tooltip="How many interviewers a candidate needs, and whom to seat next"),
        Binding("f6,b", "library", "Library", id="home.library",
                tooltip="Cases and rubrics: search, read, retire"),
        Binding("f3,v", "look", "Look", id="home.look", tooltip="Look at it without changing it"),
        Binding("f5", "reload", "Reload", id="home.reload", tooltip="Read the files anew"),
        Binding("ctrl+f,slash", "search", "Search", id="home.search", tooltip="Search the list"),
        Binding("question_mark", "help", "Help", id="home.help", show=False),
        Binding("escape", "leave_search", "Clear the search", id="home.clear", show=False,
                tooltip="Empty the search line, back to the list"),
    ]  # fmt: skip

    @dataclass
    class Progress(Message):
        """So many files have been read, of so many."""

        done: int
        total: int

    @dataclass
    class Read(Message):
        """The sessions have been read."""

        overview: Overview

    @dataclass
    class NotesRead(Message):
        """The notes that may be searched have been read."""

        notes: Notes

    @dataclass
    class Failed(Message):
        """The sessions cannot be read at all."""

        problem: Problem

    def __init__(self) -> None:
        super().__init__()
        self._overview: Overview | None = None
        self._by_key: dict[str, HomeRow] = {}
        self._notes = NO_NOTES
        self._notes_of: Overview | None = None
        """The sessions whose notes are being read, or were."""
        self._left: Path | None = None
        """The session that was opened last, until the cursor has been put on it."""
        self._interrupted = False

    def compose(self) -> ComposeResult:
        yield TopBar()
        yield SearchLine(placeholder="Search", id="search")
        yield TableList(COLUMNS, id="sessions")
        yield Static("Reading sessions …", id="instead", markup=False)
        yield Static(id="detail", markup=False)
        yield KeyLine()

    def on_mount(self) -> None:
        self._show_place()
        self._table.border_title = "SESSIONS"
        self.set_class(True, "-instead")
        self.reload()

    @property
    def _table(self) -> TableList:
        return self.query_one("#sessions", TableList)

    @property
    def _search(self) -> LineInput:
        return self.query_one("#search", LineInput)

    # --- reading -------------------------------------------------------------------------------

    def opened(self, path: Path) -> None:
        """A session is opened; back on the list the cursor is to be on it."""
        self._left = path

    def reload(self) -> None:
        """Read the sessions anew, in the background; the list stays as it is until then."""
        self._read()

    @work(thread=True, exclusive=True, group=_READING)
    def _read(self) -> None:
        services, worker = self.loop_app.services, get_current_worker()

        def progress(done: int, total: int) -> None:
            if worker.is_cancelled:
                raise _CalledOff
            if self._overview is None and done % _PROGRESS_STEP == 0:
                self.post_message(self.Progress(done, total))

        def seen(listing: AnyListing, *, titles: bool) -> Overview:
            cases = services.library.cases() if titles else {}
            return overview(
                listing,
                {name: loaded.case for name, loaded in cases.items()},
                services.settings.interviewer,
                services.now().wall,
                None,
            )

        try:
            with not_collecting():
                listing = services.workspace.survey(progress)
            # The names of cases come a moment later: reading all of them takes longer than this.
            if self._overview is None and not worker.is_cancelled:
                self.post_message(self.Read(seen(listing, titles=False)))
            complete = seen(listing, titles=True)
        except _CalledOff:
            return
        except Problem as problem:
            self.post_message(self.Failed(problem))
            return
        if not worker.is_cancelled:
            self.post_message(self.Read(complete))

    def _interrupt(self) -> None:
        """Read no further until this screen is seen again: a thread that reads thousands of files
        would hold up the keys of the screen in front of it."""
        running = [one for one in self.workers if one.group == _READING and not one.is_finished]
        self._interrupted = self._interrupted or bool(running)
        for one in running:
            one.cancel()

    def on_screen_resume(self) -> None:
        if self._interrupted:
            self._interrupted = False
            self.reload()

    @on(Progress)
    def _show_progress(self, event: Progress) -> None:
        self._say_instead(f"Reading sessions … {event.done:,} of {event.total:,}")

    @on(Failed)
    def _show_failure(self, event: Failed) -> None:
        if self._overview is None:
            self._say_instead("\n".join(visible(storable(line)) for line in event.problem.lines()))
        else:
            self.tell(event.problem)

    @on(Read)
    def _show_overview(self, event: Read) -> None:
        self._overview = event.overview
        if self._search.value.strip():
            self._search_in_notes(event.overview)
        self._by_key = {str(row.path): row for row in event.overview.rows}
        self._show_place()
        self._measure()
        self._show_rows()
        if self._left is not None and self.is_current:
            self._table.point_at(str(self._left))
            self._left = None

    # --- showing -------------------------------------------------------------------------------

    def _show_place(self) -> None:
        examples = self._overview is not None and self._overview.examples_only
        root = shortened(self.loop_app.services.root, max(20, self.app.size.width - 34))
        self.query_one(TopBar).show(
            left=Content.assemble("Interviewloop   ", (visible(storable(root)), "$muted not bold")),
            right=Content.styled("EXAMPLE DATA", "$text-warning") if examples else Content(""),
        )

    def on_resize(self) -> None:
        self._search.placeholder = (
            "/ to search" if self.narrow
            else "/ to search candidate, interviewer, case, loop, state and notes"
        )  # fmt: skip
        self._show_place()
        self._measure()
        self._show_rows()

    def _measure(self) -> None:
        if self._overview is not None:
            rows = self._overview.rows
            self._table.measure(
                cells(row, narrow=self.narrow) for row in rows if row.problem is None
            )

    def _show_rows(self) -> None:
        if self._overview is None:
            return
        query = self._search.value
        found = matching(self._overview, query, self._notes)
        self._table.show(lines(found, narrow=self.narrow))
        total = len(self._overview.rows)
        self._table.border_subtitle = f"{len(found):,} of {total:,}" if query.strip() else ""
        if not total:
            self._say_instead(NOTHING_YET)
        elif not found:
            self._say_instead("Nothing matches. Esc empties the search line.")
        else:
            self.set_class(False, "-instead")
            if self.focused is None:
                self._table.focus()
        self._show_detail()

    def _say_instead(self, words: str) -> None:
        """Words in place of the list."""
        self.query_one("#instead", Static).update(Content(words))
        self.set_class(True, "-instead")

    def _show_detail(self) -> None:
        row = self._row()
        self.query_one("#detail", Static).update(detail(row) if row else Content(""))

    def _row(self) -> HomeRow | None:
        return self._by_key.get(self._table.current_key or "")

    @on(TableList.Moved)
    def _moved(self) -> None:
        self._show_detail()

    # --- searching -----------------------------------------------------------------------------

    def _search_in_notes(self, seen: Overview) -> None:
        self._notes_of = seen
        self._read_notes(seen)

    @work(thread=True, exclusive=True, group="home-notes")
    def _read_notes(self, seen: Overview) -> None:
        """Read the notes that may be searched: only who searches pays for that."""
        worker = get_current_worker()
        texts = self.loop_app.services.workspace.notes
        with not_collecting():
            found = open_notes(texts, seen, lambda: worker.is_cancelled)
        if found is not None:
            self.post_message(self.NotesRead(found))

    @on(NotesRead)
    def _show_notes_found(self, event: NotesRead) -> None:
        self._notes = event.notes
        self._show_rows()

    @on(LineInput.Changed, "#search")
    def _searched(self) -> None:
        if self._overview is not None and self._notes_of is not self._overview:
            self._search_in_notes(self._overview)
        self._show_rows()
        self._table.to_first()

    @on(LineInput.Submitted, "#search")
    def _to_list(self) -> None:
        self._table.focus()

    @on(TableList.LeftTop)
    def action_search(self) -> None:
        self.set_focus(self._search)  # at once: focus() would lose a letter typed right after

    def action_leave_search(self) -> None:
        self._search.value = ""
        self._table.focus()

    # --- opening -------------------------------------------------------------------------------

    @on(TableList.Chosen)
    def _chosen(self) -> None:
        self._open(look=False)

    def action_look(self) -> None:
        self._open(look=True)

    def _open(self, *, look: bool) -> None:
        from interviewloop.tui.opening import explain, open_stored  # deferred: not on first paint

        row = self._row()
        if row is None:
            return
        if row.session is not None:
            open_stored(self, row.path, row.session, look=look)
        elif row.problem is not None:
            explain(self, row.path, row.problem)
        else:
            self.action_new(row.start)

    def action_new(self, given: Answers | None = None) -> None:
        from interviewloop.tui.screens.new_session import NewSessionScreen  # deferred: as above

        self.app.push_screen(NewSessionScreen(given))

    def action_practise(self) -> None:
        from interviewloop.tui.screens.practise import PractiseScreen  # deferred: as above

        self.app.push_screen(PractiseScreen())

    def action_calibrate(self) -> None:
        from interviewloop.tui.screens.calibration import CalibrationScreen  # deferred: as above

        self._interrupt()
        self.app.push_screen(CalibrationScreen())

    def action_plan(self) -> None:
        from interviewloop.tui.screens.planner import PlannerScreen  # deferred: as above

        self.app.push_screen(PlannerScreen())

    def action_library(self) -> None:
        from interviewloop.tui.screens.library import LibraryScreen  # deferred: as above

        self.app.push_screen(LibraryScreen())

    def action_loops(self) -> None:
        from interviewloop.tui.screens.loops import LoopsScreen  # deferred: as above

        self.app.push_screen(LoopsScreen())

    def action_reload(self) -> None:
        self.reload()
        self.app.notify("Reading the files anew.", timeout=2, markup=False)
