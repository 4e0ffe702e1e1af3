"""Checks of versions: Python, the packages this program needs, and files of newer programs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from interviewloop.doctor.findings import Check, Finding
from interviewloop.workspace.backups import BACKUPS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from interviewloop.doctor.facts import Facts

EXTRAS = {"parquet": "`interviewloop export parquet`", "postgres": "`interviewloop db`"}
"""What does not work without an optional extra. Extras for developers are not in it."""
_DAY_S = 86_400
_KEPT_D = 30
"""Days after which nobody is likely to want a migration undone."""
_REQUIREMENT = re.compile(
    r"""\s*(?P<name>[A-Za-z0-9][A-Za-z0-9._-]*)(?:\[[^\]]*\])?\s*(?P<range>[^;]*?)\s*
        (?:;\s*(?:.*\bextra\s*==\s*["'](?P<extra>[^"']+)["'].*|(?P<marker>.*)))?""",
    re.VERBOSE,
)
_BOUND = re.compile(r"\s*(>=|<=|==|!=|~=|>|<)\s*([0-9]+(?:\.[0-9]+)*)")


class Requirement(NamedTuple):
    """A package, the range of its versions (``>=1.2,<2``), and the extra that asks for it."""

    name: str
    range: str
    extra: str


def requirement(text: str) -> Requirement | None:
    """What ``text`` requires; None where it holds for some machines only, or cannot be read."""
    found = _REQUIREMENT.fullmatch(text)
    if found is None or found["marker"]:
        return None
    return Requirement(found["name"], found["range"], found["extra"] or "")


def within(version: str, bounds: str) -> bool:
    """Whether ``version`` lies in a range such as ``>=1.2,<2``. What is not understood of a range
    does not count against it, and neither does what follows the numbers of a version."""
    mine = _numbers(version)
    for sign, bound in _BOUND.findall(bounds):
        other = _numbers(bound)
        size = max(len(mine), len(other))
        one, two = (it + (0,) * (size - len(it)) for it in (mine, other))
        holds = {
            ">=": one >= two,
            "<=": one <= two,
            "==": one == two,
            "!=": one != two,
            ">": one > two,
            "<": one < two,
            "~=": one >= two and one[: len(other) - 1] == two[: len(other) - 1],
        }
        if not holds[sign]:
            return False
    return True


def _numbers(version: str) -> tuple[int, ...]:
    found = re.match(r"[0-9]{1,9}(?:\.[0-9]{1,9})*", version)
    return tuple(int(part) for part in found[0].split(".")) if found else ()


def _python(facts: Facts) -> Iterator[Finding]:
    one = facts.versions
    if not within(one.python, one.python_required):
        yield Finding("", f"Python is {one.python}, and {one.python_required} is needed")


def _packages(facts: Facts) -> Iterator[Finding]:
    for text in facts.versions.required:
        one = requirement(text)
        if one is None or one.extra:
            continue
        version = facts.versions.installed.get(one.name)
        if version is None:
            yield Finding("", f"{one.name} is missing, and {one.name}{one.range} is needed")
        elif not within(version, one.range):
            yield Finding("", f"{one.name} is {version}, and {one.range} is needed")


def _extras(facts: Facts) -> Iterator[Finding]:
    wanted = [one for text in facts.versions.required if (one := requirement(text))]
    for extra, what in EXTRAS.items():
        for one in wanted:
            if one.extra != extra:
                continue
            version = facts.versions.installed.get(one.name)
            if version is None:
                yield Finding("", f"without the extra {extra} there is no {what}", "note")
            elif not within(version, one.range):
                yield Finding("", f"{one.name} is {version}, and {what} needs {one.range}", "note")


def _newer(facts: Facts) -> Iterator[Finding]:
    for one in facts.contents:
        if one.damage == "newer":
            program = f", {one.reason}," if one.reason else ""
            yield Finding(one.place, f"a newer version of this program{program} wrote it")


def _older(facts: Facts) -> Iterator[Finding]:
    older = [one.place for one in facts.contents if one.older]
    if older:
        # One finding for all: after an update every file of a workspace is older.
        more = f", like {len(older) - 1} more" if older[1:] else ""
        yield Finding(older[0], f"it is of an older format{more}", "note")


def _old_backups(facts: Facts) -> Iterator[Finding]:
    for one in facts.entries:
        top, _, name = one.place.partition("/")
        days = int((facts.clock.wall_s - one.written_s) // _DAY_S)
        if top == BACKUPS and name and "/" not in name and one.kind == "folder" and days > _KEPT_D:
            yield Finding(one.place, f"it is {days} days old", "note")


VERSION_CHECKS: tuple[Check, ...] = (
    Check(
        "python", "versions", "Another Python is needed",
        "What was not tried with this Python may break in the middle of an interview.",
        "Install Interviewloop with a Python in the range.",
        _python,
    ),
    Check(
        "packages", "versions", "A package is missing or of another version",
        "What was not tried together may break in the middle of an interview.",
        "Install Interviewloop again; pip then brings the versions it needs.",
        _packages,
    ),
    Check(
        "extras", "versions", "An optional extra is not installed",
        "Everything else works without it.",
        "pip install 'interviewloop[NAME]', if you want it.",
        _extras,
    ),
    Check(
        "newer-files", "versions", "Files of a newer version",
        "They are missing from every list and figure here.",
        "Install the newer version of Interviewloop. Until then they stay as they are.",
        _newer,
    ),
    Check(
        "older-files", "versions", "Files of an older format",
        "They are read all the same, and each is rewritten when it is next saved.",
        "`interviewloop migrate` rewrites them all, and keeps a copy of each.",
        _older,
    ),
    Check(
        "old-backups", "versions", "An old backup",
        "It holds candidates' data a second time. Erasing reaches it, and purging too.",
        "Delete the folder once nothing is to be undone, unless a legal hold stands on somebody.",
        _old_backups,
    ),
)  # fmt: skip
