"""How often a case or rubric was used, when last, and by whom. Scores play no part in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from interviewloop.model.names import folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from interviewloop.model.head import SessionHead

WORN = 40
"""Interviews after which a version of a case should be retired or given new figures."""


class Times(NamedTuple):
    """Sessions that were begun, by kind."""

    live: int = 0
    shadow: int = 0
    mock: int = 0
    example: int = 0

    @property
    def total(self) -> int:
        return sum(self)


@dataclass(frozen=True, slots=True)
class Usage:
    """``interviews`` is how often it was put before a real candidate: a shadow sits in an interview
    that is there already. ``of_version`` says the same of each version."""

    times: Times
    interviews: int
    of_version: tuple[tuple[int, int], ...] = ()
    last: datetime | None = None
    by: tuple[tuple[str, Times], ...] = ()
    """By interviewer, as spelled first, who used it most first."""

    def interviews_of(self, version: int) -> int:
        """How often this version was put before a real candidate."""
        return dict(self.of_version).get(version, 0)

    def worn(self, version: int) -> bool:
        """Whether this version has been seen by so many that it should be retired or re-seeded."""
        return self.interviews_of(version) >= WORN


NEVER = Usage(Times(), 0)


def usage_of_cases(sessions: Iterable[SessionHead]) -> Mapping[str, Usage]:
    """How each case was used, by id. A session that never began used nothing."""
    found: dict[str, list[SessionHead]] = {}
    for session in sessions:
        found.setdefault(session.case, []).append(session)
    return {id_: _usage([(one, one.case_version) for one in own]) for id_, own in found.items()}


def usage_of_rubrics(sessions: Iterable[SessionHead]) -> Mapping[str, Usage]:
    """How each rubric was used, by id. As :func:`usage_of_cases`."""
    found: dict[str, list[SessionHead]] = {}
    for session in sessions:
        found.setdefault(session.rubric, []).append(session)
    return {id_: _usage([(one, one.rubric_version) for one in own]) for id_, own in found.items()}


def _usage(sessions: list[tuple[SessionHead, int]]) -> Usage:
    begun = [(one, version) for one, version in sessions if one.started_at is not None]
    spelled: dict[str, str] = {}
    by: dict[str, list[SessionHead]] = {}
    for one, _ in begun:
        who = folded(one.interviewer)
        spelled.setdefault(who, one.interviewer.strip())
        by.setdefault(who, []).append(one)
    people = [(spelled[who], _times(own)) for who, own in by.items()]
    versions = sorted({version for _, version in begun})
    return Usage(
        times=_times([one for one, _ in begun]),
        interviews=_interviews([one for one, _ in begun]),
        of_version=tuple(
            (version, _interviews([one for one, its in begun if its == version]))
            for version in versions
        ),
        last=max((one.started_at for one, _ in begun if one.started_at), default=None),
        by=tuple(sorted(people, key=lambda one: (-one[1].total, one[0].casefold()))),
    )


def _times(sessions: Iterable[SessionHead]) -> Times:
    kinds = [one.kind for one in sessions]
    return Times(*(kinds.count(kind) for kind in ("live", "shadow", "mock", "example")))


def _interviews(sessions: list[SessionHead]) -> int:
    """Live interviews, and those that only their shadow is on record of."""
    live = [(folded(one.loop), one.case) for one in sessions if one.kind == "live"]
    beside = {(folded(one.loop), one.case) for one in sessions if one.kind == "shadow"}
    return len(live) + len(beside - {*live})
