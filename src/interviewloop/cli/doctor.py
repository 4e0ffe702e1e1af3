"""``interviewloop doctor``: look at everything the program rests on, and say how to mend it."""

from __future__ import annotations

import os
import shutil
import sys
from typing import TYPE_CHECKING

from interviewloop.cli.here import here
from interviewloop.model.errors import Problem

if TYPE_CHECKING:
    import argparse

# Only argparse and the standard library above: every --help loads this module.
WELL, ATTENTION = 0, 1
_NARROWEST, _WIDEST = 40, 100


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Register ``doctor``."""
    parser = commands.add_parser(
        "doctor",
        help="check files, locks, permissions, disk, clock, terminal, versions and settings",
        description="Look at everything the program rests on, and say what is wrong where, why it"
        " matters and how to mend it. Nothing is written but a probe, which is removed again. See"
        " docs/doctor.md.",
        epilog="Exit code: 0 all is well, notes or none; 1 something needs attention; 2 usage.",
    )
    parser.add_argument(
        "--mend",
        action="store_true",
        help="do what is harmless: narrow permissions, remove what killed programs left; sessions"
        " are never changed",
    )
    parser.add_argument(
        "--format", choices=("text", "json"), default="text", help="how to print it (default: text)"
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Look, mend if asked to, and tell. Returns the exit code."""
    # deferred: not for --help
    from interviewloop.cli.waiting import Progress
    from interviewloop.doctor.checks import diagnose
    from interviewloop.doctor.look import look
    from interviewloop.doctor.mending import mend_all
    from interviewloop.doctor.patience import Silent, patiently
    from interviewloop.doctor.wording import Line, Section, as_json, as_text

    try:
        place = patiently(lambda _: here(arguments.workspace))
    except Silent:
        raise Problem(
            "No answer",
            "the current folder, one above it, or the folder of the settings does not answer",
            "Run this from another folder, and name the workspace with --workspace.",
        ) from None
    root, how = place.workspace.root, place.workspace.how
    named = bool(place.settings.interviewer.strip())
    with Progress() as progress:
        progress("Looking")
        facts = look(root, place.config.root, place.mistakes, named, os.environ)
    if any(one.place == "." and one.kind != "folder" for one in facts.entries):
        raise Problem(
            "This is not a workspace",
            f"a file stands where the workspace folder should be ({how})",
            "Name a folder, for instance with --workspace.",
            str(root),
        )
    told = diagnose(facts)
    # Nothing is done on a disk that does not answer: it could wait for ever.
    mending = arguments.mend and not facts.silent
    mends = [it.mend for one in told for it in one.findings if it.mend and mending]
    outcomes = mend_all(root, mends)
    sections = tuple(
        Section(
            one.check,
            tuple(Line(it, outcomes.get(it.mend) if it.mend else None) for it in one.findings),
        )
        for one in told
    )
    if arguments.format == "json":
        sys.stdout.write(as_json(how, facts, sections))
    else:
        width = max(_NARROWEST, min(shutil.get_terminal_size().columns, _WIDEST))
        sys.stdout.write(as_text(how, facts, sections, width))
    still = any(line.open for section in sections for line in section.lines)
    return ATTENTION if still else WELL
