"""What the schema refuses, said in sentences an author can act on."""

from __future__ import annotations

import types
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from interviewloop.library.findings import KeyPath, dotted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pydantic_core import ErrorDetails

Sentence = tuple[KeyPath, str, str, str]
"""Key path, code, what is wrong, how to mend it."""

_TYPE_NAMES = {
    "string_type": "a text in quotes",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "tuple_type": "a list in square brackets",
    "dict_type": "a table",
    "model_type": "a table",
    "model_attributes_type": "a table",
}
_LIMITS = {
    "greater_than": ("gt", "more than"),
    "greater_than_equal": ("ge", "at least"),
    "less_than": ("lt", "less than"),
    "less_than_equal": ("le", "at most"),
}
_ID_MEND = "use lower-case letters and digits, with single hyphens or underscores inside"


def sentences(errors: Sequence[ErrorDetails], model: type[BaseModel]) -> list[Sentence]:
    """pydantic's errors as sentences. ``model`` is what the whole document should be.

    One mistake is told once: a misspelt key is both unknown and missing, and a list with a wrong
    entry is also one entry short.
    """
    meant = {
        (*path[:-1], close)
        for error in errors
        if error["type"] == "extra_forbidden" and (path := error["loc"])
        if (close := nearest(str(path[-1]), _keys(annotation_at(model, path[:-1]))))
    }
    holds_a_mistake = {error["loc"][:-1] for error in errors}
    echoes = (("missing", meant), ("too_short", holds_a_mistake))
    return [
        _sentence(error, model)
        for error in errors
        if not any(error["type"] == kind and error["loc"] in places for kind, places in echoes)
    ]


def _sentence(error: ErrorDetails, model: type[BaseModel]) -> Sentence:
    kind, path = error["type"], error["loc"]
    context: Mapping[str, Any] = error.get("ctx") or {}
    if path and path[-1] == "[key]":
        return _bad_id(path[:-1])
    if kind == "missing":
        return _missing(path, model)
    if kind == "extra_forbidden":
        return _unknown(path, model)
    if kind in _TYPE_NAMES:
        wanted, got = _TYPE_NAMES[kind], type_name(error["input"])
        return path, "S06", f"{dotted(path)} must be {wanted}, not {got}", f"write {wanted}"
    if kind == "literal_error":
        return _not_allowed(path, error["input"], _choices(model, path))
    if kind in _LIMITS:
        key, words = _LIMITS[kind]
        limit = f"{words} {context[key]:g}"
        return path, "S07", f"{dotted(path)} must be {limit}", f"write a number {limit}"
    return _other(kind, path, context, error["msg"])


def _other(kind: str, path: KeyPath, context: Mapping[str, Any], said: str) -> Sentence:
    name = dotted(path)
    match kind:
        case "string_pattern_mismatch" if context["pattern"] == r"\S":
            return path, "S07", f"{name} is empty", "write its text, or take the key out"
        case "string_too_short":
            return path, "S07", f"{name} is empty", "write its text, or take the key out"
        case "string_pattern_mismatch" if "seen" in context["pattern"]:
            mend = 'write "seen.LOOK-FOR" or "not seen.LOOK-FOR"'
            return path, "S07", f"{name} is not a condition", mend
        case "string_pattern_mismatch" if "a-f" in context["pattern"]:
            mend = "write 64 hexadecimal digits, lower case"
            return path, "S07", f"{name} is not a SHA-256 digest", mend
        case "string_pattern_mismatch":
            return path, "S07", f"{name} is not an id", _ID_MEND
        case "string_too_long":
            mend = f"use at most {context['max_length']} characters"
            return path, "S07", f"{name} is too long", mend
        case "too_short":
            least, has = context["min_length"], context["actual_length"]
            mend = f"give {least} or more"
            return path, "S07", f"{name} has {has} entries, it needs {least}", mend
        case "finite_number":
            return path, "S07", f"{name} must be a finite number", "write an ordinary number"
        case _:
            what = said.removeprefix("Value error, ")
            code = "S08" if path and path[-1] == "schema_version" else "S07"
            return path, code, f"{name or 'the file'}: {what}", "see docs/authoring.md"


def _bad_id(path: KeyPath) -> Sentence:
    return path, "S07", f"{str(path[-1])!r} in {dotted(path[:-1])} is not an id", _ID_MEND


def _missing(path: KeyPath, model: type[BaseModel]) -> Sentence:
    *above, key = path
    place = dotted(tuple(above)) or "the file"
    annotation = annotation_at(model, path)
    mend = f"add the table [{dotted(path)}]" if _is_table(annotation) else f"add {key} = ..."
    return path, "S04", f"{place} has no {key}", mend


def _unknown(path: KeyPath, model: type[BaseModel]) -> Sentence:
    *above, key = path
    place = dotted(tuple(above)) or "the file"
    known = _keys(annotation_at(model, tuple(above)))
    close = nearest(str(key), known)
    mend = f"did you mean {close}?" if close else f"known here: {', '.join(known)}"
    return path, "S05", f"{place} knows no key {str(key)!r}", mend


def _not_allowed(path: KeyPath, value: object, choices: tuple[object, ...]) -> Sentence:
    shown = repr(value) if isinstance(value, str | int | float) else type_name(value)
    listed = ", ".join(str(choice) for choice in choices)
    close = nearest(str(value), [str(choice) for choice in choices])
    mend = f"did you mean {close}? " if close and isinstance(value, str) else ""
    return path, "S07", f"{dotted(path)} cannot be {shown}", f"{mend}allowed: {listed}"


def nearest(word: str, known: list[str]) -> str | None:
    """The known word most like ``word``, if one is like it at all."""
    from rapidfuzz import fuzz, process, utils  # only a mistake needs it

    found = process.extractOne(
        word, known, scorer=fuzz.ratio, processor=utils.default_process, score_cutoff=60
    )
    return found[0] if found else None


def type_name(value: object) -> str:
    """What an author would call the type of a TOML value."""
    names: dict[type, str] = {
        str: "a text",
        bool: "true or false",
        int: "a whole number",
        float: "a decimal number",
        dict: "a table",
        list: "a list",
        tuple: "a list",
    }
    return names.get(type(value), "a date or time")


def annotation_at(model: type[BaseModel], path: KeyPath) -> Any:
    """The type the schema gives the value at ``path``; None where the schema knows no such key."""
    here: Any = model
    for part in path:
        here = _plain(here)
        if _is_model(here):
            here = _fields(here).get(str(part))
        elif get_origin(here) is dict:
            here = get_args(here)[1]
        elif get_origin(here) is tuple:
            here = get_args(here)[0]
        else:
            return None
    return _plain(here)


def _plain(annotation: Any) -> Any:
    """``annotation`` without its constraints and without ``None``."""
    while True:
        if get_origin(annotation) is Annotated:
            annotation = get_args(annotation)[0]
        elif get_origin(annotation) in (Union, types.UnionType):
            annotation = next(part for part in get_args(annotation) if part is not type(None))
        else:
            return annotation


def _fields(model: type[BaseModel]) -> dict[str, Any]:
    return {field.alias or name: field.annotation for name, field in model.model_fields.items()}


def _is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def _is_table(annotation: Any) -> bool:
    return _is_model(annotation) or get_origin(annotation) is dict


def _keys(annotation: Any) -> list[str]:
    return list(_fields(annotation)) if _is_model(annotation) else []


def _choices(model: type[BaseModel], path: KeyPath) -> tuple[object, ...]:
    annotation = annotation_at(model, path)
    return get_args(annotation) if get_origin(annotation) is Literal else ()
