"""What the library holds, how it was used and what is retired, read at once. Free of Textual.

Nothing of a scorecard gets in: whoever looks at the library may owe one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from interviewloop.interview.usage import NEVER, usage_of_cases, usage_of_rubrics
from interviewloop.library.check import check
from interviewloop.library.incidents import INCIDENT_FILE
from interviewloop.library.library import LoadedCase
from interviewloop.library.load import Broken, Loaded
from interviewloop.library.places import persona_files
from interviewloop.library.search import Index, index_of_cases, index_of_rubrics
from interviewloop.model.case import Case
from interviewloop.model.errors import Problem
from interviewloop.model.rubric import Rubric, fitting
from interviewloop.tui.marks_now import marks_now

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from interviewloop.interview.usage import Usage
    from interviewloop.library.findings import Finding
    from interviewloop.library.library import Library, Stamp
    from interviewloop.model.head import SessionHead
    from interviewloop.model.library_marks import LibraryMarks, Retirement
    from interviewloop.tui.services import Services

_M = TypeVar("_M", Case, Rubric)


@dataclass(frozen=True, slots=True)
class CaseEntry:
    """A case with what is known of it here. ``personas`` go by their names alone."""

    path: Path
    case: Case
    usage: Usage
    retired: Retirement | None
    personas: tuple[str, ...]

    @property
    def id(self) -> str:
        return self.case.id

    @property
    def title(self) -> str:
        return self.case.case.title

    @property
    def folder(self) -> Path:
        """Where everything of the case lies."""
        return self.path.parent


@dataclass(frozen=True, slots=True)
class RubricEntry:
    """A rubric with what is known of it here. ``cases`` are titles of those it can score."""

    path: Path
    rubric: Rubric
    usage: Usage
    retired: Retirement | None
    cases: tuple[str, ...]

    @property
    def id(self) -> str:
        return self.rubric.id

    @property
    def title(self) -> str:
        return self.rubric.rubric.title

    @property
    def folder(self) -> Path:
        """A rubric is a file by itself."""
        return self.path


Entry = CaseEntry | RubricEntry


@dataclass(frozen=True, slots=True)
class View:
    """The library at one moment. Keys are paths, so that a file keeps its key when it breaks."""

    cases: Mapping[str, CaseEntry]
    rubrics: Mapping[str, RubricEntry]
    broken_cases: Mapping[str, Broken]
    broken_rubrics: Mapping[str, Broken]
    case_index: Index
    rubric_index: Index
    stamps: Mapping[Path, Stamp]
    problems: tuple[Problem, ...] = ()
    """Why marks or sessions could not be read."""

    @property
    def dimension_names(self) -> dict[str, str]:
        """What dimensions are called, by id. Where rubrics differ, the one that can score the most
        cases is right."""
        names: dict[str, str] = {}
        for entry in sorted(self.rubrics.values(), key=lambda one: -len(one.cases)):
            for id_, one in entry.rubric.dimensions.items():
                names.setdefault(id_, one.name)
        return names


@dataclass(frozen=True, slots=True)
class Details:
    """What takes too long to find out for every file: the linter's findings, and the cause of an
    incident in words, empty where there is none."""

    findings: tuple[Finding, ...]
    root_cause: str = ""

    def count(self, severity: str) -> int:
        """How many findings are errors (E) or warnings (W)."""
        return sum(finding.severity == severity for finding in self.findings)


def read_library(services: Services) -> View:
    """The library as it is on disk. What cannot be read is told in the view."""
    import rapidfuzz.process  # noqa: F401 - here, so that the first key of a search does not wait

    library = services.library
    stamps = library.stamps()
    marks, bad_marks = marks_now(services)
    sessions, bad_sessions = _sessions(services)
    rubrics, broken_rubrics = _sorted_out(library.rubric_files())
    cases, broken_cases = _sorted_out(library.case_files())
    of_cases, of_rubrics = usage_of_cases(sessions), usage_of_rubrics(sessions)
    found_rubrics = {one.value.id: one.value for one in rubrics}
    return View(
        cases={
            str(one.path): CaseEntry(
                path=one.path,
                case=one.value,
                usage=of_cases.get(one.value.id, NEVER),
                retired=marks.retired_cases.get(one.value.id),
                personas=_names(library, one.path.parent),
            )
            for one in cases
        },
        rubrics={
            str(one.path): _rubric_entry(one, [it.value for it in cases], of_rubrics, marks)
            for one in rubrics
        },
        broken_cases={str(one.path): one for one in broken_cases},
        broken_rubrics={str(one.path): one for one in broken_rubrics},
        case_index=index_of_cases(
            {str(one.path): one.value for one in cases}, found_rubrics.values()
        ),
        rubric_index=index_of_rubrics({str(one.path): one.value for one in rubrics}),
        stamps=stamps,
        problems=tuple(one for one in (bad_marks, bad_sessions) if one is not None),
    )


def look_closer(entry: Entry) -> Details:
    """The details of an entry. Reads and lints its files, which takes a few tenths of a second."""
    if isinstance(entry, RubricEntry):
        return Details(check([entry.path]).findings)
    findings = check([entry.path, *persona_files(entry.folder)]).findings
    return Details(findings, _root_cause(LoadedCase(entry.case, entry.folder)))


def changed(old: Mapping[Path, Stamp], new: Mapping[Path, Stamp]) -> frozenset[Path]:
    """The files that are new, gone or different."""
    return frozenset(path for path in {*old, *new} if old.get(path) != new.get(path))


def edited(entry: Entry, files: frozenset[Path]) -> bool:
    """Whether any of ``files`` belongs to ``entry``."""
    return any(file.is_relative_to(entry.folder) for file in files)


def _sessions(services: Services) -> tuple[list[SessionHead], Problem | None]:
    try:
        return [one.session for one in services.workspace.survey().sessions], None
    except Problem as problem:
        return [], problem


def _sorted_out(files: Iterable[Loaded[_M] | Broken]) -> tuple[list[Loaded[_M]], list[Broken]]:
    good: list[Loaded[_M]] = []
    bad: list[Broken] = []
    for file in files:
        if isinstance(file, Broken):
            bad.append(file)
        else:
            good.append(file)
    return good, bad


def _names(library: Library, folder: Path) -> tuple[str, ...]:
    loaded = [one for one in library.persona_files(folder) if isinstance(one, Loaded)]
    return tuple(sorted((one.value.name for one in loaded), key=str.casefold))


def _rubric_entry(
    loaded: Loaded[Rubric], cases: list[Case], used: Mapping[str, Usage], marks: LibraryMarks
) -> RubricEntry:
    rubric = loaded.value
    return RubricEntry(
        path=loaded.path,
        rubric=rubric,
        usage=used.get(rubric.id, NEVER),
        retired=marks.retired_rubrics.get(rubric.id),
        cases=tuple(one.case.title for one in cases if fitting(one.dims, {rubric.id: rubric})),
    )


def _root_cause(loaded: LoadedCase) -> str:
    if not (loaded.folder / INCIDENT_FILE).exists():
        return ""
    try:
        file = loaded.incident()
    except Problem:
        return ""  # it is among the findings
    if file is None:
        return ""
    cause = file.loaded.value.incident.root_cause
    belief = file.loaded.value.hypotheses.get(cause)
    return belief.say[0] if belief is not None and belief.say else cause
