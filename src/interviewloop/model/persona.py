"""Persona: a simulated candidate whose true level is known (the key)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from interviewloop.model.base import Frozen, Id, SchemaVersion, Text, one_or_more
from interviewloop.model.incident import Expression
from interviewloop.model.rubric import Level
from interviewloop.model.scorecard import Recommendation


class PersonaCard(Frozen):
    """Who the persona is. ``polish`` is delivery: -1 halting, 0 neutral, 1 fluent."""

    id: Id
    title: Text
    name: Text | None = None
    """What it goes by in an interview; the title up to its colon or comma otherwise."""
    case: Id
    rubric: Id | None = None
    """What its levels and its key are scored on; the rubric that fits the case best otherwise."""
    polish: Literal[-1, 0, 1]
    twin_of: Id | None = None
    background: tuple[Text, ...] = ()
    levels: dict[Id, Level]
    holding_lines: tuple[Text, ...] = ()
    call: Recommendation | None = None
    """The overall recommendation that goes with the key."""
    panel: Literal["simulated", "rated"] = "simulated"
    """Whether experts have rated the persona, or its key is what its authors intended."""


class Answer(Frozen):
    """What the persona says at a stage or to a probe, and the look-fors it shows by that."""

    stage: Id | None = None
    probe: Id | None = None
    text: Text
    shows: tuple[Id, ...] = ()
    red_flags: tuple[Id, ...] = ()
    """Red flags of the case that it raises."""
    lines: dict[Id, Text] = {}
    """The words of ``text`` that are the evidence for a look-for or red flag, by its id."""
    own_figures: tuple[Text, ...] = ()
    """Figures in ``text`` that stand in no exhibit: of past work, a plan, or a mistake."""

    @property
    def place(self) -> str:
        """The id of the stage or probe it belongs to."""
        return self.stage or self.probe or ""

    @model_validator(mode="after")
    def _one_place(self) -> Answer:
        if (self.stage is None) == (self.probe is None):
            raise ValueError("an answer belongs to one stage or one probe")
        return self


class PolicyMove(Frozen):
    """Something it says while it works on an incident, and the events of the machine it means.

    The moves of a persona are its policy: the next one is the first that was not said yet and whose
    ``when``, an expression over the incident, holds.
    """

    say: Text
    do: Annotated[tuple[Text, ...], BeforeValidator(one_or_more), Field(min_length=1)]
    when: Expression | None = None
    shows: tuple[Id, ...] = ()
    red_flags: tuple[Id, ...] = ()
    lines: dict[Id, Text] = {}
    """The words of ``say`` that are the evidence for a look-for or red flag, by its id."""
    own_figures: tuple[Text, ...] = ()
    """Figures in ``say`` that stand neither in the case nor in its incident."""


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
    policy: dict[Id, PolicyMove] = {}
    """How it works on the incident of its case, in order; empty for other cases."""
    key: dict[Id, KeyCell] = {}

    @property
    def id(self) -> str:
        return self.persona.id

    @property
    def name(self) -> str:
        """What a trainee sees. The title says what the persona is built for and is for trainers."""
        card = self.persona
        return card.name or card.title.partition(":")[0].partition(",")[0]

    def answer_at(self, stage: str) -> Answer | None:
        """What it says when the prompt of ``stage`` was read."""
        return next((answer for answer in self.answers if answer.stage == stage), None)

    def answer_to(self, probe: str) -> Answer | None:
        """What it says to ``probe``."""
        return next((answer for answer in self.answers if answer.probe == probe), None)
