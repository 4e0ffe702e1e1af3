"""A session to read: a sealed one with its amendments, or one that somebody is running."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from interviewloop.interview.blindness import closed_because, is_practice
from interviewloop.interview.sealing import broken_seals
from interviewloop.model.errors import Problem
from interviewloop.model.names import same_name
from interviewloop.model.text import visible
from interviewloop.tui import sealed_views, views
from interviewloop.tui.incident_evidence import groups
from interviewloop.tui.screens.base import AppScreen
from interviewloop.tui.widgets.key_line import KeyLine
from interviewloop.tui.widgets.top_bar import TopBar

if TYPE_CHECKING:
    from pathlib import Path

    from textual.app import ComposeResult
    from textual.timer import Timer

    from interviewloop.interview.blindness import Closed
    from interviewloop.tui.desk import Desk

REREAD_S = 2.0
"""How often the file of a running session is read again."""
_SECTIONS = ("Scorecard", "Amendments", "Notes", "Time", "Observed")
_ABOVE_HOME = 3
"""Screens there are when this one lies right above home."""
_WIDEST = 140
"""Longer lines are hard to read."""


class SealedScreen(AppScreen):
    """One page to scroll. Scores and notes are on it only for those who may see them."""

    CSS_PATH = "sealed.tcss"
    TITLE_HERE = "a sealed scorecard"
    HELP = """
The scorecard as it was submitted. Nothing here changes it: a score amended since then shows both
values, "4 → 3", and the amendments say who changed it, when and why.

Arrows and Page keys scroll; 1 to 5, or F3 and F4, go to the sections.
F2 or A writes an amendment: another score or recommendation, with the reason and your name.
Y copies the scorecard as plain text. After practice F5 or F opens the feedback: your scores beside
the key, for you alone.

When the file was edited behind the program's back, the seal no longer fits and the top of the page
says so. An interview that somebody is still running shows how far it is; its notes and scores stay
closed to everybody else until it is submitted.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2,a", "amend", "Amend", id="sealed.amend",
                tooltip="Change a sealed score, with a reason; the original stays"),
        Binding("f3", "section(-1)", "Previous", id="sealed.previous", show=False,
                tooltip="Previous section"),
        Binding("f4", "section(1)", "Section", id="sealed.next", tooltip="Next section"),
        Binding("f5,f", "feedback", "Feedback", id="sealed.feedback",
                tooltip="Practice: your scores beside the key, and why"),
        Binding("y", "copy", "Copy", id="sealed.copy", tooltip="Copy the scorecard as text"),
        Binding("f9,escape", "home", "Home", id="sealed.home", tooltip="Back to the list"),
        *(
            Binding(str(number), f"go_to({number - 1})", name, id=f"sealed.{name.lower()}",
                    show=False, tooltip=f"Go to: {name}")
            for number, name in enumerate(_SECTIONS, 1)
        ),
    ]  # fmt: skip

    def __init__(self, desk: Desk, path: Path) -> None:
        super().__init__()
        self.desk = desk
        self.path = path
        self.closed: Closed | None = "not-submitted"
        """Why scores and notes are closed to the viewer, None if they are not."""
        self._section = 0
        self._timer: Timer | None = None

    def compose(self) -> ComposeResult:
        yield TopBar()
        yield Static(id="sections", markup=False)
        with VerticalScroll(id="page"):
            yield Static(id="head", markup=False)
            yield Static(id="closed", markup=False)
            for name in _SECTIONS:
                section = Static(id=f"section-{name.lower()}", classes="section", markup=False)
                section.border_title = f" {name.upper()} "
                yield section
        yield KeyLine()

    def on_mount(self) -> None:
        self.closed = self._why_closed()
        if not self.desk.session.sealed:
            self._timer = self.set_interval(REREAD_S, self.reread)
        page = self.query_one("#page")
        page.focus()
        self.watch(page, "scroll_y", self._scrolled, init=False)
        self.show()

    # --- showing -------------------------------------------------------------------------------

    def show(self) -> None:
        """Show the session as it was last read, as far as it may be seen."""
        session, plan = self.desk.session, self.desk.plan
        self.query_one(TopBar).show(left=views.title(session, plan), right=self._state())
        width = min(_WIDEST, self.query_one("#page").scrollable_content_region.width - 2)
        if width <= 0:
            return
        self.query_one("#head", Static).update(sealed_views.head(session, plan, width))
        self.set_class(self.closed is not None, "-closed")
        closed = self.query_one("#closed", Static)
        if self.closed is None:
            lines = () if session.sealed else sealed_views.running(session, plan)
            closed.update(Content("".join(lines)))
            closed.display = bool(lines)
            more = groups(self.desk)
            for section in sealed_views.sections(session, plan, width, more):
                self._widget(section.name).update(section.body)
        else:
            closed.update(sealed_views.hidden(session, plan, self.closed))
        self._show_sections()
        self.refresh_bindings()

    def _state(self) -> Content:
        session = self.desk.session
        if not session.sealed:
            whose = f"read-only: {visible(session.interviewer)}'s open interview"
            return Content.styled(whose, "$text-warning")
        if broken_seals(session):
            return Content.styled("SEAL BROKEN", "bold $text-error")
        # Whether somebody changed their mind is closed as well.
        count = len(session.amendments) if self.closed is None else 0
        return Content(
            "sealed" + (f", {count} amendment{'' if count == 1 else 's'}" if count else "")
        )

    def _show_sections(self) -> None:
        count = len(self.desk.session.amendments) if self.closed is None else 0
        names: list[str | tuple[str, str]] = []
        for place, name in enumerate(_SECTIONS):
            here = place == self._section
            words = f"{place + 1} {name}" + (f" ({count})" if name == "Amendments" else "")
            names.append(
                (f"[{words}]" if here else f" {words} ", "bold $text-primary" if here else "")
            )
        self.query_one("#sections", Static).update(Content.assemble(*names))

    def _scrolled(self) -> None:
        """The section at the top of the page is the one that is read."""
        top = self.query_one("#page").scroll_y
        tops = [self._widget(name).virtual_region.y for name in _SECTIONS]
        self._section = max(0, sum(y <= top for y in tops) - 1)
        self._show_sections()

    def _widget(self, name: str) -> Static:
        return self.query_one(f"#section-{name.lower()}", Static)

    def on_resize(self) -> None:
        self.call_after_refresh(self.show)

    def reread(self) -> None:
        """Read the file again: somebody else may be writing it."""
        try:
            self.desk.session = self.loop_app.services.workspace.peek(self.path)
            self.closed = self._why_closed()
        except Problem as problem:
            self.query_one(TopBar).show(
                right=Content.styled(f"not readable now: {problem.what}", "$text-error")
            )
            return
        if self.desk.session.sealed and self._timer is not None:
            self._timer.stop()
        self.show()

    def _why_closed(self) -> Closed | None:
        """Blindness is judged on the files as they are now. One's own needs no other file."""
        services, session = self.loop_app.services, self.desk.session
        viewer = services.settings.interviewer
        if self._is_own():
            return None
        if not session.sealed:
            return "not-submitted"
        try:
            listing = services.workspace.survey()
        except Problem as problem:
            self.tell(problem)
            return "own-is-open"
        others = [stored.session for stored in listing.sessions]
        loops = [stored.loop for stored in listing.loops]
        return closed_because(viewer, session, others, loops)

    def check_action(
        self,
        action: str,
        parameters: tuple[object, ...],  # noqa: ARG002 - Textual's signature
    ) -> bool | None:
        """What is closed to the viewer can be neither copied nor amended."""
        open_ = self.closed is None
        if action == "amend":
            return open_ and self.desk.session.sealed
        if action == "feedback":
            return is_practice(self.desk.session) and self.desk.session.sealed and self._is_own()
        return open_ or action not in {"copy", "section", "go_to"}

    # --- actions -------------------------------------------------------------------------------

    def action_go_to(self, place: int) -> None:
        self._section = place
        self._show_sections()
        # What was shown a moment ago may have moved the sections.
        self.call_after_refresh(self._arrive, place)

    def _arrive(self, place: int) -> None:
        self.query_one("#page").scroll_to_widget(
            self._widget(_SECTIONS[place]), top=True, animate=False, immediate=True
        )
        # A short last section cannot reach the top; it is the one that was asked for all the same.
        self._section = place
        self._show_sections()

    def action_section(self, step: int) -> None:
        self.action_go_to((self._section + step) % len(_SECTIONS))

    def action_copy(self) -> None:
        text = sealed_views.as_text(self.desk.session, self.desk.plan)
        self.app.copy_to_clipboard(text)
        self.app.notify(
            f"Copied {text.count(chr(10))} lines. If pasting gives nothing, this terminal "
            "does not let programs copy.",
            markup=False,
        )

    def action_amend(self) -> None:
        from interviewloop.tui.amending import amend_stored  # deferred: seldom opened

        def recorded() -> None:
            self.reread()
            self.action_go_to(_SECTIONS.index("Amendments"))

        amend_stored(self, self.path, self.desk.session, recorded)

    def _is_own(self) -> bool:
        viewer = self.loop_app.services.settings.interviewer
        return same_name(viewer, self.desk.session.interviewer)

    def action_feedback(self) -> None:
        try:
            self.loop_app.show_feedback(self.path)
        except Problem as problem:
            self.tell(problem)

    def action_home(self) -> None:
        """Back to where one came from, which is the list unless a figure led here."""
        if len(self.app.screen_stack) > _ABOVE_HOME:
            self.app.pop_screen()
        else:
            self.loop_app.show_home()
