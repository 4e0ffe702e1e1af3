"""A calibration as JSON, schema 1; docs/statistics.md describes every key.

A figure is ``{"value", "ci_low", "ci_high", "n", "withheld"}``: either the three numbers, or nulls
and the code of the rule that withholds them. Every key is always present, and no number is NaN.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from interviewloop.calibration.ratings import LOWEST
from interviewloop.report.figure_json import figure_json

if TYPE_CHECKING:
    from interviewloop.calibration.accuracy import Accuracy
    from interviewloop.calibration.agreement import Agreement
    from interviewloop.calibration.cases import CaseResult
    from interviewloop.calibration.categories import ScoreUse
    from interviewloop.calibration.components import Components
    from interviewloop.calibration.drift import Drift
    from interviewloop.calibration.effects import Effect
    from interviewloop.calibration.gwet import ChanceCorrected
    from interviewloop.calibration.icc import IntraclassCorrelations
    from interviewloop.calibration.linking import Linked
    from interviewloop.calibration.rasch_model import RaschMember, RaschModel
    from interviewloop.calibration.results import (
        Calibration,
        CandidateResult,
        Data,
        DimensionResult,
        InterviewerResult,
    )

SCHEMA = 1
_COMPONENTS = (
    "candidate",
    "interviewer",
    "dimension",
    "candidate:interviewer",
    "candidate:dimension",
    "interviewer:dimension",
    "residual",
)


def calibration_json(calibration: Calibration) -> str:
    """The whole result as one JSON object, indented, ending in a line end.

    ASCII only: a name that holds terminal control characters arrives escaped.
    """
    corrected = calibration.corrected_by_dimension
    document = {
        "schema": SCHEMA,
        "data": _data(calibration.data),
        "agreement": {
            "overall": _agreement(calibration.overall, calibration.corrected),
            "by_dimension": {
                label: _agreement(part, corrected[label])
                for label, part in calibration.by_dimension.items()
            },
        },
        "pairs": [
            pair._asdict() | {"kappa_quadratic": figure_json(pair.kappa_quadratic)}
            for pair in calibration.pairs
        ],
        "variance_components": {
            term: calibration.components.values.get(term) for term in _COMPONENTS
        },
        "variance_components_about": _about(calibration.components),
        "icc": _reliability(calibration.reliability),
        "icc_about": {
            "candidates": calibration.reliability.candidates,
            "k": calibration.reliability.k,
            "q": calibration.reliability.q,
        },
        "interviewers": {
            label: _interviewer(result) for label, result in calibration.interviewers.items()
        },
        "dimensions": {
            label: _dimension(result, calibration.rasch)
            for label, result in calibration.dimensions.items()
        },
        "candidates": {
            label: _candidate(result) for label, result in calibration.candidates.items()
        },
        "cases": {label: _case(result) for label, result in calibration.cases.cases.items()},
        "cases_about": {
            "chance": calibration.cases.chance,
            "severity_moves": dict(calibration.cases.severity_moves),
        },
        "link": _link(calibration.linked),
        "rasch": _rasch(calibration.rasch),
        "notices": [notice._asdict() for notice in calibration.notices],
    }
    return json.dumps(document, indent=2, ensure_ascii=True, allow_nan=False) + "\n"


def _data(data: Data) -> dict[str, object]:
    return {
        "ratings": data.ratings,
        "candidates": data.candidates,
        "interviewers": data.interviewers,
        "dimensions": data.dimensions,
        "connected": data.connectivity.connected,
        "subsets": [list(subset) for subset in data.connectivity.subsets],
    }


def _agreement(agreement: Agreement, corrected: ChanceCorrected) -> dict[str, object]:
    return {
        "exact": figure_json(agreement.exact),
        "within_one": figure_json(agreement.within_one),
        "exact_chance": figure_json(agreement.exact_chance),
        "within_one_chance": figure_json(agreement.within_one_chance),
        "alpha_nominal": figure_json(agreement.alpha_nominal),
        "alpha_ordinal": figure_json(agreement.alpha_ordinal),
        "alpha_interval": figure_json(agreement.alpha_interval),
        "ac1": figure_json(corrected.ac1),
        "ac2_quadratic": figure_json(corrected.ac2_quadratic),
    }


def _about(components: Components) -> dict[str, object]:
    return {
        "method": components.method,
        "n": components.n,
        "converged": components.converged,
        "withheld": components.withheld,
        "at_zero": list(components.at_zero),
        "confounded": dict(components.confounded),
    }


def _reliability(found: IntraclassCorrelations) -> dict[str, object]:
    return {
        "a1": figure_json(found.a1),
        "a_k": figure_json(found.a_k),
        "c1": figure_json(found.c1),
        "c_k": figure_json(found.c_k),
        "g_qk": figure_json(found.g_qk),
    }


def _interviewer(result: InterviewerResult) -> dict[str, object]:
    return {
        "n": result.n,
        "mean": result.mean,
        "severity": figure_json(result.severity.severity),
        "severity_within_subset": figure_json(result.severity.within_subset),
        "severity_raw": figure_json(result.severity_raw),
        "severity_by_dimension": {
            label: figure_json(figure) for label, figure in result.severity_by_dimension.items()
        },
        "severity_linked": figure_json(result.severity_linked),
        "rasch_linked": result.rasch_linked._asdict(),
        "leans": {label: figure_json(figure) for label, figure in result.leans.items()},
        "rasch": _member(result.rasch, "severity"),
        "effects": {name: _effect(effect) for name, effect in result.effects.items()},
        "drift": _drift(result.drift),
        "accuracy": _accuracy(result.accuracy),
    }


def _member(member: RaschMember, named: str) -> dict[str, object]:
    return {
        named: member.value,
        "se": member.se,
        "infit": member.infit,
        "outfit": member.outfit,
        "fair_average": member.fair_average,
        "n": member.n,
        "extreme": member.extreme,
        "withheld": member.withheld,
        "fit_withheld": member.fit_withheld,
    }


def _effect(effect: Effect) -> dict[str, object]:
    # An effect that is withheld or only described raises no flag; "withheld" tells which it is.
    return {
        "flag": bool(effect.flag),
        "value": effect.value,
        "n": effect.n,
        "withheld": effect.withheld,
    }


def _drift(drift: Drift) -> dict[str, object]:
    return {
        **figure_json(drift.points),
        "flag": bool(drift.flag),
        "confirmed": drift.confirmed,
        "t": drift.t,
        "shift_logits": drift.shift,
    }


def _accuracy(accuracy: Accuracy) -> dict[str, object]:
    return asdict(accuracy)


def _case(result: CaseResult) -> dict[str, object]:
    return {
        "n": result.difficulty.n,
        "difficulty": figure_json(result.difficulty),
        "rasch": {
            "difficulty": result.rasch.value,
            "se": result.rasch.se,
            "withheld": result.rasch.withheld,
        },
    }


def _link(linked: Linked) -> dict[str, object]:
    return {
        "personas": linked.personas,
        "sessions": linked.sessions,
        "chance": linked.chance,
        "withheld": linked.withheld,
    }


def _dimension(result: DimensionResult, rasch: RaschModel) -> dict[str, object]:
    return {
        "difficulty": result.rasch.value,
        "tau": [threshold.tau for threshold in rasch.thresholds],
        "category_counts": _by_score(result.category_counts),
        "rasch": _member(result.rasch, "difficulty"),
        "icc": _reliability(result.reliability),
        "use": _use(result.use),
    }


def _use(use: ScoreUse) -> dict[str, object]:
    return {
        "mean_place": _by_score(use.mean_place),
        "never": list(use.never),
        "out_of_order": [list(two) for two in use.out_of_order],
    }


def _by_score(values: tuple[int, ...] | tuple[float | None, ...]) -> dict[str, float | None]:
    return {str(LOWEST + position): value for position, value in enumerate(values)}


def _candidate(result: CandidateResult) -> dict[str, object]:
    return {
        "n": result.n,
        "interviewers": result.interviewers,
        "raw_mean": result.raw_mean,
        "fair_mean": figure_json(result.fair.fair_mean),
        "fair_mean_within_subset": figure_json(result.fair.within_subset),
        "raw_rank": result.fair.raw_rank,
        "fair_rank": result.fair.fair_rank,
        "rasch": _member(result.rasch, "measure"),
    }


def _rasch(rasch: RaschModel) -> dict[str, object]:
    return {
        "method": rasch.method,
        "withheld": rasch.withheld,
        "thresholds": [asdict(threshold) for threshold in rasch.thresholds],
        "person_variance": rasch.person_variance,
        "location": rasch.location,
        "deviance": rasch.deviance,
        "iterations": rasch.iterations,
        "converged": rasch.converged,
        "separation": {
            "interviewers": asdict(rasch.interviewer_separation),
            "dimensions": asdict(rasch.dimension_separation),
            "candidates": asdict(rasch.candidate_separation),
        },
    }
