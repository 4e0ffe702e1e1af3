"""``interviewloop`` and ``interviewloop demo``: open the app."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from interviewloop.cli.here import here
from interviewloop.model.errors import Problem

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from interviewloop.cli.here import Here
    from interviewloop.library.library import Library


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Register ``demo``; opening the app itself is what happens without a command."""
    demo = commands.add_parser(
        "demo",
        help="open the app on a copy of the bundled example data",
        description="Copy the bundled example loops (made-up people, marked as examples) into a "
        "folder of their own and open the app there. Your own sessions are not touched.",
    )
    demo.set_defaults(run=run_demo)


def run(arguments: argparse.Namespace) -> int:
    """Open the app on the workspace."""
    _need_terminal()
    return _open(here(arguments.workspace))


def run_demo(arguments: argparse.Namespace) -> int:
    """Open the app on example data."""
    _need_terminal()
    from interviewloop.cli.example_data import copy_examples  # deferred: not for --help
    from interviewloop.workspace.locations import Surroundings

    surroundings = Surroundings.of_process()
    root = surroundings.absolute(arguments.workspace or surroundings.data_dir / "demo")
    copy_examples(root)
    return _open(here(root, surroundings))


def _need_terminal() -> None:
    """A Textual app without a terminal waits for ever, so it is not started."""
    # Textual reads from stdin and draws on stderr.
    if not all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        raise Problem(
            "No terminal",
            "the app needs a terminal on its input and output",
            "Run it in a terminal window, or use a command such as `interviewloop calibrate`.",
        )


def _open(place: Here) -> int:
    # As in `calibrate`: threads of the matrix library wait for one another, and for the screen.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # deferred, as everything here: the screen library alone takes a tenth of a second
    from interviewloop.tui.app import InterviewloopApp
    from interviewloop.tui.services import Services

    root = place.workspace.root
    services = Services(root, place.config.root, place.settings, lambda: _library(root))
    return InterviewloopApp(services, place.mistakes).run() or 0


def _library(root: Path) -> Library:
    from interviewloop.library.library import Library
    from interviewloop.library.places import shipped_folder

    folders = [root, shipped_folder()]
    return Library.open([folder for folder in dict.fromkeys(folders) if folder is not None])
