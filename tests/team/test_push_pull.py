"""``interviewloop db push`` and ``pull``: between folders and a database."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
import pytest
from tests.builders import T0
from tests.team.teams import amended, begun, loop, sealed

from interviewloop.cli.main import main
from interviewloop.interview.loop_events import Decide
from interviewloop.interview.loops import apply as apply_to_loop
from interviewloop.workspace.lock import SessionLock
from interviewloop.workspace.workspace import Workspace

if TYPE_CHECKING:
    from pathlib import Path

    from tests.team.teams import Team

    from interviewloop.model.session import Session


class Desk:
    """A person's folder and login."""

    def __init__(self, team: Team, root: Path, login: str) -> None:
        self.workspace = Workspace(root)
        self.root = root
        self._arguments = ["--workspace", str(root), "db"]
        self._url = ["--url", team.url(login)]
        root.mkdir()

    def push(self) -> int:
        return main([*self._arguments, "push", *self._url])

    def pull(self) -> int:
        return main([*self._arguments, "pull", *self._url])

    def save(self, session: Session) -> Path:
        path = self.workspace.path_for(session)
        if path.exists():
            self.workspace.load(path)
            self.workspace.save(path, session)
        else:
            self.workspace.create(session)
        return path

    def files(self) -> dict[str, bytes]:
        folder = self.workspace.sessions
        return {
            str(path.relative_to(folder)): path.read_bytes()
            for path in folder.rglob("*.toml")
            if not path.name.startswith(".")
        }


@pytest.fixture
def desks(team: Team, tmp_path: Path) -> dict[str, Desk]:
    """A folder for each, and a loop of Ada and Bo that the manager has planned and sent."""
    found = {login: Desk(team, tmp_path / login, login) for login in ("ada", "bo", "max", "una")}
    found["max"].workspace.create_loop(loop("L1", "C-014", "Ada", "Bo"))
    assert found["max"].push() == 0
    assert found["ada"].pull() == found["bo"].pull() == 0
    return found


def test_what_is_fetched_is_what_was_sent_and_twice_changes_nothing(
    desks: dict[str, Desk], capsys: pytest.CaptureFixture[str]
) -> None:
    ada, una = desks["ada"], desks["una"]
    ada.save(sealed("Ada"))
    ada.save(amended(sealed("Ada")))
    for _ in range(2):
        assert ada.push() == 0
        assert una.pull() == 0
    assert "0 sent, 0 refused" in capsys.readouterr().out
    assert una.files() == ada.files()
    assert len(una.files()) == 2
    assert main(["--workspace", str(una.root), "verify"]) == 0


def test_nobody_fetches_what_is_closed(desks: dict[str, Desk]) -> None:
    ada, bo = desks["ada"], desks["bo"]
    path = ada.save(sealed("Ada"))
    ada.push()
    bo.save(begun("Bo"))
    assert bo.push() == bo.pull() == 0
    assert not bo.workspace.path_for(sealed("Ada")).exists()
    bo.save(sealed("Bo"))
    assert bo.push() == bo.pull() == 0
    assert bo.workspace.path_for(sealed("Ada")).read_bytes() == path.read_bytes()


def test_a_decision_is_closed_until_ones_own_scorecard_is_in(desks: dict[str, Desk]) -> None:
    ada, bo, manager = desks["ada"], desks["bo"], desks["max"]
    ada.save(sealed("Ada"))
    ada.push()
    path = manager.workspace.loop_path("L1")
    decided = Decide(outcome="hire", by="Max", why="Ada saw it all", dissent={})
    known = manager.workspace.load_loop(path)
    manager.workspace.save_loop(path, apply_to_loop(known, decided, T0, [sealed("Ada")]))
    assert manager.push() == 0
    bo.pull()
    assert b"Ada saw" not in bo.files()[_loop_file(bo)]
    bo.save(sealed("Bo"))
    bo.push()
    bo.pull()
    assert bo.files()[_loop_file(bo)] == path.read_bytes()


def _loop_file(desk: Desk) -> str:
    return str(desk.workspace.loop_path("L1").relative_to(desk.workspace.sessions))


def test_a_newer_one_is_named_and_left_on_both_sides(
    desks: dict[str, Desk], team: Team, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ada, laptop = desks["ada"], Desk(team, tmp_path / "laptop", "ada")
    ada.save(begun("Ada"))
    assert ada.push() == laptop.pull() == 0
    path = laptop.save(begun("Ada", stretch=1.5))
    ada.save(begun("Ada", stretch=2.0))
    assert laptop.push() == 0
    before = ada.files()
    capsys.readouterr()
    assert ada.push() == 1
    assert "has a newer one" in capsys.readouterr().out
    assert ada.pull() == 1
    assert "changed here and in the database" in capsys.readouterr().out
    assert ada.files() == before
    assert laptop.pull() == 0
    assert laptop.workspace.peek(path).stretch == 1.5


def test_what_was_not_sent_yet_stays(
    desks: dict[str, Desk], capsys: pytest.CaptureFixture[str]
) -> None:
    ada = desks["ada"]
    ada.save(sealed("Ada"))
    assert ada.push() == 0
    path = ada.save(amended(sealed("Ada")))
    assert ada.pull() == 0
    assert "not sent yet" in capsys.readouterr().out
    assert len(ada.workspace.peek(path).amendments) == 1


def test_an_open_session_is_not_replaced(
    desks: dict[str, Desk], team: Team, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ada, laptop = desks["ada"], Desk(team, tmp_path / "laptop", "ada")
    path = ada.save(begun("Ada"))
    assert ada.push() == laptop.pull() == 0
    laptop.save(begun("Ada", stretch=1.5))
    assert laptop.push() == 0
    with SessionLock(path, "Ada"):
        assert ada.pull() == 1
    assert ada.workspace.peek(path).stretch == 1.0
    assert ada.pull() == 0
    assert ada.workspace.peek(path).stretch == 1.5


def test_one_sends_own_sessions_and_a_manager_a_whole_old_folder(
    desks: dict[str, Desk], team: Team
) -> None:
    old = [sealed("Dee", "Old", "C-001"), begun("Ed", "Old", "C-001")]
    for session in old:
        desks["ada"].save(session)
        desks["max"].save(session)
    assert desks["ada"].push() == 0
    assert _count(team) == 0
    assert desks["max"].push() == 0
    assert _count(team) == 2


def test_what_was_erased_there_is_not_sent_again(
    desks: dict[str, Desk], team: Team, capsys: pytest.CaptureFixture[str]
) -> None:
    ada = desks["ada"]
    ada.save(begun("Ada"))
    ada.push()
    with team.connect("boss") as boss:
        boss.execute("DELETE FROM session")
    ada.save(begun("Ada", stretch=1.5))
    assert ada.push() == 1
    assert "was erased there" in capsys.readouterr().out
    assert _count(team) == 0


def test_a_login_that_is_nobody_is_told_so(
    desks: dict[str, Desk], team: Team, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert Desk(team, tmp_path / "boss", "boss").push() == 2
    assert "is not a person of this team" in capsys.readouterr().err


def _count(team: Team) -> int:
    with psycopg.connect(team.url()) as boss:
        row = boss.execute("SELECT count(*) FROM interviewloop.session").fetchone()
    assert row is not None
    return int(row[0])
