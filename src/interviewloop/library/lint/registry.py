"""The table of rules. A rule is a function that yields flaws; its entry says the rest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar, get_args

from interviewloop.model.case import CaseKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from interviewloop.library.findings import KeyPath, Severity
    from interviewloop.library.lint.incident_subject import IncidentSubject
    from interviewloop.library.lint.subject import CaseSubject, PersonaPool, RubricSubject

    CaseCheck = Callable[[CaseSubject], Iterator["Flaw"]]
    IncidentCheck = Callable[[IncidentSubject], Iterator["Flaw"]]
    RubricCheck = Callable[[RubricSubject], Iterator["Flaw"]]
    PersonaCheck = Callable[[PersonaPool], Iterator["Flaw"]]

S = TypeVar("S")
ALL_KINDS: frozenset[str] = frozenset(get_args(CaseKind))


@dataclass(frozen=True, slots=True)
class Flaw:
    """What a rule found: the place by its key path, or by file and line for an exhibit's cells and
    for one of several personas."""

    path: KeyPath
    message: str
    mend: str
    file: Path | None = None
    line: int = 1


@dataclass(frozen=True)
class Rule(Generic[S]):
    """One entry: the code, E or W, what must hold, and the kinds of case it applies to."""

    code: str
    severity: Severity
    holds: str
    check: Callable[[S], Iterator[Flaw]]
    kinds: frozenset[str] = ALL_KINDS


@dataclass(frozen=True)
class FileRule:
    """A rule the loader applies before there is a model to check."""

    code: str
    holds: str
    severity: Severity = "E"
    kinds: frozenset[str] = ALL_KINDS


CASE_RULES: dict[str, Rule[CaseSubject]] = {}
INCIDENT_RULES: dict[str, Rule[IncidentSubject]] = {}
RUBRIC_RULES: dict[str, Rule[RubricSubject]] = {}
PERSONA_RULES: dict[str, Rule[PersonaPool]] = {}
FILE_RULES: dict[str, FileRule] = {
    rule.code: rule
    for rule in (
        FileRule("S01", "the file is TOML"),
        FileRule("S02", "the file is a regular UTF-8 text file of at most 2 MB"),
        FileRule("S03", "no merge conflict is left in the file"),
        FileRule("S04", "every field that must be there is there"),
        FileRule("S05", "no key is unknown"),
        FileRule("S06", "every value has the type of its field"),
        FileRule("S07", "every value is one its field allows"),
        FileRule("S08", "the file's schema version is one this program reads"),
        FileRule("S09", "the id is the name of the case folder, or of the rubric or persona file"),
        FileRule("S10", "every file that is named lies inside the case folder"),
        FileRule("S11", "a file that is named can be read: CSV with one header and equal rows"),
        FileRule("S12", "no text is still a template's [fill in: ...]", "W"),
    )
}


def case_rule(
    code: str, severity: Severity, holds: str, kinds: frozenset[str] = ALL_KINDS
) -> Callable[[CaseCheck], CaseCheck]:
    """Enter the decorated function as the case rule ``code``."""

    def enter(check: CaseCheck) -> CaseCheck:
        CASE_RULES[code] = Rule(code, severity, holds, check, kinds)
        return check

    return enter


def incident_rule(
    code: str, holds: str, severity: Severity = "E"
) -> Callable[[IncidentCheck], IncidentCheck]:
    """Enter the decorated function as the rule ``code`` for incident.toml."""

    def enter(check: IncidentCheck) -> IncidentCheck:
        INCIDENT_RULES[code] = Rule(code, severity, holds, check, frozenset({"incident"}))
        return check

    return enter


def rubric_rule(code: str, severity: Severity, holds: str) -> Callable[[RubricCheck], RubricCheck]:
    """Enter the decorated function as the rubric rule ``code``."""

    def enter(check: RubricCheck) -> RubricCheck:
        RUBRIC_RULES[code] = Rule(code, severity, holds, check)
        return check

    return enter


def persona_rule(
    code: str, severity: Severity, holds: str
) -> Callable[[PersonaCheck], PersonaCheck]:
    """Enter the decorated function as the rule ``code`` on the personas of a case."""

    def enter(check: PersonaCheck) -> PersonaCheck:
        PERSONA_RULES[code] = Rule(code, severity, holds, check)
        return check

    return enter
