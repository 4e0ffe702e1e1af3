"""S12: texts that an author has not replaced since `interviewloop new` wrote them."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from interviewloop.library.findings import Finding, dotted
from interviewloop.model.base import Frozen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from interviewloop.library.findings import KeyPath
    from interviewloop.library.load import Loaded

M = TypeVar("M", bound=Frozen)
CODE = "S12"
MARK = "[fill in:"
"""How a text of a template begins, alone or inside a sentence. Nobody writes this by chance."""


def unfilled(loaded: Loaded[M]) -> list[Finding]:
    """One finding for each table of a file that still holds texts of a template.

    Not one a text: a new case has a hundred, and they would hide every other finding.
    """
    by_table: dict[str | int, list[KeyPath]] = {}
    for path, text in _texts((), loaded.value.model_dump(by_alias=True)):
        if MARK in text.casefold():
            by_table.setdefault(path[0], []).append(path)
    findings = []
    for table, found in by_table.items():
        first = min(found, key=loaded.line)
        texts = "1 text is" if len(found) == 1 else f"{len(found)} texts are"
        message = f"{texts} to be written in {table}"
        mend = f"in place of [fill in: ...], from {dotted(first)} on"
        findings.append(
            Finding(loaded.path, loaded.line(first), CODE, "W", message, mend, dotted(first))
        )
    return findings


def _texts(above: KeyPath, value: object) -> Iterator[tuple[KeyPath, str]]:
    """Every text below ``value``, with its place. Keys are no texts."""
    if isinstance(value, str):
        yield above, value
    elif isinstance(value, dict):
        for key, below in value.items():
            yield from _texts((*above, key), below)
    elif isinstance(value, (list, tuple)):
        for index, below in enumerate(value):
            yield from _texts((*above, index), below)
