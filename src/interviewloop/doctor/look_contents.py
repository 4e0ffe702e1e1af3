"""Reading what files of the workspace hold, as far as checks need it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Literal

from interviewloop.doctor.facts import Content, Entry
from interviewloop.exchange.import_store import FOLDER as IMPORTS
from interviewloop.exchange.import_store import decode as decode_import
from interviewloop.interview.loops import broken_record
from interviewloop.interview.sealing import broken_seals
from interviewloop.model.errors import Problem
from interviewloop.model.library_marks import LibraryMarks
from interviewloop.model.loop import Loop
from interviewloop.workspace.candidate_names import FILE as NAMES
from interviewloop.workspace.codec import NewerFile, decode
from interviewloop.workspace.explain import holds_merge_marks
from interviewloop.workspace.files import ReadFailed, read_file
from interviewloop.workspace.listing import CONFLICT
from interviewloop.workspace.locations import LOOP_FILE, MARKS_FILE, SESSIONS
from interviewloop.workspace.migrations import newest
from interviewloop.workspace.names import file_name, session_file_name
from interviewloop.workspace.toml_text import parse

if TYPE_CHECKING:
    from interviewloop.doctor.facts import Damage, Holds
    from interviewloop.model.session import Session
    from interviewloop.workspace.codec import Read

_LARGEST = 8 * 2**20
_LARGEST_IMPORT = 32 * 2**20


def content_at(root: Path, one: Entry, holds: Holds) -> Content:
    """What the file ``one``, which ``holds_of`` says to hold something, really holds."""
    if one.size > (_LARGEST_IMPORT if holds == "import" else _LARGEST):
        return Content(one.place, holds, "huge")
    try:
        data = read_file(root / one.place)[0]
    except ReadFailed as problem:
        return Content(one.place, holds, "unreadable", problem.what)
    return content_of(one.place, holds, data)


def holds_of(one: Entry) -> Holds | None:
    """What a file at such a place should hold; None if it is none that this program reads."""
    path = PurePosixPath(one.place)
    if one.kind != "file" or path.suffix != ".toml" or path.name.startswith("."):
        return None
    if one.place == NAMES:
        return "names"
    if one.place == MARKS_FILE:
        return "marks"
    folders = path.parts[:-1]
    if folders == (IMPORTS,):
        return "import"
    if len(folders) == 2 and folders[0] == SESSIONS and CONFLICT not in path.name:
        return "loop" if path.name == LOOP_FILE else "session"
    return None


def content_of(place: str, holds: Holds, data: bytes) -> Content:
    """What is in ``data``, the content of the file at ``place``."""
    try:
        if holds == "import":
            decode_import(data, place)
        elif holds != "names":
            return _of_model(place, holds, decode(holds, data, place))
        elif not _is_names(parse(data, place)[1]):
            return Content(place, holds, "misfit")
    except NewerFile as newer:
        return Content(place, holds, "newer", newer.program)
    except Problem:
        return Content(place, holds, _damage(data))
    return Content(place, holds)


def _is_names(table: dict[str, object]) -> bool:
    names = table.get("names")
    return isinstance(names, dict) and all(isinstance(one, str) for one in names.values())


def _damage(data: bytes) -> Damage:
    if not data.strip(b"\0 \t\r\n"):
        return "empty"
    try:
        parse(data, "")
    except Problem:
        return "merge" if holds_merge_marks(data.decode("utf-8", "replace")) else "not-toml"
    return "misfit"


def _of_model(place: str, holds: Literal["session", "loop", "marks"], read: Read) -> Content:
    if isinstance(read.model, LibraryMarks):
        content = Content(place, holds)
    elif isinstance(read.model, Loop):
        content = _of_loop(place, read.model)
    else:
        content = _of_session(place, read.model)
    return replace(content, older=read.version < newest(holds))


def _of_session(place: str, one: Session) -> Content:
    name = session_file_name(one.interviewer, one.case)
    times = [at for at in (one.created_at, one.started_at, one.sealed_at) if at is not None]
    return Content(
        place,
        "session",
        key=one.key,
        belongs=f"{SESSIONS}/{file_name(one.loop)}/{name}",
        edited=bool(broken_seals(one)),
        backwards=times != sorted(times),
        made_up=one.kind == "example",
    )


def _of_loop(place: str, one: Loop) -> Content:
    return Content(
        place,
        "loop",
        key=(one.name,),
        belongs=f"{SESSIONS}/{file_name(one.name)}/{LOOP_FILE}",
        edited=bool(broken_record(one)),
        made_up=one.example,
    )
