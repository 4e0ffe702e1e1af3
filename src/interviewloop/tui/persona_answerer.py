"""A simulated candidate as an answerer: what a trainee asks finds the nearest scripted answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewloop.interview.events import Talk
from interviewloop.practice.answers import nearest
from interviewloop.tui.answering import Offer, Offers

if TYPE_CHECKING:
    from interviewloop.interview.events import Event
    from interviewloop.model.case import Case
    from interviewloop.model.persona import Persona
    from interviewloop.model.session import Session


class PersonaAnswerer:
    """Offers the topics of the stage and turns a pick into an exchange."""

    def __init__(self, persona: Persona, case: Case) -> None:
        self.persona, self.case = persona, case
        self.reading = f"to {persona.name}: ask in your own words"

    def offers(self, session: Session, asked: str) -> Offers:
        found = nearest(self.persona, self.case, session.stage or "", asked)
        choices = tuple(Offer(offer.answer.place, offer.topic) for offer in found)
        return Offers(asked, choices, f"{self.persona.name} has no answer to that")

    def events(self, session: Session, asked: str, key: str | None) -> tuple[Event, ...]:  # noqa: ARG002 - the protocol's
        return (Talk(asked, key),)

    def reply(self, before: Session, after: Session) -> str:  # noqa: ARG002 - the protocol's
        last = next(reversed(after.talk.values()), None)
        if last is None or last.answer is None:
            return self.holding_line(sum(one.answer is None for one in after.talk.values()) - 1)
        place = last.answer
        answer = self.persona.answer_to(place) or self.persona.answer_at(place)
        return answer.text if answer else ""

    def holding_line(self, heard: int) -> str:
        """The line said for want of an answer; ``heard`` is how many came before it."""
        lines = self.persona.persona.holding_lines
        return lines[heard % len(lines)] if lines else ""
