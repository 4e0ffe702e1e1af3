"""Opening a session from the list: who may, who has it already, and what is wrong with a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewloop.interview.blindness import closed_because
from interviewloop.model.errors import Problem
from interviewloop.model.names import same_name
from interviewloop.model.text import storable, visible
from interviewloop.tui.identity import remember_interviewer
from interviewloop.tui.screens.dialogs import Choose
from interviewloop.tui.screens.home import HomeScreen
from interviewloop.workspace.lock import HeldBy

if TYPE_CHECKING:
    from pathlib import Path

    from interviewloop.model.head import SessionHead
    from interviewloop.tui.screens.base import AppScreen


def open_stored(screen: AppScreen, path: Path, session: SessionHead, *, look: bool = False) -> None:
    """Open a session, to work on or only to ``look`` at, as far as that is allowed."""
    if session.sealed:
        _open_sealed(screen, path, session)
    elif session.kind == "example" or _is_own(screen, session):
        open_path(screen, path, look=look)
    else:
        _ask_who(screen, path, session, look=look)


def open_path(screen: AppScreen, path: Path, *, look: bool = False) -> bool:
    """Open a session that the person at the screen may see; False, with a word why, if not."""
    app = screen.loop_app
    try:
        if look:
            app.view_session(path)
        else:
            app.open_session(path)
    except HeldBy as held:
        _offer_look(screen, path, held)
    except Problem as problem:
        screen.tell(problem)
    else:
        for below in app.screen_stack:
            if isinstance(below, HomeScreen):
                below.opened(path)
        return True
    return False


def _is_own(screen: AppScreen, session: SessionHead) -> bool:
    return same_name(screen.loop_app.services.settings.interviewer, session.interviewer)


def _open_sealed(screen: AppScreen, path: Path, session: SessionHead) -> None:
    """Blindness is judged on the files as they are now: the list may be older."""
    services = screen.loop_app.services
    viewer = services.settings.interviewer
    try:
        listing = services.workspace.survey()
    except Problem as problem:
        screen.tell(problem)
        return
    sessions = [stored.session for stored in listing.sessions]
    loops = [stored.loop for stored in listing.loops]
    closed = closed_because(viewer, session, sessions, loops)
    if closed is None:
        open_path(screen, path, look=True)
        return
    candidate = visible(session.candidate)
    unmet = closed == "persona-not-met"
    screen.tell(
        Problem(
            "Not before your own scorecard",
            f"you {'have not interviewed' if unmet else 'still owe a scorecard for'} "
            f"{candidate}{' yourself yet' if unmet else ''}, so what "
            f"{visible(session.interviewer)} scored stays closed to you",
            f"Interview {candidate} first." if unmet else "Submit yours first.",
        )
    )


def _ask_who(screen: AppScreen, path: Path, session: SessionHead, *, look: bool) -> None:
    """An open scorecard is its interviewer's alone, whoever sits at this screen."""
    owner = visible(session.interviewer)
    viewer = screen.loop_app.services.settings.interviewer
    known = f"You are {visible(viewer)} here" if viewer else "Nobody has given a name here yet"

    def answered(answer: str | None) -> None:
        if answer == "me":
            if problem := remember_interviewer(screen.loop_app, session.interviewer):
                screen.tell(problem)
            open_path(screen, path, look=look)

    screen.app.push_screen(
        Choose(
            f"{owner}'s interview",
            f"{known}. An interview that is not submitted yet is open to {owner} alone, so that "
            "everybody scores without having seen another's scores.",
            [("leave", "Leave it closed"), ("me", f"I am {owner}: open it")],
        ),
        answered,
    )


def _offer_look(screen: AppScreen, path: Path, held: HeldBy) -> None:
    def answered(answer: str | None) -> None:
        if answer == "look":
            open_path(screen, path, look=True)

    who = f"by {visible(held.who)}" if held.who else "in another window"
    host = f" on {visible(held.host)}" if held.host else ""
    pid = f" (process {held.pid})" if held.pid else ""
    since = f", since {held.since.astimezone():%Y-%m-%d %H:%M}" if held.since else ""
    screen.app.push_screen(
        Choose(
            "Open elsewhere",
            f"This interview is open {who}{host}{pid}{since}. Two at once would overwrite each "
            "other's notes.",
            [("look", "Look at it read-only"), ("leave", "Leave it")],
        ),
        answered,
    )


def explain(screen: AppScreen, path: Path, problem: Problem) -> None:
    """What is wrong with a file, in full, and what to do about it."""

    def answered(answer: str | None) -> None:
        if answer == "copy":
            screen.app.copy_to_clipboard(storable(str(path)))
            screen.app.notify("Copied the path of the file.", markup=False)

    parts = (problem.where or str(path), problem.what, problem.mend)
    screen.app.push_screen(
        Choose(
            visible(problem.title),
            "\n\n".join(visible(storable(part)) for part in parts if part),
            [("close", "Close"), ("copy", "Copy the path of the file")],
        ),
        answered,
    )
