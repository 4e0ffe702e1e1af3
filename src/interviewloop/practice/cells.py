"""Cells: a trainee's score of one dimension beside the key's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from interviewloop.model.scorecard import NO_SIGNAL

if TYPE_CHECKING:
    from interviewloop.model.case import Case
    from interviewloop.model.head import SessionHead
    from interviewloop.model.persona import KeyCell, Persona

Outcome = Literal["hit", "near", "miss", "capped", "not-scored"]
COUNTED: frozenset[Outcome] = frozenset({"hit", "near", "miss"})
HALF = 0.5
MISS = 2.0


@dataclass(frozen=True, slots=True)
class Cell:
    """``score`` is None for no signal or no score; ``sd`` is None where no panel gave one.

    ``capped``: the trainee raised a red flag that the persona did raise, and kept to its cap. That
    is what the rules of scoring ask for, so it is no miss, also where the key goes above the cap.
    """

    dim: str
    score: int | None
    key: float
    sd: float | None
    outcome: Outcome

    @property
    def difference(self) -> float | None:
        """Score less key: positive is above the key."""
        return None if self.score is None else self.score - self.key

    @property
    def counts(self) -> bool:
        """Whether the cell is a judgement that can be compared with the key."""
        return self.outcome in COUNTED


def key_of(persona: Persona, dim: str) -> tuple[float, float | None] | None:
    """The key of ``dim``, rounded to the nearest half, and its spread; None if there is none.

    The panel's mean where there is one, the intended level otherwise. A mean half-way between two
    halves (3.25) goes to the whole number.
    """
    cell: KeyCell | None = persona.key.get(dim)
    if cell is not None:
        return round(cell.mean / HALF) * HALF, cell.sd
    level = persona.persona.levels.get(dim)
    return None if level is None else (float(level), None)


def outcome_of(score: int, key: float, sd: float | None) -> Outcome:
    """Hit: the key itself, or either side of a half key, or within the panel's spread of a half.
    Near: less than 2 away. Miss: 2 or more."""
    distance = abs(score - key)
    within = 0.0 if key.is_integer() else max(HALF, sd or 0.0)
    if distance <= within:
        return "hit"
    return "near" if distance < MISS else "miss"


def cells_of(session: SessionHead, persona: Persona, case: Case) -> tuple[Cell, ...]:
    """One cell for each dimension that has a key, the case's dimensions first.

    Scores are those that were sealed; amendments come after the answer was known.
    """
    order = [*case.dims, *(dim for dim in persona.persona.levels if dim not in case.dims)]
    return tuple(
        _cell(session, persona, case, dim, *key)
        for dim in order
        if (key := key_of(persona, dim)) is not None
    )


def _cell(
    session: SessionHead, persona: Persona, case: Case, dim: str, key: float, sd: float | None
) -> Cell:
    score = session.scorecard.scores.get(dim, NO_SIGNAL)
    if score == NO_SIGNAL:
        return Cell(dim, None, key, sd, "not-scored")
    outcome = outcome_of(score, key, sd)
    cap = _cap(session, persona, case, dim)
    if cap is not None and score == cap and score < key and outcome != "hit":
        outcome = "capped"
    return Cell(dim, score, key, sd, outcome)


def _cap(session: SessionHead, persona: Persona, case: Case, dim: str) -> int | None:
    """The lowest cap on ``dim`` of a red flag that was raised rightly."""
    raised = {name for answer in persona.answers for name in answer.red_flags}
    caps = [
        flag.cap
        for name, flag in case.red_flags.items()
        if name in raised and name in session.red_flags and dim in flag.dims
    ]
    return min(caps, default=None)
