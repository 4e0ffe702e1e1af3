"""C: floors and ceilings, so that a case fits its slot and the interviewer's screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewloop.library.lint.registry import Flaw, case_rule
from interviewloop.library.words import count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from interviewloop.library.lint.subject import CaseSubject

REVEALS = {
    "feature-design": (2, 6),
    "experiment-critique": (2, 6),
    "take-home": (2, 6),
    "incident": (2, 18),
}
"""An incident run in stages hands its whole evidence over on request, so it has more."""


@case_rule("C01", "E", "the candidate brief has 60-120 words")
def brief_length(subject: CaseSubject) -> Iterator[Flaw]:
    has = count(subject.case.case.candidate_brief)
    if not 60 <= has <= 120:
        place = ("case", "candidate_brief")
        yield Flaw(place, f"the candidate brief has {has} words", "write 60 to 120")


@case_rule("C02", "E", "the interviewer summary has fewer than 120 words")
def summary_length(subject: CaseSubject) -> Iterator[Flaw]:
    has = count(subject.case.case.interviewer_summary)
    if has >= 120:
        place = ("case", "interviewer_summary")
        yield Flaw(place, f"the interviewer summary has {has} words", "write fewer than 120")


@case_rule("C03", "E", "5-7 stages")
def number_of_stages(subject: CaseSubject) -> Iterator[Flaw]:
    has = len(subject.case.stages)
    if not 5 <= has <= 7:
        yield Flaw(("stages",), f"the case has {has} stages", "plan 5 to 7")


@case_rule("C04", "E", "18-30 look-fors")
def number_of_look_fors(subject: CaseSubject) -> Iterator[Flaw]:
    has = len(subject.case.look_fors)
    if not 18 <= has <= 30:
        yield Flaw(("look_fors",), f"the case has {has} look-fors", "write 18 to 30")


@case_rule("C05", "E", "at most 9 probes")
def not_too_many_probes(subject: CaseSubject) -> Iterator[Flaw]:
    has = len(subject.case.probes)
    if has > 9:
        yield Flaw(("probes",), f"the case has {has} probes", "keep the best 5 to 9")


@case_rule("C06", "E", "2-6 reveals; in an incident, whose evidence they are, 2-18")
def number_of_reveals(subject: CaseSubject) -> Iterator[Flaw]:
    least, most = REVEALS[subject.case.case.kind]
    has = len(subject.case.reveals)
    if not least <= has <= most:
        yield Flaw(("reveals",), f"the case has {has} reveals", f"plan {least} to {most}")


@case_rule("C07", "E", "at most 4 red flags")
def not_too_many_red_flags(subject: CaseSubject) -> Iterator[Flaw]:
    has = len(subject.case.red_flags)
    if has > 4:
        yield Flaw(("red_flags",), f"the case has {has} red flags", "keep the 2 to 4 gravest")


@case_rule("C08", "E", "at most two branches")
def not_too_many_branches(subject: CaseSubject) -> Iterator[Flaw]:
    has = len(subject.case.branches)
    if has > 2:
        mend = "keep two: everybody hears the same interview"
        yield Flaw(("branches",), f"the case has {has} branches", mend)


@case_rule("C09", "E", "two named reviewers")
def two_reviewers(subject: CaseSubject) -> Iterator[Flaw]:
    has = len({name.strip().casefold() for name in subject.case.case.reviewers})
    if has < 2:
        yield Flaw(("case", "reviewers"), f"the case names {has} reviewers", "name two people")


@case_rule("C10", "W", "never_say lists the words that would give the answer away")
def never_say_is_filled(subject: CaseSubject) -> Iterator[Flaw]:
    if not subject.case.case.never_say:
        mend = "list them, so that leaks can be found"
        yield Flaw(("case", "never_say"), "no word is on the never_say list", mend)
