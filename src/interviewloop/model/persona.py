"""Persona: a simulated candidate whose true level is known (the key)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from interviewloop.model.base import Frozen, Id, SchemaVersion, Text
from interviewloop.model.rubric import Level


class PersonaCard(Frozen):
    """Who the persona is. ``polish`` is delivery: -1 halting, 0 neutral, 1 fluent."""

    id: Id
    title: Text
    case: Id
    polish: Literal[-1, 0, 1]
    twin_of: Id | None = None
    background: tuple[Text, ...] = ()
    levels: dict[Id, Level]
    holding_lines: tuple[Text, ...] = ()


class Answer(Frozen):
    """What the persona says at a stage or to a probe, and the look-fors it shows by that."""

    stage: Id | None = None
    probe: Id | None = None
    text: Text
    shows: tuple[Id, ...] = ()

    @model_validator(mode="after")
    def _one_place(self) -> Answer:
        if (self.stage is None) == (self.probe is None):
            raise ValueError("an answer belongs to one stage or one probe")
        return self


class KeyCell(Frozen):
    """The expert panel's score of one dimension: mean, standard deviation, number of experts."""

    mean: Annotated[float, Field(ge=1, le=5)]
    sd: Annotated[float, Field(ge=0)]
    n: Annotated[int, Field(ge=1)]


class Persona(Frozen):
    """A persona file, ``cases/<case>/personas/<id>.toml``."""

    schema_version: SchemaVersion
    persona: PersonaCard
    answers: tuple[Answer, ...] = ()
    key: dict[Id, KeyCell] = {}
