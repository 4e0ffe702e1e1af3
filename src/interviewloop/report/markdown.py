"""Text and tables as Markdown that brings in no markup of its own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from interviewloop.model.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_SPECIAL = re.compile(r"([\\`*_\[\]<>|#~])")


def plain(text: str) -> str:
    """``text`` as it reads, on one line; nothing in it is read as markup or HTML."""
    return _SPECIAL.sub(r"\\\1", " ".join(visible(text).split()))


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table whose first column is the label and whose others line up right."""
    rule = ["---", *["---:"] * (len(header) - 1)]
    lines = [[plain(cell) for cell in line] for line in (header, *rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in (lines[0], rule, *lines[1:]))
