"""The ``interviewloop`` command: reads the arguments, runs one command, turns errors into words.

stdout is data, stderr is talk. Exit codes: 0 fine, 1 the answer is no, 2 usage or bad input.
"""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING

from interviewloop import __version__
from interviewloop.cli import (
    calibrate,
    candidate,
    completion,
    db,
    doctor,
    export,
    imports,
    incident,
    locate,
    loop,
    migrate,
    new,
    open_app,
    plan,
    practise,
    present,
    progress,
    report,
    take_home,
    validate,
    verify,
)
from interviewloop.model.errors import Problem
from interviewloop.model.text import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

FINE, NO, BAD = 0, 1, 2


def build_parser() -> argparse.ArgumentParser:
    """The parser with every command. Used by tests and by the completion scripts too."""
    parser = argparse.ArgumentParser(
        prog="interviewloop",
        description="Run structured interviews, score them blind, and calibrate the interviewers.",
        epilog="Without a command the app opens. Exit codes: 0 fine, 1 the answer is no, "
        "2 usage or bad input.",
    )
    parser.add_argument("--version", action="version", version=f"interviewloop {__version__}")
    add_workspace_option(parser, default=None)
    parser.set_defaults(run=open_app.run)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    for module in (
        open_app, present, validate, new, calibrate, plan, loop, take_home, report, export,
        imports, candidate, verify, db, doctor, migrate, incident, practise, progress, locate,
        completion,
    ):  # fmt: skip
        module.add_parser(commands)
    _add_workspace_option_below(commands)
    return parser


def _add_workspace_option_below(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
) -> None:
    """Every command and every action of a command takes ``--workspace``."""
    for command in commands.choices.values():
        add_workspace_option(command, default=argparse.SUPPRESS)
        for action in command._actions:  # noqa: SLF001 - argparse offers no other way
            if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
                _add_workspace_option_below(action)


def add_workspace_option(parser: argparse.ArgumentParser, default: str | None) -> None:
    """``--workspace``, accepted before and after the command."""
    parser.add_argument(
        "--workspace",
        metavar="DIR",
        default=default,
        help="the folder that holds sessions/ (default: found as `interviewloop locate` says)",
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    parsed = build_parser().parse_args(arguments)
    try:
        code: int = parsed.run(parsed)
        sys.stdout.flush()
    except Problem as problem:
        print("\n".join(map(visible, problem.lines())), file=sys.stderr)
        return BAD
    except BrokenPipeError:
        # The reader (head, less) has seen enough; point stdout elsewhere so that exit is quiet.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FINE
    except KeyboardInterrupt:
        return 130
    return code


def entry() -> None:
    """The console script. A mistake of the program itself is told in sentences as well."""
    try:
        code = main()
    except Exception as error:  # noqa: BLE001 - the last line of defence
        # deferred: seldom needed
        from datetime import UTC, datetime

        from interviewloop.workspace.crash import crash_lines
        from interviewloop.workspace.locations import Surroundings

        data_dir = Surroundings.of_process().data_dir
        print("\n".join(crash_lines(error, data_dir, datetime.now(UTC))), file=sys.stderr)
        code = BAD
    sys.exit(code)
