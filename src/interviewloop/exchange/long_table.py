"""Every score on a row of its own: the table other programs read.

The columns are those of the exchange format in docs/exchange.md. A score that was "no signal" is a
row with an empty score, because that somebody looked and saw nothing is a fact of its own.
"""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, NamedTuple

from interviewloop.exchange.table_csv import table_csv
from interviewloop.interview.scoring import evidence
from interviewloop.model.errors import Problem
from interviewloop.model.rubric import LEVELS
from interviewloop.model.scorecard import amended
from interviewloop.model.text import storable, visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from interviewloop.exchange.session_ratings import Baseline, SessionRatingsOf
    from interviewloop.model.session import Session

SCHEMA = 1
_ID_DIGITS = 12


class LongRow(NamedTuple):
    """One score of one scorecard. ``scorecard_id`` is the head of its seal, so it names nobody."""

    scorecard_id: str
    candidate: str
    interviewer: str
    submitter: str
    case: str
    dimension: str
    score: int | None
    scale_min: int
    scale_max: int
    evidence: str
    submitted_at: str


def long_rows(
    found: SessionRatingsOf[Session], baseline: Baseline, called: Callable[[str], str]
) -> list[LongRow]:
    """Rows of the scorecards that count in ``found``, in the order in which they were sealed.

    ``called`` gives what an interviewer is called. Of two scores of one interviewer on a candidate
    and dimension both are there; figures count the first.
    """
    placed = [
        (candidate, interviewer, session)
        for (candidate, interviewer), sessions in found.behind.items()
        for session in sessions
    ]
    placed.sort(key=lambda one: (_submitted(one[2]), one[0], one[1]))
    return [
        LongRow(
            (session.seal or "")[:_ID_DIGITS],
            candidate,
            called(interviewer),
            called(interviewer),
            session.case,
            dimension,
            score if isinstance(score, int) else None,
            LEVELS[0],
            LEVELS[-1],
            _evidence(session, dimension),
            _submitted(session),
        )
        for candidate, interviewer, session in placed
        for dimension, score in _scores(session, baseline).items()
    ]


def long_csv(rows: Iterable[LongRow]) -> str:
    """The rows as CSV whose cells no spreadsheet runs."""
    return table_csv(LongRow._fields, rows)


def long_json(rows: Iterable[LongRow]) -> str:
    """The rows as one JSON object, ASCII only, ending in a line end."""
    scores = [row._asdict() for row in rows]
    return json.dumps({"schema": SCHEMA, "scores": scores}, indent=1) + "\n"


def long_parquet(rows: Sequence[LongRow]) -> bytes:
    """The rows as a Parquet file. Raises Problem where the library for it is not installed."""
    try:
        import pyarrow as arrow  # deferred: an optional extra
        from pyarrow import parquet
    except ImportError:
        raise Problem(
            "Parquet needs one more package",
            "pyarrow is not installed",
            "pip install 'interviewloop[parquet]', or export csv or json.",
        ) from None
    text, whole = arrow.string(), arrow.int8()
    kinds = {"score": whole, "scale_min": whole, "scale_max": whole}
    schema = arrow.schema([(name, kinds.get(name, text)) for name in LongRow._fields])
    table = arrow.Table.from_pylist([row._asdict() for row in rows], schema=schema)
    out = io.BytesIO()
    parquet.write_table(table, out)
    return out.getvalue()


def facets_file(rows: Iterable[LongRow], title: str) -> str:
    """A specification with its data for the FACETS program: candidates, interviewers, dimensions.

    Severity is the second facet and, as there, positive means severe: the candidates alone are
    positive. A score of no signal is left out. All
    scores have to be on one scale.
    """
    scored = [row for row in rows if row.score is not None]
    highest = max((row.scale_max for row in scored), default=LEVELS[-1])
    facets = [
        ("Candidates", _numbered(row.candidate for row in scored)),
        ("Interviewers", _numbered(row.interviewer for row in scored)),
        ("Dimensions", _numbered(row.dimension for row in scored)),
    ]
    lines = [
        f"Title = {_label(title)}",
        "Facets = 3",
        "Positive = 1",
        "Noncenter = 1",
        f"Models = ?,?,?,R{highest}",
        "Labels =",
    ]
    for place, (name, members) in enumerate(facets, 1):
        lines.append(f"{place},{name}")
        lines += [f"{number}={_label(label)}" for label, number in members.items()]
        lines.append("*")
    lines.append("Data =")
    (_, candidates), (_, interviewers), (_, dimensions) = facets
    lines += [
        f"{candidates[row.candidate]},{interviewers[row.interviewer]},"
        f"{dimensions[row.dimension]},{row.score}"
        for row in scored
    ]
    return "\n".join(lines) + "\n"


def _numbered(labels: Iterable[str]) -> dict[str, int]:
    return {label: number for number, label in enumerate(dict.fromkeys(labels), 1)}


def _label(text: str) -> str:
    """A label without the signs that end or part one in a FACETS specification."""
    return "".join(" " if sign in ",;=*" else sign for sign in visible(storable(text))).strip()


def _scores(session: Session, baseline: Baseline) -> dict[str, int | str]:
    card = session.scorecard
    if baseline == "amended":
        card = amended(card, session.amendments)
    return dict(card.scores)


def _evidence(session: Session, dimension: str) -> str:
    notes = [session.notes[name].text for name in evidence(session, dimension)]
    reason = session.scorecard.rationale.get(dimension, "").strip()
    return " | ".join([*notes, reason] if reason else notes)


def _submitted(session: Session) -> str:
    return session.sealed_at.isoformat(timespec="seconds") if session.sealed_at else ""
