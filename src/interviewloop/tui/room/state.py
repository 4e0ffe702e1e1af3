"""What the room is showing, without a screen: the tab, the question, and what is known so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from interviewloop.tui.room.found import Measured
from interviewloop.tui.room.query import Query
from interviewloop.tui.room.tabs import TABS

if TYPE_CHECKING:
    from interviewloop.calibration.figures import Notice
    from interviewloop.calibration.results import Calibration
    from interviewloop.model.errors import Problem
    from interviewloop.tui.room.found import First
    from interviewloop.tui.room.query import Pool
    from interviewloop.tui.room.sheet import Sheet
    from interviewloop.tui.room.tabs import Tab


@dataclass(slots=True)
class Room:
    """``turn`` counts the questions asked, so that an answer to an older one can be told.

    ``working`` says how far the computing is, empty when it is over; ``problem`` why nothing can be
    measured.
    """

    query: Query = field(default_factory=Query)
    tab: Tab = "overview"
    turn: int = 0
    working: str = ""
    problem: Problem | None = None
    first: First | None = None
    measured: Measured | None = None
    _views: dict[Tab, int] = field(default_factory=dict)

    def ask(self, query: Query) -> int:
        """Forget what is known and ask ``query``; the number of its turn."""
        self.query = query
        self.turn += 1
        self.working = "reading …"
        self.problem, self.first, self.measured = None, None, None
        return self.turn

    def answer(self, found: First | Measured) -> None:
        """Take in the first figures, or all of them."""
        if isinstance(found, Measured):
            self.measured, self.working = found, ""
        else:
            self.first = found

    def failed(self, problem: Problem) -> None:
        """Take in why there is nothing."""
        self.problem, self.working = problem, ""

    @property
    def calibration(self) -> Calibration | None:
        return self.measured.calibration if self.measured is not None else None

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What to know before relying on the figures, or why there are none."""
        if self.calibration is not None:
            return self.calibration.notices
        return self.measured.notices if self.measured is not None else ()

    @property
    def pool(self) -> Pool | None:
        """The sessions that are measured, as far as that is known."""
        known = self.measured or self.first
        return known.pool if known is not None else self.query.pool

    @property
    def asked(self) -> str:
        """What was asked beside all sessions of a kind, in a line, and whether it can be had."""
        filters = self.query.filters
        words = [f"only {filters.words()}"] if filters.words() else []
        if filters.linked and self.calibration is not None:
            withheld = self.calibration.linked.withheld
            words.append(f"not linked: {withheld}" if withheld else "linked by practice")
        return "; ".join(words)

    @property
    def ready(self) -> tuple[Tab, ...]:
        """The tabs that have something to show."""
        known = self.measured or self.first
        return tuple(tab for tab in TABS if known is not None and known.sheets.get(tab))

    @property
    def said(self) -> Sheet | None:
        """What the scores say, one line a sentence."""
        known = self.measured or self.first
        found = known.sheets.get("overview", ()) if known is not None else ()
        return found[0] if found else None

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """What the tab holds."""
        known = self.measured or self.first
        return known.sheets.get(self.tab, ()) if known is not None else ()

    @property
    def sheet(self) -> Sheet | None:
        """What is shown of it."""
        return self.sheets[self.view] if self.sheets else None

    @property
    def view(self) -> int:
        """The place of the sheet that is shown."""
        return self._views.get(self.tab, 0) % max(1, len(self.sheets))

    @view.setter
    def view(self, place: int) -> None:
        self._views[self.tab] = place

    def turn_tab(self, step: int) -> None:
        """Go to the tab ``step`` further on."""
        self.tab = TABS[(TABS.index(self.tab) + step) % len(TABS)]
