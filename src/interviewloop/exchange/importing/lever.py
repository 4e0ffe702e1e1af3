"""Lever's feedback forms, and its users for their names.

A form names no candidate unless it was fetched with its opportunity. A panel belongs to one
opportunity, so it stands in. Scores are matched with the form's skills by their place; only the
place is documented, the names inside are not.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from interviewloop.exchange.imported import OVERALL, Scale
from interviewloop.exchange.importing.collecting import (
    DELETED,
    DRAFT,
    TEXT,
    Card,
    Collector,
)
from interviewloop.exchange.importing.fields import (
    FieldError,
    label,
    note,
    numbered_score,
    optional_label,
    records,
    time_of_epoch,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from interviewloop.exchange.imported import Reading
    from interviewloop.exchange.importing.fields import Record

SOURCE = "lever"
SCORES = Scale("lever-scores", 1, ("1", "2", "3", "4"))
HIRING = Scale("lever-overall", 1, ("Strong No Hire", "No Hire", "Hire", "Strong Hire"))
_RATED = re.compile(r"\s*([0-9]+)\s*(?:-.*)?", re.DOTALL)
_WRITTEN = ("text", "textarea")
_PANEL = (
    "Feedback that names no opportunity: the panel stands for the candidate, who is two people"
    " here if there were two panels."
)
_UNNAMED = "Some interviewers have ids for names; give the file of users as well."


def read_lever(forms: Iterable[Record], users: Iterable[Record]) -> Reading:
    """The ratings of ``forms``; ``users`` give interviewers their names."""
    collector = Collector(SOURCE)
    names: dict[str, str] = {}
    for place, one in enumerate(users, 1):
        with collector.at(f"user {place}"):
            names[label(one.get("id"), "id")] = label(one.get("name"), "name")
    for place, one in enumerate(forms, 1):
        with collector.at(f"feedback {place}"):
            _form(collector, one, names)
    return collector.reading()


def _form(collector: Collector, one: Record, names: Mapping[str, str]) -> None:
    if time_of_epoch(one.get("deletedAt"), "deletedAt"):
        collector.leave_out(DELETED)
        return
    completed = time_of_epoch(one.get("completedAt"), "completedAt")
    if not completed:
        collector.leave_out(DRAFT)
        return
    known = label(one.get("id"), "id")
    user = label(one.get("user"), "user")
    if user not in names:
        collector.remark(_UNNAMED)
    candidate = optional_label(one.get("opportunity"), "opportunity")
    if not candidate:
        candidate = label(one.get("panel"), "the candidate (opportunity or panel)")
        collector.remark(_PANEL)
    interviewer = names.get(user, user)
    card = Card(f"feedback {known}", known, candidate, interviewer, interviewer, completed)
    fields = records(one.get("fields"), "field")
    written: list[str] = []
    for field in fields:
        if field.get("type") in _WRITTEN:
            name = optional_label(field.get("text"), "text")
            with collector.at(card.where, name):
                written.append(note(field.get("value"), name))
    text = "\n\n".join(filter(str.strip, written))
    for field in fields:
        with collector.at(card.where):
            text = _scores(collector, card, field, text)
    if text:
        collector.leave_out(TEXT)


def _scores(collector: Collector, card: Card, field: Record, text: str) -> str:
    """The scores in one field; what is left of ``text`` when a recommendation has taken it."""
    kind = field.get("type")
    if kind == "score-system":
        if field.get("value") in (None, ""):
            collector.no_score()
            return text
        with collector.at(card.where, OVERALL):
            collector.add(card, OVERALL, _leading(field.get("value")), HIRING, text)
        return ""
    if kind == "score":
        name = label(field.get("text"), "text")
        with collector.at(card.where, name):
            _score(collector, card, name, field.get("value"), "")
    elif kind == "scorecard":
        _scorecard(collector, card, field)
    return text


def _scorecard(collector: Collector, card: Card, field: Record) -> None:
    skills = records(field.get("scores"), "skill")
    given = records(field.get("value"), "score")
    if len(skills) != len(given):
        raise FieldError(f"{len(given)} scores for {len(skills)} skills")
    for place, (skill, one) in enumerate(zip(skills, given, strict=True), 1):
        with collector.at(card.where, f"skill {place}"):
            name = label(skill.get("text"), "text")
            with collector.at(card.where, name):
                said = note(one.get("comment"), "comment")
                _score(collector, card, name, one.get("score"), said)


def _score(collector: Collector, card: Card, name: str, value: object, said: str) -> None:
    if value in (None, ""):
        collector.no_score(said)
    else:
        collector.add(card, name, numbered_score(value, SCORES), SCORES, said)


def _leading(value: object) -> int:
    """The number that a recommendation such as "3 - Hire" begins with. Raises FieldError."""
    rated = _RATED.fullmatch(value) if isinstance(value, str) else None
    return numbered_score(rated[1] if rated else value, HIRING)
