"""What the note line does: a line becomes a note, a command, or a word to somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on

from interviewloop.interview import noteline
from interviewloop.interview.care import hint
from interviewloop.interview.events import AddNote, EditNote, SetDraft
from interviewloop.model.errors import Problem
from interviewloop.model.text import visible
from interviewloop.tui.answerers import answerers_at
from interviewloop.tui.screens.desk_screen import DeskScreen
from interviewloop.tui.widgets.note_line import NoteLine
from interviewloop.tui.widgets.offer_list import OfferList

if TYPE_CHECKING:
    from collections.abc import Callable

    from interviewloop.interview.events import Event
    from interviewloop.tui.desk import Desk


class NoteScreen(DeskScreen):
    """A screen with a note line, and the offers that a line to somebody brings up."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.answerers = answerers_at(desk)
        self.unsaved_s = 0.0
        """Seconds of the running clock since something went to disk."""

    def refresh_session(self, *, new_note: bool = False) -> None:
        """Show the session as it is now."""
        raise NotImplementedError

    def run_command(self, line: str) -> None:
        """Do what a line that begins with a slash says. Raises Problem."""
        raise NotImplementedError

    @property
    def note_line(self) -> NoteLine:
        return self.query_one("#note-line", NoteLine)

    def do(self, event: Event, *, quiet: bool = False) -> bool:
        """Apply an event; False (and a notice) when it is not possible."""
        if not self.applied(event):
            return False
        self.unsaved_s = 0.0
        if not quiet:
            self.refresh_session(new_note=isinstance(event, AddNote))
        return True

    @on(NoteLine.Changed)
    def _line_changed(self) -> None:
        self.keep_draft_soon()

    def keep_draft(self) -> None:
        self.stop_waiting()
        line = self.query_one(OfferList).typed or self.note_line.line
        draft = self.desk.session.draft
        if not self.desk.read_only and not self.desk.session.sealed and line != draft.note:
            self.do(SetDraft(line, draft.editing if line else None), quiet=True)

    @on(NoteLine.Entered)
    def _entered(self, event: NoteLine.Entered) -> None:
        line, editing = event.line, event.editing
        if not editing and (noteline.addressed(line) or "") in self.answerers:
            self.ask(line[:1], line[1:].strip())
            return
        if noteline.is_command(line):
            try:
                self.run_command(line)
            except Problem as problem:
                self.tell(problem)
                self.note_line.give_back(line)
            return
        found = noteline.read(line, self.desk.plan.rubric.dimensions)
        entered = (
            EditNote(editing, found.text, found.signal, found.dim)
            if editing
            else AddNote(found.text, found.signal, found.dim)
        )
        if self.do(entered):
            self.do(SetDraft(self.note_line.line), quiet=True)
            if words := hint(found.text):
                self.note_line.say(words)
        else:
            self.note_line.give_back(line, editing)

    def ask(self, sign: str, asked: str) -> None:
        """Put a line to whom ``sign`` stands for: offers to pick from, unless it is plain."""
        try:
            offers = self.answerers[sign].offers(self.desk.session, asked)
        except Problem as problem:
            # Nothing went wrong: the other side has nothing to say to that just now.
            self.note_line.give_back(f"{sign} {asked}" if asked else "")
            self.note_line.say(f"{problem.what}. {problem.mend}")
            return
        if offers.plain:
            self.take_up(sign, asked, offers.choices[0].key if offers.choices else None)
        else:
            self.query_one(OfferList).open(offers, sign)

    @on(OfferList.Picked)
    def _picked(self, event: OfferList.Picked) -> None:
        self.note_line.focus()
        self.take_up(event.sign, event.offers.asked, event.key)

    def take_up(self, sign: str, asked: str, key: str | None) -> None:
        """What was picked for ``asked`` happens; only now does anything follow from it."""
        answerer, before = self.answerers[sign], self.desk.session
        try:
            events = answerer.events(before, asked, key)
        except Problem as problem:
            self.tell(problem)
            self.note_line.give_back(f"{sign} {asked}")
            return
        if all(self.do(one) for one in events):
            self.do(SetDraft(self.note_line.line), quiet=True)
            self.note_line.say(visible(answerer.reply(before, self.desk.session)))
        elif asked:
            self.note_line.give_back(f"{sign} {asked}")

    @on(OfferList.Left)
    def _not_picked(self, event: OfferList.Left) -> None:
        self.note_line.give_back(event.line)
        self.note_line.focus()

    def _clear_line(self) -> None:
        self.note_line.end_edit()
        self.note_line.line = ""
        self.do(SetDraft(""), quiet=True)

    def edit_note(self, name: str) -> None:
        """Put a note into the line; what was half-typed there becomes a note of its own first."""
        half_typed = noteline.read(self.note_line.line, self.desk.plan.rubric.dimensions)
        editing = self.desk.session.draft.editing
        if not half_typed.empty and not editing and not noteline.is_command(self.note_line.line):
            self.do(AddNote(half_typed.text, half_typed.signal, half_typed.dim))
        text = noteline.as_typed(self.desk.session.notes[name])
        self.do(SetDraft(text, name), quiet=True)
        self.note_line.edit(text, name)

    def action_undo(self) -> None:
        self._step(self.desk.undo)

    def action_redo(self) -> None:
        self._step(self.desk.redo)

    def _step(self, step: Callable[[], Event]) -> None:
        try:
            step()
        except Problem as problem:
            self.tell(problem)
        else:
            self.refresh_session()
