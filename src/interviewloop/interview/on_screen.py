"""What the candidate has before them: one rule for their window and the interviewer's screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from interviewloop.model.session import Session


def on_screen(session: Session, told: Iterable[tuple[str, datetime]] = ()) -> tuple[str, ...]:
    """The ids of the exhibits on screen, the latest first.

    ``told`` are those that evidence of an incident brought along, and when: they are shown with it
    until the interviewer takes them away.
    """
    shown = dict(told)
    for name, showing in session.exhibits.items():
        if showing.on_screen:
            shown[name] = max(showing.at, shown.get(name, showing.at))
        else:
            shown.pop(name, None)
    in_order = sorted(shown.items(), key=lambda pair: pair[1])
    return tuple(name for name, _ in reversed(in_order))
