from __future__ import annotations

import csv

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.calibration.panels import STATS, ratings_of, reference

from interviewloop.calibration.accuracy import accuracies, cronbach
from interviewloop.calibration.ratings import Ratings

FIELDS = {
    "signed_elevation": "elevation_signed",
    "elevation": "elevation_sq",
    "differential_elevation": "differential_elevation_sq",
    "stereotype_accuracy": "stereotype_accuracy_sq",
    "differential_accuracy": "differential_accuracy_sq",
    "total": "total_msd",
    "elevation_correlation": "DE_correlation",
    "stereotype_correlation": "SA_correlation",
    "differential_correlation": "DA_correlation",
    "overall_correlation": "overall_r",
}


def key_of(name: str) -> dict[tuple[str, str], float]:
    with (STATS / name / "key.csv").open(newline="") as file:
        return {(r["candidate"], r["dimension"]): float(r["key"]) for r in csv.DictReader(file)}


def test_components_equal_the_reference():
    ratings, expected = reference("synth_accuracy")
    told = expected["cronbach"]
    found = accuracies(ratings, key_of("synth_accuracy"))
    for label, values in told["by_interviewer"].items():
        block = found[label].block
        for ours, theirs in FIELDS.items():
            value = getattr(block, ours)
            if theirs in values:
                assert value == pytest.approx(values[theirs], abs=told["tol"])
            else:
                assert value is None
        assert found[label].hit == pytest.approx(values["exact"], abs=told["tol"])
        near = values["within1"] - values["exact"]
        assert found[label].near == pytest.approx(near, abs=told["tol"])
        assert found[label].mean_distance == pytest.approx(values["mean_abs_error"], abs=1e-9)


@given(st.integers(0, 10_000), st.integers(2, 7), st.integers(1, 6))
def test_the_parts_add_up(seed, candidates, dimensions):
    generator = np.random.default_rng(seed)
    given_, right = generator.integers(1, 6, (2, candidates, dimensions)).astype(float)
    found = cronbach(given_, right)
    parts = (
        found.elevation
        + found.differential_elevation
        + found.stereotype_accuracy
        + found.differential_accuracy
    )
    assert parts == pytest.approx(found.total, abs=1e-9)
    assert found.total == pytest.approx(((given_ - right) ** 2).mean())


def test_a_gap_leaves_its_candidate_out_of_the_components_only():
    cells = {(c, "x", d): 3 for c in "ABC" for d in "de"}
    del cells["C", "x", "e"]
    key = {(c, d): 4.0 for c in "ABC" for d in "de"}
    found = accuracies(ratings_of(cells), key)["x"]
    assert (found.n, found.near, found.hit, found.miss) == (5, 1, 0, 0)
    assert found.block.candidates == 2
    assert found.block.signed_elevation == -1


def test_too_little_is_said_to_be_too_little():
    cells = {("A", "x", "d"): 3}
    found = accuracies(ratings_of(cells), {("A", "d"): 3})["x"]
    assert (found.n, found.hit, found.block, found.withheld) == (
        1,
        1,
        None,
        "no-complete-candidate",
    )
    unkeyed = accuracies(ratings_of(cells), {})["x"]
    assert (unkeyed.n, unkeyed.hit, unkeyed.block) == (0, None, None)
    assert accuracies(Ratings.from_rows([]), {}) == {}
