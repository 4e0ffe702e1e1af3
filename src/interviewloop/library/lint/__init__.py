"""The linter: the rules of docs/authoring.md, and what applies them to a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewloop.library.files import line_in
from interviewloop.library.findings import Finding, dotted
from interviewloop.library.incidents import (
    INCIDENT_FILE,
    load_incident,
    load_playthrough,
    playthrough_files,
)
from interviewloop.library.lint import (  # noqa: F401 - importing a module enters its rules
    answers,
    arithmetic,
    charts,
    exhibits,
    incident_runs,
    incident_story,
    incident_world,
    persona_policies,
    persona_pools,
    personas,
    pitfalls,
    roles,
    rubric,
    sizes,
    take_home,
    timing,
    told,
    wording,
)
from interviewloop.library.lint.incident_subject import IncidentSubject
from interviewloop.library.lint.registry import (
    CASE_RULES,
    FILE_RULES,
    INCIDENT_RULES,
    PERSONA_RULES,
    RUBRIC_RULES,
    FileRule,
    Flaw,
    Rule,
)
from interviewloop.library.lint.subject import CaseSubject, PersonaPool, RubricSubject
from interviewloop.library.lint.unfilled import unfilled
from interviewloop.library.load import Broken

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from interviewloop.library.findings import KeyPath
    from interviewloop.library.incidents import IncidentFile
    from interviewloop.library.lint.subject import ExhibitFile
    from interviewloop.library.load import Loaded
    from interviewloop.model.case import Case
    from interviewloop.model.persona import Persona
    from interviewloop.model.rubric import Rubric

__all__ = ["all_rules", "lint_case", "lint_incident", "lint_personas", "lint_rubric"]

AnyRule = (
    FileRule | Rule[CaseSubject] | Rule[IncidentSubject] | Rule[RubricSubject] | Rule[PersonaPool]
)


def lint_case(loaded: Loaded[Case], rubrics: Mapping[str, Rubric]) -> list[Finding]:
    """Everything the rules find in a case, in the order of lines.

    ``rubrics`` are those whose dimensions the case may name; with none, names are not checked.
    """
    subject = CaseSubject(loaded, rubrics)
    kind = loaded.value.case.kind
    findings = [
        _finding(loaded, rule, flaw)
        for rule in CASE_RULES.values()
        if kind in rule.kinds
        for flaw in rule.check(subject)
    ]
    findings += _unreadable_exhibits(subject)
    findings += unfilled(loaded)
    findings += _beside(loaded)
    return sorted(findings, key=lambda finding: (str(finding.path), finding.line, finding.code))


def lint_rubric(loaded: Loaded[Rubric]) -> list[Finding]:
    """Everything the rules find in a rubric, in the order of lines."""
    subject = RubricSubject(loaded)
    findings = [
        _finding(loaded, rule, flaw)
        for rule in RUBRIC_RULES.values()
        for flaw in rule.check(subject)
    ]
    findings += unfilled(loaded)
    return sorted(findings, key=lambda finding: (finding.line, finding.code))


def lint_incident(file: IncidentFile, case: Loaded[Case] | None = None) -> list[Finding]:
    """Everything the rules find in an incident file, in the order of lines.

    ``case`` is the case it stands beside; without one it is a case and an incident in one file.
    """
    subject = IncidentSubject(file, CaseSubject(case) if case else None)
    loaded = file.loaded
    findings = unfilled(loaded)
    for rule in INCIDENT_RULES.values():
        for flaw in rule.check(subject):
            path, line = flaw.file or loaded.path, flaw.line
            if flaw.file is None:
                line = loaded.line(flaw.path)
            field = dotted(flaw.path)
            findings.append(
                Finding(path, line, rule.code, rule.severity, flaw.message, flaw.mend, field)
            )
    return sorted(findings, key=lambda finding: (finding.line, finding.code))


def _beside(case: Loaded[Case]) -> list[Finding]:
    """What is found in the incident file beside a case, if there is one."""
    path = case.path.parent / INCIDENT_FILE
    if case.value.case.kind != "incident" or not path.exists():
        return []
    file = load_incident(path)
    found = list(file.findings) if isinstance(file, Broken) else lint_incident(file, case)
    for script in map(load_playthrough, playthrough_files(case.path.parent)):
        if not isinstance(script, Broken):  # I20 tells of one that is
            found += unfilled(script)
    return found


def lint_personas(
    members: Sequence[Loaded[Persona]], case: Loaded[Case], rubrics: Mapping[str, Rubric]
) -> list[Finding]:
    """Everything the rules find in all personas of ``case``, by file and line."""
    if not members:
        return []
    incident = case.path.parent / INCIDENT_FILE
    file = load_incident(incident) if incident.exists() else None
    pool = PersonaPool(CaseSubject(case, rubrics), tuple(members), file)
    findings = [
        _finding(members[0], rule, flaw)
        for rule in PERSONA_RULES.values()
        for flaw in rule.check(pool)
    ]
    findings += [finding for member in members for finding in unfilled(member)]
    return sorted(findings, key=lambda finding: (str(finding.path), finding.line, finding.code))


def all_rules() -> list[AnyRule]:
    """Every rule, by code."""
    rules: list[AnyRule] = [*FILE_RULES.values(), *CASE_RULES.values()]
    rules += [*INCIDENT_RULES.values(), *RUBRIC_RULES.values(), *PERSONA_RULES.values()]
    return sorted(rules, key=lambda rule: rule.code)


def _finding(
    loaded: Loaded[Case] | Loaded[Rubric] | Loaded[Persona],
    rule: Rule[CaseSubject] | Rule[RubricSubject] | Rule[PersonaPool],
    flaw: Flaw,
) -> Finding:
    path, line = (
        (loaded.path, loaded.line(flaw.path))
        if flaw.file is None
        else (
            flaw.file,
            flaw.line,
        )
    )
    return Finding(path, line, rule.code, rule.severity, flaw.message, flaw.mend, dotted(flaw.path))


def _unreadable_exhibits(subject: CaseSubject) -> list[Finding]:
    """Files of exhibits and of a take-home that are missing, outside the case, or no tables."""
    findings = []
    for field, name, file in _files(subject):
        if file.fault is None:
            continue
        path, line = subject.loaded.path, subject.loaded.line(field)
        if file.fault_code == "S11":
            path, line = file.path, line_in(file.fault, file.path)
        what = f"{name}: {file.fault.what}"
        code, mend = file.fault_code, file.fault.mend
        findings.append(Finding(path, line, code, "E", what, mend, dotted(field)))
    return findings


def _files(subject: CaseSubject) -> Iterator[tuple[KeyPath, str, ExhibitFile]]:
    """Every file the case names: where, what for, and what could be read of it."""
    for id_, file in subject.files.items():
        yield ("exhibits", id_, "file"), f"exhibit {id_}", file
    for index, file in enumerate(subject.data):
        yield ("take_home", "data", index, "file"), f"data {file.path.name}", file
