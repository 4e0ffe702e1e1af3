"""Following a session that somebody else is running: its file is read, never locked or written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewloop.incident.running import Running
from interviewloop.model.errors import Problem
from interviewloop.report.candidate_projection import candidate_view
from interviewloop.report.candidate_view import Seen
from interviewloop.workspace.files import stamp_of

if TYPE_CHECKING:
    from pathlib import Path

    from interviewloop.library.library import Library
    from interviewloop.model.session import Session
    from interviewloop.report.candidate_view import CandidateView
    from interviewloop.workspace.workspace import Workspace


class Follower:
    """What the candidate may see of the session at ``path``, as often as it is asked for."""

    def __init__(self, path: Path, workspace: Workspace, library: Library) -> None:
        """Raises Problem when the session, its case or its incident cannot be read now."""
        self._path, self._workspace, self._library = path, workspace, library
        self._stamp = stamp_of(path)
        session = workspace.peek(path)
        file = library.case(session.case).incident()
        self._running = None if file is None else Running(file.world())
        self._view = self._view_of(session)

    @property
    def first(self) -> Seen:
        """What was seen at the start."""
        return Seen(self._view)

    def look(self) -> Seen:
        """The view now; the last one, waiting, while file or case cannot be read.

        Never raises a Problem: what is wrong is for the interviewer, whose screen says it. An
        unchanged file costs one look at its stamp.
        """
        try:
            stamp = stamp_of(self._path)
            if stamp is None or stamp != self._stamp:
                self._view = self._view_of(self._workspace.peek(self._path))
                self._stamp = stamp
        except Problem:
            self._stamp = None
            return Seen(self._view, waiting=True)
        return Seen(self._view)

    def _view_of(self, session: Session) -> CandidateView:
        return candidate_view(session, self._library.case(session.case), self._running)
