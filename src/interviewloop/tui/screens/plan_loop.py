"""The plan of a loop: who runs which case, what that covers, and what to add."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static
from textual.worker import get_current_worker

from interviewloop.interview.loop_events import DropInterview, PlanInterview
from interviewloop.interview.loop_planning import lacking
from interviewloop.interview.loops import apply, planned_name, to_begin
from interviewloop.model.errors import Problem
from interviewloop.model.names import folded, same_name
from interviewloop.model.text import visible
from interviewloop.report.loop_text import STATE_SIGNS, STATE_WORDS
from interviewloop.tui import plan_views as pages
from interviewloop.tui.loop_changes import change_loop
from interviewloop.tui.screens.base import AppScreen, problem_text
from interviewloop.tui.screens.dialogs import Choose
from interviewloop.tui.widgets.key_line import KeyLine
from interviewloop.tui.widgets.table_list import Column, Line, TableList
from interviewloop.tui.widgets.top_bar import TopBar

if TYPE_CHECKING:
    from pathlib import Path

    from textual.app import ComposeResult

    from interviewloop.interview.loops import Interview
    from interviewloop.model.loop import Loop
    from interviewloop.tui.loop_plan import LoopPlan

_COLUMNS = (
    Column("Interviewer", gives=2, least=11, fair=20, most=30),
    Column("Case", gives=1, least=16, fair=26, most=50),
    Column("Part", gives=3, least=6, fair=6, most=6),
    Column("State", gives=4, least=15, fair=15, most=15),
)
_NO_RUBRIC = """\
The rubric of this loop, {rubric}, is not among the rubrics here, so nothing can be said about \
what is covered. `interviewloop validate` says whether its file is broken."""


class PlanLoopScreen(AppScreen):
    """The interviews of one loop above, what they cover below."""

    CSS_PATH = "plan_loop.tcss"
    TITLE_HERE = "loop plan"
    AUTO_FOCUS = "#interviews"
    HELP = """
Who is to run which case with this candidate. Every dimension should be covered by two \
interviewers: one alone has nobody to agree with. ●● is twice or more, ●○ once, ○○ nobody; ▸ \
marks what the interview under the cursor is to cover. Shadows and waived interviews cover nothing.

F2 adds an interview, F4 proposes up to three with the reason for each and adds the one you \
choose. F6 drops a planned one, as long as it has not begun. F3 begins yours, or goes on with it.

The panel line says whether, with this loop done, every interviewer shares candidates with every \
other, directly or through colleagues. Only then can severity be told apart from strong candidates.

Nothing here looks at scores. Waiving a scorecard and opening scores early is done at the gate of \
the debrief.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2,a", "add", "Add", id="plan.add", tooltip="Plan an interview"),
        Binding("f4,g", "suggest", "Suggest", id="plan.suggest",
                tooltip="Propose up to three interviews, each with its reason"),
        Binding("f6,d,delete", "drop", "Drop", id="plan.drop",
                tooltip="Take a planned interview out, before it has begun"),
        Binding("f3,s", "start", "Start mine", id="plan.start",
                tooltip="Begin your planned interview, or go on with it"),
        Binding("f5", "reload", "Reload", id="plan.reload", show=False,
                tooltip="Read the files anew"),
        Binding("escape,f9", "leave", "Back", id="plan.leave", tooltip="Back to the loops"),
    ]  # fmt: skip

    @dataclass
    class Read(Message):
        """The plan has been read, or cannot be."""

        found: LoopPlan | Problem

    def __init__(self, path: Path, loop: Loop) -> None:
        super().__init__()
        self.path = path
        self.loop = loop
        self.plan: LoopPlan | None = None

    def compose(self) -> ComposeResult:
        yield TopBar(f"Plan · {visible(self.loop.name)}")
        yield TableList(_COLUMNS, id="interviews")
        with VerticalScroll(id="coverage") as pane:
            pane.border_title = "WHO COVERS WHAT"
            yield Static("Reading …", id="panel", markup=False)
            yield Static(id="covered", markup=False)
        yield KeyLine()

    def on_mount(self) -> None:
        self._table.border_title = "INTERVIEWS"
        self.action_reload()

    def on_screen_resume(self) -> None:
        if self.plan is not None:
            self.action_reload()

    @property
    def _table(self) -> TableList:
        return self.query_one(TableList)

    # --- reading -------------------------------------------------------------------------------

    def action_reload(self) -> None:
        """Read the loop and its sessions as they are on disk now."""
        self._read_plan()

    @work(thread=True, exclusive=True, group="plan-read")
    def _read_plan(self) -> None:
        services, worker = self.loop_app.services, get_current_worker()
        # deferred, and in this thread: NumPy takes as long as all the rest of the start
        from interviewloop.tui.loop_plan import read_plan

        found: LoopPlan | Problem
        try:
            found = read_plan(services, self.path)
        except Problem as problem:
            found = problem
        if not worker.is_cancelled:
            self.post_message(self.Read(found))

    @on(Read)
    def _read(self, event: Read) -> None:
        if isinstance(event.found, Problem):
            if self.plan is None:
                self.query_one("#panel", Static).update(problem_text(event.found))
            else:
                self.tell(event.found)
            return
        if event.found.mistake is not None and self.plan is None:
            self.tell(event.found.mistake)
        self.plan = event.found
        self.loop = event.found.loop
        self._show()

    # --- showing -------------------------------------------------------------------------------

    def _show(self) -> None:
        plan = self.plan
        if plan is None:
            return
        role = f" · {visible(plan.loop.role)}" if plan.loop.role else ""
        name = "" if same_name(plan.loop.name, plan.loop.candidate) else f" · {plan.loop.name}"
        self.query_one(TopBar).show(
            left=Content(f"Plan · {visible(plan.loop.candidate + name)}{role}"),
            right=Content.styled("EXAMPLE DATA", "$text-warning") if plan.loop.example
            else Content(""),
        )  # fmt: skip
        lines = [Line(self._cells(one), _key(one)) for one in plan.found]
        self._table.measure(line.cells for line in lines)
        self._table.show(lines)
        self._table.border_subtitle = "" if lines else "none yet: F2 adds one, F4 proposes some"
        self._show_coverage()

    def _cells(self, one: Interview) -> tuple[str, ...]:
        title = "" if self.plan is None else self.plan.title(one.case)
        return (
            visible(one.interviewer),
            visible(title),
            "shadow" if one.shadow else "scores",
            f"{STATE_SIGNS[one.state]} {STATE_WORDS[one.state]}",
        )

    @on(TableList.Moved)
    def _show_coverage(self) -> None:
        plan = self.plan
        if plan is None:
            return
        one = self._current()
        here = one.dimensions if one is not None and not one.shadow else ()
        width = max(40, self.query_one("#coverage").content_size.width - 1)
        words = (
            pages.coverage_page(plan.names, plan.covered, here, width)
            if plan.names
            else Content.styled(_NO_RUBRIC.format(rubric=plan.loop.rubric), "$text-error")
        )
        self.query_one("#panel", Static).update(pages.panel_words(plan.panel))
        self.query_one("#covered", Static).update(words)

    def on_resize(self) -> None:
        self.call_after_refresh(self._show_coverage)

    def _current(self) -> Interview | None:
        key = self._table.current_key
        found = () if self.plan is None else self.plan.found
        return next((one for one in found if _key(one) == key), None)

    # --- changing ------------------------------------------------------------------------------

    def add(self, event: PlanInterview) -> None:
        """Plan an interview, on disk. Raises :class:`Problem`; nothing has changed then."""
        change_loop(self.loop_app.services, self.path, lambda _: event)
        self.action_reload()

    def drop(self, one: Interview) -> None:
        """Take an interview out of the plan, on disk. Raises :class:`Problem`, as ``add``."""
        change_loop(
            self.loop_app.services,
            self.path,
            lambda loop: DropInterview(planned_name(loop, one.interviewer, one.case)),
        )
        self.action_reload()

    def action_add(self, case: str | None = None) -> None:
        from interviewloop.tui.screens.plan_interview import (
            PlanInterviewScreen,  # deferred: only when something is planned
        )

        if self.plan is not None:
            self.app.push_screen(PlanInterviewScreen(self.plan, self.add, case))

    def action_suggest(self) -> None:
        plan = self.plan
        if plan is None:
            return
        if not plan.proposals:
            self._say_nothing_to_suggest(plan)
            return

        def chosen(key: str | None) -> None:
            if key is None:
                return
            event = plan.proposals[int(key)].interview
            if not event.interviewer:
                self.action_add(event.case)
                return
            try:
                self.add(event)
            except Problem as problem:
                self.tell(problem)

        answers = [
            (
                str(place),
                pages.proposal_words(one, plan.title(one.interview.case), plan.names),
            )
            for place, one in enumerate(plan.proposals)
        ]
        question = (
            "Interviews to add, the one that helps most first. What they fill is covered by fewer "
            "than two so far."
        )
        self.app.push_screen(Choose("Suggested", question, answers), chosen)

    def _say_nothing_to_suggest(self, plan: LoopPlan) -> None:
        words = pages.nothing_words(plan.names, lacking(plan.counts, tuple(plan.names)))
        self.app.notify(words, title="Nothing to suggest", markup=False)

    def action_drop(self) -> None:
        one, plan = self._current(), self.plan
        if one is None or plan is None:
            return
        try:
            # Tried on what is shown first: nobody is asked about what cannot be.
            name = planned_name(plan.loop, one.interviewer, one.case)
            sessions = [it.session for it in plan.found if it.session is not None]
            apply(plan.loop, DropInterview(name), self.loop_app.services.now().wall, sessions)
        except Problem as problem:
            self.tell(problem)
            return

        def answered(answer: str | None) -> None:
            if answer != "drop":
                return
            try:
                self.drop(one)
            except Problem as problem:
                self.tell(problem)

        question = f"{visible(one.interviewer)}\n{visible(plan.title(one.case))}"
        answers = [("keep", "Keep it"), ("drop", "Drop it from the plan")]
        self.app.push_screen(Choose("Drop this interview?", question, answers), answered)

    # --- beginning -----------------------------------------------------------------------------

    def action_start(self) -> None:
        """Begin the viewer's own: the one under the cursor, or else the only one there is."""
        one, plan = self._current(), self.plan
        if one is None or plan is None:
            return
        viewer = self.loop_app.services.settings.interviewer
        if viewer and not same_name(viewer, one.interviewer):
            own = to_begin(viewer, plan.found)
            if len(own) != 1:
                what = f"{len(own) or 'no'} interviews of this loop are planned for you"
                mend = "Put the cursor on the right one." if own else "F2 plans one."
                title = "Which one?" if own else "Nothing of yours to begin"
                self.tell(Problem(title, what, mend))
                return
            one = own[0]
        self._begin(plan, one)

    @on(TableList.Chosen)
    def _chosen(self) -> None:
        one, plan = self._current(), self.plan
        if one is not None and plan is not None:
            self._begin(plan, one)

    def _begin(self, plan: LoopPlan, one: Interview) -> None:
        """Open an interview that was begun, or the form that begins it."""
        from interviewloop.tui.new_session_form import answers_planned  # deferred: as the screens
        from interviewloop.tui.opening import open_stored
        from interviewloop.tui.screens.new_session import NewSessionScreen

        path = plan.path_of(one)
        viewer = self.loop_app.services.settings.interviewer
        if one.session is not None and path is not None:
            open_stored(self, path, one.session)
        elif viewer and not same_name(viewer, one.interviewer):
            who = visible(one.interviewer)
            what = f"{who} is to run this interview, and you are {visible(viewer)} here"
            self.tell(Problem("Not yours to begin", what, "F3 finds your own."))
        else:
            self.app.push_screen(NewSessionScreen(answers_planned(plan.loop, one)))

    def action_leave(self) -> None:
        self.app.pop_screen()


def _key(one: Interview) -> str:
    """What an interview is told apart by in a loop."""
    return f"{folded(one.interviewer)}\n{one.case}"
