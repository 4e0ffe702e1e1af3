"""C: the texts an interviewer scores and speaks by: anchors, model answers, debrief sheet."""

from __future__ import annotations

from itertools import combinations
from statistics import correlation, fmean
from typing import TYPE_CHECKING

from interviewloop.library.lint.registry import Flaw, case_rule
from interviewloop.library.words import content_words, count, share_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from interviewloop.library.lint.subject import CaseSubject
    from interviewloop.model.rubric import Anchors

SPREAD = 1.4
"""How much longer the longest model answer of a stage may be than the shortest."""
LENGTH_TELLS = 0.35
"""Correlation of level and length from which length gives the level away."""
DEBRIEF_LINES = 5


def texts(anchors: Anchors) -> dict[str, str]:
    """The three texts by their key in the file."""
    return {"5": anchors.five, "3": anchors.three, "1": anchors.one}


@case_rule("C11", "E", "case anchors have 15-35 words each")
def anchor_length(subject: CaseSubject) -> Iterator[Flaw]:
    for dim, anchors in subject.case.anchors.items():
        for level, text in texts(anchors).items():
            has = count(text)
            if not 15 <= has <= 35:
                message = f"the anchor of {dim} at {level} has {has} words"
                yield Flaw(("anchors", dim, level), message, "write 15 to 35")


@case_rule("C12", "E", "each scored stage has model answers")
def stages_have_answers(subject: CaseSubject) -> Iterator[Flaw]:
    for id_ in subject.scored_stages:
        if id_ not in subject.case.model_answers:
            mend = f"add [model_answers.{id_}] with 5, 3 and 1, or scored = false"
            yield Flaw(("stages", id_), f"scored stage {id_} has no model answers", mend)


@case_rule("C13", "E", "model answers have 60-140 words each")
def answer_length(subject: CaseSubject) -> Iterator[Flaw]:
    for id_, answers in subject.case.model_answers.items():
        for level, text in texts(answers).items():
            has = count(text)
            if not 60 <= has <= 140:
                message = f"the model answer of {id_} at {level} has {has} words"
                yield Flaw(("model_answers", id_, level), message, "write 60 to 140")


@case_rule("C14", "E", "model answers of a stage are about equally long, whatever their level")
def length_tells_nothing(subject: CaseSubject) -> Iterator[Flaw]:
    lengths: dict[str, list[int]] = {"5": [], "3": [], "1": []}
    for id_, answers in subject.case.model_answers.items():
        counts = {level: count(text) for level, text in texts(answers).items()}
        for level, has in counts.items():
            lengths[level].append(has)
        if max(counts.values()) > SPREAD * min(counts.values()):
            listed = ", ".join(f"{has} at {level}" for level, has in counts.items())
            mend = "make them about equal: a weak answer is specific and wrong, not short"
            yield Flaw(("model_answers", id_), f"the answers of {id_} have {listed} words", mend)
    pairs = [(int(level), has) for level, counted in lengths.items() for has in counted]
    means = [fmean(counted) for counted in lengths.values() if counted]
    # Nearly equal lengths can correlate perfectly and still tell nobody anything.
    if len(pairs) < 6 or max(means) <= 1.1 * min(means):
        return
    together = correlation(*zip(*pairs, strict=True))
    if abs(together) >= LENGTH_TELLS:
        longer = "stronger" if together > 0 else "weaker"
        message = f"{longer} model answers are longer (correlation {together:.2f})"
        yield Flaw(("model_answers",), message, "even the lengths out across levels")


@case_rule("C16", "W", "no two levels of an anchor or a model answer share 70 % of their words")
def levels_say_different_things(subject: CaseSubject) -> Iterator[Flaw]:
    case = subject.case
    for table, entries in (("anchors", case.anchors), ("model_answers", case.model_answers)):
        for id_, anchors in entries.items():
            bags = {level: content_words(text) for level, text in texts(anchors).items()}
            for (first, one), (second, other) in combinations(bags.items(), 2):
                if share_words(one, other):
                    message = f"{table}.{id_} says much the same at {first} and at {second}"
                    mend = "let each level do something that the other does not"
                    yield Flaw((table, id_, second), message, mend)


@case_rule("C15", "E", "the debrief sheet has 5 lines, some to tell and some not to")
def debrief_lines(subject: CaseSubject) -> Iterator[Flaw]:
    debrief = subject.case.debrief
    if debrief is None:
        mend = "add [debrief] with may_tell and must_not_tell"
        yield Flaw(("debrief",), "the case has no debrief sheet", mend)
        return
    tell, keep = len(debrief.may_tell), len(debrief.must_not_tell)
    if tell + keep != DEBRIEF_LINES or not tell or not keep:
        message = f"the debrief sheet has {tell} lines to tell and {keep} not to tell"
        yield Flaw(("debrief",), message, f"write {DEBRIEF_LINES} in all, one of each at least")
