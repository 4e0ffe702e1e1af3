"""``interviewloop incident``: replay a run through an incident, match requests to its topics."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from interviewloop.cli.here import here
from interviewloop.model.text import visible

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator
    from pathlib import Path

    from interviewloop.incident.play import Record
    from interviewloop.library.incidents import IncidentFile

# Only argparse and the standard library above: every --help loads this module.
AS_EXPECTED, NOT_AS_EXPECTED = 0, 1


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Register ``incident`` with its two actions."""
    parser = commands.add_parser(
        "incident",
        help="replay a run through a simulated incident, or match requests to its topics",
        description="Replay a run through a simulated incident, or match requests to its topics.",
    )
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    _add_replay(actions)
    _add_match(actions)


def _add_replay(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    replay = actions.add_parser(
        "replay",
        help="play a list of events and print what follows each",
        description="Play a list of events from the start and print, after each, what was told "
        "and how the world stands.",
        epilog="Exit code: 0 played, 1 an expectation of the script did not come true, 2 case or "
        "run cannot be used.",
    )
    _add_case(replay)
    replay.add_argument(
        "play",
        metavar="PLAY",
        help="a playthrough (.toml), or a text file with one event a line: ask:ID, act:ID, "
        "undo:ID, name:ID or wait:MINUTES",
    )
    replay.add_argument("--json", action="store_true", help="print a JSON object a line")
    replay.set_defaults(run=run_replay)


def _add_match(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    match = actions.add_parser(
        "match",
        help="print the three topics nearest to each request",
        description="Print each request with the ids of the three nearest topics, parted by tabs. "
        "A request for everything at once has none.",
    )
    _add_case(match)
    match.add_argument(
        "requests", metavar="REQUESTS", help="a text file with one request a line; - for input"
    )
    match.set_defaults(run=run_match)


def _add_case(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "case", metavar="CASE", help="the id of an incident case, its folder, or an incident file"
    )


def run_replay(arguments: argparse.Namespace) -> int:
    """Play the events. Returns the exit code; raises Problem when case or run cannot be used."""
    from pathlib import Path

    # Deferred, as below: pydantic and the machine are not for --help.
    from interviewloop.incident.play import play
    from interviewloop.library.incidents import open_play

    world = _incident(arguments.case, arguments.workspace).world()
    played = play(world, open_play(Path(arguments.play)))
    for record in played.records:
        if arguments.json:
            print(json.dumps(_as_json(record)))
        else:
            for line in _as_text(record):
                print(visible(line))
    for failure in played.failures:
        print(visible(f"Not as expected, {failure}."), file=sys.stderr)
    return NOT_AS_EXPECTED if played.failures else AS_EXPECTED


def run_match(arguments: argparse.Namespace) -> int:
    """Match the requests. Returns the exit code; raises Problem when input cannot be used."""
    from pathlib import Path

    from interviewloop.incident.matching import BEST, Matcher, topics_of
    from interviewloop.library.files import decoded, read_text

    matcher = Matcher(topics_of(_incident(arguments.case, arguments.workspace).loaded.value))
    from_input = arguments.requests == "-"
    file = Path(arguments.requests)
    text = decoded(sys.stdin.buffer.read(), file) if from_input else read_text(file)
    for request in text.splitlines():
        if request.strip():
            ids = [candidate.topic.id for candidate in matcher.match(request).candidates]
            ids += [""] * (BEST - len(ids))
            print("\t".join([visible(request), *ids]))
    return AS_EXPECTED


def _incident(named: str, workspace: str | None) -> IncidentFile:
    from pathlib import Path

    from interviewloop.library.incidents import open_incident

    path = Path(named)
    if _exists(path):
        return open_incident(path)
    return open_incident(_case_folder(named, workspace))


def _case_folder(id_: str, workspace: str | None) -> Path:
    """The folder of the case called ``id_``. Raises Problem when there is none."""
    from interviewloop.library.library import Library, shipped_folder

    folders = [here(workspace).workspace.root, shipped_folder()]
    library = Library.open([folder for folder in folders if folder is not None])
    return library.case(id_).folder


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # a name that no file can have
        return False


def _as_json(record: Record) -> dict[str, object]:
    return {
        "event": str(record.event),
        "t": record.state.t,
        "told": [
            {
                "t": told.t,
                "kind": told.kind,
                "id": told.id,
                "from": told.sender,
                "text": told.text,
                "exhibit": told.exhibit,
            }
            for told in record.told
        ],
        "flags": dict(record.state.flags),
        "metrics": dict(record.state.signals),
        "milestones": dict(record.milestones),
    }


def _as_text(record: Record) -> Iterator[str]:
    yield f"{record.state.t:4d}  {record.event}"
    for told in record.told:
        sender = f"{told.sender}: " if told.sender else ""
        exhibit = f" [shows {told.exhibit}]" if told.exhibit else ""
        yield f"      {told.t:4d}  {sender}{' '.join(told.text.split())}{exhibit}"
    ended = [f"{id_} {verdict}" for id_, verdict in record.milestones.items()]
    if "pending" not in record.milestones.values():
        yield "      " + ", ".join(ended)
