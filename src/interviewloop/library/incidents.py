"""Incident files: beside a case, or a whole incident case in one file; and runs through them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from interviewloop.incident.events import events_of
from interviewloop.incident.world import build
from interviewloop.library.files import read_text
from interviewloop.library.findings import Finding
from interviewloop.library.load import Broken, Loaded, document, fit
from interviewloop.library.places import toml_files
from interviewloop.model.case import Case
from interviewloop.model.errors import Problem
from interviewloop.model.incident import Incident, Playthrough, Step

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from interviewloop.incident.world import World

INCIDENT_FILE = "incident.toml"
PLAYTHROUGHS = "playthroughs"
_CASE_TABLES = frozenset(Case.model_fields) - {"schema_version"}
_WITH_DIMENSION = "milestones"


@dataclass(frozen=True)
class IncidentFile:
    """An incident that was read, and the id of the case it belongs to."""

    case: str
    loaded: Loaded[Incident]
    card: Mapping[str, Any] | None = None
    """The ``[case]`` table, where one file holds case and incident."""

    def world(self) -> World:
        """The incident ready to run. Raises Problem, with file and line, when it cannot."""
        try:
            return build(self.case, self.loaded.value)
        except Problem as problem:
            # `where` is the dotted key; the reader of the message wants the line as well.
            parts = problem.where.split(".")
            key = tuple(int(part) if part.isdecimal() else part for part in parts)
            problem.where = f"{self.loaded.path}:{self.loaded.line(key)}"
            raise


def load_incident(path: Path) -> IncidentFile | Broken:
    """The incident in ``path``: an ``incident.toml``, or a case with its incident in one file.

    Never raises for anything the file holds.
    """
    read = document(path)
    if isinstance(read, Broken):
        return read
    data, places = read
    case: object = path.absolute().parent.name
    card = data.get("case")
    if card is not None:
        case = card.get("id") if isinstance(card, dict) else None
        if not isinstance(case, str):
            finding = Finding(path, 1, "S04", "E", "[case] has no id", 'add id = "inc-..."')
            return Broken(path, (finding,))
        data = incident_tables(data)
    loaded = fit(path, data, places, Incident)
    return loaded if isinstance(loaded, Broken) else IncidentFile(str(case), loaded, card)


def incident_tables(data: dict[str, Any]) -> dict[str, Any]:
    """The incident's tables of a one-file case, in the spelling of this program.

    Tables of the case are left out. Dimensions and kinds get hyphens for underscores; ids stay as
    they are, because events and expressions name them.
    """
    tables = {name: table for name, table in data.items() if name not in _CASE_TABLES}
    for name, key in ((_WITH_DIMENSION, "dim"), ("actions", "kind")):
        if isinstance(tables.get(name), dict):
            tables[name] = {id_: _hyphened(one, key) for id_, one in tables[name].items()}
    return tables


def _hyphened(entry: object, key: str) -> object:
    if isinstance(entry, dict) and isinstance(entry.get(key), str):
        return {**entry, key: entry[key].replace("_", "-")}
    return entry


def open_incident(path: Path) -> IncidentFile:
    """The incident of a case folder or file. Raises Problem when there is none or it is broken."""
    file = path / INCIDENT_FILE if path.is_dir() else path
    if file.name == "case.toml" and (file.parent / INCIDENT_FILE).exists():
        file = file.parent / INCIDENT_FILE
    loaded = load_incident(file)
    if isinstance(loaded, Broken):
        raise loaded.problem()
    return loaded


def playthrough_files(case_folder: Path) -> list[Path]:
    """``playthroughs/<name>.toml`` in a case's folder, by name."""
    return toml_files(case_folder / PLAYTHROUGHS)


def load_playthrough(path: Path) -> Loaded[Playthrough] | Broken:
    """The scripted run in ``path``; never raises for anything the file holds."""
    read = document(path)
    return read if isinstance(read, Broken) else fit(path, *read, Playthrough)


def open_play(path: Path) -> Playthrough:
    """A run from a TOML script, or from a text file with one event a line.

    Raises Problem, with the line, when the file cannot be used.
    """
    if path.suffix == ".toml":
        loaded = load_playthrough(path)
        if isinstance(loaded, Broken):
            raise loaded.problem()
        return loaded.value
    try:
        events = events_of(read_text(path).splitlines())
    except Problem as problem:
        if problem.where.startswith("line "):
            problem.where = f"{path}:{problem.where.removeprefix('line ')}"
        raise
    if not events:
        raise Problem("Nothing to play", "the file holds no events", "write one a line", str(path))
    return Playthrough(name=path.name, step=tuple(Step(do=(str(event),)) for event in events))
