"""A calibration for reading in a terminal: sentences first, then what to beware of, then tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewloop.model.text import visible
from interviewloop.report.calibration_sections import counts, sections
from interviewloop.report.columns import paragraph, table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from interviewloop.calibration.results import Calibration
    from interviewloop.report.calibration_tables import Section, Table

NARROWEST = 80
_EXAMPLES = "examples-only"
"""The notice on figures that come from example sessions."""


def calibration_text(calibration: Calibration, width: int = NARROWEST) -> str:
    """The report, at least 80 columns wide, without colour, ending in a line end."""
    width = max(width, NARROWEST)
    title = "Calibration"
    example = any(notice.code == _EXAMPLES for notice in calibration.notices)
    marks = ["EXAMPLE DATA: made-up people, not your panel"] if example else []
    blocks = [[title, "=" * len(title), *marks, counts(calibration)]]
    for section in sections(calibration):
        lines = list(_lines(section, width))
        if lines:
            blocks.append([section.heading, "-" * len(section.heading), *lines])
    return "\n\n".join("\n".join(lines) for lines in blocks) + "\n"


def _lines(section: Section, width: int) -> Iterator[str]:
    for sentence in section.sentences:
        yield from paragraph(visible(sentence), width, "- ")
    first = not section.sentences
    for one in section.tables:
        if one.rows:
            if not first:
                yield ""
            first = False
            yield from _table(one, width)
    if section.remark:
        yield from paragraph(visible(section.remark), width)


def _table(one: Table, width: int) -> Iterator[str]:
    yield from table(one.header, [[visible(cell) for cell in row] for row in one.rows], width)
    if one.legend:
        yield ""
        yield from paragraph(visible(one.legend), width)
