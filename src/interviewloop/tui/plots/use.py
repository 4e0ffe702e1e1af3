"""Score-use bars: how often each score was given on each dimension."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewloop.calibration.ratings import CATEGORIES, LOWEST
from interviewloop.tui.plots.pointing import WHOLE
from interviewloop.tui.plots.rows import PART, POINTER, Part, SheetRows
from interviewloop.tui.widgets.table_list import cut

if TYPE_CHECKING:
    from interviewloop.report.pictures import Use

_EIGHTHS = " ▏▎▍▌▋▊▉█"
_LEAST_BAR, _MOST_BAR = 2, 14


class UseBars(SheetRows):
    """A bar and a number for each score, side by side; a score nobody gave says so with a dot."""

    @property
    def uses(self) -> tuple[Use, ...]:
        return self.sheet.picture if self.sheet is not None else ()  # type: ignore[return-value] # chosen by the kind of its first element

    def head(self, width: int) -> list[Part]:
        cell = self._bar(width) + self._number() + 2
        scores = [Part(cut(str(score + LOWEST), cell)) for score in range(CATEGORIES)]
        return [Part(self.corner(width)), *scores]

    def body(self, place: int, width: int) -> list[Part]:
        bar, number = self._bar(width), self._number()
        parts = [Part(self.label(place, width))]
        for score, count in enumerate(self.uses[place].counts):
            here = place == self.cursor and score == self.part
            parts.append(Part(block(count, self._most(), bar), PART if here else "plot--bar"))
            words = (f"▸{count}" if here else str(count) if count else "·").rjust(number)
            parts += [Part(words, PART if here else ""), Part("  ")]
        return parts

    def part_at(self, x: int) -> int:
        width = self.scrollable_content_region.width - len(POINTER)
        cell = self._bar(width) + self._number() + 2
        score = (x - len(POINTER) - self.label_width(width)) // cell
        return score if 0 <= score < CATEGORIES else WHOLE

    def _most(self) -> int:
        return max((count for one in self.uses for count in one.counts), default=0)

    def _number(self) -> int:
        return 1 + len(str(self._most()))

    def _bar(self, width: int) -> int:
        room = (width - self.label_width(width)) // CATEGORIES - self._number() - 2
        return max(_LEAST_BAR, min(_MOST_BAR, room))


def block(count: int, most: int, width: int) -> str:
    """A bar of ``width`` cells, filled to the eighth of a cell; anything above 0 can be seen."""
    eighths = round(count / most * width * 8) if most else 0
    if count and not eighths:
        eighths = 1
    whole, rest = divmod(eighths, 8)
    return ("█" * whole + (_EIGHTHS[rest] if rest else "")).ljust(width)
