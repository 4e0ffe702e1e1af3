"""Feedback after practice: the trainee's scores beside the key, for the trainee alone."""

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

from interviewloop.model.errors import Problem
from interviewloop.model.text import visible
from interviewloop.tui import feedback_views
from interviewloop.tui.screens.base import AppScreen
from interviewloop.tui.widgets.key_line import KeyLine
from interviewloop.tui.widgets.top_bar import TopBar

if TYPE_CHECKING:
    from pathlib import Path

    from textual.app import ComposeResult

    from interviewloop.model.session import Session
    from interviewloop.tui.feedback_views import Page

_WIDEST = 110
"""Longer lines are hard to read."""


class FeedbackScreen(AppScreen):
    """One page to scroll, in the order it is to be read."""

    CSS_PATH = "feedback.tcss"
    TITLE_HERE = "feedback"
    HELP = """
What you captured of what was said, then each score beside the key with the lines and notes behind \
it, help, red flags, what your interviews so far show, one thing to try, and at the very end the \
overall recommendation.

● hit: your score is the key's. ◐ near: less than two away. ○ miss: two or more. Nothing is read \
from one interview but its own cells; patterns are told from three on.

Arrows and Page keys scroll; 1 to 7, or F3 and F4, go to the sections. Y copies the page. S opens \
the sealed scorecard. This page is yours: nobody else's app shows it.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f3", "section(-1)", "Previous", id="feedback.previous", show=False,
                tooltip="Previous section"),
        Binding("f4", "section(1)", "Section", id="feedback.next", tooltip="Next section"),
        Binding("f5,s", "scorecard", "Scorecard", id="feedback.scorecard",
                tooltip="The sealed scorecard"),
        Binding("y", "copy", "Copy", id="feedback.copy", tooltip="Copy the feedback as text"),
        Binding("f8,p", "practise", "Practise", id="feedback.practise",
                tooltip="Meet the next candidate"),
        Binding("f9,escape", "home", "Home", id="feedback.home", tooltip="Back to the list"),
        *(
            Binding(str(number), f"go_to({number - 1})", name, show=False,
                    id=f"feedback.{name.lower().replace(' ', '-')}", tooltip=f"Go to: {name}")
            for number, name in enumerate(feedback_views.NAMES, 1)
        ),
    ]  # fmt: skip

    @dataclass
    class Ready(Message):
        """The feedback was worked out; ``remarks`` are on interviews that were left out of it."""

        page: Page
        remarks: tuple[str, ...]

    @dataclass
    class Failed(Message):
        """There is none."""

        problem: Problem

    def __init__(self, session: Session, path: Path) -> None:
        """``session`` is a sealed mock interview of the person at the screen."""
        super().__init__()
        self.session, self.path = session, path
        self.page: Page | None = None
        self._section = 0

    def compose(self) -> ComposeResult:
        yield TopBar()
        yield Static(id="sections", markup=False)
        with VerticalScroll(id="page"):
            yield Static("Comparing with the key …", id="head", markup=False)
            for name in feedback_views.NAMES:
                section = Static(id=_id(name), classes="section", markup=False)
                section.border_title = f" {name.upper()} "
                yield section
        yield KeyLine()

    def on_mount(self) -> None:
        title = Content.assemble(
            (visible(self.session.candidate), "$text-primary"),
            f" · feedback for {visible(self.session.interviewer)}",
        )
        self.query_one(TopBar).show(left=title)
        page = self.query_one("#page")
        page.focus()
        self.watch(page, "scroll_y", self._scrolled, init=False)
        self._work_out()

    # --- working out ---------------------------------------------------------------------------

    @work(thread=True, exclusive=True, group="feedback")
    def _work_out(self) -> None:
        # deferred, and in this thread: all other interviews of the trainee are read for it
        from interviewloop.tui.feedback_work import page_for

        worker = get_current_worker()
        try:
            page, remarks = page_for(self.loop_app.services, self.session)
        except Problem as problem:
            self.post_message(self.Failed(problem))
            return
        if not worker.is_cancelled:
            self.post_message(self.Ready(page, remarks))

    @on(Failed)
    def _show_failure(self, event: Failed) -> None:
        self.query_one("#head", Static).update(Content("There is no feedback on this interview."))
        self.tell(event.problem)

    @on(Ready)
    def _show_ready(self, event: Ready) -> None:
        self.page = event.page
        for remark in event.remarks:
            self.app.notify(visible(remark), markup=False)
        self.show()

    # --- showing -------------------------------------------------------------------------------

    def show(self) -> None:
        """Lay the page out for the room there is."""
        width = self._width()
        if self.page is None or width <= 0:
            return
        head = "" if self.page.given.rated else feedback_views.SIMULATED
        self.query_one("#head", Static).update(Content(head))
        self.query_one("#head").display = bool(head)
        for name, body in feedback_views.sections(self.page, width):
            self._widget(name).update(body)
        self.add_class("-ready")
        self._show_sections()

    def _width(self) -> int:
        return min(_WIDEST, self.query_one("#page").scrollable_content_region.width - 2)

    def _show_sections(self) -> None:
        names: list[str | tuple[str, str]] = []
        for place, name in enumerate(feedback_views.NAMES):
            here = place == self._section
            words = f"{place + 1} {name}"
            names.append(
                (f"[{words}]" if here else f" {words} ", "bold $text-primary" if here else "")
            )
        self.query_one("#sections", Static).update(Content.assemble(*names))

    def _scrolled(self) -> None:
        """The section at the top of the page is the one that is read."""
        top = self.query_one("#page").scroll_y
        tops = [self._widget(name).virtual_region.y for name in feedback_views.NAMES]
        self._section = max(0, sum(y <= top for y in tops) - 1)
        self._show_sections()

    def _widget(self, name: str) -> Static:
        return self.query_one(f"#{_id(name)}", Static)

    def on_resize(self) -> None:
        self.call_after_refresh(self.show)

    # --- actions -------------------------------------------------------------------------------

    def action_go_to(self, place: int) -> None:
        self.query_one("#page").scroll_to_widget(
            self._widget(feedback_views.NAMES[place]), top=True, animate=False, immediate=True
        )
        # A short last section cannot reach the top; it is the one that was asked for all the same.
        self._section = place
        self._show_sections()

    def action_section(self, step: int) -> None:
        self.action_go_to((self._section + step) % len(feedback_views.NAMES))

    def action_copy(self) -> None:
        if self.page is not None:
            text = feedback_views.as_text(self.page, self._width())
            self.app.copy_to_clipboard(text)
            self.app.notify(f"Copied {text.count(chr(10))} lines.", markup=False)

    def action_scorecard(self) -> None:
        try:
            self.loop_app.view_session(self.path)
        except Problem as problem:
            self.tell(problem)

    def action_practise(self) -> None:
        from interviewloop.tui.screens.practise import PractiseScreen  # deferred: as above

        self.loop_app.show_home()
        self.app.push_screen(PractiseScreen(self.session.case))

    def action_home(self) -> None:
        self.loop_app.show_home()


def _id(name: str) -> str:
    return f"section-{name.lower().replace(' ', '-')}"
