"""What a persona may say to what a trainee asked: the nearest scripted answers, or a holding line.

Nothing is said by match alone: the screen offers the nearest three and the trainee picks, because a
wrong automatic answer would spoil the interview and a pick costs one key.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from interviewloop.practice.tokens import likeness, rarity, words

if TYPE_CHECKING:
    from interviewloop.model.case import Case
    from interviewloop.model.persona import Answer, Persona

OFFERED = 3
NEAR_ENOUGH = 35.0
"""Likeness below which a topic is not what was meant (brief, product notes: phrase matching)."""
_OWN_WORDS = 0.85
"""A question that only resembles the answer's own words counts a little less than one that
resembles what was to be asked."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A scripted answer that may fit: its topic as the trainee would ask it, and how near it is."""

    answer: Answer
    topic: str
    likeness: float


@dataclass(frozen=True, slots=True)
class Reply:
    """What came of a question: answers to pick from, nearest first, or else a holding line."""

    offers: tuple[Offer, ...] = ()
    holding_line: str | None = None


def reply(persona: Persona, case: Case, stage: str, asked: str, holding: int = 0) -> Reply:
    """The nearest answers of ``stage`` and its probes to what was ``asked``, three at most.

    When none is near enough, a holding line: ``holding`` is how many this session has heard, so the
    lines rotate and a replay says the same. A persona without lines says nothing.
    """
    offers = nearest(persona, case, stage, asked)
    if offers:
        return Reply(offers)
    return Reply(holding_line=holding_line(persona, holding))


def holding_line(persona: Persona, heard: int) -> str | None:
    """What is said for want of an answer, when ``heard`` such lines came before; the lines take
    turns. None for a persona without any."""
    lines = persona.persona.holding_lines
    return lines[heard % len(lines)] if lines else None


def nearest(persona: Persona, case: Case, stage: str, asked: str) -> tuple[Offer, ...]:
    """The answers of ``stage`` that ``asked`` may mean, nearest first; the script's order breaks
    ties. Empty when nothing is near."""
    topics = _topics(persona, case, stage)
    texts = [text for _, topic, cues in topics for text in (topic, cues)]
    weights = rarity(words(text) for text in texts)
    offers = [
        Offer(answer, topic, _nearness(asked, topic, cues, answer, weights))
        for answer, topic, cues in topics
    ]
    near = [offer for offer in offers if offer.likeness >= NEAR_ENOUGH]
    return tuple(sorted(near, key=lambda offer: -offer.likeness)[:OFFERED])


def _topics(persona: Persona, case: Case, stage: str) -> list[tuple[Answer, str, str]]:
    """Each answer of the stage, what is asked for it, and cues: what it would bring to light."""
    topics: list[tuple[Answer, str, str]] = []
    if stage in case.stages and (answer := persona.answer_at(stage)):
        entry = case.stages[stage]
        topics.append((answer, entry.prompt, f"{entry.title} {entry.prompt}"))
    for name, probe in case.probes_of(stage):
        if answer := persona.answer_to(name):
            fished = (case.look_fors[one].text for one in probe.unless if one in case.look_fors)
            topics.append((answer, probe.ask, " ".join((probe.ask, *fished))))
    return topics


def _nearness(
    asked: str, topic: str, cues: str, answer: Answer, weights: dict[str, float]
) -> float:
    return max(
        likeness(asked, topic, weights),
        likeness(asked, cues, weights),
        _OWN_WORDS * likeness(asked, answer.text, weights),
    )
