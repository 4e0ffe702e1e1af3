"""Q: rubrics."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from interviewloop.library.lint.answers import texts
from interviewloop.library.lint.registry import Flaw, rubric_rule
from interviewloop.library.lint.vocabulary import TRAIT_WORDS
from interviewloop.library.words import content_words, count, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from interviewloop.library.lint.subject import RubricSubject

ANCHOR_WORDS = (8, 60)
ALIKE = 0.8


@rubric_rule("Q01", "E", "3 dimensions or more")
def enough_dimensions(subject: RubricSubject) -> Iterator[Flaw]:
    has = len(subject.rubric.dimensions)
    if has < 3:
        yield Flaw(("dimensions",), f"the rubric has {has} dimensions", "name 3 to 10")


@rubric_rule("Q02", "W", "at most 10 dimensions")
def few_dimensions(subject: RubricSubject) -> Iterator[Flaw]:
    has = len(subject.rubric.dimensions)
    if has > 10:
        mend = "merge some: nobody observes more in one interview"
        yield Flaw(("dimensions",), f"the rubric has {has} dimensions", mend)


@rubric_rule("Q03", "E", "anchors have 8-60 words each")
def anchor_length(subject: RubricSubject) -> Iterator[Flaw]:
    least, most = ANCHOR_WORDS
    for id_, dimension in subject.rubric.dimensions.items():
        for level, text in texts(dimension.anchors).items():
            has = count(text)
            if not least <= has <= most:
                message = f"the anchor of {id_} at {level} has {has} words"
                path = ("dimensions", id_, "anchors", level)
                yield Flaw(path, message, f"write {least} to {most}")


@rubric_rule("Q04", "E", "the anchors of a dimension say different things at 5, 3 and 1")
def anchors_differ(subject: RubricSubject) -> Iterator[Flaw]:
    for id_, dimension in subject.rubric.dimensions.items():
        bags = {level: content_words(text) for level, text in texts(dimension.anchors).items()}
        for (high, one), (low, other) in combinations(bags.items(), 2):
            if len(one & other) >= ALIKE * max(len(one), len(other), 1):
                message = f"the anchors of {id_} at {high} and {low} are nearly the same"
                mend = "say what a camera would see at one and not at the other"
                yield Flaw(("dimensions", id_, "anchors", low), message, mend)


@rubric_rule("Q05", "E", "no two dimensions share an anchor")
def dimensions_differ(subject: RubricSubject) -> Iterator[Flaw]:
    first_use: dict[str, str] = {}
    for id_, dimension in subject.rubric.dimensions.items():
        for level, text in texts(dimension.anchors).items():
            used = first_use.setdefault(" ".join(text.casefold().split()), id_)
            if used != id_:
                message = f"{id_} and {used} have the same anchor"
                mend = "give each dimension its own, or merge the two"
                yield Flaw(("dimensions", id_, "anchors", level), message, mend)


@rubric_rule("Q06", "E", "a definition has 5-40 words")
def definition_length(subject: RubricSubject) -> Iterator[Flaw]:
    for id_, dimension in subject.rubric.dimensions.items():
        has = count(dimension.definition)
        if not 5 <= has <= 40:
            path = ("dimensions", id_, "definition")
            yield Flaw(path, f"the definition of {id_} has {has} words", "write 5 to 40")


@rubric_rule("Q07", "W", "anchors name behaviours, not traits")
def no_traits(subject: RubricSubject) -> Iterator[Flaw]:
    for id_, dimension in subject.rubric.dimensions.items():
        for level, text in texts(dimension.anchors).items():
            said = {word.casefold() for word in words(text)}
            for trait in TRAIT_WORDS:
                if trait in said:
                    message = f"the anchor of {id_} at {level} says {trait!r}"
                    path = ("dimensions", id_, "anchors", level)
                    yield Flaw(path, message, "write what is done, not what somebody is like")
