"""``interviewloop db``: a database made, brought up to date and filled with people."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import psycopg
import pytest

from interviewloop.cli.main import main
from interviewloop.model.errors import Problem
from interviewloop.team.connecting import connected, masked
from interviewloop.team.migrations import Migration, migrate, migrations

if TYPE_CHECKING:
    from pathlib import Path

    from tests.team.teams import Team


def test_a_team_is_begun_by_the_command_line(
    empty: Team, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INTERVIEWLOOP_DATABASE", empty.url())
    assert main(["db", "migrate"]) == 2
    assert "holds no team's workspace" in capsys.readouterr().err
    assert main(["db", "init"]) == 0
    assert main(["db", "init"]) == 2
    assert "holds a team's workspace already" in capsys.readouterr().err
    assert main(["db", "migrate"]) == 0
    assert "up to date" in capsys.readouterr().out
    # A name and a login are never part of a statement.
    hostile = "x'; DROP TABLE interviewloop.person; --"
    odd = f'odd "{empty.name}'
    assert main(["db", "person", "add", hostile, "--role", "manager", "--login", odd]) == 0
    assert main(["db", "person", "add", hostile, "--role", "auditor", "--login", odd]) == 0
    with psycopg.connect(empty.url()) as boss:
        people = boss.execute("SELECT name, login, kind FROM interviewloop.person").fetchall()
    assert people == [(hostile, odd, "auditor")]
    with psycopg.connect(empty.url(), user=odd) as mine:
        assert mine.execute("SELECT count(*) FROM interviewloop.session").fetchone() == (0,)


def test_a_login_that_sees_everything_is_nobodys(
    team: Team, capsys: pytest.CaptureFixture[str]
) -> None:
    add = ["db", "person", "add", "--url", team.url(), "--role", "interviewer"]
    assert main([*add, "Dee", "--login", "boss"]) == 2
    assert "sees everything" in capsys.readouterr().err
    assert main([*add, "Dee", "--login", "ada"]) == 2
    assert main([*add, " ADA", "--login", "ada2"]) == 2
    assert "Another person's login" in capsys.readouterr().err


def test_a_newer_or_a_changed_database_is_left_alone(own: Team) -> None:
    known = migrations()
    newer = (*known, Migration(9, "0009_more.sql", "CREATE TABLE more ()"))
    with connected(own.url()) as boss:
        assert migrate(boss, newer) == 1
        assert migrate(boss, newer) == 0
        with pytest.raises(Problem, match="newer than this program"):
            migrate(boss, known)
        changed = (*newer[:-1], newer[-1]._replace(text="CREATE TABLE other ()"))
        with pytest.raises(Problem, match="another text"):
            migrate(boss, changed)


def test_a_migration_that_fails_leaves_nothing(team: Team) -> None:
    known = migrations()
    broken = Migration(9, "0009_more.sql", "CREATE TABLE more (); SELECT nothing_there()")
    with pytest.raises(Problem), connected(team.url()) as boss:
        migrate(boss, (*known, broken))
    with connected(team.url()) as boss:
        assert boss.execute("SELECT to_regclass('interviewloop.more')").fetchone() == (None,)
        assert migrate(boss, known) == 0


def test_no_password_is_ever_told(capsys: pytest.CaptureFixture[str]) -> None:
    for url in (
        "postgresql://ada:s3cret@127.0.0.1:1/x",
        "postgresql://ada:s3c@ret@127.0.0.1:1/x",
        "postgresql://127.0.0.1:1/x?password=s3cret",
        "postgresql://ada:s3cret@127.0.0.1:port/x",
    ):
        assert "s3c" not in masked(url)
        assert main(["db", "migrate", "--url", url]) == 2
        told = capsys.readouterr()
        assert "s3c" not in told.out + told.err
        assert "ret@" not in told.err


def test_without_the_driver_one_is_told_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    assert main(["db", "init", "--url", "postgresql://127.0.0.1/x"]) == 2
    assert "pip install 'interviewloop[postgres]'" in capsys.readouterr().err


def test_a_database_is_not_taken_for_a_folder(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["--workspace", "postgresql://ada:s3cret@db/x", "verify"]) == 2
    told = capsys.readouterr().err
    assert "db pull" in told
    assert "s3cret" not in told
    assert list(tmp_path.iterdir()) == []
