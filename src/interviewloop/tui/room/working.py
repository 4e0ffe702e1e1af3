"""Reading and measuring for the room, step by step, in a thread that can be called off.

Importing it brings NumPy, so only that thread does.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from interviewloop.apart.process import Abandoned
from interviewloop.exchange.persona_key import Content
from interviewloop.tui.collecting import not_collecting
from interviewloop.tui.room.measuring import measured

if TYPE_CHECKING:
    from collections.abc import Callable

    from interviewloop.tui.room.found import First, Measured
    from interviewloop.tui.room.query import Query
    from interviewloop.tui.services import Services

_TELL_S = 0.1
"""Telling every file read would keep the screen busier than the reading does."""


def work_out(
    services: Services,
    query: Query,
    abandoned: Callable[[], bool],
    tell: Callable[[str | First | Measured], None],
) -> None:
    """Read the workspace and measure what ``query`` asks for.

    ``tell`` hears how far the work is, then the first figures, then all. Raises Abandoned as soon
    as ``abandoned`` says so, and Problem where files cannot be read.
    """
    last = 0.0

    def go_on() -> None:
        if abandoned():
            raise Abandoned

    def reading(number: int, of: int) -> None:
        nonlocal last
        go_on()
        if time.monotonic() - last > _TELL_S:
            last = time.monotonic()
            tell(f"reading {number:,} of {of:,} files …")

    def computing(step: str, number: int, of: int) -> None:
        go_on()
        tell(f"{step}, step {number + 1} of {of} …")

    def content(case: str, persona: str) -> Content:
        library = services.library
        return Content(library.persona(case, persona), library.case(case).case)

    def early(found: First) -> None:
        go_on()
        tell(found)

    go_on()
    with not_collecting():
        listing = services.workspace.survey(reading)
        go_on()
        tell("choosing scores …")
        viewer = services.settings.interviewer
        result = measured(listing, query, viewer, content=content, progress=computing, first=early)
    go_on()
    tell(result)
