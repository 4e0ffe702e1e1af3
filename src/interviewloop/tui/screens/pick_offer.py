"""A long list of offers with a line that narrows it down."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Label, OptionList
from textual.widgets.option_list import Option

from interviewloop.model.text import visible
from interviewloop.tui.screens.base import Dialog
from interviewloop.tui.widgets.typing import LineInput

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult

    from interviewloop.tui.answering import Offer


class PickOffer(Dialog[tuple[str, str] | None]):
    """Returns the key and title of the offer that was picked, or None after escape."""

    DEFAULT_CSS = """
    PickOffer > .dialog-box { width: 100; height: 80%; }
    PickOffer OptionList {
        height: 1fr; border: none; padding: 0; margin-top: 1; scrollbar-size-vertical: 1;
    }
    PickOffer OptionList:focus { border: none; background-tint: $foreground 0%; }
    PickOffer .hint { color: $muted; margin-top: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Cancel", id="dialog.cancel"),
        Binding("down", "move(1)", "Down", show=False),
        Binding("up", "move(-1)", "Up", show=False),
    ]

    def __init__(self, title: str, find: Callable[[str], Sequence[Offer]]) -> None:
        """``find`` gives the offers for the words typed so far, all of them for none."""
        super().__init__()
        self._title, self._find = title, find
        self._offers: Sequence[Offer] = ()

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog-box") as box:
            box.border_title = Content(self._title).markup
            yield LineInput(placeholder="Type to narrow it down")
            offers = OptionList(markup=False)
            offers.can_focus = False
            yield offers
            yield Label(
                "Arrows choose, Enter picks. Esc goes back, nothing is told.", classes="hint"
            )

    def on_mount(self) -> None:
        self._narrow("")
        self.query_one(LineInput).focus()

    @on(LineInput.Changed)
    def _typed(self, event: LineInput.Changed) -> None:
        self._narrow(event.value)

    def _narrow(self, words: str) -> None:
        self._offers = self._find(words)
        listed = self.query_one(OptionList)
        listed.set_options(
            Option(Content.assemble(visible(offer.title), (f"   {visible(offer.hint)}", "$muted")))
            for offer in self._offers
        )
        listed.highlighted = 0 if self._offers else None

    def action_move(self, step: int) -> None:
        listed = self.query_one(OptionList)
        listed.action_cursor_down() if step > 0 else listed.action_cursor_up()

    @on(LineInput.Submitted)
    def _entered(self) -> None:
        place = self.query_one(OptionList).highlighted
        if place is not None:
            self._pick(place)

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        self._pick(event.option_index)

    def _pick(self, place: int) -> None:
        offer = self._offers[place]
        self.dismiss((offer.key, offer.title))
