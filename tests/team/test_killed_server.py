"""The server is killed while notes are sent: none is lost, and none arrives twice."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import psycopg
from tests.builders import at
from tests.team.teams import fresh, loop, plan

from interviewloop.cli.main import main
from interviewloop.interview.engine import apply
from interviewloop.interview.events import AddNote, Start
from interviewloop.team.documents import session_of
from interviewloop.workspace.workspace import Workspace

if TYPE_CHECKING:
    from pathlib import Path

    from tests.team.teams import Team

NOTES = 40


def test_no_note_is_lost_when_the_server_is_killed(team: Team, tmp_path: Path) -> None:
    team.put_loop("max", loop("L1", "C-014", "Ada"))
    workspace = Workspace(tmp_path)
    session = apply(fresh("Ada"), Start(), at(0), plan())
    push = ["--workspace", str(tmp_path), "db", "push", "--url", team.url("ada")]
    assert main(["--workspace", str(tmp_path), "db", "pull", "--url", team.url("ada")]) == 0
    path = workspace.create(session)
    statuses = []
    kills = iter((8, 16, 24))
    dying, deadly = None, next(kills)
    for number in range(NOTES):
        note = AddNote(f"note number {number}")
        session = apply(session, note, at(number + 1), plan())
        # On disk here before anything is sent.
        workspace.save(path, session)
        if number == deadly:
            dying = threading.Timer(0.002 * number, team.server.kill)
            dying.start()
        statuses.append(main(push))
        if dying is not None and number == deadly + 4:
            dying.join()
            statuses.append(main(push))
            team.server.start()
            dying, deadly = None, next(kills, -1)
    assert main(push) == 0
    assert statuses.count(2) >= 3
    with psycopg.connect(team.url()) as boss:
        rows = boss.execute("SELECT document::text FROM interviewloop.session").fetchall()
    assert len(rows) == 1
    arrived = session_of(rows[0][0], {})
    assert arrived == workspace.peek(path)
    assert [it.text for it in arrived.notes.values()] == [
        f"note number {number}" for number in range(NOTES)
    ]
