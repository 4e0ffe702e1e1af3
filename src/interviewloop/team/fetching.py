"""From the database to a folder: what this person may see, each file whole or not at all.

What was changed here and not sent stays. Nothing submitted is ever replaced by anything but itself
with more amendments.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from interviewloop.model.errors import Problem
from interviewloop.model.loop import Loop
from interviewloop.model.session import Session
from interviewloop.team.documents import loop_of, session_of
from interviewloop.team.sending import Me, Outcome
from interviewloop.team.sync_state import (
    SyncState,
    Version,
    loop_key,
    loop_version,
    session_key,
    session_version,
)
from interviewloop.workspace.codec import decode_loop, decode_session, encode
from interviewloop.workspace.files import read_file, stamp_of, write_file
from interviewloop.workspace.lock import SessionLock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from psycopg import Connection

    from interviewloop.workspace.workspace import Workspace

_Model = TypeVar("_Model", Session, Loop)
_BOTH = "it was changed here and in the database: keep one of the two"
_SEALED = "it was submitted here, and the database has another one"


def pull(connection: Connection, workspace: Workspace, state: SyncState, me: Me) -> Outcome:
    """Bring the folder up to date with what may be seen."""
    outcome = Outcome()
    with connection.transaction():
        # One moment of the database, not one a query.
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        loops, sessions = list(_loops(connection)), list(_sessions(connection))
    for loop in loops:
        path = workspace.loop_path(loop.name)
        try:
            here = _here(path, decode_loop)
            key = loop_key(loop)
            now, there = (loop_version(here) if here else None), loop_version(loop)
            follows = here is not None and _begins(here.record, loop.record)
            what = _decide(now, there, state.seen(key), follows=follows)
            if what == "write":
                write_file(path, encode(loop))
            _note(outcome, state, str(path), key, there, what)
        except Problem as problem:
            outcome.refused.append((str(path), problem.what))
    for session in sessions:
        path = workspace.path_for(session)
        try:
            _pull_session(path, session, state, me, outcome)
        except Problem as problem:
            outcome.refused.append((str(path), problem.what))
    return outcome


def _pull_session(path: Path, session: Session, state: SyncState, me: Me, outcome: Outcome) -> None:
    key, there = session_key(session), session_version(session)
    here = _here(path, decode_session)
    if here is not None and session_version(here) == there:
        _note(outcome, state, str(path), key, there, "same")
        return
    # An app that has the session open would not know of a new file: it keeps its own.
    with SessionLock(path, me.name):
        here = _here(path, decode_session)
        now = session_version(here) if here else None
        follows = here is not None and _begins(here.amendments, session.amendments)
        what = _decide(now, there, state.seen(key), follows=follows)
        if what == "write" and here is not None and here.sealed and now is not None:
            what = "write" if now.digest == there.digest else _SEALED
        if what == "write":
            write_file(path, encode(session))
    _note(outcome, state, str(path), key, there, what)


def _decide(now: Version | None, there: Version, seen: Version, *, follows: bool) -> str:
    """``write``, ``same``, ``unsent``, or why it cannot be done. ``follows`` says that what was
    added here begins with what was added there."""
    if now is None or now == seen:
        return "write" if now != there else "same"
    if now == there:
        return "same"
    if there == seen or (now.digest == there.digest and follows):
        return "unsent"
    return _BOTH


def _note(
    outcome: Outcome, state: SyncState, path: str, key: str, there: Version, what: str
) -> None:
    if what == "unsent":
        outcome.unsent.append(path)
    elif what in ("write", "same"):
        state.agree(key, there)
        if what == "write":
            outcome.done.append(path)
    else:
        outcome.refused.append((path, what))


def _begins(longer: Mapping[str, object], shorter: Mapping[str, object]) -> bool:
    return list(longer.items())[: len(shorter)] == list(shorter.items())


def _here(path: Path, decode: Callable[[bytes, str], _Model]) -> _Model | None:
    if stamp_of(path) is None:
        return None
    data = read_file(path)[0]
    return decode(data, str(path))


def _loops(connection: Connection) -> Iterator[Loop]:
    record = _added(
        connection,
        "SELECT loop_id, name, document::text FROM interviewloop.entry ORDER BY loop_id, number",
    )
    query = "SELECT id, document::text FROM interviewloop.loop ORDER BY key"
    for it, text in connection.execute(query).fetchall():
        yield loop_of(text, record.get(str(it), {}))


def _sessions(connection: Connection) -> Iterator[Session]:
    amendments = _added(
        connection,
        "SELECT session_id, name, document::text FROM interviewloop.amendment"
        " ORDER BY session_id, number",
    )
    query = "SELECT id, document::text FROM interviewloop.session ORDER BY id"
    for it, text in connection.execute(query).fetchall():
        yield session_of(text, amendments.get(str(it), {}))


def _added(connection: Connection, query: str) -> dict[str, dict[str, str]]:
    """Rows that were added to something, by what they were added to and by their name."""
    found: dict[str, dict[str, str]] = {}
    for it, name, text in connection.execute(query.encode()).fetchall():
        found.setdefault(str(it), {})[name] = text
    return found
