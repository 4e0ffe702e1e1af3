"""What rules look at: the model, the lines of its keys, and the files beside it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from interviewloop.incident.references import faults
from interviewloop.incident.world import build
from interviewloop.library.files import decoded, inside, read_bytes
from interviewloop.library.incidents import IncidentFile
from interviewloop.library.lint.registry import Flaw
from interviewloop.library.tables import Table, parse_csv
from interviewloop.model.errors import Problem
from interviewloop.model.rubric import fitting

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

    from interviewloop.incident.world import World
    from interviewloop.library.findings import KeyPath
    from interviewloop.library.load import Broken, Loaded
    from interviewloop.model.case import Case, Exhibit
    from interviewloop.model.incident import Incident
    from interviewloop.model.persona import Answer, Persona, PolicyMove
    from interviewloop.model.rubric import Rubric


@dataclass(frozen=True)
class ExhibitFile:
    """An exhibit's file as far as it could be read. ``fault`` says why there is no more of it."""

    path: Path
    content: bytes = b""
    table: Table | None = None
    text: str | None = None
    fault: Problem | None = None
    fault_code: str = ""


@dataclass(frozen=True)
class CaseSubject:
    """A case to be checked. ``rubrics`` are those whose dimensions it may name."""

    loaded: Loaded[Case]
    rubrics: Mapping[str, Rubric] = field(default_factory=dict)

    @property
    def case(self) -> Case:
        return self.loaded.value

    @property
    def folder(self) -> Path:
        return self.loaded.path.parent

    @cached_property
    def files(self) -> dict[str, ExhibitFile]:
        """What each exhibit with a file holds, by exhibit id."""
        return {
            id_: _exhibit_file(self.folder, exhibit.file)
            for id_, exhibit in self.case.exhibits.items()
            if exhibit.file is not None
        }

    @cached_property
    def data(self) -> tuple[ExhibitFile, ...]:
        """The files that a take-home gives the candidate, in their order."""
        task = self.case.take_home
        return tuple(_exhibit_file(self.folder, one.file) for one in task.data) if task else ()

    def said(self) -> Iterator[tuple[KeyPath, str]]:
        """Every text the candidate reads or hears whatever happens, with its place in the file."""
        case = self.case
        yield ("case", "title"), case.case.title
        yield ("case", "candidate_brief"), case.case.candidate_brief
        for id_ in case.slot_stages:
            yield ("stages", id_, "prompt"), case.stages[id_].prompt
        for id_, probe in case.probes.items():
            yield ("probes", id_, "ask"), probe.ask
        for id_, branch in case.branches.items():
            yield ("branches", id_, "prompt"), branch.prompt
        if case.take_home is not None:
            yield ("take_home", "brief"), case.take_home.brief
            yield ("take_home", "deliverable"), case.take_home.deliverable
            for index, data in enumerate(case.take_home.data):
                yield ("take_home", "data", index, "what"), data.what

    def table(self, exhibit: str) -> Table | None:
        """The whole table of an exhibit's file, if it has one that can be read."""
        file = self.files.get(exhibit)
        return file.table if file else None

    @cached_property
    def staged(self) -> frozenset[str]:
        """Ids of exhibits that some stage puts on screen."""
        return frozenset(id_ for stage in self.case.stages.values() for id_ in stage.exhibits)

    @cached_property
    def revealed(self) -> frozenset[str]:
        """Ids of exhibits handed over on request."""
        return frozenset(reveal.exhibit for reveal in self.case.reveals.values())

    @property
    def scored_stages(self) -> list[str]:
        return [id_ for id_, stage in self.case.stages.items() if stage.scored]

    def tables(self) -> Iterator[tuple[str, Exhibit, ExhibitFile, Table]]:
        """Every exhibit whose file is a table that can be read."""
        for id_, file in self.files.items():
            if file.table is not None:
                yield id_, self.case.exhibits[id_], file, file.table

    def shown_table(self, exhibit: str) -> Table | None:
        """The part of an exhibit's table that is on screen; None when there is none to show."""
        table, entry = self.table(exhibit), self.case.exhibits[exhibit]
        if table is None or entry.kind == "chart":
            return None
        try:
            return table.shown(entry.columns, entry.rows, entry.labels)
        except KeyError:
            return None


@dataclass(frozen=True)
class RubricSubject:
    """A rubric to be checked."""

    loaded: Loaded[Rubric]

    @property
    def rubric(self) -> Rubric:
        return self.loaded.value


@dataclass(frozen=True, slots=True)
class Statement:
    """Something a persona says: an answer, or a move of its policy.

    ``place`` is the stage, the probe or the move; ``name`` is what a finding calls it.
    """

    path: KeyPath
    place: str
    name: str
    text: str
    text_key: str
    entry: Answer | PolicyMove

    def tags(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Look-fors shown and red flags raised, each under its key."""
        yield "shows", self.entry.shows
        yield "red_flags", self.entry.red_flags


def statements(persona: Persona) -> Iterator[Statement]:
    """Everything a persona says that may show something, in the order of its file."""
    for index, answer in enumerate(persona.answers):
        place = answer.place
        yield Statement(("answers", index), place, place, answer.text, "text", answer)
    for id_, move in persona.policy.items():
        yield Statement(("policy", id_), id_, f"move {id_}", move.say, "say", move)


@dataclass(frozen=True)
class PersonaPool:
    """All personas of a case, to be checked one by one and against each other.

    ``file`` is the incident beside the case, None where there is none.
    """

    case: CaseSubject
    members: tuple[Loaded[Persona], ...]
    file: IncidentFile | Broken | None = None

    @property
    def incident(self) -> Incident | None:
        """The incident, if there is one that could be read."""
        return self.file.loaded.value if isinstance(self.file, IncidentFile) else None

    @cached_property
    def world(self) -> World | None:
        """The incident ready to run; None when there is none, or its own rules find it broken."""
        incident = self.incident
        return None if incident is None or faults(incident) else build(self.case.case.id, incident)

    @property
    def by_id(self) -> dict[str, Loaded[Persona]]:
        return {member.value.id: member for member in self.members}

    def dimensions(self, member: Loaded[Persona]) -> tuple[str, ...]:
        """The dimensions of the rubric of ``member``, of the one that fits the case best if it
        names none; the case's own if there is no such rubric."""
        named = self.case.rubrics.get(member.value.persona.rubric or "")
        found = [named] if named else fitting(self.case.case.dims, self.case.rubrics)
        return tuple(found[0].dimensions) if found else self.case.case.dims

    def shown(self, member: Loaded[Persona], dim: str) -> frozenset[str]:
        """Look-fors of ``dim`` that a persona shows anywhere."""
        look_fors = self.case.case.look_fors
        named = (name for said in statements(member.value) for name in said.entry.shows)
        return frozenset(name for name in named if name in look_fors and look_fors[name].dim == dim)

    def played(self, member: Loaded[Persona]) -> Collection[str]:
        """Stages whose look-fors the persona's policy shows, so that they need no answer."""
        look_fors = self.case.case.look_fors
        named = (name for move in member.value.policy.values() for name in move.shows)
        return frozenset(look_fors[name].stage for name in named if name in look_fors)


def flaw_of(member: Loaded[Persona], path: KeyPath, message: str, mend: str) -> Flaw:
    """A flaw in the file of one persona."""
    return Flaw(path, message, mend, member.path, member.line(path))


def _exhibit_file(folder: Path, name: str) -> ExhibitFile:
    try:
        path = inside(folder, name)
    except Problem as fault:
        return ExhibitFile(folder / "case.toml", fault=fault, fault_code="S10")
    try:
        content = read_bytes(path)
    except Problem as fault:
        code = "X01" if fault.title == "Not found" else "S11"
        return ExhibitFile(path, fault=fault, fault_code=code)
    try:
        if path.suffix.lower() == ".csv":
            return ExhibitFile(path, content, table=parse_csv(content, path))
        return ExhibitFile(path, content, text=decoded(content, path))
    except Problem as fault:
        return ExhibitFile(path, content, fault=fault, fault_code="S11")
