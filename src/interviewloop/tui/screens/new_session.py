"""The form for a new interview."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, NamedTuple, cast

from textual import on, work
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Button, Label

from interviewloop.interview.plan import Plan
from interviewloop.interview.start import new_session
from interviewloop.model.errors import Problem
from interviewloop.model.library_marks import LibraryMarks
from interviewloop.model.text import visible
from interviewloop.tui import new_session_form as form
from interviewloop.tui.asking import is_meant, leave_or_stay
from interviewloop.tui.identity import remember_interviewer
from interviewloop.tui.marks_now import marks_now
from interviewloop.tui.opening import open_path, open_stored
from interviewloop.tui.screens.base import AppScreen
from interviewloop.tui.screens.dialogs import Choose
from interviewloop.tui.widgets.case_picker import CasePicker
from interviewloop.tui.widgets.choice import Choice
from interviewloop.tui.widgets.key_line import KeyLine
from interviewloop.tui.widgets.name_field import NameField
from interviewloop.tui.widgets.top_bar import TopBar
from interviewloop.workspace.known_names import KnownNames
from interviewloop.workspace.surveying import AnyListing, Survey

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.app import ComposeResult

    from interviewloop.library.library import LoadedCase
    from interviewloop.model.case import Case
    from interviewloop.model.rubric import Rubric
    from interviewloop.model.session import Session, SessionKind
    from interviewloop.tui.new_session_form import Answers, NamedField


class Known(NamedTuple):
    """What the form offers: cases, rubrics, and names and loops from before."""

    cases: Mapping[str, LoadedCase]
    rubrics: Mapping[str, Rubric]
    listing: AnyListing
    names: KnownNames
    unusable: int = 0
    """How many files of cases and rubrics are broken."""
    marks: LibraryMarks = LibraryMarks()
    """What is retired, and not offered unless asked for."""
    mistake: Problem | None = None
    """Why the marks could not be read."""


_NOTHING = Known({}, {}, Survey((), ()), KnownNames((), (), ()))


class NewSessionScreen(AppScreen):
    """Asks who interviews whom with which case, and opens the interview."""

    CSS_PATH = "new_session.tcss"
    TITLE_HERE = "new interview"
    AUTO_FOCUS = "#candidate LineInput"
    HELP = """
Who interviews whom, with which case. Tab and Shift+Tab go from field to field, the arrows choose, \
F8 or Ctrl+S creates the interview and opens it. The clock does not run before you start it there.

Candidate: a code, so that no real name lies in the files. Names from before appear while you \
type; Down takes one. A name that is nearly one from before is asked about.

Case: type a few letters of its title, kind or dimensions, then choose with the arrows.

Kind: live counts in the calibration of the panel, and so does shadow (you sit beside a colleague \
and score on your own); mock is practice and is measured apart.

Loop: all interviews of one candidate for one role. Leave it empty for a first loop.

Time: x1.25 and x1.5 lengthen every stage alike, for a candidate who was granted more time.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f8,ctrl+s", "create", "Create and open", id="new.create",
                tooltip="Create the interview and open it"),
        Binding("f6", "retired", "Retired too", id="new.retired", show=False,
                tooltip="Offer retired cases too, or no longer"),
        Binding("escape", "leave", "Back", id="new.leave", tooltip="Back to the list"),
    ]  # fmt: skip

    @dataclass
    class Loaded(Message):
        """Cases, rubrics and names have been read."""

        known: Known

    @dataclass
    class Failed(Message):
        """They cannot be read."""

        problem: Problem

    def __init__(self, given: Answers | None = None, case: str | None = None) -> None:
        """``given`` are the answers of an interview that was planned: they only need a yes.
        ``case`` is the id of one that was chosen before the form was opened."""
        super().__init__()
        self._known = _NOTHING
        self._given = given
        self._case = case if given is None else given.case

    def compose(self) -> ComposeResult:
        yield TopBar("New interview")
        with VerticalScroll(id="form", can_focus=False):
            yield NameField(
                "Candidate", placeholder="a code such as C-014, not a real name", id="candidate"
            )
            yield NameField("Interviewer", placeholder="your name", id="interviewer")
            yield CasePicker()
            with Horizontal(classes="line"):
                yield Label("Rubric")
                yield Choice(stacked=True, empty="choose a case first", id="rubric")
            with Horizontal(classes="line"):
                yield Label("Kind")
                yield Choice(form.kind_options(), id="kind")
            with Horizontal(classes="line"):
                yield Label("Time")
                yield Choice(form.time_options(None), id="time")
            yield NameField("Loop", placeholder="as the candidate", id="loop")
            yield Button("Create and open", id="create", compact=True, variant="primary")
        yield KeyLine()

    def on_mount(self) -> None:
        given = self._given
        self._named("interviewer").value = self.loop_app.services.settings.interviewer
        if given is not None:
            for name in form.NAMED_FIELDS:
                self._named(name).value = given.named(name)
            self._choice("kind").choose(given.kind)
        self._read()

    # --- reading -------------------------------------------------------------------------------

    @work(thread=True, exclusive=True, group="new-read")
    def _read(self) -> None:
        services = self.loop_app.services
        try:
            listing = services.workspace.survey()
            known = Known(
                services.library.cases(),
                services.library.rubrics(),
                listing,
                services.workspace.known_names(listing),
                len(services.library.problems),
                *marks_now(services),
            )
        except Problem as problem:
            self.post_message(self.Failed(problem))
        else:
            self.post_message(self.Loaded(known))

    @on(Failed)
    def _show_failure(self, event: Failed) -> None:
        self.tell(event.problem)

    @on(Loaded)
    def _show_known(self, event: Loaded) -> None:
        self._known = event.known
        self._named("candidate").know(event.known.names.candidates)
        self._named("interviewer").know(event.known.names.interviewers)
        self._offer_loops()
        self._picker.know(event.known.cases, event.known.marks.retired_cases)
        if self._case is not None:
            self._picker.choose(self._case)
            if self._given is not None:
                self.query_one("#create").focus()
        if event.known.mistake is not None:
            self.tell(event.known.mistake)
        self._show_case()

    # --- fields --------------------------------------------------------------------------------

    def _named(self, name: NamedField) -> NameField:
        return self.query_one(f"#{name}", NameField)

    @property
    def _picker(self) -> CasePicker:
        return self.query_one(CasePicker)

    def _choice(self, name: str) -> Choice:
        return self.query_one(f"#{name}", Choice)

    def answers(self) -> Answers:
        """The form as it stands."""
        return form.Answers(
            candidate=self._named("candidate").value,
            interviewer=self._named("interviewer").value,
            case=self._picker.key,
            rubric=self._choice("rubric").value,
            kind=cast("SessionKind", self._choice("kind").value),
            loop=self._named("loop").value,
            stretch=float(self._choice("time").value or 1),
        )

    @on(NameField.Changed, "#candidate")
    def _offer_loops(self) -> None:
        candidate = self._named("candidate").value
        self._named("loop").hint(f"{visible(candidate)}, as the candidate" if candidate
                                 else "as the candidate")  # fmt: skip
        self._named("loop").know(form.loops_for(candidate, self._known.listing, self._known.names))

    @on(CasePicker.Moved)
    def _show_case(self) -> None:
        """What follows from the case: what it assesses, the rubrics that fit, the minutes."""
        case = self._picker.case
        self._picker.say(self._about(case))
        answers, known = self.answers(), self._known
        offered = form.offered_rubrics(
            known.rubrics,
            known.marks.retired_rubrics,
            answers.loop or answers.candidate,
            known.listing,
        )
        fitting = form.fitting_rubrics(case, offered) if case else []
        usual = form.usual_rubric(
            answers.case or "",
            answers.loop or answers.candidate,
            self._known.listing,
            [name for name, _ in fitting],
        )
        self._choice("rubric").offer(fitting, usual)
        self._choice("time").offer(form.time_options(case))

    def _about(self, case: Case | None) -> Content:
        if case is not None:
            card = case.case
            return Content.assemble(
                (card.title, "bold $text-primary"), "\nassesses ", ", ".join(card.primary)
            )
        broken = self._known.unusable
        files = f"   {broken} broken file{'' if broken == 1 else 's'}: see interviewloop validate"
        held = self._picker.held_back
        retired = f"   {held} retired, F6 offers {'it' if held == 1 else 'them'} too"
        return Content(f"No case chosen yet.{retired if held else ''}{files if broken else ''}")

    def action_retired(self) -> None:
        """Offer retired cases too, or no longer."""
        self._picker.toggle_retired()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "retired" and self.is_mounted and not self._picker.any_retired:
            return False
        return super().check_action(action, parameters)

    # --- creating ------------------------------------------------------------------------------

    @on(Button.Pressed, "#create")
    def action_create(self) -> None:
        self._create()

    @work(exclusive=True, group="new-create")
    async def _create(self) -> None:
        if self._complain() or not await self._names_are_meant():
            return
        try:
            session = self._session(self.answers())
            path = self.loop_app.services.workspace.path_for(session)
            if path.exists():
                await self._offer_existing(session)
                return
            path = self.loop_app.services.workspace.create(session)
        except Problem as problem:
            self.tell(problem)
            return
        unsaved = remember_interviewer(self.loop_app, session.interviewer)
        if unsaved is not None:
            self.tell(unsaved)
        if not open_path(self, path):
            self.loop_app.show_home()

    def _complain(self) -> bool:
        """Say beside each field what is missing, and go to the first; False when all is there."""
        found = form.complaints(self.answers())
        for name in form.NAMED_FIELDS:
            self._named(name).complain(found.get(name, ""))
        if "case" in found:
            self._picker.complain(found["case"])
        first = next(iter(found), None)
        if first is not None:
            (self._picker if first == "case" else self.query_one(f"#{first}")).focus()
        return first is not None

    async def _names_are_meant(self) -> bool:
        """Ask about each name that is nearly one from before; False when a question is left."""
        for name in form.NAMED_FIELDS:
            near = form.doubt(self.answers(), name, self._known.names)
            if not await is_meant(self, self._named(name), name, near):
                return False
        return True

    def _session(self, answers: Answers) -> Session:
        """The session that was asked for. Raises :class:`Problem` when the plan does not fit."""
        services = self.loop_app.services
        plan = Plan(
            services.library.case(answers.case or "").case,
            services.library.rubric(answers.rubric or ""),
        )
        return new_session(
            plan,
            kind=answers.kind,
            loop=answers.loop,
            candidate=answers.candidate,
            interviewer=answers.interviewer,
            created_at=services.now().wall,
            stretch=answers.stretch,
        )

    async def _offer_existing(self, session: Session) -> None:
        workspace = self.loop_app.services.workspace
        path = workspace.path_for(session)
        stored = workspace.peek(path)
        answer = await self.app.push_screen_wait(
            Choose(
                "This interview is there already",
                f"{visible(session.interviewer)} has an interview of "
                f"{visible(session.candidate)} with this case in the loop "
                f"{visible(session.loop)}.",
                [("open", "Open that one"), ("stay", "Back to the form")],
            )
        )
        if answer == "open":
            open_stored(self, path, stored)

    def action_leave(self) -> None:
        given = self._given
        typed = (self.answers().candidate, self.answers().loop)
        if typed == (("", "") if given is None else (given.candidate, given.loop)):
            self.dismiss()
        else:
            leave_or_stay(self, "Leave without creating it?")
