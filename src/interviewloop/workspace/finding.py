"""Which session is meant: by its file, by its place in the workspace, by its candidate."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from interviewloop.model.errors import Problem
from interviewloop.model.names import near_misses, same_name
from interviewloop.model.text import storable

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from interviewloop.model.session import Session
    from interviewloop.workspace.listing import Stored
    from interviewloop.workspace.workspace import Workspace

_MOST_NAMED = 12


def place_of(path: Path) -> str:
    """``loop/file`` without the ending: a session's place in its workspace, as one types it."""
    return f"{path.parent.name}/{path.stem}"


def present_command(path: Path, root: Path) -> str:
    """The command line that shows the candidate's view of the session at ``path`` of ``root``."""
    return storable(
        shlex.join(["interviewloop", "present", place_of(path), "--workspace", str(root)])
    )


def session_file(workspace: Workspace, named: str, as_path: Path) -> Path | None:
    """The file that ``named`` names: itself (``as_path`` is ``named`` as a path), or ``loop/file``
    below ``sessions/``; None when there is none."""
    for path in (as_path, workspace.sessions / named, workspace.sessions / f"{named}.toml"):
        if _is_file(path):
            return path
    return None


def open_session(
    workspace: Workspace,
    named: str,
    as_path: Path,
    among: Callable[[Session], bool] = lambda _: True,
) -> Path:
    """The file of the session that ``named`` means.

    A file, as session_file finds it, or the code of a candidate who has one interview that is not
    submitted, ``among`` those that count. Raises Problem, with what could have been meant, when it
    is none of these or could be several.
    """
    file = session_file(workspace, named, as_path)
    if file is not None:
        return file
    stored = [one for one in workspace.listing().sessions if among(one.session)]
    mine = [one for one in stored if same_name(one.session.candidate, named)]
    still_open = [one for one in mine if not one.session.sealed]
    if len(still_open) == 1:
        return still_open[0].path
    if still_open:
        raise Problem(
            "Which session?",
            f"{named} has {len(still_open)} interviews that are not submitted",
            f"Name one of these: {_places(still_open)}.",
        )
    if mine:
        raise Problem(
            "No interview is running",
            f"every interview of {named} is submitted",
            "Begin one in the app first.",
        )
    raise _not_found(named, [one for one in stored if not one.session.sealed])


def _not_found(named: str, still_open: list[Stored]) -> Problem:
    codes = {one.session.candidate: one for one in still_open}
    near = near_misses(named, [*codes, *(place_of(one.path) for one in still_open)])
    if near:
        mend = f"Did you mean {' or '.join(near)}?"
    elif still_open:
        mend = f"Not submitted yet: {_places(still_open)}."
    else:
        mend = "Begin an interview in the app first."
    what = f"{named!r} is no session file and no candidate" if named else "no session was named"
    return Problem("No such session", what, mend)


def _places(stored: list[Stored]) -> str:
    places = [place_of(one.path) for one in stored[:_MOST_NAMED]]
    more = len(stored) - len(places)
    return ", ".join(places) + (f" and {more} more" if more else "")


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # a name that no file can have
        return False
