"""``interviewloop export``: every score that counts, for other programs."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from interviewloop.cli.here import here
from interviewloop.cli.rating_source import (
    IMPORTED,
    add_session_options,
    imports_of,
    listing_of,
    sessions_of,
    talk,
)
from interviewloop.model.errors import Problem

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from interviewloop.exchange.long_table import LongRow

# Only argparse and the standard library above: every --help loads this module.
FORMATS = ("csv", "json", "facets", "parquet")
WRITTEN, NOTHING_YET = 0, 1


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Register ``export``."""
    parser = commands.add_parser(
        "export",
        help="write every score that counts for other programs: CSV, JSON, FACETS, Parquet",
        description="Write the scores of submitted scorecards, or imported ones, one on a row. As"
        " in every figure, scores of a loop in which somebody has yet to submit are held back."
        " Interviewers have codes unless --names is given; evidence is what they wrote, and may"
        " name people.",
        epilog="The columns are described in docs/exchange.md. Exit code: 0 written, 1 there is"
        " nothing to write yet, 2 it cannot be done.",
    )
    parser.add_argument("format", choices=FORMATS)
    parser.add_argument(
        "--out", metavar="FILE", type=Path, help="write to this new file, not to standard output"
    )
    parser.add_argument("--names", action="store_true", help="interviewers by name, not by code")
    add_session_options(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Write the table. Raises Problem when it cannot be written."""
    if args.format == "parquet" and args.out is None:
        raise Problem("No file given", "Parquet is not for a terminal", "Add --out FILE.")
    rows = _imported_rows(args) if args.kind == IMPORTED else _session_rows(args)
    if not rows:
        talk("There is nothing to export yet: no score that can be counted fits these options.")
        return NOTHING_YET
    _write(args.out, _encoded(args.format, rows))
    return WRITTEN


def _session_rows(args: argparse.Namespace) -> list[LongRow]:
    from interviewloop.exchange.long_table import long_rows
    from interviewloop.report.coding import naming

    listing = listing_of(args)
    found = sessions_of(args, [stored.session for stored in listing.sessions], listing)
    for notice in found.notices:
        talk(f"{notice.message} {notice.mend}".rstrip())
    own = here(args.workspace).settings.interviewer
    called = naming({name for _, name in found.behind}, own, names=args.names)
    return long_rows(found, args.baseline or "sealed", called)


def _imported_rows(args: argparse.Namespace) -> list[LongRow]:
    from interviewloop.exchange.import_ratings import long_rows_of_imports, the_scale
    from interviewloop.report.coding import naming

    ratings = imports_of(args)
    if args.format == "facets":
        the_scale(ratings)  # it has one rating scale for all
    own = here(args.workspace).settings.interviewer
    people = {name for one in ratings for name in (one.interviewer, one.submitter) if name}
    return long_rows_of_imports(ratings, naming(people, own, names=args.names))


def _encoded(name: str, rows: Sequence[LongRow]) -> bytes:
    # deferred, as everything here: not for --help
    from interviewloop.exchange.long_table import facets_file, long_csv, long_json, long_parquet

    if name == "parquet":
        return long_parquet(rows)
    if name == "facets":
        return facets_file(rows, "Interviewloop").encode()
    return (long_csv(rows) if name == "csv" else long_json(rows)).encode()


def _write(out: Path | None, data: bytes) -> None:
    if out is None:
        sys.stdout.write(data.decode())
        return
    from interviewloop.workspace.files import write_file

    try:
        write_file(out, data, fresh=True)
    except FileExistsError:
        raise Problem(
            "The file is there already", "it was not replaced", "Choose another name.", str(out)
        ) from None
    talk(f"Written: {out}")
