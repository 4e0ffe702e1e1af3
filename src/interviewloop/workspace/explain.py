"""What is wrong with a TOML file, in the words of the person who has to mend it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from interviewloop.model.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pydantic import ValidationError
    from pydantic_core import ErrorDetails

_LINE_IN_MESSAGE = re.compile(r"^(?P<what>.*) \(at (?:line (?P<line>\d+), column \d+|end of .*)\)$")
_HEADER = re.compile(r"\s*\[(?P<key>[^\[\]]+)\]\s*(?:#.*)?$")
_ENTRY = re.compile(r"""\s*(?P<key>"[^"]*"|'[^']*'|[A-Za-z0-9_-]+)\s*=""")
_CONFLICT = re.compile(r"^(?:<{7} |={7}\r?$|>{7} )", re.MULTILINE)
_ID_WORDS = "is not an id: lower-case letters, digits, and single hyphens or underscores inside"
_WORDS: dict[str, str] = {
    "missing": "is missing",
    "bool_type": "needs true or false",
    "bool_parsing": "needs true or false",
    "int_type": "needs a whole number",
    "int_parsing": "needs a whole number",
    "int_from_float": "needs a whole number",
    "float_type": "needs a number",
    "float_parsing": "needs a number",
    "finite_number": "needs a number that is not infinite",
    "string_type": 'needs text in "quotes"',
    "path_type": 'needs a path in "quotes"',
    "tuple_type": "needs a list in [brackets]",
    "dict_type": "needs a table",
    "model_type": "needs a table",
    "model_attributes_type": "needs a table",
    "too_short": "has too few entries",
    "greater_than_equal": "must be at least {ge}",
    "greater_than": "must be more than {gt}",
    "less_than_equal": "must be at most {le}",
    "less_than": "must be less than {lt}",
    "string_too_short": "must not be empty",
    "string_too_long": "must not be longer than {max_length} characters",
    "literal_error": "must be {expected}",
    "value_error": "{error}",
}


class Fault(NamedTuple):
    """One mistake: which key, on which line (None if not known), and what is wrong with it."""

    key: tuple[str, ...]
    line: int | None
    what: str

    def where(self, file: str) -> str:
        """``file:3``, or the file alone when the line is not known."""
        return f"{file}:{self.line}" if self.line else file

    def sentence(self) -> str:
        """The key, if one is at fault, and what is wrong with it."""
        return visible(f"{'.'.join(self.key)} {self.what}" if self.key else f"it {self.what}")


def holds_merge_marks(text: str) -> bool:
    """Whether ``text`` has lines that git leaves where it could not merge."""
    return _CONFLICT.search(text) is not None


def syntax_fault(text: str, error: Exception) -> Fault:
    """What a TOML reader refused in ``text``, with the line taken from the reader's message."""
    if conflict := _CONFLICT.search(text):
        line = text.count("\n", 0, conflict.start()) + 1
        return Fault((), line, "holds both sides of an unfinished git merge")
    if isinstance(error, RecursionError):
        return Fault((), None, "is nested too deeply to be read")
    found = _LINE_IN_MESSAGE.match(str(error))
    if not found:
        return Fault((), None, f"is not valid TOML: {error}")
    line = int(found["line"]) if found["line"] else text.count("\n") + 1
    return Fault((), line, f"is not valid TOML: {found['what']}")


def schema_faults(
    text: str, data: Mapping[str, object], error: ValidationError, known: Iterable[str] = ()
) -> list[Fault]:
    """Each key of ``data`` (parsed from ``text``) that does not fit, once, in order of the report.

    ``known`` are the names among which the nearest is offered for a key that is not known.
    """
    faults: dict[tuple[str, ...], Fault] = {}
    for detail in error.errors(include_url=False):
        key = _key_in_file(detail, data)
        if key not in faults:
            what = _words(detail, known)
            faults[key] = Fault(key, line_of(text, key), what)
    return list(faults.values())


def line_of(text: str, key: tuple[str, ...]) -> int | None:
    """The line, from 1, of ``key``, or of the nearest table above it; None if neither is found."""
    while key:
        if line := exact_line(text, key):
            return line
        # A key that is missing has no line; its table has.
        key = key[:-1]
    return None


def exact_line(text: str, key: tuple[str, ...]) -> int | None:
    """The line, from 1, on which ``key`` is set or the table of that name begins, or None.

    Reads the one layout that this program writes: tables under headers, one key a line.
    """
    table: tuple[str, ...] = ()
    in_block = False
    for number, line in enumerate(text.split("\n"), start=1):
        if line.count('"""') % 2 or line.count("'''") % 2:
            in_block = not in_block
            if not in_block:
                continue
        elif in_block:
            continue
        if header := _HEADER.match(line):
            table = tuple(part.strip().strip("\"'") for part in header["key"].split("."))
            if table == key:
                return number
        elif (entry := _ENTRY.match(line)) and (*table, entry["key"].strip("\"'")) == key:
            return number
    return None


def nearest(word: str, known: Iterable[str]) -> str:
    """The name in ``known`` that ``word`` was most likely meant to be, or an empty string."""
    # Only a mistake pays for this import.
    from rapidfuzz import fuzz, process

    match = process.extractOne(word, list(known), scorer=fuzz.ratio, score_cutoff=60)
    return match[0] if match else ""


def _key_in_file(detail: ErrorDetails, data: Mapping[str, object]) -> tuple[str, ...]:
    """Where the mistake is, without the parts that name a type and not a key."""
    key: list[str] = []
    value: object = data
    for part in detail["loc"]:
        if isinstance(value, dict) and part in value:
            value = value[part]
        elif not (detail["type"] == "missing" and isinstance(value, dict)):
            break
        key.append(str(part))
    return tuple(key)


def _words(detail: ErrorDetails, known: Iterable[str]) -> str:
    kind = detail["type"]
    context = detail.get("ctx", {})
    if detail["loc"] and detail["loc"][-1] == "[key]":
        return _ID_WORDS
    if kind == "extra_forbidden":
        near = nearest(str(detail["loc"][-1]), known)
        return "is not a known key" + (f"; did you mean {near}?" if near else "")
    if kind == "string_pattern_mismatch":
        return "must not be empty" if context.get("pattern") == r"\S" else _ID_WORDS
    if kind.startswith(("datetime", "date", "timezone")):
        return "needs a time with its zone, for instance 2026-03-01T10:00:00Z"
    return _WORDS.get(kind, "has a value that does not fit").format_map(context)
