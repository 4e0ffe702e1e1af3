"""Checking files and folders: which files there are, what each is, everything found in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from interviewloop.library.findings import Finding
from interviewloop.library.incidents import INCIDENT_FILE, load_incident, load_playthrough
from interviewloop.library.lint import lint_case, lint_incident, lint_personas, lint_rubric
from interviewloop.library.load import (
    Broken,
    Loaded,
    document,
    fit_any,
    load_case,
    load_persona,
    load_rubric,
)
from interviewloop.library.places import persona_files, rubric_files, shipped_folder
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
    personas: list[Path] = []
    findings: list[Finding] = []
    for path in named:
        read = document(path)
        if isinstance(read, Broken):
            findings += read.findings
            continue
        alone = _of_an_incident(path, read[0])
        if alone is not None:
            findings += alone
            continue
        loaded = fit_any(path, *read)
        if isinstance(loaded, Broken):
            findings += loaded.findings
            continue
        findings += _misnamed(loaded)
        if isinstance(loaded.value, Case):
            known = _rubrics_for(path.absolute().parent, rubrics)
            findings += lint_case(Loaded(path, loaded.value, loaded.places), known)
        elif isinstance(loaded.value, Rubric):
            findings += lint_rubric(Loaded(path, loaded.value, loaded.places))
        else:
            personas.append(path)
    findings += _check_personas(personas, rubrics)
    return Report(named, tuple(findings))


def _case_of(path: Path) -> Path:
    """The case file beside an incident file: the two are checked together."""
    case = path.parent / CASE_FILE
    return case if path.name == INCIDENT_FILE and case.exists() else path


def _of_an_incident(path: Path, data: dict[str, Any]) -> list[Finding] | None:
    """What is found in a case with its incident in one file, or in a run through an incident.

    None for a file whose document ``data`` is neither.
    """
    if "incident" in data:
        file = load_incident(path)
        return list(file.findings) if isinstance(file, Broken) else lint_incident(file)
    if "step" in data:
        script = load_playthrough(path)
        return list(script.findings) if isinstance(script, Broken) else []
    return None


def _rubrics_for(case_folder: Path, cache: dict[Path, dict[str, Rubric]]) -> dict[str, Rubric]:
    root = case_folder.parent.parent
    if root not in cache:
        cache[root] = known_rubrics(root)
    return cache[root]


def _check_personas(paths: list[Path], cache: dict[Path, dict[str, Rubric]]) -> list[Finding]:
    """What is wrong in the files named, each read beside all personas of its case.

    A persona without a case beside it is a draft: only its format can be checked.
    """
    findings: list[Finding] = []
    for personas_folder in dict.fromkeys(path.parent for path in paths):
        folder = personas_folder.absolute().parent
        case = load_case(folder / CASE_FILE)
        if isinstance(case, Broken):
            continue
        # By the spelling of the folder that was given, so that findings name files as asked for.
        files = [personas_folder / file.name for file in persona_files(folder)]
        pool = [one for one in map(load_persona, files) if isinstance(one, Loaded)]
        found = lint_personas(pool, case, _rubrics_for(folder, cache))
        findings += [finding for finding in found if finding.path in paths]
    return findings


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
