"""The note line: always ready, shows how it reads what is typed while it is typed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from interviewloop.interview import commands, noteline
from interviewloop.interview.noteline import SIGNAL_NAMES
from interviewloop.tui.widgets.typing import LineInput

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.app import ComposeResult

    from interviewloop.model.rubric import Dimension

HINT = "+ strong   - weak   ! red flag   then a dimension, then the note   / command"


_TO = {noteline.WORLD: "for the incident", noteline.CANDIDATE: "to ask the candidate"}


class _Line(LineInput):
    """The input itself. Tab completes when there is something to complete, else moves on."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "complete", "Complete", show=False),
        Binding("up", "screen.enter_notes", "To the notes", show=False),
    ]

    def action_complete(self) -> None:
        if isinstance(self.parent, NoteLine) and not self.parent.complete():
            self.screen.focus_next()

    async def action_submit(self) -> None:
        if isinstance(self.parent, NoteLine):
            self.parent.enter()


class NoteLine(Vertical):
    """One line for notes and commands, with a line above it that says how it is understood."""

    DEFAULT_CSS = """
    NoteLine { height: 2; }
    NoteLine > .reading { height: 1; padding: 0 1; color: $muted; }
    NoteLine > _Line {
        height: 1; border: none; padding: 0 1; background: $panel; color: $foreground;
        &:focus { border: none; background: $panel; background-tint: $foreground 0%; }
        & > .input--placeholder { color: $muted; }
    }
    """

    @dataclass
    class Entered(Message):
        """The line was entered, not empty, and is free again; it was an edit of ``editing``."""

        line: str
        editing: str

    @dataclass
    class Changed(Message):
        """The line changed; it is to be kept as a draft."""

        line: str

    def __init__(
        self,
        dimensions: Mapping[str, Dimension],
        answerers: Mapping[str, str],
        *,
        id: str,  # noqa: A002 - Textual's own name for it
    ) -> None:
        """``answerers`` says, by sign, how a line that begins with it is understood."""
        super().__init__(id=id)
        self._dimensions = dimensions
        self._answerers = answerers
        self._editing = ""

    def compose(self) -> ComposeResult:
        yield Static(HINT, markup=False, classes="reading")
        others = "".join(f", {sign} {_TO[sign]}" for sign in self._answerers if sign in _TO)
        yield _Line(placeholder=f"Type a note, or / for a command{others}")

    @property
    def line(self) -> str:
        return self._input.value

    @line.setter
    def line(self, text: str) -> None:
        self._input.value = text
        self._input.cursor_position = len(text)

    @property
    def _input(self) -> _Line:
        return self.query_one(_Line)

    def focus(self, scroll_visible: bool = True) -> NoteLine:
        self._input.focus(scroll_visible)
        return self

    def type_on(self, character: str) -> None:
        """Take over a character that was typed elsewhere, so that a note can always begin."""
        self._input.focus()
        self._input.insert_text_at_cursor(character)

    def edit(self, text: str, name: str) -> None:
        """Hold an existing note for editing; ``name`` says which."""
        self._editing = name
        self.line = text
        self.focus()

    def end_edit(self) -> None:
        """The line is for new notes again."""
        self._editing = ""

    def enter(self) -> None:
        """Hand the line over and free it at once: what is typed next belongs to the next note."""
        line, editing = self.line, self._editing
        if line.strip():
            self._editing = ""
            self.line = ""
            self.post_message(self.Entered(line, editing))

    def give_back(self, line: str, editing: str = "") -> None:
        """Put a line that was refused back, unless the next one has been begun already."""
        if not self.line:
            self._editing = editing
            self.line = line

    def say(self, words: str) -> None:
        """Say what was done, above the line, until the next key."""
        self.query_one(".reading", Static).update(Content.styled(words, "$text-success"))

    def complete(self) -> bool:
        """Complete a command or a tag; False when there is nothing to complete."""
        line = self.line
        if noteline.is_command(line):
            word = line[1:]
            found = commands.matching(word) or commands.nearest(word)
            if " " in line or not found:
                return False
            self.line = f"/{found[0].name} "
            return True
        completed = noteline.completed(line, self._dimensions)
        if completed is None:
            return False
        self.line = completed
        return True

    @on(LineInput.Changed)
    def _typed(self, event: LineInput.Changed) -> None:
        event.stop()
        self.query_one(".reading", Static).update(self._reading(event.value))
        self.post_message(self.Changed(event.value))

    def _reading(self, line: str) -> Content:
        if noteline.is_command(line):
            return self._command_reading(line)
        if reading := self._answerers.get(noteline.addressed(line) or ""):
            return Content.assemble((reading, "bold $text-accent"), "   Enter asks which was meant")
        editing = f"editing {self._editing} · " if self._editing else ""
        if not line:
            return Content(editing or HINT)
        found = noteline.read(line, self._dimensions)
        parts: list[Content | str | tuple[str, str]] = [
            editing,
            (SIGNAL_NAMES[found.signal], signal_style(found.signal)),
        ]
        if found.dim:
            parts += [" · ", (self._dimensions[found.dim].name, "bold $text-primary")]
            parts += ["   (Tab spells it out)"] if found.tag != found.dim else []
        elif found.choices:
            names = ", ".join(found.choices)
            parts += [f" · no dimension yet: {names}? Tab chooses"]
        elif not found.empty:
            parts += [" · no dimension"]
        return Content.assemble(*parts)

    def _command_reading(self, line: str) -> Content:
        word = line[1:].partition(" ")[0]
        found = commands.matching(word) or commands.nearest(word)
        if not found:
            return Content("no such command; /help lists them")
        if len(found) == 1 or found[0].name == word:
            command = found[0]
            takes = f" {command.takes}" if command.takes else ""
            return Content.assemble((f"/{command.name}{takes}", "bold"), f"  {command.does}")
        return Content("  ".join(f"/{command.name}" for command in found))


def signal_style(signal: str) -> str:
    """How a signal looks; its sign and its word say the same without colour."""
    return {
        "strong": "bold $text-success",
        "weak": "bold $text-warning",
        "red-flag": "bold $text-error",
    }.get(signal, "$muted")
