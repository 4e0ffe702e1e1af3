"""Sessions, loops and marks of the library as TOML text, and back without loss."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import tomli_w
from pydantic import ValidationError

from interviewloop.model.base import SCHEMA_VERSION, Frozen
from interviewloop.model.library_marks import LibraryMarks
from interviewloop.model.loop import Loop
from interviewloop.model.session import Session
from interviewloop.workspace.explain import Fault, line_of, schema_faults
from interviewloop.workspace.toml_text import decode_problem, parse

if TYPE_CHECKING:
    from collections.abc import Mapping

_Model = TypeVar("_Model", bound=Frozen)


def encode(model: Session | Loop | LibraryMarks) -> bytes:
    """``model`` as a TOML file in UTF-8: fields in the order of the model, empty tables left out.

    Decoding gives an equal model; only ``clock.anchor``, which is not stored, is lost.
    """
    # One line a string: block strings would turn CRLF into LF when read.
    return tomli_w.dumps(as_table(model), multiline_strings=False).encode("utf-8")


def as_table(model: Session | Loop | LibraryMarks) -> dict[str, object]:
    """What a file of ``model`` holds."""
    table: dict[str, object] = model.model_dump(mode="python", exclude_none=True)
    for part in ("scorecard", "draft"):
        fields = table.get(part)
        if isinstance(fields, dict):
            table[part] = {key: value for key, value in fields.items() if value not in ("", {})}
    return {key: value for key, value in table.items() if value != {}}


def decode_session(data: bytes, where: str) -> Session:
    """The session in ``data``, the content of the file ``where``.

    Raises DecodeProblem, which says in ``where`` the file, line and key, and what to do.
    """
    return _decode(data, where, Session)


def decode_loop(data: bytes, where: str) -> Loop:
    """The loop in ``data``, the content of the file ``where``. Raises as decode_session does."""
    return _decode(data, where, Loop)


def decode_marks(data: bytes, where: str) -> LibraryMarks:
    """The marks in ``data``, the content of the file ``where``. Raises as decode_session does."""
    return _decode(data, where, LibraryMarks)


def _decode(data: bytes, where: str, model: type[_Model]) -> _Model:
    if not data.strip(b"\0 \t\r\n"):
        raise decode_problem(Fault((), None, "is empty"), where, "Put back an older copy of it.")
    text, table = parse(data, where)
    _check_version(text, table, where)
    try:
        # Strict: "4" is not a number and 1 is not true, whatever Python would make of them.
        return model.model_validate(_with_tuples(table), strict=True)
    except ValidationError as error:
        first, *others = schema_faults(text, table, error, model.model_fields)
        more = f" ({len(others)} more like this)" if others else ""
        raise decode_problem(first._replace(what=first.what + more), where) from None


def _with_tuples(value: object) -> object:
    """``value`` with tuples for lists, which is what the models hold."""
    if isinstance(value, dict):
        return {key: _with_tuples(below) for key, below in value.items()}
    if isinstance(value, list):
        return tuple(map(_with_tuples, value))
    return value


def _check_version(text: str, table: Mapping[str, object], where: str) -> None:
    version = table.get("schema_version", SCHEMA_VERSION)
    if isinstance(version, int) and version > SCHEMA_VERSION:
        line = line_of(text, ("schema_version",))
        what = (
            f"was written by a newer version of this program (schema {version}, this one reads "
            f"{SCHEMA_VERSION})"
        )
        raise decode_problem(Fault((), line, what), where, "Install the newer version to open it.")
