"""What an interview is run from: a case and a rubric."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from interviewloop.model.errors import Problem

if TYPE_CHECKING:
    from interviewloop.model.case import Case
    from interviewloop.model.rubric import Rubric


@dataclass(frozen=True, slots=True)
class Plan:
    """The case being run and the rubric it is scored on."""

    case: Case
    rubric: Rubric

    @property
    def stages(self) -> tuple[str, ...]:
        return tuple(self.case.stages)

    @property
    def dims(self) -> tuple[str, ...]:
        """Dimensions in scoring order: the case's primary ones, its secondary ones, the rest."""
        assessed = [dim for dim in self.case.dims if dim in self.rubric.dimensions]
        return (*assessed, *(dim for dim in self.rubric.dimensions if dim not in assessed))

    def need_stage(self, stage: str) -> None:
        _need(stage in self.case.stages, "stage", stage, self.stages)

    def need_dim(self, dim: str | None) -> None:
        _need(dim is None or dim in self.rubric.dimensions, "dimension", dim, self.dims)


def check_fit(plan: Plan) -> None:
    """Raise :class:`Problem` when the rubric cannot score what the case assesses."""
    strange = [dim for dim in plan.case.dims if dim not in plan.rubric.dimensions]
    if strange:
        raise Problem(
            "Case and rubric do not fit",
            f"case {plan.case.id} assesses {', '.join(strange)}, "
            f"which rubric {plan.rubric.id} does not have",
            "Choose another rubric, or add the dimension to it.",
        )


def _need(known: bool, what: str, name: str | None, names: tuple[str, ...]) -> None:
    if not known:
        raise Problem(
            f"Unknown {what}", f"there is no {what} {name!r} here", f"Known: {', '.join(names)}."
        )
