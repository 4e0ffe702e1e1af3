"""What the screens are given: files, content, settings, time. Tests hand in others."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from interviewloop.interview.moment import Moment

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from interviewloop.incident.running import Running
    from interviewloop.interview.plan import Plan
    from interviewloop.library.library import Library, LoadedCase
    from interviewloop.model.persona import Persona
    from interviewloop.model.session import Session
    from interviewloop.tui.desk import Desk
    from interviewloop.workspace.saver import SaveState
    from interviewloop.workspace.settings import Settings
    from interviewloop.workspace.workspace import Workspace


def real_now() -> Moment:
    """The moment it is now."""
    return Moment(datetime.now(UTC), time.monotonic())


@dataclass(frozen=True)
class Services:
    """``workspace`` and ``library`` are made on first use: the first frame needs neither models nor
    files."""

    root: Path
    config: Path
    """The config file, which need not exist."""
    settings: Settings
    open_library: Callable[[], Library]
    now: Callable[[], Moment] = real_now
    cache: Path | None = None
    """The folder for an index of the sessions; without it none is kept."""
    _workspace: list[Workspace] = field(default_factory=list)
    _library: list[Library] = field(default_factory=list)

    @property
    def workspace(self) -> Workspace:
        if not self._workspace:
            from interviewloop.workspace.workspace import Workspace  # deferred: see above

            self._workspace.append(
                Workspace(self.root, now=lambda: self.now().wall, cache=self.cache)
            )
        return self._workspace[0]

    @property
    def library(self) -> Library:
        if not self._library:
            self._library.append(self.open_library())
        return self._library[0]

    def bare(self) -> Services:
        """The same without what was made on first use, so that another process can have it."""
        return replace(self, _workspace=[], _library=[])

    def plan_for(self, session: Session) -> Plan:
        """The case and rubric of a session. Raises :class:`Problem` when one is not to be had."""
        from interviewloop.interview.plan import Plan  # deferred: brings the models

        return Plan(self.library.case(session.case).case, self.library.rubric(session.rubric))

    def open_desk(self, path: Path, on_state: Callable[[SaveState], None]) -> Desk:
        """Open a stored session for work: locked, with a saver. Raises :class:`HeldBy` (a Problem)
        when another process has it."""
        from interviewloop.tui.desk import Desk  # deferred: the list of sessions needs no engine
        from interviewloop.workspace.lock import SessionLock
        from interviewloop.workspace.saver import Saver

        session = self.workspace.peek(path)
        lock = SessionLock(path, session.interviewer)
        lock.acquire()
        try:
            session = self.workspace.load(path)
            plan = self.plan_for(session)
            loaded = self.library.case(session.case)
            saver = Saver(self.workspace, path, on_state=on_state, now=lambda: self.now().wall)
        except BaseException:
            lock.release()
            raise
        return Desk(
            session,
            plan,
            loaded,
            self.now,
            saver,
            lock.release,
            path,
            self._running(loaded),
            self._persona(session),
        )

    def look_at(self, path: Path) -> Desk:
        """Open a stored session for reading only."""
        from interviewloop.tui.desk import Desk  # deferred: as above

        session = self.workspace.peek(path)
        loaded = self.library.case(session.case)
        return Desk(
            session,
            self.plan_for(session),
            loaded,
            self.now,
            None,
            path=path,
            running=self._running(loaded),
        )

    def _running(self, loaded: LoadedCase) -> Running | None:
        """The incident beside a case, ready to run. Raises :class:`Problem` for a broken one."""
        file = loaded.incident()
        if file is None:
            return None
        from interviewloop.incident.running import Running  # deferred: incident cases only

        return Running(file.world())

    def _persona(self, session: Session) -> Persona | None:
        """The simulated candidate of a session. Raises :class:`Problem` when it is gone."""
        return self.library.persona(session.case, session.persona) if session.persona else None
