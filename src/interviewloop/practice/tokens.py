"""Words that carry meaning, and how well a question finds them."""

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*")
_ENDINGS = ("ings", "ing", "edly", "ed", "ies", "es", "s", "ly")
_SHORTEST_STEM = 3
_SMALL_WORDS = """
a about an and any are as at be been before but by can could did do does for from had has have
he her here him his how i if in into is it its just let like may me might my no not now of on
one or our out over please say see she should so some tell than that the their them then there
these they think this those to up us was we were what when where which while who why will with
would yes you your
"""
_SMALL = frozenset(_SMALL_WORDS.split())
SAME_WORD = 84.0
"""Likeness (0 to 100) from which two words count as one: a typing error in a word of six letters
gives 83 to 91."""


def words(text: str) -> tuple[str, ...]:
    """The words of ``text`` that carry meaning, stemmed, in order. Figures stay as written."""
    found = (word.casefold() for word in _WORD.findall(text))
    return tuple(_stem(word) for word in found if word not in _SMALL)


def figures(text: str) -> frozenset[str]:
    """The figures among the words of ``text``."""
    return frozenset(word for word in _WORD.findall(text) if word[0].isdigit())


def rarity(documents: Iterable[Iterable[str]]) -> dict[str, float]:
    """How much each word tells one of ``documents`` from the others: log((1 + n) / (1 + df)) + 1.

    The usual smoothed inverse document frequency (Spärck Jones 1972).
    """
    counted: dict[str, int] = {}
    number = 0
    for document in documents:
        number += 1
        for word in {*document}:
            counted[word] = counted.get(word, 0) + 1
    return {word: math.log((1 + number) / (1 + df)) + 1 for word, df in counted.items()}


def likeness(asked: str, topic: str, weights: dict[str, float]) -> float:
    """How well ``topic`` covers what is ``asked``, 0 to 100.

    The mean of two views: the share of the question's words, weighted by rarity, that the topic
    holds (typing errors allowed), and rapidfuzz's token set ratio.
    """
    from rapidfuzz import fuzz  # deferred: only a question typed by a trainee needs it

    wanted, there = words(asked), {*words(topic)}
    if not wanted or not there:
        return 0.0
    common = max(weights.values(), default=1.0)
    weight = {word: weights.get(word, common) for word in wanted}
    held = sum(weight[word] for word in wanted if _holds(there, word))
    soft = 100 * held / sum(weight[word] for word in wanted)
    return (soft + fuzz.token_set_ratio(" ".join(wanted), " ".join(sorted(there)))) / 2


def _holds(there: set[str], word: str) -> bool:
    from rapidfuzz import fuzz  # see above

    if word in there:
        return True
    if not word.isalpha():
        return False
    return any(fuzz.ratio(word, other) >= SAME_WORD for other in there)


@lru_cache(maxsize=4096)
def _stem(word: str) -> str:
    """``word`` without its ending, so that "crashed" finds "crashes". Crude, but constant."""
    if not word.isalpha():
        return word
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word.removesuffix(ending)
    return word
