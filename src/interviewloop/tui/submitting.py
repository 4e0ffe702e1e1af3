"""Submitting a scorecard: what is missing, the last look, and the wait until it is on disk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewloop.interview.blindness import is_practice
from interviewloop.interview.events import Submit
from interviewloop.interview.scoring import gaps
from interviewloop.model.errors import Problem
from interviewloop.report.score_words import value_words
from interviewloop.tui import incident_evidence
from interviewloop.tui.score_views import OVERALL_NAME, gap_words, score_table
from interviewloop.tui.screens.dialogs import Choose
from interviewloop.tui.screens.sealing import SealingScreen

if TYPE_CHECKING:
    from collections.abc import Callable

    from interviewloop.interview.scoring import Gap
    from interviewloop.tui.screens.score import ScoreScreen

_ADVISED = 3


def list_missing(
    screen: ScoreScreen, missing: tuple[Gap, ...], go_to: Callable[[Gap], None]
) -> None:
    """Everything that stops submission; choosing one of them goes to it."""

    def answered(answer: str | None) -> None:
        if answer is not None:
            go_to(missing[int(answer)])

    plan = screen.desk.plan
    screen.app.push_screen(
        Choose(
            "Not ready to submit",
            "This must be filled in first. Choose one to go there.",
            [(str(number), gap_words(plan, gap)) for number, gap in enumerate(missing)],
        ),
        answered,
    )


def confirm(screen: ScoreScreen) -> None:
    """The whole scorecard once more, then the question."""
    session, plan = screen.desk.session, screen.desk.plan

    def answered(answer: str | None) -> None:
        if answer == "submit" and screen.do(Submit()):
            _wait_for_disk(screen)

    table = score_table(session, plan).plain
    recommendation = value_words(session.scorecard.recommendation)
    left = incident_evidence.left_words(screen.desk)
    advised = _advised([gap_words(plan, gap) for gap in gaps(session, plan)])
    screen.app.push_screen(
        Choose(
            "Submit and seal this scorecard?",
            f"{table}\n{OVERALL_NAME}: {recommendation}\n\n{left}"
            f"Sealing cannot be undone; later changes are amendments.{advised}",
            [("back", "Back to the scorecard"), ("submit", "Submit and seal")],
        ),
        answered,
    )


def _advised(gaps: list[str]) -> str:
    """What would be good to fill in as well, by name; only the first of very many."""
    if not gaps:
        return ""
    more = len(gaps) - _ADVISED
    rest = f"\n  and {more} more" if more > 0 else ""
    named = "".join(f"\n  {gap}" for gap in gaps[:_ADVISED])
    return f"\n\nAdvised first; Esc goes back:{named}{rest}"


def _wait_for_disk(screen: ScoreScreen) -> None:
    """Only what is on disk is sealed; until then a screen in front says so."""
    app, desk = screen.loop_app, screen.desk

    def done(sealed: bool | None) -> None:
        desk.close()
        app.desk = None
        if not sealed or desk.path is None:
            app.show_home()
            return
        try:
            if is_practice(desk.session):
                app.show_feedback(desk.path)
            else:
                app.view_session(desk.path)
        except Problem as problem:
            app.show_home()
            screen.tell(problem)

    app.push_screen(SealingScreen(desk), done)
