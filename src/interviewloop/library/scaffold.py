"""The files of a new case or rubric: out of a template, or copied from a case there is.

Nothing is written here. What comes back is a file's content by its plain path below the folder
that somebody else will make.
"""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import tomli_w
from pydantic import TypeAdapter, ValidationError

from interviewloop.library.files import decoded, inside, read_bytes
from interviewloop.library.places import persona_files
from interviewloop.library.positions import line_of, positions
from interviewloop.model.base import Id
from interviewloop.model.errors import Problem
from interviewloop.model.text import storable, visible

if TYPE_CHECKING:
    from collections.abc import Mapping

    from interviewloop.library.findings import KeyPath
    from interviewloop.model.case import CaseKind

CASE_FILE, PERSONAS = "case.toml", "personas"
UNTITLED = "[fill in: title]"
LONGEST_TITLE = 200
_TEMPLATES = Path(__file__).resolve().parent / "templates"
_ID = TypeAdapter[str](Id)
_REVIEWERS = ["[fill in: first reviewer, role]", "[fill in: second reviewer, role]"]
_TESTERS = [
    {"name": "[fill in: first tester, role]", "hours": 3},
    {"name": "[fill in: second tester, role]", "hours": 3},
]


def checked_id(typed: str) -> str:
    """``typed``, if it is an id. Raises Problem for anything else: it becomes a file's name."""
    try:
        return _ID.validate_python(typed)
    except ValidationError:
        what = f"{visible(typed[:80])!r} is not an id"
        mend = "Use lower-case letters and digits with single hyphens inside, such as exp-my-case."
        raise Problem("Not an id", what, mend) from None


def checked_title(typed: str | None) -> str:
    """``typed`` as a title; a text to be filled in where there is none.

    Raises Problem for one that is blank, too long, or not one line of plain text.
    """
    if typed is None:
        return UNTITLED
    title = storable(typed).strip()
    if not title or visible(title) != title or len(title) > LONGEST_TITLE:
        mend = f"Give one line of plain text with at most {LONGEST_TITLE} characters."
        raise Problem("Not a title", "this cannot be a title", mend)
    return title


def new_case(id_: str, kind: CaseKind, title: str) -> dict[str, bytes]:
    """The files of a new case of ``kind`` out of its template."""
    return {
        name: _filled(content, id_, title)
        for name, content in _files_in(_TEMPLATES / kind, personas=True).items()
    }


def new_rubric(id_: str, title: str) -> bytes:
    """The file of a new rubric."""
    return _filled(read_bytes(_TEMPLATES / "rubric.toml"), id_, title)


def copied_case(folder: Path, id_: str, title: str | None, *, personas: bool) -> dict[str, bytes]:
    """The files of the case in ``folder`` under the id ``id_``, at version 1.

    Reviewers and testers answered for another case, so their names are left to be filled in.
    Hidden files stay behind, and personas unless asked for. Raises Problem for a file that cannot
    be read, leads out of the folder, or is written so that an id cannot be put into it.
    """
    files = _files_in(folder, personas=personas)
    case_file = folder / CASE_FILE
    data = _document(files[CASE_FILE], case_file)
    card = data.get("case", {})
    values: dict[KeyPath, object] = {
        ("case", "id"): id_,
        ("case", "title"): title or f"{card.get('title', '')} (copy)",
        ("case", "version"): 1,
        ("case", "reviewers"): _REVIEWERS,
        ("take_home", "testers"): _TESTERS,
    }
    files[CASE_FILE] = _rewritten(files[CASE_FILE], case_file, values)
    for path in persona_files(folder) if personas else ():
        name = path.relative_to(folder).as_posix()
        files[name] = _rewritten(files[name], path, {("persona", "case"): id_})
    return files


def _filled(content: bytes, id_: str, title: str) -> bytes:
    text = content.decode("utf-8").replace('"@TITLE@"', _toml(title)).replace("@ID@", id_)
    return text.encode("utf-8")


def _toml(value: object) -> str:
    """``value`` as TOML writes it after an equals sign."""
    return tomli_w.dumps({"v": value}, indent=2).removeprefix("v = ").rstrip("\n")


def _files_in(top: Path, *, personas: bool) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for place, below, names in os.walk(top):
        folder = Path(place)
        below[:] = sorted(name for name in below if not name.startswith((".", "__")))
        if folder == top and not personas:
            below[:] = [name for name in below if name != PERSONAS]
        for name in sorted(names):
            if not name.startswith("."):
                path = (folder / name).relative_to(top).as_posix()
                found[path] = read_bytes(inside(top, path))
    return found


def _document(content: bytes, path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(decoded(content, path))
    except (ValueError, RecursionError):
        raise _unusual(path) from None


def _rewritten(content: bytes, path: Path, values: Mapping[KeyPath, object]) -> bytes:
    """``content`` with other values at those places that it has, all else as it was written.

    The result is read again: if anything but these values changed, a Problem is raised.
    """
    text = decoded(content, path)
    wanted = _document(content, path)
    for place, value in values.items():
        table, key = wanted.get(str(place[0]), {}), str(place[-1])
        if key in table:
            table[key] = value
            text = _with_value(text, place, value)
    changed = text.encode("utf-8")
    if _document(changed, path) != wanted:
        raise _unusual(path)
    return changed


def _with_value(text: str, place: KeyPath, value: object) -> str:
    """``text`` with ``key = value`` for the lines of one pair that begins on a line of its own."""
    lines = re.split(r"(?<=\n)", text)
    start = line_of(positions(text), place) - 1
    for end in range(start + 1, len(lines) + 1):
        try:
            tomllib.loads("".join(lines[start:end]))
        except tomllib.TOMLDecodeError:
            continue
        written = f"{place[-1]} = {_toml(value)}\n"
        return "".join([*lines[:start], written, *lines[end:]])
    return text


def _unusual(path: Path) -> Problem:
    what = "its keys are not laid out so that this program can change an id in it"
    mend = "Write id, title and reviewers on lines of their own under [case], or copy it by hand."
    return Problem("Cannot copy", what, mend, str(path))
