"""The Wright map: candidates, interviewers and dimensions on one scale of rating points."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, ClassVar

from interviewloop.calibration.figures import Figure
from interviewloop.tui.plots.rows import POINTER, Part, SheetRows
from interviewloop.tui.widgets.table_list import cut

if TYPE_CHECKING:
    from interviewloop.report.pictures import Place
    from interviewloop.tui.room.sheet import Line, Sheet

_KINDS: tuple[Place, ...] = ("candidate", "interviewer", "dimension")
_SCALE = 5
_NO_PLACE = "w"
_MOST_NAMED = 40
"""With more marks of a kind than this, a step counts them in place of naming them."""


class WrightMap(SheetRows):
    """One row for each tenth of a point that lies between the highest and the lowest mark, and
    below them one for what is withheld. The cursor goes from mark to mark inside a kind, and
    sideways to the nearest one of the next."""

    marks_line: ClassVar[bool] = False

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's own name for it
        super().__init__(id=id)
        self._steps: list[int | None] = []
        self._rows: list[int] = []
        self._at: defaultdict[tuple[int, str], list[int]] = defaultdict(list)
        self._of: defaultdict[str, list[int]] = defaultdict(list)

    def show(self, sheet: Sheet) -> None:
        if sheet is not self.sheet:
            self._place(sheet)
        super().show(sheet)

    def _place(self, sheet: Sheet) -> None:
        """Find the row of every line; there is none in steps that lie off both ends."""
        steps = [_step(line) for line in sheet.lines]
        tenths = [step for step in steps if step is not None]
        self._steps = list(range(max(tenths), min(tenths) - 1, -1)) if tenths else []
        if None in steps:
            self._steps.append(None)
        row = {step: place for place, step in enumerate(self._steps)}
        self._rows = [row[step] for step in steps]
        self._at.clear()
        self._of.clear()
        for place, line in enumerate(sheet.lines):
            self._at[self._rows[place], line.subject.about].append(place)
            self._of[line.subject.about].append(place)

    def rows_high(self) -> int:
        return len(self._steps)

    def row_of(self, place: int) -> int:
        return self._rows[place] if place < len(self._rows) else 0

    # --- drawing -------------------------------------------------------------------------------

    def head(self, width: int) -> list[Part]:
        room = self._room(width)
        names = ("candidates", "interviewers", "dimensions")
        return [Part("pts".ljust(_SCALE)), *(Part(cut(name, room)) for name in names)]

    def body(self, place: int, width: int) -> list[Part]:
        step, room = self._steps[place], self._room(width)
        mark = _NO_PLACE if step is None else f"{step / 10:.1f}" if step % 5 == 0 else ""
        parts = [Part(f"{mark:>3}{' ' if step is None else '│'}".ljust(_SCALE), "plot--axis")]
        for kind in _KINDS:
            here = self._at.get((place, kind), [])
            component = "plot--value" if kind == "interviewer" else ""
            if step is None:
                component = "plot--withheld"
            if self.cursor in here:
                component = "plot--cursor"
            parts.append(Part(cut(self._names(kind, here, room), room - 1), component))
            parts.append(Part(" "))
        return parts

    def _names(self, kind: str, here: list[int], room: int) -> str:
        if self.cursor in here:
            place = f"{here.index(self.cursor) + 1}/{len(here)} " if len(here) > 1 else ""
            return f"▸{place}{self._called(self.cursor)}"
        if not here:
            return ""
        if len(self._of[kind]) > _MOST_NAMED:
            return f"{'●' * min(len(here), room - 7)} {len(here)}"
        text = ", ".join(map(self._called, here))
        return f"{len(here)}: {text}" if len(text) > room - 1 and len(here) > 1 else text

    def _called(self, place: int) -> str:
        return self.words(place)[1]

    def _room(self, width: int) -> int:
        return max(8, (width - _SCALE) // len(_KINDS))

    # --- moving --------------------------------------------------------------------------------

    def move(self, step: int) -> None:
        if self.line is not None:
            kin = self._of[self.line.subject.about]
            place = kin.index(self.cursor) + step
            self.cursor = kin[max(0, min(place, len(kin) - 1))]

    def page(self, step: int) -> None:
        if self.line is not None:
            rows = step * max(1, self.scrollable_content_region.height - 2)
            self._to_nearest(self.line.subject.about, self.row_of(self.cursor) + rows)

    def go_to(self, end: int) -> None:
        if self.line is not None:
            self.cursor = self._of[self.line.subject.about][end]

    def sideways(self, step: int) -> bool:
        kinds = [kind for kind in _KINDS if self._of[kind]]
        here = kinds.index(self.line.subject.about) + step if self.line is not None else -1  # type: ignore[arg-type] # the lines of a map are of these kinds
        if not 0 <= here < len(kinds):
            return False
        self._to_nearest(kinds[here], self.row_of(self.cursor))
        return True

    def point_at(self, row: int, x: int) -> bool:
        kind = (x - len(POINTER) - _SCALE) // self._room(self._width())
        here = self._at.get((row, _KINDS[kind]), []) if 0 <= kind < len(_KINDS) else []
        if not here:
            return False
        # A second click on a step goes to the next of those who stand there.
        self.cursor = here[(here.index(self.cursor) + 1) % len(here) if self.cursor in here else 0]
        return True

    def _to_nearest(self, kind: str, row: int) -> None:
        self.cursor = min(self._of[kind], key=lambda place: abs(self.row_of(place) - row))

    def _width(self) -> int:
        return self.scrollable_content_region.width - len(POINTER)


def _step(line: Line) -> int | None:
    """The tenth of a point at which the line stands; None where that is withheld."""
    value = line.values[2]
    if isinstance(value, Figure) or not isinstance(value, float):
        return None
    return round(value * 10)
