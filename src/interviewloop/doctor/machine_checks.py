"""Checks of the disk and the clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewloop.doctor.findings import Check, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from interviewloop.doctor.facts import Facts
    from interviewloop.doctor.findings import Level

MIB = 2**20
_LITTLE, _SCARCE = 1024 * MIB, 100 * MIB
_FEW_NAMES = 1000
_SLOW_S, _TOO_SLOW_S = 0.3, 2.0
_TICK_S = 120.0
_JUMP_S = 1.0
_AGES = ((86400.0 * 365, "years"), (86400.0, "days"), (3600.0, "hours"), (0.0, "minutes"))
_OLDEST_S = 1_767_225_600.0
"""The beginning of 2026: this program is not older."""


def _space(facts: Facts) -> Iterator[Finding]:
    disk = facts.disk
    if disk.free is not None and disk.free < _LITTLE:
        level: Level = "attention" if disk.free < _SCARCE else "note"
        yield Finding("", f"{disk.free // MIB} MiB are free", level)
    if disk.free_names is not None and disk.free_names < _FEW_NAMES:
        yield Finding("", f"the disk has room for {disk.free_names} more files")


def _save(facts: Facts) -> Iterator[Finding]:
    if facts.disk.refusal:
        yield Finding("", facts.disk.refusal)
    elif facts.disk.read_only:
        yield Finding("", "the disk is read-only")


def _slow(facts: Facts) -> Iterator[Finding]:
    took = facts.disk.save_s
    if took is not None and took > _SLOW_S:
        level: Level = "attention" if took > _TOO_SLOW_S else "note"
        yield Finding("", f"a small file took {took:.1f} s to reach the disk", level)


def _behind(facts: Facts) -> Iterator[Finding]:
    newest = max((one.written_s for one in facts.entries if one.kind == "file"), default=0.0)
    ahead = newest - facts.clock.wall_s
    if ahead > _TICK_S:
        # Not which file nor by how much: that would tell when a colleague wrote theirs.
        unit = next(word for least, word in _AGES if ahead >= least)
        yield Finding("", f"the newest file here is {unit} ahead of this machine's clock")
    elif facts.clock.wall_s < _OLDEST_S:
        yield Finding("", "this machine's clock says a time before this program was made")


def _jumps(facts: Facts) -> Iterator[Finding]:
    if abs(facts.clock.jump_s) > _JUMP_S:
        way = "forward" if facts.clock.jump_s > 0 else "back"
        yield Finding("", f"the clock was set {way} while this ran")
    for one in facts.contents:
        if one.backwards:
            yield Finding(one.place, "its times run backwards", "note")


def _zone(facts: Facts) -> Iterator[Finding]:
    if not facts.clock.zone_known:
        yield Finding("", f"TZ is {facts.clock.zone!r}, which is no known time zone")
    elif not facts.clock.zone and not facts.clock.system_zone:
        yield Finding("", "no time zone is set, so times are shown in UTC", "note")


MACHINE_CHECKS: tuple[Check, ...] = (
    Check(
        "space", "disk", "Little room on the disk",
        "When it is full nothing can be saved, and what is typed is kept in memory only.",
        "Free some space.",
        _space,
    ),
    Check(
        "save", "disk", "Nothing can be saved",
        "What is typed would be kept in memory only.",
        "Mend that, or choose another workspace with --workspace.",
        _save,
    ),
    Check(
        "slow-save", "disk", "Saving is slow",
        "More than a second's typing could be lost in a power cut.",
        "Move the workspace to a local disk, or see what keeps this one busy.",
        _slow,
    ),
    Check(
        "clock", "clock", "The clock is wrong",
        "When a scorecard was submitted, and before which other, is told by the clock.",
        "Set the clock, best from the network (NTP).",
        _behind,
    ),
    Check(
        "jumps", "clock", "The clock jumped",
        "Times of notes are wrong by the jump; the interview's own clock is not touched by it.",
        "See why the clock is set by hand or by two services.",
        _jumps,
    ),
    Check(
        "zone", "clock", "No time zone",
        "Times on screen are not those on the wall; in files they are in UTC and right.",
        "Set TZ to a name such as Europe/Berlin, or unset it to use the machine's.",
        _zone,
    ),
)  # fmt: skip
