"""``interviewloop calibrate``: measure the panel, from sealed sessions or a table of ratings."""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from interviewloop.cli.here import here
from interviewloop.model.errors import Problem
from interviewloop.model.text import visible

if TYPE_CHECKING:
    from interviewloop.calibration.figures import Notice
    from interviewloop.calibration.ratings import RatingRow
    from interviewloop.workspace.listing import Listing

# Only argparse and the standard library above: every --help loads this module. NumPy and the
# models come in where they are used, so these choices stand here once more; a test compares them.
KINDS = ("live", "mock", "shadow", "example")
BASELINES = ("sealed", "amended")
FEWEST_REPLICATES, MOST_REPLICATES = 100, 100_000
MEASURED, NOTHING_YET = 0, 1
_WIDEST = 120
_SESSION_OPTIONS = ("kind", "case", "rubric", "baseline")


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Register the command."""
    parser = subparsers.add_parser(
        "calibrate",
        help="measure how far interviewers agree and who is severe or lenient",
        description="Measure how far interviewers agree and who scores severely or leniently. Every"
        " figure comes with its 95% interval and n, or says why it is withheld.",
        epilog="The report goes to standard output. Exit status: 0 measured, 1 nothing to measure"
        " yet, 2 the input cannot be used.",
    )
    parser.add_argument(
        "--ratings",
        metavar="FILE",
        type=Path,
        help="measure a CSV file with the columns candidate, interviewer, dimension, score in"
        " place of the sealed sessions",
    )
    parser.add_argument(
        "--kind",
        choices=KINDS,
        help="only sessions of this kind (default: live and shadow together)",
    )
    parser.add_argument("--case", metavar="ID", help="only sessions of this case")
    parser.add_argument("--rubric", metavar="ID", help="only sessions scored with this rubric")
    parser.add_argument(
        "--baseline",
        choices=BASELINES,
        help="scores as submitted (sealed, the default) or as amended later",
    )
    parser.add_argument(
        "--bootstrap",
        metavar="N",
        type=_replicates,
        help="resamples behind each interval (default 1000)",
    )
    parser.add_argument(
        "--seed", metavar="N", type=_seed, help="start of the random draws, to repeat a report"
    )
    parser.add_argument("--json", action="store_true", help="print JSON in place of the report")
    parser.set_defaults(run=run)


class _Source(NamedTuple):
    """What is to be measured, what the reader of the report must know of it, and, if there is
    nothing, why and what to do."""

    rows: tuple[RatingRow, ...]
    notices: tuple[Notice, ...]
    why_empty: str
    mend: str


def run(args: argparse.Namespace) -> int:
    """Print the calibration and return the exit status. Raises Problem when input is unusable."""
    from dataclasses import replace

    from interviewloop.calibration.ratings import Ratings
    from interviewloop.calibration.resampling import DEFAULT_REPLICATES, DEFAULT_SEED
    from interviewloop.calibration.results import calibrate
    from interviewloop.report.calibration_json import calibration_json
    from interviewloop.report.calibration_text import calibration_text

    source = _from_sessions(args) if args.ratings is None else _from_file(args)
    if not source.rows:
        for notice in source.notices:
            _talk(f"{notice.message} {notice.mend}")
        _talk(source.why_empty, f"  {source.mend}")
        return NOTHING_YET
    calibration = calibrate(
        Ratings.from_rows(source.rows),
        bootstrap=DEFAULT_REPLICATES if args.bootstrap is None else args.bootstrap,
        seed=DEFAULT_SEED if args.seed is None else args.seed,
    )
    calibration = replace(calibration, notices=(*source.notices, *calibration.notices))
    if args.json:
        sys.stdout.write(calibration_json(calibration))
    else:
        width = min(shutil.get_terminal_size().columns, _WIDEST)
        sys.stdout.write(calibration_text(calibration, width))
    return MEASURED


def _from_file(args: argparse.Namespace) -> _Source:
    from interviewloop.exchange.left_out import missing_scores
    from interviewloop.exchange.ratings_csv import read_ratings_csv

    given = [f"--{name}" for name in _SESSION_OPTIONS if getattr(args, name) is not None]
    if given:
        raise Problem(
            "These options do not go together",
            f"{' and '.join(given)} chooses among sessions, but --ratings names a file",
            "Leave out one or the other.",
        )
    found = read_ratings_csv(args.ratings)
    if found.ignored:
        _talk(f"Columns not read: {', '.join(found.ignored)}.")
    return _Source(
        found.rows,
        tuple(missing_scores(found.missing)),
        f"{args.ratings} holds no scores yet.",
        "Add rows with a score from 1 to 5.",
    )


def _from_sessions(args: argparse.Namespace) -> _Source:
    from interviewloop.exchange.left_out import unreadable_files
    from interviewloop.exchange.session_ratings import rows_from_sessions

    listing = _listing(args)
    for unreadable in listing.unreadable:
        _talk(*unreadable.problem.lines())
    found = rows_from_sessions(
        (stored.session for stored in listing.sessions),
        args.baseline or "sealed",
        kind=args.kind,
        case=args.case,
        rubric=args.rubric,
    )
    _talk(f"Sealed sessions counted: {found.sessions}.")
    if any(getattr(args, name) is not None for name in ("kind", "case", "rubric")):
        why_empty = "Nothing to calibrate: no sealed scorecard fits these options."
    else:
        why_empty = "Nothing to calibrate yet: no sealed scorecard can be counted."
    unread = unreadable_files([unreadable.path.name for unreadable in listing.unreadable])
    return _Source(
        found.rows,
        (*unread, *found.notices),
        why_empty,
        "Submit scorecards first, look at practice with --kind mock or at the examples with"
        " --kind example, or measure a table with --ratings FILE.",
    )


def _listing(args: argparse.Namespace) -> Listing:
    from interviewloop.workspace.workspace import open_workspace

    found = here(args.workspace).workspace
    if args.workspace and not found.root.exists():
        raise Problem(
            "There is no such workspace",
            f"the folder does not exist ({found.how})",
            "Check the path. `interviewloop locate` says which workspace is found without it.",
            str(found.root),
        )
    return open_workspace(found).listing()


def _talk(*lines: str) -> None:
    """Words beside the report, on standard error."""
    for line in lines:
        print(visible(line), file=sys.stderr)


def _replicates(text: str) -> int:
    return _whole_number(text, FEWEST_REPLICATES, MOST_REPLICATES)


def _seed(text: str) -> int:
    return _whole_number(text, 0, 2**63 - 1)


def _whole_number(text: str, least: int, most: int) -> int:
    digits = text.isascii() and text.isdigit() and len(text) <= len(str(most))
    if not (digits and least <= int(text) <= most):
        raise argparse.ArgumentTypeError(
            f"{visible(text)!r} is not a whole number from {least} to {most}"
        )
    return int(text)
