"""Greenhouse Harvest version 3: scorecards, their attributes and the attributes' names apart.

Scorecards of this version name no candidate. An application is one candidate for one job, so it
stands for the candidate. The field names are second hand, not from the vendor's documentation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewloop.exchange.importing.collecting import DRAFT, Card, Collector
from interviewloop.exchange.importing.fields import (
    FieldError,
    label,
    note,
    optional_label,
    time_of_text,
)
from interviewloop.exchange.importing.greenhouse_scales import SOURCE, add_attribute, add_overall

if TYPE_CHECKING:
    from collections.abc import Iterable

    from interviewloop.exchange.imported import Reading
    from interviewloop.exchange.importing.fields import Record

_NAME_IS_APPLICATION = (
    "These scorecards name no candidate; the application stands for the candidate, who is two"
    " people here after two applications."
)


def read_greenhouse_v3(
    scorecards: Iterable[Record], ratings: Iterable[Record], attributes: Iterable[Record]
) -> Reading:
    """The ratings of ``scorecards``: their recommendations, and ``ratings`` of ``attributes``."""
    collector = Collector(SOURCE)
    collector.remark(_NAME_IS_APPLICATION)
    names: dict[str, str] = {}
    for place, one in enumerate(attributes, 1):
        with collector.at(f"attribute {place}"):
            names[label(one.get("id"), "id")] = label(one.get("name"), "name")
    cards: dict[str, Card | None] = {}
    for place, one in enumerate(scorecards, 1):
        with collector.at(f"scorecard {place}"):
            _scorecard(collector, one, cards)
    for place, one in enumerate(ratings, 1):
        with collector.at(f"attribute rating {place}"):
            _rating(collector, one, cards, names)
    return collector.reading()


def _scorecard(collector: Collector, one: Record, cards: dict[str, Card | None]) -> None:
    known = label(one.get("id"), "id")
    if known in cards:
        raise FieldError(f"scorecard {known} stands there twice")
    cards[known] = None
    status = one.get("status")
    if status == "draft":
        collector.leave_out(DRAFT)
        return
    if status != "complete":
        raise FieldError("status is neither draft nor complete")
    cards[known] = card = Card(
        f"scorecard {known}",
        known,
        label(one.get("application_id"), "application_id"),
        label(one.get("interviewer_id"), "interviewer_id"),
        optional_label(one.get("submitter_id"), "submitter_id"),
        time_of_text(one.get("submitted_at"), "submitted_at"),
    )
    with collector.at(card.where, "candidate_rating"):
        add_overall(collector, card, one.get("candidate_rating"))


def _rating(
    collector: Collector, one: Record, cards: dict[str, Card | None], names: dict[str, str]
) -> None:
    known = label(one.get("scorecard_id"), "scorecard_id")
    if known not in cards:
        raise FieldError(f"there is no scorecard {known} in these files")
    card = cards[known]
    if card is None:  # a draft, or refused as a whole
        return
    attribute = label(one.get("job_candidate_attribute_id"), "job_candidate_attribute_id")
    if attribute not in names:
        raise FieldError(f"{card.where} rates attribute {attribute}, whose name is not given")
    with collector.at(card.where, names[attribute]):
        said = note(one.get("note"), "note")
        add_attribute(
            collector, card, names[attribute], one.get("candidate_attribute_rating"), said
        )
