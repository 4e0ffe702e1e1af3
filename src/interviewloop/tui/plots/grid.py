"""A sheet without a picture: its columns as they are."""

from __future__ import annotations

from rich.cells import cell_len

from interviewloop.tui.plots.rows import Part, SheetRows
from interviewloop.tui.widgets.table_list import cut

_GAP = "  "


class Grid(SheetRows):
    """Columns side by side. Where room is short, figures lose their intervals, which stand beside
    the table for the line under the cursor."""

    def head(self, width: int) -> list[Part]:
        names = tuple(column.name for column in self.sheet.columns) if self.sheet else ()
        return [Part(self.corner(width)), *self._cells(names[1:], width)]

    def body(self, place: int, width: int) -> list[Part]:
        if self.sheet is None:
            return []
        line = self.sheet.lines[place]
        label = Part(self.label(place, width))
        if code := line.withheld:
            return [label, Part(f"{_GAP}withheld: {code}", "plot--withheld")]
        words = self.sheet.words(line) if self._fits(width) else self.sheet.brief(line)
        return [label, *self._cells(words[1:], width)]

    def _cells(self, words: tuple[str, ...], width: int) -> list[Part]:
        widths = self._natural(brief=not self._fits(width))
        return [
            Part(_GAP + cut(word, room), "plot--withheld" if word.startswith("withheld") else "")
            for word, room in zip(words, widths, strict=True)
        ]

    def _fits(self, width: int) -> bool:
        widths = self._natural(brief=False)
        return sum(widths) + len(_GAP) * len(widths) <= width - self.label_width(width)

    def _natural(self, *, brief: bool) -> list[int]:
        """How wide each column but the first wants to be."""
        if self.sheet is None:
            return []
        header = tuple(column.name for column in self.sheet.columns)
        write = self.sheet.brief if brief else self.sheet.words
        # A line that is withheld says so across all columns and asks for none.
        rows = [header, *(write(line) for line in self.sheet.lines if line.withheld is None)]
        return [max(map(cell_len, column)) for column in list(zip(*rows, strict=True))[1:]]
