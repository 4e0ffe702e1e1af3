"""Reading TOML bytes, with what is wrong in words. Free of models, so that settings are too."""

from __future__ import annotations

import tomllib

from interviewloop.model.errors import Problem
from interviewloop.workspace.explain import Fault, syntax_fault

_DEEPEST = 100
"""Levels of tables and lists; no file of ours has ten."""
_BOM = b"\xef\xbb\xbf"
_RESTORE = "Mend the file in an editor, or put back an older copy of it."
_MERGE = "Keep one side of it and delete the lines that begin with <<<<<<<, ======= and >>>>>>>."


class DecodeProblem(Problem):
    """A file that cannot be read as what it should be. The file stays as it is."""


def parse(data: bytes, where: str) -> tuple[str, dict[str, object]]:
    """The text of a TOML file and its keys. Raises DecodeProblem."""
    try:
        # An editor may have put a byte order mark before the first key.
        text = data.removeprefix(_BOM).decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise decode_problem(Fault((), line, "is not UTF-8 text"), where) from None
    try:
        table = tomllib.loads(text)
    # Also ValueError: a number with more digits than the interpreter converts.
    except (ValueError, RecursionError) as error:
        raise decode_problem(syntax_fault(text, error), where) from None
    # The parser goes down brackets by recursion, dotted keys without; those who read on recurse.
    if _deeper_than(table, _DEEPEST):
        raise decode_problem(syntax_fault(text, RecursionError()), where)
    return text, table


def _deeper_than(table: object, levels: int) -> bool:
    below = [table]
    for _ in range(levels):
        below = [
            inner
            for value in below
            if isinstance(value, dict | list)
            for inner in (value.values() if isinstance(value, dict) else value)
        ]
    return bool(below)


def decode_problem(fault: Fault, where: str, mend: str = "") -> DecodeProblem:
    """The problem of a file that cannot be read, with what usually mends it."""
    if not mend:
        mend = _MERGE if "git merge" in fault.what else _RESTORE
    return DecodeProblem("This file cannot be read", fault.sentence(), mend, fault.where(where))
