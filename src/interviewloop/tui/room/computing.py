"""Where the room reads and measures: in a thread for few sessions, for many in a second process.

A thread that computes makes every key wait for its turn; a second process takes a moment to begin.
Free of NumPy until there is something to compute.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from interviewloop.apart.process import Abandoned, Apart, possible
from interviewloop.tui.collecting import not_collecting

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from interviewloop.tui.room.found import First, Measured
    from interviewloop.tui.room.query import Query
    from interviewloop.tui.services import Services

    News = str | First | Measured

MANY = 2_500
"""Files of sessions from which a second process pays."""


@dataclass(frozen=True)
class Question:
    """What the second process is asked. Only this program ever pickles it."""

    services: Services
    query: Query

    def __call__(self, tell: Callable[[News], None]) -> None:
        from interviewloop.tui.room.working import work_out  # deferred: brings NumPy

        work_out(self.services, self.query, lambda: False, tell)


def compute(
    services: Services,
    query: Query,
    abandoned: Callable[[], bool],
    tell: Callable[[News], None],
) -> None:
    """Tell how far the work is, the first figures, then all; nothing more as soon as ``abandoned``
    says so. Raises Problem where files cannot be read or the second process is gone."""
    try:
        if possible() and _many(services.root):
            _compute_apart(services, query, abandoned, tell)
        else:
            from interviewloop.tui.room.working import work_out  # deferred: brings NumPy

            work_out(services, query, abandoned, tell)
    except Abandoned:
        return


def _compute_apart(
    services: Services,
    query: Query,
    abandoned: Callable[[], bool],
    tell: Callable[[News], None],
) -> None:
    with Apart(Question(services.bare(), query)) as apart, not_collecting():
        # While the other process reads: what draws the figures brings NumPy, and what lists the
        # sessions behind them takes as long as five keys. The screen need not stop for either.
        import interviewloop.tui.plots.stage
        import interviewloop.tui.screens.behind  # noqa: F401 - see above

        for found in apart.told(abandoned):
            tell(cast("News", found))


def _many(root: Path) -> bool:
    """Whether there are many sessions, from the names of files alone."""
    from interviewloop.workspace.locations import sessions_folder

    left = MANY
    try:
        for folder in sessions_folder(root).iterdir():
            if folder.is_dir():
                left -= sum(path.suffix == ".toml" for path in folder.iterdir())
            if left <= 0:
                return True
    except OSError:
        pass  # whoever reads the files says what is wrong with them
    return False
