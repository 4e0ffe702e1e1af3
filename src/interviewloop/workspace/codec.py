"""Sessions, loops and marks of the library as TOML text, and back without loss."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

import tomli_w
from pydantic import ValidationError

from interviewloop import __version__
from interviewloop.model.base import Frozen
from interviewloop.model.library_marks import LibraryMarks
from interviewloop.model.loop import Loop
from interviewloop.model.session import Session
from interviewloop.workspace.explain import Fault, line_of, schema_faults
from interviewloop.workspace.migrations import (
    FIRST,
    PROGRAM_KEY,
    VERSION_KEY,
    migrated,
    newest,
    version_in,
)
from interviewloop.workspace.toml_text import DecodeProblem, decode_problem, parse

if TYPE_CHECKING:
    from collections.abc import Mapping

    from interviewloop.workspace.migrations import Kind

_Model = TypeVar("_Model", bound=Frozen)
PROGRAM = f"interviewloop {__version__}"
_LONGEST_PROGRAM = 100


class NewerFile(DecodeProblem):
    """A file of a format that this program does not know yet. ``program`` wrote it, empty if the
    file does not say."""

    def __init__(self, title: str, what: str, mend: str, where: str, program: str) -> None:
        super().__init__(title, what, mend, where)
        self.program = program


class Read(NamedTuple):
    """What a file holds, and of which format the file is: an older one was brought up."""

    model: Session | Loop | LibraryMarks
    version: int


def encode(model: Session | Loop | LibraryMarks) -> bytes:
    """``model`` as a TOML file in UTF-8: fields in the order of the model, empty tables left out.

    Decoding gives an equal model; only ``clock.anchor``, which is not stored, is lost.
    """
    table = as_table(model)
    kind = _kind_of(model)
    if newest(kind) > FIRST:
        head = {VERSION_KEY: table.pop(VERSION_KEY), PROGRAM_KEY: PROGRAM}
        table = {**head, **table}
    # One line a string: block strings would turn CRLF into LF when read.
    return tomli_w.dumps(table, multiline_strings=False).encode("utf-8")


def as_table(model: Session | Loop | LibraryMarks) -> dict[str, object]:
    """What a file of ``model`` holds, but for the program that wrote it."""
    table: dict[str, object] = model.model_dump(mode="python", exclude_none=True)
    for part in ("scorecard", "draft"):
        fields = table.get(part)
        if isinstance(fields, dict):
            table[part] = {key: value for key, value in fields.items() if value not in ("", {})}
    return {key: value for key, value in table.items() if value != {}}


def decode_session(data: bytes, where: str) -> Session:
    """The session in ``data``, the content of the file ``where``, in whatever format it is.

    Raises DecodeProblem, which says in ``where`` the file, line and key, and what to do.
    """
    return _decode(data, where, Session, "session")[0]


def decode_loop(data: bytes, where: str) -> Loop:
    """The loop in ``data``, the content of the file ``where``. Raises as decode_session does."""
    return _decode(data, where, Loop, "loop")[0]


def decode_marks(data: bytes, where: str) -> LibraryMarks:
    """The marks in ``data``, the content of the file ``where``. Raises as decode_session does."""
    return _decode(data, where, LibraryMarks, "marks")[0]


def decode(kind: Kind, data: bytes, where: str) -> Read:
    """What the file ``where`` of a ``kind`` that this module knows holds, with its format."""
    model: type[Session | Loop | LibraryMarks] = Session
    if kind != "session":
        model = Loop if kind == "loop" else LibraryMarks
    return Read(*_decode(data, where, model, kind))


def _kind_of(model: Session | Loop | LibraryMarks) -> Kind:
    if isinstance(model, LibraryMarks):
        return "marks"
    return "session" if isinstance(model, Session) else "loop"


def _decode(data: bytes, where: str, model: type[_Model], kind: Kind) -> tuple[_Model, int]:
    if not data.strip(b"\0 \t\r\n"):
        raise decode_problem(Fault((), None, "is empty"), where, "Put back an older copy of it.")
    text, written = parse(data, where)
    refuse_newer(kind, text, written, where)
    table = migrated(kind, written)
    if newest(kind) > FIRST:
        _check_program(text, table.pop(PROGRAM_KEY, ""), where)
    try:
        # Strict: "4" is not a number and 1 is not true, whatever Python would make of them.
        read = model.model_validate(_with_tuples(table), strict=True)
    except ValidationError as error:
        first, *others = schema_faults(text, table, error, model.model_fields)
        more = f" ({len(others)} more like this)" if others else ""
        raise decode_problem(first._replace(what=first.what + more), where) from None
    return read, version_in(written) or newest(kind)


def refuse_newer(kind: Kind, text: str, table: Mapping[str, object], where: str) -> None:
    """Raise NewerFile when the ``table`` read from ``text`` is of a format still to come."""
    version = version_in(table)
    if version is None or version <= newest(kind):
        return
    program = table.get(PROGRAM_KEY)
    program = program if isinstance(program, str) and len(program) <= _LONGEST_PROGRAM else ""
    what = (
        f"was written by {program or 'a newer version of this program'} (format {version}); this"
        f" is {PROGRAM}, which reads formats up to {newest(kind)}"
    )
    fault = Fault((), line_of(text, (VERSION_KEY,)), what)
    update = f"Update to {program}, or later," if program else "Install the newer version"
    raise NewerFile(
        "This file is newer than this program",
        fault.sentence(),
        f"{update} to open it. Until then it stays as it is.",
        fault.where(where),
        program,
    )


def _check_program(text: str, program: object, where: str) -> None:
    if not isinstance(program, str) or len(program) > _LONGEST_PROGRAM:
        key = (PROGRAM_KEY,)
        what = f"needs text of at most {_LONGEST_PROGRAM} characters"
        raise decode_problem(Fault(key, line_of(text, key), what), where)


def _with_tuples(value: object) -> object:
    """``value`` with tuples for lists, which is what the models hold."""
    if isinstance(value, dict):
        return {key: _with_tuples(below) for key, below in value.items()}
    if isinstance(value, list):
        return tuple(map(_with_tuples, value))
    return value
