"""Which of some groups of texts a request is nearest to.

Two views, each from 0 to 1, added up:

- the nearest single text of the group: twice the weight of what both hold, by the weight of both
  (Dice 1945), so that a long text does not win by length alone;
- all texts of the group together: the weight of the words asked that they hold, a word that many of
  the texts hold counting more than one that strayed in once (the saturation of BM25, Robertson and
  Walker 1994, on the share of texts).

A word weighs as much as it is rare among the groups: log(1 + groups / groups that hold it). Typing
errors are repaired, near-synonyms of the trade counted less than the same word.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from interviewloop.likeness.words import synonym_lines, tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SYNONYM = 0.7
"""What a near-synonym counts, where the same word counts 1."""
SAME_WORD = 83.0
"""Similarity (0 to 100) from which two words count as one: a typing error in a word of six letters
gives 83 to 91."""
REPAIRABLE = 5
"""Letters from which a stem can hold an error: shorter words are too like one another."""
SAME_TEXT = 0.999
"""Likeness to a single text from which it is that text, whatever else the group holds."""
OFTEN = 0.15
"""Share of a group's texts at which a word counts half of what it can."""


@dataclass(frozen=True, slots=True)
class Found:
    """How near a group is, 0 to 1, and the number of its nearest text."""

    nearness: float
    text: int


@dataclass(frozen=True, slots=True)
class _Text:
    group: int
    number: int
    bag: frozenset[str]


class Finder:
    """Groups of texts made ready, once, for any number of requests."""

    def __init__(self, groups: Iterable[Sequence[str]]) -> None:
        sizes: list[int] = []
        texts: list[_Text] = []
        for group, own in enumerate(groups):
            sizes.append(len(own))
            texts += [_Text(group, n, frozenset(tokens(text))) for n, text in enumerate(own)]
        self._sizes, self._texts = sizes, texts
        self._holding: defaultdict[str, list[int]] = defaultdict(list)
        for index, text in enumerate(texts):
            for token in text.bag:
                self._holding[token].append(index)
        self._rarity = {
            token: math.log(1 + len(sizes) / len({texts[index].group for index in holding}))
            for token, holding in self._holding.items()
        }
        self._weights = [sum(self._rarity[token] for token in text.bag) for text in texts]
        self._lines: defaultdict[int, list[str]] = defaultdict(list)
        for token in self._rarity:
            for line in synonym_lines(token):
                self._lines[line].append(token)

    def find(self, request: str) -> list[Found]:
        """For each group, in order, how near it is to ``request``."""
        single = [0.0] * len(self._texts)
        together = [0.0] * len(self._sizes)
        whole = 0.0
        for token in dict.fromkeys(tokens(request)):
            near = self._near(token)
            weight = self._weight(token, near)
            whole += weight
            held_by: defaultdict[int, float] = defaultdict(float)
            for index, similarity in self._held(near).items():
                single[index] += weight * similarity
                held_by[self._texts[index].group] += similarity
            for group, held in held_by.items():
                share = held / self._sizes[group]
                together[group] += weight * share * (1 + OFTEN) / (share + OFTEN)
        nearest = [(0.0, 0)] * len(self._sizes)
        for text, held, weight in zip(self._texts, single, self._weights, strict=True):
            like = 2 * held / ((whole + weight) or 1.0)
            if like > nearest[text.group][0]:
                nearest[text.group] = (like, text.number)
        return [
            Found(like if like >= SAME_TEXT else (like + held / (whole or 1.0)) / 2, number)
            for (like, number), held in zip(nearest, together, strict=True)
        ]

    def _held(self, near: dict[str, float]) -> dict[int, float]:
        """The texts that hold one of ``near``, each with the greatest similarity."""
        found: dict[int, float] = {}
        for known, similarity in near.items():
            for index in self._holding[known]:
                if similarity > found.get(index, 0.0):
                    found[index] = similarity
        return found

    def _near(self, token: str) -> dict[str, float]:
        """The known words that ``token`` may be, with their similarity from 0 to 1."""
        found = {
            known: SYNONYM for line in synonym_lines(token) for known in self._lines.get(line, ())
        }
        if token in self._rarity:
            found[token] = 1.0
        elif token.isalpha() and len(token) >= REPAIRABLE:
            from rapidfuzz import fuzz, process  # deferred: only an unknown word needs it

            for known, score, _ in process.extract(
                token, self._rarity.keys(), scorer=fuzz.ratio, score_cutoff=SAME_WORD, limit=5
            ):
                found[known] = max(found.get(known, 0.0), score / 100)
        return found

    def _weight(self, token: str, near: dict[str, float]) -> float:
        """How much a word asked says: as rare as the known word it is, most if it is none."""
        if token in self._rarity:
            return self._rarity[token]
        rarest = math.log(1 + len(self._sizes))
        return max((self._rarity[known] for known in near), default=rarest)
