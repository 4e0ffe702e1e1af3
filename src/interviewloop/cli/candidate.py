"""``interviewloop candidate`` and ``interviewloop purge``: a candidate's data, and its end."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from interviewloop.cli.here import here
from interviewloop.model.errors import Problem
from interviewloop.model.text import counted, visible

if TYPE_CHECKING:
    from interviewloop.interview.loop_events import LoopEvent
    from interviewloop.workspace.erasing import Erasure
    from interviewloop.workspace.listing import Listing, StoredLoop
    from interviewloop.workspace.workspace import Workspace

# Only argparse and the standard library above: every --help loads this module.
DONE, NOTHING = 0, 1
PROFILES = {"us-private": 12, "us-contractor": 24}
"""Months that records are kept after the loop began, by the kind of employer."""


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Register ``candidate`` and ``purge``."""
    parser = commands.add_parser(
        "candidate",
        help="what is stored on a candidate: give it out, keep it, erase it",
        description="Everything that concerns one person's data. See docs/data-care.md.",
        epilog="Exit code: 0 done, 1 the answer is no, 2 it cannot be done.",
    )
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    _add_names(actions)
    _add_disclose(actions)
    _add_erase(actions)
    _add_keeping(actions)
    purge = commands.add_parser(
        "purge",
        help="erase every candidate whose data is no longer to be kept",
        description="Erase candidates whose retain-until day has passed and on whom no legal hold"
        " stands. Without --yes nothing is changed: what would go is listed.",
        epilog="Exit code: 0 done or listed, 1 nothing is due, 2 it cannot be done.",
    )
    purge.add_argument("--yes", action="store_true", help="do it")
    purge.set_defaults(run=run_purge)


def _add_names(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    name = actions.add_parser(
        "name",
        help="note whose name a code stands for",
        description="Note the name behind a code, in a file of its own that only you can read."
        " Without NAME the known one is printed.",
    )
    name.add_argument("code", metavar="CODE")
    name.add_argument("name", metavar="NAME", nargs="?")
    name.set_defaults(run=run_name)


def _add_disclose(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    disclose = actions.add_parser(
        "disclose",
        help="bundle a candidate's scores and notes, others' names masked",
        description="Write what is stored on a candidate into a new folder, to read and as JSON."
        " Interviewers have codes, and names of others in notes are masked. Read it before you"
        " hand it over: a program cannot know every name.",
    )
    disclose.add_argument("code", metavar="CODE")
    disclose.add_argument("--to", metavar="FOLDER", type=Path, required=True)
    disclose.set_defaults(run=run_disclose)


def _add_erase(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    erase = actions.add_parser(
        "erase",
        help="take a candidate out of the workspace; nameless scores stay",
        description="Remove names, code and every word typed about a candidate. Scores stay under"
        " a random label, so that calibration figures stand. Without --yes nothing is changed:"
        " what would go is listed. Copies in backups/ go as well; those"
        " elsewhere, such as in git, are yours.",
        epilog="Exit code: 0 done or listed, 1 something of the candidate is still found, 2 it"
        " cannot be done.",
    )
    erase.add_argument("code", metavar="CODE")
    erase.add_argument("--yes", action="store_true", help="do it")
    erase.set_defaults(run=run_erase)


def _add_keeping(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    retain = actions.add_parser(
        "retain",
        help="say until when a candidate's data is kept",
        description="Say until when a candidate's data is kept; `interviewloop purge` erases it"
        " after that day. Not legal advice: the profiles are common defaults.",
    )
    retain.add_argument("code", metavar="CODE")
    chosen = retain.add_mutually_exclusive_group(required=True)
    chosen.add_argument("--until", metavar="DATE", type=_day, help="2027-01-31")
    chosen.add_argument(
        "--profile", choices=PROFILES, help="12 or 24 months from the beginning of the loop"
    )
    retain.set_defaults(run=run_retain)
    for word, what in (
        ("hold", "put a legal hold on a candidate: nothing may be erased"),
        ("release", "end the legal hold"),
    ):
        action = actions.add_parser(word, help=what)
        action.add_argument("code", metavar="CODE")
        action.add_argument("--why", required=True, help="the reason; it stays on the record")
        action.add_argument("--by", metavar="NAME", help="who says so (default: you)")
        action.set_defaults(run=run_hold, hold=word == "hold")


def run_name(args: argparse.Namespace) -> int:
    """Print or note the name behind a code."""
    from interviewloop.workspace.candidate_names import change_names, load_names, name_of

    root = here(args.workspace).workspace.root
    if args.name is None:
        name = name_of(load_names(root), args.code)
        print(visible(name) if name else f"No name is noted for {visible(args.code)}.")
        return DONE if name else NOTHING
    change_names(root, lambda names: {**names, args.code.strip(): args.name.strip()})
    return DONE


def run_disclose(args: argparse.Namespace) -> int:
    """Write the bundle."""
    from interviewloop.report.coding import naming
    from interviewloop.report.disclosure import disclosure_json, disclosure_markdown, masker
    from interviewloop.workspace.candidate_names import load_names
    from interviewloop.workspace.files import write_file

    workspace, listing = _opened(args)
    loops = _loops_of(listing, args.code)
    _need_open(args, listing, loops)
    folders = {stored.path.parent for stored in loops}
    sessions = [it.session for it in listing.sessions if it.path.parent in folders]
    people = dict.fromkeys(it.session.interviewer for it in listing.sessions)
    others = [it.loop.candidate for it in listing.loops if it not in loops]
    names = load_names(workspace.root)
    mask = masker([*people, *others, *(names[code] for code in names if code in others)])
    called = naming(people)
    if args.to.exists():
        raise Problem("It is there already", "nothing was written", "Name a new folder.",
                      str(args.to))  # fmt: skip
    for name, text in (
        ("stored.md", disclosure_markdown(args.code, sessions, called, mask)),
        ("stored.json", disclosure_json(args.code, sessions, called, mask)),
    ):
        write_file(args.to / name, text.encode(), fresh=True)
    _talk(f"Written to {args.to}. Read it before you hand it over.")
    return DONE


def run_erase(args: argparse.Namespace) -> int:
    """List what would go, or erase."""
    workspace, listing = _opened(args)
    found = _found(workspace, listing, args.code)
    _say_what(found)
    if not args.yes:
        print("Nothing was changed. --yes does it.")
        return DONE
    return _erase(args, workspace, listing, found)


def run_purge(args: argparse.Namespace) -> int:
    """Erase whoever is due."""
    workspace, listing = _opened(args)
    today = datetime.now(UTC).date()
    due = dict.fromkeys(
        one.loop.candidate
        for one in listing.loops
        if one.loop.retain_until is not None and one.loop.retain_until < today
    )
    if not due:
        print("Nobody is due.")
        return NOTHING
    codes = DONE
    for code in due:
        kept = [one.loop for one in _loops_of(listing, code)]
        if any(loop.hold for loop in kept):
            print(visible(f"{code}: kept, a legal hold stands."))
        elif any(loop.retain_until is None or loop.retain_until >= today for loop in kept):
            print(visible(f"{code}: kept, another loop of theirs is to be kept longer."))
        else:
            found = _found(workspace, listing, code)
            _say_what(found)
            if args.yes:
                codes = max(codes, _erase(args, workspace, listing, found))
    if not args.yes:
        print("Nothing was changed. --yes does it.")
    return codes


def run_retain(args: argparse.Namespace) -> int:
    """Note the day."""
    from interviewloop.interview.loop_events import Retain

    workspace, listing = _opened(args)
    loops = _loops_of(listing, args.code)
    for stored in loops:
        until = args.until or _months_after(stored.loop.created_at.date(), PROFILES[args.profile])
        _apply(workspace, listing, stored, Retain(until))
        print(visible(f"{stored.loop.name}: kept until {until}"))
    return DONE


def run_hold(args: argparse.Namespace) -> int:
    """Put or end the legal hold on every loop of the candidate."""
    from interviewloop.interview.loop_events import Hold, Release

    workspace, listing = _opened(args)
    by = args.by or here(args.workspace).settings.interviewer
    event = Hold(by, args.why) if args.hold else Release(by, args.why)
    for stored in _loops_of(listing, args.code):
        if args.hold != (stored.loop.hold is not None):
            _apply(workspace, listing, stored, event)
    return DONE


def _found(workspace: Workspace, listing: Listing, code: str) -> Erasure:
    from interviewloop.exchange.import_erasing import imported_scorecards
    from interviewloop.workspace.erasing import find

    return find(workspace, listing, code, imported_scorecards(workspace.root, code))


def _erase(args: argparse.Namespace, workspace: Workspace, listing: Listing, found: Erasure) -> int:
    from interviewloop.exchange.import_erasing import forget
    from interviewloop.workspace.erasing import erase, naming

    by = here(args.workspace).settings.interviewer or "unknown"

    def imports() -> None:
        forget(workspace.root, found.code, found.labels[0], found.key)

    receipt = erase(workspace, listing, found, by, datetime.now(UTC), imports)
    print(f"Erased. Receipt: {receipt}")
    left = list(naming(workspace.root, found.words))
    for path in left:
        _talk(f"Still found in {path}")
    if left:
        _talk("These files are not the program's, or are of others. Look at them yourself.")
    return NOTHING if left else DONE


def _say_what(found: Erasure) -> None:
    # Without the number of notes: that a colleague wrote many would tell something of a scorecard.
    kept = sum(len(one.sessions) for _, one in found.loops)
    print(
        visible(
            f"{found.code}: {counted(len(found.loops), 'loop')},"
            f" {counted(found.sessions, 'session')}, {counted(len(found.exports), 'export')},"
            f" {counted(len(found.backups), 'loop')} in backups,"
            f" {counted(found.imported, 'imported scorecard')}."
            f" Without a name stays: {counted(kept + found.imported, 'scorecard')}."
        )
    )


def _opened(args: argparse.Namespace) -> tuple[Workspace, Listing]:
    from interviewloop.workspace.workspace import open_workspace

    place = here(args.workspace)
    workspace = open_workspace(place.workspace, place.surroundings.cache_dir)
    return workspace, workspace.listing()


def _loops_of(listing: Listing, code: str) -> list[StoredLoop]:
    from interviewloop.model.names import same_name

    found = [one for one in listing.loops if same_name(one.loop.candidate, code)]
    if not found:
        what = f"no loop here is of a candidate called {code}"
        raise Problem("No such candidate", what, "`interviewloop loop list` shows the codes.")
    return found


def _need_open(args: argparse.Namespace, listing: Listing, loops: list[StoredLoop]) -> None:
    """A disclosure shows scores: not before every scorecard of the candidate is in, and not to
    somebody to whom one of them is closed."""
    from interviewloop.interview.blindness import closed_to, loop_closed_because
    from interviewloop.interview.loops import interviews

    sessions = [it.session for it in listing.sessions]
    viewer = here(args.workspace).settings.interviewer
    closed = closed_to(viewer, sessions, [it.loop for it in listing.loops])
    for stored in loops:
        found = interviews(stored.loop, sessions)
        waiting = [one.interviewer for one in found if one.state in ("planned", "open")]
        if waiting:
            raise Problem(
                "Not before every scorecard is in",
                f"the bundle shows scores, and {', '.join(waiting)} has not submitted",
                "Wait, waive it with `interviewloop loop waive`, or drop the plan.",
            )
        if loop_closed_because(viewer, found, closed):
            raise Problem(
                "Not before your own scorecard",
                f"you still owe a scorecard for {stored.loop.candidate}",
                "Submit it first, or let somebody else make the bundle.",
            )


def _apply(workspace: Workspace, listing: Listing, stored: StoredLoop, event: LoopEvent) -> None:
    from interviewloop.interview.loops import apply

    sessions = [it.session for it in listing.sessions]
    workspace.change_loop(stored.path, lambda loop: apply(loop, event, datetime.now(UTC), sessions))


def _months_after(day: date, months: int) -> date:
    """The same day ``months`` later; the last of the month where that day does not exist."""
    years, month = divmod(day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(day.year + years, month + 1, last)
        except ValueError:
            continue
    raise AssertionError("every month has a 28th")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"{visible(text)!r} is not a day like 2026-01-31"
        ) from None


def _talk(line: str) -> None:
    print(visible(line), file=sys.stderr)
