"""The form for a new loop: whom, for which role, on which rubric."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.message import Message
from textual.widgets import Button, Label

from interviewloop.model.errors import Problem
from interviewloop.model.loop import Loop
from interviewloop.model.text import visible
from interviewloop.tui import loop_forms as form
from interviewloop.tui.asking import is_meant, leave_or_stay
from interviewloop.tui.marks_now import marks_now
from interviewloop.tui.screens.base import AppScreen
from interviewloop.tui.widgets.choice import Choice
from interviewloop.tui.widgets.key_line import KeyLine
from interviewloop.tui.widgets.name_field import NameField
from interviewloop.tui.widgets.top_bar import TopBar
from interviewloop.workspace.known_names import KnownNames

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from textual.app import ComposeResult

    from interviewloop.model.rubric import Rubric


class NewLoopScreen(AppScreen):
    """Makes the loop and goes on to its plan."""

    CSS_PATH = "new_loop.tcss"
    TITLE_HERE = "new loop"
    AUTO_FOCUS = "#candidate LineInput"
    HELP = """
A loop is all interviews of one candidate for one role. Tab and Shift+Tab go from field to field, \
the arrows choose, F8 or Ctrl+S makes the loop and opens its plan.

Candidate: a code, so that no real name lies in the files. Names from before appear while you \
type; Down takes one. A name that is nearly one from before is asked about.

Role: what the candidate applied for, in words. It may stay empty.

Rubric: what all interviews of this loop are scored on.

Loop: what the loop is called. Leave it empty for a candidate's first one.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f8,ctrl+s", "create", "Create and plan", id="newloop.create",
                tooltip="Make the loop and plan its interviews"),
        Binding("escape", "leave", "Back", id="newloop.leave", tooltip="Back to the loops"),
    ]  # fmt: skip

    @dataclass
    class Loaded(Message):
        """Rubrics, names and loops have been read."""

        rubrics: Mapping[str, Rubric]
        loops: tuple[Loop, ...]
        names: KnownNames
        mistake: Problem | None
        """Why it is not known which rubrics are retired."""

    @dataclass
    class Failed(Message):
        """They cannot be read."""

        problem: Problem

    def __init__(self, created: Callable[[Path], None]) -> None:
        """``created`` is told the file of the new loop."""
        super().__init__()
        self._created = created
        self._names = KnownNames((), (), ())

    def compose(self) -> ComposeResult:
        yield TopBar("New loop")
        with VerticalScroll(id="form", can_focus=False):
            yield NameField(
                "Candidate", placeholder="a code such as C-014, not a real name", id="candidate"
            )
            yield NameField("Role", placeholder="may stay empty", id="role")
            with Horizontal(classes="line"):
                yield Label("Rubric")
                yield Choice(stacked=True, empty="reading rubrics …", id="rubric")
            yield NameField("Loop", placeholder="as the candidate", id="name")
            yield Button("Create and plan", id="create", compact=True, variant="primary")
        yield KeyLine()

    def on_mount(self) -> None:
        self._read()

    @work(thread=True, exclusive=True, group="new-loop-read")
    def _read(self) -> None:
        services = self.loop_app.services
        try:
            listing = services.workspace.survey()
            names = services.workspace.known_names(listing)
            retired, mistake = marks_now(services)
            rubrics = {
                id_: one
                for id_, one in services.library.rubrics().items()
                if id_ not in retired.retired_rubrics
            }
        except Problem as problem:
            self.post_message(self.Failed(problem))
        else:
            loops = tuple(stored.loop for stored in listing.loops)
            self.post_message(self.Loaded(rubrics, loops, names, mistake))

    @on(Failed)
    def _show_failure(self, event: Failed) -> None:
        self.tell(event.problem)

    @on(Loaded)
    def _show_known(self, event: Loaded) -> None:
        if event.mistake is not None:
            self.tell(event.mistake)
        self._names = event.names
        self._field("candidate").know(event.names.candidates)
        self._field("role").know(tuple(dict.fromkeys(one.role for one in event.loops if one.role)))
        self.query_one(Choice).offer(
            form.rubric_options(event.rubrics), form.most_used_rubric(event.loops, event.rubrics)
        )

    def _field(self, name: str) -> NameField:
        return self.query_one(f"#{name}", NameField)

    def answers(self) -> form.LoopAnswers:
        """The form as it stands."""
        candidate, role, name = (self._field(name).value for name in form.LOOP_FIELDS)
        return form.LoopAnswers(candidate, role, name, self.query_one(Choice).value)

    @on(NameField.Changed, "#candidate")
    def _hint_name(self) -> None:
        candidate = visible(self._field("candidate").value)
        hint = f"{candidate}, as the candidate" if candidate else "as the candidate"
        self._field("name").hint(hint)

    # --- creating ------------------------------------------------------------------------------

    @on(Button.Pressed)
    def action_create(self) -> None:
        self._create()

    @work(exclusive=True, group="new-loop-create")
    async def _create(self) -> None:
        if self._complain():
            return
        for name in ("candidate", "name"):
            near = form.loop_doubt(self.answers(), name, self._names)
            what = "loop" if name == "name" else name
            if not await is_meant(self, self._field(name), what, near):
                return
        try:
            loop = self._loop(self.answers())
            path = self.loop_app.services.workspace.create_loop(loop)
        except Problem as problem:
            self.tell(problem)
            return
        from interviewloop.tui.screens.plan_loop import PlanLoopScreen  # deferred: only now

        self._created(path)
        self.app.switch_screen(PlanLoopScreen(path, loop))

    def _loop(self, answers: form.LoopAnswers) -> Loop:
        """The loop that was asked for. Raises :class:`Problem` when its rubric is not there."""
        services = self.loop_app.services
        if answers.rubric is None:
            what = "there is no rubric here to score this loop on"
            raise Problem("No rubric", what, "Put one into rubrics/; see interviewloop validate.")
        return Loop(
            name=answers.name or answers.candidate,
            candidate=answers.candidate,
            rubric=services.library.rubric(answers.rubric).id,
            created_at=services.now().wall,
            role=answers.role or None,
        )

    def _complain(self) -> bool:
        """Say beside each field what is missing, and go to the first; False when all is there."""
        found = form.loop_complaints(self.answers())
        for name in form.LOOP_FIELDS:
            self._field(name).complain(found.get(name, ""))
        if found:
            self._field(next(iter(found))).focus()
        return bool(found)

    def action_leave(self) -> None:
        if any(self._field(name).value for name in form.LOOP_FIELDS):
            leave_or_stay(self, "Leave without making the loop?")
        else:
            self.dismiss()
