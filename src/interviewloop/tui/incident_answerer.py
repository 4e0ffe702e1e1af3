"""The incident as an answerer: requests to evidence, orders to actions, beliefs to hypotheses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewloop.incident.expressions import mark_key
from interviewloop.incident.log import log
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
    from interviewloop.incident.log import Line
    from interviewloop.incident.matching import Topic
    from interviewloop.incident.running import Running
    from interviewloop.interview.events import Event
    from interviewloop.model.session import Session

BROAD = "broad"
EVERY = "every"
"""The offer to look through all there is; what follows is picked there."""
LIKE = 20.0
"""From this score on a topic stays in the whole list while it is narrowed down."""
_KINDS = {"ask": "asks", "act": "orders", "name": "believes"}
_OWN = ("evidence", "blocked", "ordered", "belief", "broad", "nothing", "wait")
"""Lines that answer a turn; injects and effects of earlier ones only happen to come with it."""


class IncidentAnswerer:
    """Offers topics of the incident and turns a pick into a turn of the session."""

    reading = "to the incident: what the candidate asks, orders or believes"

    def __init__(self, running: Running) -> None:
        self.running = running
        self._topics = topics_of(running.world.incident, ("ask", "act", "name"))
        self._matcher = Matcher(self._topics)

    def offers(self, session: Session, asked: str) -> Offers:
        match = self._matcher.match(asked)
        if match.policy == "broad":
            everything = Offer(BROAD, f"“{BROAD_REPLY}”", "a request for everything: one minute")
            return Offers(asked, (everything,), NOTHING_REPLY)
        choices: list[Offer] = []
        for candidate in () if match.policy == "nothing" else match.candidates:
            choices += self._offers_of(session, candidate.topic, candidate.phrasing)
        choices.append(Offer(EVERY, "look through the whole list", "nothing is told by looking"))
        return Offers(asked, tuple(choices), NOTHING_REPLY)

    def every(self, session: Session, words: str) -> tuple[Offer, ...]:
        """Everything that can be picked by hand; with ``words`` what is like them, likest first."""
        if not words.strip():
            found = [(topic, topic.phrasings[0]) for topic in self._topics]
        else:
            ranked = self._matcher.ranked(words)
            found = [(one.topic, one.phrasing) for one in ranked if one.score >= LIKE]
        return tuple(
            offer
            for topic, phrasing in found
            for offer in self._offers_of(session, topic, phrasing)
        )

    def events(self, session: Session, asked: str, key: str | None) -> tuple[Event, ...]:
        what = str(BROAD_EVENT) if key == BROAD else key
        if what is not None:
            self.running.after((*events_in(session), what))
        return (TakeTurn(asked, what),)

    def reply(self, before: Session, after: Session) -> str:  # noqa: ARG002 - the protocol's
        turn = next(reversed(after.live_turns()), "")
        own = [line for line in log(self.running, after) if line.turn == turn]
        minute = f"T+{self.running.state(after).t}"
        for line in own:
            if line.kind in _OWN:
                return f"{minute}  {_answer(line)}"
        # An action that takes effect at once: what it came to is told last.
        effects = [line for line in own if line.kind == "effect"]
        return f"{minute}  {_answer(effects[-1])}" if effects else minute

    def _offers_of(self, session: Session, topic: Topic, phrasing: str) -> list[Offer]:
        """A topic; an action that was ordered already can be undone as well."""
        says_more = phrasing != topic.title
        hint = f"{_KINDS[topic.kind]}: {phrasing}" if says_more else _KINDS[topic.kind]
        offers = [Offer(f"{topic.kind}:{topic.id}", topic.title, hint)]
        marks = self.running.state(session).marks
        if topic.kind == "act" and ("did", mark_key(topic.id)) in marks:
            offers.append(Offer(f"undo:{topic.id}", f"Undo: {topic.title}", "orders it undone"))
        return offers


def _answer(line: Line) -> str:
    if line.kind == "belief":
        return f"Noted that they believe: {line.title}"
    if line.kind in ("broad", "nothing", "wait"):
        return line.title
    if line.kind == "ordered":
        return line.text
    return f"{line.title}: {line.text}"
