"""The schema of the database: numbered files of SQL, applied in order, each once.

What was applied is recorded with its digest. A database that knows a file this program does not
have, or has another text for one, is left alone.
"""

from __future__ import annotations

import hashlib
from importlib import resources
from typing import TYPE_CHECKING, NamedTuple

from interviewloop.model.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from psycopg import Connection

KINDS = ("interviewer", "manager", "trainer", "auditor")
KEEPER = "interviewloop_keeper"
_LOCK = 727_414_001
"""Any number, as long as all who migrate take the same."""


class Migration(NamedTuple):
    """One file of SQL."""

    number: int
    name: str
    text: str

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()


def migrations() -> tuple[Migration, ...]:
    """All there are, in order."""
    files = resources.files("interviewloop.team") / "sql"
    found = [(it.name, it.read_text("utf-8")) for it in files.iterdir() if it.name.endswith(".sql")]
    return tuple(Migration(int(name[:4]), name, text) for name, text in sorted(found))


def begin(connection: Connection, known: Sequence[Migration]) -> int:
    """Make the schema and the roles, and apply ``known``; how many were applied."""
    if _there(connection):
        what = "this database holds a team's workspace already"
        raise Problem("Nothing to begin", what, "`interviewloop db migrate` brings it up to date.")
    if not _folds_letters(connection):
        raise Problem(
            "This database cannot compare names",
            "its locale does not know capital letters such as É",
            "Make it with a UTF-8 locale: createdb --template template0 --encoding UTF8"
            " --locale C.UTF-8",
        )
    with connection.transaction():
        _lock(connection)
        for role in (KEEPER, *(role_of(kind) for kind in KINDS)):
            _make_role(connection, role)
        database = connection.info.dbname
        _run(connection, "REVOKE ALL ON DATABASE {} FROM PUBLIC", database)
        _run(connection, "CREATE SCHEMA interviewloop AUTHORIZATION {}", KEEPER)
        for kind in KINDS:
            _run(connection, "GRANT CONNECT ON DATABASE {} TO {}", database, role_of(kind))
            _run(connection, "GRANT USAGE ON SCHEMA interviewloop TO {}", role_of(kind))
        _run(connection, "SET LOCAL ROLE {}", KEEPER)
        connection.execute(
            "CREATE TABLE interviewloop.migration (number integer PRIMARY KEY, name text NOT NULL,"
            " digest text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())"
        )
        for kind in KINDS:
            _run(connection, "GRANT SELECT ON interviewloop.migration TO {}", role_of(kind))
    return migrate(connection, known)


def migrate(connection: Connection, known: Sequence[Migration]) -> int:
    """Apply what of ``known`` was not applied yet, each in a transaction; how many that were."""
    if not _there(connection):
        what = "this database holds no team's workspace"
        raise Problem("Nothing to bring up to date", what, "`interviewloop db init` makes one.")
    count = 0
    for migration in known:
        with connection.transaction():
            _lock(connection)
            if migration.number not in _applied(connection, known):
                _apply(connection, migration)
                count += 1
    return count


def check_version(connection: Connection, known: Sequence[Migration]) -> None:
    """Raises Problem when the schema is not the one this program works with."""
    if len(_applied(connection, known)) < len(known):
        what = "it is older than this program"
        mend = "Ask who looks after the database to run `interviewloop db migrate`."
        raise Problem("The database is not up to date", what, mend)


def role_of(kind: str) -> str:
    """The group role of a kind of person."""
    return f"interviewloop_{kind}"


def _there(connection: Connection) -> bool:
    found = connection.execute("SELECT FROM pg_namespace WHERE nspname = 'interviewloop'")
    return found.fetchone() is not None


def _applied(connection: Connection, known: Sequence[Migration]) -> set[int]:
    rows = connection.execute("SELECT number, name, digest FROM interviewloop.migration").fetchall()
    digests = {it.number: it.digest for it in known}
    for number, name, digest in rows:
        if number not in digests:
            what = f"it has {name}, which this program does not know"
            raise Problem("The database is newer than this program", what, "Update the program.")
        if digests[number] != digest:
            what = f"{name} was applied there with another text"
            mend = "Use the program that applied it, and report this."
            raise Problem("The database is another one's", what, mend)
    return {row[0] for row in rows}


def _apply(connection: Connection, migration: Migration) -> None:
    _run(connection, "SET LOCAL ROLE {}", KEEPER)
    connection.execute("SET LOCAL search_path = interviewloop, pg_catalog")
    connection.execute(migration.text.encode())
    connection.execute(
        "INSERT INTO migration (number, name, digest) VALUES (%s, %s, %s)",
        (migration.number, migration.name, migration.digest),
    )


def _lock(connection: Connection) -> None:
    connection.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))


def _folds_letters(connection: Connection) -> bool:
    encoding = connection.execute("SHOW server_encoding").fetchone()
    if encoding != ("UTF8",):
        return False
    return connection.execute("SELECT lower('É') = 'é'").fetchone() == (True,)


def _make_role(connection: Connection, role: str) -> None:
    found = connection.execute("SELECT FROM pg_roles WHERE rolname = %s", (role,)).fetchone()
    if found is None:
        _run(connection, "CREATE ROLE {} NOLOGIN", role)
    # Whoever begins must be able to act as the keeper; a superuser is already.
    if role == KEEPER:
        _run(connection, "GRANT {} TO CURRENT_USER", role)


def _run(connection: Connection, statement: str, *names: str) -> None:
    """Run a statement of ours with names put into it as identifiers."""
    from psycopg import sql  # deferred: an optional extra

    parts = [sql.Identifier(name) for name in names]
    connection.execute(sql.SQL(statement).format(*parts))
