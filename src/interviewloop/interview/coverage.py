"""Which dimensions have evidence so far, so that the last minutes go where signal is missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from interviewloop.interview.plan import Plan
    from interviewloop.model.session import Session


@dataclass(frozen=True, slots=True)
class Coverage:
    """Counts of what speaks to one dimension: notes by signal, and look-fors seen."""

    dim: str
    role: str
    """``primary``, ``secondary`` or ``other`` in this case."""
    strong: int = 0
    weak: int = 0
    red_flags: int = 0
    plain: int = 0
    look_fors: int = 0

    @property
    def total(self) -> int:
        return self.strong + self.weak + self.red_flags + self.plain + self.look_fors


def coverage(session: Session, plan: Plan) -> tuple[Coverage, ...]:
    """One row for each dimension of the rubric, in scoring order."""
    notes = list(session.live_notes().values())

    def row(dim: str) -> Coverage:
        signals = [note.signal for note in notes if note.dim == dim]
        flags = sum(
            dim in flag.dims
            for name, flag in plan.case.red_flags.items()
            if name in session.red_flags
        )
        return Coverage(
            dim=dim,
            role=_role(plan, dim),
            strong=signals.count("strong"),
            weak=signals.count("weak"),
            red_flags=signals.count("red-flag") + flags,
            plain=signals.count("note"),
            look_fors=sum(
                name in plan.case.look_fors and plan.case.look_fors[name].dim == dim
                for name in session.look_fors
            ),
        )

    return tuple(row(dim) for dim in plan.dims)


def _role(plan: Plan, dim: str) -> str:
    if dim in plan.case.case.primary:
        return "primary"
    return "secondary" if dim in plan.case.case.secondary else "other"
