"""Facts of a workspace and a machine on which all is well, and ways to spoil them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from interviewloop.doctor.facts import Clock, Content, Disk, Entry, Facts, Versions

NOW_S = 1_800_000_000.0
SESSION = "sessions/ml-lead/ann--feed-ranking.toml"
LOOP = "sessions/ml-lead/loop.toml"


def entry(place: str, **changes: Any) -> Entry:
    """A file of ours, an hour old."""
    return replace(Entry(place, owner=7, written_s=NOW_S - 3600), **changes)


def folder(place: str, **changes: Any) -> Entry:
    return entry(place, kind="folder", **{"mode": 0o700, **changes})


def content(place: str, **changes: Any) -> Content:
    fields = {"key": (place,), "belongs": place, **changes}
    return Content(place, fields.pop("holds", "session"), **fields)


def well(**changes: Any) -> Facts:
    """All is well, but for ``changes``."""
    facts = Facts(
        root="/home/ann/team",
        clock=Clock(NOW_S),
        entries=(folder("."), folder("sessions"), folder("sessions/ml-lead"), entry(SESSION),
                 entry(LOOP)),
        contents=(content(SESSION), content(LOOP, holds="loop")),
        disk=Disk(10**11, 10**6, False, "ext4", "", 0.002, "yes"),
        versions=Versions("1.0", "3.12.1", ">=3.11", ("textual<9,>=8.2",), {"textual": "8.2.8"}),
        host="here",
        user=7,
        user_names={7: "ann", 8: "bob"},
    )  # fmt: skip
    return replace(facts, **changes)


def with_entries(*more: Entry, **changes: Any) -> Facts:
    facts = well(**changes)
    return replace(facts, entries=(*facts.entries, *more))


def with_contents(*more: Content, **changes: Any) -> Facts:
    facts = well(**changes)
    return replace(facts, contents=(*facts.contents, *more))
