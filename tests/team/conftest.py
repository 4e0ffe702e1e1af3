"""One server for the session, a database of its own for each test."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import psycopg
import pytest
from tests.team.server import Server
from tests.team.teams import Team

if TYPE_CHECKING:
    from collections.abc import Iterator

_NUMBERS = itertools.count(1)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A running PostgreSQL."""
    running = Server()
    yield running
    running.stop()


@pytest.fixture
def empty(server: Server) -> Iterator[Team]:
    """A database with nothing in it."""
    yield from _database(server, "template0")


@pytest.fixture(scope="session")
def filled(server: Server) -> str:
    """The name of a database with a team in it, to be copied."""
    with psycopg.connect(server.url("postgres", "boss"), autocommit=True) as boss:
        boss.execute("CREATE DATABASE filled TEMPLATE template0 STRATEGY file_copy")
    Team(server, "filled").fill()
    return "filled"


@pytest.fixture
def team(server: Server, filled: str) -> Iterator[Team]:
    """A team of interviewers and one person of each other kind."""
    yield from _database(server, filled)


def _database(server: Server, template: str) -> Iterator[Team]:
    # Dropped with the server: to drop one takes longer than a test.
    name = f"team{next(_NUMBERS)}"
    with psycopg.connect(server.url("postgres", "boss"), autocommit=True) as boss:
        boss.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
    yield Team(server, name)
