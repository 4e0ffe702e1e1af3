"""``interviewloop take-home``: hand a take-home out, and enter when it went and came back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from interviewloop.cli.here import here
from interviewloop.model.text import visible

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from interviewloop.interview.events import HandOver
    from interviewloop.library.library import Library
    from interviewloop.model.session import Session, Way
    from interviewloop.workspace.listing import Listing
    from interviewloop.workspace.workspace import Workspace

# Only argparse and the standard library above: every --help loads this module.
DONE = 0
_STRETCHES = (1.0, 1.25, 1.5)
_WHOM = "the candidate's code, a session file, or its place as loop/file"


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Register ``take-home`` with its actions."""
    parser = commands.add_parser(
        "take-home",
        help="hand a take-home out, and enter when it went and came back",
        description="Write the folder a candidate is sent, and enter when it was sent and when"
        " their work came back. The interview about it is then run like every other.",
        epilog="Exit code: 0 done, 2 it cannot be done.",
    )
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    pack = actions.add_parser(
        "pack",
        help="write the candidate's folder",
        description="Write the task as Markdown and the data into a new folder. Nothing for the"
        " interviewer is in it.",
    )
    pack.add_argument("case", metavar="CASE", help="the id of a take-home case")
    pack.add_argument("--to", metavar="FOLDER", required=True, help="a folder that is not there")
    pack.add_argument(
        "--time", metavar="FACTOR", type=float, default=1.0, choices=_STRETCHES,
        help="more time for a candidate who was granted it: 1.25 or 1.5",
    )  # fmt: skip
    pack.set_defaults(run=run_pack)
    sent = actions.add_parser(
        "sent",
        help="enter when it was sent",
        description="Enter when the task went out. If the candidate's loop plans a take-home whose"
        " interview is not there yet, it is made; without a plan name case and interviewer.",
    )
    sent.add_argument("--case", metavar="ID", help="the case, where there could be several")
    sent.add_argument("--interviewer", metavar="NAME", help="who will talk about it with them")
    sent.add_argument("--rubric", metavar="ID", help="the rubric, for a new loop")
    sent.add_argument("--loop", metavar="LOOP", help="the loop (default: as the candidate)")
    sent.add_argument(
        "--time", metavar="FACTOR", type=float, default=1.0, choices=_STRETCHES,
        help="more time, for a new interview: 1.25 or 1.5",
    )  # fmt: skip
    _add_stamp(sent)
    sent.set_defaults(run=run_sent)
    received = actions.add_parser("received", help="enter when their work came back")
    _add_stamp(received)
    received.set_defaults(run=run_received)


def _add_stamp(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("session", metavar="SESSION", help=_WHOM)
    parser.add_argument(
        "--at", metavar="TIME", default="",
        help="09:05 (the last one), or 2026-03-02 09:05, in your time zone (default: now)",
    )  # fmt: skip
    parser.add_argument("--why", metavar="REASON", default="", help="needed to correct a time")
    parser.add_argument("--json", action="store_true", help="print the times as JSON")


def run_pack(args: argparse.Namespace) -> int:
    """Write the candidate's folder."""
    from interviewloop.cli.loop import open_all
    from interviewloop.report.take_home_package import package
    from interviewloop.workspace.handing_out import write_folder

    _, library = open_all(args)
    files = package(library.case(args.case), args.time)
    folder = here(args.workspace).surroundings.absolute(args.to)
    write_folder(folder, {one.name: one.content for one in files})
    for one in files:
        print(visible(str(folder / one.name)))
    return DONE


def run_sent(args: argparse.Namespace) -> int:
    """Enter when the task went out; make the interview where it is only planned."""
    return _stamp(args, "sent")


def run_received(args: argparse.Namespace) -> int:
    """Enter when the work came back."""
    return _stamp(args, "received")


def _stamp(args: argparse.Namespace, way: Way) -> int:
    from datetime import UTC, datetime

    from interviewloop.cli.loop import open_all
    from interviewloop.interview.events import HandOver
    from interviewloop.workspace.finding import place_of
    from interviewloop.workspace.lock import SessionLock

    workspace, library = open_all(args)
    now = datetime.now(UTC)
    event = HandOver(way, _time(args.at, now), args.why)
    path = _found(args, workspace, library, way)
    if path is None:
        session = _after(_planned(args, workspace, library, now), event, library, now)
        path = workspace.create(session)
    else:
        with SessionLock(path, here(args.workspace).settings.interviewer):
            session = _after(workspace.load(path), event, library, now)
            workspace.save(path, session)
    _tell(args, place_of(path), session)
    return DONE


def _time(given: str, now: datetime) -> datetime:
    from interviewloop.interview.take_home import read_stamp
    from interviewloop.model.errors import Problem

    at, rest = read_stamp(given, now, None)
    if rest:
        what = f"{given!r} is no time"
        raise Problem("Which time?", what, "Such as --at 09:05, or --at '2026-03-02 09:05'.")
    return at


def _after(session: Session, event: HandOver, library: Library, now: datetime) -> Session:
    from interviewloop.interview.engine import apply
    from interviewloop.interview.moment import Moment
    from interviewloop.interview.plan import Plan

    plan = Plan(library.case(session.case).case, library.rubric(session.rubric))
    # The clock of a session in a file stands still, so no monotonic time is read from it.
    return apply(session, event, Moment(now, 0.0), plan)


def _found(
    args: argparse.Namespace, workspace: Workspace, library: Library, way: Way
) -> Path | None:
    """The file of the session that is meant; None when it is to be made."""
    from interviewloop.model.errors import Problem
    from interviewloop.workspace.finding import open_session, session_file

    as_path = here(args.workspace).surroundings.absolute(args.session)
    cases = _take_homes(args, library)
    named = session_file(workspace, args.session, as_path) is not None
    if not named and not _is_open(workspace.listing(), args.session, cases):
        if way == "sent":
            return None
        raise Problem(
            "Nothing is out",
            f"no take-home is open for {args.session!r}",
            "Enter first when it was sent: `interviewloop take-home sent`.",
        )
    return open_session(workspace, args.session, as_path, lambda one: one.case in cases)


def _take_homes(args: argparse.Namespace, library: Library) -> tuple[str, ...]:
    """Take-home cases that can be meant. Raises Problem when --case names none of them."""
    from interviewloop.model.errors import Problem

    known = tuple(id_ for id_, one in library.cases().items() if one.case.take_home is not None)
    wanted = getattr(args, "case", None)
    if wanted is None:
        return known
    if wanted not in known:
        what = f"{wanted} is no take-home here"
        raise Problem("No such take-home", what, f"known: {', '.join(known) or 'none'}")
    return (wanted,)


def _is_open(listing: Listing, candidate: str, cases: Sequence[str]) -> bool:
    from interviewloop.model.names import same_name

    return any(
        same_name(one.session.candidate, candidate)
        and one.session.case in cases
        and not one.session.sealed
        for one in listing.sessions
    )


def _planned(
    args: argparse.Namespace, workspace: Workspace, library: Library, now: datetime
) -> Session:
    """A new interview, as a loop plans it or as the options say."""
    from interviewloop.interview.plan import Plan
    from interviewloop.interview.start import new_session
    from interviewloop.model.names import same_name

    listing = workspace.listing()
    loop, interviewer, case = _choice(args, listing, library)
    stored = next((one.loop for one in listing.loops if same_name(one.loop.name, loop)), None)
    rubric = stored.rubric if stored else args.rubric or _fitting_rubric(library, case)
    return new_session(
        Plan(library.case(case).case, library.rubric(rubric)),
        kind="live",
        loop=stored.name if stored else loop,
        candidate=stored.candidate if stored else args.session,
        interviewer=interviewer,
        created_at=now,
        stretch=args.time,
    )


def _choice(args: argparse.Namespace, listing: Listing, library: Library) -> tuple[str, str, str]:
    """Loop, interviewer and case of the interview to make. Raises Problem when it is not clear."""
    from interviewloop.cli.loop import interviews_of
    from interviewloop.model.errors import Problem
    from interviewloop.model.names import same_name

    cases = _take_homes(args, library)
    plans = [
        (stored.loop.name, one.interviewer, one.case)
        for stored in listing.loops
        if same_name(stored.loop.candidate, args.session)
        and (args.loop is None or same_name(args.loop, stored.loop.name))
        for one in interviews_of(stored.loop, listing, library)
        if one.state == "planned" and not one.shadow and one.case in cases
        and (args.interviewer is None or same_name(args.interviewer, one.interviewer))
    ]  # fmt: skip
    if len(plans) == 1:
        return plans[0]
    if plans:
        named = ", ".join(f"{case} by {who} ({loop})" for loop, who, case in plans)
        raise Problem("Which take-home?", f"planned are {named}", "Name --case or --interviewer.")
    if args.case and args.interviewer:
        return args.loop or args.session, args.interviewer, args.case
    raise Problem(
        "Nothing to send",
        f"no take-home is planned or open for {args.session!r}",
        "Plan one with `interviewloop loop plan`, or name --case and --interviewer.",
    )


def _fitting_rubric(library: Library, case: str) -> str:
    from interviewloop.model.errors import Problem
    from interviewloop.model.rubric import fitting

    found = fitting(library.case(case).case.dims, library.rubrics())
    if not found:
        what = f"no rubric here has all the dimensions that {case} assesses"
        raise Problem("No rubric fits", what, "Put one into rubrics/.")
    return found[0].id


def _tell(args: argparse.Namespace, place: str, session: Session) -> None:
    from interviewloop.interview.take_home import travel_text, travelled

    if args.json:
        from interviewloop.report.loop_json import take_home_json

        print(json.dumps({"schema": 1, "session": place, **(take_home_json(session) or {})}))
        return
    print(visible(f"{place}: take-home {travel_text(travelled(session))}"))
