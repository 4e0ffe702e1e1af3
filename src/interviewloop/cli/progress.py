"""``interviewloop progress``: how a trainee's scores near the key over mock interviews."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING

from interviewloop.cli.here import here
from interviewloop.model.text import visible

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from interviewloop.library.library import Library
    from interviewloop.model.session import Session
    from interviewloop.practice.progress import Mock

# Nothing heavier than argparse is imported up here: every --help pays for it.

SHOWN, NOTHING_YET = 0, 1
_WIDEST = 120


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Register the command."""
    parser = subparsers.add_parser(
        "progress",
        help="show how near a trainee's scores come to the key over mock interviews",
        description="Show how near a trainee's scores come to the key over sealed mock interviews:"
        " each interview, the certification bar, and patterns where the data can bear them.",
        epilog="The report goes to standard output. Exit status: 0 shown, 1 no sealed mock"
        " interview yet, 2 the input cannot be used.",
    )
    parser.add_argument("trainee", metavar="TRAINEE", help="the name given as interviewer")
    parser.add_argument("--json", action="store_true", help="print JSON in place of the report")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the report and return the exit status. Raises Problem when input is unusable."""
    from interviewloop.library.library import Library, shipped_folder
    from interviewloop.model.names import near_misses, same_name
    from interviewloop.practice.progress import progress
    from interviewloop.report.progress_json import progress_json
    from interviewloop.report.progress_text import progress_text
    from interviewloop.workspace.workspace import open_workspace

    workspace = open_workspace(here(args.workspace).workspace)
    listing = workspace.listing()
    for unreadable in listing.unreadable:
        _talk(*unreadable.problem.lines())
    mocks = [one.session for one in listing.sessions if _is_mock(one.session)]
    mine = [session for session in mocks if same_name(session.interviewer, args.trainee)]
    folders = dict.fromkeys((workspace.root, shipped_folder()))
    library = Library.open([folder for folder in folders if folder is not None])
    found = _with_content(mine, library)
    if not found:
        near = near_misses(args.trainee, [session.interviewer for session in mocks])
        hint = f"  Did you mean {' or '.join(near)}?" if near and not mine else ""
        _talk(f"No sealed mock interview of {args.trainee} yet.", *([hint] if hint else []))
        return NOTHING_YET
    result = progress(found[-1].session.interviewer.strip(), found)
    names = _names(mine, library)
    if args.json:
        sys.stdout.write(progress_json(result, names))
    else:
        width = min(shutil.get_terminal_size().columns, _WIDEST)
        sys.stdout.write(progress_text(result, names, width))
    return SHOWN


def _is_mock(session: Session) -> bool:
    return session.kind == "mock" and session.sealed and session.persona is not None


def _with_content(sessions: Sequence[Session], library: Library) -> list[Mock]:
    """The sessions whose persona and case are there; of the others it is told why not."""
    from interviewloop.model.errors import Problem
    from interviewloop.practice.progress import Mock

    found = []
    for session in sessions:
        try:
            case = library.case(session.case).case
            persona = library.persona(session.case, session.persona or "")
        except Problem as problem:
            _talk(f"Left out: {session.case} with {session.persona}. {problem.what}.")
            continue
        if case.case.version != session.case_version:
            _talk(
                f"{session.case} was version {session.case_version} when {session.persona} was met"
                f" and is {case.case.version} now; the key may have changed."
            )
        found.append(Mock(session, persona, case))
    return found


def _names(sessions: Sequence[Session], library: Library) -> dict[str, str]:
    """What dimensions are called, from the rubrics that are still there."""
    rubrics = library.rubrics()
    return {
        dim: dimension.name
        for id_ in dict.fromkeys(session.rubric for session in sessions)
        if id_ in rubrics
        for dim, dimension in rubrics[id_].dimensions.items()
    }


def _talk(*lines: str) -> None:
    """Words beside the report, on standard error."""
    for line in lines:
        print(visible(line), file=sys.stderr)
