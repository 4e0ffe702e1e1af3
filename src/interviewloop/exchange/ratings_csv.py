"""Ratings from a CSV file with the columns candidate, interviewer, dimension and score.

Columns may come in any order, others are left aside by name. All or nothing: one bad row and no
row is used, because a table with silent holes would give figures that nobody can check.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from interviewloop.calibration.ratings import RatingRow
from interviewloop.exchange.clean_csv import clean_rows, lines_of
from interviewloop.model.errors import Problem
from interviewloop.model.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

COLUMNS = ("candidate", "interviewer", "dimension", "score")
_SCORES = {str(score): score for score in range(1, 6)}
_MISSING = {"", "no-signal"}
_ROWS_SHOWN = 20
_LONGEST_LINE = 1_000_000
_TITLE = "The ratings file cannot be used"


class BadRow(NamedTuple):
    """A row that cannot be read: the line it starts on, counted from 1, and why."""

    line: int
    reason: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.reason}"


class RatingsFileProblem(Problem):
    """A ratings file that was refused as a whole; ``rows`` are the rows to mend, if any."""

    def __init__(self, what: str, mend: str, where: str, rows: tuple[BadRow, ...] = ()) -> None:
        super().__init__(_TITLE, what, mend, where)
        self.rows = rows

    def lines(self) -> list[str]:
        """The problem for a terminal, with one line for each of the first bad rows."""
        if not self.rows:
            return super().lines()
        lines = [self.title, f"  {self.where}: {self.what}"]
        lines += [f"    {row}" for row in self.rows[:_ROWS_SHOWN]]
        if len(self.rows) > _ROWS_SHOWN:
            lines.append(f"    and {len(self.rows) - _ROWS_SHOWN} more")
        return [*lines, f"  {self.mend}"]


@dataclass(frozen=True, slots=True)
class RatingsFile:
    """What a file held. ``missing`` rows have no score (empty or ``no-signal``); the columns in
    ``ignored`` were not read."""

    rows: Sequence[RatingRow]
    missing: int
    ignored: tuple[str, ...]


def read_ratings_csv(path: Path) -> RatingsFile:
    """The ratings in the file at ``path``. Raises :class:`RatingsFileProblem`."""
    where = visible(str(path))
    try:
        data = _bytes(path, where)
    except FileNotFoundError:
        raise RatingsFileProblem(
            "there is no such file", "Check the name, and the folder you are in.", where
        ) from None
    except (OSError, ValueError) as error:  # ValueError: a name no file can have
        why = error.strerror if isinstance(error, OSError) else error
        raise RatingsFileProblem(
            f"it cannot be read ({why})", "Name a file that you may read.", where
        ) from None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise RatingsFileProblem(
            f"line {line} is not UTF-8 text", "Save it again as CSV in UTF-8.", where
        ) from None
    del data  # a large file need not be in memory twice
    return parse_ratings_csv(text, where)


def _bytes(path: Path, where: str) -> bytes:
    """What is in the file, unless a line is so long that it cannot be ratings: a file without line
    ends would otherwise fill the memory several times over."""
    parts: list[bytes] = []
    lines = length = 0
    with path.open("rb") as file:
        while part := file.read(_LONGEST_LINE):
            parts.append(part)
            first = part.find(b"\n")
            length += len(part) if first < 0 else first
            if length > _LONGEST_LINE:
                raise RatingsFileProblem(
                    f"line {lines + 1} is longer than {_LONGEST_LINE:,} bytes",
                    "Name a CSV file with one score a line.",
                    where,
                )
            if first >= 0:
                lines += part.count(b"\n")
                length = len(part) - part.rfind(b"\n") - 1
    return b"".join(parts)


def parse_ratings_csv(text: str, where: str) -> RatingsFile:
    """The ratings in ``text``; ``where`` names it in messages.

    Raises :class:`RatingsFileProblem` with every bad row.
    """
    records = _records(text, where)
    header_line, header = next(records, (1, []))
    place, ignored = _columns(header, header_line, where)
    clean = clean_rows(text, header, place)
    if clean is not None:
        return RatingsFile(clean.rows, clean.missing, ignored)
    rows: list[RatingRow] = []
    bad: list[BadRow] = []
    missing = 0
    seen: dict[tuple[str, str, str], int] = {}
    named = _Names(place)
    for line, fields in records:
        if len(fields) == len(header) and fields[place["score"]] in _SCORES:
            known = named(fields)
            if known is not None and known not in seen:
                seen[known] = line
                rows.append(RatingRow(*known, _SCORES[fields[place["score"]]]))
                continue
        if len(fields) != len(header):
            bad.append(BadRow(line, f"{_fields(len(fields))}, the header has {len(header)}"))
            continue
        labels, reasons = _labels(fields, place)
        score = fields[place["score"]].strip()
        if score not in _SCORES and score.lower() not in _MISSING:
            reasons.append(f'score "{_short(score)}" is not 1 to 5')
        if not reasons and labels in seen:
            reasons.append(f"the same candidate, interviewer and dimension as line {seen[labels]}")
        if reasons:
            bad.append(BadRow(line, "; ".join(reasons)))
            continue
        seen[labels] = line
        if score in _SCORES:
            rows.append(RatingRow(*labels, _SCORES[score]))
        else:
            missing += 1
    if bad:
        count = "1 row" if len(bad) == 1 else f"{len(bad)} rows"
        raise RatingsFileProblem(
            f"{count} of {len(bad) + len(rows) + missing} cannot be read, so none was used",
            "Mend these rows. A missing score is an empty field or no-signal.",
            where,
            tuple(bad),
        )
    return RatingsFile(tuple(rows), missing, ignored)


def _records(text: str, where: str) -> Iterator[tuple[int, list[str]]]:
    """Records with the line each starts on; lines with nothing in them are passed over."""
    reader = csv.reader(lines_of(text), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            fields = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise RatingsFileProblem(
                f"line {line} is not CSV ({error})",
                "Check the quotes there: each one that opens a field has to close it.",
                where,
            ) from None
        if any(map(str.strip, fields)):
            yield line, fields


def _columns(header: list[str], line: int, where: str) -> tuple[dict[str, int], tuple[str, ...]]:
    """Where each column stands, and the names of those that are not read."""
    names = [name.strip().lower() for name in header]
    absent = [column for column in COLUMNS if column not in names]
    if absent:
        mend = f"The first line has to name the columns {', '.join(COLUMNS)}."
        if any(mark in "".join(header) for mark in ";\t"):
            mend += " Fields are separated by commas here, not by semicolons or tabs."
        raise RatingsFileProblem(
            f"line {line} names no column {_listed(absent)}" if header else "it is empty",
            mend,
            where,
        )
    twice = [column for column in COLUMNS if names.count(column) > 1]
    if twice:
        raise RatingsFileProblem(
            f"line {line} names the column {_listed(twice)} twice",
            "Keep one of them.",
            where,
        )
    ignored = tuple(
        visible(name.strip())
        for name, known in zip(header, names, strict=True)
        if known and known not in COLUMNS
    )
    return {column: names.index(column) for column in COLUMNS}, ignored


def _labels(fields: list[str], place: dict[str, int]) -> tuple[tuple[str, str, str], list[str]]:
    """Candidate, interviewer and dimension, and what is wrong with them."""
    candidate, interviewer, dimension = (fields[place[name]].strip() for name in COLUMNS[:3])
    reasons = []
    for name, label in zip(COLUMNS, (candidate, interviewer, dimension), strict=False):
        if not label:
            reasons.append(f"{name} is empty")
        elif visible(label) != label:
            reasons.append(f'{name} "{_short(label)}" holds a control character')
    return (candidate, interviewer, dimension), reasons


class _Names:
    """Labels that were looked at once are known; a table of a million rows has few of them."""

    def __init__(self, place: dict[str, int]) -> None:
        self._places = tuple(place[name] for name in COLUMNS[:3])
        self._place = place
        self._known: dict[str, str] = {}

    def __call__(self, fields: list[str]) -> tuple[str, str, str] | None:
        """Candidate, interviewer and dimension; ``None`` if something is wrong with them."""
        known, (c, i, d) = self._known, self._places
        try:
            return known[fields[c]], known[fields[i]], known[fields[d]]
        except KeyError:
            labels, reasons = _labels(fields, self._place)
            if reasons:
                return None
            known.update(zip((fields[c], fields[i], fields[d]), labels, strict=True))
            return labels


def _short(text: str) -> str:
    shown = visible(text)
    return shown if len(shown) <= 40 else f"{shown[:39]}…"


def _fields(count: int) -> str:
    return "1 field" if count == 1 else f"{count} fields"


def _listed(names: list[str]) -> str:
    return " or ".join(names)
