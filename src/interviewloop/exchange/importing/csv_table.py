"""A CSV file as records by column, each with the line it starts on."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from interviewloop.exchange.imported import Unusable
from interviewloop.exchange.ratings_csv import RatingsFileProblem, records, short

if TYPE_CHECKING:
    from interviewloop.exchange.importing.collecting import Collector


class Row(NamedTuple):
    """One row: where it stands, and its fields by column."""

    where: str
    fields: dict[str, str]


class Table(NamedTuple):
    """A header, and rows that are as long as it; ``uneven`` says which are not, and why."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    uneven: tuple[tuple[str, str], ...]

    def tell_uneven(self, collector: Collector) -> None:
        for where, reason in self.uneven:
            collector.reject(where, reason)


def read_table(data: bytes, where: str, delimiter: str = ",") -> Table:
    """The table in ``data``. Raises Unusable when it is none, or a column stands in it twice."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Unusable(
            f"line {line} is not UTF-8 text", "Save it again as CSV in UTF-8.", where
        ) from None
    try:
        found = list(records(text, where, delimiter))
    except RatingsFileProblem as problem:
        raise Unusable(problem.what, problem.mend, where) from None
    if not found:
        raise Unusable("it is empty", "Export the file anew.", where)
    columns = tuple(name.strip() for name in found[0][1])
    twice = [name for name in columns if name and columns.count(name) > 1]
    if twice:
        what = f'the column "{short(twice[0])}" stands there twice'
        raise Unusable(what, "Keep one of them.", where)
    rows, uneven = [], []
    for line, fields in found[1:]:
        at = f"{where} line {line}"
        if len(fields) == len(columns):
            rows.append(Row(at, dict(zip(columns, fields, strict=True))))
        else:
            uneven.append((at, f"it has {len(fields)} fields, the header {len(columns)}"))
    return Table(columns, tuple(rows), tuple(uneven))
