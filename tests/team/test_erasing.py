"""``interviewloop db erase``: nothing of a candidate stays in any table but scores of nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from psycopg import sql
from tests.builders import T0
from tests.team.teams import begun, loop, sealed

from interviewloop.cli.main import main
from interviewloop.interview.loop_events import ForceOpen, Hold, LoopEvent, Release
from interviewloop.interview.loops import apply as apply_to_loop

if TYPE_CHECKING:
    from tests.team.teams import Team

    from interviewloop.model.loop import Loop


@pytest.fixture
def interviewed(team: Team) -> Team:
    """A loop of C-014 with one scorecard and one begun, and another candidate's."""
    team.put_loop("max", loop("L1", "C-014", "Ada", "Bo"))
    team.put("ada", sealed("Ada"))
    team.put("bo", begun("Bo"))
    team.put_loop("max", loop("L2", "C-015", "Ada"))
    team.put("ada", sealed("Ada", "L2", "C-015"))
    return team


def erase(team: Team, login: str, *more: str) -> int:
    return main(["db", "erase", "c-014", "--url", team.url(login), *more])


def everything(team: Team) -> str:
    """All that all tables hold."""
    with team.connect("boss") as boss:
        names = boss.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r'"
            " AND relnamespace = 'interviewloop'::regnamespace"
        ).fetchall()
        return "\n".join(
            str(boss.execute(sql.SQL("SELECT * FROM {}").format(sql.Identifier(name))).fetchall())
            for (name,) in names
        )


def test_only_scores_of_nobody_stay(interviewed: Team, capsys: pytest.CaptureFixture[str]) -> None:
    before = everything(interviewed)
    assert erase(interviewed, "max") == 0
    assert "1 loop, 2 sessions in the database. Without a name stays: 1 scorecard." in (
        capsys.readouterr().out
    )
    assert everything(interviewed) == before
    assert erase(interviewed, "max", "--yes") == 0
    left = everything(interviewed).casefold()
    assert "c-014" in before.casefold()
    assert "c-014" not in left
    assert "'l1'" not in left
    assert "c-015" in left
    with interviewed.connect("max") as manager:
        rows = manager.execute("SELECT interviewer_key, score FROM nameless_rating").fetchall()
        assert rows == [("ada", 4)] * 8
        assert manager.execute("SELECT loops, sessions FROM erasure").fetchall() == [(1, 2)]
    assert erase(interviewed, "max", "--yes") == 2


def test_scores_that_were_not_given_blind_go_altogether(
    interviewed: Team, capsys: pytest.CaptureFixture[str]
) -> None:
    recorded(interviewed, loop("L1", "C-014", "Ada", "Bo"), ForceOpen("Max", "in a hurry"))
    assert erase(interviewed, "max") == 0
    assert "stays: 0 scorecards." in capsys.readouterr().out


@pytest.mark.parametrize("login", ["ada", "tia", "una"])
def test_only_a_manager_erases(interviewed: Team, login: str) -> None:
    before = everything(interviewed)
    assert erase(interviewed, login, "--yes") == 2
    assert everything(interviewed) == before


def test_a_legal_hold_stands_until_it_is_released(
    interviewed: Team, capsys: pytest.CaptureFixture[str]
) -> None:
    held = recorded(interviewed, loop("L1", "C-014", "Ada", "Bo"), Hold("Max", "a lawsuit"))
    assert erase(interviewed, "max", "--yes") == 2
    assert "legal hold stands" in capsys.readouterr().err
    recorded(interviewed, held, Release("Max", "it is over"))
    assert erase(interviewed, "max", "--yes") == 0


def recorded(team: Team, it: Loop, event: LoopEvent) -> Loop:
    after = apply_to_loop(it, event, T0, [])
    team.put_record(after)
    return after
