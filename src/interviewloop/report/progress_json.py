"""A trainee's progress as JSON, schema 1.

A measure is ``{"value", "limit", "n", "flagged", "withheld"}``: ``withheld`` is null, or the code
of the reason why there is no value.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from interviewloop.practice.wording_patterns import bar_saying, pattern_sayings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from interviewloop.practice.accuracy import Parts
    from interviewloop.practice.measure import Measure
    from interviewloop.practice.progress import Accuracy, Progress

SCHEMA = 1


def progress_json(progress: Progress, names: Mapping[str, str]) -> str:
    """The whole result as one JSON object, indented, ASCII only, ending in a line end."""
    patterns, bar = progress.patterns, progress.bar
    document = {
        "schema": SCHEMA,
        "trainee": progress.trainee,
        "key": "panel" if progress.rated else "authors",
        "interviews": [
            {
                "case": point.case,
                "persona": point.persona,
                "sealed_at": point.at.isoformat() if point.at else None,
                "again": point.again,
                **_accuracy(point.accuracy),
            }
            for point in progress.points
        ],
        "bar": {
            "passed": bar.passed,
            "interviews": bar.interviews,
            "withheld": bar.withheld.code if bar.withheld else None,
            **_accuracy(bar.accuracy),
        },
        "patterns": {
            "interviews": patterns.interviews,
            "severity": _measure(patterns.severity),
            "severity_by_dimension": patterns.by_dimension,
            "within_slope": _measure(patterns.within_slope),
            "between_slope": _measure(patterns.between_slope),
            "flattening": patterns.flattening,
            "twin_gap": _measure(patterns.twin_gap),
            "parts": _parts(patterns.parts),
        },
        "sentences": [one.text for one in (bar_saying(bar), *pattern_sayings(patterns, names))],
    }
    return json.dumps(document, indent=2, ensure_ascii=True, allow_nan=False) + "\n"


def _accuracy(accuracy: Accuracy) -> dict[str, float | int | None]:
    return {
        "exact": accuracy.exact.value,
        "within_one": accuracy.within_one.value,
        "rmse": accuracy.rmse,
        "n": accuracy.exact.whole,
    }


def _measure(measure: Measure) -> dict[str, float | int | str | None]:
    return {
        "value": measure.value,
        "limit": measure.limit,
        "n": measure.n,
        "flagged": measure.flagged,
        "withheld": measure.withheld.code if measure.withheld else None,
    }


def _parts(parts: Parts | None) -> dict[str, float | int | list[str]] | None:
    if parts is None:
        return None
    return {
        "elevation": parts.elevation,
        "differential_elevation": parts.differential_elevation,
        "stereotype": parts.stereotype,
        "differential": parts.differential,
        "total": parts.total,
        "interviews": parts.interviews,
        "dimensions": list(parts.dims),
    }
