"""Every value that another program gave, ours beside it: one table over all reference data.

Run by hand: ``python -m tests.calibration.reference_table`` prints, for each data set and kind of
value, how many were compared and the one that is farthest off in terms of its tolerance;
``--all`` prints every single value. The tests hold the same values to the same tolerances.
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from tests.calibration.panels import STATS, reference
from tests.calibration.rasch_data import DATASETS as RASCH_SETS
from tests.calibration.rasch_data import known, session_order
from tests.calibration.test_accuracy import FIELDS, key_of
from tests.calibration.test_effects_and_drift import NAMES

from interviewloop.calibration.accuracy import accuracies
from interviewloop.calibration.additive import additive_fit
from interviewloop.calibration.agreement import agreements
from interviewloop.calibration.alpha import METRICS, alpha, coincidences
from interviewloop.calibration.components import ADDITIVE, variance_components
from interviewloop.calibration.connectivity import connectivity
from interviewloop.calibration.drift import drifts
from interviewloop.calibration.dstudy import d_study
from interviewloop.calibration.effects import indices
from interviewloop.calibration.gwet import chance_corrected, coefficients, unit_sums
from interviewloop.calibration.icc import intraclass
from interviewloop.calibration.pairs import pairs
from interviewloop.calibration.rasch_fit import residuals
from interviewloop.calibration.rasch_model import Fitted, fitted, rasch_model
from interviewloop.calibration.resampling import Resampling
from interviewloop.calibration.severity import severities

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from interviewloop.calibration.ratings import Ratings

FAST = Resampling(100)
DATASETS = tuple(sorted(folder.name for folder in STATS.iterdir()))
DISCONNECTED = "synth_disconnected"


class Row(NamedTuple):
    """One value of one data set; ``member`` says whose it is."""

    dataset: str
    kind: str
    member: str
    ours: float
    reference: float
    tolerance: float

    @property
    def difference(self) -> float:
        return abs(self.ours - self.reference)


def rows(dataset: str) -> Iterator[Row]:
    """Everything known of ``dataset``."""
    ratings, models = reference(dataset)
    whole = STATS / dataset / "reference.json"
    parts: list[Iterable[tuple[str, str, float, float, float]]] = []
    if whole.exists():
        parts.append(_agreement(dataset, ratings, json.loads(whole.read_text())))
    parts += [_gwet(ratings, models), _kappa(ratings, models)]
    if "icc" in models:
        parts += [_components(ratings, models), _icc(ratings, models)]
        parts += [_additive(ratings, models)] if dataset != DISCONNECTED else []
    if "d_study" in models:
        parts.append(_plans(models["d_study"]))
    if "cronbach" in models:
        parts.append(_cronbach(dataset, ratings, models["cronbach"]))
    if dataset in RASCH_SETS:
        parts += [_marginal(dataset), _joint(dataset), _effects(dataset)]
    for part in parts:
        for values in part:
            yield Row(dataset, *values)


def _agreement(
    dataset: str, ratings: Ratings, told: dict[str, Any]
) -> Iterator[tuple[str, str, float, float, float]]:
    expected, tol = told["krippendorff_alpha"], told["krippendorff_alpha"]["tol"]
    if told["categories"] == [1, 2, 3, 4, 5] or dataset == "mfrmr_core_crossed":
        overall, by_dimension = agreements(ratings, FAST)
        parts = [("all", overall, expected["overall"])]
        parts += [(d, by_dimension[d], own) for d, own in expected["by_dimension"].items()]
        for label, found, values in parts:
            for metric in METRICS:
                ours = getattr(found, f"alpha_{metric}").value
                yield f"alpha, {metric}", label, ours, values[metric]["value"], tol
        raw = told["raw_agreement"]
        for name, figure in (("exact", overall.exact), ("within1", overall.within_one)):
            yield f"share {name}", "all", figure.value or 0.0, raw[name], raw["tol"]
    else:
        counts = _counts(ratings, told["categories"])
        matrix = coincidences(counts).sum(axis=0)
        for metric in METRICS:
            ours = float(alpha(matrix, metric))
            yield f"alpha, {metric}", "all", ours, expected["overall"][metric]["value"], tol
    parts_told = told["components"]["scipy.sparse.csgraph"]
    yield "subsets", "all", len(connectivity(ratings).subsets), parts_told, 0
    if "additive_severity" in told:
        found = severities(ratings, FAST)
        for label, value in told["additive_severity"]["value"].items():
            yield "raw severity", label, found[label].overall.value or 0.0, value * 4 / 3, 2e-6


def _counts(ratings: Ratings, categories: list[int]) -> np.ndarray:
    counts = np.zeros((int(ratings.unit().max()) + 1, categories[-1] - categories[0] + 1))
    np.add.at(counts, (ratings.unit(), ratings.score.astype(int) - categories[0]), 1)
    return counts


def _gwet(
    ratings: Ratings, models: dict[str, Any]
) -> Iterator[tuple[str, str, float, float, float]]:
    told, scale = models["gwet"], models["categories"]
    if scale != [1, 2, 3, 4, 5]:
        found = coefficients(unit_sums(_counts(ratings, scale)).sum(axis=0))
        for name, ours in zip(("ac1", "ac2_quadratic"), found, strict=True):
            yield name, "all", float(ours), told["overall"][name], told["tol"]
        return
    overall, by_dimension = chance_corrected(ratings, FAST)
    parts = [("all", overall, told["overall"])]
    parts += [(d, by_dimension[d], own) for d, own in told["by_dimension"].items()]
    for label, one, values in parts:
        for name in ("ac1", "ac2_quadratic"):
            yield name, label, getattr(one, name).value, values[name], told["tol"]


def _kappa(
    ratings: Ratings, models: dict[str, Any]
) -> Iterator[tuple[str, str, float, float, float]]:
    for pair in pairs(ratings):
        label = f"{pair.a}|{pair.b}"
        if pair.kappa_quadratic.value is not None:
            expected = models["pairs"]["kappa_quadratic"][label][1]
            yield "kappa", label, pair.kappa_quadratic.value, expected, models["pairs"]["tol"]


def _components(
    ratings: Ratings, models: dict[str, Any]
) -> Iterator[tuple[str, str, float, float, float]]:
    told, found = models["variance_components"], variance_components(ratings)
    for term, value in told["value"].items():
        yield "variance component", term, found.values[term], value, told["tol"]
    yield "REML criterion", "all", found.minus_2_log or 0.0, told["criterion"], 1e-6
    told, found = models["additive_shrinkage"], variance_components(ratings, ADDITIVE)
    if found.interviewer_effect is None or found.candidate_effect is None:
        raise ValueError("reference panels are small enough for predictions")
    for label, effect in zip(ratings.interviewers, found.interviewer_effect, strict=True):
        yield "severity, predicted", label, -effect, told["severity"][label], told["tol"]
    for label, effect in zip(ratings.candidates, found.candidate_effect, strict=True):
        yield "candidate, predicted", label, effect, told["candidate"][label], told["tol"]


def _additive(
    ratings: Ratings, models: dict[str, Any]
) -> Iterator[tuple[str, str, float, float, float]]:
    told, found = models["additive_fixed"], additive_fit(ratings)
    errors = np.sqrt((found.score_variance or 0.0) * found.precision)
    for code, label in enumerate(ratings.interviewers):
        yield "severity, fixed", label, found.severity[code], told["severity"][label], told["tol"]
        yield "its error", label, errors[code], told["severity_se"][label], told["tol"]


def _icc(
    ratings: Ratings, models: dict[str, Any]
) -> Iterator[tuple[str, str, float, float, float]]:
    told = models["icc"]
    overall, by_dimension = intraclass(ratings)
    parts = [("all", overall, told["overall"])]
    parts += [(d, by_dimension[d], own) for d, own in told["by_dimension"].items()]
    for label, found, values in parts:
        for name in ("a1", "a_k", "c1", "c_k", "g_qk"):
            yield f"ICC {name}", label, getattr(found, name).value, values[name], told["tol"]


def _plans(told: dict[str, Any]) -> Iterator[tuple[str, str, float, float, float]]:
    for fixed in (False, True):
        designs = d_study(
            told["components"], told["dimensions"], mean=told["mean"], cut=told["cut"], fixed=fixed
        )
        if not isinstance(designs, tuple):
            raise TypeError("reference panels hold plans")
        for row in told["rows"]:
            found, values = (
                designs[row["interviewers"] - 1],
                row["fixed" if fixed else "random"],
            )
            label = f"{row['interviewers']} interviewers"
            for name in ("e_rho2", "phi", "relative_error", "absolute_error", "phi_cut"):
                yield "D-study", label, getattr(found, name), values[name], told["tol"]
            for name in ("accuracy", "false_positive", "false_negative", "consistency", "kappa"):
                ours = getattr(found.decision, name)
                yield "decisions", label, ours, values[name], told["tol_decision"]


def _cronbach(
    dataset: str, ratings: Ratings, told: dict[str, Any]
) -> Iterator[tuple[str, str, float, float, float]]:
    found = accuracies(ratings, key_of(dataset))
    for label, values in told["by_interviewer"].items():
        for ours, theirs in FIELDS.items():
            value = getattr(found[label].block, ours)
            if value is not None:
                yield "accuracy", f"{label} {theirs}", value, values[theirs], told["tol"]


def _marginal(dataset: str) -> Iterator[tuple[str, str, float, float, float]]:
    data = known(dataset)
    model, told = rasch_model(data.ratings, "mml"), data.reference["mml"]
    tol = data.tolerance
    severity = dict(told["severity"])
    if dataset == DISCONNECTED:
        for part in connectivity(data.ratings).subsets:
            mean = np.mean([severity[label] for label in part])
            severity |= {label: severity[label] - mean for label in part}
    groups = (
        ("severity", model.interviewers, severity, "value", tol("mml")),
        ("difficulty", model.dimensions, told["difficulty"], "value", tol("mml")),
        ("measure", model.candidates, told["eap"], "value", tol("eap")),
        ("error of measure", model.candidates, told["eap_sd"], "se", tol("eap")),
    )
    for name, members, values, attribute, tolerance in groups:
        for label, value in values.items():
            yield f"MML {name}", label, getattr(members[label], attribute), value, tolerance
    if dataset != DISCONNECTED:
        for label, value in told["severity_se"].items():
            ours = model.interviewers[label].se or 0.0
            yield "MML error of severity", label, ours, value, tol("mml_se") * value
    for facet, members in (("rater", model.interviewers), ("dimension", model.dimensions)):
        for fit in ("infit", "outfit"):
            for label, value in told["posterior_fit"][f"{facet}_{fit}_posterior"].items():
                yield "MML infit, outfit", label, getattr(members[label], fit), value, tol("fit")
    for threshold, value in zip(model.thresholds, told["tau"], strict=True):
        yield "MML tau", str(threshold.upper), threshold.tau or 0.0, value, tol("mml_tau")
    yield "MML variance", "all", model.person_variance or 0.0, told["person_variance"], 0.01
    yield "MML deviance", "all", model.deviance or 0.0, told["deviance"], tol("deviance")


def _joint(dataset: str) -> Iterator[tuple[str, str, float, float, float]]:
    data = known(dataset)
    model, told = rasch_model(data.ratings, "jml"), data.reference["jml"]
    tol = data.tolerance
    for name, members in (("severity", model.interviewers), ("difficulty", model.dimensions)):
        for label, value in told[name].items():
            yield f"JML {name}", label, members[label].value or 0.0, value, tol("jml")
    for threshold, value in zip(model.thresholds, told["tau"], strict=True):
        yield "JML tau", str(threshold.upper), threshold.tau or 0.0, value, tol("jml_tau")
    for members in (model.interviewers, model.dimensions, model.candidates):
        for label, member in members.items():
            values = told["members"][label]
            yield "JML error", label, member.se or 0.0, values["se"], tol("jml_se") * values["se"]
            if member.infit is not None and member.outfit is not None:
                yield "JML infit, outfit", label, member.infit, values["infit"], tol("fit")
                yield "JML infit, outfit", label, member.outfit, values["outfit"], tol("fit")


def _effects(dataset: str) -> Iterator[tuple[str, str, float, float, float]]:
    data = known(dataset)
    fit = fitted(data.ratings, "jml")
    if not isinstance(fit, Fitted):
        raise TypeError("reference panels hold the model")
    found = indices(data.ratings, fit, residuals(data.ratings, *fit))
    for code, label in enumerate(data.ratings.interviewers):
        for theirs, own in NAMES.items():
            expected = data.reference["effects"][label][theirs]
            yield "effect index", f"{label} {own}", getattr(found, own)[code], expected, 0.02
    if (STATS / dataset / "sessions.csv").exists():
        place = session_order(dataset)
        order = {(c, i): float(place[c]) for c in place for i in data.ratings.interviewers}
        for label, drift in drifts(data.ratings, fit, order).interviewers.items():
            expected = data.reference["effects"][label]["drift_t"]
            yield "drift t", label, drift.t or 0.0, expected, data.tolerance("drift_t")


def worst(every: Iterable[Row]) -> list[tuple[int, Row]]:
    """By data set and kind: how many, and the one farthest off in terms of its tolerance."""
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in every:
        groups.setdefault((row.dataset, row.kind), []).append(row)
    return [
        (len(own), max(own, key=lambda row: row.difference / (row.tolerance or 1.0)))
        for own in groups.values()
    ]


def main() -> None:
    single = "--all" in sys.argv[1:]
    header = ("data set", "value", "n", "worst", "ours", "reference", "tolerance", "difference")
    sys.stdout.write("| " + " | ".join(header) + " |\n|" + "---|" * len(header) + "\n")
    for dataset in DATASETS:
        every = list(rows(dataset))
        for n, row in [(1, row) for row in every] if single else worst(every):
            sys.stdout.write(
                f"| {row.dataset} | {row.kind} | {n} | {row.member} | {row.ours:.6f} |"
                f" {row.reference:.6f} | {row.tolerance:.2g} | {row.difference:.1e} |\n"
            )


if __name__ == "__main__":
    main()
