"""What was found for the room. Free of NumPy, so that a screen may know it from the start."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from interviewloop.model.text import visible

if TYPE_CHECKING:
    from interviewloop.calibration.figures import Notice
    from interviewloop.calibration.results import Calibration
    from interviewloop.tui.room.behind import Behind
    from interviewloop.tui.room.query import Pool
    from interviewloop.tui.room.sheets import Sheets


class Choices(NamedTuple):
    """What the filters can choose among: roles, ids, and interviewers by name with what they are
    called."""

    roles: tuple[str, ...]
    rubrics: tuple[str, ...]
    cases: tuple[str, ...]
    interviewers: tuple[tuple[str, str], ...]
    dimensions: tuple[str, ...]


class First(NamedTuple):
    """What is known before any model is fitted."""

    pool: Pool
    sheets: Sheets


@dataclass(frozen=True, slots=True)
class Measured:
    """A calibration, or None with ``notices`` that say why not.

    Interviewers are called as the query wants it in every text, and nowhere by another name.
    ``left_out`` counts the loops the viewer may not see yet. ``filtered`` says whether filters left
    any sessions out.
    """

    pool: Pool
    calibration: Calibration | None
    notices: tuple[Notice, ...]
    left_out: int
    sheets: Sheets
    behind: Behind
    choices: Choices
    filtered: bool = False

    def text(self, width: int) -> str:
        """The whole report for a screen of ``width`` columns."""
        if self.calibration is not None:
            from interviewloop.report.calibration_text import calibration_text  # brings NumPy

            report = calibration_text(self.calibration, width)
        else:
            said = [visible(f"{notice.message} {notice.mend}") for notice in self.notices]
            report = "\n\n".join([self.nothing(), *said])
        return "\n\n".join(part for part in (self.left_out_words(), report) if part)

    def left_out_words(self) -> str:
        """How many loops are left out, empty for none."""
        if not self.left_out:
            return ""
        loops = "1 loop is" if self.left_out == 1 else f"{self.left_out} loops are"
        return f"{loops} left out: submit your own scorecard there first."

    def counts(self) -> str:
        """What was measured, in a line; empty where nothing was."""
        from interviewloop.report.calibration_sections import counts  # deferred: brings NumPy

        return "" if self.calibration is None else counts(self.calibration)

    def nothing(self) -> str:
        """What to say where nothing could be measured."""
        return _NOTHING_FITS if self.filtered else _NOTHING[self.pool]


_NOTHING_FITS = "Nothing to measure: no scorecard that can be counted fits the filters (F10)."
_NOTHING: dict[Pool, str] = {
    "panel": "Nothing to measure yet: no scorecard of a live or shadow session can be counted.\n"
    "Agreement needs two interviewers who have scored the same candidate.\n"
    "F3 changes to mock sessions and to examples.",
    "mock": "Nothing to measure yet: no scorecard of a mock session has been submitted.",
    "example": "There are no example sessions here. `interviewloop demo` opens the app on some.",
}
