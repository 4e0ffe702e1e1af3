"""The settings in ``config.toml``."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated

import tomli_w
from pydantic import Field, ValidationError

from interviewloop.model.base import Frozen, Typed
from interviewloop.model.errors import Problem
from interviewloop.workspace.codec import parse
from interviewloop.workspace.explain import Fault, exact_line, schema_faults
from interviewloop.workspace.files import read_file, stamp_of, write_file

_Key = tuple[str, ...]


class Settings(Frozen):
    """What a user can set. A setting that is not in the file has the default given here."""

    interviewer: Annotated[Typed, Field(max_length=200)] = ""
    """The user's own name, offered for new sessions."""
    theme: Annotated[str, Field(min_length=1)] = "dark"
    """``dark``, ``light``, or the name of a Textual theme."""
    workspace: Path | None = None
    """The workspace where none is named or found."""
    draft_save_ms: Annotated[int, Field(ge=50, le=900)] = 300
    """Milliseconds from the last key to saving half-typed text. All is on disk within a second."""
    keymap: dict[str, str] = Field(default={})
    """Keys by the id of a binding, several keys separated by commas."""


def load_settings(path: Path) -> tuple[Settings, list[Problem]]:
    """The settings in the file at ``path``, and everything wrong with it.

    Nothing in the file stops the program: what cannot be read has its default, the rest counts.
    A file that does not exist is no problem.
    """
    path = _real(path)
    try:
        if stamp_of(path) is None:
            return Settings(), []
        text, data = parse(read_file(path)[0], str(path))
    except Problem as problem:
        return Settings(), [problem]
    problems: list[Problem] = []
    while True:
        try:
            return Settings.model_validate(data), problems
        except ValidationError as error:
            for fault in schema_faults(text, data, error, Settings.model_fields):
                problems.append(_problem(fault, path))
                _drop(data, fault.key)


def save_settings(path: Path, settings: Settings) -> None:
    """Write to the file at ``path`` those ``settings`` that differ from what it says.

    Only the lines of these settings change; comments, order and other keys stay. Raises Problem,
    and changes nothing, when the file is not TOML or is laid out so that a line cannot be changed
    alone, and SaveFailed when the system refuses.
    """
    path = _real(path)
    text, data = "", dict[str, object]()
    if stamp_of(path) is not None:
        text, data = parse(read_file(path)[0], str(path))
    held, expected = _dumped(load_settings(path)[0]), _flat(data)
    wanted = _dumped(settings)
    changes = {key: wanted.get(key) for key in held | wanted if held.get(key) != wanted.get(key)}
    for key, value in changes.items():
        text = _edited(text, key, value)
        expected.pop(key, None)
        if value is not None:
            expected[key] = value
    # A value over several lines, or a table in braces, is beyond an edit of single lines.
    if _parsed(text) != expected:
        raise Problem(
            "Settings not saved",
            "the config file is laid out in a way this program cannot change safely",
            "Change the setting in the file itself.",
            str(path),
        )
    if changes:
        write_file(path, text.encode("utf-8"))


def _real(path: Path) -> Path:
    """Config files are often links into a folder of such files; what they lead to is written."""
    try:
        return path.resolve()
    except (OSError, RuntimeError):
        return path


def _problem(fault: Fault, path: Path) -> Problem:
    return Problem(
        "A setting is not used",
        fault.sentence(),
        "Correct the line in the file, or delete it.",
        fault.where(str(path)),
    )


def _drop(data: dict[str, object], key: _Key) -> None:
    *above, last = key
    table: object = data
    for part in above:
        table = table.get(part) if isinstance(table, dict) else None
    if isinstance(table, dict):
        table.pop(last, None)


def _flat(data: dict[str, object]) -> dict[_Key, object]:
    """``data`` by dotted key, one level of tables deep."""
    flat: dict[_Key, object] = {}
    for key, value in data.items():
        if isinstance(value, dict):
            flat |= {(key, below): inner for below, inner in value.items()}
        else:
            flat[(key,)] = value
    return flat


def _dumped(settings: Settings) -> dict[_Key, object]:
    return _flat(settings.model_dump(mode="json", exclude_none=True))


def _parsed(text: str) -> dict[_Key, object] | None:
    try:
        return _flat(tomllib.loads(text))
    except tomllib.TOMLDecodeError:
        return None


def _edited(text: str, key: _Key, value: object) -> str:
    """``text`` with the line of ``key`` changed, added, or deleted if ``value`` is None."""
    new = "" if value is None else tomli_w.dumps({key[-1]: value})
    # Not str.splitlines, which also ends lines at characters that end none in TOML.
    lines = [f"{line}\n" for line in text.removesuffix("\n").split("\n")] if text else []
    line, table = exact_line(text, key), exact_line(text, key[:-1])
    if line is not None:
        lines[line - 1] = new
    elif table is not None:
        lines.insert(table, new)
    elif len(key) > 1:
        lines.append(f"[{key[0]}]\n{new}")
    else:
        # The only place that is certain to be before the first table.
        lines.insert(0, new)
    return "".join(lines)
