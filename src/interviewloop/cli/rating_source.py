"""Where the commands that measure take their ratings from, and the options that choose them."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from interviewloop.cli.here import here
from interviewloop.model.errors import Problem
from interviewloop.model.text import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from interviewloop.calibration.figures import Notice
    from interviewloop.calibration.ratings import RatingRow
    from interviewloop.exchange.imported import ImportedRating
    from interviewloop.exchange.session_ratings import SessionRatingsOf
    from interviewloop.model.head import SessionHead
    from interviewloop.workspace.listing import Listing, StoredLoop
    from interviewloop.workspace.surveying import AnyListing, Survey
    from interviewloop.workspace.workspace import Workspace

# Only argparse and the standard library above: every --help loads this module. NumPy and the
# models come in where they are used, so these choices stand here once more; a test compares them.
KINDS = ("live", "mock", "shadow", "example")
IMPORTED = "imported"
"""In place of a kind of session: scores that came from another tool."""
_Session = TypeVar("_Session", bound="SessionHead")
BASELINES = ("sealed", "amended")
_SESSION_OPTIONS = ("kind", "case", "rubric", "role", "baseline", "since", "until", "scale")
_NOT_IMPORTED = ("rubric", "role", "baseline")


class Source(NamedTuple):
    """What is to be measured, in which ``order`` it was scored, which ``meetings`` with personas it
    comes from, what the reader of the report must know of it, and, if there is nothing, why and
    what to do. ``people`` are all interviewers there are, chosen or not."""

    rows: Sequence[RatingRow]
    people: tuple[str, ...]
    order: Mapping[tuple[str, str], float]
    meetings: Mapping[tuple[str, str], SessionHead]
    notices: tuple[Notice, ...]
    why_empty: str
    mend: str
    highest: int = 5
    """The last step of the scale, which begins at 1."""

    def renamed(self, called: Callable[[str], str]) -> Source:
        """The same with another name for each interviewer."""
        from interviewloop.exchange.row_choice import renamed

        return self._replace(
            rows=renamed(self.rows, called),
            people=tuple(map(called, self.people)),
            order={(candidate, called(who)): at for (candidate, who), at in self.order.items()},
            meetings={
                (candidate, called(who)): of for (candidate, who), of in self.meetings.items()
            },
        )


def add_source_options(parser: argparse.ArgumentParser) -> None:
    """The options that :func:`source_of` reads."""
    parser.add_argument(
        "--ratings",
        metavar="FILE",
        type=Path,
        help="take a CSV file with the columns candidate, interviewer, dimension, score, and case"
        " where it is known, in place of the sealed sessions",
    )
    add_session_options(parser)
    parser.add_argument(
        "--interviewer",
        metavar="NAME",
        action="append",
        default=[],
        help="only scores by this person; give it twice or more to compare these people",
    )
    parser.add_argument(
        "--dimension",
        metavar="ID",
        action="append",
        default=[],
        help="only scores on this dimension; may be given more than once",
    )


def add_session_options(parser: argparse.ArgumentParser) -> None:
    """The options that :func:`sessions_of` reads."""
    parser.add_argument(
        "--kind",
        choices=(*KINDS, IMPORTED),
        help="only sessions of this kind (default: live and shadow together), or imported scores,"
        " which are never counted together with sessions",
    )
    parser.add_argument(
        "--scale",
        metavar="NAME",
        help="with --kind imported: only scores on this scale",
    )
    parser.add_argument("--case", metavar="ID", help="only sessions of this case")
    parser.add_argument("--rubric", metavar="ID", help="only sessions scored with this rubric")
    parser.add_argument("--role", help="only sessions of loops for this role, as the loop says it")
    parser.add_argument(
        "--since", metavar="DATE", type=_day, help="only sessions sealed on 2026-01-31 or later"
    )
    parser.add_argument(
        "--until", metavar="DATE", type=_day, help="only sessions sealed on this day or before"
    )
    parser.add_argument(
        "--baseline",
        choices=BASELINES,
        help="scores as submitted (sealed, the default) or as amended later",
    )

    add_trainer_option(parser)


def add_trainer_option(parser: argparse.ArgumentParser) -> None:
    """The option that :func:`open_sessions` reads."""
    parser.add_argument(
        "--trainer",
        action="store_true",
        help="you train others and will not score simulated candidates yourself: what they scored"
        " in practice is not closed to you",
    )


def open_sessions(
    args: argparse.Namespace, sessions: Iterable[_Session], loops: Iterable[StoredLoop]
) -> tuple[list[_Session], list[_Session]]:
    """Those of ``sessions`` that whoever runs the command may see figures of, and the others."""
    from interviewloop.interview.blindness import apart

    return apart(
        here(args.workspace).settings.interviewer,
        sessions,
        (stored.loop for stored in loops),
        trainer=args.trainer,
    )


def add_names_option(parser: argparse.ArgumentParser) -> None:
    """The option that :func:`naming_of` reads."""
    parser.add_argument(
        "--names",
        action="store_true",
        help="interviewers by name; without it others than you are codes, also those of a table",
    )


def naming_of(args: argparse.Namespace, source: Source) -> Callable[[str], str]:
    """How each interviewer of ``source`` is called. Codes are made from all names there are, so
    choosing among interviewers changes nobody's."""
    from interviewloop.report.coding import naming

    return naming(source.people, here(args.workspace).settings.interviewer, names=args.names)


def source_of(args: argparse.Namespace) -> Source:
    """The ratings that the options choose. Raises Problem when the input is unusable."""
    from interviewloop.exchange.row_choice import chosen_rows

    if args.ratings is not None:
        source = _from_file(args)
    else:
        source = _from_imports(args) if args.kind == IMPORTED else _from_sessions(args)
    if not (args.interviewer or args.dimension):
        return source
    rows = chosen_rows(source.rows, args.interviewer, args.dimension)
    if source.rows and not rows:
        why = "Nothing to measure: no score is by this interviewer on this dimension."
        return source._replace(rows=(), why_empty=why, mend="Check the names that you gave.")
    return source._replace(rows=rows)


def talk(*lines: str) -> None:
    """Words beside the report, on standard error."""
    for line in lines:
        print(visible(line), file=sys.stderr)


def _from_file(args: argparse.Namespace) -> Source:
    from interviewloop.exchange.left_out import FILE_ORDER, missing_scores
    from interviewloop.exchange.ratings_csv import read_ratings_csv
    from interviewloop.exchange.row_choice import interviewers_of, order_of_rows

    given = [f"--{name}" for name in _SESSION_OPTIONS if getattr(args, name) is not None]
    if given:
        raise Problem(
            "These options do not go together",
            f"{' and '.join(given)} chooses among sessions, but --ratings names a file",
            "Leave out one or the other.",
        )
    found = read_ratings_csv(args.ratings)
    if found.ignored:
        talk(f"Columns not read: {', '.join(found.ignored)}.")
    return Source(
        found.rows,
        interviewers_of(found.rows),
        order_of_rows(found.rows),
        {},
        (*missing_scores(found.missing), FILE_ORDER),
        f"{args.ratings} holds no scores yet.",
        "Add rows with a score from 1 to 5.",
    )


def sessions_of(
    args: argparse.Namespace, found: Iterable[_Session], listing: AnyListing
) -> SessionRatingsOf[_Session]:
    """The sealed ones among those ``found`` that the options choose and that are open to whoever
    asks; the notices say what is left out. Tells which files cannot be read."""
    from interviewloop.exchange.left_out import closed_loops
    from interviewloop.exchange.session_ratings import REAL_KINDS, rows_from_sessions

    if args.scale is not None:
        raise Problem(
            "These options do not go together",
            "--scale chooses among imported scores, and sessions have one scale",
            "Add --kind imported, or leave out --scale.",
        )
    sessions, closed = open_sessions(args, found, listing.loops)
    for unreadable in listing.unreadable:
        talk(*unreadable.problem.lines())
    counted = rows_from_sessions(
        sessions,
        args.baseline or "sealed",
        kind=args.kind,
        case=args.case,
        rubric=args.rubric,
        role=args.role,
        since=args.since,
        until=args.until,
        loops=[stored.loop for stored in listing.loops],
    )
    talk(f"Sealed sessions counted: {counted.sessions}.")
    kinds = REAL_KINDS if args.kind is None else (args.kind,)
    left_out = closed_loops(session for session in closed if session.kind in kinds)
    return replace(counted, notices=(*left_out, *counted.notices))


def _from_sessions(args: argparse.Namespace) -> Source:
    from interviewloop.exchange.left_out import unreadable_files
    from interviewloop.exchange.row_choice import interviewers_of

    listing = survey_of(args)
    found = sessions_of(args, [stored.session for stored in listing.sessions], listing)
    filters = ("kind", "case", "rubric", "role", "since", "until")
    if any(getattr(args, name) is not None for name in filters):
        why_empty = "Nothing to calibrate: no sealed scorecard fits these options."
    else:
        why_empty = "Nothing to calibrate yet: no sealed scorecard can be counted."
    unread = unreadable_files([unreadable.path.name for unreadable in listing.unreadable])
    return Source(
        found.rows,
        interviewers_of(found.rows),
        found.order,
        found.meetings,
        (*unread, *found.notices),
        why_empty,
        "Submit scorecards first, look at practice with --kind mock or at the examples with"
        " --kind example, or measure a table with --ratings FILE.",
    )


def imports_of(args: argparse.Namespace) -> tuple[ImportedRating, ...]:
    """The imported ratings that the options choose, in the order of submission.

    Tells which files cannot be read. Raises Problem for options that are about sessions.
    """
    from interviewloop.exchange.import_ratings import chosen_ratings
    from interviewloop.exchange.import_store import stored_ratings

    given = [f"--{name}" for name in _NOT_IMPORTED if getattr(args, name) is not None]
    if given:
        raise Problem(
            "These options do not go together",
            f"{' and '.join(given)} chooses among sessions, and imported scores are none",
            "Leave out one or the other.",
        )
    stored = stored_ratings(here(args.workspace).workspace.root)
    for problem in stored.unreadable:
        talk(*problem.lines())
    chosen = chosen_ratings(
        stored.ratings, scale=args.scale, case=args.case, since=args.since, until=args.until
    )
    talk(f"Imported scores chosen: {len(chosen)}.")
    return chosen


def _from_imports(args: argparse.Namespace) -> Source:
    from interviewloop.exchange.import_ratings import rows_from_imports
    from interviewloop.exchange.row_choice import interviewers_of

    found = rows_from_imports(imports_of(args))
    return Source(
        found.rows,
        interviewers_of(found.rows),
        found.order,
        {},
        found.notices,
        "Nothing to calibrate: no imported score fits these options.",
        "`interviewloop import` takes scores in from other tools.",
        found.highest,
    )


def listing_of(args: argparse.Namespace) -> Listing:
    """Every session of the workspace, whole. Raises Problem when the one named is not there."""
    return _workspace_of(args).listing()


def survey_of(args: argparse.Namespace) -> Survey:
    """The heads of every session of the workspace. Raises Problem as :func:`listing_of`."""
    return _workspace_of(args).survey()


def _workspace_of(args: argparse.Namespace) -> Workspace:
    from interviewloop.workspace.workspace import open_workspace

    place = here(args.workspace)
    found = place.workspace
    if args.workspace and not found.root.exists():
        raise Problem(
            "There is no such workspace",
            f"the folder does not exist ({found.how})",
            "Check the path. `interviewloop locate` says which workspace is found without it.",
            str(found.root),
        )
    return open_workspace(found, place.surroundings.cache_dir)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"{visible(text)!r} is not a day like 2026-01-31"
        ) from None
