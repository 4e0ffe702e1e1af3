"""Ashby's ``applicationFeedback.list``: submitted forms with their definitions.

A rating belongs to whom the feedback is credited to, and where nobody is, to who submitted it. The
application stands for the candidate, whom feedback does not name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewloop.exchange.imported import OVERALL, Scale
from interviewloop.exchange.importing.collecting import DRAFT, TEXT, Card, Collector
from interviewloop.exchange.importing.fields import (
    label,
    labelled_score,
    note,
    numbered_score,
    optional_label,
    record,
    records,
    time_of_text,
)
from interviewloop.model.names import folded

if TYPE_CHECKING:
    from collections.abc import Iterable

    from interviewloop.exchange.imported import Reading
    from interviewloop.exchange.importing.fields import Record

SOURCE = "ashby"
SCORES = Scale("ashby-scores", 1, ("1", "2", "3", "4"))
HIRING = Scale("ashby-overall", 1, ("strong_no_hire", "no_hire", "hire", "strong_hire"))
_HIRING_STEPS = {name: score for score, name in enumerate(HIRING.labels, 1)}
_OVERALL = ("overall recommendation", "overall_recommendation")
_WRITTEN = ("RichText", "String", "LongText")


def read_ashby(feedback: Iterable[Record]) -> Reading:
    """The ratings of ``feedback``."""
    collector = Collector(SOURCE)
    for place, one in enumerate(feedback, 1):
        with collector.at(f"feedback {place}"):
            _feedback(collector, one)
    return collector.reading()


def _feedback(collector: Collector, one: Record) -> None:
    submitted_at = time_of_text(one.get("submittedAt"), "submittedAt")
    if not submitted_at:
        collector.leave_out(DRAFT)
        return
    known = label(one.get("id"), "id")
    submitter = _person(one.get("submittedByUser"), "submittedByUser")
    credited = one.get("creditedToUser")
    card = Card(
        f"feedback {known}",
        known,
        label(one.get("applicationId"), "applicationId"),
        submitter if credited is None else _person(credited, "creditedToUser"),
        submitter,
        submitted_at,
    )
    values = record(one.get("submittedValues"), "submittedValues")
    fields = _fields(one)
    texts = [
        note(values.get(label(field.get("path"), "path")), label(field.get("title"), "title"))
        for field in fields
        if field.get("type") in _WRITTEN
    ]
    text = "\n\n".join(filter(str.strip, texts))
    for field in fields:
        with collector.at(card.where):
            text = _score(collector, card, field, values, text)
    if text:
        collector.leave_out(TEXT)


def _score(collector: Collector, card: Card, field: Record, values: Record, text: str) -> str:
    """The score in one field; what is left of ``text`` when the recommendation has taken it."""
    path, title = label(field.get("path"), "path"), label(field.get("title"), "title")
    overall = field.get("type") == "ValueSelect" and {folded(path), folded(title)} & {*_OVERALL}
    if not overall and field.get("type") != "Score":
        return text
    given, said = values.get(path), ""
    with collector.at(card.where, title):
        if isinstance(given, dict):
            said = note(given.get("comments"), "comments")
            given = given.get("score")
        if given in (None, ""):
            collector.no_score(said)
        elif overall:
            score = labelled_score(given, HIRING, _HIRING_STEPS)
            collector.add(card, OVERALL, score, HIRING, text)
            return ""
        else:
            collector.add(card, title, numbered_score(given, SCORES), SCORES, said)
    return text


def _fields(one: Record) -> list[Record]:
    """The fields of every section of the form."""
    form = record(one.get("formDefinition"), "formDefinition")
    return [
        record(entry.get("field"), "field")
        for section in records(form.get("sections"), "section")
        for entry in records(section.get("fields"), "field")
    ]


def _person(value: object, name: str) -> str:
    """First and last name, or the id where there is none."""
    user = record(value, name)
    parts = [optional_label(user.get(part), name) for part in ("firstName", "lastName")]
    return " ".join(filter(None, parts)) or label(user.get("id"), name)
