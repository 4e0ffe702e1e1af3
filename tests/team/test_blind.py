"""Blindness as the database's own rule, tried with SQL by people with logins of their own."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import psycopg
import pytest
from psycopg import errors, sql
from tests.builders import T0
from tests.team.teams import amended, begun, loop, sealed

from interviewloop.interview.loop_events import Waive
from interviewloop.interview.loops import apply as apply_to_loop
from interviewloop.interview.sealing import amendment_text, seal_of
from interviewloop.team.documents import (
    amendment_document,
    seal_text,
    session_text,
)

if TYPE_CHECKING:
    from tests.team.teams import Team


READING = {
    "team": "id",
    "migration": "number",
    "person": "login",
    "loop": "id",
    "planned": "loop_id",
    "entry": "loop_id",
    "session": "id",
    "submission": "session_id",
    "rating": "session_id",
    "amendment": "session_id",
    "scorecard": "id",
    "nameless_rating": "scorecard",
    "erasure": "candidate",
}
"""Every table and view there is, and a column to count by. One that is missing here fails."""
CLOSED = ("session", "submission", "rating", "amendment", "scorecard")
"""Those that tell of scores."""
CALLABLE = {
    "my_kind", "my_key", "may_see_loop", "may_see_entry", "may_see_scores",
    "put_loop", "put_entry", "put_session", "put_amendment",
}  # fmt: skip


@pytest.fixture
def panel(team: Team) -> Team:
    """A loop of Ada and Bo, Ada's scorecard is in and amended, Bo has begun."""
    assert team.put_loop("max", loop("L1", "C-014", "Ada", "Bo")) == "new"
    assert team.put("ada", sealed("Ada")) == "new"
    assert amend(team, "ada") == "new"
    assert team.put("bo", begun("Bo")) == "new"
    return team


def amend(team: Team, login: str) -> str:
    session = amended(sealed("Ada"))
    one = session.amendments["a1"]
    with team.connect(login) as connection:
        row = connection.execute(
            "SELECT put_amendment('L1', 'Ada', 'feat-test', 'a1', %s, %s)",
            (amendment_document(one), amendment_text(session.seal or "", one)),
        ).fetchone()
    assert row is not None
    return str(row[0])


def seen(team: Team, login: str) -> dict[str, int]:
    """By table and view, how many rows of Ada's interview (or all, of others) ``login`` gets."""
    counts = {}
    with team.connect("boss") as boss, team.connect(login) as mine:
        row = boss.execute("SELECT id FROM session WHERE interviewer_key = 'ada'").fetchone()
        for table in CLOSED:
            query = sql.SQL("SELECT count(*) FROM {} WHERE {} = %s").format(
                sql.Identifier(table), sql.Identifier(READING[table])
            )
            found = mine.execute(query, row).fetchone()
            assert found is not None
            counts[table] = found[0]
    return counts


ALL = {"session": 1, "submission": 1, "rating": 8, "amendment": 1, "scorecard": 8}
NONE = dict.fromkeys(CLOSED, 0)


def test_every_table_view_and_function_is_covered_here(team: Team) -> None:
    with team.connect("boss") as boss:
        relations = boss.execute(
            "SELECT relname, relkind, relrowsecurity AND relforcerowsecurity, reloptions"
            " FROM pg_class WHERE relnamespace = 'interviewloop'::regnamespace"
            " AND relkind IN ('r', 'v', 'm', 'p', 'f')"
        ).fetchall()
        functions = boss.execute(
            "SELECT proname FROM pg_proc WHERE pronamespace = 'interviewloop'::regnamespace"
            " AND has_function_privilege('ada', oid, 'EXECUTE')"
        ).fetchall()
        writable = boss.execute(
            "SELECT grantee, table_name, privilege_type FROM information_schema.role_table_grants"
            " WHERE table_schema = 'interviewloop' AND privilege_type <> 'SELECT'"
            " AND grantee <> 'interviewloop_keeper'"
        ).fetchall()
    assert {row[0] for row in relations} == set(READING)
    assert [row for row in relations if row[1] == "r" and not row[2]] == [
        ("migration", "r", False, None)
    ]
    assert [row[3] for row in relations if row[1] == "v"] == [["security_invoker=true"]]
    assert {row[0] for row in functions} == CALLABLE
    assert writable == []


def test_a_scorecard_opens_when_ones_own_is_sealed(panel: Team) -> None:
    assert seen(panel, "ada") == ALL
    assert seen(panel, "bo") == NONE
    assert panel.put("bo", sealed("Bo"), digest(panel, "bo")) == "changed"
    assert seen(panel, "bo") == ALL


def digest(team: Team, who: str) -> str:
    with team.connect("boss") as boss:
        row = boss.execute("SELECT digest FROM session WHERE interviewer_key = %s", (who,))
        found = row.fetchone()
    assert found is not None
    return str(found[0])


def test_who_takes_no_part_sees_nothing_and_others_see_by_their_role(panel: Team) -> None:
    assert seen(panel, "cy") == NONE
    assert seen(panel, "tia") == NONE
    assert seen(panel, "max") == ALL
    assert seen(panel, "una") == ALL
    with panel.connect("cy") as mine:
        assert mine.execute("SELECT count(*) FROM loop").fetchone() == (0,)
        assert mine.execute("SELECT count(*) FROM planned").fetchone() == (0,)
    with panel.connect("max") as mine:
        # Bo's is not submitted, and nobody but Bo and an auditor reads it.
        assert mine.execute("SELECT count(*) FROM session").fetchone() == (1,)


def test_planned_is_owed_as_well_until_it_is_waived(team: Team) -> None:
    planned = loop("L1", "C-014", "Ada", "Bo")
    team.put_loop("max", planned)
    team.put("ada", sealed("Ada"))
    assert seen(team, "bo")["rating"] == 0
    waiving = Waive(interviewer="Bo", case="feat-test", by="Max", why="is ill")
    waived = apply_to_loop(planned, waiving, T0, [])
    team.put_record(waived)
    assert seen(team, "bo")["rating"] == 8


def test_owing_one_of_the_same_candidate_elsewhere_closes_too(team: Team) -> None:
    team.put_loop("max", loop("L1", "C-014", "Ada", "Bo"))
    team.put_loop("max", loop("L2", " c-014 ", "Bo"))
    team.put("ada", sealed("Ada"))
    team.put("bo", sealed("Bo"))
    assert seen(team, "bo") == NONE
    team.put("bo", sealed("Bo", "L2"))
    assert seen(team, "bo")["rating"] == 8


def test_a_manager_who_owes_a_scorecard_is_blind_too(team: Team) -> None:
    team.put_loop("max", loop("L1", "C-014", "Ada", "Max"))
    team.put("ada", sealed("Ada"))
    assert seen(team, "max") == NONE


def test_practice_is_closed_to_who_has_not_met_the_persona(team: Team) -> None:
    practice = {"kind": "mock", "persona": "velvet"}
    team.put_loop("ada", loop("P1", "velvet"), practice=True)
    team.put("ada", sealed("Ada", "P1", "velvet", **practice))
    assert [seen(team, it)["rating"] for it in ("bo", "max", "tia", "una")] == [0, 0, 8, 8]
    team.put("bo", sealed("Bo", "P1", "velvet", **practice))
    assert seen(team, "bo")["rating"] == 8


def test_practice_in_a_candidates_name_opens_nothing_of_the_candidate(panel: Team) -> None:
    practice = {"kind": "mock", "persona": "velvet"}
    panel.put_loop("cy", loop("P9", "C-014"), practice=True)
    panel.put("cy", sealed("Cy", "P9", **practice))
    assert seen(panel, "cy") == NONE


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT count(*), sum(score) FROM rating",
        "SELECT count(*), sum(score) FROM scorecard",
    ],
)
def test_sums_tell_nothing(panel: Team, statement: str) -> None:
    with panel.connect("bo") as mine:
        assert mine.execute(statement.encode()).fetchone() == (0, None)


def test_a_plan_of_a_query_is_the_same_for_a_right_guess_and_a_wrong_one(panel: Team) -> None:
    with panel.connect("boss") as boss:
        row = boss.execute("SELECT id FROM session WHERE interviewer_key = 'ada'").fetchone()
    plans = set()
    with panel.connect("bo") as mine:
        for guess in range(1, 6):
            plan = mine.execute(
                "EXPLAIN (ANALYZE, TIMING OFF, COSTS OFF, SUMMARY OFF, BUFFERS OFF)"
                f" SELECT FROM rating WHERE score = {guess} AND session_id = %s",
                row,
            ).fetchall()
            text = "\n".join(str(line[0]) for line in plan).replace(f"'{guess}'", "'?'")
            plans.add(text)
    assert len(plans) == 1
    assert "may_see_scores" in plans.pop()


DENIED = (
    "SELECT * FROM session",
    "SELECT digest FROM session",
    "SELECT seal FROM submission",
    "SELECT * FROM nameless_rating",
    "SELECT * FROM erasure",
    "SELECT erase_candidate('C-014', true)",
    "SET SESSION AUTHORIZATION ada",
    "SET ROLE ada",
    "SET ROLE interviewloop_keeper",
    "SET ROLE interviewloop_auditor",
    "SET ROLE boss",
    "COPY session TO STDOUT",
    "COPY rating TO PROGRAM 'cat'",
    "DELETE FROM session",
    "TRUNCATE session",
    "UPDATE session SET sealed = true",
    "UPDATE rating SET score = 1",
    "UPDATE person SET kind = 'auditor'",
    "INSERT INTO submission (session_id, seal) VALUES (gen_random_uuid(), 'x')",
    "INSERT INTO planned VALUES (gen_random_uuid(), 'bo', 'x', '{}')",
    "ALTER TABLE session DISABLE ROW LEVEL SECURITY",
    "ALTER ROLE bo BYPASSRLS",
    "GRANT interviewloop_auditor TO bo",
    "DROP POLICY reading ON session",
    "SELECT i_owe('l1', 'c-014')",
    "CREATE FUNCTION interviewloop.my_kind2() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "CREATE TABLE interviewloop.person2 ()",
)


def test_what_an_interviewer_is_not_allowed(panel: Team) -> None:
    done = []
    for statement in DENIED:
        with panel.connect("bo") as mine:
            try:
                mine.execute(statement.encode())
            except errors.InsufficientPrivilege:
                continue
            done.append(statement)
    assert done == []


def test_no_way_around_the_policies(panel: Team) -> None:
    with panel.connect("bo") as mine:
        mine.execute("SET row_security = off")
        with pytest.raises(errors.InsufficientPrivilege):
            mine.execute("SELECT count(*) FROM rating")
    with panel.connect("bo") as mine:
        with mine.cursor().copy("COPY rating TO STDOUT") as rows:
            assert list(rows) == []
        # A role of the group is still Bo, who logged in.
        mine.execute("SET ROLE interviewloop_interviewer")
        assert mine.execute("SELECT count(*) FROM rating").fetchone() == (0,)
        mine.execute("RESET ROLE")
        # Nobody may make a table, and one's own is never found before the real one.
        with pytest.raises(errors.InsufficientPrivilege):
            mine.execute("CREATE TEMP TABLE person ()")
        with panel.connect("boss") as boss:
            boss.execute(f"GRANT TEMP ON DATABASE {panel.name} TO bo")
        mine.execute("CREATE TEMP TABLE person (login name, name text, key text, kind text)")
        mine.execute("INSERT INTO pg_temp.person VALUES ('bo', 'Una', 'una', 'auditor')")
        assert mine.execute("SELECT count(*) FROM rating").fetchone() == (0,)
        assert mine.execute(
            "SELECT count(*) FROM pg_stats WHERE schemaname = 'interviewloop'"
            " AND tablename IN ('rating', 'session', 'amendment')"
        ).fetchone() == (0,)


def refused(team: Team, login: str, document: dict[str, object], canonical: str = "") -> str:
    with pytest.raises(psycopg.Error) as caught:
        team.put_raw(login, document, canonical)
    assert caught.value.sqlstate == "IL001"
    return str(caught.value)


def test_nobody_writes_for_another(panel: Team) -> None:
    document = json.loads(session_text(begun("Ada", "L1")))
    assert "another interviewer" in refused(panel, "bo", document)
    with pytest.raises(errors.InsufficientPrivilege):
        panel.put_raw("una", document)
    with pytest.raises(psycopg.Error, match="another interviewer"):
        amend(panel, "bo")


def test_only_who_is_planned_begins(panel: Team) -> None:
    document = json.loads(session_text(begun("Cy")))
    assert "not in the plan" in refused(panel, "cy", document)
    with pytest.raises(psycopg.Error, match="only a manager begins"):
        panel.put_loop("cy", loop("L7", "C-014"))
    with pytest.raises(psycopg.Error, match="only a manager begins"):
        panel.put_loop("cy", loop("L7", "C-014", "Cy"), practice=True)


def test_a_scorecard_is_whole_when_it_is_sealed(team: Team) -> None:
    team.put_loop("max", loop("L1", "C-014", "Bo"))
    whole = sealed("Bo")
    scores = dict(list(whole.scorecard.scores.items())[:7])
    card = whole.scorecard.model_copy(update={"scores": scores})
    short = whole.model_copy(update={"scorecard": card})
    short = short.model_copy(update={"seal": seal_of(short)})
    with pytest.raises(psycopg.Error, match="leadership has no score"):
        team.put("bo", short)
    bare = whole.model_copy(
        update={"scorecard": whole.scorecard.model_copy(update={"rationale": {}})}
    )
    bare = bare.model_copy(update={"seal": seal_of(bare)})
    with pytest.raises(psycopg.Error, match="has no evidence"):
        team.put("bo", bare)
    assert seen_sessions(team) == 0


def seen_sessions(team: Team) -> int:
    with team.connect("boss") as boss:
        row = boss.execute("SELECT count(*) FROM session").fetchone()
    assert row is not None
    return int(row[0])


def test_a_forged_seal_is_refused(team: Team) -> None:
    team.put_loop("max", loop("L1", "C-014", "Bo"))
    document = json.loads(session_text(sealed("Bo")))
    real = sealed("Bo")
    assert "seal does not fit" in refused(team, "bo", document | {"seal": "sha256:00"}, "{}")
    document["scorecard"]["scores"]["leadership"] = 5
    assert "seal does not fit" in refused(team, "bo", document, seal_text(real))
    unsealed = {key: it for key, it in document.items() if key != "phase"}
    assert "only a submitted" in refused(team, "bo", unsealed)


def test_what_was_submitted_never_changes(panel: Team) -> None:
    again = sealed("Ada").model_copy(update={"stretch": 1.5})
    again = again.model_copy(update={"seal": seal_of(again)})
    with pytest.raises(psycopg.Error, match="amended, not changed"):
        panel.put("ada", again, digest(panel, "ada"))
    with panel.connect("boss") as boss:
        # Not even by somebody who looks after the database, by mistake.
        for statement in (
            "UPDATE session SET case_id = 'x' WHERE sealed",
            "UPDATE rating SET score = 1",
            "UPDATE amendment SET name = 'x'",
            "UPDATE submission SET seal = 'x'",
        ):
            with pytest.raises(psycopg.Error, match="never changed"):
                boss.execute(statement.encode())
    assert amend(panel, "ada") == "same"


def test_what_is_newer_there_is_not_overwritten(panel: Team) -> None:
    assert panel.put("bo", begun("Bo", stretch=1.5), "what Bo saw before") == "newer"
    assert panel.put_loop("max", loop("L1", "C-014", "Ada")) == "newer"
    with panel.connect("boss") as boss:
        assert boss.execute("SELECT count(*) FROM planned").fetchone() == (2,)
