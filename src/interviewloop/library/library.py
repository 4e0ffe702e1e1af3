"""The library: cases, rubrics and personas out of folders, read when they are asked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

from interviewloop.library.files import inside, read_bytes, read_text
from interviewloop.library.incidents import INCIDENT_FILE, open_incident
from interviewloop.library.lines import Lines, lines_in
from interviewloop.library.load import Broken, Loaded, load_case, load_persona, load_rubric
from interviewloop.library.places import (
    case_files,
    every_file,
    persona_files,
    rubric_files,
    shipped_folder,
)
from interviewloop.library.sentences import nearest
from interviewloop.library.tables import Table, parse_csv
from interviewloop.model.base import Frozen
from interviewloop.model.case import Case
from interviewloop.model.errors import Problem
from interviewloop.model.rubric import Rubric

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from interviewloop.library.incidents import IncidentFile
    from interviewloop.model.case import Chart, DataFile, Exhibit
    from interviewloop.model.persona import Persona

__all__ = ["Library", "LoadedCase", "shipped_folder"]

M = TypeVar("M", bound=Frozen)
Identified = TypeVar("Identified", Case, Rubric)
Stamp = tuple[int, int, int] | None
"""What tells that a file has changed: inode, size and time of change; None for no file."""
Material = str | Table | Lines
"""What an exhibit puts before the eyes."""


@dataclass(frozen=True)
class LoadedCase:
    """A case and the folder its exhibits lie in."""

    case: Case
    folder: Path

    def table(self, exhibit: str) -> Table:
        """The table of an exhibit as it is shown: its columns, its first rows, its labels.

        Raises Problem for an unknown exhibit, one without a table, or a file that cannot be read.
        """
        entry = self._exhibit(exhibit)
        raw = self.raw_table(exhibit)
        try:
            return raw.shown(entry.columns, entry.rows, entry.labels)
        except KeyError as missing:
            what = f"{entry.file} has no column {missing.args[0]!r}"
            raise self._unusable(exhibit, what) from None

    def raw_table(self, exhibit: str) -> Table:
        """The whole table in an exhibit's file, under its own column names. Raises as `table`."""
        path = self._path(exhibit)
        return parse_csv(read_bytes(path), path)

    def text(self, exhibit: str) -> str:
        """The text of a text or log exhibit, from the case or from its file.

        Raises Problem for an unknown exhibit or a file that cannot be read.
        """
        entry = self._exhibit(exhibit)
        return entry.text if entry.text is not None else read_text(self._path(exhibit))

    def data(self, data: DataFile) -> bytes:
        """The bytes of a file that a take-home gives its candidates. Raises Problem as `table`."""
        return read_bytes(inside(self.folder, data.file))

    def material(self, exhibit: str) -> Material:
        """What there is to look at in an exhibit, whoever it is for: a chart, a table, or a text.

        A log with columns is a table. Raises as :meth:`table` and :meth:`text` do.
        """
        entry = self._exhibit(exhibit)
        if entry.kind == "chart" and entry.chart is not None:
            return self._lines(exhibit, entry, entry.chart)
        if entry.kind == "text" or (entry.kind == "log" and not entry.columns):
            return self.text(exhibit)
        return self.table(exhibit)

    def _lines(self, exhibit: str, entry: Exhibit, chart: Chart) -> Lines:
        table = self.raw_table(exhibit)
        try:
            lines, words = lines_in(table, chart.x, chart.y, chart.series, entry.labels)
        except KeyError as missing:
            what = f"{entry.file} has no column {missing.args[0]!r}"
            raise self._unusable(exhibit, what) from None
        ends = (words[0], words[-1]) if words else ("", "")
        instead = entry.alt or entry.title
        return Lines(chart.x_label, chart.y_label, ends, len(words), lines, instead)

    def incident(self) -> IncidentFile | None:
        """The incident beside the case; None when it has none. Raises Problem for a broken file."""
        path = self.folder / INCIDENT_FILE
        return open_incident(path) if path.exists() else None

    def _exhibit(self, exhibit: str) -> Exhibit:
        try:
            return self.case.exhibits[exhibit]
        except KeyError:
            raise self._unusable(exhibit, "the case has no such exhibit") from None

    def _path(self, exhibit: str) -> Path:
        name = self._exhibit(exhibit).file
        if name is None:
            raise self._unusable(exhibit, "the exhibit has no file")
        return inside(self.folder, name)

    def _unusable(self, exhibit: str, what: str) -> Problem:
        where = f"{self.case.id}, exhibit {exhibit}"
        return Problem("Exhibit cannot be shown", what, "run interviewloop validate", where)


@dataclass
class _Shelf(Generic[M]):
    """Files of one sort, each read once and again only when it has changed."""

    files: Callable[[Path], list[Path]]
    load: Callable[[Path], Loaded[M] | Broken]
    read: dict[Path, tuple[Stamp, Loaded[M] | Broken]] = field(default_factory=dict)

    def all(self, folders: Sequence[Path]) -> list[Loaded[M] | Broken]:
        return [self._one(path) for folder in folders for path in self.files(folder)]

    def _one(self, path: Path) -> Loaded[M] | Broken:
        stamp = _stamp(path)
        known = self.read.get(path)
        if known is None or known[0] != stamp:
            known = self.read[path] = (stamp, self.load(path))
        return known[1]


def _stamp(path: Path) -> Stamp:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns


class Library:
    """Cases and rubrics by id, personas by case and id.

    Where two folders hold the same id, the earlier folder wins.

    Nothing is read before it is asked for. A file that was edited is read anew at the next call, so
    a running program sees the edit. A broken file is a problem and hides no other file.
    """

    def __init__(self, folders: Sequence[Path]) -> None:
        self.folders = tuple(folders)
        self._cases: _Shelf[Case] = _Shelf(case_files, load_case)
        self._rubrics: _Shelf[Rubric] = _Shelf(rubric_files, load_rubric)
        self._personas: _Shelf[Persona] = _Shelf(persona_files, load_persona)

    @classmethod
    def open(cls, folders: Sequence[Path]) -> Library:
        """A library over ``folders``, each with ``cases/`` or ``rubrics/`` or both in it."""
        return cls(folders)

    def cases(self) -> Mapping[str, LoadedCase]:
        """The cases that can be used, by id."""
        found: dict[str, LoadedCase] = {}
        for loaded in self._cases.all(self.folders):
            if isinstance(loaded, Loaded):
                case = LoadedCase(loaded.value, loaded.path.parent)
                found.setdefault(loaded.value.id, case)
        return found

    def rubrics(self) -> Mapping[str, Rubric]:
        """The rubrics that can be used, by id."""
        found: dict[str, Rubric] = {}
        for loaded in self._rubrics.all(self.folders):
            if isinstance(loaded, Loaded):
                found.setdefault(loaded.value.id, loaded.value)
        return found

    def case(self, id_: str) -> LoadedCase:
        """The case called ``id_``. Raises Problem if there is none, or its file is broken."""
        cases = self.cases()
        if id_ in cases:
            return cases[id_]
        broken = [one for one in self._broken_cases() if one.path.parent.name == id_]
        raise broken[0].problem() if broken else _no_such("case", id_, list(cases))

    def rubric(self, id_: str) -> Rubric:
        """The rubric called ``id_``. Raises Problem if there is none, or its file is broken."""
        rubrics = self.rubrics()
        if id_ in rubrics:
            return rubrics[id_]
        broken = [one for one in self._broken_rubrics() if one.path.stem == id_]
        raise broken[0].problem() if broken else _no_such("rubric", id_, list(rubrics))

    def personas(self, case: str) -> Mapping[str, Persona]:
        """The personas of ``case`` that can be used, by id. Raises as :meth:`case` does.

        They lie beside the case, so a folder that replaces a case brings its own personas.
        """
        loaded = self._personas.all([self.case(case).folder])
        return {one.value.id: one.value for one in loaded if isinstance(one, Loaded)}

    def persona(self, case: str, id_: str) -> Persona:
        """The persona called ``id_`` of ``case``. Raises Problem if there is none, or its file is
        broken, and as :meth:`case` does."""
        personas = self.personas(case)
        if id_ in personas:
            return personas[id_]
        loaded = self._personas.all([self.case(case).folder])
        broken = [one for one in loaded if isinstance(one, Broken) and one.path.stem == id_]
        raise broken[0].problem() if broken else _no_such("persona", id_, list(personas))

    def case_files(self) -> tuple[Loaded[Case] | Broken, ...]:
        """Every case file that counts, broken ones among them, in the order of folders and names.

        A good file whose id an earlier folder has does not count.
        """
        return _first_of_each(self._cases.all(self.folders))

    def rubric_files(self) -> tuple[Loaded[Rubric] | Broken, ...]:
        """Every rubric file that counts, as :meth:`case_files`."""
        return _first_of_each(self._rubrics.all(self.folders))

    def persona_files(self, case_folder: Path) -> tuple[Loaded[Persona] | Broken, ...]:
        """Every persona file beside a case."""
        return tuple(self._personas.all([case_folder]))

    def stamps(self) -> dict[Path, Stamp]:
        """The stamp of every file of every case and rubric, exhibits too. One that differs from an
        earlier one tells that the file was changed; reading none of them, this is cheap."""
        return {file: _stamp(file) for folder in self.folders for file in every_file(folder)}

    @property
    def problems(self) -> tuple[Problem, ...]:
        """One problem for each file that cannot be used."""
        return tuple(one.problem() for one in (*self._broken_cases(), *self._broken_rubrics()))

    def _broken_cases(self) -> list[Broken]:
        return [one for one in self._cases.all(self.folders) if isinstance(one, Broken)]

    def _broken_rubrics(self) -> list[Broken]:
        return [one for one in self._rubrics.all(self.folders) if isinstance(one, Broken)]


def _first_of_each(
    files: Sequence[Loaded[Identified] | Broken],
) -> tuple[Loaded[Identified] | Broken, ...]:
    seen: set[str] = set()
    counted: list[Loaded[Identified] | Broken] = []
    for file in files:
        if isinstance(file, Loaded):
            if file.value.id in seen:
                continue
            seen.add(file.value.id)
        counted.append(file)
    return tuple(counted)


def _no_such(what: str, id_: str, known: list[str]) -> Problem:
    close = nearest(id_, known)
    mend = f"did you mean {close}?" if close else f"known: {', '.join(known) or 'none'}"
    return Problem(f"No such {what}", f"there is no {what} called {id_!r}", mend)
