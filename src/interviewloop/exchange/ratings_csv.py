"""Ratings from a CSV file with the columns candidate, interviewer, dimension and score.

A column ``case`` is read too where there is one; a row may leave it empty. Columns may come in any
order, others are left aside by name. All or nothing: one bad row and no
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
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

COLUMNS = ("candidate", "interviewer", "dimension", "score")
CASE = "case"
_SCORES = {str(score): score for score in range(1, 6)}
_MISSING = "no-signal"
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
    """What a file held. ``missing`` rows have no score (``no-signal``); the columns in
    ``ignored`` were not read."""

    rows: Sequence[RatingRow]
    missing: int
    ignored: tuple[str, ...]


def read_ratings_csv(path: Path) -> RatingsFile:
    """The ratings in the file at ``path``. Raises :class:`RatingsFileProblem`."""
    where = visible(str(path))
    return parse_ratings_csv(file_text(path, where), where)


def file_text(path: Path, where: str) -> str:
    """What is in a file of UTF-8 text. Raises :class:`RatingsFileProblem`."""
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
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise RatingsFileProblem(
            f"line {line} is not UTF-8 text", "Save it again as CSV in UTF-8.", where
        ) from None


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
    rows_of = records(text, where)
    header_line, header = next(rows_of, (1, []))
    place, ignored = columns(header, header_line, where, COLUMNS, (CASE,))
    clean = clean_rows(text, header, place)
    if clean is not None:
        return RatingsFile(clean.rows, clean.missing, ignored)
    rows: list[RatingRow] = []
    bad: list[BadRow] = []
    missing = 0
    seen: dict[tuple[str, str, str], int] = {}
    named = _Names(place)
    case_at, cases = place.get(CASE), {"": ""}
    for line, fields in rows_of:
        if len(fields) == len(header) and fields[place["score"]] in _SCORES:
            known = named(fields)
            case = "" if case_at is None else cases.get(fields[case_at])
            if known is not None and case is not None and known not in seen:
                seen[known] = line
                rows.append(RatingRow(*known, _SCORES[fields[place["score"]]], case))
                continue
        if len(fields) != len(header):
            bad.append(BadRow(line, f"{_fields(len(fields))}, the header has {len(header)}"))
            continue
        labels, reasons = _labels(fields, place)
        case = "" if case_at is None else fields[case_at].strip()
        reasons += control_characters({CASE: case})
        score = fields[place["score"]].strip()
        if score not in _SCORES and score.lower() != _MISSING:
            # A cell that was forgotten looks the same as one left out on purpose.
            shown = f'score "{short(score)}" is not 1 to 5' if score else "score is blank"
            reasons.append(shown)
        if not reasons and labels in seen:
            reasons.append(f"the same candidate, interviewer and dimension as line {seen[labels]}")
        if reasons:
            bad.append(BadRow(line, "; ".join(reasons)))
            continue
        seen[labels] = line
        if case_at is not None:
            cases[fields[case_at]] = case
        if score in _SCORES:
            rows.append(RatingRow(*labels, _SCORES[score], case))
        else:
            missing += 1
    if bad:
        mend = "Mend these rows. Where there was nothing to score, write no-signal."
        raise refused(bad, len(rows) + missing, mend, where)
    return RatingsFile(tuple(rows), missing, ignored)


def refused(bad: list[BadRow], good: int, mend: str, where: str) -> RatingsFileProblem:
    """The problem of a file with ``bad`` rows beside ``good`` ones."""
    count = "1 row" if len(bad) == 1 else f"{len(bad)} rows"
    what = f"{count} of {len(bad) + good} cannot be read, so none was used"
    return RatingsFileProblem(what, mend, where, tuple(bad))


def records(text: str, where: str, delimiter: str = ",") -> Iterator[tuple[int, list[str]]]:
    """Records with the line each starts on; lines with nothing in them are passed over."""
    reader = csv.reader(lines_of(text), strict=True, delimiter=delimiter)
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


def columns(
    header: list[str],
    line: int,
    where: str,
    needed: tuple[str, ...],
    optional: tuple[str, ...] = (),
) -> tuple[dict[str, int], tuple[str, ...]]:
    """Where each column stands, and the names of those that are not read."""
    names = [name.strip().lower() for name in header]
    absent = [column for column in needed if column not in names]
    if absent:
        mend = f"The first line has to name the columns {', '.join(needed)}."
        if any(mark in "".join(header) for mark in ";\t"):
            mend += " Fields are separated by commas here, not by semicolons or tabs."
        raise RatingsFileProblem(
            f"line {line} names no column {_listed(absent)}" if header else "it is empty",
            mend,
            where,
        )
    known = (*needed, *optional)
    twice = [column for column in known if names.count(column) > 1]
    if twice:
        raise RatingsFileProblem(
            f"line {line} names the column {_listed(twice)} twice",
            "Keep one of them.",
            where,
        )
    ignored = tuple(
        visible(name.strip())
        for name, plain in zip(header, names, strict=True)
        if plain and plain not in known
    )
    return {column: names.index(column) for column in known if column in names}, ignored


def _labels(fields: list[str], place: dict[str, int]) -> tuple[tuple[str, str, str], list[str]]:
    """Candidate, interviewer and dimension, and what is wrong with them."""
    candidate, interviewer, dimension = (fields[place[name]].strip() for name in COLUMNS[:3])
    named = dict(zip(COLUMNS, (candidate, interviewer, dimension), strict=False))
    return (candidate, interviewer, dimension), wrong_labels(named)


def wrong_labels(labels: Mapping[str, str]) -> list[str]:
    """What is wrong with ``labels``, by the column each stands in."""
    return [
        reason
        for name, label in labels.items()
        for reason in (control_characters({name: label}) if label else [f"{name} is empty"])
    ]


def control_characters(labels: Mapping[str, str]) -> list[str]:
    """Which of ``labels`` hold something that cannot be seen."""
    return [
        f'{name} "{short(label)}" holds a control character'
        for name, label in labels.items()
        if visible(label) != label
    ]


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


def short(text: str) -> str:
    """``text`` as it can be shown in a message."""
    shown = visible(text)
    return shown if len(shown) <= 40 else f"{shown[:39]}…"


def _fields(count: int) -> str:
    return "1 field" if count == 1 else f"{count} fields"


def _listed(names: list[str]) -> str:
    return " or ".join(names)
