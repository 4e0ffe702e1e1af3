"""Checking files and folders: which files there are, what each is, everything found in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from interviewloop.library.findings import Finding
from interviewloop.library.incidents import INCIDENT_FILE, load_incident, load_playthrough
from interviewloop.library.lint import lint_case, lint_incident, lint_rubric
from interviewloop.library.load import Broken, Loaded, document, load_any, load_rubric
from interviewloop.library.places import rubric_files, shipped_folder
from interviewloop.model.case import Case
from interviewloop.model.rubric import Rubric

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from interviewloop.model.persona import Persona

CASE_FILE = "case.toml"


@dataclass(frozen=True)
class Report:
    """What a check found: the files looked at and the findings, both in a stable order."""

    files: tuple[Path, ...]
    findings: tuple[Finding, ...]

    def of(self, severity: str) -> list[Finding]:
        return [finding for finding in self.findings if finding.severity == severity]


def check(files: Iterable[Path]) -> Report:
    """Check every file; a file that is named twice is checked once."""
    named = tuple(dict.fromkeys(map(_case_of, files)))
    rubrics: dict[Path, dict[str, Rubric]] = {}
    findings: list[Finding] = []
    for path in named:
        alone = _of_an_incident(path)
        if alone is not None:
            findings += alone
            continue
        loaded = load_any(path)
        if isinstance(loaded, Broken):
            findings += loaded.findings
            continue
        findings += _misnamed(loaded)
        if isinstance(loaded.value, Case):
            root = path.absolute().parent.parent.parent
            if root not in rubrics:
                rubrics[root] = known_rubrics(root)
            findings += lint_case(Loaded(path, loaded.value, loaded.places), rubrics[root])
        elif isinstance(loaded.value, Rubric):
            findings += lint_rubric(Loaded(path, loaded.value, loaded.places))
    return Report(named, tuple(findings))


def _case_of(path: Path) -> Path:
    """The case file beside an incident file: the two are checked together."""
    case = path.parent / CASE_FILE
    return case if path.name == INCIDENT_FILE and case.exists() else path


def _of_an_incident(path: Path) -> list[Finding] | None:
    """What is found in a case with its incident in one file, or in a run through an incident.

    None for every other file.
    """
    read = document(path)
    if isinstance(read, Broken):
        return None
    data, _ = read
    if "incident" in data:
        file = load_incident(path)
        return list(file.findings) if isinstance(file, Broken) else lint_incident(file)
    if "step" in data:
        script = load_playthrough(path)
        return list(script.findings) if isinstance(script, Broken) else []
    return None


def known_rubrics(root: Path) -> dict[str, Rubric]:
    """The rubrics a case below ``root`` may be scored on: those there, and the shipped ones."""
    rubrics: dict[str, Rubric] = {}
    for folder in (root, shipped_folder()):
        for file in rubric_files(folder) if folder else ():
            loaded = load_rubric(file)
            if isinstance(loaded, Loaded):
                rubrics.setdefault(loaded.value.id, loaded.value)
    return rubrics


def _misnamed(loaded: Loaded[Case] | Loaded[Rubric] | Loaded[Persona]) -> list[Finding]:
    """S09. A case under another file name is a draft somewhere and has no folder to match."""
    value, path = loaded.value, loaded.path.absolute()
    if isinstance(value, Case):
        id_, table = value.case.id, "case"
        wanted = path.parent.name if path.name == CASE_FILE else id_
    elif isinstance(value, Rubric):
        id_, table, wanted = value.rubric.id, "rubric", path.stem
    else:
        id_, table, wanted = value.persona.id, "persona", path.stem
    if id_ == wanted:
        return []
    line = loaded.line((table, "id"))
    message = f"the id is {id_!r}, the {'folder' if table == 'case' else 'file'} says {wanted!r}"
    mend = "give both the same name"
    return [Finding(loaded.path, line, "S09", "E", message, mend, f"{table}.id")]
