"""A calibration as Markdown, for a pull request or a page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from interviewloop.model.text import visible
from interviewloop.report.calibration_sections import counts, sections

if TYPE_CHECKING:
    from collections.abc import Iterator

    from interviewloop.calibration.results import Calibration
    from interviewloop.report.calibration_tables import Section, Table

_SPECIAL = re.compile(r"([\\`*_\[\]<>|#~])")


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
        yield "\n".join(f"- {_plain(sentence)}" for sentence in section.sentences)
    for one in section.tables:
        if one.rows:
            yield _table(one)
            if one.legend:
                yield _plain(one.legend)
    if section.remark:
        yield _plain(section.remark)


def _table(one: Table) -> str:
    rule = ["---", *["---:"] * (len(one.header) - 1)]
    lines = [[_plain(cell) for cell in line] for line in (one.header, *one.rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in (lines[0], rule, *lines[1:]))


def _plain(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", visible(text))
