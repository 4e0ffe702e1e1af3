"""Who works in the team's database: each person has a login of their own."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from interviewloop.model.errors import Problem
from interviewloop.model.names import LONGEST_NAME
from interviewloop.team.migrations import KEEPER, KINDS, role_of

if TYPE_CHECKING:
    from psycopg import Connection


def login_for(name: str) -> str:
    """The login that is made for ``name`` unless another is asked for: ``ada_lovelace``."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return "_".join("".join(it if it.isalnum() else " " for it in plain).split())[:63]


def add_person(connection: Connection, name: str, kind: str, login: str) -> bool:
    """Let ``name`` work as ``kind`` with ``login``; whether the login is new. It has no password.

    A person who is there already gets the new kind. Raises Problem when the login is another's.
    """
    from psycopg import sql  # deferred: an optional extra

    if not name.strip() or len(name) > LONGEST_NAME or not login:
        what = "a person has a name of letters and a login"
        raise Problem("This name cannot be used", what, "Give a name, and a login with --login.")
    user = sql.Identifier(login)
    with connection.transaction():
        facts = connection.execute(
            "SELECT rolsuper OR rolbypassrls, pg_has_role(rolname, %s, 'MEMBER')"
            " FROM pg_roles WHERE rolname = %s",
            (KEEPER, login),
        ).fetchone()
        if facts is not None and any(facts):
            what = f"{login} looks after the database, and no rule of blindness binds it"
            raise Problem("This login sees everything", what, "Choose another with --login.")
        if facts is None:
            connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(user))
        for one in KINDS:
            verb = "GRANT {} TO {}" if one == kind else "REVOKE {} FROM {}"
            group = sql.Identifier(role_of(one))
            connection.execute(sql.SQL(verb).format(group, user))
        connection.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(KEEPER)))
        connection.execute("SET LOCAL search_path = interviewloop, pg_catalog")
        known = connection.execute(
            "SELECT login, key FROM person WHERE login = %s OR key = folded(%s)", (login, name)
        ).fetchall()
        own = connection.execute("SELECT folded(%s)", (name,)).fetchone()
        if any((one, key) != (login, own and own[0]) for one, key in known):
            what = f"{name} and {login} do not belong together in this team"
            raise Problem("Another person's login", what, "Choose another with --login.")
        connection.execute(
            "INSERT INTO person (login, name, key, kind) VALUES (%s, %s, folded(%s), %s)"
            " ON CONFLICT (login) DO UPDATE SET kind = excluded.kind",
            (login, name, name, kind),
        )
    return facts is None
