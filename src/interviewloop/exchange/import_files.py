"""Files of scorecards from elsewhere, told apart by what is in them, read as one import."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from interviewloop.exchange.imported import Unusable
from interviewloop.exchange.importing.csv_table import read_table
from interviewloop.exchange.importing.fields import FieldError, read_json, records

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from interviewloop.exchange.imported import Reading
    from interviewloop.exchange.importing.fields import Record

Format = Literal["greenhouse", "lever", "ashby", "csv"]
FORMATS: tuple[Format, ...] = ("greenhouse", "lever", "ashby", "csv")
_LARGEST = 64 * 2**20
_V3 = ("scorecards", "scorecard_candidate_attributes", "job_candidate_attributes")
_ENVELOPES = ("data", "results")


class InFile(NamedTuple):
    """What a file holds, and what it is called in messages."""

    where: str
    data: bytes


def file_at(path: Path, where: str) -> InFile:
    """The file at ``path``. Raises Unusable when it cannot be read or is too large."""
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
    except FileNotFoundError:
        raise Unusable(
            "there is no such file", "Check the name, and the folder you are in.", where
        ) from None
    except (OSError, ValueError) as error:  # ValueError: a name no file can have
        why = error.strerror if isinstance(error, OSError) else error
        raise Unusable(
            f"it cannot be read ({why})", "Name a file that you may read.", where
        ) from None
    if len(data) > _LARGEST:
        raise Unusable(f"it is larger than {_LARGEST // 2**20} MiB", "Part it.", where)
    return InFile(where, data)


def read_import(name: Format, files: Sequence[InFile], mapping: InFile | None = None) -> Reading:
    """The ratings in ``files`` of the format ``name``; ``mapping`` is for csv alone.

    Raises a Problem when a file is not what it should be; single ratings that cannot be read are in
    the reading.
    """
    if name == "csv":
        return _mapped(files, mapping)
    if name == "greenhouse":
        return _greenhouse(files)
    items = [one for file in files for one in _items(file)]
    if name == "lever":
        from interviewloop.exchange.importing.lever import read_lever

        forms = [one for one in items if "fields" in one]
        users = [one for one in items if "fields" not in one]
        _need(forms, "a feedback form of Lever")
        return read_lever(forms, users)
    from interviewloop.exchange.importing.ashby import read_ashby

    _need(items, "feedback of Ashby")
    return read_ashby(items)


def _mapped(files: Sequence[InFile], mapping: InFile | None) -> Reading:
    from interviewloop.exchange.importing.mapped_csv import read_mapped_csv
    from interviewloop.exchange.importing.mapping import read_mapping

    if mapping is None:
        raise Unusable(
            "a CSV file needs a mapping that says which column is what",
            "Add --map FILE; docs/exchange.md shows one.",
        )
    chosen = read_mapping(mapping.data, mapping.where)
    tables = [read_table(file.data, file.where, chosen.delimiter) for file in files]
    for table, file in zip(tables, files, strict=True):
        chosen.check(table, file.where)
    return read_mapped_csv(tables, chosen)


def _greenhouse(files: Sequence[InFile]) -> Reading:
    tables = [file for file in files if not _is_json(file)]
    if tables:
        if len(tables) < len(files):
            raise Unusable(
                "some of these files are JSON and some are CSV", "Import them one after the other."
            )
        from interviewloop.exchange.importing.greenhouse_csv import read_greenhouse_csv

        return read_greenhouse_csv([read_table(file.data, file.where) for file in files])
    found = [one for file in files for one in _items(file)]
    _need(found, "a scorecard of Greenhouse")
    if not any("candidate_rating" in one or "candidate_attribute_rating" in one for one in found):
        from interviewloop.exchange.importing.greenhouse_v1 import read_greenhouse_v1

        return read_greenhouse_v1(found)
    from interviewloop.exchange.importing.greenhouse_v3 import read_greenhouse_v3

    ratings = [one for one in found if "scorecard_id" in one]
    rest = [one for one in found if "scorecard_id" not in one]
    names = [one for one in rest if "name" in one]
    return read_greenhouse_v3([one for one in rest if "name" not in one], ratings, names)


def _is_json(file: InFile) -> bool:
    return file.data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"[", b"{")


def _items(file: InFile) -> list[Record]:
    """The objects of a file: a list of them, or what the interface of the tool wraps one in."""
    document = read_json(file.data, file.where)
    if isinstance(document, dict):
        parts = [name for name in (*_ENVELOPES, *_V3) if name in document]
        listed = [document[name] for name in parts] if parts else [[document]]
    else:
        listed = [document]
    try:
        return [one for part in listed for one in records(part, "entry")]
    except FieldError as error:
        raise Unusable(str(error), "Check that the file is of this format.", file.where) from None


def _need(found: Sequence[Record], what: str) -> None:
    if not found:
        raise Unusable(f"there is not {what} in it", "Check that the file is of this format.")
