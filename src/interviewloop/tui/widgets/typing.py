"""Input fields for people's text: nothing pasted is lost, nothing shown is executed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text
from textual.widgets import Input

from interviewloop.model.text import visible

if TYPE_CHECKING:
    from textual import events


class LineInput(Input):
    """A one-line input that keeps every character it is given.

    Textual's own input keeps only the first line of a paste and prints control characters as they
    are. Here a pasted line end stays in the value, and every control character shows as a sign.
    """

    def __init__(
        self,
        value: str = "",
        *,
        placeholder: str = "",
        id: str | None = None,  # noqa: A002 - Textual's own name for it
        classes: str | None = None,
        disabled: bool = False,
    ) -> None:
        super().__init__(
            value,
            placeholder=placeholder,
            id=id,
            classes=classes,
            disabled=disabled,
            select_on_focus=False,
        )

    @property
    def _value(self) -> Text:
        return Text(visible(self.value), no_wrap=True, overflow="ignore", end="")

    def _on_paste(self, event: events.Paste) -> None:
        if event.text:
            self.replace(event.text, *sorted(self.selection))
        event.prevent_default()
        event.stop()
