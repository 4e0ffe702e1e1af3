"""The quick way through a ratings file in which nothing is wrong.

Records are taken in batches and looked up column by column, so that no step of the interpreter is
spent on a single row. It says nothing about what it cannot use: :mod:`.ratings_csv` then goes
through the file row by row and names what is wrong.
"""

from __future__ import annotations

import csv
import io
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from interviewloop.calibration.rating_columns import RatingColumns
from interviewloop.model.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

_AT_ONCE = 20_000
_NONE = 0
_SCORES = {"no-signal": _NONE} | {str(score): score for score in range(1, 6)}
_LARGEST = 2**63


class CleanRows(NamedTuple):
    """The rows with a score, and how many rows have none."""

    rows: RatingColumns
    missing: int


class _NotCleanError(ValueError):
    """Something that has to be looked at row by row."""


def clean_rows(text: str, header: list[str], place: Mapping[str, int]) -> CleanRows | None:
    """The rows of ``text`` after its ``header``, or ``None`` if anything is out of the ordinary.

    ``place`` says where candidate, interviewer, dimension and score stand, and no other column.
    """
    if set(place) != {"candidate", "interviewer", "dimension", "score"}:
        return None
    labels = (_Labels(), _Labels(), _Labels())
    scores = _Scores(_SCORES)
    columns = [
        (place["candidate"], labels[0]),
        (place["interviewer"], labels[1]),
        (place["dimension"], labels[2]),
        (place["score"], scores),
    ]
    parts = [np.zeros((len(columns), 0), dtype=np.int32)]
    try:
        for batch in _batches(text, header):
            fields = list(zip(*batch, strict=True))
            found = [
                np.fromiter(map(known.__getitem__, fields[at]), np.int32, len(batch))
                for at, known in columns
            ]
            parts.append(np.stack(found))
    except (ValueError, csv.Error):
        # Not clean, records of different lengths, or no CSV.
        return None
    codes = np.concatenate(parts, axis=1)
    if _repeated(codes[:3], [len(each.names) for each in labels]):
        return None
    given = codes[:, codes[3] != _NONE]
    candidates, interviewers, dimensions = (tuple(each.names) for each in labels)
    rows = RatingColumns(
        given[0],
        given[1],
        given[2],
        given[3].astype(np.uint8),
        candidates,
        interviewers,
        dimensions,
    )
    return CleanRows(rows, codes.shape[1] - len(rows))


def lines_of(text: str) -> io.TextIOWrapper:
    """The lines of ``text`` as they are; a StringIO would hold four bytes a character."""
    stream = io.BytesIO(text.encode("utf-8", "surrogatepass"))
    return io.TextIOWrapper(stream, "utf-8", "surrogatepass", newline="")


def _batches(text: str, header: list[str]) -> Iterator[list[list[str]]]:
    records = filter(None, csv.reader(lines_of(text), strict=True))
    if next(records, header) != header:
        raise _NotCleanError
    while batch := list(islice(records, _AT_ONCE)):
        if len(batch[0]) != len(header):
            raise _NotCleanError
        yield batch


def _repeated(codes: NDArray[np.int32], sizes: list[int]) -> bool:
    """Whether two rows have the same three codes; yes, too, if there are too many to tell."""
    if sizes[0] * sizes[1] * sizes[2] >= _LARGEST:
        return True
    cell = (codes[0].astype(np.int64) * sizes[1] + codes[1]) * sizes[2] + codes[2]
    cell.sort()
    return bool((cell[1:] == cell[:-1]).any())


class _Labels(dict[str, int]):
    """A number for each field, the same for fields that differ in the space around them."""

    def __init__(self) -> None:
        super().__init__()
        self.names: dict[str, int] = {}

    def __missing__(self, field: str) -> int:
        label = field.strip()
        if not label or visible(label) != label:
            raise _NotCleanError
        self[field] = number = self.names.setdefault(label, len(self.names))
        return number


class _Scores(dict[str, int]):
    """The number each score field stands for."""

    def __missing__(self, field: str) -> int:
        number = _SCORES.get(field.strip().lower())
        if number is None:
            raise _NotCleanError
        self[field] = number
        return number
