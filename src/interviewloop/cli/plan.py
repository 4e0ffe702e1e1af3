"""``interviewloop plan``: how many interviewers a candidate needs, and whom to seat next."""

from __future__ import annotations

import argparse
import shutil
import sys

from interviewloop.cli.rating_source import add_source_options, source_of, talk
from interviewloop.model.errors import Problem

# Only argparse and the standard library above: every --help loads this module.
PLANNED, NOTHING_YET = 0, 1
_WIDEST = 120
_NARROWEST = 80
_CUT, _HIGHEST = 3.5, 5
_CANDIDATES, _MOST_CANDIDATES = 3, 100
_SEATS, _FEWEST_SEATS, _MOST_SEATS = 4, 2, 20


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Register the command."""
    parser = subparsers.add_parser(
        "plan",
        help="see how many interviewers a candidate needs, and whom to seat next",
        description="From what was measured so far: reliability and the share of wrong decisions"
        " with 1 to 10 interviewers a candidate, and whom to seat on the next candidates so that"
        " all interviewers can be compared.",
        epilog="The plan goes to standard output. Exit status: 0 planned, 1 nothing to plan from"
        " yet, 2 the input cannot be used.",
    )
    add_source_options(parser)
    parser.add_argument(
        "--cut",
        metavar="SCORE",
        type=_score,
        help=f"mean score from which a candidate is let through (default {_CUT} on a scale to 5)",
    )
    parser.add_argument(
        "--candidates",
        metavar="N",
        type=_count(0, _MOST_CANDIDATES),
        default=_CANDIDATES,
        help=f"coming candidates to seat interviewers on (default {_CANDIDATES})",
    )
    parser.add_argument(
        "--seats",
        metavar="N",
        type=_count(_FEWEST_SEATS, _MOST_SEATS),
        default=_SEATS,
        help=f"interviewers a candidate (default {_SEATS})",
    )
    parser.add_argument("--json", action="store_true", help="print JSON in place of the plan")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the plan and return the exit status. Raises Problem when input is unusable."""
    from interviewloop.calibration.connectivity import connectivity
    from interviewloop.calibration.figures import Rule
    from interviewloop.calibration.planning import planned_panels
    from interviewloop.calibration.rating_columns import table_of
    from interviewloop.calibration.seating import seatings
    from interviewloop.exchange.left_out import FILE_ORDER
    from interviewloop.report.plan_report import Plan, plan_json, plan_text

    source = source_of(args)
    for notice in source.notices:
        if notice is FILE_ORDER:  # a plan has nothing to do with time
            continue
        talk(f"{notice.message} {notice.mend}")
    if not source.rows:
        talk(source.why_empty, f"  {source.mend}")
        return NOTHING_YET
    ratings = table_of(source.rows, source.highest)
    cut = _cut(args.cut, source.highest)
    panels = planned_panels(ratings, cut)
    forbidden = isinstance(panels, Rule)
    plan = Plan(
        cut,
        () if isinstance(panels, Rule) else panels,
        panels if isinstance(panels, Rule) else None,
        connectivity(ratings),
        seatings(ratings, args.candidates, args.seats),
    )
    width = max(_NARROWEST, min(shutil.get_terminal_size().columns, _WIDEST))
    sys.stdout.write(plan_json(plan) if args.json else plan_text(plan, width))
    return NOTHING_YET if forbidden and not plan.seatings else PLANNED


def _cut(given: float | None, highest: int) -> float:
    """The mean from which a candidate is let through. Raises Problem for one off the scale."""
    if given is None and highest == _HIGHEST:
        return _CUT
    if given is None or given > highest:
        raise Problem(
            "The cut has to lie on the scale",
            f"these scores go from 1 to {highest}",
            "Say with --cut from which mean a candidate is let through.",
        )
    return given


def _score(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 1 <= value <= 5:
        raise argparse.ArgumentTypeError(f"{text!r} is not a score from 1 to 5")
    return value


class _count:  # noqa: N801 - argparse names the type in its messages
    """A whole number from ``least`` to ``most``."""

    def __init__(self, least: int, most: int) -> None:
        self._least, self._most = least, most

    def __call__(self, text: str) -> int:
        digits = text.isascii() and text.isdigit() and len(text) <= len(str(self._most))
        if not (digits and self._least <= int(text) <= self._most):
            raise argparse.ArgumentTypeError(
                f"{text!r} is not a whole number from {self._least} to {self._most}"
            )
        return int(text)
