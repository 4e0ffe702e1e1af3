"""A search line over a table: Down goes on into the table."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from interviewloop.tui.widgets.typing import LineInput


class SearchLine(LineInput):
    """To be placed right before the table it searches."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "app.focus_next", "Into the table", show=False),
    ]
