"""A team in a database, and what its people send there."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import psycopg
from tests.builders import DIMS, T0, at, case_data, rubric

from interviewloop.interview.engine import apply
from interviewloop.interview.events import (
    Amend,
    BeginScoring,
    SetRationale,
    SetRecommendation,
    SetScore,
    Start,
    Submit,
)
from interviewloop.interview.loops import entry_text
from interviewloop.interview.plan import Plan
from interviewloop.interview.start import new_session
from interviewloop.model.case import Case
from interviewloop.model.loop import Loop, PlannedInterview
from interviewloop.team.documents import entry_document, loop_text, seal_text, session_text
from interviewloop.team.migrations import begin, migrations
from interviewloop.team.people import add_person

if TYPE_CHECKING:
    from tests.team.server import Server

    from interviewloop.model.session import Session

PEOPLE = {
    "Ada": "interviewer",
    "Bo": "interviewer",
    "Cy": "interviewer",
    "Max": "manager",
    "Tia": "trainer",
    "Una": "auditor",
}


@dataclass
class Team:
    """A database on the tests' server."""

    server: Server
    name: str

    def url(self, login: str = "boss") -> str:
        return self.server.url(self.name, login)

    def connect(self, login: str) -> psycopg.Connection[Any]:
        """A session of SQL as ``login``, each statement for itself."""
        connection = psycopg.connect(self.url(login), autocommit=True)
        connection.execute("SET search_path = interviewloop")
        return connection

    def fill(self) -> None:
        with psycopg.connect(self.url(), autocommit=True) as boss:
            begin(boss, migrations())
            for name, kind in PEOPLE.items():
                add_person(boss, name, kind, name.lower())

    def put_loop(self, login: str, loop: Loop, base: str = "", *, practice: bool = False) -> str:
        text = loop_text(loop)
        return self._one(login, "SELECT put_loop(%s, %s, %s)", text, practice, base)

    def put(self, login: str, session: Session, base: str = "") -> str:
        text = session_text(session)
        return self._one(login, "SELECT put_session(%s, %s, %s)", text, seal_text(session), base)

    def put_raw(self, login: str, document: dict[str, Any], canonical: str = "") -> str:
        text = json.dumps(document)
        return self._one(login, "SELECT put_session(%s, %s, '')", text, canonical)

    def put_record(self, it: Loop) -> None:
        """The manager sends the record of a loop."""
        previous = it.name
        with self.connect("max") as manager:
            for name, entry in it.record.items():
                values = (it.name, name, entry_document(entry), entry_text(previous, entry))
                manager.execute("SELECT put_entry(%s, %s, %s, %s)", values)
                previous = entry.seal

    def _one(self, login: str, statement: str, *values: object) -> str:
        with self.connect(login) as connection:
            row = connection.execute(statement.encode(), values).fetchone()
            assert row is not None
            return str(row[0])


def plan() -> Plan:
    return Plan(Case.model_validate(case_data()), rubric())


def loop(name: str = "L1", candidate: str = "C-014", *who: str) -> Loop:
    """A loop that plans the case for ``who``."""
    planned = {
        f"p{number}": PlannedInterview(interviewer=one, case="feat-test", dimensions=DIMS)
        for number, one in enumerate(who, 1)
    }
    return Loop(
        name=name, candidate=candidate, rubric="test-rubric", created_at=T0, planned=planned
    )


def fresh(who: str, name: str = "L1", candidate: str = "C-014") -> Session:
    """A session that was not started."""
    return new_session(
        plan(), loop=name, candidate=candidate, interviewer=who, kind="live", created_at=T0
    )


def begun(who: str, name: str = "L1", candidate: str = "C-014", **more: Any) -> Session:
    """A session with all scored but not submitted."""
    it = fresh(who, name, candidate).model_copy(update=more)
    events = [Start(), BeginScoring(), SetRecommendation("yes")]
    events += [SetScore(dim, 4) for dim in DIMS]
    events += [SetRationale(dim, "seen twice") for dim in DIMS]
    for event in events:
        it = apply(it, event, at(60), plan())
    return it


def sealed(who: str, name: str = "L1", candidate: str = "C-014", **more: Any) -> Session:
    """The same, submitted."""
    return apply(begun(who, name, candidate, **more), Submit(), at(90), plan())


def amended(session: Session) -> Session:
    """``session`` with a change of mind of its interviewer."""
    event = Amend(by=session.interviewer, field=DIMS[0], after=2, why="heard more")
    return apply(session, event, at(120), plan())
