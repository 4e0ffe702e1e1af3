"""Practice: which case, which simulated candidate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual import on, work
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from interviewloop.model.case import KIND_NAMES
from interviewloop.model.errors import Problem
from interviewloop.model.names import LONGEST_NAME
from interviewloop.model.text import visible
from interviewloop.tui import practising
from interviewloop.tui.identity import remember_interviewer
from interviewloop.tui.opening import open_path
from interviewloop.tui.screens.base import AppScreen
from interviewloop.tui.widgets.key_line import KeyLine
from interviewloop.tui.widgets.name_field import NameField
from interviewloop.tui.widgets.table_list import Column, Line, TableList
from interviewloop.tui.widgets.top_bar import TopBar

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from textual.app import ComposeResult

    from interviewloop.library.library import LoadedCase
    from interviewloop.model.persona import Persona
    from interviewloop.tui.practising import Meeting
    from interviewloop.workspace.surveying import AnyListing

_CASES = (
    Column("Case", gives=1, least=20, fair=40, most=70),
    Column("Kind", gives=2, least=12, fair=19, most=19),
    Column("Min", gives=3, least=3, fair=3, most=3),
)
_CANDIDATES = (
    Column("Candidate", gives=2, least=10, fair=20, most=30),
    Column("You", gives=1, least=16, fair=26, most=40),
)
NO_PERSONAS = """\
No case here has simulated candidates.

They are files beside a case, in its folder personas/. docs/authoring.md
says how to write them."""


class Known(NamedTuple):
    """What there is to choose from: cases with personas, and all sessions."""

    cases: Mapping[str, LoadedCase]
    personas: Mapping[str, Mapping[str, Persona]]
    listing: AnyListing
    interviewers: tuple[str, ...]


class PractiseScreen(AppScreen):
    """Opens a mock interview, the unfinished one if there is one."""

    CSS_PATH = "practise.tcss"
    TITLE_HERE = "practice"
    AUTO_FOCUS = ""  # what is to be filled in first is known once the files are read
    HELP = """
Interview a simulated candidate, score as ever, submit, and read how near the key you came, and \
why.

Choose a case, then a candidate, and press Enter or F8. An interview that was begun is gone on \
with. The candidate marked "next" is the one the plan of a first loop has for you; any other can \
be chosen. Whoever meets a candidate a second time knows the key: that interview is shown in your \
progress and counts for nothing.

What others scored for a candidate is closed to you until you have submitted your own. Several \
interviewers who meet the same candidate make a calibration exercise: nothing has to be set up.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f8,ctrl+s", "begin", "Begin", id="practise.begin",
                tooltip="Interview the candidate under the cursor"),
        Binding("f6", "step(1)", "Next list", id="practise.step", show=False,
                tooltip="Go to the next list"),
        Binding("escape", "dismiss", "Back", id="practise.back", tooltip="Back to the list"),
    ]  # fmt: skip

    @dataclass
    class Loaded(Message):
        """Cases, personas and sessions have been read."""

        known: Known

    @dataclass
    class Failed(Message):
        """They cannot be read."""

        problem: Problem

    def __init__(self, case: str | None = None, persona: str | None = None) -> None:
        """With ``persona``, an id, the interview begins as soon as it is known who interviews."""
        super().__init__()
        self._case, self._persona = case, persona
        self._known: Known | None = None
        self._suggested: str | None = None

    def compose(self) -> ComposeResult:
        yield TopBar("Practice with a simulated candidate")
        yield NameField("You are", placeholder="your name", id="trainee")
        with Horizontal(id="choices"):
            cases = TableList(_CASES, id="cases")
            cases.border_title = "CASE"
            yield cases
            candidates = TableList(_CANDIDATES, id="candidates")
            candidates.border_title = "CANDIDATE"
            yield candidates
        yield Static("Reading cases …", id="practise-hint", markup=False)
        yield KeyLine()

    def on_mount(self) -> None:
        self._trainee.value = self.loop_app.services.settings.interviewer
        self._read()

    @property
    def _trainee(self) -> NameField:
        return self.query_one("#trainee", NameField)

    @property
    def _cases(self) -> TableList:
        return self.query_one("#cases", TableList)

    @property
    def _candidates(self) -> TableList:
        return self.query_one("#candidates", TableList)

    # --- reading -------------------------------------------------------------------------------

    @work(thread=True, exclusive=True, group="practise-read")
    def _read(self) -> None:
        services = self.loop_app.services
        try:
            cases = practising.cases_to_practise(services.library)
            listing = services.workspace.survey()
            known = Known(
                cases,
                {id_: services.library.personas(id_) for id_ in cases},
                listing,
                services.workspace.known_names(listing).interviewers,
            )
        except Problem as problem:
            self.post_message(self.Failed(problem))
        else:
            self.post_message(self.Loaded(known))

    @on(Failed)
    def _show_failure(self, event: Failed) -> None:
        self._say("")
        self.tell(event.problem)

    @on(Loaded)
    def _show_known(self, event: Loaded) -> None:
        self._known = event.known
        self._trainee.know(event.known.interviewers)
        if not event.known.cases:
            self._say(NO_PERSONAS)
            return
        cards = [loaded.case.case for loaded in event.known.cases.values()]
        self._cases.measure((card.title, KIND_NAMES[card.kind], "000") for card in cards)
        self._cases.show(
            [Line((card.title, KIND_NAMES[card.kind], str(card.slot_min)), card.id)
             for card in cards]
        )  # fmt: skip
        if self._case:
            self._cases.point_at(self._case)
        self._show_candidates()
        if not self._trainee.value:
            self._trainee.focus()
        elif self._persona:
            self.action_begin()
        else:
            (self._candidates if self._case or len(cards) == 1 else self._cases).focus()

    # --- showing -------------------------------------------------------------------------------

    @on(TableList.Moved, "#cases")
    @on(NameField.Changed, "#trainee")
    def _show_candidates(self) -> None:
        """Names, and how far the trainee is with each; the one to meet next under the cursor."""
        case, known = self._cases.current_key, self._known
        if case is None or known is None:
            return
        personas, stored = known.personas[case], known.listing.sessions
        now = practising.meetings(personas, stored, case, self._trainee.value)
        self._suggested = practising.suggested(personas, stored, case, self._trainee.value)
        by_name = sorted(personas.values(), key=lambda one: one.name.casefold())
        lines = [
            Line((visible(one.name), self._state(now[one.id], one.id)), one.id) for one in by_name
        ]
        self._candidates.measure(line.cells for line in lines)
        self._candidates.show(lines)
        asked_for = self._persona if case == self._case else None
        self._candidates.point_at(asked_for or self._suggested or by_name[0].id)
        self._show_hint()

    def _state(self, meeting: Meeting, persona: str) -> str:
        following = "   ← next" if persona == self._suggested else ""
        match meeting.state:
            case "new":
                return f"not met yet{following}"
            case "begun":
                return f"begun {_day(meeting.at)}{following}"
            case "met":
                return f"submitted {_day(meeting.at)}"

    @on(TableList.Moved, "#candidates")
    def _show_hint(self) -> None:
        known, case, persona = self._known, self._cases.current_key, self._candidates.current_key
        one = known.personas.get(case or "", {}).get(persona or "") if known else None
        if known is None or case is None or one is None:
            return
        sessions = known.listing.sessions
        meeting = practising.meetings({one.id: one}, sessions, case, self._trainee.value)[one.id]
        words = {
            "new": f"Enter begins an interview with {visible(one.name)}.",
            "begun": f"Enter goes on with {visible(one.name)} where you left.",
            "met": f"You know {visible(one.name)} by now: a further interview is shown in your "
            "progress and does not count.",
        }
        self._say(words[meeting.state])

    def _say(self, words: str) -> None:
        self.query_one("#practise-hint", Static).update(Content(words))

    # --- beginning -----------------------------------------------------------------------------

    @on(TableList.Chosen, "#cases")
    def _to_candidates(self) -> None:
        self._candidates.focus()

    @on(TableList.LeftTop, "#cases")
    def _to_name(self) -> None:
        self._trainee.focus()

    def action_step(self, step: int) -> None:
        lists = [self._cases, self._candidates]
        here = next((place for place, one in enumerate(lists) if one.has_focus), -1)
        lists[(here + step) % len(lists)].focus()

    @on(TableList.Chosen, "#candidates")
    def action_begin(self) -> None:
        """Open the interview with the candidate under the cursor."""
        case, persona, known = self._cases.current_key, self._candidates.current_key, self._known
        trainee = self._trainee.value
        if case is None or persona is None or known is None:
            return
        if not trainee or len(trainee) > LONGEST_NAME:
            wrong = "Too long a name." if trainee else "Missing: your name."
            self._trainee.complain(wrong)
            self._trainee.focus()
            return
        app, who = self.loop_app, known.personas[case][persona]
        try:
            path = practising.session_with(app.services, case, who, trainee, known.listing)
            name = app.services.workspace.peek(path).interviewer
        except Problem as problem:
            self.tell(problem)
            return
        if unsaved := remember_interviewer(app, name):
            self.tell(unsaved)
        if not open_path(self, path):
            app.show_home()


def _day(at: datetime | None) -> str:
    return f"{at.astimezone():%Y-%m-%d}" if at else ""
