"""The question "what was meant?": numbered offers, one key picks one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message

from interviewloop.model.text import visible
from interviewloop.tui.widgets.pane_list import PaneList, Row

if TYPE_CHECKING:
    from textual import events

    from interviewloop.tui.answering import Offers

NONE = "0"
_INDENT = 3


class OfferList(PaneList):
    """Digits pick, 0 is none of them, Esc goes back to what was typed."""

    DEFAULT_CSS = """
    OfferList {
        display: none;
        height: auto;
        max-height: 10;
        scrollbar-size-horizontal: 0;
        border: round $primary;
        background: $surface;
    }
    OfferList.-open { display: block; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Back to the line", show=False),
    ]

    @dataclass
    class Picked(Message):
        """An offer was picked; ``key`` is None for none of them."""

        offers: Offers
        sign: str
        key: str | None

    @dataclass
    class Left(Message):
        """Nothing was picked; the words go back into the line."""

        line: str

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's own name for it
        super().__init__("WHAT WAS MEANT?", id=id)
        self._offers: Offers | None = None
        self._sign = ""

    def open(self, offers: Offers, sign: str) -> None:
        """Ask which of ``offers`` was meant by a line that began with ``sign``."""
        self._offers, self._sign = offers, sign
        rows = [
            Row(
                Content.assemble(
                    (f"{number}  ", "bold"),
                    visible(offer.title),
                    (f"   {visible(offer.hint)}" if offer.hint else "", "$muted"),
                ),
                str(number),
                _INDENT,
            )
            for number, offer in enumerate(offers.choices, 1)
        ]
        none = Content.assemble((f"{NONE}  ", "bold"), f"none of these: {offers.otherwise}")
        self.show([*rows, Row(none, NONE, _INDENT)])
        self.border_subtitle = "digit or Enter picks, Esc goes back"
        self.highlighted = 0
        self.add_class("-open")
        self.focus()

    @property
    def typed(self) -> str:
        """The line that is being asked about, so that it can be kept; empty while nothing is."""
        return f"{self._sign} {self._offers.asked}" if self._offers else ""

    def close(self) -> None:
        """Nothing is being asked."""
        self._offers = None
        self.remove_class("-open")

    def pick(self, key: str) -> None:
        """Pick by the number that stands before an offer."""
        offers = self._offers
        if offers is None or not key.isdecimal() or int(key) > len(offers.choices):
            return
        self.close()
        chosen = None if key == NONE else offers.choices[int(key) - 1].key
        self.post_message(self.Picked(offers, self._sign, chosen))

    def on_key(self, event: events.Key) -> None:
        """Every printable key ends here: a letter must not run off into the note line."""
        if event.is_printable and event.character and event.character != " ":
            event.stop()
            self.pick(event.character)

    def on_pane_list_chosen(self, event: PaneList.Chosen) -> None:
        event.stop()
        self.pick(event.key)

    def action_leave(self) -> None:
        if line := self.typed:
            self.close()
            self.post_message(self.Left(line))
