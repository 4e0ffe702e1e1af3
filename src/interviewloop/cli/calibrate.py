"""``interviewloop calibrate``: measure the panel, from sealed sessions or a table of ratings."""

from __future__ import annotations

import argparse
import gc
import os
import shutil
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from interviewloop.cli.rating_source import (
    add_names_option,
    add_source_options,
    naming_of,
    source_of,
    talk,
)
from interviewloop.model.errors import Problem
from interviewloop.model.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from interviewloop.calibration.results import Calibration
    from interviewloop.cli.rating_source import Source
    from interviewloop.cli.waiting import Progress

# Only argparse and the standard library above: every --help loads this module. NumPy comes in
# where it is used, so these choices stand here once more; a test compares them.
FEWEST_REPLICATES, MOST_REPLICATES = 100, 100_000
METHODS = ("mml", "jml")
MEASURED, NOTHING_YET = 0, 1
_WIDEST = 120


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
    add_source_options(parser)
    add_names_option(parser)
    _add_key_options(parser)
    parser.add_argument(
        "--rasch",
        choices=METHODS,
        default="mml",
        help="estimation of the many-facet Rasch model: marginal (mml, the default) or joint (jml),"
        " as FACETS does",
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
    parser.add_argument(
        "--out",
        metavar="FILE",
        type=Path,
        help="write the report to this file as Markdown, in place of printing it",
    )
    parser.set_defaults(run=run)


def _add_key_options(parser: argparse.ArgumentParser) -> None:
    """The options that :mod:`.rating_key` reads."""
    parser.add_argument(
        "--key",
        metavar="FILE",
        type=Path,
        help="compare scores with the right ones in a CSV file with the columns candidate,"
        " dimension, score (1 to 5, halves allowed); with --kind mock the personas bring theirs",
    )
    parser.add_argument(
        "--link-mock",
        action="store_true",
        help="where groups of the panel share no candidate, compare their severity by simulated"
        " candidates that both have scored; no other figure takes practice in",
    )


def run(args: argparse.Namespace) -> int:
    """Print the calibration and return the exit status. Raises Problem when input is unusable."""
    # On a busy machine the threads of the matrix library wait for one another longer than they
    # work; the choice of whoever calls stands. It counts only before NumPy comes in.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from interviewloop.cli.waiting import Progress

    with Progress() as progress, _no_collecting():
        progress("reading")
        source = source_of(args)
        if source.rows:
            calibration = _measured(args, source, progress)
            progress("writing the report")
            report = _report(args, calibration)
    if not source.rows:
        for notice in source.notices:
            talk(f"{notice.message} {notice.mend}")
        talk(source.why_empty, f"  {source.mend}")
        return NOTHING_YET
    sys.stdout.write(report)
    return MEASURED


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Without the search for cycles, which would walk a million rows again and again."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _measured(args: argparse.Namespace, source: Source, progress: Progress) -> Calibration:
    from dataclasses import replace

    from interviewloop.calibration.calibrate import calibrate
    from interviewloop.calibration.rating_columns import table_of
    from interviewloop.calibration.resampling import DEFAULT_REPLICATES, DEFAULT_SEED
    from interviewloop.cli.rating_key import practice_to_link, right_scores
    from interviewloop.exchange.row_choice import renamed

    practice = practice_to_link(args, source) if args.link_mock else None
    called = naming_of(args, source)
    source = source.renamed(called)
    right = right_scores(args, source)
    calibration = calibrate(
        table_of(source.rows, source.highest),
        bootstrap=DEFAULT_REPLICATES if args.bootstrap is None else args.bootstrap,
        seed=DEFAULT_SEED if args.seed is None else args.seed,
        rasch=args.rasch,
        order=source.order,
        key=right.key,
        excused=right.excused,
        practice=None if practice is None else table_of(renamed(practice.rows, called)),
        progress=progress,
    )
    held = () if practice is None else practice.notices
    return replace(
        calibration,
        notices=(*source.notices, *right.notices, *held, *calibration.notices),
    )


def _report(args: argparse.Namespace, calibration: Calibration) -> str:
    """What goes to standard output; the Markdown file is written on the way."""
    from interviewloop.report.calibration_json import calibration_json
    from interviewloop.report.calibration_markdown import calibration_markdown
    from interviewloop.report.calibration_text import calibration_text

    if args.out is not None:
        _write(args.out, calibration_markdown(calibration))
    if args.json:
        return calibration_json(calibration)
    if args.out is not None:
        talk(f"Report written to {args.out}.")
        return ""
    width = min(shutil.get_terminal_size().columns, _WIDEST)
    return calibration_text(calibration, width)


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise Problem(
            "The report cannot be written",
            f"{visible(str(path))}: {why}",
            "Name a file in a folder that you may write to.",
        ) from None


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
