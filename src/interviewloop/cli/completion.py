"""``interviewloop completion``: a completion script for the shell."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse

SHELLS = ("bash", "zsh", "tcsh")


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Register ``completion``."""
    parser = commands.add_parser(
        "completion",
        help="print a completion script for a shell",
        description="Print a completion script. For bash: "
        "interviewloop completion bash > ~/.local/share/bash-completion/completions/interviewloop",
    )
    parser.add_argument("shell", choices=SHELLS)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print the script."""
    import shtab  # deferred: only this command needs it

    from interviewloop.cli.main import build_parser

    print(shtab.complete(build_parser(), shell=arguments.shell))
    return 0
