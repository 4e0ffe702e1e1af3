"""Content files into models. Whatever is in a file, the answer is a model or findings."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from pydantic import ValidationError

from interviewloop.library.files import line_in, read_text
from interviewloop.library.findings import Finding, dotted
from interviewloop.library.positions import Place, line_of, positions
from interviewloop.library.sentences import sentences
from interviewloop.model.base import Frozen
from interviewloop.model.case import Case
from interviewloop.model.errors import Problem
from interviewloop.model.persona import Persona
from interviewloop.model.rubric import Rubric

if TYPE_CHECKING:
    from pathlib import Path

    from interviewloop.library.findings import KeyPath

M = TypeVar("M", bound=Frozen)
_AT_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_CONFLICT = re.compile(r"^(?:<{7}|>{7})(?: |$)", re.MULTILINE)
_LONG_NUMBER = re.compile(r"[0-9_]{4000,}")
_NAMESPACE = re.compile(r"\(('[^']*',? ?)+\)")
_QUOTED = re.compile(r"'([^']*)'")
MAX_FINDINGS = 100
"""A file that is wrong throughout does not need a longer list than this."""

_MENDS = (
    ("Cannot overwrite", "the same key stands twice in one table: rename or remove one"),
    ("Cannot declare", "the same table stands twice: rename or remove one"),
    ("Cannot redefine", "the same table stands twice: rename or remove one"),
    ("Cannot mutate", "the same table stands twice: rename or remove one"),
    ("Duplicate inline", "the same key stands twice in one table: rename or remove one"),
    ("Unterminated", "close the quotation marks"),
    ("Expected '='", "a key is followed by = and its value"),
    ("Unclosed array", "close the square bracket"),
    ("Expected newline", "one key to a line; is a comma, a quote or a # missing before this?"),
    ("Illegal character", "close the quotation marks; three of them hold text of several lines"),
    ("Unescaped", "in double quotes write \\\\ for a backslash, or use single quotes"),
)

_ANY_MEND = "texts need quotes and lists square brackets; compare with a shipped file"


@dataclass(frozen=True)
class Loaded(Generic[M]):
    """A file that parsed and fits its schema."""

    path: Path
    value: M
    places: Place

    def line(self, path: KeyPath) -> int:
        return line_of(self.places, path)


@dataclass(frozen=True)
class Broken:
    """A file that could not become a model, and everything found wrong with it."""

    path: Path
    findings: tuple[Finding, ...]

    def problem(self) -> Problem:
        """The first finding as an error, with the number of the others."""
        problem = self.findings[0].problem()
        if len(self.findings) > 1:
            problem.what += f", and {len(self.findings) - 1} more mistakes"
        return problem


def load_case(path: Path) -> Loaded[Case] | Broken:
    """The case in ``path``; never raises for anything the file holds."""
    return _load(path, Case)


def load_rubric(path: Path) -> Loaded[Rubric] | Broken:
    """The rubric in ``path``; never raises for anything the file holds."""
    return _load(path, Rubric)


def load_persona(path: Path) -> Loaded[Persona] | Broken:
    """The persona in ``path``; never raises for anything the file holds."""
    return _load(path, Persona)


def fit_any(
    path: Path, data: dict[str, Any], places: Place
) -> Loaded[Case] | Loaded[Rubric] | Loaded[Persona] | Broken:
    """The case, rubric or persona in the document of ``path``, told apart by its first table."""
    if "case" in data:
        return fit(path, data, places, Case)
    if "rubric" in data:
        return fit(path, data, places, Rubric)
    if "persona" in data:
        return fit(path, data, places, Persona)
    message = "this is no case, rubric or persona: it has no table of that name"
    mend = "begin with [case], [rubric] or [persona]"
    return Broken(path, (Finding(path, 1, "S04", "E", message, mend),))


def _load(path: Path, model: type[M]) -> Loaded[M] | Broken:
    read = document(path)
    return read if isinstance(read, Broken) else fit(path, *read, model)


def document(path: Path) -> tuple[dict[str, Any], Place] | Broken:
    """The parsed document in ``path`` and the lines of its keys."""
    try:
        text = read_text(path)
    except Problem as problem:
        return _broken(path, line_in(problem, path), "S02", problem.what, problem.mend)
    conflict = _CONFLICT.search(text)
    if conflict:
        line = text.count("\n", 0, conflict.start()) + 1
        message = "two versions of this file were merged and the conflict is still in it"
        mend = "keep one of the versions between <<<<<<< and >>>>>>> and delete those lines"
        return _broken(path, line, "S03", message, mend)
    try:
        return tomllib.loads(text), positions(text)
    except RecursionError:
        message = "lists or tables are nested too deeply to be read"
        return _broken(path, 1, "S01", message, "no content needs more than five levels")
    except ValueError as error:  # TOMLDecodeError, and what int() says of absurdly long numbers
        return _not_toml(path, text, str(error))


def _not_toml(path: Path, text: str, said: str) -> Broken:
    long_number = _LONG_NUMBER.search(text)
    place = _AT_PLACE.search(said)
    if place is None and long_number is not None:
        line = text.count("\n", 0, long_number.start()) + 1
        return _broken(path, line, "S01", "a number has too many digits", "write a shorter one")
    column = ""
    line = len(text.splitlines())
    if place is not None:
        said = said[: place.start()]
        if place[1]:
            line, column = int(place[1]), f" at column {place[2]}"
    mend = next((mend for start, mend in _MENDS if said.startswith(start)), _ANY_MEND)
    said = _NAMESPACE.sub(lambda names: ".".join(_QUOTED.findall(names.group())), said)
    message = f"this is not TOML{column}: {said[:1].lower()}{said[1:]}"
    return _broken(path, max(line, 1), "S01", message, mend)


def _broken(path: Path, line: int, code: str, message: str, mend: str) -> Broken:
    return Broken(path, (Finding(path, line, code, "E", message, mend),))


def fit(path: Path, data: dict[str, Any], places: Place, model: type[M]) -> Loaded[M] | Broken:
    """``data`` as ``model``, or every reason why it is none."""
    try:
        # Strict: "4" is not a number and 1 is not true, whatever Python would make of them.
        value = model.model_validate(_frozen(data), strict=True)
    except ValidationError as error:
        details = error.errors(include_url=False)[:MAX_FINDINGS]
        told = sentences(details, model)
    except RecursionError:
        return _broken(path, 1, "S01", "tables are nested too deeply", "flatten them")
    else:
        return Loaded(path, value, places)
    findings = (
        Finding(path, line_of(places, field), code, "E", message, mend, dotted(field))
        for field, code, message, mend in told
    )
    return Broken(path, tuple(sorted(findings, key=lambda finding: finding.line)))


def _frozen(value: Any) -> Any:
    """``value`` with tuples for lists, which is what the models hold."""
    if isinstance(value, dict):
        return {key: _frozen(below) for key, below in value.items()}
    if isinstance(value, list):
        return tuple(_frozen(below) for below in value)
    return value
