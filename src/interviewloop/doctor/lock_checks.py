"""Checks of locks: who holds one, what dead holders left, and whether locks work here at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewloop.doctor.findings import Check, ClearOwner, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from interviewloop.doctor.facts import Facts


def _held(facts: Facts) -> Iterator[Finding]:
    for one in facts.locks:
        if one.held == "yes":
            by = f" by {one.who}" if one.who else ""
            place = f" on {one.host}, process {one.pid}" if one.host else ""
            since = f", since {one.since:%Y-%m-%d %H:%M} UTC" if one.since else ""
            yield Finding(one.place, f"it is open{by}{place}{since}", "note")


def _stale(facts: Facts) -> Iterator[Finding]:
    for one in facts.locks:
        if one.held == "no" and one.noted and one.host in ("", facts.host):
            by = f"{one.who} has it open" if one.who else "it is open"
            what = f"a note says that {by}, and nobody has"
            yield Finding(one.place, what, "note", ClearOwner(one.place))


def _elsewhere(facts: Facts) -> Iterator[Finding]:
    for one in facts.locks:
        if one.held == "no" and one.noted and one.host not in ("", facts.host):
            by = one.who or "somebody"
            yield Finding(one.place, f"a note says that {by} has it open on {one.host}", "note")


def _excludes(facts: Facts) -> Iterator[Finding]:
    if facts.disk.excludes == "no":
        kind = f" ({facts.disk.system})" if facts.disk.system else ""
        yield Finding("", f"a second process got a lock that was held, on this file system{kind}")


LOCK_CHECKS: tuple[Check, ...] = (
    Check(
        "held", "locks", "Open right now",
        "Nobody else can change it meanwhile.",
        "Nothing, unless nobody is there: then close the window that has it open.",
        _held,
    ),
    Check(
        "stale-owner", "locks", "A note of an owner who is gone",
        "It does no harm: the lock itself went with the program.",
        "Open and close the session, or leave it.",
        _stale,
        "removes the note, holding the lock",
    ),
    Check(
        "open-elsewhere", "locks", "Perhaps open on another machine",
        "The lock is free here, and locks do not reach through every network folder.",
        "Ask before you open it. If the other machine is gone, open and close it here.",
        _elsewhere,
    ),
    Check(
        "exclusion", "locks", "Locks do not keep others out",
        "Two windows could write the same session, and one would lose notes.",
        "Open each session on one machine only, or move the workspace to a local disk.",
        _excludes,
    ),
)  # fmt: skip
