"""``interviewloop db``: a team's workspace in PostgreSQL."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from interviewloop.cli.here import here
from interviewloop.model.errors import Problem
from interviewloop.model.text import counted, visible

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator

    from psycopg import Connection

    from interviewloop.team.sending import Me, Outcome
    from interviewloop.team.sync_state import SyncState
    from interviewloop.workspace.workspace import Workspace

# Only argparse and the standard library above: every --help loads this module.
DONE, REFUSED = 0, 1
VARIABLE = "INTERVIEWLOOP_DATABASE"
ROLES = ("interviewer", "manager", "trainer", "auditor")


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Register ``db``."""
    parser = commands.add_parser(
        "db",
        help="a team's workspace in PostgreSQL",
        description="For teams past a shared folder: the same workspace in PostgreSQL, which keeps"
        " scorecards closed by its own rules. See docs/team-database.md.",
        epilog="Exit code: 0 done, 1 some of it was refused, 2 it cannot be done.",
    )
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    init = actions.add_parser("init", help="make a team's workspace in an empty database")
    init.set_defaults(run=run_init)
    migrate = actions.add_parser("migrate", help="bring the database up to date")
    migrate.set_defaults(run=run_migrate)
    person = actions.add_parser("person", help="who works in it")
    deeds = person.add_subparsers(title="actions", metavar="ACTION", required=True)
    add = deeds.add_parser(
        "add",
        help="let somebody work in it, with a login of their own",
        description="Make a login and say what it may do; said again, it changes that. No password"
        " is set: do so with \\password in psql, or let the server know people in another way.",
    )
    add.add_argument("name", metavar="NAME", help="the name used as interviewer")
    add.add_argument("--role", choices=ROLES, required=True)
    add.add_argument("--login", metavar="LOGIN", help="default: made from the name")
    add.set_defaults(run=run_person_add)
    push = actions.add_parser(
        "push",
        help="send what is new or changed here",
        description="Send sessions and loops to the database: your own, or all if you are a"
        " manager. What is newer there is named and left alone.",
    )
    push.set_defaults(run=run_push)
    pull = actions.add_parser(
        "pull",
        help="fetch what you may see",
        description="Write what you may see into the workspace. What was changed here and not sent"
        " yet is named and left alone.",
    )
    pull.set_defaults(run=run_pull)
    erase = actions.add_parser(
        "erase",
        help="take a candidate out of the database; nameless scores stay",
        description="Remove everything about a candidate from the database; scores stay as rows of"
        " nobody. For managers. Without --yes nothing is changed: what would go is counted. Folders"
        " have their own copies: see `interviewloop candidate erase`.",
    )
    erase.add_argument("code", metavar="CODE")
    erase.add_argument("--yes", action="store_true", help="do it")
    erase.set_defaults(run=run_erase)
    for action in (init, migrate, add, push, pull, erase):
        _add_url(action)


def _add_url(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--url",
        metavar="URL",
        help=f"postgresql://host/name (default: the environment variable {VARIABLE}); leave the"
        " password to ~/.pgpass or PGPASSWORD",
    )


def run_init(args: argparse.Namespace) -> int:
    """Make schema and roles."""
    from interviewloop.team.connecting import connected
    from interviewloop.team.migrations import begin, migrations

    with connected(_url(args)) as connection:
        begin(connection, migrations())
    print("The team's workspace is made. Next: interviewloop db person add NAME --role manager")
    return DONE


def run_migrate(args: argparse.Namespace) -> int:
    """Apply what is new."""
    from interviewloop.team.connecting import connected
    from interviewloop.team.migrations import migrate, migrations

    with connected(_url(args)) as connection:
        count = migrate(connection, migrations())
    print(f"{counted(count, 'change')} applied." if count else "The database is up to date.")
    return DONE


def run_person_add(args: argparse.Namespace) -> int:
    """Make a login for a person."""
    from interviewloop.team.people import add_person, login_for

    login = args.login or login_for(args.name)
    with _up_to_date(args) as connection:
        new = add_person(connection, args.name.strip(), args.role, login)
    made = "a new login without a password" if new else "a login that was there"
    print(visible(f"{args.name.strip()} works as {args.role} with {login}, {made}."))
    return DONE


def run_push(args: argparse.Namespace) -> int:
    """Send, and say what was refused."""
    from interviewloop.team.sending import push

    def send(connection: Connection, workspace: Workspace, state: SyncState, me: Me) -> Outcome:
        listing = workspace.listing()
        outcome = push(connection, listing, state, me)
        outcome.refused += [(str(bad.path), bad.problem.what) for bad in listing.unreadable]
        return outcome

    return _synchronise(args, "sent", send)


def run_pull(args: argparse.Namespace) -> int:
    """Fetch, and say what was refused."""
    from interviewloop.team.fetching import pull

    return _synchronise(args, "fetched", pull)


def run_erase(args: argparse.Namespace) -> int:
    """Count what would go, or let it go."""
    with _up_to_date(args) as connection:
        row = connection.execute(
            "SELECT loops, sessions, kept FROM interviewloop.erase_candidate(%s, %s)",
            (args.code, args.yes),
        ).fetchone()
    loops, sessions, kept = row or (0, 0, 0)
    print(
        visible(
            f"{args.code}: {counted(loops, 'loop')}, {counted(sessions, 'session')} in the"
            f" database. Without a name stays: {counted(kept, 'scorecard')}."
        )
    )
    print("Erased there." if args.yes else "Nothing was changed. --yes does it.")
    return DONE


@contextmanager
def _up_to_date(args: argparse.Namespace) -> Iterator[Connection]:
    """A connection to a database that this program can work with."""
    from interviewloop.team.connecting import connected
    from interviewloop.team.migrations import check_version, migrations

    with connected(_url(args)) as connection:
        check_version(connection, migrations())
        yield connection


def _synchronise(
    args: argparse.Namespace,
    verb: str,
    work: Callable[[Connection, Workspace, SyncState, Me], Outcome],
) -> int:
    from interviewloop.team.sending import who_am_i
    from interviewloop.team.sync_state import SyncState
    from interviewloop.workspace.workspace import open_workspace

    workspace = open_workspace(here(args.workspace).workspace)
    with _up_to_date(args) as connection:
        me = who_am_i(connection)
        state = SyncState(workspace.root, me.team)
        try:
            outcome = work(connection, workspace, state, me)
        finally:
            # What arrived has arrived, also when the connection broke afterwards.
            state.save()
    return _told(verb, outcome)


def _told(verb: str, outcome: Outcome) -> int:
    for path, why in outcome.refused:
        print(visible(f"{path}: {why}"))
    for path in outcome.unsent:
        print(visible(f"{path}: not sent yet"))
    print(f"{len(outcome.done)} {verb}, {len(outcome.refused)} refused.")
    return REFUSED if outcome.refused else DONE


def _url(args: argparse.Namespace) -> str:
    url: str = args.url or os.environ.get(VARIABLE, "")
    if not url:
        what = "no database was named"
        raise Problem("Which database?", what, f"Give --url, or set {VARIABLE}.")
    return url
