"""F and R11: how look-fors and probes are worded."""

from __future__ import annotations

import re
from itertools import combinations
from typing import TYPE_CHECKING

from interviewloop.library.lint.registry import Flaw, case_rule
from interviewloop.library.lint.vocabulary import IDIOMS, NO_VERBS, TRAIT_WORDS
from interviewloop.library.words import content_words, count, holds_word, share_words, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from interviewloop.library.findings import KeyPath
    from interviewloop.library.lint.subject import CaseSubject

LOOK_FOR_WORDS = 28
_NOT = r"(?:is|are|was|were|do|does|did|would|could|should|have|has|ca|wo)n['\u2019]t"
_LEADING = re.compile(
    rf"(?:^|[.!?:;,]\s+)(?:and |but |so )?{_NOT}\b"
    r"|\b(?:surely|obviously|clearly|of course)\b"
    r"|,\s*(?:right|correct|yes|no|okay|agreed)\s*\?"
    r"|\b(?:would|do) you (?:not\b|agree\b)"
    r"|\b(?:is|are|was|were|does|do|did)\s+(?:it|that|this|they|you)\s+not\b",
    re.IGNORECASE,
)
"""A question that holds its answer. "Why wouldn't you" is open; "Wouldn't you" is not."""
_CLOSED = re.compile(
    r"^(?:(?:and|but|so|then),?\s+)?(?:is|are|was|were|do|does|did|can|could|would|will|should|has"
    r"|have|had|may|might|must|shall)\b",
    re.IGNORECASE,
)
_OPEN_WORD = re.compile(r"\b(?:what|how|why|which|who|whom|whose|when|where)\b", re.IGNORECASE)
_SENTENCE = re.compile(r"[^.!?:;]+[.!?:;]*")


@case_rule("R11", "W", "no two look-fors share 70 % of their words")
def look_fors_differ(subject: CaseSubject) -> Iterator[Flaw]:
    bags = {id_: content_words(seen.text) for id_, seen in subject.case.look_fors.items()}
    for (first, one), (second, other) in combinations(bags.items(), 2):
        if share_words(one, other):
            message = f"look-fors {first} and {second} share most of their words"
            yield Flaw(("look_fors", second, "text"), message, "merge them, or say how they differ")


@case_rule("F01", "E", "a look-for names a behaviour, never a trait")
def no_trait_words(subject: CaseSubject) -> Iterator[Flaw]:
    for id_, seen in subject.case.look_fors.items():
        said = {word.casefold() for word in words(seen.text)}
        for trait in TRAIT_WORDS:
            if trait in said or f"{trait}ly" in said:
                message = f"look-for {id_} says {trait!r}, which is an impression"
                mend = "write what a camera would record"
                yield Flaw(("look_fors", id_, "text"), message, mend)


@case_rule("F02", "E", "a look-for starts with a verb in the third person")
def starts_with_a_verb(subject: CaseSubject) -> Iterator[Flaw]:
    for id_, seen in subject.case.look_fors.items():
        first = (words(seen.text) or [""])[0]
        if not _is_verb(first.casefold()):
            message = f"look-for {id_} starts with {first!r}, not with a verb"
            mend = "start with what the candidate does: Asks, Compares, Names ..."
            yield Flaw(("look_fors", id_, "text"), message, mend)


def _is_verb(word: str) -> bool:
    """Whether ``word`` can be a verb with he or she: ends in s, and is none of the known others."""
    third_person = word.endswith("s") and not word.endswith(("ss", "us", "sis"))
    return third_person and word.replace("-", "").isalpha() and word not in NO_VERBS


@case_rule("F03", "E", "a look-for has at most 28 words")
def short_look_fors(subject: CaseSubject) -> Iterator[Flaw]:
    for id_, seen in subject.case.look_fors.items():
        has = count(seen.text)
        if has > LOOK_FOR_WORDS:
            message = f"look-for {id_} has {has} words"
            mend = f"one behaviour in {LOOK_FOR_WORDS} words; split it if there are two"
            yield Flaw(("look_fors", id_, "text"), message, mend)


@case_rule("F04", "E", "a probe is an open question and does not lead")
def open_probes(subject: CaseSubject) -> Iterator[Flaw]:
    for id_, probe in subject.case.probes.items():
        place = ("probes", id_, "ask")
        leading = _LEADING.search(probe.ask)
        if leading:
            message = f"probe {id_} leads: {leading.group().strip()!r}"
            yield Flaw(place, message, "ask without the answer you hope for")
        elif _is_closed(probe.ask):
            mend = "begin with what, how, why or which"
            yield Flaw(place, f"probe {id_} can be answered with yes or no", mend)


def _is_closed(ask: str) -> bool:
    questions = [part.strip() for part in _SENTENCE.findall(ask) if part.strip().endswith("?")]
    closed = [question for question in questions if _CLOSED.match(question)]
    return bool(closed) and not any(_OPEN_WORD.search(question) for question in questions)


@case_rule("F05", "W", "no idiom, sport or holiday is needed to follow the case")
def no_idioms(subject: CaseSubject) -> Iterator[Flaw]:
    for path, text in _heard(subject):
        for idiom in IDIOMS:
            if holds_word(text, idiom):
                message = f"{path[1]} says {idiom!r}"
                yield Flaw(path, message, "say it plainly: some candidates will not know it")


def _heard(subject: CaseSubject) -> Iterator[tuple[KeyPath, str]]:
    yield from subject.said()
    for id_, exhibit in subject.case.exhibits.items():
        if exhibit.audience == "candidate":
            yield ("exhibits", id_, "text"), f"{exhibit.title} {exhibit.text or ''}"
