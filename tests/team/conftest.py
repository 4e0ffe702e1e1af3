"""One server for the session, and a database that is empty for each test."""

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
def empty(server: Server) -> Team:
    """A database with nothing in it."""
    return _database(server, f"team{next(_NUMBERS)}")


@pytest.fixture
def own(empty: Team) -> Team:
    """A team in a database of its own, for a test that changes its tables."""
    empty.fill()
    return empty


@pytest.fixture(scope="session")
def shared(server: Server) -> Team:
    """A team in a database that is emptied for each test: to make one takes longer than a test."""
    team = _database(server, "shared")
    team.fill()
    return team


@pytest.fixture
def team(shared: Team) -> Team:
    """A team of interviewers and one person of each other kind, and nothing else."""
    with shared.connect("boss") as boss:
        boss.execute("TRUNCATE loop, nameless_rating, erasure CASCADE")
    return shared


def _database(server: Server, name: str) -> Team:
    with psycopg.connect(server.url("postgres", "boss"), autocommit=True) as boss:
        boss.execute(f"CREATE DATABASE {name} TEMPLATE template0")
    return Team(server, name)
