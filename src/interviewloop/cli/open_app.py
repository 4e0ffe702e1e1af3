"""``interviewloop`` and ``interviewloop demo``: open the app."""

from __future__ import annotations

import os
import sys
from functools import partial
from typing import TYPE_CHECKING

from interviewloop.cli.here import here
from interviewloop.model.errors import Problem

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable
    from pathlib import Path

    from textual.screen import Screen

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
    need_terminal()
    return open_app(here(arguments.workspace))


def run_demo(arguments: argparse.Namespace) -> int:
    """Open the app on example data."""
    need_terminal()
    from interviewloop.cli.example_data import copy_examples  # deferred: not for --help
    from interviewloop.workspace.locations import Surroundings

    surroundings = Surroundings.of_process()
    root = surroundings.absolute(arguments.workspace or surroundings.data_dir / "demo")
    copy_examples(root)
    return open_app(here(root, surroundings))


def need_terminal() -> None:
    """A Textual app without a terminal waits for ever, so it is not started."""
    # Textual reads from stdin and draws on stderr.
    if not all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        raise Problem(
            "No terminal",
            "the app needs a terminal on its input and output",
            "Run it in a terminal window, or use a command such as `interviewloop calibrate`.",
        )


def open_app(place: Here, first: Callable[[], Screen[None]] | None = None) -> int:
    """Run the app on a workspace. ``first`` makes the screen to begin with, above home."""
    # As in `calibrate`: threads of the matrix library wait for one another, and for the screen.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # A key must not wait its turn behind a thread that computes for 5 ms each time.
    sys.setswitchinterval(0.001)
    # deferred, as everything here: the screen library alone takes a tenth of a second
    from interviewloop.tui.app import InterviewloopApp
    from interviewloop.tui.services import Services

    root = place.workspace.root
    services = Services(
        root,
        place.config.root,
        place.settings,
        partial(library_of, root),
        cache=place.surroundings.cache_dir,
    )
    app = InterviewloopApp(services, place.mistakes, first, place.surroundings.data_dir)
    ended = app.run()
    # None is the result of an app that broke; its return code says so.
    return (app.return_code or 0) if ended is None else ended


def library_of(root: Path) -> Library:
    """The content of the workspace at ``root``, and the shipped content below it."""
    from interviewloop.library.library import Library
    from interviewloop.library.places import shipped_folder

    folders = [root, shipped_folder()]
    return Library.open([folder for folder in dict.fromkeys(folders) if folder is not None])
