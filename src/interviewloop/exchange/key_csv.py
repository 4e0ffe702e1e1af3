"""A key from a CSV file with the columns candidate, dimension and score: what is right to give.

A score is 1 to 5 in steps of a half, as panels of experts give it. All or nothing, as for ratings:
a key with silent holes would make accuracy look better or worse than it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewloop.exchange.ratings_csv import (
    BadRow,
    RatingsFileProblem,
    columns,
    file_text,
    records,
    refused,
    short,
    wrong_labels,
)
from interviewloop.model.text import visible

if TYPE_CHECKING:
    from pathlib import Path

COLUMNS = ("candidate", "dimension", "score")
_SCORES = {form.format(half / 2): half / 2 for half in range(2, 11) for form in ("{:g}", "{:.1f}")}
_MEND = "Mend these rows. Leave out the row of a candidate and dimension without a key."
_TITLE = "The key cannot be used"

Key = dict[tuple[str, str], float]


def read_key_csv(path: Path) -> tuple[Key, tuple[str, ...]]:
    """The key in the file at ``path`` by (candidate, dimension), and the columns not read.

    Raises :class:`RatingsFileProblem`, with every bad row where rows are to blame.
    """
    where = visible(str(path))
    try:
        return parse_key_csv(file_text(path, where), where)
    except RatingsFileProblem as problem:
        problem.title = _TITLE
        raise


def parse_key_csv(text: str, where: str) -> tuple[Key, tuple[str, ...]]:
    """As :func:`read_key_csv`, of ``text``; ``where`` names it in messages."""
    rows = records(text, where)
    header_line, header = next(rows, (1, []))
    place, ignored = columns(header, header_line, where, COLUMNS)
    key: Key = {}
    bad: list[BadRow] = []
    seen: dict[tuple[str, str], int] = {}
    for line, fields in rows:
        if len(fields) != len(header):
            bad.append(BadRow(line, f"{len(fields)} fields, the header has {len(header)}"))
            continue
        candidate, dimension, score = (fields[place[name]].strip() for name in COLUMNS)
        reasons = wrong_labels({"candidate": candidate, "dimension": dimension})
        if score not in _SCORES:
            reasons.append(f'score "{short(score)}" is not 1 to 5 in steps of a half')
        cell = (candidate, dimension)
        if not reasons and cell in seen:
            reasons.append(f"the same candidate and dimension as line {seen[cell]}")
        if reasons:
            bad.append(BadRow(line, "; ".join(reasons)))
            continue
        seen[cell] = line
        key[cell] = _SCORES[score]
    if bad:
        raise refused(bad, len(key), _MEND, where)
    if not key:
        raise RatingsFileProblem("it has no row with a score", "Add the scores of the key.", where)
    return key, ignored
