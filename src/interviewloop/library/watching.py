"""What changed in content files since they were last checked, file by file and finding by finding.

Files are told apart by their stamps alone, so a look costs a listing of the folders and reads
nothing. Only what a changed file belongs to is checked again.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from interviewloop.library.check import CASE_FILE, Report, check
from interviewloop.library.places import persona_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from interviewloop.library.findings import Finding

Stamp = tuple[int, int, int]
"""Inode, size and time of change: a save within a tick of the clock changes one of the others."""
Look = dict[Path, Stamp]
Sameness = tuple[Path, str, str, str]
"""What makes two findings one: the line does not, since a line above it may have been added."""


@dataclass(frozen=True)
class Change:
    """What one look found: the files that changed, and what that did to the findings."""

    files: tuple[Path, ...]
    mended: tuple[Finding, ...]
    new: tuple[Finding, ...]
    report: Report
    """Everything as it stands now."""


@dataclass
class Watch:
    """Content files under watch. ``find`` names them, anew each time: cases come and go."""

    find: Callable[[], Sequence[Path]]
    _looked: Look = field(default_factory=dict)
    _reports: dict[Path, Report] = field(default_factory=dict)

    def begin(self) -> Report:
        """Check everything. Raises Problem as ``find`` does."""
        units = _units(self.find())
        self._looked = _look(units)
        self._reports = {unit: check(files) for unit, files in units.items()}
        return self._whole()

    def look(self) -> Change | None:
        """Look once: None when no file changed. Raises Problem as ``find`` does."""
        units = _units(self.find())
        now, before = _look(units), self._looked
        changed = sorted(
            {path for path, stamp in now.items() if before.get(path) != stamp}
            | (before.keys() - now.keys())
        )
        if not changed and units.keys() == self._reports.keys():
            return None
        old = self._whole()
        self._looked = now
        # A rubric says which dimensions there are in every case.
        every = any(path.parent.name == "rubrics" for path in changed)
        self._reports = {
            unit: self._reports[unit]
            if not every and unit in self._reports and not _touched(unit, changed)
            else check(files)
            for unit, files in units.items()
        }
        report = self._whole()
        mended, new = _differences(old.findings, report.findings)
        return Change(tuple(changed), mended, new, report)

    def _whole(self) -> Report:
        reports = self._reports.values()
        return Report(
            tuple(file for one in reports for file in one.files),
            tuple(finding for one in reports for finding in one.findings),
        )


def _units(files: Sequence[Path]) -> dict[Path, list[Path]]:
    """The files that are checked together, by the folder of their case, or by themselves."""
    units: dict[Path, list[Path]] = {}
    for file in files:
        units.setdefault(_unit_of(file), []).append(file)
    return units


def _unit_of(file: Path) -> Path:
    if (file.parent / CASE_FILE).exists():
        return file.parent
    above = file.parent.parent
    return above if file in persona_files(above) and (above / CASE_FILE).exists() else file


def _touched(unit: Path, changed: Sequence[Path]) -> bool:
    return any(path.is_relative_to(unit) for path in changed)


def _look(units: Mapping[Path, list[Path]]) -> Look:
    """The stamps of every file that may change a finding, below the folders of cases too."""
    look: Look = {}
    for unit, files in units.items():
        for path in _below(unit) if unit not in files else files:
            try:
                status = path.stat()
            except OSError:  # it went between the listing and now, or is a link to nothing
                continue
            look[path] = (status.st_ino, status.st_size, status.st_mtime_ns)
    return look


def _below(folder: Path) -> Iterator[Path]:
    for place, below, names in os.walk(folder):
        below[:] = [name for name in below if not name.startswith((".", "__"))]
        yield from (Path(place, name) for name in names if not name.startswith("."))


def _differences(
    old: Sequence[Finding], new: Sequence[Finding]
) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """Findings that are gone, and those that were not there before."""
    before, now = ({_sameness(one): one for one in findings} for findings in (old, new))
    gone = tuple(one for key, one in before.items() if key not in now)
    came = tuple(one for key, one in now.items() if key not in before)
    return gone, came


def _sameness(finding: Finding) -> Sameness:
    return finding.path, finding.code, finding.field, finding.message
