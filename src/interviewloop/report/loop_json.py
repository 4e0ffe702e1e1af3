"""A loop with its scorecards as JSON, schema 1."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from interviewloop.interview.take_home import corrections, travelled
from interviewloop.report.figure_json import figure_json

if TYPE_CHECKING:
    from interviewloop.model.head import SessionHead
    from interviewloop.report.loop_view import LoopView

SCHEMA = 1


def take_home_json(session: SessionHead | None) -> dict[str, object] | None:
    """When a take-home went out and came back, in minutes against its time box; None where nothing
    was sent."""
    travel = travelled(session) if session else None
    if session is None or travel is None:
        return None
    back = travel.received_at
    return {
        "sent_at": travel.sent_at.isoformat(),
        "received_at": back.isoformat() if back else None,
        "box_min": travel.box_min,
        "took_min": travel.took_min,
        "late_min": travel.late_min,
        "corrections": [
            {"way": right.way, "before": wrong.at.isoformat(), "after": right.at.isoformat(),
             "entered_at": right.entered_at.isoformat(), "why": right.why}
            for wrong, right in corrections(session)
        ],
    }  # fmt: skip


def loop_json(view: LoopView) -> str:
    """The view as one JSON object, ASCII only, ending in a line end."""
    document = {
        "schema": SCHEMA,
        "loop": view.loop.model_dump(mode="json", exclude={"schema_version"}),
        "interviews": [
            {"interviewer": one.interviewer, "case": one.case, "state": one.state,
             "shadow": one.shadow, "take_home": take_home_json(one.session)}
            for one in view.found
        ],
        "dimensions": {
            row.dim: {
                "name": view.names[row.dim],
                "mean": row.mean,
                "spread": row.spread,
                "scores": [
                    {"interviewer": cell.interviewer, "case": cell.case, "score": cell.score,
                     "sealed": cell.sealed}
                    for cell in row.cells
                ],
                "evidence": [
                    {
                        "interviewer": one.interviewer,
                        "notes": [{"signal": n.signal, "text": n.text} for n in one.notes],
                        "reason": one.reason,
                    }
                    for one in view.evidence[row.dim]
                ],
            }
            for row in view.rows
        },
        "recommendations": [
            {"interviewer": who, "recommendation": what} for who, what in view.recommendations
        ],
        "amendments": [
            {"scorecard_of": it.interviewer, **it.amendment.model_dump(mode="json")}
            for it in view.changes
        ],
        "mean": view.summed.mean,
        "fair_mean": figure_json(view.fair.figure) if view.fair.figure else None,
        "fair_mean_withheld_because": view.fair.why or None,
    }  # fmt: skip
    return json.dumps(document) + "\n"
