"""A calibration as JSON, schema 1.

A figure is ``{"value", "ci_low", "ci_high", "n", "withheld"}``: either the three numbers, or nulls
and the code of the rule that withholds them. Keys for statistics that are not computed are absent,
never null. docs/statistics.md says what each figure means and what its n counts.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from interviewloop.calibration.ratings import LOWEST

if TYPE_CHECKING:
    from interviewloop.calibration.agreement import Agreement
    from interviewloop.calibration.figures import Figure
    from interviewloop.calibration.results import Calibration, InterviewerResult

SCHEMA = 1


def calibration_json(calibration: Calibration) -> str:
    """The whole result as one JSON object, indented, ending in a line end.

    ASCII only: a name that holds terminal control characters arrives escaped.
    """
    data = calibration.data
    document = {
        "schema": SCHEMA,
        "data": {
            "ratings": data.ratings,
            "candidates": data.candidates,
            "interviewers": data.interviewers,
            "dimensions": data.dimensions,
            "connected": data.connectivity.connected,
            "subsets": [list(subset) for subset in data.connectivity.subsets],
        },
        "agreement": {
            "overall": _agreement(calibration.overall),
            "by_dimension": {
                label: _agreement(part) for label, part in calibration.by_dimension.items()
            },
        },
        "interviewers": {
            label: _interviewer(result) for label, result in calibration.interviewers.items()
        },
        "dimensions": {
            label: {
                "category_counts": {
                    str(LOWEST + position): count
                    for position, count in enumerate(result.category_counts)
                }
            }
            for label, result in calibration.dimensions.items()
        },
        "candidates": {
            label: {
                "n": result.n,
                "interviewers": result.interviewers,
                "raw_mean": result.raw_mean,
            }
            for label, result in calibration.candidates.items()
        },
        "notices": [notice._asdict() for notice in calibration.notices],
    }
    return json.dumps(document, indent=2, ensure_ascii=True, allow_nan=False) + "\n"


def _figure(figure: Figure) -> dict[str, float | int | str | None]:
    return {
        "value": figure.value,
        "ci_low": figure.ci_low,
        "ci_high": figure.ci_high,
        "n": figure.n,
        "withheld": figure.withheld,
    }


def _agreement(agreement: Agreement) -> dict[str, object]:
    return {
        "exact": _figure(agreement.exact),
        "within_one": _figure(agreement.within_one),
        "exact_chance": _figure(agreement.exact_chance),
        "within_one_chance": _figure(agreement.within_one_chance),
        "alpha_nominal": _figure(agreement.alpha_nominal),
        "alpha_ordinal": _figure(agreement.alpha_ordinal),
        "alpha_interval": _figure(agreement.alpha_interval),
    }


def _interviewer(result: InterviewerResult) -> dict[str, object]:
    return {
        "n": result.n,
        "mean": result.mean,
        "severity_raw": _figure(result.severity_raw),
        "severity_by_dimension": {
            label: _figure(figure) for label, figure in result.severity_by_dimension.items()
        },
    }
