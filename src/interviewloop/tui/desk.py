"""The desk: one open session, its plan, its undo history, and the way to disk.

Free of Textual, so that the whole flow of a session is tested without a screen. Screens read
``desk.session`` and call :meth:`Desk.do`; every change goes to the saver at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from interviewloop.interview.engine import apply
from interviewloop.interview.events import RestoreNote, TakeBackTurn
from interviewloop.interview.notes import last_deleted
from interviewloop.interview.playing import last_turn
from interviewloop.interview.undo import History, history_of, inverse
from interviewloop.model.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from interviewloop.incident.running import Running
    from interviewloop.interview.events import Event
    from interviewloop.interview.moment import Moment
    from interviewloop.interview.plan import Plan
    from interviewloop.library.library import LoadedCase
    from interviewloop.model.persona import Persona
    from interviewloop.model.session import Session
    from interviewloop.workspace.saver import SaveState


class Sink(Protocol):
    """Where snapshots go: the workspace's saver, or a list in a test."""

    @property
    def state(self) -> SaveState: ...

    def submit(self, session: Session) -> None: ...

    def flush(self, timeout: float) -> bool: ...

    def rescue(self, folder: Path) -> Path: ...

    def close(self) -> None: ...


class Desk:
    """One session being worked on. ``saver`` is None when it is only looked at."""

    def __init__(
        self,
        session: Session,
        plan: Plan,
        loaded: LoadedCase,
        now: Callable[[], Moment],
        saver: Sink | None,
        release: Callable[[], None] = lambda: None,
        path: Path | None = None,
        running: Running | None = None,
        persona: Persona | None = None,
    ) -> None:
        self.session = session
        self.plan = plan
        self.loaded = loaded
        self.saver = saver
        self.path = path
        self.running = running
        """The incident of the case, if it has one."""
        self.persona = persona
        """The simulated candidate of a mock session, if there is one."""
        self._now = now
        self._release = release
        self._undo: dict[History, list[Event]] = {"notes": [], "scorecard": [], "incident": []}
        self._redo: dict[History, list[Event]] = {"notes": [], "scorecard": [], "incident": []}

    @property
    def read_only(self) -> bool:
        return self.saver is None

    def do(self, event: Event) -> Session:
        """Apply ``event`` and hand the result to the saver. Raises :class:`Problem`, unchanged."""
        undoing, history = inverse(self.session, event, self.plan), history_of(event)
        self._apply(event)
        if undoing is not None and history is not None:
            self._undo[history].append(undoing)
            self._redo[history].clear()
        return self.session

    def undo(self, history: History = "notes") -> Event:
        """Take back the last change of the notes, the scorecard or the incident; return the event
        that did it.

        After a restart the histories are empty: the note deleted last comes back, and the last
        turn that stands is taken back.
        """
        past = self._undo[history]
        if history == "notes" and not past and (name := last_deleted(self.session)):
            past.append(RestoreNote(name))
        if history == "incident" and not past and (name := last_turn(self.session)):
            past.append(TakeBackTurn(name))
        return self._step(past, self._redo[history], f"change of the {history} is left to undo")

    def redo(self, history: History = "notes") -> Event:
        """Do again what was undone last."""
        future = self._redo[history]
        return self._step(future, self._undo[history], f"change of the {history} is left to redo")

    def saved(self, timeout: float) -> bool:
        """Wait until everything is on disk; False when it is not within ``timeout`` seconds."""
        return self.saver is None or self.saver.flush(timeout)

    def close(self, timeout: float = 5.0) -> None:
        """Save, stop the saver and free the lock. Ask :meth:`saved` first, or afterwards with 0."""
        self.saved(timeout)
        if self.saver is not None:
            self.saver.close()
        self._release()

    def _step(self, source: list[Event], target: list[Event], none: str) -> Event:
        if not source:
            raise Problem(f"Nothing to {none[-4:]}", f"no {none}")
        event = source.pop()
        back = inverse(self.session, event, self.plan)
        self._apply(event)
        if back is not None:
            target.append(back)
        return event

    def _apply(self, event: Event) -> None:
        if self.saver is None:
            raise Problem("Read-only", "this session is only being looked at")
        self.session = apply(self.session, event, self._now(), self.plan)
        self.saver.submit(self.session)
