"""Scorecard: 1-5 scores with evidence and an overall recommendation, and later amendments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field, model_validator

from interviewloop.model.base import WHOLE, Frozen, Id, Instant, Name, Typed

if TYPE_CHECKING:
    from collections.abc import Mapping

NO_SIGNAL: Literal["no-signal"] = "no-signal"
Score = Annotated[Literal[1, 2, 3, 4, 5, "no-signal"], WHOLE]
"""1 to 5, or no signal: a legal answer, which is missing data and never a 0."""
Confidence = Literal["low", "medium", "high"]
CONFIDENCES: tuple[Confidence, ...] = ("low", "medium", "high")
Recommendation = Literal["strong-no", "no", "yes", "strong-yes"]
RECOMMENDATIONS: tuple[Recommendation, ...] = ("strong-no", "no", "yes", "strong-yes")
RECOMMENDATION_NAMES: dict[str, str] = {
    "strong-no": "Strong no",
    "no": "No",
    "yes": "Yes",
    "strong-yes": "Strong yes",
}
OVERALL: Literal["recommendation"] = "recommendation"
"""What an amendment of the overall recommendation names in place of a dimension."""


class Scorecard(Frozen):
    """One interviewer's scores. Column by column, so that a reader of scores alone stops early."""

    recommendation: Recommendation | None = None
    scores: dict[Id, Score] = {}
    confidence: dict[Id, Confidence] = {}
    evidence: dict[Id, tuple[Id, ...]] = {}
    """Ids of notes linked to a dimension."""
    rationale: dict[Id, Typed] = {}
    summary: Typed = ""


class Amendment(Frozen):
    """A change after sealing: who, when, why, before and after. The original stays."""

    at: Instant
    by: Name
    field: Id
    """A dimension, or ``recommendation``."""
    before: Score | Recommendation | None = None
    """None where there was no score."""
    after: Score | Recommendation
    why: Typed = Field(min_length=1, pattern=r"\S")
    seal: str
    """Digest over this amendment and the seal before it, so that a removed one is noticed."""

    @model_validator(mode="after")
    def _values_fit_the_field(self) -> Amendment:
        legal: tuple[object, ...] = (
            RECOMMENDATIONS if self.field == OVERALL else (1, 2, 3, 4, 5, NO_SIGNAL)
        )
        for value in (self.before, self.after):
            if value is not None and value not in legal:
                raise ValueError(f"{value!r} is not a value of {self.field}")
        return self


def amended(scorecard: Scorecard, amendments: Mapping[str, Amendment]) -> Scorecard:
    """The scorecard as it stands now: the sealed original with ``amendments`` applied in order."""
    for amendment in amendments.values():
        if amendment.field == OVERALL:
            scorecard = scorecard.model_copy(update={"recommendation": amendment.after})
        else:
            scores = amended_scores(scorecard.scores, {"": amendment})
            scorecard = scorecard.model_copy(update={"scores": scores})
    return scorecard


def amended_scores(
    scores: Mapping[str, Score], amendments: Mapping[str, Amendment]
) -> Mapping[str, Score]:
    """The scores as they stand now, as :func:`amended`."""
    changed: dict[str, Score] = {
        one.field: one.after  # type: ignore[misc] # no recommendation: the model checks it
        for one in amendments.values()
        if one.field != OVERALL
    }
    return {**scores, **changed} if changed else scores
