"""``interviewloop import``: scorecards from the tools that a company already has."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from interviewloop.cli.here import here
from interviewloop.cli.rating_source import talk
from interviewloop.model.errors import Problem
from interviewloop.model.text import counted, visible

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from interviewloop.exchange.import_store import Against
    from interviewloop.exchange.imported import ImportedRating, Reading, Rejected

# Only argparse and the standard library above: every --help loads this module.
FORMATS = ("greenhouse", "lever", "ashby", "csv")
DONE, NO = 0, 1
_PREVIEW = 12
_SHOWN = 24


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Register ``import``."""
    parser = commands.add_parser(
        "import",
        help="take in scorecards from Greenhouse, Lever, Ashby or any CSV file",
        description="Take in scorecards from another tool. Each score stays on the scale it was"
        " given on. All or nothing: something that cannot be read stops the import and is named,"
        " and importing the same scorecards again changes nothing.",
        epilog="Formats and mappings are described in docs/exchange.md. Exit code: 0 imported, 1"
        " there is nothing in it (or --dry-run found something that cannot be read), 2 it cannot"
        " be imported.",
    )
    parser.add_argument("format", choices=FORMATS)
    parser.add_argument(
        "files",
        metavar="PATH",
        nargs="+",
        type=Path,
        help="the exported file, or several that belong together (scorecards and attributes,"
        " feedback and users)",
    )
    parser.add_argument(
        "--map", metavar="FILE", type=Path, help="for csv: which column is what, as TOML"
    )
    parser.add_argument(
        "--dry-run",
        action="store_true",
        help="show the first scores as they would be read and all that cannot be; write nothing",
    )
    parser.add_argument(
        "--skip-rejected",
        action="store_true",
        help="import the rest where something cannot be read",
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Import, or show what would be. Raises Problem when it cannot be done."""
    # deferred, as everything here: not for --help
    from interviewloop.exchange.import_files import file_at, read_import
    from interviewloop.exchange.import_store import against, store_new, stored_ratings

    if (args.map is not None) and args.format != "csv":
        raise Problem(
            "These do not go together",
            f"--map is for csv, and {args.format} has columns of its own",
            "Leave out --map, or import the file as csv.",
        )
    files = [file_at(path, visible(str(path))) for path in dict.fromkeys(args.files)]
    mapping = None if args.map is None else file_at(args.map, visible(str(args.map)))
    reading = read_import(args.format, files, mapping)
    root = here(args.workspace).workspace.root
    stored = stored_ratings(root)
    for problem in stored.unreadable:
        raise problem
    held = against(reading.ratings, stored.ratings)
    rejected = (*reading.rejected, *held.changed)
    _tell(reading)
    if args.dry_run:
        return _preview(reading, held, rejected)
    if rejected and not args.skip_rejected:
        raise _refused(reading, rejected)
    _tell_rejected(rejected)
    if not held.new:
        return _nothing_new(held)
    path, now = store_new(root, held.new)
    if now.changed:
        raise _refused(reading, now.changed)
    held = now._replace(known=held.known + now.known)
    if path is None:
        return _nothing_new(held)
    again = f" {held.known} were there already." if held.known else ""
    talk(f"Imported: {_scores(held.new)}.{again}", f"Written: {path}")
    talk("Measure them with `interviewloop calibrate --kind imported`.")
    return DONE


def _nothing_new(held: Against) -> int:
    if held.known:
        talk(f"Nothing new: {counted(held.known, 'score')} in it, all there already.")
        return DONE
    talk("There is no score to import.")
    return NO


def _refused(reading: Reading, rejected: Sequence[Rejected]) -> Problem:
    from interviewloop.exchange.imported import Unusable

    good = len(reading.ratings)
    return Unusable(
        f"{counted(len(rejected), 'part')} of it cannot be taken in; {counted(good, 'score')} can",
        "Mend them, or import the rest with --skip-rejected. A score that changed since it was"
        " imported counts anew when the older file in imports/ is removed.",
        rejected=rejected,
    )


def _tell(reading: Reading) -> None:
    for sentence in reading.remarks:
        talk(sentence)
    if reading.left_out:
        parts = [counted(number, what) for what, number in sorted(reading.left_out.items())]
        talk(f"Left out: {', '.join(parts)}.")


def _tell_rejected(rejected: Sequence[Rejected]) -> None:
    if rejected:
        talk(f"Not taken in: {len(rejected)}.", *(f"    {one}" for one in rejected))


def _preview(reading: Reading, held: Against, rejected: Sequence[Rejected]) -> int:
    """The first scores on standard output, the rest of what there is to know beside it."""
    from interviewloop.exchange.ratings_csv import short
    from interviewloop.report.columns import table

    header = ("candidate", "interviewer", "dimension", "score", "of", "scale", "note")
    rows = [
        [
            short(text)[:_SHOWN]
            for text in (
                rating.candidate,
                rating.interviewer,
                rating.dimension,
                str(rating.score),
                f"{rating.scale.lowest}-{rating.scale.highest}",
                rating.scale.name,
                rating.note,
            )
        ]
        for rating in reading.ratings[:_PREVIEW]
    ]
    if rows:
        sys.stdout.write("\n".join(table(header, rows, 200, words=len(header))) + "\n")
    if len(reading.ratings) > _PREVIEW:
        talk(f"and {len(reading.ratings) - _PREVIEW} more")
    talk(f"Nothing was written. New: {_scores(held.new)}. There already: {held.known}.")
    _tell_rejected(rejected)
    return NO if rejected or not reading.ratings else DONE


def _scores(ratings: Sequence[ImportedRating]) -> str:
    """How many scores on which scale."""
    from collections import Counter

    count = Counter(rating.scale for rating in ratings)
    return ", ".join(f"{number} on {scale}" for scale, number in count.items()) or "none"
