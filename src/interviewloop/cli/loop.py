"""``interviewloop loop``: plan a candidate's interviews, see how far they are, record decisions."""

from __future__ import annotations

import json
import shutil
import sys
from typing import TYPE_CHECKING

from interviewloop.cli.here import here
from interviewloop.model.text import visible

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from interviewloop.interview.loop_events import LoopEvent
    from interviewloop.interview.loops import Interview, InterviewOf
    from interviewloop.library.library import Library
    from interviewloop.model.loop import Loop
    from interviewloop.model.session import Session
    from interviewloop.workspace.listing import Listing, StoredLoop
    from interviewloop.workspace.workspace import Workspace

# Only argparse and the standard library above: every --help loads this module.
FINE, NOTHING = 0, 1
_WIDEST = 120
_OUTCOMES = ("hire", "no-hire", "hold")
_SEATS = 4


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Register ``loop`` with its actions."""
    parser = commands.add_parser(
        "loop",
        help="plan a candidate's interviews and see how far they are",
        description="Plan a candidate's interviews, see how far they are and what is missing, and"
        " record waivers and the decision. No action shows anybody's scores.",
        epilog="Exit code: 0 done, 1 there is nothing to show, 2 it cannot be done.",
    )
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    new = actions.add_parser("new", help="begin a loop for a candidate")
    new.add_argument("candidate", metavar="CANDIDATE", help="a code such as C-014")
    new.add_argument("--name", help="what the loop is called (default: as the candidate)")
    new.add_argument("--rubric", metavar="ID", help="the rubric (default: the only one there is)")
    new.add_argument("--role", help="the role, in words")
    new.set_defaults(run=run_new)
    show = actions.add_parser("show", help="show a loop: plan, states, what is missing")
    _add_loop(show)
    show.add_argument("--json", action="store_true", help="print it as JSON")
    show.set_defaults(run=run_show)
    listed = actions.add_parser("list", help="list all loops")
    listed.add_argument("--json", action="store_true", help="print them as JSON")
    listed.set_defaults(run=run_list)
    _add_planning(actions)
    _add_record(actions)


def _add_loop(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("loop", metavar="LOOP", help="the loop's name")


def _add_planning(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    plan = actions.add_parser("plan", help="plan an interview")
    _add_loop(plan)
    plan.add_argument("interviewer", metavar="INTERVIEWER")
    plan.add_argument("case", metavar="CASE", help="the id of a case")
    plan.add_argument(
        "--dimension", metavar="ID", action="append", default=[],
        help="a dimension to cover; may be given more than once (default: those of the case)",
    )  # fmt: skip
    plan.add_argument("--shadow", action="store_true", help="sits beside a colleague and learns")
    plan.set_defaults(run=run_plan)
    drop = actions.add_parser("drop", help="take a planned interview out")
    _add_loop(drop)
    drop.add_argument("planned", metavar="PLAN", help="its number in the plan, such as p2")
    drop.set_defaults(run=run_drop)
    suggest = actions.add_parser(
        "suggest",
        help="propose interviewers and cases",
        description="Propose who runs which case, so that every dimension is covered by two and"
        " the panel stays comparable. Nothing is written.",
    )
    _add_loop(suggest)
    suggest.add_argument(
        "--seats", metavar="N", type=int, default=_SEATS, help=f"interviews (default {_SEATS})"
    )
    suggest.add_argument(
        "--from", dest="people", metavar="NAME", action="append", default=[],
        help="only these people; may be given more than once (default: who has interviewed before)",
    )  # fmt: skip
    suggest.set_defaults(run=run_suggest)


def _add_record(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    waive = actions.add_parser("waive", help="do not wait for somebody's scorecard")
    _add_loop(waive)
    waive.add_argument("interviewer", metavar="INTERVIEWER")
    waive.add_argument("case", metavar="CASE")
    waive.set_defaults(run=run_waive)
    opened = actions.add_parser("open", help="open the scores before every scorecard is in")
    _add_loop(opened)
    opened.set_defaults(run=run_open)
    decide = actions.add_parser("decide", help="record the decision")
    _add_loop(decide)
    decide.add_argument("outcome", choices=_OUTCOMES)
    decide.add_argument(
        "--dissent", metavar="NAME=WHY", action="append", default=[],
        help="who would have decided otherwise, and why; may be given more than once",
    )  # fmt: skip
    decide.set_defaults(run=run_decide)
    for parser in (waive, opened, decide):
        parser.add_argument("--by", metavar="NAME", help="who does it (default: your name)")
        parser.add_argument("--why", required=True, help="the reason, in a few words")


def run_new(args: argparse.Namespace) -> int:
    """Begin a loop."""
    from datetime import UTC, datetime

    from interviewloop.model.errors import Problem
    from interviewloop.model.loop import Loop

    workspace, library = open_all(args)
    rubrics = library.rubrics()
    if args.rubric is None and len(rubrics) != 1:
        raise Problem("Which rubric?", f"there are {len(rubrics)}", f"--rubric {'|'.join(rubrics)}")
    rubric = library.rubric(args.rubric or next(iter(rubrics)))
    loop = Loop(
        name=args.name or args.candidate,
        candidate=args.candidate,
        rubric=rubric.id,
        created_at=datetime.now(UTC),
        role=args.role or None,
    )
    workspace.create_loop(loop)
    print(visible(f"Loop {loop.name} is there. Plan interviews with `interviewloop loop plan`."))
    return FINE


def run_show(args: argparse.Namespace) -> int:
    """Show a loop."""
    workspace, library = open_all(args)
    listing = workspace.listing()
    loop = loop_named(listing, args.loop).loop
    found = interviews_of(loop, listing, library)
    names = dimension_names(library, loop)
    if args.json:
        print(json.dumps(_as_json(loop, found, names)))
    else:
        from interviewloop.report.loop_text import loop_text

        width = min(shutil.get_terminal_size().columns, _WIDEST)
        sys.stdout.write(loop_text(loop, found, names, width))
    return FINE


def run_list(args: argparse.Namespace) -> int:
    """List the loops."""
    from interviewloop.report.columns import table
    from interviewloop.report.loop_text import loop_line

    workspace, library = open_all(args)
    listing = workspace.listing()
    if args.json:
        shown = [
            _as_json(
                one.loop,
                interviews_of(one.loop, listing, library),
                dimension_names(library, one.loop),
            )
            for one in listing.loops
        ]
        print(json.dumps(shown))
        return FINE if shown else NOTHING
    rows = [loop_line(one.loop, interviews_of(one.loop, listing, library)) for one in listing.loops]
    if not rows:
        print("No loops here yet. `interviewloop loop new CANDIDATE` begins one.", file=sys.stderr)
        return NOTHING
    width = min(shutil.get_terminal_size().columns, _WIDEST)
    print("\n".join(table(("Loop", "Candidate", "Submitted", "Decision"), rows, width, words=4)))
    return FINE


def run_plan(args: argparse.Namespace) -> int:
    """Plan an interview."""
    from interviewloop.interview.loop_events import PlanInterview

    workspace, library = open_all(args)
    case = library.case(args.case).case
    dims = tuple(args.dimension) or case.dims
    _need_dimensions(library, args, dims)
    if mark := workspace.library_marks().retired_cases.get(case.id):
        retired = f"{case.id} is retired since {mark.at:%Y-%m-%d}: {mark.why}."
        print(visible(f"{retired} It is planned all the same."), file=sys.stderr)
    return _change(args, PlanInterview(args.interviewer, case.id, dims, args.shadow))


def run_drop(args: argparse.Namespace) -> int:
    """Take a planned interview out."""
    from interviewloop.interview.loop_events import DropInterview

    return _change(args, DropInterview(args.planned))


def run_suggest(args: argparse.Namespace) -> int:
    """Propose interviews."""
    from interviewloop.exchange.loop_people import people_for
    from interviewloop.exchange.loop_proposals import proposed
    from interviewloop.interview.loop_planning import CaseDims

    workspace, library = open_all(args)
    listing = workspace.listing()
    loop = loop_named(listing, args.loop).loop
    found = interviews_of(loop, listing, library)
    dims = tuple(dimension_names(library, loop))
    people = people_for(listing, loop, args.people, args.seats)
    retired = workspace.library_marks().retired_cases
    cases = {
        id_: CaseDims.of(one.case) for id_, one in library.cases().items() if id_ not in retired
    }
    plan = proposed(found, cases, dims, people)
    if not plan.proposals:
        print("Nobody to propose. Name people with --from.", file=sys.stderr)
        return NOTHING
    for one, *_ in plan.proposals:
        print(visible(f"{one.interviewer}: {one.case}, covers {', '.join(one.dimensions)}"))
    if plan.short:
        print(f"Still covered by fewer than two: {', '.join(plan.short)}.", file=sys.stderr)
    return FINE


def run_waive(args: argparse.Namespace) -> int:
    """Do not wait for a scorecard."""
    from interviewloop.interview.loop_events import Waive

    return _change(args, Waive(args.interviewer, args.case, _who(args), args.why))


def run_open(args: argparse.Namespace) -> int:
    """Open the scores early."""
    from interviewloop.interview.loop_events import ForceOpen

    return _change(args, ForceOpen(_who(args), args.why))


def run_decide(args: argparse.Namespace) -> int:
    """Record the decision."""
    from interviewloop.interview.loop_events import Decide
    from interviewloop.model.errors import Problem

    dissent: dict[str, str] = {}
    for given in args.dissent:
        name, _, why = given.partition("=")
        if not name.strip() or not why.strip():
            raise Problem("Unclear dissent", f"{given!r} has no name or no reason", "NAME=WHY")
        dissent[name.strip()] = why.strip()
    return _change(args, Decide(args.outcome, _who(args), args.why, dissent))


def open_all(args: argparse.Namespace) -> tuple[Workspace, Library]:
    """The workspace, and the library of it and of what is shipped."""
    from interviewloop.library.library import Library, shipped_folder
    from interviewloop.workspace.workspace import open_workspace

    place = here(args.workspace)
    workspace = open_workspace(place.workspace, place.surroundings.cache_dir)
    folders = dict.fromkeys((workspace.root, shipped_folder()))
    return workspace, Library.open([folder for folder in folders if folder is not None])


def loop_named(listing: Listing, name: str) -> StoredLoop:
    """The loop called ``name``. Raises Problem, with near misses, when there is none."""
    from interviewloop.model.errors import Problem
    from interviewloop.model.names import near_misses, same_name

    for stored in listing.loops:
        if same_name(stored.loop.name, name):
            return stored
    near = near_misses(name, [stored.loop.name for stored in listing.loops])
    mend = f"Did you mean {' or '.join(near)}?" if near else "`interviewloop loop list` lists them."
    raise Problem("No such loop", f"there is no loop called {name}", mend)


def interviews_of(
    loop: Loop, listing: Listing, library: Library
) -> tuple[InterviewOf[Session], ...]:
    """The interviews of a loop, planned and begun."""
    from interviewloop.interview.loops import interviews

    assessed = {id_: one.case.dims for id_, one in library.cases().items()}
    return interviews(loop, [stored.session for stored in listing.sessions], assessed)


def dimension_names(library: Library, loop: Loop) -> dict[str, str]:
    """What the dimensions of the loop's rubric are called; nothing where it is gone."""
    rubric = library.rubrics().get(loop.rubric)
    return {id_: one.name for id_, one in rubric.dimensions.items()} if rubric else {}


def _need_dimensions(library: Library, args: argparse.Namespace, dims: Sequence[str]) -> None:
    from interviewloop.model.errors import Problem

    workspace, _ = open_all(args)
    loop = loop_named(workspace.listing(), args.loop).loop
    known = library.rubric(loop.rubric).dimensions
    strange = [dim for dim in dims if dim not in known]
    if strange:
        what = f"rubric {loop.rubric} has no {', '.join(strange)}"
        raise Problem("Unknown dimension", what, f"it has {', '.join(known)}")


def _change(args: argparse.Namespace, event: LoopEvent) -> int:
    """Apply ``event`` to the loop on disk and show what it came to."""
    from datetime import UTC, datetime

    from interviewloop.interview.loops import apply

    workspace, _ = open_all(args)
    listing = workspace.listing()
    path = loop_named(listing, args.loop).path
    sessions = [stored.session for stored in listing.sessions]
    workspace.change_loop(path, lambda loop: apply(loop, event, datetime.now(UTC), sessions))
    args.json = False
    return run_show(args)


def _who(args: argparse.Namespace) -> str:
    return args.by or here(args.workspace).settings.interviewer


def _as_json(loop: Loop, found: Sequence[Interview], names: dict[str, str]) -> dict[str, object]:
    from interviewloop.interview.loops import coverage
    from interviewloop.report.loop_json import take_home_json

    return {
        "schema": 1,
        **loop.model_dump(mode="json", exclude={"schema_version"}),
        "interviews": [
            {
                "interviewer": one.interviewer,
                "case": one.case,
                "dimensions": list(one.dimensions),
                "shadow": one.shadow,
                "state": one.state,
                "take_home": take_home_json(one.session),
            }
            for one in found
        ],
        "coverage": {dim: list(who) for dim, who in coverage(found, tuple(names)).items()},
    }
