"""Words in a text, counted one way everywhere."""

from __future__ import annotations

import re
from functools import lru_cache

_WORD = re.compile(r"\w+(?:['’.,\-/]\w+)*")
_LETTERS = re.compile(r"[^\W_]+")
_SMALL = """
a an and are as at be been before but by for from had has have how if in into is it its of on or
over so than that the their them then they this those to was what when where which who why will
with without would
"""
ALIKE = 0.7
_SMALL_WORDS = frozenset(_SMALL.split())


def words(text: str) -> list[str]:
    """The words of ``text``. A number, a hyphenated word and "don't" are one word each."""
    return _WORD.findall(text)


def count(text: str) -> int:
    """How many words ``text`` has."""
    return len(words(text))


def content_words(text: str) -> frozenset[str]:
    """The words that carry meaning, in lower case: what two sentences are compared by."""
    return frozenset(word for word in map(str.casefold, words(text)) if word not in _SMALL_WORDS)


def share_words(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two bags of content words are so alike that their texts say the same: 70 % of the
    smaller one. An empty one is like nothing."""
    fewer = min(len(one), len(other))
    return fewer > 0 and len(one & other) >= ALIKE * fewer


@lru_cache(maxsize=4096)
def spaced(text: str) -> str:
    """``text`` in lower case with every sign but letters and digits as one space, for matching
    whole words: ``sample-ratio`` and ``sample_ratio`` both hold ``sample ratio``."""
    return f" {' '.join(_LETTERS.findall(text.casefold()))} "


def holds_word(text: str, word: str) -> bool:
    """Whether ``word``, or its plural, stands in ``text`` as a whole word or phrase."""
    around, wanted = spaced(text), spaced(word).strip()
    return bool(wanted) and (f" {wanted} " in around or f" {wanted}s " in around)
