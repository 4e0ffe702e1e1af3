"""Scored mock interviews as plain numbers, which all patterns are computed from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from interviewloop.practice.cells import cells_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from interviewloop.model.case import Case
    from interviewloop.model.persona import Persona
    from interviewloop.model.session import Session


@dataclass(frozen=True, slots=True)
class Interview:
    """One trainee's scores of one persona beside the key, only dimensions that both scored.

    ``persona`` and ``twin_of`` name case and persona: the same nickname may answer several cases.
    ``levels`` are the intended ones: twins differ in them where delivery itself is scored.
    """

    persona: str
    polish: int
    scores: Mapping[str, int]
    key: Mapping[str, float]
    levels: Mapping[str, int]
    twin_of: str | None = None

    def differences(self) -> dict[str, float]:
        """Score less key by dimension; positive is above the key."""
        return {dim: score - self.key[dim] for dim, score in self.scores.items()}


def interview_of(session: Session, persona: Persona, case: Case) -> Interview:
    """A sealed mock session as numbers; cells that do not count are left out."""
    cells = [cell for cell in cells_of(session, persona, case) if cell.counts]
    twin = persona.persona.twin_of
    return Interview(
        persona=f"{case.id}/{persona.id}",
        polish=persona.persona.polish,
        scores={cell.dim: cell.score for cell in cells if cell.score is not None},
        key={cell.dim: cell.key for cell in cells},
        levels=persona.persona.levels,
        twin_of=f"{case.id}/{twin}" if twin else None,
    )


def first_meetings(interviews: Iterable[Interview]) -> tuple[Interview, ...]:
    """The first interview with each persona: once the feedback was read, the key is known."""
    found: dict[str, Interview] = {}
    for interview in interviews:
        found.setdefault(interview.persona, interview)
    return tuple(found.values())


def twin_pairs(interviews: Sequence[Interview]) -> list[tuple[Interview, Interview]]:
    """Pairs of twins that were both met, the fluent one first."""
    by_id = {interview.persona: interview for interview in interviews}
    pairs = []
    for interview in interviews:
        other = by_id.get(interview.twin_of or "")
        if other is not None:
            plain, fluent = sorted((interview, other), key=lambda one: one.polish)
            pairs.append((fluent, plain))
    return pairs
