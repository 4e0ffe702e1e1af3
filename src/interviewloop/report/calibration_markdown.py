"""A calibration as Markdown, for a pull request or a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewloop.report.calibration_sections import counts, sections
from interviewloop.report.markdown import plain, table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from interviewloop.calibration.results import Calibration
    from interviewloop.report.calibration_tables import Section


def calibration_markdown(calibration: Calibration) -> str:
    """The report, ending in a line end. Names cannot bring in markup of their own."""
    blocks = ["# Calibration", counts(calibration)]
    for section in sections(calibration):
        parts = list(_blocks(section))
        if parts:
            blocks += [f"## {section.heading}", *parts]
    return "\n\n".join(blocks) + "\n"


def _blocks(section: Section) -> Iterator[str]:
    if section.sentences:
        yield "\n".join(f"- {plain(sentence)}" for sentence in section.sentences)
    for one in section.tables:
        if one.rows:
            yield table(one.header, one.rows)
            if one.legend:
                yield plain(one.legend)
    if section.remark:
        yield plain(section.remark)
