"""``interviewloop progress``: how a trainee's scores near the key over mock interviews."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING

from interviewloop.cli.here import here
from interviewloop.cli.rating_source import add_trainer_option, open_sessions, talk

if TYPE_CHECKING:
    import argparse

# Nothing heavier than argparse is imported up here: every --help pays for it.

SHOWN, NOTHING_YET = 0, 1
_WIDEST = 120


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Register the command."""
    parser = subparsers.add_parser(
        "progress",
        help="show how near a trainee's scores come to the key over mock interviews",
        description="Show how near a trainee's scores come to the key over sealed mock interviews:"
        " each interview, the certification bar, and patterns where the data can bear them."
        " Interviews of others are shown as far as you have scored the same candidate yourself.",
        epilog="The report goes to standard output. Exit status: 0 shown, 1 no sealed mock"
        " interview yet, 2 the input cannot be used.",
    )
    parser.add_argument("trainee", metavar="TRAINEE", help="the name given as interviewer")
    add_trainer_option(parser)
    parser.add_argument("--json", action="store_true", help="print JSON in place of the report")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the report and return the exit status. Raises Problem when input is unusable."""
    from interviewloop.exchange.mock_sessions import is_sealed_mock, mocks_of
    from interviewloop.library.library import Library, shipped_folder
    from interviewloop.model.names import near_misses, same_name
    from interviewloop.practice.progress import progress
    from interviewloop.report.progress_json import progress_json
    from interviewloop.report.progress_text import progress_text
    from interviewloop.workspace.workspace import open_workspace

    workspace = open_workspace(here(args.workspace).workspace)
    listing = workspace.listing()
    for unreadable in listing.unreadable:
        talk(*unreadable.problem.lines())
    allowed, closed = open_sessions(args, [one.session for one in listing.sessions], listing.loops)
    sealed = [one for one in allowed if is_sealed_mock(one)]
    folders = dict.fromkeys((workspace.root, shipped_folder()))
    library = Library.open([folder for folder in folders if folder is not None])
    mocks = mocks_of(args.trainee, sealed, library)
    talk(*mocks.remarks)
    hidden = sum(is_sealed_mock(one) and same_name(one.interviewer, args.trainee) for one in closed)
    if hidden:
        talk(_closed_words(hidden, here(args.workspace).settings.interviewer))
    if not mocks.found:
        # Who has practised is no secret.
        names = [one.interviewer for one in (*sealed, *closed) if is_sealed_mock(one)]
        met = any(same_name(name, args.trainee) for name in names)
        near = near_misses(args.trainee, names)
        hint = f"  Did you mean {' or '.join(near)}?" if near and not met else ""
        if not hidden:
            talk(f"No sealed mock interview of {args.trainee} yet.", *([hint] if hint else []))
        return NOTHING_YET
    result = progress(mocks.found[-1].session.interviewer.strip(), mocks.found)
    if args.json:
        sys.stdout.write(progress_json(result, mocks.names))
    else:
        width = min(shutil.get_terminal_size().columns, _WIDEST)
        sys.stdout.write(progress_text(result, mocks.names, width))
    return SHOWN


def _closed_words(count: int, viewer: str) -> str:
    interviews = "1 interview is" if count == 1 else f"{count} interviews are"
    if not viewer.strip():
        return (
            f"{interviews} closed: nobody has said who you are. Set your name, interviewer in"
            " config.toml; a trainer says --trainer."
        )
    return (
        f"{interviews} closed to you: you have not scored that candidate yourself, or have begun to"
        " and not submitted. Submit your scorecard first; a trainer says --trainer."
    )
