"""``interviewloop present``: the candidate's view of a running session, in a second terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewloop.cli.here import here
from interviewloop.cli.open_app import library_of, need_terminal

if TYPE_CHECKING:
    import argparse

# Only argparse and the standard library above: every --help loads this module.


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Register the command."""
    parser = commands.add_parser(
        "present",
        help="show the candidate's view of a running session, to share on screen",
        description="Follow a session that is being run in another terminal, and show what its "
        "candidate may see: the task, the question, the exhibits that are shown, and a simulated "
        "incident as it unfolds. Nothing for the interviewer can appear. The session's file is "
        "only read. On the live screen, /present copies this command for the interview at hand.",
        epilog="Exit code: 0 closed, 2 the session cannot be found or read, or there is no "
        "terminal.",
    )
    parser.add_argument(
        "session",
        metavar="SESSION",
        nargs="?",
        default="",
        help="a session file, its place as loop/file, or the code of a candidate with one "
        "interview that is not submitted",
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Follow the session until the view is closed. Raises Problem when it cannot be shown."""
    # Deferred, as below: the screen library and the models are not for --help.
    from interviewloop.workspace.finding import open_session
    from interviewloop.workspace.workspace import open_workspace

    place = here(arguments.workspace)
    workspace = open_workspace(place.workspace)
    named = arguments.session
    path = open_session(workspace, named, place.surroundings.absolute(named))
    need_terminal()

    from interviewloop.tui.following import Follower
    from interviewloop.tui.present_app import PresentApp

    follower = Follower(path, workspace, library_of(workspace.root))
    settings = place.settings
    app = PresentApp(follower.first, follower.look, settings.theme, settings.keymap)
    return app.run() or 0
