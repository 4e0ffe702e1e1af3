"""``interviewloop locate``: where everything is, and how it was found."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from interviewloop.cli.here import here

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from interviewloop.workspace.locations import Found, Surroundings

KINDS = ("workspace", "sessions", "cases", "config", "data")


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Register ``locate``."""
    parser = commands.add_parser(
        "locate",
        help="print where files are kept and how that was found",
        description="Print the folders and files the program uses. With one name, only its paths "
        "are printed, one a line, for use in other commands. Cases come from several folders, the "
        "first that has one of an id counts.",
    )
    parser.add_argument("what", nargs="?", choices=KINDS, help="print this one only")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print the paths. Exit code 0: a path is printed whether or not it exists yet."""
    # Deferred, as below: every command pays for what this module imports.
    from interviewloop.workspace.locations import Surroundings

    places = located(Surroundings.of_process(), arguments.workspace)
    wanted = {kind: places[kind] for kind in KINDS if arguments.what in (None, kind)}
    if arguments.json:
        listed = {
            kind: [{"path": str(one.root), "how": one.how} for one in found]
            for kind, found in wanted.items()
        }
        print(json.dumps(listed, indent=2))
    elif arguments.what:
        for one in wanted[arguments.what]:
            print(_printable(one.root))
    else:
        for line in _table(wanted):
            print(line)
    return 0


def located(surroundings: Surroundings, explicit: str | None) -> dict[str, tuple[Found, ...]]:
    """Every kind of place with its paths, first match first. Reads the config file, if any."""
    from interviewloop.library.places import shipped_folder
    from interviewloop.workspace.locations import Found, content_folders, sessions_folder

    _, workspace, config, *_ = here(explicit, surroundings)
    cases = content_folders(workspace.root, shipped_folder())
    return {
        "workspace": (workspace,),
        "sessions": (Found(sessions_folder(workspace.root), "in the workspace"),),
        "cases": tuple(
            Found(folder, "in the workspace" if number == 0 else "shipped with the program")
            for number, folder in enumerate(cases)
        ),
        "config": (config,),
        "data": (Found(surroundings.data_dir, "your data folder"),),
    }


def _table(places: dict[str, tuple[Found, ...]]) -> list[str]:
    rows = [
        (kind if number == 0 else "", _printable(one.root), one.how)
        for kind, found in places.items()
        for number, one in enumerate(found)
    ]
    kind_width, path_width = (max(len(row[column]) for row in rows) for column in (0, 1))
    return [f"{kind:{kind_width}}  {path:{path_width}}  {how}" for kind, path, how in rows]


def _printable(path: Path) -> str:
    """``path`` with signs for control characters, and for bytes that are not text."""
    from interviewloop.model.text import visible

    return visible(str(path).encode("utf-8", "surrogateescape").decode("utf-8", "replace"))
