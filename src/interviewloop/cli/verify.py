"""``interviewloop verify``: find every later edit of what was submitted or recorded."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from interviewloop.cli.here import here
from interviewloop.model.text import counted, visible

if TYPE_CHECKING:
    import argparse

    from interviewloop.workspace.listing import Listing

# Only argparse and the standard library above: every --help loads this module.
INTACT, EDITED = 0, 1


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Register ``verify``."""
    parser = commands.add_parser(
        "verify",
        help="find later edits of submitted scorecards and recorded decisions",
        description="Compare every submitted scorecard, every amendment and every entry of a"
        " loop's record with the digest that was stored with it.",
        epilog="A digest finds an edit; it does not prove who made it, and the last entries of a"
        " record can be cut off without a trace. Exit code: 0 nothing was edited, 1 something was,"
        " or cannot be read, 2 usage.",
    )
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Check every file of the workspace. Returns the exit code."""
    from interviewloop.workspace.workspace import open_workspace  # deferred: not for --help

    listing = open_workspace(here(arguments.workspace).workspace).listing()
    found = edits(listing)
    sealed = sum(stored.session.sealed for stored in listing.sessions)
    if arguments.json:
        edited = [{"file": file, "what": what} for file, what in found]
        loops = len(listing.loops)
        print(json.dumps({"schema": 1, "sealed": sealed, "loops": loops, "edits": edited}))
    else:
        for file, what in found:
            print(visible(f"{file}: {what}"))
        scorecards = counted(sealed, "submitted scorecard")
        loops_read = counted(len(listing.loops), "loop")
        print(f"{scorecards} and {loops_read} checked, {len(found)} edited or unreadable.")
    return EDITED if found else INTACT


def edits(listing: Listing) -> list[tuple[str, str]]:
    """File and what was edited, for each edit that a digest shows."""
    from interviewloop.interview.loops import broken_record
    from interviewloop.interview.sealing import broken_seals

    found = [
        (str(stored.path), what)
        for stored in listing.sessions
        for what in broken_seals(stored.session)
    ]
    found += [
        (str(stored.path), what) for stored in listing.loops for what in broken_record(stored.loop)
    ]
    found += [(str(bad.path), f"cannot be read: {bad.problem.what}") for bad in listing.unreadable]
    return found
