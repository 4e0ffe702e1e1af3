"""T: the time a case takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewloop.library.lint.registry import Flaw, case_rule
from interviewloop.library.words import count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from interviewloop.library.lint.subject import CaseSubject

WORDS_A_MINUTE = 140
READING_SHARE = 0.10
CLOSING_MINUTES = 5
PROMPT_WORDS = 45


@case_rule("T01", "E", "stage minutes add up to slot_min")
def minutes_fill_the_slot(subject: CaseSubject) -> Iterator[Flaw]:
    case = subject.case
    total = sum(case.stages[name].minutes for name in case.slot_stages)
    slot = case.case.slot_min
    if abs(total - slot) > 1e-6:
        mend = f"take {total - slot:g} minutes out" if total > slot else f"add {slot - total:g}"
        yield Flaw(
            ("case", "slot_min"), f"stages take {total:g} minutes, the slot has {slot}", mend
        )


@case_rule("T02", "E", "the last stage is unscored and has 5 minutes or more")
def closing_stage(subject: CaseSubject) -> Iterator[Flaw]:
    stages = subject.case.stages
    last = list(stages)[-1]
    if stages[last].scored:
        mend = "end with a stage of the candidate's questions, scored = false"
        yield Flaw(("stages", last), f"the last stage, {last}, is scored", mend)
    elif stages[last].minutes < CLOSING_MINUTES:
        minutes = stages[last].minutes
        mend = f"give the candidate {CLOSING_MINUTES} minutes or more"
        yield Flaw(("stages", last, "min"), f"the closing stage has {minutes:g} minutes", mend)


@case_rule("T03", "E", "reading everything aloud takes at most 10 % of the slot")
def reading_time(subject: CaseSubject) -> Iterator[Flaw]:
    case = subject.case
    spoken = (
        case.case.candidate_brief,
        *(case.stages[name].prompt for name in case.slot_stages),
        *(probe.ask for probe in case.probes.values()),
        *(branch.prompt for branch in case.branches.values()),
    )
    minutes = sum(map(count, spoken)) / WORDS_A_MINUTE
    allowed = case.case.slot_min * READING_SHARE
    if minutes > allowed:
        message = f"reading the brief, prompts and probes takes {minutes:.1f} minutes"
        spare = round((minutes - allowed) * WORDS_A_MINUTE) + 1
        yield Flaw(("case", "slot_min"), message, f"cut about {spare} words")


@case_rule("T04", "W", "a stage prompt has at most 45 words and two questions")
def short_prompts(subject: CaseSubject) -> Iterator[Flaw]:
    for id_, stage in subject.case.stages.items():
        place = ("stages", id_, "prompt")
        if count(stage.prompt) > PROMPT_WORDS:
            message = f"the prompt of {id_} has {count(stage.prompt)} words"
            yield Flaw(place, message, f"say it in {PROMPT_WORDS} words")
        if stage.prompt.count("?") > 2:
            message = f"the prompt of {id_} asks {stage.prompt.count('?')} questions"
            yield Flaw(place, message, "ask one or two; make the others probes")


@case_rule("T05", "E", "only the first stage of a take-home is done beforehand, and always that")
def read_beforehand(subject: CaseSubject) -> Iterator[Flaw]:
    case = subject.case
    first = next(iter(case.stages))
    take_home = case.case.kind == "take-home"
    for id_, stage in case.stages.items():
        if stage.beforehand and not (take_home and id_ == first):
            mend = "only the first stage of a take-home is; take the key out"
            yield Flaw(("stages", id_, "beforehand"), f"stage {id_} is done beforehand", mend)
    if take_home and not case.stages[first].beforehand:
        message = f"the first stage, {first}, has no time for reading what was handed in"
        mend = "begin with a stage of reading, beforehand = true"
        yield Flaw(("stages", first), message, mend)
