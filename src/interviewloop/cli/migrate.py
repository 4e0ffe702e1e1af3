"""``interviewloop migrate``: rewrite older files in the newest format, with a copy of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewloop.cli.here import here
from interviewloop.model.errors import Problem
from interviewloop.model.text import counted, storable, visible

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from interviewloop.workspace.migrating import Seen

# Only argparse and the standard library above: every --help loads this module.
DONE, LEFT = 0, 1
_MOST_LISTED = 20


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Register ``migrate``."""
    parser = commands.add_parser(
        "migrate",
        help="rewrite files of older versions in the newest format, with a copy of each",
        description="Rewrite sessions, loops and marks that an older version wrote. Each is copied"
        " into backups/ first. There is no need to: older files are read all the same. Colleagues"
        " with an older version cannot read what was rewritten. See docs/data-care.md.",
        epilog="Exit code: 0 all files are of the newest format, or would be; 1 some were left as"
        " they are, each is named; 2 it cannot be done.",
    )
    either = parser.add_mutually_exclusive_group()
    either.add_argument("--dry-run", action="store_true", help="list what would change, and stop")
    either.add_argument(
        "--undo",
        metavar="BACKUP",
        help="put back the files of a backup that were not changed since, such as"
        " 2026-03-01-120000",
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """List, migrate or put back. Returns the exit code."""
    # deferred: not for --help
    from datetime import UTC, datetime

    from interviewloop.cli.waiting import Progress
    from interviewloop.workspace.migrating import migrate, standing

    place = here(arguments.workspace)
    root = place.workspace.root
    who = place.settings.interviewer or "unknown"
    if arguments.undo is not None:
        return _undo(root, arguments.undo, who)
    with Progress() as progress:
        found = standing(root, progress)
    older = [one for one in found if one.state == "older"]
    left = [one for one in found if one.state == "left"]
    if not older:
        _say_left(left)
        print(
            f"{counted(len(found), 'file')} looked at, none to rewrite,"
            f" {len(left)} left as they are."
        )
        return LEFT if left else DONE
    if arguments.dry_run:
        _list(older)
        _say_reasons(older)
        _say_left(left)
        print(
            f"{counted(len(older), 'file')} of {len(found)} would be rewritten."
            " Nothing was changed."
        )
        return LEFT if left else DONE
    with Progress() as progress:
        done = migrate(root, older, who, datetime.now(UTC), progress)
    rewritten = [one for one in done.files if one.state == "migrated"]
    left += [one for one in done.files if one.state == "left"]
    _list(rewritten)
    _say_reasons(rewritten)
    _say_left(left)
    print(
        f"{counted(len(rewritten), 'file')} of {len(found)} rewritten,"
        f" {len(left)} left as they are."
    )
    if done.backup is not None:
        print(visible(f"Copies: {storable(str(done.backup))}"))
        print(f"`interviewloop migrate --undo {done.backup.name}` puts them back.")
    return LEFT if left else DONE


def _undo(root: Path, named: str, who: str) -> int:
    from pathlib import PurePath

    from interviewloop.cli.waiting import Progress
    from interviewloop.workspace.backups import backups
    from interviewloop.workspace.migrating import undo

    known = {one.name: one for one in backups(root)}
    backup = known.get(PurePath(named).name)
    if backup is None:
        there = f"There are {', '.join(known)}." if known else "There is none."
        raise Problem("No such backup", f"{named!r} is not in backups/", there, str(root))
    with Progress() as progress:
        done = undo(root, backup, who, progress)
    put_back = [one for one in done.files if one.state == "restored"]
    left = [one for one in done.files if one.state == "left"]
    _say_left(left)
    print(
        f"{counted(len(put_back), 'file')} of {len(done.files)} put back,"
        f" {len(left)} left as they are."
    )
    return LEFT if left else DONE


def _list(rewritten: Sequence[Seen]) -> None:
    from interviewloop.workspace.migrations import newest

    if rewritten:
        print("FROM  TO  FILE")
    for one in rewritten[:_MOST_LISTED]:
        print(visible(f"{one.version:>4}  {newest(one.kind):>2}  {storable(one.place)}"))
    if len(rewritten) > _MOST_LISTED:
        print(f"          and {len(rewritten) - _MOST_LISTED} more")


def _say_reasons(files: Iterable[Seen]) -> None:
    from interviewloop.workspace.migrations import newest, reasons

    for kind, version in sorted({(one.kind, one.version) for one in files}):
        why = "; ".join(reasons(kind, version))
        print(f"{kind} {version} to {newest(kind)}: {why}")


def _say_left(left: Iterable[Seen]) -> None:
    for one in left:
        print(visible(storable(f"Left: {one.place}: {one.what}")))
