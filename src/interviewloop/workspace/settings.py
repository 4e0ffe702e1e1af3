"""The settings in ``config.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import tomli_w

from interviewloop.model.errors import Problem
from interviewloop.model.text import storable, visible
from interviewloop.workspace.explain import Fault, exact_line, line_of, nearest
from interviewloop.workspace.files import read_file, stamp_of, write_file
from interviewloop.workspace.toml_text import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

_Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Settings:
    """What a user can set. A setting that is not in the file has the default given here.

    Checked by hand and not by a model: the first frame waits for the theme, and must not wait for
    pydantic.
    """

    interviewer: str = ""
    """The user's own name, offered for new sessions."""
    theme: str = "dark"
    """``dark``, ``light``, or the name of a Textual theme."""
    workspace: Path | None = None
    """The workspace where none is named or found."""
    draft_save_ms: int = 300
    """Milliseconds from the last key to saving half-typed text. All is on disk within a second."""
    keymap: Mapping[str, str] = field(default_factory=dict)
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
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for key, value in data.items():
        wrong = {key: f"is not a known key{_meant(key)}"}
        if key in _CHECKS:
            values[key], wrong = _CHECKS[key](value)
        for below, what in wrong.items():
            place = (key,) if below == key else (key, below)
            problems.append(_problem(Fault(place, line_of(text, place), what), path))
    fit = {key: value for key, value in values.items() if value is not None}
    return Settings(**fit), problems


def unknown(
    settings: Settings, themes: Iterable[str], binding_ids: Iterable[str], where: str = ""
) -> list[Problem]:
    """What ``settings`` name that the app does not have: a theme, bindings in the keymap.

    Only the app knows its themes and bindings. ``where`` names the config file.
    """
    found = []
    # Not a generator: both are looked into twice.
    known_themes, known_ids = list(themes), list(binding_ids)
    if settings.theme not in known_themes:
        found.append(
            ("theme", f"there is no theme {settings.theme!r}", settings.theme, known_themes)
        )
    for name in settings.keymap:
        if name not in known_ids:
            what = f"{name!r} is not the id of a key binding"
            found.append(("keymap", what, name, known_ids))
    return [
        Problem(
            "A setting is not used",
            visible(f"{key}: {what}{_offered(word, known)}"),
            "Correct the line in the file, or delete it.",
            where,
        )
        for key, what, word, known in found
    ]


_Checked = tuple[Any, dict[str, str]]
"""A value, or None where it does not fit; what is wrong, by the key that is wrong."""


def _meant(key: str) -> str:
    return _offered(key, _CHECKS)


def _offered(word: str, known: Iterable[str]) -> str:
    near = nearest(word, known)
    return f"; did you mean {near}?" if near else ""


def _text(key: str, what: str = "text", longest: int = 200) -> Callable[[object], _Checked]:
    def check(value: object) -> _Checked:
        if not isinstance(value, str):
            return None, {key: f'needs {what} in "quotes"'}
        if len(value) > longest:
            return None, {key: f"must not be longer than {longest} characters"}
        return value, {}

    return check


def _theme(value: object) -> _Checked:
    return (None, {"theme": "must not be empty"}) if value == "" else _text("theme")(value)


def _folder(value: object) -> _Checked:
    name, wrong = _text("workspace", "a path", 4000)(value)
    return (Path(name) if name else None), wrong


def _milliseconds(value: object) -> _Checked:
    key = "draft_save_ms"
    if not isinstance(value, int) or isinstance(value, bool):
        return None, {key: "needs a whole number"}
    if value < 50:
        return None, {key: "must be at least 50"}
    return (None, {key: "must be at most 900"}) if value > 900 else (value, {})


def _keymap(value: object) -> _Checked:
    if not isinstance(value, dict):
        return None, {"keymap": "needs a table"}
    wrong = {key: what for key, keys in value.items() if (what := _wrong_keys(keys))}
    return {key: keys for key, keys in value.items() if key not in wrong}, wrong


def _wrong_keys(value: object) -> str:
    if not isinstance(value, str):
        return 'needs text in "quotes"'
    return "" if all(key.strip() for key in value.split(",")) else 'needs keys, such as "f2,ctrl+n"'


_CHECKS: dict[str, Callable[[object], _Checked]] = {
    "interviewer": _text("interviewer"),
    "theme": _theme,
    "workspace": _folder,
    "draft_save_ms": _milliseconds,
    "keymap": _keymap,
}


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
    """What the file would say; text as it can be encoded."""
    fields: dict[str, object] = {
        "interviewer": storable(settings.interviewer),
        "theme": settings.theme,
        "draft_save_ms": settings.draft_save_ms,
        "keymap": dict(settings.keymap),
    }
    if settings.workspace is not None:
        fields["workspace"] = str(settings.workspace)
    return _flat(fields)


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
