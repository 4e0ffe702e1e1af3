"""The two scales of Greenhouse: attributes have a middle, recommendations have none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewloop.exchange.imported import OVERALL, Scale
from interviewloop.exchange.importing.fields import labelled_score

if TYPE_CHECKING:
    from interviewloop.exchange.importing.collecting import Card, Collector

SOURCE = "greenhouse"
NO_DECISION = (None, "", "no_decision")
ATTRIBUTES = Scale(
    "greenhouse-attributes", 1, ("definitely_not", "no", "mixed", "yes", "strong_yes")
)
RECOMMENDATIONS = Scale("greenhouse-overall", 1, ("definitely_not", "no", "yes", "strong_yes"))
_ATTRIBUTE_STEPS = {label: score for score, label in enumerate(ATTRIBUTES.labels, 1)}
_OVERALL_STEPS = {label: score for score, label in enumerate(RECOMMENDATIONS.labels, 1)} | {
    # What version 3 of the interface calls it.
    "strong_no": 1
}


def add_attribute(collector: Collector, card: Card, name: str, rating: object, note: str) -> None:
    """The rating of one attribute, if there is one. Raises FieldError."""
    if rating in NO_DECISION:
        collector.no_score(note)
        return
    score = labelled_score(rating, ATTRIBUTES, _ATTRIBUTE_STEPS)
    collector.add(card, name, score, ATTRIBUTES, note)


def add_overall(collector: Collector, card: Card, rating: object, note: str = "") -> None:
    """The recommendation, if there is one; ``note`` is what was written on the whole interview.
    Raises FieldError."""
    if rating not in NO_DECISION:
        score = labelled_score(rating, RECOMMENDATIONS, _OVERALL_STEPS)
        collector.add(card, OVERALL, score, RECOMMENDATIONS, note)
        return
    collector.no_score(note)
