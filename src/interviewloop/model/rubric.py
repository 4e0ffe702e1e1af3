"""Rubric: the dimensions an interview is scored on, with anchors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field, model_validator

from interviewloop.model.base import WHOLE, Frozen, Id, SchemaVersion, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Level = Annotated[Literal[1, 2, 3, 4, 5], WHOLE]
LEVELS: tuple[Level, ...] = (1, 2, 3, 4, 5)
BETWEEN: dict[int, str] = {
    4: "Between 3 and 5: all of the 3, and a clear part of the 5.",
    2: "Between 1 and 3: past the 1, but a clear part of the 3 is missing.",
}
"""How 4 and 2 read wherever anchors are shown; they have no anchor text of their own."""


class Anchors(Frozen):
    """What the highest, the middle and the lowest score look like."""

    five: Text = Field(alias="5")
    three: Text = Field(alias="3")
    one: Text = Field(alias="1")

    def at(self, level: Level) -> str:
        """The anchor text of ``level``; 4 and 2 say what lies between."""
        return {5: self.five, 3: self.three, 1: self.one}.get(level) or BETWEEN[level]


class Dimension(Frozen):
    """One thing a candidate is scored on."""

    name: Text
    definition: Text
    anchors: Anchors
    look_here: Text | None = None
    """Where in an interview this dimension usually shows."""


class RubricCard(Frozen):
    """What the rubric is called and whom it is for."""

    id: Id
    title: Text
    version: Annotated[int, Field(ge=1)]
    role: Text
    summary: Text


class Rubric(Frozen):
    """A rubric file, ``rubrics/<id>.toml``. Dimensions keep the order of the file."""

    schema_version: SchemaVersion
    rubric: RubricCard
    dimensions: dict[Id, Dimension] = Field(min_length=1)

    @property
    def id(self) -> str:
        return self.rubric.id

    @model_validator(mode="after")
    def _names_differ(self) -> Rubric:
        names = [dimension.name.casefold() for dimension in self.dimensions.values()]
        if len(set(names)) < len(names):
            raise ValueError("two dimensions have the same name")
        return self


def fitting(dims: Iterable[str], rubrics: Mapping[str, Rubric]) -> list[Rubric]:
    """The rubrics that have all of ``dims``; those with the fewest others first, then in order."""
    wanted = {*dims}
    found = [rubric for rubric in rubrics.values() if wanted <= rubric.dimensions.keys()]
    return sorted(found, key=lambda rubric: len(rubric.dimensions))
