"""I01-I05: whether an incident's world holds together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewloop.library.lint.registry import Flaw, incident_rule
from interviewloop.library.lint.roles import unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from interviewloop.library.lint.incident_subject import IncidentSubject

WRONG = 0.05
"""A metric is wrong when it is so much worse than normal, as a share."""


@incident_rule("I01", "every expression can be read, and every name in it is known")
def expressions_resolve(subject: IncidentSubject) -> Iterator[Flaw]:
    for fault in subject.faults:
        if fault.in_expression:
            yield Flaw(fault.path, fault.what, fault.mend)


@incident_rule(
    "I02",
    "every flag, metric, hypothesis and exhibit named exists; effects and injects are of one kind",
)
def references_resolve(subject: IncidentSubject) -> Iterator[Flaw]:
    for fault in subject.faults:
        if not fault.in_expression:
            yield Flaw(fault.path, fault.what, fault.mend)
    exhibits = subject.case.exhibits if subject.case else None
    for id_, evidence in subject.incident.evidence.items():
        if exhibits is None or evidence.exhibit is None:
            continue
        path = ("evidence", id_, "exhibit")
        if evidence.exhibit not in exhibits:
            yield unknown(path, evidence.exhibit, "exhibit", exhibits)
        elif exhibits[evidence.exhibit].audience != "candidate":
            message = f"{id_} hands over {evidence.exhibit}, which is for the interviewer only"
            yield Flaw(path, message, 'show another exhibit, or make it audience = "candidate"')


@incident_rule("I03", "a metric has a base or a formula, and not both")
def metrics_have_one_source(subject: IncidentSubject) -> Iterator[Flaw]:
    for name, metric in subject.incident.metrics.items():
        if (metric.base is None) == (metric.formula is None):
            has = "neither base nor formula" if metric.base is None else "both base and formula"
            yield Flaw(("metrics", name), f"metric {name} has {has}", "give one of them")


@incident_rule("I04", "a metric is 5 % or more worse than normal at minute 0")
def something_is_wrong(subject: IncidentSubject) -> Iterator[Flaw]:
    state, problem = subject.begun
    if problem is not None:
        yield Flaw(("metrics",), f"the world cannot begin: {problem.what}", problem.mend)
    if state is None:
        return
    for name, metric in subject.incident.metrics.items():
        if not metric.normal:
            continue
        change = state.signals[name] / metric.normal - 1
        if (-change if metric.good == "up" else change) >= WRONG:
            return
    mend = "let an effect hold from the start, and give the metric its normal value"
    yield Flaw(("metrics",), "no metric is wrong when the incident begins", mend)


@incident_rule("I05", "every flag is read by some condition or formula")
def no_dead_flags(subject: IncidentSubject) -> Iterator[Flaw]:
    read = {name for one in subject.expressions.values() for name, _ in one.names}
    for flag in subject.incident.flags:
        if flag not in read:
            mend = "read it in a when, unless, needs or let, or take it out"
            yield Flaw(("flags", flag), f"no condition reads flag {flag}", mend)
