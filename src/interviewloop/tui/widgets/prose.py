"""A field for several lines of people's text: kept as typed, shown harmlessly."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, overload

from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.document._document import Document, EditResult
from textual.document._document_navigator import DocumentNavigator
from textual.document._wrapped_document import WrappedDocument
from textual.widgets import TextArea

from interviewloop.model.text import storable, visible

if TYPE_CHECKING:
    from textual import events
    from textual.document._document import Location


class _ProseDocument(Document):
    """Only a line feed ends a line, so a text comes out exactly as it went in.

    What is drawn and measured is the visible form of a line. It has a sign for each character, so
    every position in it is the same position in the text.
    """

    def __init__(self, text: str) -> None:
        super().__init__("")
        self._lines = text.split("\n")

    @property
    def lines(self) -> list[str]:
        return [visible(line) for line in self._lines]

    @overload
    def __getitem__(self, line_index: int) -> str: ...

    @overload
    def __getitem__(self, line_index: slice) -> list[str]: ...

    def __getitem__(self, line_index: int | slice) -> str | list[str]:
        if isinstance(line_index, slice):
            return [visible(line) for line in self._lines[line_index]]
        return visible(self._lines[line_index])

    def replace_range(self, start: Location, end: Location, text: str) -> EditResult:
        (top, left), (bottom, right) = sorted((start, end))
        replaced = self.get_text_range((top, left), (bottom, right))
        before = self._lines[top][:left] if top < len(self._lines) else ""
        after = self._lines[bottom][right:] if bottom < len(self._lines) else ""
        inserted = (before + text).split("\n")
        row, column = top + len(inserted) - 1, len(inserted[-1])
        inserted[-1] += after
        self._lines[top : bottom + 1] = inserted
        return EditResult((row, column), replaced)


class Prose(TextArea):
    """A text area that keeps every character it is given and draws no control character.

    Textual's own ends a line at any of eleven characters, which changes the text, and prints an
    escape as it is.
    """

    DEFAULT_CSS = """
    Prose {
        border: round $border;
        border-title-color: $muted;
        border-subtitle-color: $muted;
        background: $background;
        padding: 0 1;
        scrollbar-size-vertical: 1;
        &:focus {
            border: round $primary;
            border-title-color: $text-primary;
            border-title-style: bold;
        }
        & .text-area--placeholder { color: $muted; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        # Selecting a line or all of it has other keys; these belong to the screen.
        Binding("f6,f7", "leave_to_screen", show=False),
    ]

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's own name for it
        super().__init__(id=id, soft_wrap=True, highlight_cursor_line=False, tab_behavior="focus")
        self.match_cursor_bracket = False

    def action_leave_to_screen(self) -> None:
        raise SkipAction

    def _set_document(self, text: str, language: str | None) -> None:
        super()._set_document("", language)
        self.document = _ProseDocument(text)
        self.wrapped_document = WrappedDocument(self.document, tab_width=self.indent_width)
        self.navigator = DocumentNavigator(self.wrapped_document)
        self._rewrap_and_refresh_virtual_size()

    async def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        if self.read_only or not event.text:
            return
        # Terminals send a pasted line end as CR or CRLF; both are meant as line ends.
        text = storable(event.text.replace("\r\n", "\n").replace("\r", "\n"))
        if done := self._replace_via_keyboard(text, *self.selection):
            self.move_cursor(done.end_location)
