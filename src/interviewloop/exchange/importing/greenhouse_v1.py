"""Greenhouse Harvest version 1: a list of scorecards, each with its attributes inside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewloop.exchange.importing.collecting import DRAFT, Card, Collector
from interviewloop.exchange.importing.fields import (
    label,
    note,
    optional_label,
    record,
    records,
    time_of_text,
)
from interviewloop.exchange.importing.greenhouse_scales import SOURCE, add_attribute, add_overall
from interviewloop.model.names import folded

if TYPE_CHECKING:
    from collections.abc import Iterable

    from interviewloop.exchange.imported import Reading
    from interviewloop.exchange.importing.fields import Record

_CASE_QUESTION = "which case was used?"


def read_greenhouse_v1(scorecards: Iterable[Record]) -> Reading:
    """The ratings of ``scorecards``. Severity belongs to the interviewer, not to whoever submitted.

    The answer to a question "Which case was used?" is the case; other answers are the note of the
    overall recommendation.
    """
    collector = Collector(SOURCE)
    for place, one in enumerate(scorecards, 1):
        with collector.at(f"scorecard {place}"):
            _scorecard(collector, one, f"scorecard {place}")
    return collector.reading()


def _scorecard(collector: Collector, one: Record, where: str) -> None:
    where = f"scorecard {label(one.get('id'), 'id')}"
    submitted_at = time_of_text(one.get("submitted_at"), "submitted_at")
    if not submitted_at:
        collector.leave_out(DRAFT)
        return
    answers = _answers(one)
    case = answers.pop(_CASE_QUESTION, "")
    card = Card(
        where,
        label(one.get("id"), "id"),
        label(one.get("candidate_id"), "candidate_id"),
        _person(one.get("interviewer"), "interviewer"),
        _person(one.get("submitted_by"), "submitted_by") if one.get("submitted_by") else "",
        submitted_at,
        optional_label(case, "the case"),
    )
    attributes = records(one.get("attributes"), "attribute")
    with collector.at(where, "overall_recommendation"):
        written = "\n\n".join(answers.values())
        add_overall(collector, card, one.get("overall_recommendation"), written)
    for place, attribute in enumerate(attributes, 1):
        with collector.at(where, f"attribute {place}"):
            name = label(attribute.get("name"), "name")
            with collector.at(where, name):
                said = note(attribute.get("note"), "note")
                add_attribute(collector, card, name, attribute.get("rating"), said)


def _person(value: object, name: str) -> str:
    """The name of a user, or the id where the name is missing."""
    user = record(value, name)
    return optional_label(user.get("name"), name) or label(user.get("id"), name)


def _answers(one: Record) -> dict[str, str]:
    """What was answered, by question; questions without an answer are left out."""
    answers: dict[str, str] = {}
    for question in records(one.get("questions"), "question"):
        asked = folded(optional_label(question.get("question"), "question"))
        answer = note(question.get("answer"), f"the answer to {asked}")
        if answer.strip():
            answers[asked] = f"{answers[asked]}\n{answer}" if asked in answers else answer
    return answers
