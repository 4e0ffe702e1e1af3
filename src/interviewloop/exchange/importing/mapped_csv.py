"""Any CSV file, through a mapping that says which column is what.

The mapping is TOML; docs/exchange.md describes it. A row is one rating (columns ``dimension`` and
``score``) or one scorecard (a table ``dimensions`` with a column for each dimension).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewloop.exchange.importing.collecting import Card, Collector
from interviewloop.exchange.importing.fields import (
    FieldError,
    label,
    note,
    numbered_score,
    optional_label,
    time_of_text,
)
from interviewloop.exchange.ratings_csv import short
from interviewloop.model.names import folded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from interviewloop.exchange.imported import Reading
    from interviewloop.exchange.importing.csv_table import Row, Table
    from interviewloop.exchange.importing.mapping import Mapping


def read_mapped_csv(tables: Sequence[Table], mapping: Mapping) -> Reading:
    """The ratings in ``tables``, whose columns :meth:`.Mapping.check` has passed."""
    collector = Collector(mapping.source)
    for table in tables:
        table.tell_uneven(collector)
        for row in table.rows:
            with collector.at(row.where):
                _row(collector, row, mapping)
    return collector.reading()


def _row(collector: Collector, row: Row, mapping: Mapping) -> None:
    columns, fields = mapping.columns, row.fields

    def cell(name: str) -> str | None:
        return fields[columns[name]] if name in columns else None

    candidate, interviewer = label(cell("candidate"), "candidate"), cell("interviewer")
    judged = label(interviewer, "interviewer")
    case = optional_label(cell("case"), "case")
    known = optional_label(cell("scorecard"), "scorecard")
    card = Card(
        row.where,
        # Without an id of its own, what makes a scorecard one: who judged whom, on what.
        known or " / ".join(filter(None, (candidate, judged, case))),
        candidate,
        judged,
        optional_label(cell("submitter"), "submitter"),
        time_of_text(cell("submitted_at"), "submitted_at"),
        case,
    )
    said = note(cell("note"), "note")
    if mapping.dimensions:
        for dimension, column in mapping.dimensions.items():
            with collector.at(row.where, dimension):
                _rating(collector, card, dimension, fields[column], said, mapping)
        return
    dimension = label(cell("dimension"), "dimension")
    with collector.at(row.where, dimension):
        _rating(collector, card, dimension, fields[columns["score"]], said, mapping)


def _rating(
    collector: Collector, card: Card, dimension: str, cell: str, said: str, mapping: Mapping
) -> None:
    if folded(cell) in mapping.missing:
        collector.no_score("" if mapping.dimensions else said)
        return
    if not mapping.labels:
        score = numbered_score(cell, mapping.scale)
    elif folded(cell) in mapping.labels:
        score = mapping.labels[folded(cell)]
    else:
        raise FieldError(f'score "{short(cell)}" is not among the labels of the mapping')
    collector.add(card, dimension, score, mapping.scale, said)
