"""``interviewloop practise``: interview a simulated candidate."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from interviewloop.cli.here import here
from interviewloop.cli.open_app import library_of, need_terminal, open_app

if TYPE_CHECKING:
    import argparse

# Nothing heavier than argparse is imported up here: every --help pays for it.


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Register the command."""
    parser = subparsers.add_parser(
        "practise",
        help="interview a simulated candidate and compare your scores with the key",
        description="Open the app on a mock interview with a simulated candidate: the unfinished"
        " one if there is one, else a new one. Without CASE and PERSONA a screen to choose them.",
        epilog="When several people practise on the same CASE and PERSONA, that is a calibration"
        " exercise; `interviewloop calibrate --kind mock` measures it. Exit status: 0 fine, 2 the"
        " input cannot be used.",
    )
    parser.add_argument("case", metavar="CASE", nargs="?", help="the id of a case")
    parser.add_argument("persona", metavar="PERSONA", nargs="?", help="the candidate's name")
    parser.add_argument(
        "--as",
        dest="trainee",
        metavar="TRAINEE",
        help="who interviews (default: the name the app knows you by); for this run only",
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Open the app. Raises Problem for a case or persona that there is none of."""
    place = here(args.workspace)
    case = persona = None
    if args.case is not None:
        # deferred, as everything here: see above
        from interviewloop.tui.practising import case_meant, persona_meant

        library = library_of(place.workspace.root)
        case = case_meant(library, args.case)
        if args.persona is not None:
            persona = persona_meant(library, case, args.persona).id
    need_terminal()
    if args.trainee is not None:
        settings = replace(place.settings, interviewer=args.trainee.strip())
        place = place._replace(settings=settings)
    from interviewloop.tui.screens.practise import PractiseScreen

    return open_app(place, lambda: PractiseScreen(case, persona))
