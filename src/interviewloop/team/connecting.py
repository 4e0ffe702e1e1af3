"""The way to the database, and its errors in words. No password is ever in one of them."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

from interviewloop.model.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from psycopg import Connection

SCHEMES = ("postgresql://", "postgres://")
OLDEST = 150000
"""Views that run as who asks them came with PostgreSQL 15."""
_REFUSED = "IL001"
_WAIT_S = 10
_PASSWORD = re.compile(
    r"(?P<before>//[^/@\s:]*:)[^/\s]*(?=@)|(?P<key>password=)[^&\s]*", re.IGNORECASE
)


def masked(text: str) -> str:
    """``text`` with every password of a URL in it made unreadable."""
    return _PASSWORD.sub(lambda it: f"{it['before'] or it['key']}***", text)


@contextmanager
def connected(url: str) -> Iterator[Connection]:
    """A connection to the database at ``url``; what is wrong comes as a Problem.

    A password is best left to libpq: PGPASSWORD, ~/.pgpass or a service.
    """
    if not url.startswith(SCHEMES):
        what = "the address of a database begins with postgresql://"
        raise Problem("This is no database", what, "For instance postgresql://db.example/hiring")
    if url.partition("//")[2].partition("/")[0].count("@") > 1:
        what = "it has more than one @ before the name of the host"
        raise Problem("This address cannot be read", what, "Write %40 for an @ in a password.")
    try:
        import psycopg  # deferred: an optional extra
    except ImportError:
        raise Problem(
            "PostgreSQL needs one more package",
            "psycopg, the driver, is not installed",
            "Install it with: pip install 'interviewloop[postgres]'",
        ) from None
    try:
        connection = psycopg.connect(
            # Each statement for itself, so that a transaction ends where it is written to end.
            url,
            autocommit=True,
            connect_timeout=_WAIT_S,
            application_name="interviewloop",
        )
    except psycopg.Error as error:
        raise Problem(
            "No connection to the database",
            _words(error),
            "Check the address, the network and your login. Passwords belong in ~/.pgpass.",
            masked(url),
        ) from None
    try:
        with connection:
            if connection.info.server_version < OLDEST:
                what = f"it is PostgreSQL {connection.info.server_version // 10000}"
                raise Problem("This database is too old", what, "Use PostgreSQL 15 or later.")
            yield connection
    except psycopg.Error as error:
        raise in_words(error, url) from None


def in_words(error: Exception, url: str) -> Problem:
    """What the database answered, as a Problem."""
    code = getattr(error, "sqlstate", None)
    if code == _REFUSED:
        return Problem("The database refused it", _words(error), "Nothing was changed there.")
    if code == "42501":
        mend = "Ask who looks after the database for it."
        return Problem("Your login may not do this", _words(error), mend, masked(url))
    if code in ("3F000", "42P01", "42883"):
        mend = "`interviewloop db init` makes one."
        return Problem("No team's workspace is there", _words(error), mend, masked(url))
    mend = "Nothing was changed there. Try again; if it stays, ask who looks after the database."
    return Problem("The database did not answer as it should", _words(error), mend, masked(url))


@contextmanager
def refusal(what: str, refused: list[tuple[str, str]]) -> Iterator[None]:
    """Where the database refuses, it is noted for ``what`` in ``refused``; other errors go on."""
    import psycopg  # deferred: an optional extra

    try:
        yield
    except psycopg.Error as error:
        # 22: what was sent is no value that the database can hold, such as a NUL in a text.
        if error.sqlstate != _REFUSED and not (error.sqlstate or "").startswith("22"):
            raise
        refused.append((what, _words(error)))


def _words(error: Exception) -> str:
    said = getattr(getattr(error, "diag", None), "message_primary", None) or str(error)
    return masked(" ".join(said.split())) or "it gave no reason"
