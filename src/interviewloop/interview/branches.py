"""Branches: prompts that are read only when something was, or was not, seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container
    from datetime import datetime

    from interviewloop.model.case import Branch, Case
    from interviewloop.model.session import Session

_ENTRIES = {"start", "next", "back", "skip", "jump"}


def holds(branch: Branch, seen: Container[str]) -> bool:
    """Whether the prompt is read when the look-fors ``seen`` were seen."""
    negated = branch.when.startswith("not ")
    return (branch.when.rpartition("seen.")[2] in seen) != negated


def read_out(session: Session, case: Case) -> tuple[str, ...]:
    """The branch prompts of the current stage that are read, as the candidate follows them.

    One that holds now, or did when the stage was entered: a prompt that vanished with a tick would
    tell the candidate of the tick.
    """
    entered = _entered_at(session)
    before = {
        name for name, help_ in session.look_fors.items() if entered is None or help_.at <= entered
    }
    return tuple(
        branch.prompt
        for _, branch in case.branches_of(session.stage or "")
        if holds(branch, session.look_fors) or holds(branch, before)
    )


def _entered_at(session: Session) -> datetime | None:
    """When the stage was last entered; None when the log does not say."""
    moves = [
        entry
        for entry in session.log.values()
        if entry.what in _ENTRIES and entry.stage == session.stage
    ]
    return moves[-1].at if moves else None
