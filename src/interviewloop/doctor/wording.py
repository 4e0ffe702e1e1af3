"""What the doctor found, as text and as JSON."""

from __future__ import annotations

import json
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from interviewloop.doctor.findings import GROUPS, Group
from interviewloop.model.text import storable, visible
from interviewloop.report.columns import cells, paragraph

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from interviewloop.doctor.facts import Facts
    from interviewloop.doctor.findings import Check, Finding
    from interviewloop.doctor.mending import Outcome

_MOST_PLACES = 8
_UNSEEN: dict[str, tuple[Group, ...]] = {
    "the workspace": ("locks", "permissions", "disk", "clock", "shared"),
    "the disk": ("disk",),
    "a lock": ("locks",),
}
"""What is not checked when something does not answer."""


class Line(NamedTuple):
    """One finding, and what came of mending it; None where nothing was tried."""

    finding: Finding
    outcome: Outcome | None = None

    @property
    def mended(self) -> bool:
        return self.outcome is not None and self.outcome.done

    @property
    def open(self) -> bool:
        """Whether it still needs somebody's attention."""
        return self.finding.level == "attention" and not self.mended


class Section(NamedTuple):
    """One check with its findings."""

    check: Check
    lines: tuple[Line, ...]

    @property
    def level(self) -> str:
        if all(line.mended for line in self.lines):
            return "Mended"
        return "Attention" if any(line.open for line in self.lines) else "Note"


def as_text(where: str, facts: Facts, sections: Sequence[Section], width: int) -> str:
    """The report for a terminal of ``width`` cells; ``where`` says how the workspace was found."""
    lines = [f"Workspace {facts.root} ({where})", ""]
    by_group = {
        group: list(found) for group, found in groupby(sections, lambda one: one.check.group)
    }
    for group in GROUPS:
        found = by_group.get(group, [])
        measured = _measured(group, facts)
        unseen = any(group in _UNSEEN.get(one, ()) for one in facts.silent)
        verdict = "not checked" if unseen and not found else _verdict(found)
        lines += paragraph(f"{group}: {verdict}{measured}", width)
        for section in found:
            lines += ["", *_section(section, width)]
        if found:
            lines.append("")
    lines += ["", *paragraph(_sum(sections), width)]
    return "\n".join(visible(_text(line)) for line in lines) + "\n"


def _verdict(found: Sequence[Section]) -> str:
    attention = sum(line.open for section in found for line in section.lines)
    if attention:
        return _need(attention)
    return "well" if all(section.level == "Mended" for section in found) else "well, with notes"


def _need(attention: int) -> str:
    return f"{attention} need{'s' if attention == 1 else ''} attention"


def _measured(group: Group, facts: Facts) -> str:
    if group == "disk":
        disk = facts.disk
        free = f"{disk.free / 2**30:.1f} GiB free" if disk.free is not None else ""
        took = f"a save took {1000 * disk.save_s:.0f} ms" if disk.save_s is not None else ""
        said = ", ".join(filter(None, (disk.system, free, took)))
    elif group == "terminal" and facts.terminal.there:
        one = facts.terminal
        said = f"{one.term or 'no TERM'}, {one.columns}x{one.lines}, {one.encoding}"
    elif group == "versions":
        said = f"Interviewloop {facts.versions.program}, Python {facts.versions.python}"
    elif group == "files":
        said = f"{len(facts.contents)} read"
    else:
        said = ""
    return f" ({said})" if said else ""


def _section(section: Section, width: int) -> Iterator[str]:
    check = section.check
    yield from paragraph(f"{section.level}: {check.title}", width, "  ")
    for what, alike in groupby(section.lines[:_MOST_PLACES], _what):
        yield from _places([line.finding.where for line in alike], what, width)
    if (more := len(section.lines) - _MOST_PLACES) > 0:
        yield f"    - and {more} more (--format json lists all)"
    if section.level != "Mended":
        yield from _wrapped(f"Why: {check.why}", width, "    ")
        yield from _wrapped(f"Mend: {check.how}", width, "    ")
        if check.mends and any(one.finding.mend and not one.outcome for one in section.lines):
            yield from _wrapped(f"--mend {check.mends}.", width, "    ")


def _wrapped(text: str, width: int, bullet: str) -> list[str]:
    # What wraps must not see control characters as blanks.
    return paragraph(visible(_text(text)), width, bullet)


def _what(line: Line) -> str:
    """What is wrong there, or what was done about it."""
    finding, outcome = line
    if outcome is None:
        return finding.what
    return outcome.words if outcome.done else f"{finding.what} (not mended: {outcome.words})"


def _places(places: Sequence[str], what: str, width: int) -> Iterator[str]:
    """Where something is so. A place is never broken, so that it can be copied."""
    named = [visible(_text(place)) for place in places if place]
    if not named:
        yield from _wrapped(what, width, "    - ")
    elif len(named) == 1 and cells(named[0]) + cells(what) + 8 <= width:
        yield f"    - {named[0]}: {visible(_text(what))}"
    else:
        yield from _wrapped(f"{what}:", width, "    - ")
        yield from (f"        {place}" for place in named)


def _sum(sections: Sequence[Section]) -> str:
    lines = [line for section in sections for line in section.lines]
    attention = sum(line.open for line in lines)
    mended = sum(line.mended for line in lines)
    notes = len(lines) - attention - mended
    parts = [_need(attention) if attention else "All is well"]
    if notes:
        parts.append(f"{notes} {'note' if notes == 1 else 'notes'}")
    if mended:
        parts.append(f"{mended} mended")
    text = f"{', '.join(parts)}."
    ready = sum(line.finding.mend is not None and line.outcome is None for line in lines)
    if ready:
        text += f" `interviewloop doctor --mend` would mend {ready}."
    return text


def as_json(where: str, facts: Facts, sections: Sequence[Section]) -> str:
    """The same for programs. ``mend`` is ``no``, ``would``, ``done`` or ``failed``."""
    disk = facts.disk
    report = {
        "schema": 1,
        "workspace": {"path": _text(facts.root), "how": where},
        "well": not any(line.open for section in sections for line in section.lines),
        "measured": {
            "free_bytes": disk.free,
            "save_s": disk.save_s,
            "file_system": disk.system,
            "files_read": len(facts.contents),
        },
        "findings": [
            {
                "group": section.check.group,
                "check": section.check.name,
                "level": line.finding.level,
                "title": section.check.title,
                "where": _text(line.finding.where),
                "what": _text(line.finding.what),
                "why": section.check.why,
                "how": section.check.how,
                "mend": _mend_word(line),
                "came_of_it": line.outcome.words if line.outcome else "",
            }
            for section in sections
            for line in section.lines
        ],
    }
    return json.dumps(report, indent=2) + "\n"


def _mend_word(line: Line) -> str:
    if line.finding.mend is None:
        return "no"
    if line.outcome is None:
        return "would"
    return "done" if line.outcome.done else "failed"


def _text(text: str) -> str:
    """``text`` without the halves of characters that stand for bytes of a name that is no text."""
    return storable(text)
