"""I06-I19, I24, I25: whether an incident can be solved, misread, harmed and judged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewloop.library.lint.registry import Flaw, incident_rule
from interviewloop.library.lint.roles import unknown
from interviewloop.library.lint.told import said_by
from interviewloop.library.lint.vocabulary import IDIOMS
from interviewloop.library.words import holds_word, spaced

if TYPE_CHECKING:
    from collections.abc import Iterator

    from interviewloop.library.findings import KeyPath
    from interviewloop.library.lint.incident_subject import IncidentSubject

SUPPORT, RED_HERRINGS, PHRASINGS, HARMFUL, CONTINGENT = 3, 2, 5, 2, 2
KINDS = {"mitigate": 2, "repair": 1, "protect": 1, "no-op": 2}
"""Fewest actions of each kind."""
AMOUNTS = {"evidence": (12, 18), "actions": (12, 18), "injects": (5, 8)}
"""Fewer are guessed through, more do not fit into half an hour."""
COST = (1, 8)
"""Minutes that a look at evidence may take."""


@incident_rule("I06", "exactly one hypothesis is correct, and it is the root cause")
def one_truth(subject: IncidentSubject) -> Iterator[Flaw]:
    correct = [id_ for id_, one in subject.incident.hypotheses.items() if one.correct]
    root = subject.incident.incident.root_cause
    if correct != [root]:
        message = f"correct: {', '.join(correct) or 'none'}; root_cause: {root}"
        yield Flaw(("hypotheses",), message, "mark one hypothesis, and name it as root_cause")


@incident_rule("I07", "3 evidence items or more support the truth")
def truth_can_be_found(subject: IncidentSubject) -> Iterator[Flaw]:
    for truth in _correct(subject):
        has = sum(truth in one.supports for one in subject.incident.evidence.values())
        if has < SUPPORT:
            message = f"{has} evidence items support {truth}"
            yield Flaw(("hypotheses", truth), message, f"let {SUPPORT} or more support it")


@incident_rule("I08", "2 wrong hypotheses or more")
def red_herrings(subject: IncidentSubject) -> Iterator[Flaw]:
    has = sum(not one.correct for one in subject.incident.hypotheses.values())
    if has < RED_HERRINGS:
        message = f"the incident has {has} wrong hypotheses"
        yield Flaw(("hypotheses",), message, f"give {RED_HERRINGS} or more")


@incident_rule("I09", "each wrong hypothesis is refuted by an evidence item")
def errors_can_be_found(subject: IncidentSubject) -> Iterator[Flaw]:
    refuted = {id_ for one in subject.incident.evidence.values() for id_ in one.refutes}
    for id_, hypothesis in subject.incident.hypotheses.items():
        if not hypothesis.correct and id_ not in refuted:
            mend = "let an evidence item refute it"
            yield Flaw(("hypotheses", id_), f"nothing refutes {id_}", mend)


@incident_rule("I10", "no evidence item refutes the truth")
def truth_stands(subject: IncidentSubject) -> Iterator[Flaw]:
    truths = _correct(subject)
    for id_, evidence in subject.incident.evidence.items():
        for index, name in enumerate(evidence.refutes):
            if name in truths:
                path = ("evidence", id_, "refutes", index)
                yield Flaw(path, f"{id_} refutes {name}, which is true", "take it out")


@incident_rule("I11", "each topic, action and hypothesis has 5 phrasings or more, all different")
def enough_phrasings(subject: IncidentSubject) -> Iterator[Flaw]:
    for path, phrasings in subject.phrasings():
        has = len({spaced(phrase) for phrase in phrasings})
        if has < PHRASINGS:
            message = f"{path[1]} can be said in {has} ways"
            yield Flaw(path, message, f"write {PHRASINGS} or more: each one finds more requests")


@incident_rule("I12", "no phrasing is shared among topics and actions, or among hypotheses")
def phrasings_differ(subject: IncidentSubject) -> Iterator[Flaw]:
    first: dict[tuple[str, str], KeyPath] = {}
    for path, phrasings in subject.phrasings():
        for index, phrase in enumerate(phrasings):
            # A request and a belief are never taken for one another: an operator says which it is.
            other = first.setdefault((str(path[-1]), spaced(phrase)), path)
            if other != path:
                message = f"{path[1]} and {other[1]} both have {phrase!r}"
                yield Flaw((*path, index), message, "leave it to one of them")


@incident_rule("I13", "2 mitigations, 1 repair, 1 protection and 2 no-ops, or more of each")
def enough_ways(subject: IncidentSubject) -> Iterator[Flaw]:
    kinds = [action.kind for action in subject.incident.actions.values()]
    for kind, least in KINDS.items():
        has = sum(one == kind for one in kinds)
        if has < least:
            message = f"the incident has {has} actions of kind {kind}"
            yield Flaw(("actions",), message, f"give {least} or more")


@incident_rule("I14", "2 actions or more can do harm that a milestone says to avoid")
def failure_is_possible(subject: IncidentSubject) -> Iterator[Flaw]:
    reached = {"did": set[str](), "eff": set[str]()}
    flags: set[str] = set()
    for id_, milestone in subject.incident.milestones.items():
        if milestone.avoid:
            _reach(subject, ("milestones", id_, "when"), reached, flags, set())
    marked = reached["did"] | reached["eff"]
    harmful = [
        id_
        for id_, action in subject.incident.actions.items()
        if id_.replace("-", "_") in marked or not flags.isdisjoint(action.sets)
    ]
    if len(harmful) < HARMFUL:
        message = f"actions that can do harm: {', '.join(harmful) or 'none'}"
        mend = f"let {HARMFUL} or more lead to a milestone with avoid = true"
        yield Flaw(("milestones",), message, mend)


def _reach(
    subject: IncidentSubject,
    path: KeyPath,
    marks: dict[str, set[str]],
    flags: set[str],
    done: set[str],
) -> None:
    """Collect the marks and flags an expression depends on, lets followed."""
    expression = subject.expressions.get(path)
    if expression is None:
        return
    for space, key, _ in expression.marks:
        marks.setdefault(space, set()).add(key)
    for name, _ in expression.names:
        flags.add(name)
        if name in subject.incident.let and name not in done:
            done.add(name)
            _reach(subject, ("let", name), marks, flags, done)


@incident_rule("I15", "one rescue inject (hint), and 2 injects or more that an unless can stop")
def help_and_pressure(subject: IncidentSubject) -> Iterator[Flaw]:
    injects = subject.incident.injects
    hints = sum(inject.hint for inject in injects.values())
    if hints != 1:
        yield Flaw(("injects",), f"{hints} injects are hints", "give one of them hint = true")
    contingent = sum(inject.unless is not None for inject in injects.values())
    if contingent < CONTINGENT:
        message = f"{contingent} injects have unless"
        yield Flaw(("injects",), message, f"make {CONTINGENT} or more depend on what was done")


@incident_rule("I16", "each primary dimension has 2 milestones; all dimensions are the case's")
def milestones_cover(subject: IncidentSubject) -> Iterator[Flaw]:
    dims = [milestone.dim for milestone in subject.incident.milestones.values()]
    for dim in subject.primary:
        if dims.count(dim) < 2:
            message = f"primary dimension {dim} has {dims.count(dim)} milestones"
            yield Flaw(("milestones",), message, "give it 2 or more")
    for id_, milestone in subject.incident.milestones.items():
        if subject.dims and milestone.dim not in subject.dims:
            path = ("milestones", id_, "dim")
            yield unknown(path, milestone.dim, "dimension in the case", subject.dims)


@incident_rule("I17", "strong_by < ok_by <= horizon_min; a milestone to avoid has neither")
def deadlines_are_ordered(subject: IncidentSubject) -> Iterator[Flaw]:
    horizon = subject.incident.incident.horizon_min
    for id_, milestone in subject.incident.milestones.items():
        strong, ok = milestone.strong_by, milestone.ok_by
        path = ("milestones", id_)
        if milestone.avoid:
            if (strong, ok) != (None, None):
                mend = "take them out"
                yield Flaw(path, f"{id_} is to be avoided and has deadlines", mend)
        elif strong is None or ok is None or not strong < ok <= horizon:
            message = f"{id_} has strong_by {strong} and ok_by {ok}, the horizon is {horizon}"
            yield Flaw(path, message, "give both, strong_by the smaller, ok_by within the horizon")


@incident_rule(
    "I18", "no never_say word in what is said without being asked, nor in the title of an order"
)
def nothing_leaks(subject: IncidentSubject) -> Iterator[Flaw]:
    for path, text in _unasked(subject):
        for word in subject.never_say:
            if holds_word(text, word):
                message = f"{path[1]} says {word!r}, which never_say forbids"
                yield Flaw(path, message, "say it without that word")


def _unasked(subject: IncidentSubject) -> Iterator[tuple[KeyPath, str]]:
    incident = subject.incident
    yield ("incident", "page_text"), incident.incident.page_text
    for id_, inject in incident.injects.items():
        yield ("injects", id_, "from"), inject.sender
        yield ("injects", id_, "text"), inject.text
    for name, metric in incident.metrics.items():
        if metric.shown and metric.label:
            yield ("metrics", name, "label"), metric.label
    for id_, action in incident.actions.items():
        # "Ordered: ..." stands on the candidate's screen, in the author's words and not in theirs.
        if action.title:
            yield ("actions", id_, "title"), action.title


@incident_rule("I19", "a look at evidence costs 1-8 minutes")
def looks_cost_time(subject: IncidentSubject) -> Iterator[Flaw]:
    least, most = COST
    for id_, evidence in subject.incident.evidence.items():
        if not least <= evidence.cost <= most:
            message = f"{id_} costs {evidence.cost} minutes"
            yield Flaw(("evidence", id_, "cost"), message, f"write {least} to {most}")


@incident_rule("I24", "no idiom, sport or holiday is needed to follow the incident", "W")
def no_idioms(subject: IncidentSubject) -> Iterator[Flaw]:
    for path, text in said_by(subject.incident):
        for idiom in IDIOMS:
            if holds_word(text, idiom):
                message = f"{path[1]} says {idiom!r}"
                yield Flaw(path, message, "say it plainly: some candidates will not know it")


@incident_rule("I25", "12-18 evidence items, 12-18 actions and 5-8 injects", "W")
def enough_to_explore(subject: IncidentSubject) -> Iterator[Flaw]:
    incident = subject.incident
    for name, table in (
        ("evidence", incident.evidence),
        ("actions", incident.actions),
        ("injects", incident.injects),
    ):
        least, most = AMOUNTS[name]
        if not least <= len(table) <= most:
            message = f"the incident has {len(table)} of {name}"
            yield Flaw((name,), message, f"write {least} to {most}")


def _correct(subject: IncidentSubject) -> list[str]:
    return [id_ for id_, one in subject.incident.hypotheses.items() if one.correct]
