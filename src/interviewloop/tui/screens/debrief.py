"""The debrief of a loop: gate, evidence without names, scores side by side, sum, decision."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static
from textual.worker import get_current_worker

from interviewloop.interview.blindness import closed_to, loop_closed_because
from interviewloop.interview.debrief import combination, compared, gate, said_about, scorecards
from interviewloop.interview.loop_events import ForceOpen, Waive
from interviewloop.interview.loops import apply, broken_record, interviews
from interviewloop.model.errors import Problem
from interviewloop.model.names import same_name
from interviewloop.model.text import visible
from interviewloop.report.loop_words import entry_words
from interviewloop.tui import debrief_views as pages
from interviewloop.tui.loop_changes import change_loop
from interviewloop.tui.screens.base import AppScreen
from interviewloop.tui.screens.dialogs import Choose
from interviewloop.tui.widgets.key_line import KeyLine
from interviewloop.tui.widgets.top_bar import TopBar

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from textual.app import ComposeResult

    from interviewloop.calibration.fair_candidate import Fair
    from interviewloop.interview.blindness import Closed
    from interviewloop.interview.debrief import Gate
    from interviewloop.interview.loop_events import LoopEvent
    from interviewloop.interview.loops import InterviewOf
    from interviewloop.model.loop import Loop
    from interviewloop.model.rubric import Rubric
    from interviewloop.model.session import Session
    from interviewloop.workspace.surveying import Survey

STEPS = ("Gate", "Evidence", "Scores", "Sum", "Decision")
GATE, EVIDENCE, SCORES, SUM, DECISION = range(5)
_WIDEST = 140
_NOT_BLIND = (
    " A scorecard that is submitted after this was not scored blind, and counts in no calibration."
)


class DebriefScreen(AppScreen):
    """One step at a time. Nothing of a score is on it before the gate is open."""

    CSS_PATH = "debrief.tcss"
    TITLE_HERE = "debrief"
    AUTO_FOCUS = "#page"
    HELP = """
Comparing the scorecards of one candidate, in an order that keeps judgement honest:

1 Gate       who has submitted. W waives a scorecard by name, O opens the scores early; both ask \
why and show what will stay on the record before it does. Whoever owes a scorecard of the \
candidate sees nothing further.
2 Evidence   what was written down, a dimension at a time, names hidden. Left and Right change \
the dimension.
3 Scores     dimensions by interviewers, those two or more points apart first. A records a change \
of mind as an amendment; the sealed score stays beside it.
4 Sum        what the scorecards add up to by rule, and with severity taken out where the panel \
can bear it. It comes before the decision.
5 Decision   D records it, with its basis and who would have decided otherwise.

Shadows count for calibration and not for the candidate.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(str(number), f"step({number - 1})", name, id=f"debrief.{name.lower()}",
                    show=False, tooltip=f"Go to: {name}")
            for number, name in enumerate(STEPS, 1)
        ),
        Binding("f4", "next_step", "Next step", id="debrief.next", tooltip="Go to the next step"),
        Binding("right", "dimension(1)", "Next dimension", id="debrief.right", show=False,
                tooltip="Evidence of the next dimension"),
        Binding("left", "dimension(-1)", "Previous dimension", id="debrief.left", show=False,
                tooltip="Evidence of the dimension before"),
        Binding("w", "waive", "Waive", id="debrief.waive",
                tooltip="Do not wait for somebody's scorecard"),
        Binding("o", "force_open", "Open early", id="debrief.open",
                tooltip="Open the scores before every scorecard is in"),
        Binding("a", "amend", "Amend", id="debrief.amend",
                tooltip="Record a change of mind; the sealed score stays"),
        Binding("d", "decide", "Decide", id="debrief.decide", tooltip="Record the decision"),
        Binding("f5", "reload", "Reload", id="debrief.reload", show=False,
                tooltip="Read the files anew"),
        Binding("f9,escape", "leave", "Back", id="debrief.leave", tooltip="Back to the loops"),
    ]  # fmt: skip

    class Adjusted(Message):
        """The severity-adjusted view is computed."""

        def __init__(self, fair: Fair) -> None:
            super().__init__()
            self.fair = fair

    def __init__(self, path: Path, loop: Loop) -> None:
        super().__init__()
        self.path = path
        self.loop = loop
        self.step = GATE
        self._dimension = 0
        self._sum_seen = False
        self._fair: Fair | None = None
        self._listing: Survey | None = None
        self._found: tuple[InterviewOf[Session], ...] = ()
        self.closed: Closed | None = "own-is-open"
        """Why the scores are closed to the person at the screen, None if they are not."""

    def compose(self) -> ComposeResult:
        yield TopBar()
        yield Static(id="steps", markup=False)
        with VerticalScroll(id="page"):
            yield Static(id="body", markup=False)
        yield KeyLine()

    def on_mount(self) -> None:
        self.action_reload()

    # --- reading -------------------------------------------------------------------------------

    def action_reload(self) -> None:
        """Read the loop and its sessions as they are on disk now."""
        services = self.loop_app.services
        try:
            listing = services.workspace.survey()
            loop = next((one.loop for one in listing.loops if one.path == self.path), self.loop)
            own = [
                services.workspace.peek(one.path)
                for one in listing.sessions
                if same_name(one.session.loop, loop.name)
            ]
        except Problem as problem:
            self.tell(problem)
            return
        self._listing, self.loop = listing, loop
        sessions = [stored.session for stored in listing.sessions]
        assessed = {id_: one.case.dims for id_, one in services.library.cases().items()}
        self._found = interviews(self.loop, own, assessed)
        closed = closed_to(self._viewer, sessions, (one.loop for one in listing.loops))
        self.closed = loop_closed_because(self._viewer, self._found, closed)
        if self.step and not self.open:
            self.step = GATE
        self.show()
        if self.open and self._fair is None:
            self._compute(listing, self.loop)

    @property
    def gate(self) -> Gate:
        return gate(self.loop, self._found)

    @property
    def open(self) -> bool:
        """Whether scores may be shown to the person at the screen."""
        return self.gate.open and self.closed is None

    @property
    def _viewer(self) -> str:
        return self.loop_app.services.settings.interviewer

    @property
    def _cards(self) -> tuple[Session, ...]:
        return scorecards(self._found) if self.open else ()

    @property
    def _rubric(self) -> Rubric | None:
        return self.loop_app.services.library.rubrics().get(self.loop.rubric)

    def _names(self) -> dict[str, str]:
        rubric = self._rubric
        return {id_: one.name for id_, one in rubric.dimensions.items()} if rubric else {}

    @work(thread=True, exclusive=True, group="debrief-fair")
    def _compute(self, listing: Survey, loop: Loop) -> None:
        worker = get_current_worker()
        # deferred, and in this thread: NumPy takes as long as all the rest of the start
        from interviewloop.tui.debrief_work import fair_view

        fair = fair_view(listing, loop, self._viewer)
        if not worker.is_cancelled:
            self.post_message(self.Adjusted(fair))

    @on(Adjusted)
    def _adjusted(self, event: Adjusted) -> None:
        self._fair = event.fair
        self.show()

    # --- showing -------------------------------------------------------------------------------

    def show(self) -> None:
        """Show the step one is on."""
        title = f"Debrief · {visible(self.loop.candidate)}"
        state = (
            Content.styled("EXAMPLE DATA", "$text-warning") if self.loop.example else Content("")
        )
        if broken_record(self.loop):
            state = Content.styled("RECORD EDITED", "bold $text-error")
        self.query_one(TopBar).show(left=Content(title), right=state)
        self.query_one("#steps", Static).update(
            pages.step_line(STEPS, self.step, self._closed_until())
        )
        width = min(_WIDEST, max(40, self.app.size.width - 6))
        self.query_one("#body", Static).update(self._page(width))
        self.refresh_bindings()

    def _page(self, width: int) -> Content:
        names = self._names()
        dims = tuple(names)
        if self.step == EVIDENCE and dims:
            return self._evidence(dims)
        if self.step == SCORES:
            return pages.matrix_page(compared(self._cards, dims), names, width)
        if self.step == SUM:
            self._sum_seen = True
            return pages.sum_page(combination(self._cards, dims), self._fair, names)
        if self.step == DECISION:
            return pages.decision_page(self.loop)
        return pages.gate_page(self.gate, self._found, width, self._why_closed())

    def _why_closed(self) -> str:
        """In words, empty if the scores are open as soon as the gate is."""
        if self.closed is None:
            return ""
        return pages.closed_words(self.closed, self._viewer, self.loop.candidate)

    def _evidence(self, dims: tuple[str, ...]) -> Content:
        rubric = self._rubric
        dim = dims[self._dimension % len(dims)]
        place = f"{self._dimension % len(dims) + 1} of {len(dims)}, ← → change"
        about = rubric.dimensions[dim] if rubric else None
        said = said_about(self._cards, dim, self.loop)
        name, definition = (about.name, about.definition) if about else (dim, "")
        return pages.evidence_page(name, definition, said, place)

    def on_resize(self) -> None:
        self.show()

    # --- keys ----------------------------------------------------------------------------------

    def check_action(
        self,
        action: str,
        parameters: tuple[object, ...],  # noqa: ARG002 - Textual's signature
    ) -> bool | None:
        """What the gate closes cannot be reached by a key either."""
        if action in {"waive", "force_open"}:
            return bool(self.gate.waiting)
        if action in {"amend", "decide", "next_step", "dimension"}:
            return self.open
        return True

    def action_step(self, step: int) -> None:
        if step != GATE and not self.open:
            self.tell(self._refusal())
            return
        self.step = step
        self.show()
        self.query_one("#page").scroll_home(animate=False)

    def _closed_until(self) -> str:
        if self.open:
            return ""
        return "yours is in" if self.gate.open else "all are in"

    def _refusal(self) -> Problem:
        if self.gate.open:
            return Problem("Not before your own scorecard", self._why_closed())
        return Problem(
            "Not before every scorecard is in",
            "scores stay closed until all are submitted, or waived with a reason",
            "The gate says who is awaited.",
        )

    def action_next_step(self) -> None:
        self.action_step(min(self.step + 1, DECISION))

    def action_dimension(self, step: int) -> None:
        if self.step == EVIDENCE:
            self._dimension = (self._dimension + step) % max(1, len(self._names()))
            self.action_step(EVIDENCE)

    def action_waive(self) -> None:
        waiting = self.gate.waiting
        if not waiting:
            return

        def chosen(key: str | None) -> None:
            if key is not None:
                one = waiting[int(key)]
                self._ask_why(
                    f"Waive the scorecard of {visible(one.interviewer)}",
                    f"The debrief does not wait for it any more.{_NOT_BLIND}",
                    lambda by, why: Waive(one.interviewer, one.case, by, why),
                )

        answers = [
            (str(n), f"{visible(one.interviewer)}, {one.case}") for n, one in enumerate(waiting)
        ]
        self.app.push_screen(Choose("Whose scorecard?", "It is not waited for.", answers), chosen)

    def action_force_open(self) -> None:
        names = ", ".join(dict.fromkeys(visible(one.interviewer) for one in self.gate.waiting))
        if names:
            about = f"Everybody who owes no scorecard can read the scores. Awaited: {names}."
            self._ask_why("Open the scores early", f"{about}{_NOT_BLIND}", ForceOpen)

    def _ask_why(self, title: str, about: str, event: Callable[[str, str], LoopEvent]) -> None:
        """Ask for a reason, show the entry it makes, and record it. ``event`` takes name and
        reason."""
        from interviewloop.tui.screens.record_deed import RecordDeed  # deferred: seldom opened

        def entry(by: str, why: str) -> str:
            sessions = [one.session for one in self._found if one.session is not None]
            now = self.loop_app.services.now().wall
            loop = apply(self.loop, event(by, why), now, sessions)
            return entry_words(list(loop.record.values())[-1])

        def record(by: str, why: str) -> None:
            self.record(event(by, why))

        self.app.push_screen(RecordDeed(title, about, self._viewer, entry, record))

    def record(self, event: LoopEvent) -> None:
        """Write an event to the loop's file. Raises :class:`Problem` when it is refused."""
        change_loop(self.loop_app.services, self.path, lambda _: event)
        self.action_reload()

    def action_amend(self) -> None:
        cards = self._cards

        def chosen(key: str | None) -> None:
            if key is not None:
                self._amend(cards[int(key)])

        answers = [
            (str(n), f"{visible(one.interviewer)}, {one.case}") for n, one in enumerate(cards)
        ]
        self.app.push_screen(
            Choose("Whose mind changed?", "The sealed score stays beside the new one.", answers),
            chosen,
        )

    def _amend(self, session: Session) -> None:
        from interviewloop.tui.amending import amend_stored  # deferred: seldom opened

        stored = () if self._listing is None else self._listing.sessions
        path = next((one.path for one in stored if one.session.key == session.key), None)
        if path is None:
            return
        try:
            amend_stored(self, path, session, self.action_reload)
        except Problem as problem:
            self.tell(problem)

    def action_decide(self) -> None:
        if not self._sum_seen:
            self.tell(Problem("First the sum", "what the scorecards add up to comes first",
                              "4 shows it; then D records the decision."))  # fmt: skip
            return
        from interviewloop.tui.screens.decide import DecideScreen  # deferred: seldom opened

        names = self._names()
        adds_up = pages.sum_page(combination(self._cards, tuple(names)), self._fair, names)
        people = [one.interviewer for one in self._cards]

        def done(recorded: bool | None) -> None:
            if recorded:
                self.action_step(DECISION)

        self.app.push_screen(DecideScreen(adds_up, self._viewer, people, self.record), done)

    def action_leave(self) -> None:
        self.app.pop_screen()
