"""``interviewloop report``: a loop or the calibration of a panel as a page, Markdown or JSON."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from interviewloop.cli.here import here
from interviewloop.cli.rating_source import (
    add_names_option,
    add_source_options,
    add_trainer_option,
    naming_of,
    open_sessions,
    source_of,
    talk,
)

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from interviewloop.calibration.results import Calibration
    from interviewloop.interview.loops import Interview
    from interviewloop.model.loop import Loop
    from interviewloop.report.loop_view import LoopView
    from interviewloop.workspace.listing import Listing

# Only argparse and the standard library above: every --help loads this module.
WRITTEN, NOTHING_YET = 0, 1
_FORMATS = ("md", "html", "json")


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Register ``report`` with its two subjects."""
    parser = commands.add_parser(
        "report",
        help="write a report on a loop or on the panel",
        description="Write a report on a candidate's loop, or on how the panel scores. HTML is one"
        " file with its pictures in it; Markdown fits a pull request.",
    )
    subjects = parser.add_subparsers(title="subjects", metavar="SUBJECT", required=True)
    loop = subjects.add_parser(
        "loop",
        help="scores, evidence and decision of one candidate",
        epilog="Refused until every scorecard is submitted or waived, and to who owes one."
        " Exit code: 0 written, 2 refused.",
    )
    loop.add_argument("loop", metavar="LOOP", help="the loop's name")
    add_trainer_option(loop)
    _add_format(loop)
    loop.set_defaults(run=run_loop)
    panel = subjects.add_parser(
        "calibration",
        help="agreement, severity and drift of the panel",
        epilog="Exit code: 0 written, 1 nothing to measure yet, 2 the input cannot be used.",
    )
    add_source_options(panel)
    add_names_option(panel)
    _add_format(panel)
    panel.set_defaults(run=run_calibration)


def _add_format(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--format", choices=_FORMATS, default="md", help="default: md")


def run_loop(args: argparse.Namespace) -> int:
    """Print the report on a loop. Raises Problem while its scores may not be shown."""
    view = _loop_view(args)
    if args.format == "html":
        from interviewloop.report.html import loop_html

        sys.stdout.write(loop_html(view))
    elif args.format == "json":
        from interviewloop.report.loop_json import loop_json

        sys.stdout.write(loop_json(view))
    else:
        from interviewloop.report.loop_markdown import loop_markdown

        sys.stdout.write(loop_markdown(view))
    return WRITTEN


def _loop_view(args: argparse.Namespace) -> LoopView:
    from interviewloop.calibration.fair_candidate import fair_of, loop_labels
    from interviewloop.cli.loop import dimension_names, interviews_of, loop_named, open_all
    from interviewloop.exchange.session_ratings import rows_from_sessions
    from interviewloop.report.loop_view import loop_view

    workspace, library = open_all(args)
    listing = workspace.listing()
    loop = loop_named(listing, args.loop).loop
    found = interviews_of(loop, listing, library)
    _refuse_closed(args, listing, loop, found)
    rows = rows_from_sessions(
        open_sessions(args, [one.session for one in listing.sessions], listing.loops)[0],
        kind="example" if loop.example else None,
        loops=[stored.loop for stored in listing.loops],
    ).rows
    fair = fair_of(rows, loop_labels(loop.candidate, loop.name))
    return loop_view(loop, found, dimension_names(library, loop), fair)


def _refuse_closed(
    args: argparse.Namespace, listing: Listing, loop: Loop, found: Sequence[Interview]
) -> None:
    """Raises Problem for whoever is not to see the scores of the loop yet."""
    from interviewloop.interview.blindness import closed_to, loop_closed_because
    from interviewloop.model.errors import Problem

    viewer = here(args.workspace).settings.interviewer
    sessions = [stored.session for stored in listing.sessions]
    loops = [stored.loop for stored in listing.loops]
    closed = closed_to(viewer, sessions, loops, trainer=args.trainer)
    why = loop_closed_because(viewer, found, closed)
    if why is None:
        return
    who = loop.candidate
    if why == "persona-not-met":
        what = f"you have not interviewed {who} yourself yet, and the report shows others' scores"
        mend = f"Interview {who} first, or say --trainer if you train others."
    elif viewer.strip():
        what = f"you still owe a scorecard for {who}, and the report shows others' scores"
        mend = "Submit it first."
    else:
        what = "a scorecard is still owed here, and nobody has said who you are"
        mend = "Set your name: interviewer in config.toml."
    raise Problem("Not before your own scorecard", what, mend)


def run_calibration(args: argparse.Namespace) -> int:
    """Print the report on the panel."""
    source = source_of(args)
    if not source.rows:
        talk(*(f"{notice.message} {notice.mend}" for notice in source.notices))
        talk(source.why_empty, f"  {source.mend}")
        return NOTHING_YET
    from dataclasses import replace

    from interviewloop.calibration.calibrate import calibrate
    from interviewloop.calibration.rating_columns import table_of

    source = source.renamed(naming_of(args, source))
    found = calibrate(table_of(source.rows, source.highest), order=source.order)
    result = replace(found, notices=(*source.notices, *found.notices))
    sys.stdout.write(_written(args, result))
    return WRITTEN


def _written(args: argparse.Namespace, result: Calibration) -> str:
    if args.format == "html":
        from interviewloop.report.html import calibration_html

        return calibration_html(result)
    if args.format == "json":
        from interviewloop.report.calibration_json import calibration_json

        return calibration_json(result)
    from interviewloop.report.calibration_markdown import calibration_markdown

    return calibration_markdown(result)
