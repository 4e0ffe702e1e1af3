"""Which topic a request means: the nearest three, for a person to choose from.

Nothing is ever told by match alone. The score, 0 to 100, is how near the request is to the
phrasings of a topic (``likeness.finder``), and whether a question meets evidence, an order an
action, a belief a hypothesis.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from interviewloop.incident.broad import is_broad
from interviewloop.incident.events import Wait
from interviewloop.incident.mood import mood
from interviewloop.likeness.finder import Finder

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from interviewloop.incident.mood import Mood
    from interviewloop.model.incident import Incident

TopicKind = Literal["ask", "act", "name"]
Policy = Literal["clear", "choose", "nothing", "broad"]

WORDS, MOOD = 80.0, 20.0
"""What the words and the mood can add to a score; half the mood where it cannot be told."""
CLEAR, MARGIN, POSSIBLE = 65.0, 10.0, 35.0
"""A best score of CLEAR with MARGIN to the second is clear; below POSSIBLE nothing fits."""
BEST = 3
LONG, SHORT, PART = 25, 3, 0.9
"""Words from which a request is taken apart, words a part must have, and what it counts: a part can
meet a phrasing by chance, and to take shorter requests apart finds less than it spoils."""
_SENTENCE, _CLAUSE = re.compile(r"[.?!;:()]+\s*"), re.compile(r",\s*")
MAX_LENGTH = 500
"""Longer requests are cut: nobody asks for one thing in so many words."""

BROAD_REPLY = "What first, and why?"
BROAD_EVENT = Wait(1)
"""A request for everything matches nothing and costs a minute."""
NOTHING_REPLY = "We do not have that at hand."


@dataclass(frozen=True, slots=True)
class Topic:
    """Something a request can mean. ``phrasings`` are what its author expects people to say."""

    kind: TopicKind
    id: str
    title: str
    phrasings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A topic, how well it fits (0 to 100), and the phrasing that fits best."""

    topic: Topic
    score: float
    phrasing: str


@dataclass(frozen=True, slots=True)
class Match:
    """The best topics, best first, and what to do with them.

    ``clear``: the first one, still to be confirmed. ``choose``: one of them, or none. ``nothing``:
    say so, and log the request for the author. ``broad``: ask back; ``candidates`` is empty.
    """

    policy: Policy
    candidates: tuple[Candidate, ...]


def topics_of(incident: Incident, kinds: Iterable[TopicKind] = ("ask", "act")) -> list[Topic]:
    """The topics of an incident: what can be asked (evidence), done (actions), believed (names)."""
    wanted = frozenset(kinds)
    topics: list[Topic] = []
    if "ask" in wanted:
        topics += [
            Topic("ask", id_, one.title, (one.title, *one.ask))
            for id_, one in incident.evidence.items()
        ]
    if "act" in wanted:
        topics += [
            Topic("act", id_, one.title or readable(id_), (one.title or readable(id_), *one.ask))
            for id_, one in incident.actions.items()
        ]
    if "name" in wanted:
        topics += [
            Topic("name", id_, readable(id_), (readable(id_), *one.say))
            for id_, one in incident.hypotheses.items()
        ]
    return topics


class Matcher:
    """The phrasings of some topics made ready, once, for any number of requests."""

    def __init__(self, topics: Sequence[Topic]) -> None:
        self._topics = tuple(topics)
        self._finder = Finder(topic.phrasings for topic in self._topics)

    def match(self, request: str, limit: int = BEST) -> Match:
        """The topics nearest to ``request``, best first; topics of equal score in their order."""
        if is_broad(request[:MAX_LENGTH]):
            return Match("broad", ())
        ranked = self.ranked(request)[:limit]
        best = ranked[0].score if ranked else 0.0
        second = ranked[1].score if len(ranked) > 1 else 0.0
        policy: Policy = "choose"
        if best < POSSIBLE:
            policy = "nothing"
        elif best >= CLEAR and best - second >= MARGIN:
            policy = "clear"
        return Match(policy, tuple(ranked))

    def ranked(self, request: str) -> list[Candidate]:
        """Every topic with its score, best first.

        Somebody who talks wraps what they want in other things, so each sentence and clause of a
        long request counts on its own too.
        """
        request = request[:MAX_LENGTH]
        best = self._scored(request)
        for part in _parts(request):
            best = [
                max(known, replace(new, score=PART * new.score), key=lambda one: one.score)
                for known, new in zip(best, self._scored(part), strict=True)
            ]
        return sorted(best, key=lambda candidate: -candidate.score)

    def _scored(self, request: str) -> list[Candidate]:
        meant = mood(request)
        return [
            Candidate(
                topic,
                WORDS * one.nearness + MOOD * _agreement(topic.kind, meant),
                topic.phrasings[one.text],
            )
            for topic, one in zip(self._topics, self._finder.find(request), strict=True)
        ]


def _parts(request: str) -> list[str]:
    """The sentences and clauses of a long request that could be a request themselves."""
    if len(request.split()) < LONG:
        return []
    sentences = _SENTENCE.split(request)
    clauses = [clause for sentence in sentences for clause in _CLAUSE.split(sentence)]
    parts = dict.fromkeys((*sentences, *clauses))
    return [part for part in parts if len(part.split()) >= SHORT]


def _agreement(kind: TopicKind, meant: Mood | None) -> float:
    if meant is None:
        return 0.5
    return 1.0 if kind == meant else 0.0


def readable(id_: str) -> str:
    """An id as words."""
    return id_.replace("-", " ").replace("_", " ")
