"""Single fields of somebody else's file, taken for what they are or refused in words."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from interviewloop.exchange.imported import Unusable
from interviewloop.exchange.importing.plain_text import plain_text
from interviewloop.exchange.ratings_csv import short
from interviewloop.model.base import possible
from interviewloop.model.names import LONGEST_NAME
from interviewloop.model.text import storable, visible

if TYPE_CHECKING:
    from collections.abc import Mapping

    from interviewloop.exchange.imported import Scale

Record = dict[str, object]
_NUMBER = re.compile(r"([+-]?[0-9]{1,6})(?:\.0+)?")
_MILLISECONDS = 1000
_LATEST_MS = 221_845_392_000_000
"""The beginning of the year 9000."""


class FieldError(ValueError):
    """A field that is not what it should be; the text completes "<where>: ..."."""


def read_json(data: bytes, where: str) -> object:
    """The document in ``data``. Raises Unusable for anything that is not strict JSON.

    A key that stands twice is refused: which of the two is meant, nobody can tell.
    """
    try:
        found: object = json.loads(
            data.decode("utf-8-sig"), object_pairs_hook=_once, parse_constant=_no_number
        )
    except RecursionError:
        what = "it is nested more deeply than any scorecard"
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        what = f"line {line} is not UTF-8 text"
    except json.JSONDecodeError as error:
        what = f"line {error.lineno} is not JSON ({error.msg})"
    except ValueError as error:  # ours, or a number with thousands of digits
        what = str(error) if isinstance(error, FieldError) else "it holds an impossible number"
    else:
        return found
    raise Unusable(what, "Export the file anew.", where)


def _once(pairs: list[tuple[str, object]]) -> Record:
    record = dict(pairs)
    if len(record) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise FieldError(f'the key "{short(storable(twice))}" stands twice in one object')
    return record


def _no_number(name: str) -> object:
    raise FieldError(f"{name} is no number of JSON")


def record(value: object, name: str) -> Record:
    """An object. Raises FieldError."""
    if not isinstance(value, dict):
        raise FieldError(f"{name} is not an object")
    return value


def records(value: object, name: str) -> list[Record]:
    """A list of objects; nothing at all is an empty one. Raises FieldError."""
    if value is None:
        return []
    if not isinstance(value, list):
        raise FieldError(f"{name} is not a list")
    return [record(one, f"{name} {place}") for place, one in enumerate(value, 1)]


def label(value: object, name: str) -> str:
    """A name or an id that must be there. Raises FieldError."""
    found = optional_label(value, name)
    if not found:
        raise FieldError(f"{name} is missing")
    return found


def optional_label(value: object, name: str) -> str:
    """A name or an id; empty where there is none. Raises FieldError."""
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise FieldError(f"{name} is neither text nor a number")
    text = storable(str(value)).strip()
    if len(text) > LONGEST_NAME:
        raise FieldError(f"{name} is longer than {LONGEST_NAME} characters")
    if visible(text) != text:
        raise FieldError(f'{name} "{short(text)}" holds a control character')
    return text


def note(value: object, name: str) -> str:
    """What somebody wrote, without markup; line ends and quotes stay. Raises FieldError.

    Rich text is an object with its text under ``value``.
    """
    if isinstance(value, dict):
        value = value.get("value")
    if value is None:
        return ""
    if not isinstance(value, str):
        raise FieldError(f"{name} is not text")
    return plain_text(storable(value))


def labelled_score(value: object, scale: Scale, steps: Mapping[str, int]) -> int:
    """The score of a label. Raises FieldError for a label that is not among ``steps``."""
    if not isinstance(value, str) or value.strip() not in steps:
        raise FieldError(f"rating {_shown(value)} is not one of {', '.join(steps)} of {scale.name}")
    return steps[value.strip()]


def numbered_score(value: object, scale: Scale) -> int:
    """A score that is a number, or a text that is one. Raises FieldError."""
    number: int | None = None
    if isinstance(value, str) and (match := _NUMBER.fullmatch(value.strip())):
        number = int(match[1])
    elif isinstance(value, int) and not isinstance(value, bool):
        number = value
    elif isinstance(value, float) and value.is_integer():
        number = int(value)
    if number is None or not scale.lowest <= number <= scale.highest:
        raise FieldError(f"score {_shown(value)} is not {scale.lowest} to {scale.highest}")
    return number


def time_of_text(value: object, name: str) -> str:
    """A time as ISO 8601; empty where there is none. Raises FieldError."""
    text = optional_label(value, name)
    if not text:
        return ""
    try:
        found = datetime.fromisoformat(text.removesuffix(" UTC") + "Z" * text.endswith(" UTC"))
    except ValueError:
        raise FieldError(f'{name} "{short(text)}" is no time like 2026-01-31T09:30:00Z') from None
    if not possible(found):
        raise FieldError(f'{name} "{short(text)}" is no time anything can have been submitted at')
    return found.isoformat(timespec="seconds")


def time_of_epoch(value: object, name: str) -> str:
    """A time in milliseconds since 1970 as ISO 8601; empty for none. Raises FieldError."""
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value <= _LATEST_MS:
        raise FieldError(f"{name} {_shown(value)} is no time in milliseconds since 1970")
    return datetime.fromtimestamp(value // _MILLISECONDS, UTC).isoformat(timespec="seconds")


def _shown(value: object) -> str:
    if isinstance(value, str):
        return f'"{short(storable(value))}"'
    if isinstance(value, dict | list):
        return "of several parts"
    return short(json.dumps(value))
