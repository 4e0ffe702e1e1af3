"""Greenhouse's tables as CSV: as Fivetran or its BI connector copy them, or joined into one.

A joined table has a row for each attribute and the columns of its scorecard on each of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewloop.exchange.imported import Unusable
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
    from collections.abc import Iterable, Sequence

    from interviewloop.exchange.imported import Reading
    from interviewloop.exchange.importing.csv_table import Row, Table

_JOINED = {"scorecard_id", "attribute_name", "rating", "interviewer", "candidate_id"}
_NAMED = {"scorecard_id", "name", "rating"}
_NUMBERED = {"scorecard_id", "attribute_id", "rating"}
_SCORECARDS = {"id", "overall_recommendation", "submitted_at"}
_NAMES = {"id", "name"}
_MEND = (
    "Give the scorecard table together with its attribute table, or one joined table with the"
    f" columns {', '.join(sorted(_JOINED))}."
)
_ONLY_SUBMITTER = "The scorecard table names only who submitted, who is taken for the interviewer."
_ONLY_APPLICATION = (
    "The scorecard table names no candidate; the application stands for the candidate."
)


def read_greenhouse_csv(tables: Sequence[Table]) -> Reading:
    """The ratings in ``tables``, which are told apart by their columns. Raises Unusable."""
    joined, named, numbered, scorecards, names = _sorted(tables)
    collector = Collector(SOURCE)
    for table in tables:
        table.tell_uneven(collector)
    cards: dict[str, Card | None] = {}
    recommended: dict[str, str] = {}
    for row in joined:
        with collector.at(row.where):
            _joined(collector, row, cards, recommended)
    for row in scorecards:
        with collector.at(row.where):
            _scorecard(collector, row, cards)
    called = _attribute_names(collector, names)
    for row in (*named, *numbered):
        with collector.at(row.where):
            _attribute(collector, row, cards, called)
    return collector.reading()


def _sorted(tables: Sequence[Table]) -> tuple[list[Row], ...]:
    """Rows of joined tables, attributes by name, by number, scorecards, names of attributes."""
    kinds = (_JOINED, _NAMED, _NUMBERED, _SCORECARDS, _NAMES)
    rows: tuple[list[Row], ...] = tuple([] for _ in kinds)
    for table in tables:
        found = next((at for at, kind in enumerate(kinds) if kind <= set(table.columns)), None)
        if found is None:
            raise Unusable("the columns are those of no table of scorecards", _MEND)
        rows[found].extend(table.rows)
    joined, named, numbered, scorecards, _ = rows
    if (named or numbered) and not scorecards:
        raise Unusable("there are ratings of attributes, but no table of scorecards", _MEND)
    if not any((joined, named, numbered, scorecards)):
        raise Unusable("there is no scorecard in it", _MEND)
    return rows


def _joined(
    collector: Collector,
    row: Row,
    cards: dict[str, Card | None],
    recommended: dict[str, str],
) -> None:
    fields = row.fields
    known = label(fields["scorecard_id"], "scorecard_id")
    said = fields.get("overall_recommendation", "").strip()
    submitted_at = time_of_text(fields.get("submitted_at"), "submitted_at")
    if "submitted_at" in fields and not submitted_at:
        if known not in cards:
            collector.leave_out(DRAFT)
        cards.setdefault(known, None)
        return
    card = Card(
        f"scorecard {known}",
        known,
        label(fields["candidate_id"], "candidate_id"),
        label(fields["interviewer"], "interviewer"),
        optional_label(fields.get("submitter"), "submitter"),
        submitted_at,
        optional_label(fields.get("case"), "case"),
    )
    if known not in cards:
        cards[known], recommended[known] = card, said
        with collector.at(row.where, "overall_recommendation"):
            add_overall(collector, card, said)
    elif recommended.get(known) != said:
        raise FieldError(f"scorecard {known} is recommended otherwise on an earlier line")
    attribute = label(fields["attribute_name"], "attribute_name")
    with collector.at(row.where, attribute):
        text = note(fields.get("note"), "note")
        add_attribute(collector, card, attribute, fields["rating"].strip(), text)


def _scorecard(collector: Collector, row: Row, cards: dict[str, Card | None]) -> None:
    fields = row.fields
    known = label(fields["id"], "id")
    if known in cards:
        raise FieldError(f"scorecard {known} stands there twice")
    cards[known] = None
    submitted_at = time_of_text(fields["submitted_at"], "submitted_at")
    if not submitted_at:
        collector.leave_out(DRAFT)
        return
    submitter = _first(fields, "submitter", "submitter_id", "submitted_by_user_id")
    interviewer = _first(fields, "interviewer", "interviewer_id")
    if not interviewer:
        collector.remark(_ONLY_SUBMITTER)
    candidate = _first(fields, "candidate_id")
    if not candidate:
        collector.remark(_ONLY_APPLICATION)
    cards[known] = card = Card(
        f"scorecard {known}",
        known,
        candidate or label(fields.get("application_id"), "candidate_id"),
        interviewer or label(submitter, "interviewer"),
        submitter,
        submitted_at,
    )
    with collector.at(row.where, "overall_recommendation"):
        add_overall(collector, card, fields["overall_recommendation"].strip())


def _attribute(
    collector: Collector, row: Row, cards: dict[str, Card | None], called: dict[str, str]
) -> None:
    fields = row.fields
    known = label(fields["scorecard_id"], "scorecard_id")
    if known not in cards:
        raise FieldError(f"there is no scorecard {known} in these files")
    card = cards[known]
    if card is None:  # a draft, or refused as a whole
        return
    if "name" in fields:
        name = label(fields["name"], "name")
    else:
        attribute = label(fields["attribute_id"], "attribute_id")
        if attribute not in called:
            raise FieldError(f"the name of attribute {attribute} is not given")
        name = called[attribute]
    with collector.at(row.where, name):
        text = note(fields.get("note", fields.get("notes")), "note")
        add_attribute(collector, card, name, fields["rating"].strip(), text)


def _attribute_names(collector: Collector, rows: Iterable[Row]) -> dict[str, str]:
    called: dict[str, str] = {}
    for row in rows:
        with collector.at(row.where):
            called[label(row.fields["id"], "id")] = label(row.fields["name"], "name")
    return called


def _first(fields: dict[str, str], *names: str) -> str:
    """The first of the columns ``names`` that is there and not empty."""
    found = (optional_label(fields.get(name), name) for name in names)
    return next(filter(None, found), "")
