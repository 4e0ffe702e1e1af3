"""The transcript of a mock interview: who said what, when."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from textual.content import Content

from interviewloop.interview.clock import clock_text
from interviewloop.model.text import visible
from interviewloop.tui.widgets.pane_list import Row
from interviewloop.tui.widgets.reading_list import ReadingList

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from interviewloop.practice.transcript import Spoken

_INDENT = 6
"""Minutes, seconds and a space; words stand below each other."""
_PAUSE = re.compile(r"[\[(][^\])\n]{0,30}\bpause[\])]", re.IGNORECASE)
"""Delivery as it is written: ``(pause)``, ``[long pause]``."""
_SILENT = "says nothing"


class TalkPane(ReadingList):
    """Read with the arrows; the newest words come into view by themselves."""

    def __init__(self, name: str, *, id: str) -> None:  # noqa: A002 - Textual's own name for it
        super().__init__(f"TALK  with {visible(name)}", id=id)
        self._candidate = name
        self._count: int | None = None

    def show_talk(self, said: Sequence[Spoken]) -> bool:
        """Show the exchanges; where there are new ones, the last answer from its beginning.

        Whether there was one since the last time.
        """
        new = self._count is not None and len(said) > self._count
        if not said:
            self.show([Row(Content.styled(_begin(self._candidate), "$muted"))])
        else:
            self.show([row for one in said for row in _rows(one, self._candidate)])
        if said and len(said) != self._count:
            self.highlighted = self.option_count - 1
            self.call_after_refresh(self._to_last)
        self._count = len(said)
        return new

    def _to_last(self) -> None:
        """A long answer is read from its first line, a short one stands at the foot."""
        if self.highlighted is not None:
            self.scroll_to(y=self._index_to_line.get(self.highlighted, 0) - 1, animate=False)


def _begin(name: str) -> str:
    return (
        f"F2 starts the interview. Ctrl+L reads the prompt of the stage out, and {visible(name)}"
        " answers. Enter on a probe in the script asks it; ? and your own words ask anything else."
    )


def _rows(one: Spoken, candidate: str) -> Iterator[Row]:
    if one.asked:
        words = Content.styled(f"You  {visible(one.asked)}", "$muted")
        yield Row(_margin(clock_text(one.clock_s)) + words, None, _INDENT)
    time = "" if one.asked else clock_text(one.clock_s)
    name = Content.styled(f"{visible(candidate)}  ", "bold $text-primary")
    yield Row(_margin(time) + name + _spoken(one.said), one.id, _INDENT)


def _margin(time: str) -> Content:
    return Content.styled(f"{time:<{_INDENT}}", "$muted")


def _spoken(words: str) -> Content:
    """What was said; pauses stand back a little."""
    if not words:
        return Content.styled(_SILENT, "italic $muted")
    content = Content(visible(words))
    for pause in _PAUSE.finditer(content.plain):
        content = content.stylize("italic $muted", *pause.span())
    return content
