"""Who can be asked at a desk, by the sign that begins a line to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewloop.interview.noteline import CANDIDATE, WORLD

if TYPE_CHECKING:
    from interviewloop.tui.answering import Answerer
    from interviewloop.tui.desk import Desk


def answerers_at(desk: Desk) -> dict[str, Answerer]:
    """Nobody in most interviews; the incident in an incident case, the persona in a mock one."""
    found: dict[str, Answerer] = {}
    if desk.running is not None:
        from interviewloop.tui.incident_answerer import IncidentAnswerer  # deferred: seldom needed

        found[WORLD] = IncidentAnswerer(desk.running)
    if desk.persona is not None:
        from interviewloop.tui.persona_answerer import PersonaAnswerer  # deferred: mock only

        found[CANDIDATE] = PersonaAnswerer(desk.persona, desk.plan.case, desk.running)
    return found
