"""A list in a pane: rows that can be chosen, headings that cannot, and a cursor that stays put."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Row:
    """One row: what it shows and, unless it is a heading, what it stands for.

    ``indent`` is the width of its sign: further lines of the row begin below the first word.
    """

    content: Content
    key: str | None = None
    indent: int = 0

    def same(self, other: Row) -> bool:
        """Whether both look alike too; contents compare equal when only their styles differ."""
        return self == other and self.content.is_same(other.content)

    def laid_out(self, width: int) -> Content:
        """The content wrapped to ``width`` cells with its indent."""
        if not self.indent or width <= 2 * self.indent:
            return self.content
        sign, words = self.content[: self.indent], self.content[self.indent :]
        lines = words.wrap(width - self.indent)
        margin = Content(" " * self.indent)
        return Content("\n").join(
            (margin if number else sign) + line.rstrip() for number, line in enumerate(lines)
        )


class PaneList(OptionList):
    """An option list whose rows are replaced as a whole without losing the cursor."""

    DEFAULT_CSS = """
    PaneList {
        height: 1fr;
        max-height: 100%;
        border: round $border;
        border-title-color: $muted;
        border-subtitle-color: $muted;
        background: $background;
        padding: 0 1;
        scrollbar-size-vertical: 1;
        scrollbar-gutter: stable;
        &:focus {
            border: round $primary;
            border-title-color: $text-primary;
            border-title-style: bold;
            background-tint: $foreground 0%;
        }
        & > .option-list--option-disabled { color: $foreground; }
        & > .option-list--option-highlighted {
            background: transparent;
            color: $foreground;
            text-style: none;
        }
        &:focus > .option-list--option-highlighted {
            color: $foreground;
            background: $primary 20%;
        }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "select", "Choose", show=False),
        Binding("delete", "remove", "Delete", show=False),
    ]

    @dataclass
    class Chosen(Message):
        """A row was chosen with enter or space."""

        pane: PaneList
        key: str

        @property
        def control(self) -> PaneList:
            return self.pane

    @dataclass
    class Removed(Message):
        """The delete key was pressed on a row."""

        pane: PaneList
        key: str

        @property
        def control(self) -> PaneList:
            return self.pane

    def __init__(self, title: str, *, id: str) -> None:  # noqa: A002 - Textual's own name for it
        super().__init__(id=id, markup=False)
        self.border_title = title
        self._rows: tuple[Row, ...] = ()
        self._laid_out_for = 0

    @property
    def current_key(self) -> str | None:
        """What the row under the cursor stands for."""
        row = self.highlighted
        return self._rows[row].key if row is not None and row < len(self._rows) else None

    def show(self, rows: Sequence[Row], *, to_end: bool = False) -> None:
        """Show ``rows``. The cursor stays on the row it was on; ``to_end`` scrolls to the last."""
        new = tuple(rows)
        held = len(self._rows)
        if held and len(new) > held and all(map(Row.same, self._rows, new)):
            self._append(new, held)
        elif [row.key for row in new] == [row.key for row in self._rows]:
            self._repaint(new)
        else:
            self._replace(new)
        if to_end:
            self.scroll_end(animate=False)

    def on_resize(self) -> None:
        width = self.scrollable_content_region.width
        if width == self._laid_out_for:
            return  # it was hidden and is shown again
        self._laid_out_for = width
        for index, row in enumerate(self._rows):
            if row.indent:
                self.replace_option_prompt_at_index(index, self._laid_out(row))

    def _laid_out(self, row: Row) -> Content:
        return row.laid_out(self._width)

    @property
    def _width(self) -> int:
        """Cells of a row. Hidden, the list has none, and is taken to be as wide as it was."""
        return self.scrollable_content_region.width or self._laid_out_for

    def _repaint(self, new: tuple[Row, ...]) -> None:
        old, self._rows = self._rows, new
        for index, (before, row) in enumerate(zip(old, new, strict=True)):
            if not row.same(before):
                self.replace_option_prompt_at_index(index, self._laid_out(row))

    def _append(self, new: tuple[Row, ...], held: int) -> None:
        """Add rows at the end alone: a long list must not make each further row slower."""
        self._rows = new
        self.add_options(
            Option(self._laid_out(row), disabled=row.key is None) for row in new[held:]
        )

    def _replace(self, new: tuple[Row, ...]) -> None:
        key, place = self.current_key, self.highlighted
        self._rows, self._laid_out_for = new, self._width
        self.set_options(Option(self._laid_out(row), disabled=row.key is None) for row in new)
        keys = [row.key for row in new]
        if key is not None and key in keys:
            self.highlighted = keys.index(key)
        elif place is not None and new:
            self.highlighted = self._choosable(min(place, len(new) - 1))

    def _choosable(self, place: int) -> int | None:
        places = [index for index, row in enumerate(self._rows) if row.key is not None]
        return min(places, key=lambda index: abs(index - place), default=None)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if key := self._rows[event.option_index].key:
            self.post_message(self.Chosen(self, key))

    def action_remove(self) -> None:
        if key := self.current_key:
            self.post_message(self.Removed(self, key))
