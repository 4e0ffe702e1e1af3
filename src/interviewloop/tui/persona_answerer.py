"""A simulated candidate as an answerer: what a trainee asks finds the nearest scripted answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewloop.incident.policy import next_move
from interviewloop.interview.events import Talk
from interviewloop.model.errors import Problem
from interviewloop.practice.answers import reply
from interviewloop.practice.transcript import transcript
from interviewloop.tui.answering import Offer, Offers

if TYPE_CHECKING:
    from interviewloop.incident.running import Running
    from interviewloop.interview.events import Event
    from interviewloop.model.case import Case
    from interviewloop.model.persona import Persona
    from interviewloop.model.session import Session

_ANSWER, _MOVE = "answer", "move"


class PersonaAnswerer:
    """Offers the topics of the stage and turns a pick into an exchange.

    A line without words means "go on": the prompt of the stage is read out, and once that was
    answered the candidate makes the next move of its policy, if the case has an incident.
    """

    def __init__(self, persona: Persona, case: Case, running: Running | None = None) -> None:
        self.persona, self.case, self.running = persona, case, running
        self.reading = f"to {persona.name}: ask in your own words, or nothing to read the prompt"

    def offers(self, session: Session, asked: str) -> Offers:
        if not asked:
            return Offers(asked, (self._going_on(session),), "", plain=True)
        found = reply(self.persona, self.case, session.stage or "", asked)
        choices = tuple(
            Offer(answer_key(offer.answer.place), offer.topic) for offer in found.offers
        )
        otherwise = f"{self.persona.name} has no answer to that"
        return Offers(asked, choices, otherwise, plain=not choices)

    def events(self, session: Session, asked: str, key: str | None) -> tuple[Event, ...]:  # noqa: ARG002 - the protocol's
        if key is None:
            return (Talk(asked),)
        kind, _, name = key.partition(":")
        return (Talk(asked, move=name) if kind == _MOVE else Talk(asked, name),)

    def reply(self, before: Session, after: Session) -> str:  # noqa: ARG002 - the protocol's
        said = transcript(after, self.persona, self.case)
        return f"{self.persona.name}: {said[-1].said or '…'}" if said else ""

    def _going_on(self, session: Session) -> Offer:
        """The prompt of the stage, or the next move. Raises Problem when there is neither."""
        stage = session.stage or ""
        answered = any(one.answer == stage for one in session.talk.values())
        if self.persona.answer_at(stage) is not None and not answered:
            return Offer(answer_key(stage), self.case.stages[stage].prompt)
        if move := self._next_move(session):
            return Offer(f"{_MOVE}:{move}", self.persona.policy[move].say)
        name = self.persona.name
        what = f"{name} has answered this prompt" if answered else f"{name} is silent in this part"
        mend = "Probes of the script, and ? with words of your own, ask more. F4 goes on."
        raise Problem("Nothing more at once", what, mend)

    def _next_move(self, session: Session) -> str | None:
        """None outside scored stages too: briefing and close are no time to work."""
        stage = self.case.stages.get(session.stage or "")
        if self.running is None or stage is None or not stage.scored:
            return None
        made = {one.move for one in session.talk.values() if one.move is not None}
        state = self.running.state(session)
        return next_move(self.running.world, state, self.persona.policy, made)


def answer_key(place: str) -> str:
    """The key under which the answer to a stage or probe is picked."""
    return f"{_ANSWER}:{place}"
