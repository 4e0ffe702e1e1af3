"""The live screen of an incident case: the world beside the script, moved by turns or minutes."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from interviewloop.incident.log import REAL_MINUTE, passed_by_itself
from interviewloop.interview.events import RedoTurn, TakeBackTurn, TakeTurn
from interviewloop.interview.noteline import WORLD
from interviewloop.model.errors import Problem
from interviewloop.model.text import visible
from interviewloop.tui import incident_views, views
from interviewloop.tui.incident_answerer import EVERY, IncidentAnswerer
from interviewloop.tui.live_help import HELP, INCIDENT_HELP
from interviewloop.tui.screens.live import LiveScreen
from interviewloop.tui.widgets.incident_pane import Board, MilestonePane, ToldPane
from interviewloop.tui.widgets.pane_list import PaneList
from interviewloop.tui.widgets.script_pane import ScriptPane
from interviewloop.tui.widgets.top_bar import TopBar

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from textual.app import ComposeResult

    from interviewloop.incident.running import Running
    from interviewloop.interview.events import Event
    from interviewloop.interview.undo import History
    from interviewloop.model.session import Turn
    from interviewloop.tui.desk import Desk
    from interviewloop.tui.incident_views import Look

WIDE = 116
"""Two panes more than other interviews have: they become tabs sooner."""
NOTICE_S = 12.0
"""How long an inject stands as a notice; it stays in the log."""
LONGEST_WAIT = 240


class IncidentScreen(LiveScreen):
    """A board with clock, tiles and what is on its way; the log; milestones and beliefs."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012 - as above
    TITLE_HERE = "the incident"
    HELP = f"{INCIDENT_HELP}\n{HELP.lstrip()}"
    PANES: ClassVar[dict[str, str]] = {
        "script": "Script", "told": "Incident", "milestones": "Milestones", "stages": "Stages",
        "notes": "Notes", "coverage": "Coverage",
    }  # fmt: skip
    SIDE_WIDTH = 38
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "ctrl+r", "take_back", "Take back", id="incident.take-back", show=False,
            tooltip="Your last line to the incident did not happen",
        ),
        Binding(
            "ctrl+g", "put_back", "Put back", id="incident.put-back", show=False,
            tooltip="What was taken back happened after all",
        ),
    ]  # fmt: skip

    def __init__(self, desk: Desk, running: Running) -> None:
        super().__init__(desk)
        self.running = running
        self._look: Look | None = None
        self._announced: int | None = None
        """How many lines of the log are old news; None before the first look."""
        self._was_over = False
        self._refused = False

    def compose(self) -> ComposeResult:
        yield TopBar()
        yield Static(id="tabs", markup=False)
        yield Board(id="board")
        with Horizontal(id="panes"):
            with Vertical(id="left"):
                yield PaneList("STAGES", id="stages")
                yield MilestonePane(id="milestones")
            with Vertical(id="middle"):
                yield ScriptPane()
                if self.practice:
                    yield from self.practice.compose()
                yield ToldPane(id="told")
            yield from self.compose_side()
        yield from self.compose_foot()

    # --- showing -------------------------------------------------------------------------------

    @property
    def narrow(self) -> bool:
        return self.app.size.width < WIDE

    @property
    def look(self) -> Look | None:
        """The world as it was last shown; None when the session does not fit the incident."""
        return self._look

    def refresh_session(self, *, new_note: bool = False) -> None:
        look, session = self._look_again(), self.desk.session
        super().refresh_session(new_note=new_note)
        if look is None:
            return
        self.query_one(Board).show(look)
        self.query_one(ToldPane).show_log(look, session, self.desk.plan.case, self.on_screen)
        self.query_one(MilestonePane).show_milestones(look)
        self._announce(look)

    def _look_again(self) -> Look | None:
        try:
            self._look = incident_views.look_at(self.running, self.desk.session)
        except Problem as problem:
            # Said once: the rest of the interview goes on.
            if not self._refused:
                self.tell(problem)
            self._refused = True
            return None
        return self._look

    @property
    def told_exhibits(self) -> list[tuple[str, datetime]]:
        session, case = self.desk.session, self.desk.plan.case
        return incident_views.told_exhibits(self._look, session, case) if self._look else []

    def _announce(self, look: Look) -> None:
        """Injects and the end of the run as notices; the keyboard stays where it is."""
        news = look.lines[self._announced :] if self._announced is not None else ()
        for line in news:
            if line.kind == "inject":
                who, what = f"T+{line.t}  {visible(line.title)}", visible(line.text)
                self.app.notify(what, title=who, timeout=NOTICE_S, markup=False)
        if look.over and not self._was_over and self._announced is not None:
            words = f"{incident_views.clock_words(look)}. Nothing moves any more."
            self.app.notify(words, title="The run is over", timeout=NOTICE_S, markup=False)
        self._announced, self._was_over = len(look.lines), look.over

    def show_pane(self, pane: str) -> None:
        super().show_pane(pane)
        self._fold_board()

    def on_resize(self) -> None:
        super().on_resize()
        self._fold_board()

    def _fold_board(self) -> None:
        """Where there are tabs the board takes one line, unless the log is looked at."""
        self.query_one(Board).fold(one_line=self.narrow and self.pane != "told")

    def _show_tabs(self, stage_line: str) -> None:  # noqa: ARG002 - there is no room for it
        super()._show_tabs(views.stage_time(self._present(), self.desk.plan))

    # --- moving --------------------------------------------------------------------------------

    def _second(self) -> None:
        super()._second()
        self._minute_of_a_real_clock()

    def _minute_of_a_real_clock(self) -> None:
        """Where the clock is real, a minute of the interview is a minute of the world.

        Minutes are counted on the interview's clock, which stands still in a pause and after a
        crash, so nothing is caught up with.
        """
        card, look = self.running.world.incident.incident, self._look
        if card.clock != "real" or look is None or look.over:
            return
        passed = sum(map(passed_by_itself, self.desk.session.incident.values()))
        if passed < int(self._present().clock.elapsed_s // 60):
            self.do(TakeTurn("", str(REAL_MINUTE)))

    def wait(self, minutes: str) -> None:
        """Let simulated minutes pass. Raises Problem unless ``minutes`` is a number of them."""
        number = int(minutes) if minutes.isascii() and minutes.isdecimal() else 0
        if not 1 <= number <= LONGEST_WAIT:
            what = f"{minutes!r} is not a number of minutes" if minutes else "no minutes given"
            raise Problem("How long?", what, f"Say 1 to {LONGEST_WAIT}, such as /wait 5.")
        self.take_up(WORLD, f"waits {number} min", f"wait:{number}")

    def action_take_back(self) -> None:
        """What was said last did not happen. Minutes of a real clock since then go with it."""
        self._step_turn(self.desk.undo, "Taken back")

    def action_put_back(self) -> None:
        self._step_turn(self.desk.redo, "Put back")

    def _step_turn(self, step: Callable[[History], Event], words: str) -> None:
        """Steps until a turn has come or gone that somebody spoke."""
        turn: Turn | None = None
        while turn is None or passed_by_itself(turn):
            try:
                event = step("incident")
            except Problem as problem:
                self.refresh_session()
                self.tell(problem)
                return
            if isinstance(event, TakeBackTurn | RedoTurn):
                turn = self.desk.session.incident[event.turn]
        self.refresh_session()
        now = f" It is {incident_views.clock_words(self._look)}." if self._look else ""
        self.note_line.say(f"{words}: “{visible(turn.said)}”.{now}")

    # --- picking -------------------------------------------------------------------------------

    def take_up(self, sign: str, asked: str, key: str | None) -> None:
        if sign == WORLD and key == EVERY:
            self.browse(asked)
            return
        super().take_up(sign, asked, key)
        if self.narrow and sign == WORLD:
            self.show_pane("told")

    def browse(self, asked: str = "") -> None:
        """Pick by hand among everything the incident knows; ``asked`` stays what was said."""
        from interviewloop.tui.screens.pick_offer import PickOffer  # deferred: seldom needed

        answerer, session = self.answerers[WORLD], self.desk.session
        if not isinstance(answerer, IncidentAnswerer):
            return
        if asked:
            self.note_line.give_back(f"{WORLD} {asked}")

        def picked(offer: tuple[str, str] | None) -> None:
            self.note_line.focus()
            if offer is not None:
                key, title = offer
                self._clear_line()
                # Once the line has been read as empty, or that would wipe away the answer.
                self.call_after_refresh(self.take_up, WORLD, asked or title, key)

        title = "ALL THAT CAN BE ASKED, DONE OR BELIEVED"
        find = lambda words: answerer.every(session, words)  # noqa: E731 - short and local
        self.app.push_screen(PickOffer(title, find), picked)

    @on(PaneList.Chosen, "#told")
    def _line_chosen(self, event: PaneList.Chosen) -> None:
        exhibit = self._look.lines[int(event.key)].exhibit if self._look else None
        if exhibit in self.desk.plan.case.exhibits:
            self.open_exhibit(exhibit)

    @on(PaneList.Chosen, "#milestones")
    def _milestone_chosen(self, event: PaneList.Chosen) -> None:
        if self._look is not None:
            self.note_line.say(incident_views.milestone_words(self._look, event.key))

    def action_exhibit(self) -> None:
        """What the last answer put into the candidate's hand, to look at or take away; else as
        ever."""
        given = self.told_exhibits
        if given:
            self.open_exhibit(given[-1][0])
        else:
            super().action_exhibit()
