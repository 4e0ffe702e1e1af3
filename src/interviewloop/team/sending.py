"""From a folder to the database: what is new or changed, and never over something newer.

Each file is a transaction: a session goes with its amendments, a loop with its record.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from interviewloop.interview.blindness import is_practice
from interviewloop.interview.loops import entry_text
from interviewloop.interview.sealing import amendment_text
from interviewloop.model.errors import Problem
from interviewloop.model.names import folded, same_name
from interviewloop.team.connecting import refusal
from interviewloop.team.documents import (
    amendment_document,
    entry_document,
    loop_text,
    seal_text,
    session_text,
)
from interviewloop.team.sync_state import (
    loop_key,
    loop_version,
    session_key,
    session_version,
)

if TYPE_CHECKING:
    from psycopg import Connection

    from interviewloop.model.loop import Loop
    from interviewloop.model.session import Session
    from interviewloop.team.sync_state import SyncState
    from interviewloop.workspace.listing import Listing

NEWER = "the database has a newer one: pull first"


@dataclass(slots=True)
class Outcome:
    """What came of a push or a pull. ``refused`` and ``unsent`` name a file and say why."""

    done: list[str] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    unsent: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Me:
    """Whom the database takes the one who is connected for."""

    name: str
    kind: str
    team: str


def who_am_i(connection: Connection) -> Me:
    """Who is connected. Raises Problem for a login that is no person of the team."""
    row = connection.execute(
        "SELECT person.name, person.kind, team.id::text FROM interviewloop.person,"
        " interviewloop.team WHERE person.login = session_user"
    ).fetchone()
    if row is None:
        what = "your login is not a person of this team"
        mend = "Ask for it with: interviewloop db person add NAME --role ROLE --login LOGIN"
        raise Problem("Who are you?", what, mend)
    return Me(*row)


def push(connection: Connection, listing: Listing, state: SyncState, me: Me) -> Outcome:
    """Send what differs from what was agreed on. Examples stay here.

    Everybody sends sessions of their own, and the loops of these; a manager sends all.
    """
    outcome = Outcome()
    every = me.kind == "manager"
    mine = [
        stored
        for stored in listing.sessions
        if stored.session.kind != "example"
        and (every or same_name(stored.session.interviewer, me.name))
    ]
    met = {folded(stored.session.loop) for stored in mine}
    for stored_loop in listing.loops:
        loop = stored_loop.loop
        if loop.example or not (every or folded(loop.name) in met):
            continue
        own = [one.session for one in listing.sessions if same_name(one.session.loop, loop.name)]
        practice = bool(own) and all(map(is_practice, own))
        sent = None
        with refusal(str(stored_loop.path), outcome.refused), connection.transaction():
            sent = _send_loop(connection, loop, state, practice=practice)
        _note(outcome, str(stored_loop.path), sent)
        if sent not in (None, "newer"):
            state.agree(loop_key(loop), loop_version(loop))
    for stored in mine:
        session = stored.session
        sent = None
        with refusal(str(stored.path), outcome.refused), connection.transaction():
            sent = _send_session(connection, session, state)
        # Only now is it there for good.
        _note(outcome, str(stored.path), sent)
        if sent not in (None, "newer"):
            state.agree(session_key(session), session_version(session))
    return outcome


def _note(outcome: Outcome, path: str, sent: str | None) -> None:
    if sent == "newer":
        outcome.refused.append((path, NEWER))
    elif sent in ("new", "changed"):
        outcome.done.append(path)


def _send_loop(
    connection: Connection, loop: Loop, state: SyncState, *, practice: bool
) -> str | None:
    """What the database answered; None when there was nothing to send."""
    seen = state.seen(loop_key(loop))
    if seen == loop_version(loop):
        return None
    values: tuple[object, ...] = (loop_text(loop), practice, seen.digest)
    answers = [_call(connection, "SELECT interviewloop.put_loop(%s, %s, %s)", values)]
    previous = loop.name
    for name, entry in loop.record.items():
        if "newer" in answers:
            break
        values = (loop.name, name, entry_document(entry), entry_text(previous, entry))
        statement = "SELECT interviewloop.put_entry(%s, %s, %s, %s)"
        answers.append(_call(connection, statement, values))
        previous = entry.seal
    return _together(answers)


def _send_session(connection: Connection, session: Session, state: SyncState) -> str | None:
    seen = state.seen(session_key(session))
    if seen == session_version(session):
        return None
    values: tuple[object, ...] = (session_text(session), seal_text(session), seen.digest)
    answers = [_call(connection, "SELECT interviewloop.put_session(%s, %s, %s)", values)]
    previous = session.seal or ""
    for name, one in session.amendments.items():
        if "newer" in answers:
            break
        where = (session.loop, session.interviewer, session.case, name)
        values = (*where, amendment_document(one), amendment_text(previous, one))
        statement = "SELECT interviewloop.put_amendment(%s, %s, %s, %s, %s, %s)"
        answers.append(_call(connection, statement, values))
        previous = one.seal
    return _together(answers)


def _call(connection: Connection, statement: str, values: tuple[object, ...]) -> str:
    row = connection.execute(statement.encode(), values).fetchone()
    return str(row[0]) if row else "newer"


def _together(answers: list[str]) -> str:
    """What became of a file by what became of its parts."""
    return next((it for it in ("newer", "new", "changed") if it in answers), "same")
