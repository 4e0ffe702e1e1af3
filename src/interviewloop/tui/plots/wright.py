"""The Wright map: candidates, interviewers and dimensions on one scale of rating points."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, ClassVar

from textual.geometry import Size

from interviewloop.model.text import visible
from interviewloop.tui.plots.rows import Part, SheetRows
from interviewloop.tui.widgets.table_list import cut

if TYPE_CHECKING:
    from collections.abc import Sequence

    from interviewloop.report.pictures import Mark, Place
    from interviewloop.tui.room.sheet import Sheet

_KINDS: tuple[Place, ...] = ("candidate", "interviewer", "dimension")
_SCALE = 5
_STEP_TENTHS = 1
_MOST_NAMED = 40
"""With more marks of a kind than this, a step counts them in place of naming them."""


class WrightMap(SheetRows):
    """One row for each tenth of a point that lies between the highest and the lowest mark."""

    points: ClassVar[bool] = False

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's own name for it
        super().__init__(id=id)
        self._steps: list[int] = []
        self._at: defaultdict[tuple[int, Place], list[Mark]] = defaultdict(list)
        self._many: set[Place] = set()

    def show(self, sheet: Sheet) -> None:
        marks: Sequence[Mark] = sheet.picture  # type: ignore[assignment] # chosen by the kind of its first element
        self._at.clear()
        for mark in marks:
            self._at[round(mark.value * 10), mark.kind].append(mark)
        tenths = [tenth for tenth, _ in self._at]
        self._steps = list(range(max(tenths), min(tenths) - 1, -_STEP_TENTHS)) if tenths else []
        self._many = {
            kind for kind in _KINDS if sum(mark.kind == kind for mark in marks) > _MOST_NAMED
        }
        super().show(sheet)
        self.virtual_size = Size(0, self.rows_high() + 1)

    def rows_high(self) -> int:
        return len(self._steps)

    def head(self, width: int) -> list[Part]:
        room = self._room(width)
        names = ("candidates", "interviewers", "dimensions")
        return [Part("pts".ljust(_SCALE)), *(Part(cut(name, room)) for name in names)]

    def body(self, place: int, width: int) -> list[Part]:
        step, room = self._steps[place], self._room(width)
        scale = Part(f"{step / 10:.1f}│" if step % 5 == 0 else "   │", "plot--axis")
        parts = [Part(scale.text.ljust(_SCALE), scale.component)]
        for kind in _KINDS:
            here = self._at.get((step, kind), [])
            component = "plot--value" if kind == "interviewer" else ""
            parts.append(Part(self._names(kind, here, room), component))
        return parts

    def _names(self, kind: Place, here: Sequence[Mark], room: int) -> str:
        if not here:
            return " " * room
        if kind in self._many:
            dots = "●" * min(len(here), room - 7)
            return cut(f"{dots} {len(here)}", room - 1) + " "
        names = [visible(mark.name) for mark in here]
        text = ", ".join(names)
        if len(text) > room - 1 and len(names) > 1:
            text = f"{len(names)}: {text}"
        return cut(text, room - 1) + " "

    def _room(self, width: int) -> int:
        return max(8, (width - _SCALE) // len(_KINDS))

    def move(self, step: int) -> None:
        self.scroll_relative(y=step, animate=False)

    def go_to(self, end: int) -> None:
        self.scroll_to(y=self.max_scroll_y if end else 0, animate=False)
