"""H: what a take-home gives its candidates, and what must be known before it is given."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from interviewloop.library.figures import Values, figures, number
from interviewloop.library.lint.registry import Flaw, case_rule
from interviewloop.library.lint.roles import unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from interviewloop.library.lint.subject import CaseSubject

LIFT = 0.15
"""By so much AUC, at least, a leak must raise the score: less could be luck of the split."""
MOST_HOURS = 3.0
MOST_BYTES = 1_000_000
TESTERS = 2
_TAKE_HOME = frozenset({"take-home"})
_ADDRESS = re.compile(r"https?://|\bwww\.|\bftp://", re.IGNORECASE)


@case_rule(
    "H01", "E", "honest baseline, inflated score and rule score are recorded; the leaks lift"
)
def scores_are_recorded(subject: CaseSubject) -> Iterator[Flaw]:
    task = subject.case.take_home
    if task is None:
        return
    lift = task.inflated - task.baseline
    if lift < LIFT - 1e-9:
        message = f"the leaks lift the score by {lift:.3f}"
        mend = f"plant one that lifts it by {LIFT:g} or more, or the trap shows nothing"
        yield Flaw(("take_home", "inflated"), message, mend)
    if any(file.fault for file in subject.files.values()):
        return  # figures cannot be sought in a file that cannot be read
    recorded = Values(_cells_for_interviewers(subject))
    for key, value in (
        ("baseline", task.baseline),
        ("inflated", task.inflated),
        ("rule_score", task.rule_score),
    ):
        if not any(recorded.hold(figure) for figure in figures(f"{value:.3f}")):
            message = f"{key} {value:g} stands in no table for the interviewer"
            mend = "record the runs in an exhibit with audience = 'interviewer'"
            yield Flaw(("take_home", key), message, mend)


def _cells_for_interviewers(subject: CaseSubject) -> Iterator[float]:
    for _, exhibit, _, table in subject.tables():
        if exhibit.audience == "interviewer":
            found = (number(cell) for row in table.rows for cell in row)
            yield from (value for value in found if value is not None)


@case_rule("H02", "E", "3 h or less, tried by two in time; data under 1 MB, no network")
def task_is_fair(subject: CaseSubject) -> Iterator[Flaw]:
    task = subject.case.take_home
    if task is None:
        return
    if task.hours > MOST_HOURS:
        message = f"the candidate is to work {task.hours:g} hours"
        yield Flaw(("take_home", "hours"), message, f"cut the task to {MOST_HOURS:g} hours")
    in_time = {one.name.casefold() for one in task.testers if one.hours <= task.hours}
    if len(in_time) < TESTERS:
        message = f"{len(in_time)} testers finished within {task.hours:g} h"
        mend = "let two people do it, and record names and hours in testers"
        yield Flaw(("take_home", "testers"), message, mend)
    size = sum(len(file.content) for file in subject.data)
    if size >= MOST_BYTES:
        message = f"the data take {size / 1e6:.2f} MB"
        yield Flaw(("take_home", "data"), message, "give a sample under 1 MB")
    yield from _addresses(subject)


def _addresses(subject: CaseSubject) -> Iterator[Flaw]:
    """Web addresses in what the candidate gets: not everybody has a network, or may use it."""
    task = subject.case.take_home
    texts = {"brief": task.brief, "deliverable": task.deliverable} if task else {}
    for key, text in texts.items():
        if _ADDRESS.search(text):
            message = f"the {key} sends the candidate to a web address"
            yield Flaw(("take_home", key), message, "put what is needed among the data")
    for index, file in enumerate(subject.data):
        if _ADDRESS.search(file.content.decode("utf-8", "replace")):
            message = f"{file.path.name} has a web address in it"
            yield Flaw(("take_home", "data", index), message, "take it out of the data")


@case_rule("H03", "E", "a take-home, and no other case, has a task; its memo is read for look-fors")
def task_is_there(subject: CaseSubject) -> Iterator[Flaw]:
    case, task = subject.case, subject.case.take_home
    if (task is None) == (case.case.kind in _TAKE_HOME):
        if task is None:
            mend = "add it: brief, data, hours, deliverable, the three scores, memo_sections"
            yield Flaw(("case", "kind"), "a take-home without a take_home table", mend)
        else:
            message = f"a case of kind {case.case.kind} has a take_home table"
            yield Flaw(("take_home",), message, 'take it out, or make it kind = "take-home"')
    if task is None:
        return
    first = next(iter(case.stages))
    for id_, section in task.memo_sections.items():
        path = ("take_home", "memo_sections", id_)
        if not section.look_fors:
            mend = f"name look-fors of stage {first}"
            yield Flaw(path, f"nothing is looked for in section {id_}", mend)
        for index, name in enumerate(section.look_fors):
            if name not in case.look_fors:
                yield unknown((*path, "look_fors", index), name, "look-for", case.look_fors)
            elif case.look_fors[name].stage != first:
                message = f"look-for {name} belongs to stage {case.look_fors[name].stage}"
                mend = f"name one of stage {first}, where the memo is read"
                yield Flaw((*path, "look_fors", index), message, mend)
    named = {name for section in task.memo_sections.values() for name in section.look_fors}
    for name, _ in case.look_fors_of(first):
        if name not in named:
            message = f"look-for {name} is read for in no section of the memo"
            yield Flaw(("look_fors", name), message, "name it in a section of memo_sections")
