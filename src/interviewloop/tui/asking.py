"""Questions that several forms ask: whether a name is meant, whether to leave what was typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewloop.model.text import visible
from interviewloop.tui.screens.dialogs import Choose

if TYPE_CHECKING:
    from collections.abc import Sequence

    from interviewloop.tui.screens.base import AppScreen
    from interviewloop.tui.widgets.name_field import NameField


async def is_meant(screen: AppScreen, field: NameField, what: str, near: Sequence[str]) -> bool:
    """Whether the name in ``field`` is meant, asked where it is ``near`` one from before.

    A name that was meant instead is put into the field. False when the question stays open; the
    field has the focus then. ``what`` is "candidate", "interviewer" or "loop". To be awaited in a
    worker.
    """
    if not near:
        return True
    answer = await screen.app.push_screen_wait(did_you_mean(what, field.value, near))
    if answer is None:
        field.focus()
        return False
    if answer != "new":
        field.value = near[int(answer)]
    return True


def did_you_mean(what: str, typed: str, near: Sequence[str]) -> Choose:
    """The question itself; it returns the place of the right name in ``near``, or ``new``."""
    typed = visible(typed)
    return Choose(
        f"Did you mean “{visible(near[0])}”?",
        f"There is no {what} “{typed}” yet, but one of nearly that name.",
        [
            *((str(place), f"Yes, “{visible(known)}”") for place, known in enumerate(near)),
            ("new", f"No, “{typed}” is {'another loop' if what == 'loop' else 'someone new'}"),
        ],
    )


def leave_or_stay(screen: AppScreen, title: str) -> None:
    """Ask before a half-filled form is closed."""

    def answered(answer: str | None) -> None:
        if answer == "leave":
            screen.dismiss()

    screen.app.push_screen(
        Choose(
            title,
            "What you typed here would be lost.",
            [("stay", "Back to the form"), ("leave", "Leave")],
        ),
        answered,
    )
