"""The live screen: run an interview, one hand on the note line."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import OptionList, Static

from interviewloop.interview.clock import advanced, interrupted, ticking
from interviewloop.interview.events import (
    AskProbe,
    BeginScoring,
    DeleteNote,
    GoTo,
    Pause,
    RaiseFlag,
    Resume,
    SeeLookFor,
    ShowExhibit,
    SkipStage,
    Start,
    Tick,
)
from interviewloop.interview.flow import next_stage, previous_stage
from interviewloop.interview.on_screen import on_screen
from interviewloop.tui import views
from interviewloop.tui.live_commands import palette_commands, run_command
from interviewloop.tui.live_help import HELP
from interviewloop.tui.live_practice import LivePractice
from interviewloop.tui.resuming import offer_resume
from interviewloop.tui.screens.note_screen import NoteScreen
from interviewloop.tui.widgets.key_line import KeyLine
from interviewloop.tui.widgets.note_line import NoteLine
from interviewloop.tui.widgets.offer_list import OfferList
from interviewloop.tui.widgets.pane_list import PaneList
from interviewloop.tui.widgets.script_pane import ScriptPane
from interviewloop.tui.widgets.top_bar import TopBar

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from textual import events
    from textual.app import ComposeResult, SystemCommand

    from interviewloop.model.session import Session
    from interviewloop.tui.desk import Desk
    from interviewloop.tui.views import Tickable

HEARTBEAT_S = 5.0
"""How often the running clock goes to disk when nothing else happens."""


class LiveScreen(NoteScreen):
    """Stages, script, notes and coverage of one session, and the note line below them."""

    CSS_PATH = "live.tcss"
    TITLE_HERE = "the interview"
    HELP = HELP
    PANES: ClassVar[dict[str, str]] = {
        "script": "Script", "stages": "Stages", "notes": "Notes", "coverage": "Coverage",
    }  # fmt: skip
    SIDE_WIDTH: ClassVar[int] = 40
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "clock", "Start/Pause", id="live.clock", tooltip="Start, pause, resume"),
        Binding("f3", "back", "Back", id="live.back", tooltip="Go back one stage"),
        Binding("f4", "next", "Next", id="live.next", tooltip="Go to the next stage"),
        Binding("f6", "pane(1)", "Pane", id="live.pane", tooltip="Go to the next pane"),
        Binding("f8", "score", "Score", id="live.score", tooltip="End the interview and score it"),
        Binding(
            "ctrl+l", "listen", "Listen", id="live.listen",
            tooltip="Practice: read the prompt out and hear the answer; in an incident the next "
            "step of the candidate",
        ),
        Binding(
            "f5", "exhibit", "Exhibit", id="live.exhibit",
            tooltip="Look at the stage's next exhibit, and show it or take it away",
        ),
        Binding(
            "f7", "skip", "Skip stage", id="live.skip", show=False, tooltip="Leave this stage out"
        ),
        Binding("f9", "home", "Home", id="live.home", tooltip="Close the session"),
        Binding("ctrl+z", "undo", "Undo", id="live.undo", show=False, tooltip="Undo in the notes"),
        Binding("ctrl+y", "redo", "Redo", id="live.redo", show=False, tooltip="Redo in the notes"),
        Binding(
            "shift+f6", "pane(-1)", "Pane back", id="live.pane-back", show=False,
            tooltip="Go to the pane before",
        ),
        Binding("pageup", "leaf(-1)", "Page up", id="live.page-up", show=False, priority=True,
                tooltip="Scroll the script up"),
        Binding("pagedown", "leaf(1)", "Page down", id="live.page-down", show=False, priority=True,
                tooltip="Scroll the script down"),
        Binding(
            "escape", "note_line", "Note line", id="live.note", show=False,
            tooltip="Back to the note line; leaves an edit as it was",
        ),
    ]  # fmt: skip

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.pane = "script"
        self.practice = LivePractice(self, desk.persona) if desk.persona else None
        self.set_class(self.practice is not None, "-practice")
        self._stage_shown: str | None = None

    def compose(self) -> ComposeResult:
        yield TopBar()
        yield Static(id="tabs", markup=False)
        with Horizontal(id="panes"):
            yield PaneList("STAGES", id="stages")
            with Vertical(id="middle"):
                yield ScriptPane()
                if self.practice:
                    yield from self.practice.compose()
            yield from self.compose_side()
        yield from self.compose_foot()

    def compose_side(self) -> ComposeResult:
        with Vertical(id="side"):
            yield PaneList("NOTES", id="notes")
            coverage = Static(id="coverage", markup=False)
            coverage.border_title = "COVERAGE  * primary"
            yield coverage

    def compose_foot(self) -> ComposeResult:
        yield OfferList(id="offers")
        readings = {sign: answerer.reading for sign, answerer in self.answerers.items()}
        yield NoteLine(self.desk.plan.rubric.dimensions, readings, id="note-line")
        yield KeyLine()

    def on_mount(self) -> None:
        self.show_pane("script")
        self.refresh_session(new_note=True)
        draft = self.desk.session.draft
        if draft.note:
            if draft.editing:
                self.note_line.edit(draft.note, draft.editing)
            else:
                self.note_line.line = draft.note
        self.note_line.focus()
        self.set_interval(1.0, self._second)
        if interrupted(self.desk.session):
            offer_resume(self)

    @property
    def panes(self) -> dict[str, str]:
        """The panes by id, in the order the pane key goes through them."""
        script, *others = self.PANES.items()
        talk = (("talk", "Talk"),) if self.practice else ()
        return dict((script, *talk, *others))

    @property
    def told_exhibits(self) -> list[tuple[str, datetime]]:
        """Exhibits that came with what was told, and when: an incident has such."""
        return []

    @property
    def on_screen(self) -> tuple[str, ...]:
        """The exhibits that the candidate has before them."""
        return on_screen(self.desk.session, self.told_exhibits)

    # --- showing -------------------------------------------------------------------------------

    def refresh_session(self, *, new_note: bool = False) -> None:
        """Show the session as it is now."""
        session, plan = self._present(), self.desk.plan
        script = self.query_one("#script", PaneList)
        script.show(views.script_rows(session, plan))
        if session.stage != self._stage_shown:
            self._stage_shown = session.stage
            script.highlighted = None
            script.scroll_home(animate=False)
        self.query_one("#notes", PaneList).show(views.note_rows(session), to_end=new_note)
        self._show_coverage(session)
        self._show_time(session)
        if self.practice:
            self.practice.show()

    def _present(self) -> Session:
        return advanced(self.desk.session, self.loop_app.now())

    def _show_time(self, session: Session) -> None:
        plan = self.desk.plan
        self.query_one("#stages", PaneList).show(views.stage_rows(session, plan))
        line = views.stage_line(session, plan)
        script = self.query_one(ScriptPane)
        script.border_title = "SCRIPT" if self.narrow else Content(line).markup
        script.stands(views.candidate_sees(self.on_screen, plan))
        self.query_one(TopBar).show(
            left=views.title(session, plan), middle=views.clock(session, plan)
        )
        if self.narrow:
            self._show_tabs(line)

    def _show_coverage(self, session: Session) -> None:
        panel = self.query_one("#coverage", Static)
        width = (self.app.size.width if self.narrow else self.SIDE_WIDTH) - 4
        panel.update(views.coverage_content(session, self.desk.plan, width))

    def _show_tabs(self, stage_line: str) -> None:
        tabs = views.tabs(self.panes, self.pane)
        line = Content.assemble(tabs, "  ", (stage_line, "$text-accent"))
        self.query_one("#tabs", Static).update(line)

    def on_resize(self) -> None:
        self._show_coverage(self.desk.session)
        self._show_time(self._present())

    def _second(self) -> None:
        if not ticking(self.desk.session):
            return
        self.unsaved_s += 1.0
        if self.unsaved_s >= HEARTBEAT_S:
            self.do(Tick(), quiet=True)
        self._show_time(self._present())

    # --- choosing ------------------------------------------------------------------------------

    def run_command(self, line: str) -> None:
        run_command(self, line)

    @on(PaneList.Chosen, "#stages")
    def _stage_chosen(self, event: PaneList.Chosen) -> None:
        self.do(GoTo(event.key))

    @on(PaneList.Chosen, "#notes")
    def _note_chosen(self, event: PaneList.Chosen) -> None:
        self.edit_note(event.key)

    @on(PaneList.Removed, "#notes")
    def _note_removed(self, event: PaneList.Removed) -> None:
        if self.do(DeleteNote(event.key)):
            self.note_line.say("Note deleted. Ctrl+Z or /undo brings it back.")

    @on(PaneList.Chosen, "#script")
    def _script_chosen(self, event: PaneList.Chosen) -> None:
        kind, _, name = event.key.partition(":")
        session = self.desk.session
        if kind == "probe":
            self.tick(AskProbe(name, name not in session.probes))
        elif kind == "look":
            self.tick(SeeLookFor(name, name not in session.look_fors))
        elif kind == "flag":
            self.tick(RaiseFlag(name, name not in session.red_flags))
        else:
            self.open_exhibit(name)

    def tick(self, event: Tickable) -> None:
        """Apply something that is ticked off, and say what came of it."""
        if self.practice and isinstance(event, AskProbe):
            self.practice.probe(event.probe)
        elif self.do(event):
            self.note_line.say(views.said(event, self.desk.session, self.desk.plan))

    def open_exhibit(self, name: str) -> None:
        """Look at an exhibit, and from there show it or take it away."""
        from interviewloop.tui.screens.exhibit import ExhibitScreen  # deferred: reads a file

        shown = name in self.on_screen

        def decided(show: bool | None) -> None:
            if show is not None and show != shown:
                self.tick(ShowExhibit(name, show))

        self.app.push_screen(ExhibitScreen(self.desk.loaded, name, shown), decided)

    # --- actions -------------------------------------------------------------------------------

    def action_clock(self) -> None:
        session = self.desk.session
        if session.phase == "ready":
            self.do(Start())
        else:
            self.do(Pause() if ticking(session) else Resume())

    def action_next(self) -> None:
        following = next_stage(self.desk.session, self.desk.plan)
        if following:
            self.do(GoTo(following))
        else:
            self.note_line.say("This is the last stage. F8 opens the scorecard.")

    def action_back(self) -> None:
        before = previous_stage(self.desk.session, self.desk.plan)
        if before:
            self.do(GoTo(before))
        else:
            self.note_line.say("This is the first stage.")

    def action_listen(self) -> None:
        if self.practice:
            self.practice.go_on()

    def check_action(
        self,
        action: str,
        parameters: tuple[object, ...],  # noqa: ARG002 - Textual's signature
    ) -> bool | None:
        return action != "listen" or self.practice is not None

    def action_skip(self) -> None:
        self.do(SkipStage())

    def action_exhibit(self) -> None:
        names = self.desk.plan.case.exhibits_of(self.desk.session.stage or "")
        if names:
            new = [name for name in names if name not in self.desk.session.exhibits]
            self.open_exhibit((new or names)[0])
        else:
            self.note_line.say("This stage has no exhibit.")

    def action_score(self) -> None:
        self.keep_draft()
        if self.do(BeginScoring()):
            self.loop_app.show_score(self.desk)

    def action_home(self) -> None:
        self.keep_draft()
        self.loop_app.close_desk()

    def action_pane(self, step: int) -> None:
        panes = [name for name in self.panes if self.narrow or name != "coverage"]
        here = self.pane if self.narrow else self._focused_pane()
        place = panes.index(here) if here in panes else -1
        self.show_pane(panes[(place + step) % len(panes)])
        if self.pane != "coverage":
            self.query_one(f"#{self.pane}").focus()
        else:
            self.note_line.focus()

    async def action_leaf(self, pages: int) -> None:
        """Turn pages in the list that has the focus; from the note line, in the script on view."""
        if isinstance(self.focused, OptionList):
            await self.focused.run_action("page_down" if pages > 0 else "page_up")
        elif not self.narrow or self.pane == "script":
            self.query_one(ScriptPane).leaf(pages)

    def action_enter_notes(self) -> None:
        self.show_pane("notes")
        notes = self.query_one("#notes", PaneList)
        notes.focus()
        notes.action_last()

    def action_note_line(self) -> None:
        if self.desk.session.draft.editing:
            self._clear_line()
        self.note_line.focus()

    def _focused_pane(self) -> str | None:
        focused = self.focused
        return focused.id if focused is not None and focused.id in self.panes else None

    def show_pane(self, pane: str) -> None:
        """In a narrow terminal, the one pane there is room for."""
        self.remove_class(*(f"-at-{name}" for name in self.panes))
        self.add_class(f"-at-{pane}")
        self.pane = pane
        if self.is_mounted and self.narrow:
            self._show_tabs(views.stage_line(self._present(), self.desk.plan))

    def palette_commands(self) -> Iterable[SystemCommand]:
        """What the command palette offers here beside the keys: the slash commands."""
        return palette_commands(self)

    def on_key(self, event: events.Key) -> None:
        """A letter typed in a pane begins a note: the note line is always ready."""
        if event.is_printable and event.character and isinstance(self.focused, PaneList):
            event.stop()
            self.note_line.type_on(event.character)
