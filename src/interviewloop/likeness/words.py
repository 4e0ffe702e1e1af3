"""Words of a text brought to a common form: phrases joined, small words out, endings off."""

from __future__ import annotations

import re
from functools import lru_cache

from interviewloop.likeness.field import ALIKE, IRREGULAR, NUMBERS, PHRASES, SMALL_WORDS

_WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*")
_HOUR = re.compile(r"(\d+)(?:am|pm|h)")
_SMALL = frozenset(SMALL_WORDS.split())
_ENDINGS = (
    *("ations", "ation", "ments", "ment", "ness", "ions", "ion", "ings", "ing"),
    *("edly", "ed", "ers", "er", "ies", "es", "ly", "s"),
)
_GAP, _LONGEST_GAP = "..", 3
_SHORTEST = 3
"""A word keeps at least so many letters; below that an ending is part of it."""


def words(text: str) -> list[str]:
    """Words of ``text`` in lower case, every sign between them left out. ``5.11`` is one word."""
    return _WORD.findall(text.casefold())


def figures(text: str) -> frozenset[str]:
    """The figures among the words of ``text``, as written."""
    return frozenset(word for word in words(text) if word[0].isdigit())


def is_small(word: str) -> bool:
    """Whether a word, in lower case, tells nothing by itself."""
    return word in _SMALL


def tokens(text: str) -> tuple[str, ...]:
    """The stems of the words that carry meaning; of all words if none of them does."""
    every = _joined(words(text))
    telling = [word for word in every if not is_small(word)]
    return tuple(map(stem, telling or every))


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """``word`` without its ending: ``freezing``, ``froze`` and ``freeze`` become ``freez``.

    Light on purpose. A real stemmer merges more, and with it words that mean different things.
    Figures lose what does not tell: ``09`` and ``9am`` become ``9``.
    """
    if not word.isalpha():
        hour = _HOUR.fullmatch(word)
        return (hour[1] if hour else word).lstrip("0") or "0"
    return _figures().get(word) or _bare(_regular().get(word, word))


def _bare(word: str) -> str:
    word = word.replace("ize", "ise").replace("izi", "isi").replace("iza", "isa")
    for ending in _ENDINGS:
        bare = word.removesuffix(ending)
        if bare != word and len(bare) >= _SHORTEST and not (ending == "s" and bare[-1] in "su"):
            word = bare + "y" if ending == "ies" else bare
            break
    if len(word) > _SHORTEST and word[-1] == word[-2] and word[-1] not in "aeiouls":
        word = word[:-1]
    return word[:-1] if len(word) > _SHORTEST and word[-1] in "ey" else word


def _joined(every: list[str]) -> list[str]:
    """``every`` word, those of a known phrase replaced by the one word they mean."""
    known = _phrases()
    rest, found = list(every), []
    while rest:
        for spelling, token in known.get(rest[0], ()):
            after = _without(spelling, rest)
            if after is not None:
                found.append(token)
                rest = after
                break
        else:
            found.append(rest.pop(0))
    return found


def _without(spelling: list[str], text: list[str]) -> list[str] | None:
    """``text`` without the words of ``spelling``, with which it has to begin."""
    if _GAP not in spelling:
        size = len(spelling)
        return text[size:] if text[:size] == spelling else None
    at = spelling.index(_GAP)
    last = spelling[-1]
    if text[:at] != spelling[:at] or last not in text[at : at + _LONGEST_GAP + 1]:
        return None
    end = text.index(last, at)
    return text[at:end] + text[end + 1 :]


@lru_cache(maxsize=1)
def _phrases() -> dict[str, list[tuple[list[str], str]]]:
    """Phrases by their first word, those without a gap before those with one, longest first."""
    known: dict[str, list[tuple[list[str], str]]] = {}
    for line in _entries(PHRASES):
        token, _, spellings = line.partition(": ")
        for spelling in map(str.split, spellings.split(", ")):
            known.setdefault(spelling[0], []).append((spelling, token))
    for entries in known.values():
        entries.sort(key=lambda entry: (_GAP in entry[0], -len(entry[0])))
    return known


@lru_cache(maxsize=1)
def _regular() -> dict[str, str]:
    lines = map(str.split, _entries(IRREGULAR))
    return {form: word for word, *forms in lines for form in forms}


@lru_cache(maxsize=1)
def _figures() -> dict[str, str]:
    return {word: str(value) for value, word in enumerate(NUMBERS) if word != "one"}


def synonym_lines(token: str) -> frozenset[int]:
    """The lines of the table of near-synonyms that a stem stands in."""
    return _table().get(token, frozenset())


@lru_cache(maxsize=1)
def _table() -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for number, line in enumerate(_entries(ALIKE)):
        for word in line.split():
            found.setdefault(stem(word), set()).add(number)
    return {word: frozenset(lines) for word, lines in found.items()}


def _entries(table: str) -> list[str]:
    return re.sub(r"\n +", " ", table.strip()).splitlines()
