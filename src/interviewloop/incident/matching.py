"""Which topic a request means: the nearest three, for a person to choose from.

Nothing is ever told by match alone. The score, 0 to 100, adds up four views:

- how much of the request and the best phrasing are the same words, each weighted by how rare it is
  among the topics (inverse document frequency), with typos repaired and near-synonyms counted less;
- how much of the request is found among all phrasings of the topic together;
- the likeness of request and phrasing as sets of words (rapidfuzz ``token_set_ratio``);
- whether a question meets evidence, or an order an action.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from interviewloop.incident.events import Wait
from interviewloop.incident.wordforms import alike, mood, tokens, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from interviewloop.model.incident import Incident

TopicKind = Literal["ask", "act", "name"]
Policy = Literal["clear", "choose", "nothing", "broad"]

PHRASING, TOPIC, LIKENESS, MOOD = 36.0, 36.0, 18.0, 10.0
"""What each view can add to a score."""
SYNONYM = 0.7
"""What a near-synonym counts, where the same word counts 1."""
CLEAR, MARGIN, POSSIBLE = 65.0, 10.0, 35.0
"""A best score of CLEAR with MARGIN to the second is clear; below POSSIBLE nothing fits."""
SAME_WORD = 84.0
"""Similarity (0 to 100) from which two words count as one with a typo."""
BEST = 3
MAX_LENGTH = 500
"""Longer requests are cut: nobody asks for one thing in so many words."""

BROAD_REPLY = "What first, and why?"
BROAD_EVENT = Wait(1)
"""A request for everything matches nothing and costs a minute."""
NOTHING_REPLY = "We do not have that at hand."
_EVERYTHING = re.compile(
    r"\b(?:everything|all (?:of )?(?:it|the (?:data|dashboards|graphs|metrics|logs|evidence"
    r"|information|numbers|charts)|data|dashboards|graphs|metrics|logs|evidence|information|numbers"
    r"|charts|you have|there is|available)"
    r"|(?:whatever|anything) (?:you have|there is|is available)"
    r"|every (?:dashboard|graph|metric|log|chart|piece of evidence))\b"
)


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
            Topic("act", id_, one.title or _spaced(id_), (one.title or _spaced(id_), *one.ask))
            for id_, one in incident.actions.items()
        ]
    if "name" in wanted:
        topics += [
            Topic("name", id_, _spaced(id_), (_spaced(id_), *one.say))
            for id_, one in incident.hypotheses.items()
        ]
    return topics


def is_broad(request: str) -> bool:
    """Whether a request asks for everything at once."""
    return _EVERYTHING.search(" ".join(words(request[:MAX_LENGTH]))) is not None


@dataclass(frozen=True, slots=True)
class _Phrasing:
    topic: int
    text: str
    bag: frozenset[str]
    joined: str
    weight: float


class Matcher:
    """The phrasings of some topics made ready, once, for any number of requests."""

    def __init__(self, topics: Sequence[Topic]) -> None:
        self._topics = tuple(topics)
        self._bags = [
            frozenset(token for text in topic.phrasings for token in tokens(text))
            for topic in self._topics
        ]
        seen_in = Counter(token for bag in self._bags for token in bag)
        self._rarity = {
            token: math.log(1 + len(self._bags) / number) for token, number in seen_in.items()
        }
        self._unknown = math.log(1 + len(self._bags)) / 2
        self._phrasings = [
            self._phrasing(index, text)
            for index, topic in enumerate(self._topics)
            for text in topic.phrasings
        ]

    def match(self, request: str, limit: int = BEST) -> Match:
        """The topics nearest to ``request``, best first; topics of equal score in their order."""
        if is_broad(request):
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
        """Every topic with its score, best first."""
        from rapidfuzz import fuzz  # deferred: only a request needs it

        request = request[:MAX_LENGTH]
        asked = tokens(request)
        joined = " ".join(asked)
        near = self._near(frozenset(asked))
        weights = {token: self._weight(token, near[token]) for token in near}
        whole = sum(weights.values()) or 1.0
        meant = mood(request)
        extra = [
            TOPIC * _shared(near, weights, bag) / whole + (MOOD if topic.kind == meant else 0.0)
            for topic, bag in zip(self._topics, self._bags, strict=True)
        ]
        best: dict[int, tuple[float, str]] = {}
        for phrasing in self._phrasings:
            soft = 2 * _shared(near, weights, phrasing.bag) / (whole + phrasing.weight)
            alike = fuzz.token_set_ratio(joined, phrasing.joined) / 100
            score = PHRASING * soft + LIKENESS * alike + extra[phrasing.topic]
            if score > best.get(phrasing.topic, (-1.0, ""))[0]:
                best[phrasing.topic] = (score, phrasing.text)
        order = sorted(best, key=lambda index: (-best[index][0], index))
        return [Candidate(self._topics[index], *best[index]) for index in order]

    def _phrasing(self, topic: int, text: str) -> _Phrasing:
        stems = tokens(text)
        weight = sum(self._rarity[token] for token in set(stems))
        return _Phrasing(topic, text, frozenset(stems), " ".join(stems), weight)

    def _near(self, asked: frozenset[str]) -> dict[str, dict[str, float]]:
        """For each word asked, the known words it may be, with their similarity from 0 to 1."""
        from rapidfuzz import fuzz, process

        found: dict[str, dict[str, float]] = {}
        for token in asked:
            known = {one: SYNONYM for one in self._rarity if alike(token, one)}
            if token in self._rarity:
                known[token] = 1.0
            else:
                hits = process.extract(
                    token, self._rarity.keys(), scorer=fuzz.ratio, score_cutoff=SAME_WORD, limit=5
                )
                known |= {one: score / 100 for one, score, _ in hits}
            found[token] = known
        return found

    def _weight(self, token: str, near: Mapping[str, float]) -> float:
        """How much a word asked says: as rare as the known word it is, little if it is none."""
        if token in self._rarity:
            return self._rarity[token]
        return max((self._rarity[known] for known in near), default=self._unknown)


def _shared(
    near: Mapping[str, Mapping[str, float]], weights: Mapping[str, float], bag: frozenset[str]
) -> float:
    """The weight of the words asked that are in ``bag``, each as far as it is the same word."""
    return sum(
        weights[token] * max((known[one] for one in known if one in bag), default=0.0)
        for token, known in near.items()
    )


def _spaced(id_: str) -> str:
    return id_.replace("-", " ").replace("_", " ")
