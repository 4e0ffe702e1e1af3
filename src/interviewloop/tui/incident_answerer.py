"""The incident as an answerer: requests to evidence, orders to actions, beliefs to hypotheses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewloop.incident.expressions import mark_key
from interviewloop.incident.matching import (
    BROAD_EVENT,
    BROAD_REPLY,
    NOTHING_REPLY,
    Matcher,
    topics_of,
)
from interviewloop.incident.running import events_in
from interviewloop.interview.events import TakeTurn
from interviewloop.tui.answering import Offer, Offers

if TYPE_CHECKING:
    from interviewloop.incident.matching import Topic
    from interviewloop.incident.running import Running
    from interviewloop.interview.events import Event
    from interviewloop.model.session import Session

BROAD = "broad"
_KINDS = {"ask": "asks", "act": "orders", "name": "believes"}


class IncidentAnswerer:
    """Offers topics of the incident and turns a pick into a turn of the session."""

    reading = "to the incident: what the candidate asks, orders or believes"

    def __init__(self, running: Running) -> None:
        self.running = running
        incident = running.world.incident
        self._matcher = Matcher(topics_of(incident, ("ask", "act", "name")))

    def offers(self, session: Session, asked: str) -> Offers:
        match = self._matcher.match(asked)
        if match.policy == "broad":
            everything = Offer(BROAD, f"“{BROAD_REPLY}”", "a request for everything: one minute")
            return Offers(asked, (everything,), NOTHING_REPLY)
        choices: list[Offer] = []
        for candidate in () if match.policy == "nothing" else match.candidates:
            choices += self._offers_of(session, candidate.topic, candidate.phrasing)
        return Offers(asked, tuple(choices), NOTHING_REPLY)

    def events(self, session: Session, asked: str, key: str | None) -> tuple[Event, ...]:
        what = str(BROAD_EVENT) if key == BROAD else key
        if what is not None:
            self.running.after((*events_in(session), what))
        return (TakeTurn(asked, what),)

    def reply(self, before: Session, after: Session) -> str:
        known = len(self.running.state(before).told)
        state = self.running.state(after)
        told = state.told[known:]
        if told:
            return told[0].text
        last = next(reversed(after.live_turns().values()), None)
        if last is None or last.event is None:
            return NOTHING_REPLY
        return BROAD_REPLY if last.event == str(BROAD_EVENT) else f"Minute {state.t}."

    def _offers_of(self, session: Session, topic: Topic, phrasing: str) -> list[Offer]:
        """A topic; an action that was ordered already can be taken back as well."""
        hint = f"{_KINDS[topic.kind]}: {phrasing}"
        offers = [Offer(f"{topic.kind}:{topic.id}", topic.title, hint)]
        marks = self.running.state(session).marks
        if topic.kind == "act" and ("did", mark_key(topic.id)) in marks:
            offers.append(Offer(f"undo:{topic.id}", f"Take back: {topic.title}", "undoes it"))
        return offers
