"""What every screen of the app shares: help, size classes, problems shown as notices."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import ModalScreen, Screen

from interviewloop.model.text import storable, visible_lines

if TYPE_CHECKING:
    from interviewloop.model.errors import Problem
    from interviewloop.tui.app import InterviewloopApp

_Result = TypeVar("_Result")

WIDE = 100
"""Columns from which panes stand side by side; below, they become tabs."""
SIZES: list[tuple[int, str]] = [(0, "-narrow"), (WIDE, "-wide")]
HEIGHTS: list[tuple[int, str]] = [(0, "-low"), (34, "-high")]


def problem_text(problem: Problem) -> Content:
    """A problem as content: plain text, never markup."""
    place = f"{problem.where}: " if problem.where else ""
    mend = f"\n{problem.mend}" if problem.mend else ""
    return Content(visible_lines(storable(f"{place}{problem.what}{mend}")))


class AppScreen(Screen[None]):
    """A full screen. ``HELP`` is its text for F1; bindings explain themselves by tooltip."""

    HELP: ClassVar[str] = ""
    TITLE_HERE: ClassVar[str] = ""
    HORIZONTAL_BREAKPOINTS = SIZES
    VERTICAL_BREAKPOINTS = HEIGHTS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "help", "Help", id="help", tooltip="Explain this screen and its keys"),
    ]

    @property
    def loop_app(self) -> InterviewloopApp:
        return cast("InterviewloopApp", self.app)

    @property
    def narrow(self) -> bool:
        return self.app.size.width < WIDE

    def action_help(self) -> None:
        from interviewloop.tui.screens.help import HelpScreen  # deferred: seldom opened

        self.app.push_screen(HelpScreen(self))

    def tell(self, problem: Problem) -> None:
        """Show a problem. The text is content, so nothing in it is read as markup."""
        self.app.notify(
            problem_text(problem).plain,
            title=problem.title,
            severity="error",
            timeout=8,
            markup=False,
        )


class Dialog(ModalScreen[_Result]):
    """A question in front of a screen."""

    HORIZONTAL_BREAKPOINTS = SIZES
    DEFAULT_CSS = """
    Dialog {
        align: center middle;
        background: $background 60%;
    }
    Dialog > .dialog-box {
        width: 72;
        max-width: 96%;
        height: auto;
        max-height: 92%;
        padding: 1 2;
        background: $surface;
        border: round $primary;
        border-title-color: $text-primary;
        border-title-style: bold;
    }
    """
